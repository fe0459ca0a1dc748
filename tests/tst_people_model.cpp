#include "ui/people/people_model.h"

#include "core/auth/password_verifier.h"
#include "ui/format.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using namespace Qt::StringLiterals;

namespace {

const ShareId photos{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1"}, scans{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2"};

Share share(const ShareId& id, const QByteArray& name)
{
    Share share;
    share.id = id;
    share.name = name;
    share.folder = "/srv/" + name;
    return share;
}

QByteArray verifier()
{
    static const QByteArray made = PasswordVerifier().make("correct-horse").value_or(QByteArray());
    return made;
}

Account account(const QString& name, const QHash<ShareId, Access>& access = {})
{
    Account account;
    account.id = AccountId::create();
    account.userName = name;
    account.passwordVerifier = verifier();
    account.access = access;
    return account;
}

AuthorizedKey key(char number)
{
    constexpr qsizetype inside = 40; // of the 32 bytes that may be any
    QByteArray wire = QByteArray::fromBase64(
        "AAAAC3NzaC1lZDI1NTE5AAAAIAciy0PJVRKyLRnCJNQPFZhLqSTQLlwbFC6FUXN8IW18");
    wire[inside] = number;
    return {wire, u"laptop"_s, {}, {}, false};
}

// Cells that were told to have changed, as "row,column".
class ChangedCells final : public QObject {
public:
    explicit ChangedCells(const PeopleModel& model)
    {
        connect(&model, &QAbstractItemModel::dataChanged, this,
                [this](const QModelIndex& from, const QModelIndex& to) {
                    for (int row = from.row(); row <= to.row(); ++row) {
                        for (int column = from.column(); column <= to.column(); ++column)
                            cells += u"%1,%2"_s.arg(row).arg(column);
                    }
                });
    }
    QStringList cells;
};

} // namespace

class TestPeopleModel : public QObject {
    Q_OBJECT

    std::unique_ptr<test::WindowFixture> m_window;
    std::unique_ptr<PeopleModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    // Photos and Scans; the guest of Photos, zoe and anna.
    void makeFamily()
    {
        QVERIFY(m_window->change([](Settings& now) {
            now.shares = {share(photos, "Photos"), share(scans, "Scans")};
            const Account guest = account(u"guest"_s, {{photos, Access::View}});
            now.shares[0].guest = guest.id;
            now.accounts = {account(u"zoe"_s), account(u"anna"_s, {{photos, Access::Full}}), guest};
        }));
    }

    bool change(const std::function<void(Account&)>& change, const QString& name)
    {
        return m_window->change([&](Settings& now) {
            for (Account& account : now.accounts) {
                if (account.userName == name)
                    change(account);
            }
        });
    }

    QString text(int row, int column, int role = Qt::DisplayRole) const
    {
        return m_model->index(row, column).data(role).toString();
    }
    QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < m_model->rowCount(); ++row)
            names += text(row, 0);
        return names;
    }
    QString secondLineOf(const QString& name) const
    {
        return text(static_cast<int>(names().indexOf(name)), 0, PeopleModel::SecondLineRole);
    }
    void logIn(const QString& user, const QDateTime& at) const
    {
        ActivityEvent event;
        event.kind = ActivityEvent::Kind::LoggedIn;
        event.user = user;
        event.at = at;
        m_window->activity->record(event);
        m_window->activity->flush();
    }

private slots:
    void init()
    {
        m_window = std::make_unique<test::WindowFixture>();
        m_model = std::make_unique<PeopleModel>(*m_window->store, *m_window->activity);
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        makeFamily();
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
        m_window.reset();
    }

    void guestsComeFirstAndThenPeopleByName()
    {
        QCOMPARE(names(), QStringList({u"guest"_s, u"anna"_s, u"zoe"_s}));
        QCOMPARE(m_model->columnCount(), 4);
        QCOMPARE(m_model->headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), u"Photos"_s);
        QVERIFY(m_model->index(0, 0).data(PeopleModel::GuestRole).toBool());
        QVERIFY(!m_model->hasOnlyGuests());
        QVERIFY(change([](Account& zoe) { zoe.userName = u"Änne"_s; }, u"zoe"_s));
        QCOMPARE(names().first(), u"guest"_s);
    }

    void aCellSaysWhoMayDoWhat()
    {
        QCOMPARE(text(1, 1), format::accessName(Access::Full));
        QCOMPARE(text(1, 2), format::accessName(std::nullopt));
        QCOMPARE(text(1, 1, Qt::AccessibleTextRole), u"anna, Photos, Full"_s);
        QCOMPARE(m_model->index(1, 1).data(PeopleModel::AccessRole).toInt(),
                 static_cast<int>(Access::Full));
        QVERIFY(!m_model->index(1, 2).data(PeopleModel::AccessRole).isValid());
        QVERIFY(m_model->flags(m_model->index(1, 1)).testFlag(Qt::ItemIsEditable));
        QVERIFY(!m_model->flags(m_model->index(1, 0)).testFlag(Qt::ItemIsEditable));
        QVERIFY(!m_model->flags(m_model->index(1, 3)).testFlag(Qt::ItemIsEditable));
    }

    void theSecondLineSaysHowSomebodySignsIn_data()
    {
        QTest::addColumn<int>("keys");
        QTest::addColumn<bool>("password");
        QTest::addColumn<QString>("line");
        QTest::newRow("a password") << 0 << true << u"Password only"_s;
        QTest::newRow("a password and a key") << 1 << true << u"Password, 1 key"_s;
        QTest::newRow("a password and keys") << 2 << true << u"Password, 2 keys"_s;
        QTest::newRow("a key") << 1 << false << u"1 key"_s;
        QTest::newRow("keys") << 3 << false << u"3 keys"_s;
        QTest::newRow("nothing") << 0 << false << u"No password and no key"_s;
    }
    void theSecondLineSaysHowSomebodySignsIn()
    {
        QFETCH(const int, keys);
        QFETCH(const bool, password);
        QFETCH(const QString, line);
        QVERIFY(change(
            [&](Account& zoe) {
                for (int at = 0; at < keys; ++at)
                    zoe.keys += key(static_cast<char>('a' + at));
                if (!password)
                    zoe.passwordVerifier.clear();
            },
            u"zoe"_s));
        QCOMPARE(secondLineOf(u"zoe"_s), line);
    }

    void theSecondLineSaysUntilWhenAndWhatNoLongerIs()
    {
        QCOMPARE(secondLineOf(u"guest"_s), u"Link and password"_s);
        const QDateTime later = QDateTime::currentDateTimeUtc().addDays(40);
        QVERIFY(change([&](Account& zoe) { zoe.expires = later; }, u"zoe"_s));
        QCOMPARE(secondLineOf(u"zoe"_s), u"Password only, until %1"_s.arg(format::date(later)));
        const QDateTime past = QDateTime::currentDateTimeUtc().addDays(-40);
        QVERIFY(change([&](Account& zoe) { zoe.expires = past; }, u"zoe"_s));
        QCOMPARE(secondLineOf(u"zoe"_s), u"expired %1"_s.arg(format::date(past)));
        QVERIFY(m_model->index(2, 0).data(PeopleModel::IdleRole).toBool());
        QVERIFY(change([](Account& zoe) { zoe.enabled = false; }, u"zoe"_s));
        QCOMPARE(secondLineOf(u"zoe"_s), u"Switched off"_s);
        QVERIFY(change([](Account& guest) { guest.withoutPassword = true; }, u"guest"_s));
        QCOMPARE(secondLineOf(u"guest"_s), u"No password needed"_s);
    }

    void onlyTheCellThatChangedIsPaintedAnew()
    {
        ChangedCells changed(*m_model);
        QVERIFY(change([](Account& anna) { anna.access.insert(scans, Access::View); }, u"anna"_s));
        QCOMPARE(changed.cells, QStringList(u"1,2"_s));
        changed.cells.clear();
        QVERIFY(change([](Account& anna) { anna.keys += key('a'); }, u"anna"_s));
        QCOMPARE(changed.cells, QStringList(u"1,0"_s));
        changed.cells.clear();
        QVERIFY(change(
            [](Account& anna) {
                anna.passwordVerifier =
                    PasswordVerifier().make("another-one").value_or(QByteArray());
            },
            u"anna"_s));
        QCOMPARE(changed.cells, QStringList());
        QVERIFY(m_window->change([](Settings& now) { now.network.announce = false; }));
        QCOMPARE(changed.cells, QStringList());
    }

    void aSelectionSurvivesWhatComesAndGoesAroundIt()
    {
        QItemSelectionModel selection(m_model.get());
        QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
        selection.setCurrentIndex(m_model->index(1, 1),
                                  QItemSelectionModel::SelectCurrent | QItemSelectionModel::Rows);
        const auto annaIsSelected = [&] {
            return selection.currentIndex().siblingAtColumn(0).data().toString() == u"anna"
                && selection.isSelected(selection.currentIndex().siblingAtColumn(0));
        };
        QVERIFY(annaIsSelected());
        QVERIFY(m_window->change([](Settings& now) {
            now.accounts.prepend(account(u"aaron"_s));
            now.accounts.removeIf([](const Account& one) { return one.userName == u"zoe"; });
        }));
        QCOMPARE(names(), QStringList({u"guest"_s, u"aaron"_s, u"anna"_s}));
        QVERIFY(annaIsSelected());
        QVERIFY(change([](Account& aaron) { aaron.userName = u"xaver"_s; }, u"aaron"_s));
        QCOMPARE(names(), QStringList({u"guest"_s, u"anna"_s, u"xaver"_s}));
        QVERIFY(annaIsSelected());
        QVERIFY(m_window->change([](Settings& now) {
            now.shares.prepend(share({"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0"}, "Music"));
        }));
        QVERIFY(annaIsSelected());
        QCOMPARE(selection.currentIndex().column(), 2);
        QCOMPARE(m_model->columnCount(), 5);
        QVERIFY(m_window->change([](Settings& now) { now.shares.move(0, 2); }));
        QCOMPARE(m_model->headerData(3, Qt::Horizontal, Qt::DisplayRole).toString(), u"Music"_s);
        QVERIFY(annaIsSelected());
        QCOMPARE(resets.count(), 0);
    }

    void aShareMadeAgainUnderItsNameShowsNoAccess()
    {
        QCOMPARE(text(1, 1), format::accessName(Access::Full));
        QVERIFY(WindowFixtureRemove(photos));
        QCOMPARE(names(), QStringList({u"anna"_s, u"zoe"_s}));
        QVERIFY(m_window->change([](Settings& now) {
            now.shares += share({"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa9"}, "Photos");
        }));
        for (int row = 0; row < m_model->rowCount(); ++row) {
            QCOMPARE(text(row, 2), format::accessName(std::nullopt));
            QVERIFY(!m_model->index(row, 2).data(PeopleModel::AccessRole).isValid());
        }
    }

    void aWishGoesOutAndTheCellShowsWhatIsSaved()
    {
        QSignalSpy wanted(m_model.get(), &PeopleModel::accessWanted);
        const QModelIndex cell = m_model->index(1, 1);
        m_model->setData(cell, static_cast<int>(Access::Full), Qt::EditRole);
        QCOMPARE(wanted.count(), 0); // it is so already
        m_model->setData(cell, {}, Qt::EditRole);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].value<AccountId>(), m_model->account(cell)->id);
        QCOMPARE(wanted[0][1].value<ShareId>(), photos);
        QCOMPARE(wanted[0][2].value<std::optional<Access>>(), std::optional<Access>());
        QCOMPARE(text(1, 1), format::accessName(Access::Full));
    }

    void somebodyIsSeenWhenTheyLogIn()
    {
        const int column = m_model->lastSeenColumn();
        QCOMPARE(text(1, column), u"Not yet"_s);
        ChangedCells changed(*m_model);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        logIn(u"anna"_s, now);
        QCOMPARE(changed.cells, QStringList(u"1,%1"_s.arg(column)));
        QCOMPARE(text(1, column), format::time(now));
        QCOMPARE(text(2, column), u"Not yet"_s);

        ActivityEvent older;
        older.kind = ActivityEvent::Kind::LoggedIn;
        older.user = u"zoe"_s;
        older.at = now.addDays(-100);
        ActivityEvent oldOne = older;
        oldOne.user = u"anna"_s;
        m_window->activity->prepend({older, oldOne});
        QCOMPARE(text(2, column), format::date(older.at));
        QCOMPARE(text(1, column), format::time(now));
    }

    void aRowIsCopiedAsALineOfText()
    {
        QCOMPARE(m_model->rowText(1), u"anna\tPassword only\tPhotos: Full\tScans: No access"_s);
    }

    void settingsThatAreOnlyLookedAtCannotBeEdited()
    {
        const Settings before = m_window->settings();
        PeopleModel fixed(before);
        QAbstractItemModelTester tester(&fixed,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy wanted(&fixed, &PeopleModel::accessWanted);
        QVERIFY(change([](Account& anna) { anna.access.clear(); }, u"anna"_s));
        const QModelIndex cell = fixed.index(1, 1);
        QCOMPARE(cell.data().toString(), format::accessName(Access::Full));
        QVERIFY(!cell.flags().testFlag(Qt::ItemIsEditable));
        fixed.setData(cell, {}, Qt::EditRole);
        QCOMPARE(wanted.count(), 0);
    }

    void bytesThatAreNoTextAreShownSafely()
    {
        QVERIFY(m_window->change(
            [](Settings& now) { now.shares[0].name = QByteArray("P\xff\xe2\x80\xaehotos"); }));
        const QString title = m_model->headerData(1, Qt::Horizontal, Qt::DisplayRole).toString();
        QCOMPARE(title, format::name(QByteArray("P\xff\xe2\x80\xaehotos")));
        QVERIFY(!title.contains(QChar(0x202e)));
    }

private:
    bool WindowFixtureRemove(const ShareId& share) const
    {
        return test::WindowFixture::isDone(m_window->editor->removeShare(share));
    }
};

QTEST_MAIN(TestPeopleModel)
#include "tst_people_model.moc"
