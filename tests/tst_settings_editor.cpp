#include "core/settings_editor.h"

#include "core/auth/password_verifier.h"
#include "core/settings_file.h"
#include "core/settings_store.h"

#include <QFile>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include "tests/support/credentials_double.h"
#include "tests/support/rows.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace sallyport;
using namespace std::chrono_literals;
using test::CredentialsDouble;
using NewShare = SettingsEditor::NewShare;
using Person = SettingsEditor::Person;

namespace {

const QByteArray aKey =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAciy0PJVRKyLRnCJNQP0Lh9AjMkl8Xp1DfU9BNTXJQF";

// What a verb answers; the answer comes through the event loop.
template <typename T>
T wait(QFuture<T> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 60'000))
        qFatal("no answer");
    return future.result();
}

// One program on a settings file.
struct Program {
    QThreadPool writer;
    QThreadPool worker;
    SettingsStore store;
    CredentialsDouble credentials;
    SettingsEditor editor{store, credentials, worker};

    explicit Program(const QString& path)
        : store(path, writer)
    {
        writer.setMaxThreadCount(1);
        if (!wait(store.load()))
            qFatal("cannot load");
    }
    const Settings& now() const { return store.current(); }
};

struct House {
    QTemporaryDir folder;
    Program program{path()};

    QString path() const { return folder.filePath(QStringLiteral("settings.json")); }
    QByteArray make(const QByteArray& name) const
    {
        QByteArray made = QFile::encodeName(folder.path());
        for (const QByteArray& part : name.split('/')) {
            made += '/' + part;
            if (::mkdir(made.constData(), 0755) != 0 && errno != EEXIST)
                qFatal("cannot make %s", made.constData());
        }
        return made;
    }
    NewShare add(const QByteArray& name)
    {
        auto added = wait(program.editor.addFolder(make(name)));
        if (!added)
            qFatal("%s", qPrintable(added.error().message));
        return *added;
    }
    Settings onDisk() const { return SettingsFile(path()).read()->settings; }
    const Settings& now() const { return program.now(); }
    const Account& account(const AccountId& id) const
    {
        for (const Account& account : now().accounts) {
            if (account.id == id)
                return account;
        }
        qFatal("no such account");
    }
};

Person person(const QString& name)
{
    Person person;
    person.userName = name;
    person.passwordChange = Person::Password::Set;
    person.password = "correct horse battery";
    return person;
}

bool opens(const Account& account, const QByteArray& password)
{
    return PasswordVerifier().verify(account.passwordVerifier, password)
        == PasswordVerifier::Answer::Right;
}

} // namespace

class TestSettingsEditor : public QObject {
    Q_OBJECT
private slots:
    // ---- folders ----

    void aFolderIsSharedWithAGuestOfItsOwn()
    {
        House house;
        const NewShare made = house.add("Photos");
        QCOMPARE(made.name, QByteArray("Photos"));
        QCOMPARE(made.userName, QStringLiteral("guest"));
        QVERIFY(house.now() == house.onDisk());
        QCOMPARE(house.now().shares.size(), 1);
        const Share& share = house.now().shares[0];
        QCOMPARE(share.id, made.share);
        QCOMPARE(share.folder, QFile::encodeName(house.folder.filePath(QStringLiteral("Photos"))));
        QVERIFY(share.root && share.enabled && share.hide.isEmpty());
        QCOMPARE(share.guest, made.guest);
        const Account& guest = house.account(made.guest);
        QCOMPARE(guest.userName, QStringLiteral("guest"));
        QCOMPARE(guest.access, (QHash<ShareId, Access>{{made.share, Access::View}}));
        QVERIFY(opens(guest, made.password));
        QVERIFY(!opens(guest, made.password + 'x'));
        QCOMPARE(house.program.credentials.kept.value(passwordKey(made.guest)), made.password);
    }

    void aDiskThatDoesNotAnswerHoldsUpNoOtherWish()
    {
        House house;
        const QByteArray folder = house.make("Photos");
        QSemaphore answers;
        house.program.worker.setMaxThreadCount(1);
        house.program.worker.start([&answers] { answers.acquire(); }); // as the look would
        const auto added = house.program.editor.addFolder(folder);
        QVERIFY(wait(house.program.editor.change(
            [](Settings& settings) { settings.penalties.enabled = false; })));
        QVERIFY(!house.now().penalties.enabled);
        answers.release();
        QVERIFY(wait(added));
        QCOMPARE(house.now().shares.size(), 1);
        QVERIFY(!house.now().penalties.enabled);
    }

    void twoFoldersHaveGuestsWhoDoNotSeeTheOther()
    {
        House house;
        const NewShare photos = house.add("Photos");
        const NewShare scans = house.add("Scans");
        QCOMPARE(scans.userName, QStringLiteral("guest-scans"));
        QVERIFY(photos.password != scans.password);
        QVERIFY(!house.account(photos.guest).access.contains(scans.share));
        QVERIFY(!house.account(scans.guest).access.contains(photos.share));
    }

    void namesAreMadeUniqueAndUserNamesPlain()
    {
        House house;
        house.add("one/Photos");
        const NewShare second = house.add("two/Photos");
        QCOMPARE(second.name, QByteArray("Photos (2)"));
        QCOMPARE(second.userName, QStringLiteral("guest-photos-2"));
        QCOMPARE(house.add("three/Photos").name, QByteArray("Photos (3)"));
        QCOMPARE(house.add("Fam\xc3\xadlia 2024: (neu)").userName,
                 QStringLiteral("guest-familia-2024-neu"));
        QCOMPARE(house.add("familia-2024-neu").userName,
                 QStringLiteral("guest-familia-2024-neu-2"));
        const NewShare bytes = house.add("caf\xe9");
        QCOMPARE(bytes.name, QByteArray("caf\xe9"));
        QCOMPARE(bytes.userName, QStringLiteral("guest-caf"));
        QCOMPARE(house.add("***").userName, QStringLiteral("guest-2"));
        const NewShare longest = house.add(QByteArray(255, 'x'));
        QCOMPARE(longest.name.size(), 255);
        QVERIFY(longest.userName.size() <= 64);
        QCOMPARE(house.add("more/" + QByteArray(255, 'x')).name, QByteArray(251, 'x') + " (2)");
        QVERIFY(checkSettings(house.now()));
    }

    void hiddenThingsAreHiddenFromTheFirstMoment()
    {
        House house;
        const QStringList hide{QStringLiteral(".ssh"), QStringLiteral("*.kdbx")};
        QVERIFY(wait(house.program.editor.addFolder(house.make("home"), hide)));
        QCOMPARE(house.now().shares[0].hide, hide);
    }

    void theSameFolderIsNotSharedTwice()
    {
        House house;
        const NewShare photos = house.add("Photos");
        const QByteArray folder = house.make("Photos");
        const QByteArray link = house.make("links") + "/pictures";
        QCOMPARE(::symlink(folder.constData(), link.constData()), 0);
        const Settings before = house.now();
        for (const QByteArray& name :
             {folder, folder + "//", link, house.make("links") + "/../Photos"}) {
            const auto again = wait(house.program.editor.addFolder(name));
            QVERIFY2(!again, name.constData());
            QCOMPARE(again.error(),
                     (Error{ErrorCode::AlreadyExists,
                            QStringLiteral("The folder is shared already, as Photos")}));
        }
        QVERIFY(house.now() == before);
        // Nor as another share's folder; but its own is taken anew.
        const NewShare scans = house.add("Scans");
        QCOMPARE(wait(house.program.editor.setFolder(scans.share, link)).error().code,
                 ErrorCode::AlreadyExists);
        QVERIFY(wait(house.program.editor.setFolder(photos.share, folder)));
    }

    // Disks give the number of a removed folder to the next one.
    void aFolderMadeWhereAnotherWasIsAnotherFolder()
    {
        House house;
        const NewShare old = house.add("old");
        QVERIFY(wait(house.program.editor.change(
            [&](Settings& settings) { settings.shares[0].folder = "/nowhere/at/all"; })));
        QCOMPARE(house.now().shares[0].id, old.share);
        QVERIFY(wait(house.program.editor.addFolder(house.make("old"))));
        QCOMPARE(house.now().shares.size(), 2);
    }

    void whatCannotBeSharedIsSaidInASentence()
    {
        House house;
        QFile file(house.folder.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray here = QFile::encodeName(house.folder.path());
        const auto said = [&](const QByteArray& folder) {
            const auto added = wait(house.program.editor.addFolder(folder));
            return added ? Error() : added.error();
        };
        QCOMPARE(
            said(here + "/missing"),
            (Error{ErrorCode::NotFound,
                   QStringLiteral("There is no folder ") + QString::fromUtf8(here + "/missing")}));
        QCOMPARE(said(here + "/file"),
                 (Error{ErrorCode::NotADirectory,
                        QString::fromUtf8(here + "/file") + QStringLiteral(" is not a folder")}));
        QCOMPARE(said("relative").code, ErrorCode::InvalidArgument);
        QVERIFY(house.now() == Settings());
        QVERIFY(house.program.credentials.asked.isEmpty());
    }

    void aRemovedShareTakesItsGuestAndItsGrantsAlong()
    {
        House house;
        const NewShare photos = house.add("Photos");
        auto anna = person(QStringLiteral("anna"));
        anna.access = {{photos.share, Access::Full}};
        const auto id = wait(house.program.editor.addPerson(anna));
        QVERIFY(wait(house.program.editor.removeShare(photos.share)));
        QVERIFY(house.now().shares.isEmpty());
        QCOMPARE(house.now().accounts.size(), 1);
        QVERIFY(house.account(*id).access.isEmpty());
        QVERIFY(!house.program.credentials.kept.contains(passwordKey(photos.guest)));
        // The same folder again, under the same name: nobody of before has a right in it.
        const NewShare again = house.add("Photos");
        QCOMPARE(again.name, photos.name);
        QVERIFY(again.share != photos.share);
        QVERIFY(again.guest != photos.guest);
        QVERIFY(again.password != photos.password);
        QVERIFY(house.account(*id).access.isEmpty());
        QCOMPARE(wait(house.program.editor.removeShare(photos.share)).error().code,
                 ErrorCode::NotFound);
        QVERIFY(house.now() == house.onDisk());
    }

    void aGuestOfAnotherShareStays()
    {
        House house;
        const NewShare photos = house.add("Photos");
        const NewShare scans = house.add("Scans");
        QVERIFY(wait(house.program.editor.setAccess(photos.guest, scans.share, Access::Upload)));
        QVERIFY(wait(house.program.editor.removeShare(photos.share)));
        QCOMPARE(house.account(photos.guest).access,
                 (QHash<ShareId, Access>{{scans.share, Access::Upload}}));
    }

    void sharesAreRenamedSwitchedAndTimed()
    {
        House house;
        SettingsEditor& editor = house.program.editor;
        const NewShare photos = house.add("Photos");
        house.add("Scans");
        QVERIFY(wait(editor.renameShare(photos.share, "Pictures")));
        QCOMPARE(house.now().shares[0].name, QByteArray("Pictures"));
        QCOMPARE(wait(editor.renameShare(photos.share, "Scans")).error().code,
                 ErrorCode::AlreadyExists);
        QCOMPARE(wait(editor.renameShare(photos.share, "a/b")).error().code,
                 ErrorCode::InvalidArgument);
        QCOMPARE(house.now().shares[0].name, QByteArray("Pictures"));

        QVERIFY(wait(editor.setShared(photos.share, SettingsEditor::Switch::Off)));
        QVERIFY(!house.now().shares[0].enabled);
        const QDateTime soon = QDateTime::currentDateTime().addSecs(3600);
        QVERIFY(wait(editor.setUntil(photos.share, soon)));
        QVERIFY(wait(editor.setShared(photos.share, SettingsEditor::Switch::On)));
        QVERIFY(house.now().shares[0].enabled);
        QCOMPARE(house.now().shares[0].until->toSecsSinceEpoch(), soon.toSecsSinceEpoch());
        QCOMPARE(house.now().shares[0].until->timeSpec(), Qt::UTC);
        QVERIFY(house.now() == house.onDisk());
        // Over, and switched on again: shared until it is stopped.
        QVERIFY(wait(editor.setUntil(photos.share, soon.addDays(-2))));
        QVERIFY(wait(editor.setShared(photos.share, SettingsEditor::Switch::On)));
        QVERIFY(!house.now().shares[0].until);
    }

    void anotherFolderKeepsTheShareAndItsGuest()
    {
        House house;
        const NewShare photos = house.add("Photos");
        const Share before = house.now().shares[0];
        QVERIFY(wait(house.program.editor.setFolder(photos.share, house.make("Pictures/"))));
        const Share& after = house.now().shares[0];
        QVERIFY(after.folder.endsWith("/Pictures"));
        QVERIFY(after.root && after.root != before.root);
        QCOMPARE(after.name, before.name);
        QCOMPARE(after.guest, before.guest);
        QCOMPARE(wait(house.program.editor.setFolder(photos.share, "/nowhere")).error().code,
                 ErrorCode::NotFound);
    }

    void aFolderIsLookedIntoOnTheWorker()
    {
        House house;
        house.make("home/.ssh");
        const auto found = wait(house.program.editor.lookInto(house.make("home")));
        QCOMPARE(found.things.size(), 1);
        QCOMPARE(found.things[0].path, QByteArray(".ssh"));
    }

    // ---- people ----

    void aPersonIsAddedChangedAndRemoved()
    {
        House house;
        SettingsEditor& editor = house.program.editor;
        const NewShare photos = house.add("Photos");
        Person anna = person(QStringLiteral("anna"));
        anna.access = {{photos.share, Access::Upload}};
        anna.keys = parseAuthorizedKeys(aKey + " anna@laptop\n")->keys;
        anna.expires = QDateTime(QDate(2031, 1, 2), QTime(3, 4, 5, 678), Qt::UTC);
        const auto id = wait(editor.addPerson(anna));
        QVERIFY2(id, id ? "" : qPrintable(id.error().message));
        QVERIFY(house.now() == house.onDisk());
        const Account made = house.account(*id);
        QCOMPARE(made.keys.size(), 1);
        QCOMPARE(made.access, anna.access);
        QCOMPARE(*made.expires, QDateTime(QDate(2031, 1, 2), QTime(3, 4, 5), Qt::UTC));
        QVERIFY(opens(made, "correct horse battery"));
        QCOMPARE(house.program.credentials.kept.value(passwordKey(*id)),
                 QByteArray("correct horse battery"));

        anna.userName = QStringLiteral("anna.b");
        anna.passwordChange = Person::Password::Keep;
        anna.enabled = false;
        QVERIFY(wait(editor.changePerson(house.account(*id), anna)));
        QCOMPARE(house.account(*id).userName, QStringLiteral("anna.b"));
        QCOMPARE(house.account(*id).passwordVerifier, made.passwordVerifier);
        QVERIFY(!house.account(*id).enabled);

        anna.passwordChange = Person::Password::None;
        QVERIFY(wait(editor.changePerson(house.account(*id), anna)));
        QVERIFY(house.account(*id).passwordVerifier.isEmpty());
        QVERIFY(!house.program.credentials.kept.contains(passwordKey(*id)));

        const Account gone = house.account(*id);
        QVERIFY(wait(editor.removePerson(*id)));
        QCOMPARE(house.now().accounts.size(), 1);
        QCOMPARE(wait(editor.changePerson(gone, anna)).error(),
                 (Error{ErrorCode::NotFound, QStringLiteral("The person is not there any more")}));
    }

    void whatAnotherProgramSavedMeanwhileStays()
    {
        House house;
        SettingsEditor& editor = house.program.editor;
        const NewShare photos = house.add("Photos");
        const NewShare scans = house.add("Scans");
        const NewShare music = house.add("Music");
        Person anna = person(QStringLiteral("anna"));
        anna.access = {{photos.share, Access::Full}, {scans.share, Access::View}};
        anna.keys = parseAuthorizedKeys(aKey + " anna@laptop\n")->keys;
        const auto id = wait(editor.addPerson(anna));
        const Account shown = house.account(*id);
        // Another program takes the key, the right, the password and the whole account.
        const QDateTime end(QDate(2031, 1, 2), QTime(3, 4, 5), Qt::UTC);
        QVERIFY(wait(editor.change([&](Settings& now) {
            Account& account = now.accounts.last();
            account.access[photos.share] = Access::View;
            account.keys.clear();
            account.expires = end;
            account.enabled = false;
            account.passwordVerifier.clear();
        })));
        anna.passwordChange = Person::Password::Keep;
        anna.userName = QStringLiteral("anna.b");
        anna.access[music.share] = Access::Upload;
        anna.access.remove(scans.share);
        QVERIFY(wait(editor.changePerson(shown, anna)));
        const Account now = house.account(*id);
        QCOMPARE(now.userName, QStringLiteral("anna.b"));
        QCOMPARE(
            now.access,
            (QHash<ShareId, Access>{{photos.share, Access::View}, {music.share, Access::Upload}}));
        QVERIFY(now.keys.isEmpty());
        QCOMPARE(now.expires, std::optional(end));
        QVERIFY(!now.enabled);
        QVERIFY(now.passwordVerifier.isEmpty());
    }

    void aRemovedGuestLeavesAShareWithoutOne()
    {
        House house;
        const NewShare photos = house.add("Photos");
        QVERIFY(wait(house.program.editor.removePerson(photos.guest)));
        QVERIFY(house.now().shares[0].guest.value.isEmpty());
        QVERIFY(house.onDisk().shares[0].guest.value.isEmpty());
    }

    void namesOfPeopleAreCheckedInWords()
    {
        House house;
        SettingsEditor& editor = house.program.editor;
        QVERIFY(wait(editor.addPerson(person(QStringLiteral("anna")))));
        const auto bob = wait(editor.addPerson(person(QStringLiteral("bob"))));
        const Settings before = house.now();
        QCOMPARE(wait(editor.addPerson(person(QStringLiteral("anna")))).error(),
                 (Error{ErrorCode::AlreadyExists,
                        QStringLiteral("There is somebody named anna already")}));
        QCOMPARE(wait(editor.changePerson(house.account(*bob), person(QStringLiteral("anna"))))
                     .error()
                     .code,
                 ErrorCode::AlreadyExists);
        for (const QString& name : {QString(), QStringLiteral("a/b"), QStringLiteral(" a"),
                                    QStringLiteral("a\nb"), QString(65, u'x')})
            QCOMPARE(wait(editor.addPerson(person(name))).error().code, ErrorCode::InvalidArgument);
        Person weak = person(QStringLiteral("carl"));
        weak.password = "short";
        QCOMPARE(wait(editor.addPerson(weak)).error(),
                 (Error{ErrorCode::InvalidArgument,
                        QStringLiteral("A password needs at least 10 characters")}));
        QCOMPARE(wait(editor.setPassword(*bob, "short")).error().code, ErrorCode::InvalidArgument);
        QVERIFY(house.now() == before);
        QVERIFY(wait(editor.changePerson(house.account(*bob),
                                         person(QStringLiteral("bob"))))); // their own name
    }

    void passwordsAreRenewedAndSet()
    {
        House house;
        SettingsEditor& editor = house.program.editor;
        const NewShare photos = house.add("Photos");
        const auto renewed = wait(editor.renewPassword(photos.guest));
        QVERIFY(renewed && *renewed != photos.password);
        QVERIFY(opens(house.account(photos.guest), *renewed));
        QVERIFY(!opens(house.account(photos.guest), photos.password));
        QCOMPARE(house.program.credentials.kept.value(passwordKey(photos.guest)), *renewed);
        // Typed with a combining accent, as some keyboards do: a login composes it.
        QVERIFY(wait(editor.setPassword(photos.guest, "cafe\xcc\x81 cafe\xcc\x81 cafe")));
        QVERIFY(opens(house.account(photos.guest), "caf\xc3\xa9 caf\xc3\xa9 cafe"));
        QCOMPARE(wait(editor.renewPassword(AccountId::create())).error().code, ErrorCode::NotFound);
        QVERIFY(SettingsEditor::generatePassword() != SettingsEditor::generatePassword());
    }

    void aKeychainThatRefusesOrIsSilentHoldsNothingUp()
    {
        House house;
        house.program.credentials.refusal =
            Error{ErrorCode::PermissionDenied, QStringLiteral("The keychain is locked")};
        const NewShare photos = house.add("Photos");
        house.program.credentials.refusal.reset();
        house.program.credentials.isSilent = true;
        const NewShare scans = house.add("Scans");
        QVERIFY(wait(house.program.editor.renewPassword(photos.guest)));
        QVERIFY(wait(house.program.editor.removeShare(scans.share)));
        QCOMPARE(house.now().shares.size(), 1);
        QVERIFY(house.program.credentials.kept.isEmpty());
    }

    void noPasswordIsInTheFile()
    {
        House house;
        const NewShare photos = house.add("Photos");
        QVERIFY(wait(house.program.editor.addPerson(person(QStringLiteral("anna")))));
        QFile file(house.path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains("anna"));
        QVERIFY(!text.contains(photos.password) && !text.contains("correct horse"));
    }

    void keysAreReadFromAFile()
    {
        House house;
        const auto read = [&](const QByteArray& text) {
            QFile file(house.folder.filePath(QStringLiteral("keys.pub")));
            if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
                qFatal("cannot write");
            file.close();
            return wait(house.program.editor.readKeys(file.fileName()));
        };
        const auto keys = read(aKey + " anna@laptop\nnonsense here\n");
        QVERIFY(keys);
        QCOMPARE(keys->keys.size(), 1);
        QCOMPARE(keys->keys[0].comment, QStringLiteral("anna@laptop"));
        QCOMPARE(keys->refused.size(), 1);
        QCOMPARE(read("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n").error().code,
                 parseAuthorizedKeys("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n").error().code);
        QCOMPARE(read(QByteArray(maxKeysFile + 1, 'x')).error(),
                 parseAuthorizedKeys(QByteArray(maxKeysFile + 1, 'x')).error());
        QCOMPARE(wait(house.program.editor.readKeys(QStringLiteral("/nowhere"))).error().code,
                 ErrorCode::NotFound);
    }

    // ---- access and undo ----

    void grantsAreTakenBackOneByOne()
    {
        House house;
        SettingsEditor& editor = house.program.editor;
        QSignalSpy undoChanged(&editor, &SettingsEditor::undoChanged);
        const NewShare photos = house.add("Photos");
        const auto anna = wait(editor.addPerson(person(QStringLiteral("anna"))));
        QVERIFY(!editor.canUndo());
        const auto access = [&]() -> std::optional<Access> {
            const auto grants = house.account(*anna).access;
            return grants.contains(photos.share) ? std::optional(grants[photos.share])
                                                 : std::nullopt;
        };
        QVERIFY(wait(editor.setAccess(*anna, photos.share, Access::Full)));
        QVERIFY(wait(editor.setAccess(*anna, photos.share, Access::Full))); // nothing to take back
        QVERIFY(wait(editor.setAccess(*anna, photos.share, Access::View)));
        QVERIFY(wait(editor.setAccess(*anna, photos.share, std::nullopt)));
        QCOMPARE(undoChanged.size(), 1);
        QVERIFY(editor.canUndo());
        QVERIFY(wait(editor.undo()));
        QCOMPARE(access(), std::optional(Access::View));
        QVERIFY(wait(editor.undo()));
        QCOMPARE(access(), std::optional(Access::Full));
        QVERIFY(wait(editor.undo()));
        QCOMPARE(access(), std::optional<Access>());
        QVERIFY(!editor.canUndo());
        QCOMPARE(undoChanged.size(), 2);
        QCOMPARE(wait(editor.undo()).error(),
                 (Error{ErrorCode::NotFound, QStringLiteral("There is nothing to undo")}));
        QVERIFY(house.now() == house.onDisk());
    }

    void aGrantDecidedAnewIsNotTakenBack()
    {
        House house;
        SettingsEditor& editor = house.program.editor;
        const NewShare photos = house.add("Photos");
        const NewShare scans = house.add("Scans");
        const auto anna = wait(editor.addPerson(person(QStringLiteral("anna"))));
        QVERIFY(wait(editor.setAccess(*anna, photos.share, Access::Full)));
        QVERIFY(wait(editor.setAccess(*anna, photos.share, std::nullopt)));
        QVERIFY(wait(editor.setAccess(*anna, scans.share, Access::Upload)));
        // In the dialog: Photos is decided there, and Scans left as it was.
        Person again = person(QStringLiteral("anna"));
        again.passwordChange = Person::Password::Keep;
        again.access = {{photos.share, Access::View}, {scans.share, Access::Upload}};
        QVERIFY(wait(editor.changePerson(house.account(*anna), again)));
        QVERIFY(editor.canUndo());
        QVERIFY(wait(editor.undo()));
        QCOMPARE(house.account(*anna).access,
                 (QHash<ShareId, Access>{{photos.share, Access::View}}));
        QVERIFY(!editor.canUndo());
        // Nor does undo bring back what belonged to a share that is gone.
        QVERIFY(wait(editor.setAccess(*anna, scans.share, Access::Full)));
        QVERIFY(wait(editor.removeShare(scans.share)));
        QVERIFY(!editor.canUndo());
    }

    void onlyTheLastHundredAreRemembered()
    {
        House house;
        SettingsEditor& editor = house.program.editor;
        const NewShare photos = house.add("Photos");
        QList<QFuture<Result<void>>> all;
        for (int i = 0; i < 102; ++i)
            all.append(editor.setAccess(photos.guest, photos.share,
                                        i % 2 == 0 ? Access::Upload : Access::View));
        for (const auto& one : all)
            QVERIFY(wait(one));
        int undone = 0;
        while (editor.canUndo() && wait(editor.undo()))
            ++undone;
        QCOMPARE(undone, 100);
    }

    void grantsToNobodyAndToNothingAreRefused()
    {
        House house;
        const NewShare photos = house.add("Photos");
        SettingsEditor& editor = house.program.editor;
        QCOMPARE(wait(editor.setAccess(AccountId::create(), photos.share, Access::Full)).error(),
                 (Error{ErrorCode::NotFound, QStringLiteral("The person is not there any more")}));
        QCOMPARE(wait(editor.setAccess(photos.guest, ShareId::create(), Access::Full)).error(),
                 (Error{ErrorCode::NotFound,
                        QStringLiteral("The shared folder is not there any more")}));
        QVERIFY(!editor.canUndo());
    }

    // ---- all together ----

    void wishesComeTrueInTheirOrder()
    {
        House house;
        SettingsEditor& editor = house.program.editor;
        QList<QString> order;
        const auto note = [&]<typename T>(const QString& what, QFuture<Result<T>> future) {
            future.then(this, [&order, what](const Result<T>& result) {
                order.append(what + (result ? QString() : QStringLiteral(" failed")));
            });
            return future;
        };
        // The first takes long, the second no time, the third needs the first.
        note(QStringLiteral("person"), editor.addPerson(person(QStringLiteral("anna"))));
        note(QStringLiteral("port"),
             editor.change([](Settings& settings) { settings.network.port = 4001; }));
        note(QStringLiteral("name"), editor.change([](Settings& settings) {
            settings.accounts[0].userName = QStringLiteral("berta");
        }));
        QVERIFY(order.isEmpty()); // nothing happens within the call
        const auto last =
            note(QStringLiteral("again"), editor.addPerson(person(QStringLiteral("berta"))));
        QTRY_COMPARE_WITH_TIMEOUT(order.join(u", "),
                                  QStringLiteral("person, port, name, again failed"), 60'000);
        QCOMPARE(last.result().error().message,
                 QStringLiteral("There is somebody named berta already"));
    }

    void twoEditorsAtOnceLoseNothing()
    {
        House house;
        const NewShare photos = house.add("Photos");
        Program other(house.path());
        QList<QFuture<Result<void>>> all;
        constexpr int each = 20;
        for (int i = 0; i < each; ++i) {
            const auto mark = [i](const QString& name) {
                return [i, name](Settings& settings) {
                    settings.ui.insert(name + QString::number(i), true);
                };
            };
            all.append(house.program.editor.change(mark(QStringLiteral("here"))));
            all.append(other.editor.change(mark(QStringLiteral("there"))));
        }
        auto renewed = other.editor.renewPassword(photos.guest);
        for (const auto& one : all) {
            const auto result = wait(one);
            QVERIFY2(result, result ? "" : qPrintable(result.error().message));
        }
        QVERIFY(wait(renewed));
        const Settings settings = house.onDisk();
        QCOMPARE(settings.ui.size(), 2 * each);
        QVERIFY(opens(settings.accounts[0], renewed.result().value()));
    }

    void anErrorLeavesTheSettingsAsTheyWere()
    {
        House house;
        house.add("Photos");
        const Settings before = house.now();
        const auto changed = wait(house.program.editor.change(
            [](Settings& settings) { settings.limits.maxConnections = 0; }));
        QCOMPARE(changed.error().code, ErrorCode::InvalidArgument);
        QVERIFY(house.now() == before);
        // A damaged file is never written over by a wish.
        QFile file(house.path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write("{ damaged") > 0);
        file.close();
        QCOMPARE(wait(house.program.editor.addFolder(house.make("Scans"))).error().code,
                 ErrorCode::Damaged);
        QVERIFY(house.now() == before);
        QVERIFY(house.program.credentials.asked.size() == 1);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("{ damaged"));
    }

    void anEditorMayGoWithWishesOpen()
    {
        House house;
        auto editor = std::make_unique<SettingsEditor>(
            house.program.store, house.program.credentials, house.program.worker);
        auto first = editor->addFolder(house.make("Photos"));
        auto second = editor->change([](Settings& settings) { settings.network.port = 4001; });
        auto third = editor->lookInto(house.make("Photos"));
        QCoreApplication::processEvents();
        editor.reset();
        QVERIFY(house.program.worker.waitForDone(60'000));
        QCoreApplication::processEvents();
        for (const QFuture<void>& future :
             {QFuture<void>(first), QFuture<void>(second), QFuture<void>(third)})
            QVERIFY(future.isCanceled());
    }
};

QTEST_GUILESS_MAIN(TestSettingsEditor)
#include "tst_settings_editor.moc"
