#include "app/sleep_inhibitor.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusUnixFileDescriptor>
#include <QSocketNotifier>
#include <QTest>

#include "tests/support/held_download.h"
#include "tests/support/private_desktop.h"
#include "tests/support/window_fixture.h"

#include <fcntl.h>
#include <unistd.h>

#include "tests/support/rows.h"

using namespace sallyport;
using test::HeldDownload;
using test::WindowFixture;

namespace {

constexpr std::chrono::milliseconds shortLinger{50};

// The login manager: a lock is held as long as the descriptor it gives is open.
class LoginManager final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")
public:
    QStringList asked;
    int held = 0;

public slots:
    QDBusUnixFileDescriptor Inhibit(const QString& what, const QString& who, const QString& why,
                                    const QString& mode)
    {
        asked.append(QStringList{what, who, why, mode}.join(u'|'));
        int ends[2]{};
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return {};
        ++held;
        auto* const gone = new QSocketNotifier(ends[0], QSocketNotifier::Read, this);
        connect(gone, &QSocketNotifier::activated, this, [this, gone, end = ends[0]] {
            --held;
            gone->setEnabled(false);
            gone->deleteLater();
            ::close(end);
        });
        QDBusUnixFileDescriptor result(ends[1]); // keeps a copy
        ::close(ends[1]);
        return result;
    }
};

// Desktops without a login manager.
class PowerManagement final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.PowerManagement.Inhibit")
public:
    QList<uint> held;

public slots:
    uint Inhibit(const QString&, const QString&)
    {
        held.append(++m_last);
        return m_last;
    }
    void UnInhibit(uint cookie) { held.removeAll(cookie); }

private:
    uint m_last = 40;
};

// A service of this test's, on a connection of its own.
class Service {
public:
    Service(const char* name, const char* path, QObject& object)
        : m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, QLatin1String(name)))
        , m_name(QLatin1String(name))
    {
        m_isThere =
            m_bus.registerObject(QLatin1String(path), &object, QDBusConnection::ExportAllSlots)
            && m_bus.registerService(m_name);
    }
    ~Service()
    {
        m_bus.unregisterService(m_name);
        QDBusConnection::disconnectFromBus(m_name);
    }
    bool isThere() const { return m_isThere; }

private:
    QDBusConnection m_bus;
    QString m_name;
    bool m_isThere = false;
};

} // namespace

class TestSleepInhibitor : public QObject {
    Q_OBJECT

    std::unique_ptr<WindowFixture> m_fixture;
    std::optional<SettingsEditor::NewShare> m_share;

private slots:
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>();
        const QString folder = m_fixture->makeFolder(QStringLiteral("Photos"));
        QVERIFY(HeldDownload::makeFile(folder));
        m_share = m_fixture->share(folder);
        QVERIFY(m_share);
        QVERIFY(m_fixture->startSharing());
    }
    void cleanup() { m_fixture.reset(); }

    void theLoginManagerIsAskedWhileBytesMove()
    {
        LoginManager manager;
        const Service service("org.freedesktop.login1", "/org/freedesktop/login1", manager);
        QVERIFY(service.isThere());
        SleepInhibitor inhibitor(*m_fixture->live, shortLinger);
        {
            HeldDownload download;
            QVERIFY(download.start(*m_fixture, *m_share));
            QTRY_VERIFY(inhibitor.isHolding());
            QCOMPARE(
                manager.asked,
                QStringList{QStringLiteral("sleep|Sallyport|Files are being transferred|block")});
            QCOMPARE(manager.held, 1);
        }
        QTRY_COMPARE_WITH_TIMEOUT(manager.held, 0, WindowFixture::patience);
        QVERIFY(!inhibitor.isHolding());
        {
            HeldDownload again;
            QVERIFY(again.start(*m_fixture, *m_share));
            QTRY_COMPARE(manager.held, 1);
        }
        QTRY_COMPARE_WITH_TIMEOUT(manager.held, 0, WindowFixture::patience);
        QCOMPARE(manager.asked.size(), 2);
    }

    void theEndOfTheProgramLetsGo()
    {
        LoginManager manager;
        const Service service("org.freedesktop.login1", "/org/freedesktop/login1", manager);
        HeldDownload download;
        {
            SleepInhibitor inhibitor(*m_fixture->live, shortLinger);
            QVERIFY(download.start(*m_fixture, *m_share));
            QTRY_COMPARE(manager.held, 1);
            QTRY_VERIFY(inhibitor.isHolding());
        }
        QTRY_COMPARE(manager.held, 0);
    }

    void whereThereIsNoLoginManagerTheDesktopIsAsked()
    {
        PowerManagement power;
        const Service service("org.freedesktop.PowerManagement",
                              "/org/freedesktop/PowerManagement/Inhibit", power);
        SleepInhibitor inhibitor(*m_fixture->live, shortLinger);
        {
            HeldDownload download;
            QVERIFY(download.start(*m_fixture, *m_share));
            QTRY_COMPARE(power.held, QList<uint>{41});
            QTRY_VERIFY(inhibitor.isHolding());
        }
        QTRY_VERIFY_WITH_TIMEOUT(power.held.isEmpty(), WindowFixture::patience);
        QVERIFY(!inhibitor.isHolding());
    }

    void whereThereIsNeitherNothingIsSaid()
    {
        SleepInhibitor inhibitor(*m_fixture->live, shortLinger);
        HeldDownload download;
        QVERIFY(download.start(*m_fixture, *m_share));
        QTest::qWait(500); // both have been asked
        QVERIFY(!inhibitor.isHolding());
        QVERIFY(m_fixture->dialogs.questions.isEmpty());
    }
};

int main(int argc, char** argv)
{
    const test::PrivateDesktop desktop(test::PrivateDesktop::Display::None);
    const QCoreApplication application(argc, argv);
    TestSleepInhibitor test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_sleep_inhibitor.moc"
