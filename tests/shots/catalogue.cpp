#include "tests/shots/catalogue.h"

#include "ui/activity/details_dialog.h"
#include "ui/desktop/sharing_switch.h"
#include "ui/desktop/tray_icon.h"
#include "ui/people/account_dialog.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/shares/recipes_dialog.h"
#include "ui/shares/secrets_dialog.h"
#include "ui/shares/share_options_dialog.h"
#include "ui/window/about_dialog.h"
#include "ui/window/connection_check_dialog.h"
#include "ui/window/damaged_settings_page.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QTcpServer>
#include <QTest>
#include <QTreeView>

namespace sallyport::shots {

namespace {

using Take = std::function<QWidget*(Scene&, MainWindow&)>;

QWidget* itself(Scene&, MainWindow& window)
{
    return &window;
}

// One of the three pages that are about everybody.
Take page(Qt::Key number)
{
    return [number](Scene&, MainWindow& window) {
        QApplication::setActiveWindow(&window); // shortcuts are for the window in front
        QTest::keyClick(&window, number, Qt::AltModifier);
        return &window;
    };
}

Take share(int number)
{
    return [number](Scene& scene, MainWindow& window) {
        window.showShare(scene.share(number).id);
        return &window;
    };
}

QWidget* open(QDialog* dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    return dialog;
}

Take preferences(const char* name)
{
    return [name](Scene&, MainWindow& window) -> QWidget* {
        window.showPreferences(QLatin1String(name));
        return window.findChild<PreferencesDialog*>();
    };
}

// A dialog or a question that is open over the window.
QWidget* opened(MainWindow& window, const char* name)
{
    Scene::settle();
    return window.findChild<QWidget*>(QLatin1String(name));
}

QAbstractButton* button(MainWindow& window, const char* name)
{
    for (auto* const found : window.findChildren<QAbstractButton*>(QLatin1String(name))) {
        if (found->isVisible())
            return found;
    }
    return nullptr;
}

// A page, a button on it, and what that opens; empty: nothing, it changes the page.
Take press(Take page, const char* name, const char* opens = "")
{
    return [page = std::move(page), name, opens](Scene& scene, MainWindow& window) -> QWidget* {
        page(scene, window);
        Scene::settle();
        QAbstractButton* const found = button(window, name);
        if (!found)
            return nullptr;
        found->click();
        Scene::settle();
        return *opens == 0 ? &window : opened(window, opens);
    };
}

QTreeView* table(MainWindow& window, const char* name)
{
    return window.findChild<QTreeView*>(QLatin1String(name));
}

QWidget* quitQuestion(Scene& scene, MainWindow& window)
{
    SharingSwitch::askFirst(scene.parts(), &window, SharingSwitch::For::Quit,
                            [](std::chrono::seconds) {});
    return opened(window, "quitQuestion");
}

Take recipes(const char* id)
{
    return [id](Scene& scene, MainWindow& window) {
        auto* const dialog = new RecipesDialog(scene.parts(), scene.share(0).id, &window);
        dialog->select(QLatin1String(id));
        return open(dialog);
    };
}

// The first run of transfers, opened.
QWidget* openedRun(Scene& scene, MainWindow& window)
{
    page(Qt::Key_4)(scene, window);
    QTreeView* const view = table(window, "activity");
    for (int row = 0; view && row < view->model()->rowCount(); ++row) {
        const QModelIndex index = view->model()->index(row, 0);
        if (view->model()->rowCount(index) > 3) {
            view->expand(index);
            view->setCurrentIndex(index);
            view->scrollTo(view->model()->index(std::max(0, row - 5), 0),
                           QAbstractItemView::PositionAtTop);
        }
    }
    return &window;
}

QWidget* details(Scene& scene, MainWindow& window)
{
    page(Qt::Key_4)(scene, window);
    QTreeView* const view = table(window, "activity");
    if (!view)
        return nullptr;
    view->setCurrentIndex(view->model()->index(3, 0));
    QTest::keyClick(view, Qt::Key_Return);
    Scene::settle();
    return window.findChild<DetailsDialog*>();
}

QWidget* noMatch(Scene& scene, MainWindow& window)
{
    page(Qt::Key_4)(scene, window);
    auto* const find = window.findChild<QLineEdit*>(QStringLiteral("findInActivity"));
    if (!find)
        return nullptr;
    find->setText(QStringLiteral("budget.xlsx"));
    Scene::settle(1000);
    return &window;
}

QWidget* clearedFind(Scene& scene, MainWindow& window)
{
    if (auto* const find = window.findChild<QLineEdit*>(QStringLiteral("findInActivity")))
        find->clear();
    Scene::settle(1000);
    return page(Qt::Key_4)(scene, window);
}

QWidget* blocked(Scene& scene, MainWindow& window)
{
    scene.parts().sharing.blockFor(QHostAddress(scene.stage().stranger), std::chrono::minutes(10));
    Scene::settle(500);
    return page(Qt::Key_3)(scene, window);
}

QWidget* blockQuestion(Scene& scene, MainWindow& window)
{
    page(Qt::Key_3)(scene, window);
    QTreeView* const view = table(window, "connections");
    if (!view)
        return nullptr;
    view->setCurrentIndex(view->model()->index(0, 0));
    return press(itself, "block", "blockQuestion")(scene, window);
}

QWidget* locked(Scene& scene, MainWindow& window)
{
    scene.lockKeychain();
    return press(share(2), "showPassword")(scene, window);
}

QWidget* dropping(Scene& scene, MainWindow& window)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(scene.makeFolder(QStringLiteral("Pictures")))});
    QDragEnterEvent enter(window.rect().center(), Qt::CopyAction, &data, Qt::LeftButton,
                          Qt::NoModifier);
    auto* const zone = window.findChild<QWidget*>(QStringLiteral("dropZone"));
    QApplication::sendEvent(zone && zone->isVisible() ? zone : &window, &enter);
    return &window;
}

QWidget* anotherFolder(Scene& scene, MainWindow& window)
{
    const QString folder = QFile::decodeName(scene.share(2).folder);
    QDir().rename(folder, folder + QStringLiteral(".gone"));
    QDir().mkpath(folder);
    using Now = Sharing::ShareStatus::Now;
    for (int i = 0;
         i < 100 && scene.parts().sharing.shareStatus(scene.share(2).id).now != Now::AnotherFolder;
         ++i)
        Scene::settle(100);
    window.showShare(scene.share(2).id);
    return &window;
}

QWidget* paused(Scene& scene, MainWindow& window)
{
    scene.parts().sharing.pause(std::chrono::hours(1));
    for (int i = 0; i < 100 && scene.parts().sharing.state() != Sharing::State::Off; ++i)
        Scene::settle(100);
    window.showShare(scene.share(1).id);
    return &window;
}

QWidget* damaged(Scene& scene, MainWindow& window)
{
    scene.damageSettings();
    auto* const page = new DamagedSettingsPage(scene.parts(), nullptr);
    page->setAttribute(Qt::WA_DeleteOnClose);
    page->resize(window.size());
    page->show();
    return page;
}

QWidget* secrets(Scene&, MainWindow& window)
{
    FolderFindings found;
    found.things = {
        {PrivateThing::Kind::SshKeys, ".ssh", QStringLiteral(".ssh"), true, 0},
        {PrivateThing::Kind::GnuPgKeys, ".gnupg", QStringLiteral(".gnupg"), true, 0},
        {PrivateThing::Kind::PasswordDatabase, "Documents/passwords.kdbx", QStringLiteral("*.kdbx"),
         false, 0},
        {PrivateThing::Kind::ProgramSecrets, "web/.env", QStringLiteral(".env"), false, 2},
        {PrivateThing::Kind::LinkOut, "Backup", {}, false, 0},
    };
    return open(new SecretsDialog("/home/anna", found, &window));
}

// What a doctor may find on a computer with a firewall.
QWidget* connectionCheck(Scene& scene, MainWindow& window)
{
    auto* const dialog = new ConnectionCheckDialog(scene.parts(), &window);
    for (int i = 0; i < 300 && !dialog->isDone(); ++i)
        Scene::settle(100);
    const auto finding = [](Finding::Weight weight, const char* sentence, const char* advice) {
        return Finding{{}, weight, QLatin1String(sentence), QLatin1String(advice)};
    };
    using Weight = Finding::Weight;
    dialog->showFindings(
        {finding(Weight::Good, "Sallyport listens on port 2022", ""),
         finding(Weight::Good, "Others reach this computer at 192.168.1.23 (enp3s0)", ""),
         finding(Weight::Problem,
                 "A firewall keeps TCP port 2022 closed: inet filter input, "
                 "policy drop",
                 "Open it: sudo ufw allow 2022/tcp"),
         finding(Weight::Note, "192.168.1.30 offered only ssh-rsa, and nothing of it is taken here",
                 "Update its program, or let older devices in: sallyport-cli settings set "
                 "network.olderDevices true"),
         finding(Weight::Note, "192.168.1.31 gave a wrong password for anna",
                 "Give the password again, or set a new one: sallyport-cli users passwd "
                 "NAME"),
         finding(Weight::Good, "Isolation is active", "")});
    return open(dialog);
}

QWidget* trayMenu(Scene& scene, MainWindow& window)
{
    auto* const tray = new TrayIcon(scene.parts(), &window);
    tray->menu().popup(QPoint(0, 0));
    return &tray->menu();
}

QWidget* portTaken(Scene& scene, MainWindow& window)
{
    static QTcpServer other;
    other.listen(QHostAddress::Any, scene.stage().isOwn ? 2022 : 0);
    if (!scene.fixture().change(
            [](Settings& settings) { settings.network.port = other.serverPort(); }))
        return nullptr;
    SharingSwitch::start(scene.parts());
    Scene::settle(3000);
    return &window;
}

QWidget* folderGone(Scene& scene, MainWindow& window)
{
    const QString folder = QFile::decodeName(scene.share(0).folder);
    QDir().rename(folder, folder + QStringLiteral(".gone"));
    using Now = Sharing::ShareStatus::Now;
    for (int i = 0;
         i < 100 && scene.parts().sharing.shareStatus(scene.share(0).id).now != Now::Unavailable;
         ++i)
        Scene::settle(100);
    window.showShare(scene.share(0).id);
    return &window;
}

} // namespace

const QList<Shot>& catalogue()
{
    static const QList<Shot> all{
        {"01-first-run", Set::Empty, itself},
        {"01-first-run-dropping", Set::Empty, dropping},
        {"02-overview", Set::Typical, share(0)},
        {"02-overview-password", Set::Typical, press(share(0), "showPassword")},
        {"02-overview-copied", Set::Typical, press(share(0), "copyLink")},
        {"02-overview-off", Set::Typical, share(3)},
        {"02-options", Set::Typical,
         [](Scene& scene, MainWindow& window) {
             return open(new ShareOptionsDialog(scene.parts(), scene.share(0).id, &window));
         }},
        {"03-how-to-connect", Set::Typical, recipes("sftp")},
        {"03-how-to-connect-scp", Set::Typical, recipes("scp")},
        {"03-how-to-connect-sshfs", Set::Typical, recipes("sshfs")},
        {"03-how-to-connect-rclone", Set::Typical, recipes("rclone")},
        {"03-how-to-connect-filezilla", Set::Typical, recipes("filezilla")},
        {"03-how-to-connect-winscp", Set::Typical, recipes("winscp")},
        {"03-how-to-connect-files", Set::Typical, recipes("files")},
        {"03-how-to-connect-dolphin", Set::Typical, recipes("dolphin")},
        {"03-how-to-connect-phones", Set::Typical, recipes("phones")},
        {"04-connections", Set::Typical, page(Qt::Key_3)},
        {"04-block-question", Set::Typical, blockQuestion},
        {"05-activity", Set::Typical, page(Qt::Key_4)},
        {"05-activity-run", Set::Typical, openedRun},
        {"05-activity-details", Set::Typical, details},
        {"07-empty-search", Set::Typical, noMatch},
        {"05-activity-again", Set::Typical, clearedFind},
        {"06-people", Set::Typical, page(Qt::Key_2)},
        {"06-people-add", Set::Typical,
         [](Scene& scene, MainWindow& window) {
             return open(new AccountDialog(scene.parts(), &window));
         }},
        {"06-people-edit", Set::Typical,
         [](Scene& scene, MainWindow& window) {
             return open(new AccountDialog(scene.parts(),
                                           scene.fixture().settings().accounts.last(), &window));
         }},
        {"09-preferences-general", Set::Typical, preferences("general")},
        {"09-preferences", Set::Typical, preferences("network")},
        {"09-preferences-security", Set::Typical, preferences("security")},
        {"09-preferences-limits", Set::Typical, preferences("limits")},
        {"09-preferences-notifications", Set::Typical, preferences("notifications")},
        {"10-secrets-in-folder", Set::Typical, secrets},
        {"11-quit", Set::Typical, quitQuestion},
        {"12-tray-menu", Set::Typical, trayMenu},
        {"16-connection-check", Set::Typical, connectionCheck},
        {"16-about", Set::Typical,
         [](Scene&, MainWindow& window) { return open(new AboutDialog(&window)); }},
        {"08-blocked", Set::Typical, blocked},
        {"08-keychain-locked", Set::Typical, locked},
        {"07-empty-connections", Set::Troubled, page(Qt::Key_3)},
        {"07-empty-activity", Set::Troubled, page(Qt::Key_4)},
        {"07-empty-people", Set::Troubled, page(Qt::Key_2)},
        {"08-not-available", Set::Troubled, folderGone},
        {"08-another-folder", Set::Troubled, anotherFolder},
        {"08-paused", Set::Troubled, paused},
        {"08-port-taken", Set::Troubled,
         [](Scene& scene, MainWindow& window) -> QWidget* {
             if (!scene.fixture().stopSharing())
                 return nullptr;
             window.showShare(scene.share(1).id);
             return portTaken(scene, window);
         }},
        {"18-damaged-settings", Set::Damaged, damaged},
        {"17-crowded-overview", Set::Crowded, share(3)},
        {"17-crowded-people", Set::Crowded, page(Qt::Key_2)},
        {"17-crowded-activity", Set::Crowded, page(Qt::Key_4)},
    };
    return all;
}

void prepare(Set set, Scene& scene)
{
    switch (set) {
    case Set::Empty:
        return;
    case Set::Typical:
        scene.addShares();
        scene.addPeople();
        scene.startSharing();
        scene.addActivity();
        scene.connectPeople();
        return;
    case Set::Troubled:
        scene.addShares();
        scene.startSharing();
        return;
    case Set::Damaged:
        scene.addShares();
        scene.addPeople();
        return;
    case Set::Crowded:
        scene.addManyShares(50);
        scene.addManyPeople(40);
        scene.addMuchActivity(100'000);
        return;
    }
}

} // namespace sallyport::shots
