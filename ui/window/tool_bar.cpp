#include "ui/window/tool_bar.h"

#include "core/sharing.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QMenu>
#include <QStyleOptionToolButton>
#include <QStylePainter>
#include <QTimer>
#include <QToolButton>

namespace sallyport {

namespace {

constexpr auto slowFrom = std::chrono::milliseconds(200);
constexpr int buttonHeight = 34;

// Its drawing says that it is a menu: without the arrow that styles add.
class MenuButton final : public QToolButton {
protected:
    void paintEvent(QPaintEvent*) override
    {
        QStylePainter painter(this);
        QStyleOptionToolButton option;
        initStyleOption(&option);
        option.features &= ~QStyleOptionToolButton::ToolButtonFeatures(
            QStyleOptionToolButton::HasMenu | QStyleOptionToolButton::MenuButtonPopup);
        painter.drawComplexControl(QStyle::CC_ToolButton, option);
    }
};

QString withKeys(const QString& text, const QKeySequence& keys)
{
    return keys.isEmpty()
        ? text
        : QStringLiteral("%1 (%2)").arg(text, keys.toString(QKeySequence::NativeText));
}

} // namespace

ToolBar::ToolBar(const CoreParts& parts, QWidget* parent)
    : QToolBar(parent)
    , m_parts(parts)
    , m_menu(new QMenu(this))
    , m_slow(new QTimer(this))
{
    constexpr int drawing = 18;
    setObjectName(QStringLiteral("toolBar"));
    setWindowTitle(tr("Actions"));
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setIconSize({drawing, drawing});
    setMinimumHeight(theme::toolBar);
    setContentsMargins(theme::pairGap, 0, theme::pairGap, 0);

    m_toggle =
        add("toggleSharing", tr("Start"), "start", QKeyCombination(Qt::CTRL, Qt::Key_S), nullptr);
    m_gap = addSeparator();
    m_folder = add("addFolder", tr("Add folder"), "folder-add",
                   QKeyCombination(Qt::CTRL, Qt::Key_O), &ToolBar::folderWished);
    m_person = add("addPerson", tr("Add person"), "person-add",
                   QKeyCombination(Qt::CTRL, Qt::Key_N), &ToolBar::personWished);
    m_invite = add("invite", tr("Invite"), "invite", QKeyCombination(Qt::CTRL, Qt::Key_I),
                   &ToolBar::inviteWished);
    auto* gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(gap);
    m_find =
        add("find", tr("Find"), "find", QKeyCombination(Qt::CTRL, Qt::Key_F), &ToolBar::findWished);

    m_menu->setObjectName(QStringLiteral("mainMenu"));
    addToMenu("preferences", tr("Preferences"), "preferences",
              QKeyCombination(Qt::CTRL, Qt::Key_Comma), &ToolBar::preferencesWished);
    addToMenu("howToConnect", tr("How to connect…"), "terminal", {}, &ToolBar::howToConnectWished);
    m_howToConnect = m_menu->actions().last();
    addToMenu("connectionCheck", tr("Connection check…"), "connections", {},
              &ToolBar::connectionCheckWished);
    addToMenu("about", tr("About Sallyport"), "info", {}, &ToolBar::aboutWished);
    m_menu->addSeparator();
    addToMenu("quit", tr("Quit"), "quit", QKeyCombination(Qt::CTRL, Qt::Key_Q),
              &ToolBar::quitWished);
    auto* button = new MenuButton;
    button->setObjectName(QStringLiteral("menuButton"));
    button->setText(tr("Menu"));
    button->setIcon(icon(QStringLiteral("menu")));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(m_menu);
    button->setAutoRaise(true);
    m_menuAction = addWidget(button);

    connect(m_toggle, &QAction::triggered, this, [this] {
        if (m_parts.sharing.state() == Sharing::State::Off)
            emit startWished();
        else
            emit stopWished();
    });
    m_slow->setSingleShot(true);
    m_slow->setInterval(slowFrom);
    connect(m_slow, &QTimer::timeout, this, &ToolBar::showState);
    connect(&m_parts.sharing, &Sharing::stateChanged, this, &ToolBar::followState);
    showState();
    style();
}

QAction* ToolBar::add(const char* name, const QString& text, const char* drawing,
                      const QKeySequence& keys, void (ToolBar::*wished)())
{
    QAction* action = addAction(icon(QLatin1String(drawing)), text);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    action->setToolTip(withKeys(text, keys));
    if (wished)
        connect(action, &QAction::triggered, this, wished);
    return action;
}

void ToolBar::addToMenu(const char* name, const QString& text, const char* drawing,
                        const QKeySequence& keys, void (ToolBar::*wished)())
{
    QAction* action = m_menu->addAction(menuIcon(QLatin1String(drawing)), text);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, wished);
}

QToolButton* ToolBar::buttonOf(QAction* action) const
{
    return qobject_cast<QToolButton*>(widgetForAction(action));
}

void ToolBar::setContent(Content content)
{
    m_content = content;
    const bool whole = content == Content::Whole;
    for (QAction* action : {m_toggle, m_gap, m_person, m_invite, m_find})
        action->setVisible(whole);
    // Without a folder there is nothing to connect to.
    m_howToConnect->setVisible(whole);
}

void ToolBar::setNarrow(bool narrow)
{
    m_narrow = narrow;
    style();
}

void ToolBar::openMenu()
{
    if (auto* button = qobject_cast<QToolButton*>(widgetForAction(m_menuAction)))
        button->showMenu();
}

// A start that takes a moment does not make the button flicker.
void ToolBar::followState()
{
    const Sharing::State state = m_parts.sharing.state();
    if (state == Sharing::State::Starting || state == Sharing::State::Stopping) {
        m_slow->start();
        return;
    }
    m_slow->stop();
    showState();
}

void ToolBar::showState()
{
    const Sharing::State state = m_parts.sharing.state();
    const bool off = state == Sharing::State::Off;
    QString text = off ? tr("Start") : tr("Stop all");
    if (state == Sharing::State::Starting)
        text = tr("Starting…");
    if (state == Sharing::State::Stopping)
        text = tr("Stopping…");
    m_toggle->setText(text);
    m_toggle->setToolTip(withKeys(text, m_toggle->shortcut()));
    m_toggle->setIcon(off ? icon(QStringLiteral("start"), theme::Tint::Good)
                          : icon(QStringLiteral("stop"), theme::Tint::Problem));
}

void ToolBar::style()
{
    for (QAction* action : {m_toggle, m_folder, m_person, m_invite, m_find, m_menuAction}) {
        QToolButton* button = buttonOf(action);
        const bool alwaysDrawn = action == m_find || action == m_menuAction;
        const bool drawn = alwaysDrawn || (m_narrow && action != m_toggle);
        button->setToolButtonStyle(drawn ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
        button->setMinimumSize(drawn ? buttonHeight : 0, buttonHeight);
        button->setFocusPolicy(Qt::TabFocus);
    }
    QToolButton* menu = buttonOf(m_menuAction);
    menu->setToolTip(withKeys(tr("Menu"), Qt::Key_F10));
    menu->setAccessibleName(tr("Menu"));
}

} // namespace sallyport

#include "moc_tool_bar.cpp"
