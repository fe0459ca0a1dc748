// The window on a disk that is really full: a small one of its own, in namespaces that nobody else
// sees. Settings, activity and what a guest sends all go there.
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

#include <fstream>
#include <sched.h>

#include <sys/mount.h>
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

// 4 MiB, at `disk`, for this process alone; where every temporary folder is made from now on.
bool enterSmallDisk()
{
    const std::string user = std::to_string(::getuid()), group = std::to_string(::getgid());
    return ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && write("/proc/self/setgroups", "deny")
        && write("/proc/self/uid_map", "0 " + user + " 1")
        && write("/proc/self/gid_map", "0 " + group + " 1")
        && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
        && ::mount("none", disk, "tmpfs", 0, "size=4m") == 0 && qputenv("TMPDIR", disk);
}

} // namespace

class TestFullDisk : public QObject {
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
    if (!enterSmallDisk()) {
        std::perror("this test needs user namespaces, and a disk of its own in one");
        return 1;
    }
    QApplication application(argc, argv);
    TestFullDisk test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_full_disk.moc"
