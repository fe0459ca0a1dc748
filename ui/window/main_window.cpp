#include "ui/window/main_window.h"

#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/desktop/sharing_switch.h"
#include "ui/format.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/shares/drop_zone.h"
#include "ui/widgets/icon.h"
#include "ui/window/about_dialog.h"
#include "ui/window/connection_check_dialog.h"
#include "ui/window/drop_outline.h"
#include "ui/window/message_bars.h"
#include "ui/window/page_stack.h"
#include "ui/window/share_actions.h"
#include "ui/window/share_list_model.h"
#include "ui/window/side_bar.h"
#include "ui/window/status_line.h"
#include "ui/window/tool_bar.h"
#include "ui/window/troubles.h"

#include <QAbstractButton>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QShortcut>
#include <QVBoxLayout>

namespace sallyport {

namespace {

constexpr QSize usualSize(1100, 720);
constexpr QSize leastSize(640, 480);

QString geometryKey()
{
    return QStringLiteral("geometry");
}

} // namespace

MainWindow::MainWindow(const CoreParts& parts, QWidget* parent)
    : QMainWindow(parent)
    , m_parts(parts)
    , m_toolBar(new ToolBar(parts))
    , m_bars(new MessageBars)
    , m_sideBar(new SideBar(parts))
    , m_pages(new PageStack(parts))
    , m_status(new StatusLine(parts))
    , m_outline(new DropOutline(this))
    , m_actions(new ShareActions(parts, *this))
    , m_troubles(new Troubles(parts, *m_bars, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Sallyport"));
    setWindowIcon(applicationIcon());
    setMinimumSize(leastSize);
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    addToolBar(m_toolBar);
    setStatusBar(m_status);

    auto* body = new QHBoxLayout;
    body->setSpacing(0);
    body->addWidget(m_sideBar);
    body->addWidget(m_pages, 1);
    auto* middle = new QWidget;
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bars);
    column->addLayout(body, 1);
    setCentralWidget(middle);
    setTabOrder(m_bars, m_toolBar);
    setTabOrder(m_toolBar, m_sideBar);
    setTabOrder(m_sideBar, m_pages);

    connectToolBar();
    connectSideBar();
    connectActions();
    addShortcuts();
    connect(&m_parts.settings, &SettingsStore::changed, this, &MainWindow::follow);
    const auto linkAgain = [this] {
        if (m_linkWaits && place().kind == Place::Kind::Share)
            focusLink();
    };
    connect(&m_parts.sharing, &Sharing::stateChanged, this, linkAgain);
    connect(&m_parts.sharing, &Sharing::shareStatusChanged, this, linkAgain);
    restoreLook();
    setNarrow(width() < theme::narrowBelow);
    follow();
}

void MainWindow::connectToolBar()
{
    connect(m_toolBar, &ToolBar::startWished, this, [this] { SharingSwitch::start(m_parts); });
    connect(m_toolBar, &ToolBar::stopWished, this, [this] { SharingSwitch::stop(m_parts, this); });
    connect(m_toolBar, &ToolBar::folderWished, m_actions, &ShareActions::chooseFolder);
    connect(m_toolBar, &ToolBar::personWished, this, [this] {
        goTo({Place::Kind::People, {}});
        m_pages->addPerson();
    });
    connect(m_toolBar, &ToolBar::inviteWished, this, &MainWindow::invite);
    connect(m_toolBar, &ToolBar::findWished, this, [this] {
        goTo({Place::Kind::Activity, {}});
        m_pages->find();
    });
    connect(m_toolBar, &ToolBar::howToConnectWished, this, [this] {
        invite();
        m_pages->showRecipes();
    });
    connect(m_toolBar, &ToolBar::preferencesWished, this, [this] { showPreferences(); });
    connect(m_toolBar, &ToolBar::connectionCheckWished, this,
            [this] { (new ConnectionCheckDialog(m_parts, this))->open(); });
    connect(m_toolBar, &ToolBar::aboutWished, this, [this] { (new AboutDialog(this))->open(); });
    connect(m_toolBar, &ToolBar::quitWished, this, &MainWindow::quitAsked);
}

void MainWindow::connectSideBar()
{
    connect(m_sideBar, &SideBar::placeChosen, this, [this](const Place& place) {
        m_linkWaits = false;
        goTo(place);
    });
    connect(m_sideBar, &SideBar::opened, this, [this](const Place& place) {
        goTo(place);
        m_pages->focusPage();
    });
    connect(m_sideBar, &SideBar::folderWished, m_actions, &ShareActions::chooseFolder);
    connect(m_sideBar, &SideBar::switchWished, m_actions, &ShareActions::setShared);
    connect(m_sideBar, &SideBar::renameWished, m_actions, &ShareActions::rename);
    connect(m_sideBar, &SideBar::openFolderWished, m_actions, &ShareActions::openFolder);
    connect(m_sideBar, &SideBar::removeWished, m_actions, &ShareActions::remove);
}

void MainWindow::connectActions()
{
    connect(m_actions, &ShareActions::added, this, &MainWindow::shared);
    connect(m_actions, &ShareActions::wasThere, this, &MainWindow::alreadyShared);
    connect(m_actions, &ShareActions::failed, m_troubles, &Troubles::saveFailed);
    connect(m_actions, &ShareActions::refused, this,
            [this](const QString& folder, const Error& error) {
                if (place().kind == Place::Kind::FirstRun)
                    m_pages->refuseFolder(format::sentence(error));
                else
                    m_troubles->folderRefused(folder, error);
            });
    connect(m_pages, &PageStack::folderChosen, this,
            [this](const QByteArray& folder) { addFolders({folder}); });
    connect(m_pages, &PageStack::connectionsWished, this, [this] {
        goTo({Place::Kind::Connections, {}});
    });
    connect(m_pages, &PageStack::shareRemoved, this, &MainWindow::follow);
    connect(m_pages, &PageStack::personDisconnected, this,
            [this](const QString& name) { m_status->say(tr("%1 was disconnected").arg(name)); });
    connect(m_pages, &PageStack::remedyWished, this, &MainWindow::showPreferences);
}

void MainWindow::addShortcuts()
{
    const auto add = [this](const QKeySequence& keys, auto run) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, run);
    };
    add(QKeyCombination(Qt::ALT, Qt::Key_1), [this] { m_sideBar->focusShares(); });
    const auto page = [this](Place::Kind kind) {
        return [this, kind] {
            if (!m_sideBar->isHidden()) {
                goTo({kind, {}});
                m_sideBar->focusPages();
            }
        };
    };
    add(QKeyCombination(Qt::ALT, Qt::Key_2), page(Place::Kind::People));
    add(QKeyCombination(Qt::ALT, Qt::Key_3), page(Place::Kind::Connections));
    add(QKeyCombination(Qt::ALT, Qt::Key_4), page(Place::Kind::Activity));
    add(Qt::Key_F6, [this] { turnFocus(Turn::Forward); });
    add(QKeyCombination(Qt::SHIFT, Qt::Key_F6), [this] { turnFocus(Turn::Back); });
    add(Qt::Key_F10, [this] { m_toolBar->openMenu(); });
}

const Place& MainWindow::place() const
{
    return m_sideBar->place();
}

void MainWindow::addFolders(const QList<QByteArray>& folders)
{
    m_actions->addFolders(folders);
}

void MainWindow::refuse(const QByteArray& place)
{
    m_troubles->placeRefused(place);
}

void MainWindow::showShare(const ShareId& share)
{
    if (m_sideBar->shares().indexOf(share).isValid())
        goTo(Place::of(share));
}

void MainWindow::showPreferences(const QString& page)
{
    auto* dialog = findChild<PreferencesDialog*>();
    if (!dialog) {
        dialog = new PreferencesDialog(m_parts, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
    }
    // A path of the settings file leads to the page that has its control.
    const QString first = page.section(QLatin1Char('.'), 0, 0);
    if (page == QLatin1String("network.olderDevices") || first == QLatin1String("penalties"))
        dialog->showPage(QStringLiteral("security"));
    else if (!first.isEmpty())
        dialog->showPage(first);
    dialog->open();
}

// The settings changed: perhaps the first share has come, or the one in sight has gone.
void MainWindow::follow()
{
    const Settings& settings = m_parts.settings.current();
    const bool nothing = settings.shares.isEmpty();
    m_sideBar->setVisible(!nothing || !settings.accounts.isEmpty());
    m_toolBar->setContent(nothing ? ToolBar::Content::FirstRun : ToolBar::Content::Whole);
    const ShareListModel& shares = m_sideBar->shares();
    const bool gone =
        place().kind == Place::Kind::Share && !shares.indexOf(place().share).isValid();
    const bool hidden = m_sideBar->isHidden() && place().kind != Place::Kind::FirstRun;
    if (nothing && (gone || hidden || place().kind == Place::Kind::FirstRun))
        goTo({});
    else if (!nothing && (gone || place().kind == Place::Kind::FirstRun))
        goTo(Place::of(shares.shareAt(shares.index(0))));
}

void MainWindow::goTo(const Place& place)
{
    m_sideBar->setPlace(place);
    m_pages->showPlace(place);
}

void MainWindow::shared(const SettingsEditor::NewShare& share)
{
    m_bars->close(MessageBars::Cause::Folder);
    goTo(Place::of(share.share));
    focusLink();
}

// There is nothing to copy before the port is known and the folder open.
void MainWindow::focusLink()
{
    const Sharing& sharing = m_parts.sharing;
    const bool available =
        sharing.shareStatus(place().share).now == Sharing::ShareStatus::Now::Available;
    m_linkWaits = sharing.state() == Sharing::State::Starting
        || (sharing.state() == Sharing::State::On && !available);
    m_pages->focusLink();
}

void MainWindow::alreadyShared(const ShareId& share)
{
    goTo(Place::of(share));
    focusLink();
    m_status->say(tr("Already shared"));
}

void MainWindow::invite()
{
    const ShareListModel& shares = m_sideBar->shares();
    if (shares.rowCount() == 0)
        return;
    if (place().kind != Place::Kind::Share)
        goTo(Place::of(shares.shareAt(shares.index(0))));
    focusLink();
}

// Bars, left column, page, and round again.
void MainWindow::turnFocus(Turn turn)
{
    QList<QWidget*> stops = {m_bars, m_sideBar, m_pages};
    const QWidget* focus = focusWidget();
    qsizetype now = -1;
    for (qsizetype place = 0; place < stops.size(); ++place) {
        if (focus && stops.at(place)->isAncestorOf(focus))
            now = place;
    }
    for (qsizetype step = 0; step < stops.size(); ++step) {
        now = (now + (turn == Turn::Forward ? 1 : stops.size() - 1) + stops.size()) % stops.size();
        QWidget* stop = stops.at(now);
        if (stop == m_pages)
            return m_pages->focusPage();
        if (stop == m_sideBar && m_sideBar->isVisible())
            return place().kind == Place::Kind::Share ? m_sideBar->focusShares()
                                                      : m_sideBar->focusPages();
        const auto buttons = m_bars->findChildren<QAbstractButton*>();
        if (stop == m_bars && !buttons.isEmpty())
            return buttons.first()->setFocus(Qt::TabFocusReason);
    }
}

void MainWindow::setNarrow(bool narrow)
{
    m_narrow = narrow;
    m_sideBar->setNarrow(narrow);
    m_toolBar->setNarrow(narrow);
    m_status->setNarrow(narrow);
}

void MainWindow::restoreLook()
{
    resize(usualSize);
    m_remembered = QByteArray::fromBase64(
        m_parts.settings.current().ui.value(geometryKey()).toString().toLatin1());
    if (!m_remembered.isEmpty())
        restoreGeometry(m_remembered);
}

void MainWindow::rememberLook()
{
    const QByteArray now = saveGeometry();
    if (now == m_remembered)
        return;
    m_remembered = now;
    m_parts.editor.change([now](Settings& settings) {
        settings.ui.insert(geometryKey(), QString::fromLatin1(now.toBase64()));
    });
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    emit quitAsked();
    event->ignore();
}

void MainWindow::hideEvent(QHideEvent* event)
{
    QMainWindow::hideEvent(event);
    if (!event->spontaneous())
        rememberLook();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    const bool narrow = width() < theme::narrowBelow;
    if (narrow != m_narrow)
        setNarrow(narrow);
    if (m_outline->isVisible())
        m_outline->cover();
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (focusWidget())
        return;
    if (place().kind == Place::Kind::FirstRun)
        m_pages->focusPage(Qt::OtherFocusReason);
    else
        m_sideBar->focusShares(Qt::OtherFocusReason);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (DropZone::localPaths(*event->mimeData()).isEmpty())
        return;
    event->setDropAction(Qt::LinkAction);
    event->accept();
    m_outline->cover();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*)
{
    m_outline->hide();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    m_outline->hide();
    event->setDropAction(Qt::LinkAction);
    event->accept();
    addFolders(DropZone::localPaths(*event->mimeData()));
}

} // namespace sallyport

#include "moc_main_window.cpp"
