#include "ui/desktop/tray_icon.h"

#include "ui/widgets/icon.h"

#include <QApplication>
#include <QClipboard>
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCall>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QProcess>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include "tests/support/private_desktop.h"
#include "tests/support/ssh_client.h"
#include "tests/support/window_fixture.h"

#include "tests/support/rows.h"

using namespace sallyport;
using test::WindowFixture;

namespace {

constexpr int patience = 30'000; // milliseconds

// One entry of a menu, as com.canonical.dbusmenu tells it.
struct Entry {
    int id = 0;
    QVariantMap properties;
    QList<QVariant> children;
};

QDBusArgument& operator<<(QDBusArgument& argument, const Entry& entry)
{
    argument.beginStructure();
    argument << entry.id << entry.properties << entry.children;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, Entry& entry)
{
    argument.beginStructure();
    argument >> entry.id >> entry.properties >> entry.children;
    argument.endStructure();
    return argument;
}

// What a panel sees of the icon.
struct Picture {
    int width = 0, height = 0;
    QByteArray bytes;
    bool operator==(const Picture&) const = default;
};

QDBusArgument& operator<<(QDBusArgument& argument, const Picture& picture)
{
    argument.beginStructure();
    argument << picture.width << picture.height << picture.bytes;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, Picture& picture)
{
    argument.beginStructure();
    argument >> picture.width >> picture.height >> picture.bytes;
    argument.endStructure();
    return argument;
}

struct ToolTip {
    QString icon;
    QList<Picture> pictures;
    QString title, text;
};

QDBusArgument& operator<<(QDBusArgument& argument, const ToolTip& tip)
{
    argument.beginStructure();
    argument << tip.icon << tip.pictures << tip.title << tip.text;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, ToolTip& tip)
{
    argument.beginStructure();
    argument >> tip.icon >> tip.pictures >> tip.title >> tip.text;
    argument.endStructure();
    return argument;
}

} // namespace

Q_DECLARE_METATYPE(Entry)
Q_DECLARE_METATYPE(Picture)
Q_DECLARE_METATYPE(QList<Picture>)
Q_DECLARE_METATYPE(ToolTip)

class TestTrayIcon : public QObject {
    Q_OBJECT

    std::unique_ptr<QProcess> m_panel;
    QString m_item; // the service of the icon

    void startPanel(const QStringList& arguments = {})
    {
        m_panel = std::make_unique<QProcess>();
        m_panel->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_panel->start(QStringLiteral(SALLYPORT_PANEL), arguments);
        QCOMPARE(panelSays(), QByteArray("ready"));
    }
    // Its next line; the event loop runs meanwhile.
    QByteArray panelSays()
    {
        const bool said = QTest::qWaitFor([this] { return m_panel->canReadLine(); }, patience);
        return said ? m_panel->readLine().trimmed() : QByteArray();
    }
    void stopPanel()
    {
        if (!m_panel)
            return;
        m_panel->terminate();
        QVERIFY(m_panel->waitForFinished(patience));
        m_panel.reset();
    }

    // The icon is in this process, so nothing may wait for it in the bus itself.
    QDBusMessage call(const QString& path, const char* interface, const char* method,
                      const QVariantList& arguments)
    {
        auto message = QDBusMessage::createMethodCall(m_item, path, QLatin1String(interface),
                                                      QLatin1String(method));
        message.setArguments(arguments);
        QDBusPendingCall pending = QDBusConnection::sessionBus().asyncCall(message);
        if (!QTest::qWaitFor([&pending] { return pending.isFinished(); }, patience))
            QTest::qFail("no answer", __FILE__, __LINE__);
        return pending.reply();
    }
    template <typename T>
    T property(const char* name)
    {
        const QDBusMessage reply =
            call(QStringLiteral("/StatusNotifierItem"), "org.freedesktop.DBus.Properties", "Get",
                 {QStringLiteral("org.kde.StatusNotifierItem"), QLatin1String(name)});
        return qdbus_cast<T>(reply.arguments().value(0).value<QDBusVariant>().variant());
    }
    QString words() { return property<ToolTip>("ToolTip").title; }
    QList<Picture> pictures() { return property<QList<Picture>>("IconPixmap"); }

    // All entries that can be seen, with their words; of submenus too.
    QHash<QString, Entry> entries()
    {
        const QDBusMessage reply = call(QStringLiteral("/MenuBar"), "com.canonical.dbusmenu",
                                        "GetLayout", {0, -1, QStringList()});
        QHash<QString, Entry> result;
        if (reply.arguments().size() == 2)
            collect(qdbus_cast<Entry>(reply.arguments().at(1)), result);
        return result;
    }
    static void collect(const Entry& entry, QHash<QString, Entry>& result)
    {
        const bool isVisible = entry.properties.value(QStringLiteral("visible"), true).toBool();
        const QString label = entry.properties.value(QStringLiteral("label")).toString();
        if (isVisible && !label.isEmpty())
            result.insert(label, entry);
        for (const QVariant& child : entry.children)
            collect(qdbus_cast<Entry>(child), result);
    }
    void click(const QString& label)
    {
        const auto all = entries();
        QVERIFY2(all.contains(label), qPrintable(QStringList(all.keys()).join(u'|')));
        call(QStringLiteral("/MenuBar"), "com.canonical.dbusmenu", "Event",
             {all.value(label).id, QStringLiteral("clicked"), QVariant::fromValue(QDBusVariant(0)),
              0U});
    }
    std::unique_ptr<TrayIcon> shownIn(WindowFixture& fixture)
    {
        auto tray = std::make_unique<TrayIcon>(fixture.parts());
        if (!QTest::qWaitFor([&tray] { return tray->isShown(); }, patience))
            QTest::qFail("the icon is not shown", __FILE__, __LINE__);
        m_item = QString::fromUtf8(panelSays());
        return tray;
    }

private slots:
    void initTestCase()
    {
        qDBusRegisterMetaType<Entry>();
        qDBusRegisterMetaType<Picture>();
        qDBusRegisterMetaType<QList<Picture>>();
        qDBusRegisterMetaType<ToolTip>();
    }
    void cleanup() { stopPanel(); }

    // First: what Qt knows about panels it learns once in a process.
    void itWaitsForAPanelThatComesLater()
    {
        WindowFixture fixture;
        TrayIcon tray(fixture.parts());
        QSignalSpy shown(&tray, &TrayIcon::shownChanged);
        QTRY_VERIFY_WITH_TIMEOUT(tray.isDecided(), patience);
        QVERIFY(!tray.isShown());

        startPanel({QStringLiteral("--without-host")});
        shown.clear();
        auto host = QDBusMessage::createMethodCall(QStringLiteral("org.kde.StatusNotifierWatcher"),
                                                   QStringLiteral("/StatusNotifierWatcher"),
                                                   QStringLiteral("org.kde.StatusNotifierWatcher"),
                                                   QStringLiteral("RegisterStatusNotifierHost"));
        host.setArguments({QStringLiteral("org.kde.StatusNotifierHost-1")});
        QVERIFY(!tray.isShown());
        QDBusConnection::sessionBus().send(host);
        QTRY_VERIFY_WITH_TIMEOUT(tray.isShown(), patience);
        QCOMPARE(shown.count(), 1);
        QVERIFY(!panelSays().isEmpty());

        // And with the panel it goes, and comes back with the next one.
        stopPanel();
        QTRY_VERIFY_WITH_TIMEOUT(!tray.isShown(), patience);
        startPanel();
        QTRY_VERIFY_WITH_TIMEOUT(tray.isShown(), patience);
        QVERIFY(!panelSays().isEmpty());
    }

    void eachStateHasItsPictureAndItsWords()
    {
        startPanel();
        WindowFixture fixture;
        const auto share = fixture.share(fixture.makeFolder(QStringLiteral("Photos")));
        QVERIFY(share);
        const auto tray = shownIn(fixture);
        QList<QList<Picture>> seen;
        const auto look = [&] {
            const auto now = pictures();
            const bool isNew = !now.isEmpty() && !seen.contains(now);
            seen.append(now);
            return isNew;
        };
        QCOMPARE(tray->state(), TrayIcon::State::Off);
        QCOMPARE(words(), QStringLiteral("Sallyport: not sharing"));
        QVERIFY(look());

        QVERIFY(fixture.startSharing());
        QTRY_COMPARE(tray->state(), TrayIcon::State::On);
        QCOMPARE(words(), QStringLiteral("Sallyport: sharing, nobody connected"));
        QVERIFY(look());

        test::SshClient guest;
        QVERIFY(guest.connect(fixture.port()));
        QCOMPARE(guest.password(share->userName.toUtf8(), share->password), int(SSH_AUTH_SUCCESS));
        QTRY_COMPARE(tray->state(), TrayIcon::State::Active);
        QTRY_VERIFY(words().startsWith(QLatin1String("Sallyport: 1 connected, ")));
        QVERIFY(look());

        // The folder goes: that matters more than who is there.
        QVERIFY(QDir().rename(fixture.path(QStringLiteral("folders/Photos")),
                              fixture.path(QStringLiteral("folders/Elsewhere"))));
        QTRY_COMPARE_WITH_TIMEOUT(tray->state(), TrayIcon::State::Problem, patience);
        QCOMPARE(words(), QStringLiteral("Sallyport: needs attention"));
        QVERIFY(look());
    }

    void aPortInUseIsAProblem()
    {
        startPanel();
        WindowFixture fixture;
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        QVERIFY(fixture.change(
            [&other](Settings& settings) { settings.network.port = other.serverPort(); }));
        const auto tray = shownIn(fixture);
        fixture.sharing->start();
        QTRY_COMPARE_WITH_TIMEOUT(tray->state(), TrayIcon::State::Problem, patience);
        QCOMPARE(words(), QStringLiteral("Sallyport: needs attention"));
    }

    void theMenuSaysWhatIsTrue()
    {
        startPanel();
        WindowFixture fixture;
        QVERIFY(fixture.share(fixture.makeFolder(QStringLiteral("Photos"))));
        QVERIFY(fixture.share(fixture.makeFolder(QStringLiteral("my_fish & chips"))));
        const auto tray = shownIn(fixture);
        QTRY_VERIFY(entries().contains(QStringLiteral("Not sharing")));
        QVERIFY(entries().contains(QStringLiteral("Start")));
        QVERIFY(!entries().contains(QStringLiteral("Stop all sharing")));
        QVERIFY(!entries().contains(QStringLiteral("Copy link to Photos")));

        QVERIFY(fixture.startSharing());
        QTRY_VERIFY(entries().contains(QStringLiteral("Sharing 2 folder(s)")));
        QCOMPARE(entries()
                     .value(QStringLiteral("Sharing 2 folder(s)"))
                     .properties.value(QStringLiteral("enabled"))
                     .toBool(),
                 false);
        for (const char* label : {"Stop all sharing", "Pause for an hour", "Nobody connected",
                                  "Open Sallyport", "Quit", "Copy link to Photos"})
            QVERIFY2(entries().contains(QLatin1String(label)), label);
        // "_" underlines the next letter in a panel, which makes these "my_fish & chips".
        QVERIFY2(entries().contains(QStringLiteral("Copy link to my__fish _& chips")),
                 qPrintable(QStringList(entries().keys()).join(u'|')));
        QVERIFY(!entries().contains(QStringLiteral("Start")));
    }

    void itsEntriesDoWhatTheySay()
    {
        startPanel();
        WindowFixture fixture;
        QVERIFY(fixture.share(fixture.makeFolder(QStringLiteral("Photos"))));
        const auto tray = shownIn(fixture);
        click(QStringLiteral("Start"));
        QTRY_COMPARE_WITH_TIMEOUT(fixture.sharing->state(), Sharing::State::On, patience);
        QTRY_VERIFY(entries().contains(QStringLiteral("Copy link to Photos")));

        click(QStringLiteral("Copy link to Photos"));
        QTRY_VERIFY(QApplication::clipboard()->text().endsWith(
            QStringLiteral("@127.0.0.1:%1/Photos").arg(fixture.port())));
        QVERIFY(QApplication::clipboard()->text().startsWith(QLatin1String("sftp://guest@")));

        for (const auto& [label, signal] :
             {std::pair("Open Sallyport", &TrayIcon::showWindow),
              std::pair("Quit", &TrayIcon::quitAsked),
              std::pair("Stop all sharing", &TrayIcon::stopAsked),
              std::pair("Pause for an hour", &TrayIcon::pauseAsked)}) {
            QSignalSpy asked(tray.get(), signal);
            click(QLatin1String(label));
            QTRY_COMPARE(asked.count(), 1);
        }
    }

    void aClickOpensTheWindow()
    {
        startPanel();
        WindowFixture fixture;
        const auto tray = shownIn(fixture);
        QSignalSpy asked(tray.get(), &TrayIcon::showWindow);
        call(QStringLiteral("/StatusNotifierItem"), "org.kde.StatusNotifierItem", "Activate",
             {0, 0});
        QTRY_COMPARE(asked.count(), 1);
    }
};

int main(int argc, char** argv)
{
    const test::PrivateDesktop desktop(test::PrivateDesktop::Display::X11);
    const QApplication application(argc, argv);
    TestTrayIcon test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_tray_icon.moc"
