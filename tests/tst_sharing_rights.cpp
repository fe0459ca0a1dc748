#include "core/sharing_rights.h"

#include <QTest>

#include <algorithm>
#include <functional>

#include "tests/support/rows.h"

using namespace sallyport;

namespace {

const QDateTime now(QDate(2026, 6, 1), QTime(12, 0), Qt::UTC);

// anna has Full on Photos and a drop box on Inbox, ben views Photos.
Settings family()
{
    Settings settings;
    for (const char* name : {"Photos", "Inbox"}) {
        Share share;
        share.id = {QByteArray(name) + "-id"};
        share.name = name;
        share.folder = QByteArray("/srv/") + name;
        settings.shares += share;
    }
    Account anna;
    anna.id = {"anna-id"};
    anna.userName = QStringLiteral("anna");
    anna.passwordVerifier = "$argon2id$1";
    anna.keys = {{"key-1", QStringLiteral("laptop"), {}, {}, false}};
    anna.access = {{{"Photos-id"}, Access::Full}, {{"Inbox-id"}, Access::DropBox}};
    Account ben;
    ben.id = {"ben-id"};
    ben.userName = QStringLiteral("ben");
    ben.withoutPassword = true;
    ben.access = {{{"Photos-id"}, Access::View}};
    settings.accounts = {anna, ben};
    return settings;
}

using Change = std::function<void(Settings&)>;

} // namespace

Q_DECLARE_METATYPE(Change)

class TestSharingRights : public QObject {
    Q_OBJECT

private slots:
    void onlyWhoLostSomethingLoses_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QByteArrayList>("lost");
        const auto row = [](const char* claim, const Change& change, const QByteArrayList& lost) {
            QTest::newRow(claim) << change << lost;
        };
        const QByteArrayList nobody;
        const QByteArrayList both{"anna-id", "ben-id"};
        row(
            "nothing changed", [](Settings&) {}, nobody);

        row("an account is removed", [](Settings& s) { s.accounts.removeFirst(); }, {"anna-id"});
        row("an account is switched off", [](Settings& s) { s.accounts[1].enabled = false; },
            {"ben-id"});
        row("an account has expired", [](Settings& s) { s.accounts[0].expires = now; },
            {"anna-id"});
        row(
            "an account will expire", [](Settings& s) { s.accounts[0].expires = now.addSecs(1); },
            nobody);
        row(
            "an account comes",
            [](Settings& s) {
                s.accounts += Account{};
                s.accounts.last().id = {"new"};
            },
            nobody);
        row("an account is made again under its name",
            [](Settings& s) { s.accounts[1].id = {"other"}; }, {"ben-id"});
        row(
            "a user gets another name",
            [](Settings& s) { s.accounts[0].userName = QStringLiteral("anne"); }, nobody);

        row("a share is removed", [](Settings& s) { s.shares.removeLast(); }, {"anna-id"});
        row(
            "a share is switched off", [](Settings& s) { s.shares[0].enabled = false; }, both);
        row("the time of a share is up", [](Settings& s) { s.shares[1].until = now; }, {"anna-id"});
        row(
            "a share is made again under its name", [](Settings& s) { s.shares[0].id = {"other"}; },
            both);
        row(
            "a share gets another name", [](Settings& s) { s.shares[0].name = "Pictures"; },
            nobody);
        row(
            "a share gets another folder", [](Settings& s) { s.shares[0].folder = "/srv/b"; },
            both);
        row(
            "a share is confirmed", [](Settings& s) { s.shares[0].root = RootMark{}; }, nobody);
        row("a share hides more", [](Settings& s) { s.shares[1].hide = {QStringLiteral(".*")}; },
            {"anna-id"});
        row("a share follows no links any more",
            [](Settings& s) { s.shares[1].symlinks = SymlinkPolicy::Never; }, {"anna-id"});
        row("a share makes no links any more", [](Settings& s) { s.shares[1].makeLinks = false; },
            {"anna-id"});
        row("a share keeps to one disk", [](Settings& s) { s.shares[1].otherDisks = false; },
            {"anna-id"});
        row("a share gets a quota", [](Settings& s) { s.shares[1].quota = 1000; }, {"anna-id"});
        row("a share keeps space free", [](Settings& s) { s.shares[1].keepFree = 1; }, {"anna-id"});
        row(
            "a share syncs", [](Settings& s) { s.shares[1].safeClose = true; }, nobody);

        row("a grant is withdrawn", [](Settings& s) { s.accounts[1].access.clear(); }, {"ben-id"});
        row(
            "a grant is added",
            [](Settings& s) { s.accounts[1].access.insert({"Inbox-id"}, Access::Full); }, nobody);
        row("a share nobody could see is removed",
            [](Settings& s) {
                s.accounts[0].access.remove({"Inbox-id"});
                s.shares.removeLast();
            },
            {"anna-id"});

        row("a password is changed",
            [](Settings& s) { s.accounts[0].passwordVerifier = "$argon2id$2"; }, {"anna-id"});
        row(
            "a password is given",
            [](Settings& s) { s.accounts[1].passwordVerifier = "$argon2id$2"; }, nobody);
        row("a guest needs a password now",
            [](Settings& s) { s.accounts[1].withoutPassword = false; }, {"ben-id"});
        row("a key is removed", [](Settings& s) { s.accounts[0].keys.clear(); }, {"anna-id"});
        row("a key is bound to addresses",
            [](Settings& s) { s.accounts[0].keys[0].from = QStringLiteral("10.0.0.0/8"); },
            {"anna-id"});
        row(
            "a key gets another comment",
            [](Settings& s) { s.accounts[0].keys[0].comment = QStringLiteral("old"); }, nobody);
        row(
            "a key is added",
            [](Settings& s) {
                s.accounts[0].keys.prepend({"key-2", {}, {}, {}, true});
            },
            nobody);
        row(
            "the port changes", [](Settings& s) { s.network.port = 2023; }, nobody);
    }
    void onlyWhoLostSomethingLoses()
    {
        QFETCH(const Change, change);
        QFETCH(const QByteArrayList, lost);
        Settings after = family();
        change(after);
        QByteArrayList names;
        for (const AccountId& id : losers(rightsAt(family(), now), rightsAt(after, now)))
            names += id.value;
        std::sort(names.begin(), names.end());
        QCOMPARE(names, lost);
    }

    void anAccessIsPartOfAnother_data()
    {
        QTest::addColumn<Access>("before");
        QTest::addColumn<QList<Access>>("enough");
        QTest::newRow("view") << Access::View << QList{Access::View, Access::Upload, Access::Full};
        QTest::newRow("upload") << Access::Upload << QList{Access::Upload, Access::Full};
        QTest::newRow("full") << Access::Full << QList{Access::Full};
        QTest::newRow("drop") << Access::DropBox
                              << QList{Access::Upload, Access::Full, Access::DropBox};
    }
    void anAccessIsPartOfAnother()
    {
        QFETCH(const Access, before);
        QFETCH(const QList<Access>, enough);
        Settings old = family();
        old.accounts[1].access[{"Photos-id"}] = before;
        for (const Access after : {Access::View, Access::Upload, Access::Full, Access::DropBox}) {
            Settings changed = old;
            changed.accounts[1].access[{"Photos-id"}] = after;
            QCOMPARE(losers(rightsAt(old, now), rightsAt(changed, now)).isEmpty(),
                     enough.contains(after));
        }
    }

    void theNextChangeIsTheFirstMomentToCome()
    {
        Settings settings = family();
        QVERIFY(!nextChange(settings, now));
        settings.shares[0].until = now.addSecs(-5);
        QVERIFY(!nextChange(settings, now));
        settings.shares[1].until = now.addSecs(60);
        settings.accounts[0].expires = now.addSecs(30);
        QCOMPARE(nextChange(settings, now).value(), now.addSecs(30));
        QCOMPARE(nextChange(settings, now.addSecs(30)).value(), now.addSecs(60));
    }
};

QTEST_GUILESS_MAIN(TestSharingRights)
#include "tst_sharing_rights.moc"
