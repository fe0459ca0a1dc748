// Which shares are announced, under which path and with which user.
#include "core/sharing_nearby.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using Layout = ShareTree::Layout;

class TestSharingNearby : public QObject {
    Q_OBJECT

    Settings m_settings;
    QList<Peer> m_listening;

    QList<Announcer::Service> services(Layout layout = Layout::Named) const
    {
        return servicesNearby(m_settings, m_settings.shares, layout, m_listening);
    }
    static Share share(const QByteArray& name)
    {
        Share made;
        made.id = ShareId::create();
        made.name = name;
        return made;
    }
    Account account(const char* name, qsizetype of) const
    {
        Account made;
        made.id = AccountId::create();
        made.userName = QLatin1String(name);
        made.access = {{m_settings.shares.at(of).id, Access::View}};
        return made;
    }
    QList<QByteArray> users() const
    {
        QList<QByteArray> all;
        for (const Announcer::Service& service : services())
            all += service.user;
        return all;
    }

private slots:
    void init()
    {
        m_settings = Settings();
        m_settings.shares = {share("Photos"), share("In\nbox\xff")};
        m_settings.accounts = {account("anna", 0), account("guest", 0), account("ben", 1)};
        m_settings.shares[0].guest = m_settings.accounts[1].id;
        m_listening = {{QHostAddress(QHostAddress::LocalHost), 2021},
                       {QHostAddress(QHostAddress::AnyIPv4), 2022}};
    }

    void eachShareIsAServiceWithItsPathAndNoUser()
    {
        ROW("nearby");
        const QList<Announcer::Service> expected{
            {QStringLiteral("Photos"), "/Photos", {}, 2022},
            {QStringLiteral("In\\x0abox\\xff"), "/In\nbox\xff", {}, 2022}};
        QCOMPARE(services(), expected);
        m_settings.shares.removeLast();
        QCOMPARE(services(Layout::Single).first().path, QByteArray("/"));
    }

    void onlyThisNetworkHears_data()
    {
        QTest::addColumn<QStringList>("allowFrom");
        QTest::addColumn<qsizetype>("seen");
        const auto row = [](const char* name, const char* from, qsizetype seen) {
            QTest::newRow(name) << QString::fromLatin1(from).split(u',') << seen;
        };
        row("this network", "lan", 2);
        row("this network and another", "lan,203.0.113.0/24", 2);
        row("anyone", "any", 0);
        row("anyone and this network", "lan,any", 0);
        row("anyone, written carelessly", "lan, any ", 0);
        row("another network", "203.0.113.0/24", 0);
    }
    void onlyThisNetworkHears()
    {
        ROW("nearby");
        QFETCH(QStringList, allowFrom);
        QFETCH(qsizetype, seen);
        m_settings.network.allowFrom = allowFrom;
        QCOMPARE(services().size(), seen);
    }

    void itCanBeSwitchedOff()
    {
        ROW("nearby");
        m_settings.network.announce = false;
        m_settings.network.announceUser = true;
        QCOMPARE(services().size(), qsizetype(0));
    }

    void whatOnlyThisComputerReachesIsNotAnnounced()
    {
        ROW("nearby");
        m_listening.removeLast();
        QCOMPARE(services().size(), qsizetype(0));
        m_listening = {{QHostAddress(QHostAddress::LocalHostIPv6), 2022}};
        QCOMPARE(services().size(), qsizetype(0));
    }

    void theUserIsTheGuestOrTheOnlyOneAndOnlyWhereAskedFor()
    {
        ROW("nearby");
        QCOMPARE(users(), QList<QByteArray>({"", ""}));
        m_settings.network.announceUser = true;
        QCOMPARE(users(), QList<QByteArray>({"guest", "ben"}));
        m_settings.shares[0].guest = {};
        QCOMPARE(users(), QList<QByteArray>({"", "ben"})); // two may come: which one?
        m_settings.accounts[0].enabled = false;
        m_settings.accounts[2].enabled = false;
        QCOMPARE(users(), QList<QByteArray>({"guest", ""}));
    }
};

QTEST_GUILESS_MAIN(TestSharingNearby)
#include "tst_sharing_nearby.moc"
