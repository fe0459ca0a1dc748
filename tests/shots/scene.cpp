#include "tests/shots/scene.h"

#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QPromise>
#include <QTimer>

namespace sallyport::shots {

namespace {

constexpr qint64 megabyte = 1024 * 1024;

QString text(const char* utf8)
{
    return QString::fromUtf8(utf8);
}

VirtualPath path(const char* bytes)
{
    return VirtualPath::parse(bytes).value_or(VirtualPath());
}

// A file that holds nothing and is as long as it has to be.
void makeFile(const QString& file, qint64 size)
{
    QFile made(file);
    if (!made.open(QIODevice::WriteOnly) || !made.resize(size))
        qFatal("cannot make %s", qPrintable(file));
}

} // namespace

QFuture<Result<QByteArray>> LockableStore::read(const QString& key)
{
    if (!isLocked)
        return m_inside.read(key);
    QPromise<Result<QByteArray>> promise;
    promise.start();
    promise.addResult(Error{ErrorCode::PermissionDenied, QStringLiteral("The keychain is locked")});
    promise.finish();
    return promise.future();
}

QFuture<Result<void>> LockableStore::write(const QString& key, const QByteArray& secret)
{
    return m_inside.write(key, secret);
}

QFuture<Result<void>> LockableStore::remove(const QString& key)
{
    return m_inside.remove(key);
}

Scene::Scene(const Stage& stage)
    : m_stage(stage)
    , m_parts{*m_fixture.store,   *m_fixture.editor, *m_fixture.sharing, *m_fixture.activity,
              *m_fixture.archive, m_credentials,     *m_fixture.live,    m_dialogs}
{
    const bool done = m_fixture.change([&stage](Settings& settings) {
        if (!stage.isOwn)
            return;
        settings.network.addresses.clear();
        settings.network.port = 2022;
        settings.ui.insert(QLatin1String("inviteAddress"), stage.server);
    });
    if (!done)
        qFatal("cannot set the scene");
}

Scene::~Scene()
{
    for (const auto& client : m_clients) {
        client->kill();
        client->waitForFinished();
    }
}

QString Scene::makeFolder(const QString& name)
{
    if (!m_stage.isOwn)
        return m_fixture.makeFolder(name.section(u'/', -1));
    const QString folder = QDir(m_stage.home).filePath(name);
    if (!QDir().mkpath(folder))
        qFatal("cannot make %s", qPrintable(folder));
    return folder;
}

void Scene::addShares()
{
    for (const char* name : {"Pictures/Photos", "Documents/Scans", "Projects", "Music"}) {
        const QString folder = makeFolder(text(name));
        makeFile(QDir(folder).filePath(QStringLiteral("IMG_2041.CR3")), 480 * megabyte);
        if (!m_fixture.share(folder))
            qFatal("cannot share %s", name);
    }
    const auto guest = [this](int number) { return share(number).guest; };
    const bool done = m_fixture.change([&](Settings& settings) {
        settings.shares[3].enabled = false;
        for (Account& account : settings.accounts) {
            if (account.id == guest(1))
                account.access[settings.shares[1].id] = Access::DropBox;
            if (account.id == guest(2))
                account.access[settings.shares[2].id] = Access::Full;
        }
    });
    if (!done)
        qFatal("cannot change the shares");
}

void Scene::addManyShares(int count)
{
    for (int i = 0; i < count; ++i) {
        const QString name = i % 7 == 3
            ? QStringLiteral("Rechnungen und Belege der Hausverwaltung %1").arg(2000 + i)
            : QStringLiteral("Folder %1").arg(i + 1);
        if (!m_fixture.share(makeFolder(QStringLiteral("many/") + name)))
            qFatal("cannot share many");
    }
}

void Scene::addPeople()
{
    SettingsEditor::Person anna;
    anna.userName = QStringLiteral("anna");
    anna.keys = {{m_key.wire(), QStringLiteral("anna@laptop"), {}, {}, false}};
    anna.passwordChange = SettingsEditor::Person::Password::Set;
    anna.password = "maple-otter-71-cedar";
    anna.access = {{share(0).id, Access::View}, {share(2).id, Access::Full}};
    SettingsEditor::Person ben = anna;
    ben.userName = QStringLiteral("ben");
    ben.passwordChange = SettingsEditor::Person::Password::Keep;
    ben.access = {{share(0).id, Access::Upload}};
    SettingsEditor::Person scanner = ben;
    scanner.userName = QStringLiteral("scanner");
    scanner.access = {{share(1).id, Access::DropBox}};
    SettingsEditor::Person late = scanner;
    late.userName = QStringLiteral("carla");
    late.access = {{share(2).id, Access::View}};
    late.expires = QDateTime(QDate(2026, 10, 31), QTime(22, 59, 59), Qt::UTC);
    for (const auto& person : {anna, ben, scanner, late}) {
        if (!m_fixture.addPerson(person))
            qFatal("cannot add %s", qPrintable(person.userName));
    }
}

void Scene::addManyPeople(int count)
{
    for (int i = 0; i < count; ++i) {
        SettingsEditor::Person person;
        person.userName = i == 4 ? QStringLiteral("a.person-with_a-very.long-user-name")
                                 : QStringLiteral("person%1").arg(i + 1);
        person.keys = {{m_key.wire(), {}, {}, {}, false}};
        person.access = {{share(i % int(m_fixture.settings().shares.size())).id, Access::Upload}};
        if (!m_fixture.addPerson(person))
            qFatal("cannot add many");
    }
}

void Scene::startSharing()
{
    if (!m_fixture.startSharing())
        qFatal("cannot share");
    settle();
}

std::unique_ptr<QProcess> Scene::client(const QString& from, const QString& user, int kilobytes,
                                        const QByteArray& commands)
{
    auto process = std::make_unique<QProcess>();
    QStringList arguments{QStringLiteral("-F"), QStringLiteral("none"),
                          QStringLiteral("-i"), m_key.privateFile(),
                          QStringLiteral("-P"), QString::number(m_fixture.port())};
    for (const QString& option :
         {QStringLiteral("StrictHostKeyChecking=no"),
          QStringLiteral("UserKnownHostsFile=/dev/null"), QStringLiteral("LogLevel=ERROR"),
          QStringLiteral("IdentitiesOnly=yes"),
          QStringLiteral("PreferredAuthentications=publickey"),
          QStringLiteral("BindAddress=") + from})
        arguments << QStringLiteral("-o") << option;
    if (kilobytes > 0)
        arguments << QStringLiteral("-l") << QString::number(kilobytes * 8);
    arguments << user + u'@' + m_stage.server;
    process->setStandardOutputFile(QProcess::nullDevice());
    process->setWorkingDirectory(m_fixture.path({}));
    process->start(QStringLiteral("sftp"), arguments);
    process->write(commands);
    return process;
}

void Scene::connectPeople()
{
    makeFile(m_fixture.path(QStringLiteral("video_0007.mov")), 300 * megabyte);
    m_clients.push_back(client(m_stage.laptop, QStringLiteral("anna"), 12'400,
                               "get Photos/IMG_2041.CR3 /dev/null\n"));
    m_clients.push_back(client(m_stage.phone, QStringLiteral("ben"), 6'200,
                               "put video_0007.mov Photos/video_0007.mov\n"));
    m_clients.push_back(client(m_stage.scanner, QStringLiteral("scanner"), 0, "ls Scans\n"));
    QElapsedTimer waited;
    waited.start();
    const LiveConnections& live = *m_fixture.live;
    while ((live.all().size() < 3 || live.transfers() < 2) && waited.elapsed() < 20'000)
        settle(100);
    settle(2500); // until the speed is steady
}

void Scene::record(int minutesAgo, ActivityEvent event)
{
    event.at = QDateTime::currentDateTimeUtc().addSecs(-60LL * minutesAgo);
    m_fixture.activity->record(std::move(event));
}

void Scene::addActivity()
{
    using Kind = ActivityEvent::Kind;
    using Outcome = ActivityEvent::Outcome;
    using std::chrono::milliseconds;
    quint64 id = 1ULL << 40;
    const auto event = [this](Kind kind, const QString& user, const QString& from) {
        ActivityEvent made;
        made.kind = kind;
        made.user = user;
        made.peer = from + QStringLiteral(":50112");
        made.outcome = Outcome::Ok;
        made.connection = 4000;
        return made;
    };
    const QString anna = QStringLiteral("anna"), guest = QStringLiteral("guest"),
                  scanner = QStringLiteral("scanner");

    ActivityEvent connected = event(Kind::Connected, {}, m_stage.laptop);
    connected.client = QStringLiteral("SSH-2.0-OpenSSH_9.2p1 Debian-2");
    record(34, connected);
    record(34, event(Kind::LoggedIn, anna, m_stage.laptop));
    for (int i = 0; i < 14; ++i) {
        ActivityEvent download = event(Kind::Download, anna, m_stage.laptop);
        download.id = ++id;
        download.share = "Photos";
        download.path = path(("/Photos/IMG_20" + QByteArray::number(26 + i) + ".CR3").constData());
        download.bytes = 28'100'000 + i * 70'000;
        download.elapsed = milliseconds(2300);
        record(30, download);
    }
    ActivityEvent upload = event(Kind::Upload, scanner, m_stage.scanner);
    upload.id = ++id;
    upload.share = "Scans";
    upload.path = path("/Scans/2026-11-22_contract.pdf");
    upload.bytes = 2'400'000;
    upload.elapsed = milliseconds(1900);
    record(24, upload);

    ActivityEvent cut = event(Kind::Download, guest, m_stage.phone);
    cut.id = ++id;
    cut.share = "Photos";
    cut.path = path("/Photos/2024/lisbon/video_0003.mov");
    cut.bytes = 310'000'000;
    cut.elapsed = milliseconds(51'000);
    cut.outcome = Outcome::CutShort;
    cut.error = Error{ErrorCode::Failure, QStringLiteral("The connection was lost")};
    record(20, cut);

    ActivityEvent refused = event(Kind::Removed, QStringLiteral("ben"), m_stage.phone);
    refused.share = "Photos";
    refused.path = path("/Photos/2024/lisbon/IMG_0001.jpg");
    refused.outcome = Outcome::Refused;
    refused.error = Error{ErrorCode::PermissionDenied,
                          QStringLiteral("What is in Photos already may not be changed")};
    record(16, refused);

    ActivityEvent renamed = event(Kind::Renamed, anna, m_stage.laptop);
    renamed.share = "Projects";
    renamed.path = path("/Projects/draft.odt");
    renamed.target = "/Projects/final.odt";
    record(14, renamed);

    for (int i = 0; i < 3; ++i) {
        ActivityEvent wrong = event(Kind::LoginRefused, QStringLiteral("admin"), m_stage.stranger);
        wrong.outcome = Outcome::Refused;
        wrong.error = Error{ErrorCode::PermissionDenied, QStringLiteral("wrong password")};
        record(9, wrong);
    }
    ActivityEvent old = event(Kind::Protocol, {}, m_stage.stranger);
    old.outcome = Outcome::Failed;
    old.error = Error{ErrorCode::NotSupported,
                      QStringLiteral("The client offered only ssh-rsa as host key")};
    record(7, old);

    ActivityEvent full = event(Kind::Upload, scanner, m_stage.scanner);
    full.id = ++id;
    full.share = "Scans";
    full.path = path("/Scans/2026-11-22_invoice.pdf");
    full.bytes = 400'000;
    full.outcome = Outcome::Failed;
    full.error = Error{ErrorCode::NoSpace, QStringLiteral("No space left on Scans")};
    record(4, full);
    ActivityEvent gone = event(Kind::Disconnected, guest, m_stage.phone);
    gone.elapsed = milliseconds(18 * 60 * 1000);
    record(2, gone);
    settle();
}

void Scene::addMuchActivity(int rows)
{
    QList<ActivityEvent> older;
    older.reserve(rows);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (int i = 0; i < rows; ++i) {
        ActivityEvent event;
        event.id = quint64(i) + 1;
        event.kind = i % 5 == 0 ? ActivityEvent::Kind::Upload : ActivityEvent::Kind::Download;
        event.outcome = i % 97 == 0 ? ActivityEvent::Outcome::CutShort : ActivityEvent::Outcome::Ok;
        event.at = now.addSecs(-30LL * (rows - i));
        event.user = QStringLiteral("person%1").arg(i / 40 % 12 + 1);
        event.peer = m_stage.laptop + QStringLiteral(":50112");
        event.share = "Photos";
        event.path = path(("/Photos/a folder with a rather long name/IMG_" + QByteArray::number(i)
                           + "_edited_final.CR3")
                              .constData());
        event.bytes = 1'000'000LL + i * 1'000LL;
        event.elapsed = std::chrono::milliseconds(900);
        older.append(event);
    }
    m_fixture.activity->prepend(older);
    settle();
}

void Scene::damageSettings()
{
    const QString file = m_fixture.path(QStringLiteral("settings.json"));
    test::WindowFixture::writeFile(file, "{ \"shares\": [");
    const auto loaded = m_fixture.store->load();
    while (!loaded.isFinished())
        settle();
}

void Scene::settle(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace sallyport::shots

#include "moc_scene.cpp"
