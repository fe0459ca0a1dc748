// The whole of it: the real window, clicked as a person would, and a stock `sftp` at the other end.
#include "ui/window/main_window.h"

#include "ui/activity/activity_model.h"
#include "ui/activity/connections_model.h"
#include "ui/activity/live_connections.h"
#include "ui/format.h"

#include <QClipboard>
#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/open_ssh.h"
#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

#include <cstdio>

using namespace sallyport;
using namespace Qt::StringLiterals;
using test::OpenSshClient;
using test::WindowFixture;

namespace {

constexpr int patience = WindowFixture::patience;

QByteArray sha256(const QString& path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    return file.open(QIODevice::ReadOnly) && hash.addData(&file) ? hash.result() : QByteArray();
}

struct Copied {
    QUrl link;
    QString password;
};

} // namespace

class TestEndToEnd : public QObject {
    Q_OBJECT

    const test::OpenSshKey m_key;
    std::unique_ptr<WindowFixture> m_real;
    std::unique_ptr<MainWindow> m_window;

    // The one in sight: pages that are not have buttons of the same name.
    template <typename T>
    T* seen(const QString& name) const
    {
        const QList<T*> all = m_window->findChildren<T*>(name);
        const auto found =
            std::find_if(all.begin(), all.end(), [](const T* one) { return one->isVisible(); });
        return found == all.end() ? nullptr : *found;
    }
    bool click(const QString& name) const
    {
        if (!QTest::qWaitFor([&] { return seen<QAbstractButton>(name) != nullptr; }, patience))
            return false;
        QTest::mouseClick(seen<QAbstractButton>(name), Qt::LeftButton);
        return true;
    }
    // What a click on a button puts on the clipboard.
    QString copied(const QString& button) const
    {
        QGuiApplication::clipboard()->clear();
        if (!click(button))
            return {};
        (void)QTest::qWaitFor([] { return !QGuiApplication::clipboard()->text().isEmpty(); },
                              patience);
        return QGuiApplication::clipboard()->text();
    }
    // One click, one folder; the link and the password as a person takes them from the card.
    std::optional<Copied> shareByClick(const QString& folder)
    {
        const qsizetype before = m_real->settings().shares.size();
        m_real->dialogs.folders += folder;
        if (!click(before == 0 ? u"chooseFolder"_s : u"addFolderBelow"_s))
            return std::nullopt;
        const QString name = QFileInfo(folder).fileName();
        const bool shown = QTest::qWaitFor(
            [&] {
                const auto* link = seen<QWidget>(u"link"_s);
                return m_real->settings().shares.size() == before + 1
                    && m_real->sharing->state() == Sharing::State::On && link != nullptr
                    && link->property("text").toString().endsWith(name);
            },
            patience);
        if (!shown)
            return std::nullopt;
        Copied result{QUrl(copied(u"copyLink"_s)), copied(u"copyPassword"_s)};
        return result;
    }
    OpenSshClient client(const Copied& invite, const QStringList& options = {}) const
    {
        return OpenSshClient(m_key, quint16(invite.link.port()), invite.link.userName(),
                             invite.password, options);
    }

    // Every row of the activity list, runs opened: person, what happened, size, result.
    QStringList activityRows() const
    {
        const auto* view = m_window->findChild<QTreeView*>(u"activity"_s);
        QStringList rows;
        const auto read = [&rows](const QAbstractItemModel& model, int row,
                                  const QModelIndex& parent) {
            QStringList cells;
            for (const int column : {ActivityModel::Person, ActivityModel::What,
                                     ActivityModel::Size, ActivityModel::Result})
                cells += model.index(row, column, parent).data().toString();
            rows += cells.join(u" | "_s);
        };
        const QAbstractItemModel& model = *view->model();
        for (int row = 0; row < model.rowCount(); ++row) {
            read(model, row, {});
            const QModelIndex parent = model.index(row, 0);
            for (int child = 0; child < model.rowCount(parent); ++child)
                read(model, child, parent);
        }
        return rows;
    }
    bool hasRow(const QString& row) const
    {
        const bool found = QTest::qWaitFor([&] { return activityRows().contains(row); }, patience);
        if (!found)
            qWarning().noquote() << "wanted" << row << "among\n" << activityRows().join(u'\n');
        return found;
    }
    bool showConnections() const
    {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus != nullptr ? focus : m_window.get(), Qt::Key_3, Qt::AltModifier);
        return QTest::qWaitFor([this] { return seen<QTreeView>(u"connections"_s) != nullptr; },
                               patience);
    }
    // Selects the connection of one person on the page of connections.
    bool select(const QString& person, const QString& from) const
    {
        auto* view = m_window->findChild<QTreeView*>(u"connections"_s);
        const bool found = QTest::qWaitFor(
            [&] {
                const QAbstractItemModel& model = *view->model();
                for (int row = 0; row < model.rowCount(); ++row) {
                    const QModelIndex who = model.index(row, ConnectionsModel::Who);
                    if (who.data().toString() != person
                        || model.index(row, ConnectionsModel::From).data().toString() != from)
                        continue;
                    QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                                      view->visualRect(who).center());
                    return view->currentIndex().row() == row;
                }
                return false;
            },
            patience);
        if (!found) {
            qWarning() << "the page is in sight:" << view->isVisible();
            for (int row = 0; row < view->model()->rowCount(); ++row)
                qWarning() << view->model()->index(row, ConnectionsModel::Who).data()
                           << view->model()->index(row, ConnectionsModel::From).data();
        }
        return found;
    }

private slots:
    void init()
    {
        m_real = std::make_unique<WindowFixture>();
        m_window = std::make_unique<MainWindow>(m_real->parts());
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup()
    {
        m_window.reset();
        m_real.reset();
    }

    void oneClickSharesAFolderAndAStockClientMovesFiles()
    {
        const QString folder = m_real->makeFolder(u"Photos"_s);
        QByteArray content(300'000, 'p');
        for (qsizetype at = 0; at < content.size(); at += 7)
            content[at] = char(at % 251);
        WindowFixture::writeFile(folder + u"/picture.raw"_s, content);
        const auto invite = shareByClick(folder);
        QVERIFY(invite);
        QCOMPARE(invite->link.toString(),
                 u"sftp://guest@127.0.0.1:%1/Photos"_s.arg(m_real->port()));
        QVERIFY(invite->password.size() > 10);

        OpenSshClient guest = client(*invite);
        QVERIFY(guest.isIn());
        const QString here = m_real->path(u"here.raw"_s);
        guest.run("get /Photos/picture.raw " + here.toLocal8Bit());
        QCOMPARE(sha256(here), sha256(folder + u"/picture.raw"_s));
        QVERIFY(hasRow(u"guest | %1 | %2 | %3"_s.arg(u"Downloaded Photos/picture.raw"_s,
                                                     format::size(300'000), u"Done"_s)));

        // May only view, until the owner says otherwise with one click.
        QVERIFY(guest.run("put " + here.toLocal8Bit() + " /Photos/new.raw").contains("denied"));
        QVERIFY(!QFileInfo::exists(folder + u"/new.raw"_s));
        auto* tile = m_window->findChild<QAbstractButton*>(u"accessUpload"_s);
        QVERIFY(tile != nullptr);
        tile->click();
        OpenSshClient again = client(*invite);
        QVERIFY(again.isIn());
        QTRY_COMPARE_WITH_TIMEOUT(
            m_real->settings().accounts.first().access.value(m_real->settings().shares.first().id),
            Access::Upload, patience);
        OpenSshClient uploads = client(*invite);
        QVERIFY(uploads.isIn());
        uploads.run("put " + here.toLocal8Bit() + " /Photos/new.raw");
        QCOMPARE(sha256(folder + u"/new.raw"_s), sha256(here));
        QVERIFY(hasRow(u"guest | %1 | %2 | %3"_s.arg(u"Uploaded Photos/new.raw"_s,
                                                     format::size(300'000), u"Done"_s)));

        QVERIFY(click(u"stopSharing"_s));
        QVERIFY(uploads.hasEnded());
        OpenSshClient late = client(*invite);
        QVERIFY(!late.isIn() || !late.run("ls -1 /").contains("Photos"));
        QVERIFY(late.run("get /Photos/picture.raw " + m_real->path(u"late"_s).toLocal8Bit())
                    .contains("not found"));
    }

    void aWholeFirstRunByKeysAlone()
    {
        m_real->dialogs.folders = {m_real->makeFolder(u"Photos"_s)};
        const auto focus = [] {
            const QWidget* widget = QApplication::focusWidget();
            return widget ? widget->objectName() : QString();
        };
        const auto press = [](Qt::Key key) {
            QWidget* widget = QApplication::focusWidget();
            QVERIFY(widget);
            QTest::keyClick(widget, key);
        };
        const auto goTo = [&](const QString& name) {
            for (int step = 0; step < 40 && focus() != name; ++step)
                press(Qt::Key_Tab);
            return focus() == name;
        };
        const auto copied = [] { return QGuiApplication::clipboard()->text(); };
        QCOMPARE(focus(), u"chooseFolder"_s);
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(focus(), u"copyLink"_s, patience);
        QGuiApplication::clipboard()->clear();
        press(Qt::Key_Space);
        QTRY_VERIFY(copied().startsWith(u"sftp://"_s));
        Copied invite{QUrl(copied()), {}};
        QVERIFY(goTo(u"copyPassword"_s));
        press(Qt::Key_Space);
        QTRY_VERIFY(!copied().startsWith(u"sftp://"_s));
        invite.password = copied();
        QVERIFY(goTo(u"accessView"_s));
        press(Qt::Key_Right); // arrows go on within the choice
        QTRY_COMPARE_WITH_TIMEOUT(
            m_real->settings().accounts.first().access.value(m_real->settings().shares.first().id),
            Access::Upload, patience);
        OpenSshClient guest = client(invite);
        QVERIFY(guest.isIn());
        QVERIFY(guest.run("ls -1 /Photos").contains("hello.txt"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_S, Qt::ControlModifier);
        QVERIFY(guest.hasEnded());
        QTRY_COMPARE_WITH_TIMEOUT(m_real->sharing->state(), Sharing::State::Off, patience);
    }

    void twoFoldersSharedByOneClickEachAreSeenByTheirOwnGuestAlone()
    {
        const auto photos = shareByClick(m_real->makeFolder(u"Photos"_s));
        const auto scans = shareByClick(m_real->makeFolder(u"Scans"_s));
        QVERIFY(photos && scans);
        QCOMPARE(scans->link.userName(), u"guest-scans"_s);
        QVERIFY(photos->password != scans->password);

        OpenSshClient first = client(*photos), second = client(*scans);
        QVERIFY(first.isIn());
        QVERIFY(second.isIn());
        QVERIFY(first.run("ls -1 /").contains("Photos"));
        QVERIFY(!first.run("ls -1 /").contains("Scans"));
        QVERIFY(first.run("ls /Scans").contains("not found"));
        QVERIFY(second.run("ls -1 /").contains("Scans"));
        QVERIFY(second.run("ls /Photos").contains("not found"));
        Copied crossed = *photos;
        crossed.password = scans->password;
        OpenSshClient wrong = client(crossed);
        QVERIFY(!wrong.isIn());
        QVERIFY(hasRow(u"guest | Wrong password for guest. |  | Failed"_s));
    }

    void disconnectAndBlockEndOneConnectionAndLeaveTheOthers()
    {
        const auto invite = shareByClick(m_real->makeFolder(u"Photos"_s));
        QVERIFY(invite);
        OpenSshClient one = client(*invite), other = client(*invite, {u"BindAddress=127.0.0.2"_s}),
                      third = client(*invite, {u"BindAddress=127.0.0.3"_s});
        QVERIFY(one.isIn() && other.isIn() && third.isIn());

        QVERIFY(showConnections());
        QVERIFY(select(u"guest"_s, u"127.0.0.1"_s));
        QVERIFY(click(u"disconnect"_s));
        QVERIFY(one.hasEnded());
        QVERIFY(other.run("pwd").contains("Remote working directory"));

        QVERIFY(select(u"guest"_s, u"127.0.0.2"_s));
        m_real->dialogs.willAnswer(Question::Role::Drastic);
        QVERIFY(click(u"block"_s));
        QVERIFY(other.hasEnded());
        QVERIFY(third.run("pwd").contains("Remote working directory"));
        QTRY_COMPARE_WITH_TIMEOUT(m_real->settings().network.blocked, QStringList{u"127.0.0.2"_s},
                                  patience);
        OpenSshClient blocked = client(*invite, {u"BindAddress=127.0.0.2"_s});
        QVERIFY(!blocked.isIn());
        OpenSshClient back = client(*invite);
        QVERIFY(back.isIn());
    }

    void aShareRemovedAndMadeAgainUnderItsNameHasNoGrants()
    {
        const QString folder = m_real->makeFolder(u"Photos"_s);
        QVERIFY(shareByClick(folder));
        SettingsEditor::Person anna;
        anna.userName = u"anna"_s;
        anna.keys = {{m_key.wire(), u"laptop"_s, {}, {}, false}};
        anna.access = {{m_real->settings().shares.first().id, Access::Full}};
        QVERIFY(m_real->addPerson(anna));
        OpenSshClient before(m_key, m_real->port(), u"anna"_s);
        QVERIFY(before.isIn());
        QVERIFY(before.run("ls -1 /").contains("Photos"));

        auto* list = m_window->findChild<QAbstractItemView*>(u"shareList"_s);
        list->setFocus();
        m_real->dialogs.willAnswer(Question::Role::Drastic);
        QTest::keyClick(list, Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(m_real->settings().shares.isEmpty(), patience);
        QVERIFY(before.hasEnded());
        QVERIFY(shareByClick(folder));
        OpenSshClient after(m_key, m_real->port(), u"anna"_s);
        QVERIFY(after.isIn());
        QVERIFY(!after.run("ls -1 /").contains("Photos"));
        QVERIFY(after.run("ls /Photos").contains("not found"));
    }

    void theBarRisesWithATransferAndEndsAtTheBytesOnTheDisk()
    {
        // Slow enough that a person sees it: 1 GiB in seven seconds or more.
        constexpr qint64 size = 1024 * 1024 * 1024;
        QVERIFY(m_real->change(
            [](Settings& settings) { settings.network.bytesPerSecond = 150 * 1024 * 1024; }));
        const QString folder = m_real->makeFolder(u"Films"_s);
        QFile film(folder + u"/film.mov"_s);
        QVERIFY(film.open(QIODevice::WriteOnly) && film.resize(size)); // a hole: no disk needed
        film.close();
        const auto invite = shareByClick(folder);
        QVERIFY(invite);
        OpenSshClient guest = client(*invite);
        QVERIFY(guest.isIn());
        QVERIFY(showConnections());

        auto* view = m_window->findChild<QTreeView*>(u"connections"_s);
        QList<double> values;
        double longest = 0;
        QElapsedTimer turn;
        turn.start();
        QTimer probe; // every turn of the event loop
        connect(&probe, &QTimer::timeout, this, [&] {
            longest = std::max(longest, double(turn.nsecsElapsed()) / 1e6);
            turn.restart();
            const QVariant value =
                view->model()->index(0, ConnectionsModel::Now).data(ConnectionsModel::ProgressRole);
            if (value.isValid() && (values.isEmpty() || values.last() != value.toDouble()))
                values += value.toDouble();
        });
        probe.start(0);
        guest.begin("get /Films/film.mov /dev/null");
        QTRY_VERIFY_WITH_TIMEOUT(!values.isEmpty() && values.last() == 1.0, 100'000);
        probe.stop();

        QVERIFY2(values.size() >= 10, qPrintable(QString::number(values.size())));
        QVERIFY(std::is_sorted(values.begin(), values.end()));
        std::printf("the bar took %lld values; the longest turn of the event loop was %.1f ms\n",
                    static_cast<long long>(values.size()), longest);
        QVERIFY2(longest < 500, "the window stood still");
        QVERIFY(hasRow(u"guest | %1 | %2 | %3"_s.arg(u"Downloaded Films/film.mov"_s,
                                                     format::size(quint64(size)), u"Done"_s)));
    }
};

QTEST_MAIN(TestEndToEnd)
#include "tst_end_to_end.moc"
