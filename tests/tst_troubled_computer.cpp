// The window on a computer in trouble: a disk that is really full, no network, no Avahi. These are
// its own, in namespaces that nobody else sees. Settings, activity and what a guest sends go to
// that disk.
#include "ui/format.h"
#include "ui/window/main_window.h"
#include "ui/window/message_bars.h"
#include "ui/window/side_bar.h"

#include <QtWidgets>

#include <QTest>

#include "tests/support/packets.h"
#include "tests/support/rows.h"
#include "tests/support/ssh_client.h"
#include "tests/support/window_fixture.h"

#include <cstring>
#include <fstream>
#include <sched.h>

#include <arpa/inet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace sallyport;
using test::Packet;
using test::WindowFixture;
using Cause = MessageBars::Cause;

namespace {

constexpr int patience = WindowFixture::patience;
constexpr const char* disk = "/mnt";

bool write(const char* file, const std::string& text)
{
    std::ofstream stream(file);
    stream << text;
    stream.close();
    return !stream.fail();
}

// Of the loopback interface, which is all there is. It comes up with the first.
bool setAddress(const char* address)
{
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    std::strncpy(request.ifr_name, "lo", IFNAMSIZ - 1);
    auto* const place = reinterpret_cast<sockaddr_in*>(&request.ifr_addr);
    place->sin_family = AF_INET;
    bool done = ::inet_pton(AF_INET, address, &place->sin_addr) == 1
        && ::ioctl(socket, SIOCSIFADDR, &request) == 0;
    request.ifr_flags = IFF_UP | IFF_LOOPBACK | IFF_RUNNING;
    done = done && ::ioctl(socket, SIOCSIFFLAGS, &request) == 0;
    ::close(socket);
    return done;
}

// Without a network, and with 4 MiB at `disk`, where every temporary folder is made from now on.
bool enterTrouble()
{
    const std::string user = std::to_string(::getuid()), group = std::to_string(::getgid());
    return ::unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) == 0
        && write("/proc/self/setgroups", "deny") && write("/proc/self/uid_map", "0 " + user + " 1")
        && write("/proc/self/gid_map", "0 " + group + " 1")
        && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
        && ::mount("none", disk, "tmpfs", 0, "size=4m") == 0 && qputenv("TMPDIR", disk)
        && setAddress("127.0.0.1");
}

} // namespace

class TestTroubledComputer : public QObject {
    Q_OBJECT

    static QString filler() { return QLatin1String(disk) + QStringLiteral("/filler"); }
    // To the last byte.
    static void fill()
    {
        QFile file(filler());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (file.write(QByteArray(4096, 'x')) == 4096) {}
    }

private slots:
    void withoutANetworkItIsSaidUntilThereIsOne()
    {
        WindowFixture parts;
        QVERIFY(parts.share(parts.makeFolder(QStringLiteral("Photos"))));
        MainWindow window(parts.parts());
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        auto* bars = window.findChild<MessageBars*>();
        QVERIFY(parts.startSharing()); // for this computer alone: it misses nothing
        QVERIFY(!bars->isShowing(Cause::NoNetwork));
        QVERIFY(parts.stopSharing());
        QVERIFY(parts.change([](Settings& settings) { settings.network.addresses.clear(); }));
        QVERIFY(parts.startSharing());
        QVERIFY(bars->isShowing(Cause::NoNetwork));
        const auto* link = window.findChild<QLineEdit*>(QStringLiteral("link"));
        QVERIFY(link);
        QVERIFY2(link->text().contains(u"127.0.0.1"), qPrintable(link->text()));

        QVERIFY(setAddress("192.168.1.23"));
        QTRY_VERIFY(!bars->isShowing(Cause::NoNetwork));
        QVERIFY2(link->text().contains(u"192.168.1.23"), qPrintable(link->text()));

        QVERIFY(setAddress("127.0.0.1"));
        QTRY_VERIFY(bars->isShowing(Cause::NoNetwork));
        QVERIFY2(link->text().contains(u"127.0.0.1"), qPrintable(link->text()));
    }

    void withoutAvahiItIsSaidThatOthersNearbySeeNothing()
    {
        ROW("nearby");
        WindowFixture parts;
        QVERIFY(parts.share(parts.makeFolder(QStringLiteral("Photos"))));
        MainWindow window(parts.parts());
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        auto* line = window.findChild<QLabel*>(QStringLiteral("nearby"));
        QVERIFY(parts.startSharing()); // for this computer alone
        QCOMPARE(parts.sharing->nearby(), Sharing::Nearby::Off);
        QVERIFY(!line->isVisible());
        QVERIFY(parts.stopSharing());
        QVERIFY(parts.change([](Settings& settings) { settings.network.addresses.clear(); }));
        QVERIFY(parts.startSharing());
        QTRY_COMPARE_WITH_TIMEOUT(parts.sharing->nearby(), Sharing::Nearby::Unavailable, patience);
        QVERIFY(line->isVisible());
        QVERIFY(line->toolTip().contains(u"Avahi"));
        window.resize(720, 600);
        QTRY_VERIFY(!line->isVisible());
        auto* state = window.findChild<QLabel*>(QStringLiteral("sharingState"));
        QVERIFY(state->toolTip().contains(line->text()));
        window.resize(1100, 720);
        QTRY_VERIFY(line->isVisible());

        // It misses nothing where nothing is to be seen.
        QVERIFY(parts.change(
            [](Settings& settings) { settings.network.allowFrom = {QStringLiteral("any")}; }));
        QVERIFY(!line->isVisible());
        QVERIFY(parts.change(
            [](Settings& settings) { settings.network.allowFrom = {QStringLiteral("lan")}; }));
        QTRY_VERIFY_WITH_TIMEOUT(line->isVisible(), patience);
        QVERIFY(parts.change([](Settings& settings) { settings.network.announce = false; }));
        QVERIFY(!line->isVisible());
        QVERIFY(parts.stopSharing());
        QVERIFY(!line->isVisible());
    }

    void whatCannotBeWrittenIsSaidAndWhatWasThereStays()
    {
        WindowFixture parts;
        const auto photos = parts.share(parts.makeFolder(QStringLiteral("Photos")));
        QVERIFY(photos);
        QVERIFY(parts.change([&](Settings& settings) {
            settings.accounts.first().access[photos->share] = Access::Full;
        }));
        QVERIFY(parts.startSharing());
        MainWindow window(parts.parts());
        window.show();
        auto* bars = window.findChild<MessageBars*>();
        auto* sideBar = window.findChild<SideBar*>();
        const Settings before = parts.settings();
        test::SshClient guest;
        QVERIFY(guest.connect(parts.port()));
        QCOMPARE(guest.password("guest", photos->password), static_cast<int>(SSH_AUTH_SUCCESS));
        test::SshChannel* sftp = guest.openSftp();
        QVERIFY(sftp);
        const QByteArray handle =
            sftp->ask(Packet::open(1, "/Photos/big", test::fxf::write | test::fxf::create)).handle;
        QVERIFY(!handle.isEmpty());
        fill();

        // A wish that cannot be saved changes nothing, here or on the disk.
        emit sideBar->switchWished(photos->share, false);
        QTRY_VERIFY_WITH_TIMEOUT(bars->isShowing(Cause::Save), patience);
        const auto said = [&](const char* words) {
            for (const MessageBar* bar : bars->findChildren<MessageBar*>()) {
                if (bar->sentence().contains(QLatin1String(words)))
                    return true;
            }
            return false;
        };
        QVERIFY(said("the disk is full"));
        QVERIFY(parts.settings() == before);
        QVERIFY(parts.sharing->shareStatus(photos->share).now
                == Sharing::ShareStatus::Now::Available);

        // What a guest sends is refused, and the row says why.
        const test::Reply written =
            sftp->ask(Packet::write(2, handle, 0, QByteArray(64 * 1024, 'y')));
        QVERIFY(written.is(test::StatusCode::Failure));
        (void)sftp->ask(Packet::close(3, handle));
        QString row;
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                for (const ActivityEvent& event : parts.activity->entries()) {
                    if (event.kind == ActivityEvent::Kind::Upload
                        && event.outcome == ActivityEvent::Outcome::Failed)
                        row = format::happened(event);
                }
                return !row.isEmpty();
            }(),
            patience);
        QCOMPARE(row, QStringLiteral("Could not upload Photos/big. The disk of Photos is full."));

        // That nothing is kept of the activity is said once.
        for (int i = 0; i < 200 && !bars->isShowing(Cause::Archive); ++i) {
            (void)sftp->ask(Packet::mkdir(4, "/Photos/" + QByteArray(200, 'a')));
            QTest::qWait(20);
        }
        QVERIFY(bars->isShowing(Cause::Archive));

        // With room again the same wish is saved, and the bar goes by itself.
        QVERIFY(QFile::remove(filler()));
        emit sideBar->switchWished(photos->share, false);
        QTRY_VERIFY_WITH_TIMEOUT(!parts.settings().shares.first().enabled, patience);
        QVERIFY(!bars->isShowing(Cause::Save));
        SettingsStore again(parts.path(QStringLiteral("settings.json")),
                            *QThreadPool::globalInstance());
        QVERIFY(WindowFixture::isDone(again.load()));
        QVERIFY(again.current() == parts.settings());
    }
};

int main(int argc, char** argv)
{
    if (!enterTrouble()) {
        std::perror("this test needs user namespaces, and a disk and a network of its own");
        return 1;
    }
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/mnt/no-bus");
    QApplication application(argc, argv);
    TestTroubledComputer test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_troubled_computer.moc"
