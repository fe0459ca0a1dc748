#include "tests/shots/catalogue.h"

#include "ui/desktop/sharing_switch.h"
#include "ui/desktop/tray_icon.h"
#include "ui/people/account_dialog.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/shares/recipes_dialog.h"
#include "ui/shares/secrets_dialog.h"
#include "ui/shares/share_options_dialog.h"
#include "ui/widgets/question_dialog.h"
#include "ui/window/about_dialog.h"

#include <QApplication>
#include <QDir>
#include <QMenu>
#include <QTcpServer>
#include <QTest>

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

// The question the window would ask now.
QWidget* quitQuestion(Scene& scene, MainWindow& window)
{
    auto& questions = scene.fixture().dialogs.questions;
    questions.clear();
    SharingSwitch::askFirst(scene.parts(), &window, SharingSwitch::For::Quit,
                            [](std::chrono::seconds) {});
    return questions.isEmpty() ? nullptr : open(new QuestionDialog(questions.first(), &window));
}

QWidget* recipes(Scene& scene, MainWindow& window)
{
    auto* const dialog = new RecipesDialog(scene.parts(), scene.share(0).id, &window);
    return open(dialog);
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
        {"02-overview", Set::Typical, share(0)},
        {"02-overview-off", Set::Typical, share(3)},
        {"02-options", Set::Typical,
         [](Scene& scene, MainWindow& window) {
             return open(new ShareOptionsDialog(scene.parts(), scene.share(0).id, &window));
         }},
        {"03-how-to-connect", Set::Typical, recipes},
        {"04-connections", Set::Typical, page(Qt::Key_3)},
        {"05-activity", Set::Typical, page(Qt::Key_4)},
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
        {"16-about", Set::Typical,
         [](Scene&, MainWindow& window) { return open(new AboutDialog(&window)); }},
        {"08-not-available", Set::Troubled, folderGone},
        {"07-empty-connections", Set::Troubled, page(Qt::Key_3)},
        {"08-port-taken", Set::Troubled,
         [](Scene& scene, MainWindow& window) -> QWidget* {
             if (!scene.fixture().stopSharing())
                 return nullptr;
             window.showShare(scene.share(1).id);
             return portTaken(scene, window);
         }},
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
    case Set::Crowded:
        scene.addManyShares(50);
        scene.addManyPeople(40);
        scene.addMuchActivity(100'000);
        return;
    }
}

} // namespace sallyport::shots
