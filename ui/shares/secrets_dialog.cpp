#include "ui/shares/secrets_dialog.h"

#include "ui/format.h"
#include "ui/shares/pieces.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/surfaces.h"

#include <QCheckBox>
#include <QFontDatabase>
#include <QGridLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyleOptionButton>
#include <QStylePainter>

#include <algorithm>

namespace sallyport {

using theme::Tint;
using theme::Type;
using theme::Weight;

namespace {

constexpr int usualWidth = 600, usualPath = 240;
constexpr int warningIcon = 32;
constexpr int mostRows = 8; // in sight; the others scroll

// A check box whose path is cut in the middle where there is no room for it.
class PathBox final : public QCheckBox {
public:
    explicit PathBox(const QString& path)
        : QCheckBox(withoutKeys(path))
        , m_path(path)
    {
        QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        fixed.setPointSizeF(theme::font(Type::Body).pointSizeF());
        setFont(fixed);
    }
    QSize sizeHint() const override
    {
        return QCheckBox::sizeHint().boundedTo({usualPath, QWIDGETSIZE_MAX});
    }
    QSize minimumSizeHint() const override
    {
        return {fontMetrics().averageCharWidth() * 16, QCheckBox::minimumSizeHint().height()};
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QStylePainter painter(this);
        QStyleOptionButton option;
        initStyleOption(&option);
        const QRect room = style()->subElementRect(QStyle::SE_CheckBoxContents, &option, this);
        option.text = withoutKeys(fontMetrics().elidedText(m_path, Qt::ElideMiddle, room.width()));
        painter.drawControl(QStyle::CE_CheckBox, option);
    }
    void resizeEvent(QResizeEvent* event) override
    {
        QCheckBox::resizeEvent(event);
        setToolTip(QCheckBox::sizeHint().width() > width() ? m_path : QString());
    }

private:
    QString m_path;
};

} // namespace

SecretsDialog::SecretsDialog(const QByteArray& folder, const FolderFindings& findings,
                             QWidget* parent)
    : QDialog(parent)
    , m_dots(new QCheckBox(tr("Also hide every name that starts with a dot")))
{
    setObjectName(QStringLiteral("secretsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    setWindowTitle(tr("Add folder"));
    m_dots->setObjectName(QStringLiteral("hideDots"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::margin - 4, theme::margin - 4, theme::margin - 4,
                               theme::block);
    layout->setSpacing(theme::rowGap);
    const QByteArray name = folder.mid(folder.lastIndexOf('/') + 1);
    layout->addLayout(makeHead(format::name(name.isEmpty() ? folder : name)));
    layout->addWidget(makeList(findings), 1);
    if (!findings.complete) {
        auto* more =
            new TextLabel(tr("This folder is very large. There may be more that was not found."),
                          Type::Body, Weight::Normal, Tint::Quiet);
        more->setObjectName(QStringLiteral("incomplete"));
        more->setWordWrap(true);
        layout->addWidget(more);
    }
    layout->addWidget(m_dots);
    layout->addSpacing(theme::gap);
    layout->addLayout(makeButtons());
    const int wide = std::max(usualWidth, minimumSizeHint().width());
    resize(wide, layout->totalMinimumHeightForWidth(wide));
}

QLayout* SecretsDialog::makeHead(const QString& folder)
{
    auto* heading =
        new TextLabel(tr("“%1” holds private things").arg(folder), Type::Question, Weight::Bold);
    heading->setObjectName(QStringLiteral("heading"));
    heading->setWordWrap(true);
    auto* sentence = new TextLabel(
        tr("Guests could read these. Hidden things cannot be opened either, even by name."),
        Type::Body, Weight::Normal, Tint::Quiet);
    sentence->setWordWrap(true);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(theme::pairGap);
    texts->addWidget(heading);
    texts->addWidget(sentence);
    auto* head = new QHBoxLayout;
    head->setSpacing(theme::block);
    head->addWidget(new IconLabel(QStringLiteral("warning"), warningIcon, Tint::Attention), 0,
                    Qt::AlignTop);
    head->addLayout(texts, 1);
    return head;
}

QWidget* SecretsDialog::makeList(const FolderFindings& findings)
{
    auto* rows = new QWidget;
    auto* grid = new QGridLayout(rows);
    grid->setContentsMargins(theme::gap, theme::gap, theme::gap, theme::gap);
    grid->setHorizontalSpacing(theme::block);
    grid->setVerticalSpacing(theme::gap);
    grid->setColumnStretch(0, 2);
    grid->setColumnStretch(1, 3);
    int row = 0;
    for (const PrivateThing& thing : findings.things) {
        QString path = format::name(thing.path);
        if (thing.isFolder)
            path += u'/';
        const QString meaning = thingMeaning(thing);
        if (thing.hide.isEmpty()) { // cannot be opened anyway: nothing to decide
            auto* label = new ElidedLabel(path);
            label->setFixedFont();
            auto* line = new QHBoxLayout;
            line->setSpacing(theme::gap - 2);
            line->addWidget(new IconLabel(QStringLiteral("link"), 16, Tint::Quiet));
            line->addWidget(label, 1);
            grid->addLayout(line, row, 0);
        } else {
            auto* box = new PathBox(path);
            box->setObjectName(QStringLiteral("hideThing"));
            box->setChecked(true);
            box->setAccessibleDescription(meaning);
            grid->addWidget(box, row, 0);
            m_rows += {box, thing.hide};
        }
        auto* words = new TextLabel(meaning, Type::Body, Weight::Normal, Tint::Quiet);
        words->setWordWrap(true);
        grid->addWidget(words, row++, 1);
    }
    grid->setRowStretch(row, 1);

    auto* card = new Card;
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(3, 3, 3, 3);
    QScrollArea* area = pageScroll(rows);
    const int all = grid->totalHeightForWidth(usualWidth - 3 * theme::margin);
    area->setMinimumHeight(row <= mostRows ? all : all * mostRows / row);
    area->setMinimumWidth(rows->minimumSizeHint().width()
                          + area->verticalScrollBar()->sizeHint().width());
    layout->addWidget(area);
    return card;
}

QString SecretsDialog::thingMeaning(const PrivateThing& thing)
{
    QString meaning;
    switch (thing.kind) {
    case PrivateThing::Kind::SshKeys:
        meaning = tr("SSH keys and known hosts");
        break;
    case PrivateThing::Kind::GnuPgKeys:
        meaning = tr("GnuPG keys");
        break;
    case PrivateThing::Kind::PasswordDatabase:
        meaning = tr("Password database");
        break;
    case PrivateThing::Kind::ProgramSecrets:
        meaning = tr("Passwords and tokens of a program");
        break;
    case PrivateThing::Kind::OwnSettings:
        meaning = tr("Settings and keys of Sallyport itself");
        break;
    case PrivateThing::Kind::LinkOut:
        meaning = tr("Leads out of the folder: cannot be opened anyway");
        break;
    }
    if (thing.more == 0)
        return meaning;
    //: What a file is, and that others like it are hidden with it.
    return tr("%1, and %n more", nullptr, static_cast<int>(thing.more)).arg(meaning);
}

QLayout* SecretsDialog::makeButtons()
{
    auto* cancel = pushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancel"));
    auto* everything = pushButton(tr("Share everything"));
    everything->setObjectName(QStringLiteral("shareEverything"));
    auto* hide = new PrimaryButton(tr("Hide checked and share"));
    hide->setObjectName(QStringLiteral("hideAndShare"));
    hide->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(everything, &QPushButton::clicked, this, [this] { decide({}); });
    connect(hide, &QPushButton::clicked, this, [this] { decide(checked()); });

    auto* row = new QHBoxLayout;
    row->setSpacing(theme::gap);
    row->addWidget(cancel);
    row->addStretch(1);
    row->addWidget(everything);
    row->addWidget(hide);
    return row;
}

void SecretsDialog::decide(const QStringList& hide)
{
    accept();
    emit decided(hide);
}

QStringList SecretsDialog::checked() const
{
    QStringList globs;
    for (const Row& row : m_rows) {
        if (row.box->isChecked() && !globs.contains(row.hide))
            globs += row.hide;
    }
    if (m_dots->isChecked())
        globs += QStringLiteral(".*");
    return globs;
}

} // namespace sallyport

#include "moc_secrets_dialog.cpp"
