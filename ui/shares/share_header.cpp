#include "ui/shares/share_header.h"

#include "ui/format.h"
#include "ui/shares/pieces.h"
#include "ui/shares/until_box.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/labels.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>

namespace sallyport {

using Now = Sharing::ShareStatus::Now;
using theme::Tint;
using theme::Type;
using theme::Weight;

namespace {

constexpr int folderIcon = 36;
constexpr int leastTitle = 220; // beside the controls; narrower, they go below

} // namespace

ShareHeader::ShareHeader(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(QStringLiteral("folder"), folderIcon, Tint::AccentText))
    , m_top(new QHBoxLayout)
    , m_below(new QHBoxLayout)
{
    m_top->setSpacing(theme::gap);
    m_top->addWidget(m_icon);
    m_top->addSpacing(theme::gap);
    m_top->addWidget(makeTitle(), 1);
    m_controls = makeControls();
    m_top->addWidget(m_controls);
    m_below->setContentsMargins(0, 0, 0, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::rowGap);
    layout->addLayout(m_top);
    layout->addLayout(m_below);
    restyle();
}

QWidget* ShareHeader::makeTitle()
{
    m_title = new ElidedLabel({}, Type::Title, Weight::Bold);
    m_title->setObjectName(QStringLiteral("shareName"));
    m_path = new ElidedLabel({}, Type::Body, Weight::Normal, Tint::Quiet);
    m_path->setObjectName(QStringLiteral("sharePath"));
    m_open = linkButton(tr("Open folder"));
    m_open->setObjectName(QStringLiteral("openFolder"));
    connect(m_open, &QToolButton::clicked, this, &ShareHeader::openFolderWanted);

    auto* place = new QHBoxLayout;
    place->setSpacing(theme::pairGap);
    place->addWidget(m_path);
    place->addWidget(m_open);
    place->addStretch(1);
    auto* title = new QWidget;
    auto* layout = new QVBoxLayout(title);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addLayout(place);
    return title;
}

QWidget* ShareHeader::makeControls()
{
    m_until = new UntilBox;
    connect(m_until, &UntilBox::untilWanted, this, &ShareHeader::untilWanted);
    m_stop = pushButton(tr("Stop sharing"), QStringLiteral("stop"), Tint::Problem);
    m_stop->setObjectName(QStringLiteral("stopSharing"));
    m_stop->setMinimumHeight(theme::headerControl);
    connect(m_stop, &QPushButton::clicked, this, &ShareHeader::stopWanted);

    m_more = iconButton(QStringLiteral("more"), tr("More"));
    m_more->setObjectName(QStringLiteral("shareMenu"));
    m_more->setMinimumHeight(theme::headerControl);
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("shareActions"));
    connect(menu->addAction(tr("Rename…")), &QAction::triggered, this, &ShareHeader::renameWanted);
    connect(menu->addAction(menuIcon(QStringLiteral("preferences")), tr("Options…")),
            &QAction::triggered, this, &ShareHeader::optionsWanted);
    menu->addSeparator();
    connect(menu->addAction(tr("Remove…")), &QAction::triggered, this, &ShareHeader::removeWanted);
    connect(m_more, &QToolButton::clicked, this,
            [this, menu] { menu->popup(m_more->mapToGlobal(m_more->rect().bottomLeft())); });

    auto* controls = new QWidget;
    auto* layout = new QHBoxLayout(controls);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap);
    layout->addWidget(m_until);
    layout->addWidget(m_stop);
    layout->addWidget(m_more);
    return controls;
}

void ShareHeader::fill(const Share& share, Now now, Sharing::State state)
{
    const bool lost = now == Now::Unavailable || now == Now::AnotherFolder;
    const bool off = now == Now::Off || now == Now::Ended;
    m_icon->setIcon(lost ? QStringLiteral("folder-unavailable") : QStringLiteral("folder"),
                    lost      ? Tint::Attention
                        : off ? Tint::Quiet
                              : Tint::AccentText);
    m_title->setFullText(format::name(share.name));
    m_path->setFullText(format::name(share.folder));
    m_open->setVisible(now != Now::Unavailable);
    m_until->setUntil(share.until);
    m_until->setVisible(!lost && !off);
    m_stop->setVisible(!off && state != Sharing::State::Stopping);
}

void ShareHeader::setNarrow(bool narrow)
{
    if (m_narrow == narrow)
        return;
    m_narrow = narrow;
    if (narrow) {
        m_below->addWidget(m_controls);
        m_below->addStretch(1);
        return;
    }
    m_top->addWidget(m_controls);
    while (m_below->count() > 0)
        delete m_below->takeAt(0);
}

int ShareHeader::wideWidth() const
{
    return folderIcon + 2 * theme::gap + leastTitle + theme::gap + m_controls->sizeHint().width();
}

void ShareHeader::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        restyle();
}

void ShareHeader::restyle()
{
    m_stop->setFont(theme::font(Type::Heading, Weight::Bold));
}

} // namespace sallyport

#include "moc_share_header.cpp"
