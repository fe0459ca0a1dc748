#include "ui/shares/drop_zone.h"

#include "ui/dialogs.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/local_url.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QPainter>
#include <QUrl>
#include <QVBoxLayout>

namespace sallyport {

namespace {

constexpr int radius = 14;
constexpr int door = 104;

// The program's own drawing; it says nothing that the heading does not.
class Picture final : public QWidget {
public:
    using QWidget::QWidget;
    QSize sizeHint() const override { return {door, door}; }
    QSize minimumSizeHint() const override { return {door / 2, door / 2}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        applicationIcon().paint(&painter, rect());
    }
};

} // namespace

DropZone::DropZone(Dialogs& dialogs, QWidget* parent)
    : QWidget(parent)
    , m_dialogs(dialogs)
    , m_problem(new TextLabel({}, theme::Type::Body, theme::Weight::Normal, theme::Tint::Problem))
{
    setObjectName(QStringLiteral("dropZone"));
    setAcceptDrops(true);
    auto* heading = new TextLabel(tr("Share a folder"), theme::Type::Title, theme::Weight::Bold);
    auto* sentence = new TextLabel(tr("Drop a folder here, or choose one. It is shared at once."),
                                   theme::Type::Heading, theme::Weight::Normal, theme::Tint::Quiet);
    auto* button = new PrimaryButton(tr("Choose folder…"), QStringLiteral("folder"));
    button->setObjectName(QStringLiteral("chooseFolder"));
    button->setMinimumHeight(theme::headerControl);
    button->setIconSize({20, 20});
    m_button = button;
    restyle();
    connect(button, &QPushButton::clicked, this, &DropZone::choose);
    for (TextLabel* label : {heading, sentence, m_problem}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    m_problem->setObjectName(QStringLiteral("dropProblem"));
    m_problem->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::margin, theme::margin, theme::margin, theme::margin);
    layout->setSpacing(theme::gap);
    layout->addStretch(1);
    layout->addWidget(new Picture, 0, Qt::AlignHCenter);
    layout->addSpacing(theme::gap);
    layout->addWidget(heading);
    layout->addWidget(sentence);
    layout->addSpacing(theme::gap);
    layout->addWidget(button, 0, Qt::AlignHCenter);
    layout->addWidget(m_problem);
    layout->addStretch(1);
}

void DropZone::showProblem(const QString& sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

QList<QByteArray> DropZone::localPaths(const QMimeData& dragged)
{
    QList<QByteArray> paths;
    for (const QUrl& url : dragged.urls()) {
        if (const QByteArray path = localPath(url); !path.isEmpty())
            paths += path;
    }
    return paths;
}

void DropZone::dragEnterEvent(QDragEnterEvent* event)
{
    // Links from elsewhere are taken as well, to say in words why they cannot be shared.
    if (!event->mimeData()->hasUrls())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    setHovered(true);
}

void DropZone::dragLeaveEvent(QDragLeaveEvent*)
{
    setHovered(false);
}

void DropZone::dropEvent(QDropEvent* event)
{
    setHovered(false);
    const QList<QByteArray> paths = localPaths(*event->mimeData());
    event->setDropAction(Qt::CopyAction);
    event->accept();
    showProblem(paths.isEmpty() ? tr("Only folders of this computer can be shared.") : QString());
    for (const QByteArray& path : paths)
        emit folderChosen(path);
}

void DropZone::paintEvent(QPaintEvent*)
{
    using theme::Tint;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(theme::color(m_hovered ? Tint::AccentText : Tint::Quiet, palette()), 2);
    pen.setDashPattern({4, 3.5});
    painter.setPen(pen);
    painter.setBrush(theme::color(m_hovered ? Tint::AccentSurface : Tint::Card, palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), radius, radius);
}

void DropZone::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        restyle();
}

void DropZone::restyle()
{
    m_button->setFont(theme::font(theme::Type::Heading, theme::Weight::Bold));
}

void DropZone::choose()
{
    showProblem({});
    m_dialogs.chooseFolder(this, tr("Choose a folder to share"), [this](const QString& folder) {
        emit folderChosen(folder.toLocal8Bit());
    });
}

void DropZone::setHovered(bool hovered)
{
    if (m_hovered == hovered)
        return;
    m_hovered = hovered;
    update();
}

} // namespace sallyport

#include "moc_drop_zone.cpp"
