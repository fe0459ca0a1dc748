#include "core/fs/share_opener.h"
#include "core/fs/wrapped_file_system.h"
#include "core/guarded.h"
#include "core/memory_file_system.h"
#include "tests/support/shares.h"

#include <QDir>
#include <QSemaphore>
#include <QTest>

#include "tests/support/rows.h"

#include <atomic>
#include <new>
#include <thread>

using namespace sallyport;
using namespace sallyport::test;
using namespace std::chrono_literals;

namespace {

// Longer than any test runs: who waits so long is stuck for good, and the test fails.
constexpr OpenerPatience endless{std::chrono::hours(1), std::chrono::hours(1)};

Share share(const char* name)
{
    Share result;
    result.id = {QByteArray("id of ") + name};
    result.name = name;
    return result;
}

// Opens trees in memory, as the test says, and counts. Shared with threads that outlive a test.
struct Disk {
    std::atomic<int> asked = 0, askedHung = 0, open = 0, busy = 0, busiest = 0;
    std::atomic<bool> gone = false, throws = false;
    QSemaphore awake{0}; // what opening the share "Hung" waits for
    std::atomic<bool> hangs = true;

    class CountedFileSystem final : public WrappedFileSystem {
    public:
        explicit CountedFileSystem(std::shared_ptr<Disk> disk)
            : WrappedFileSystem(std::make_unique<MemoryFileSystem>())
            , m_disk(std::move(disk))
        {
            ++m_disk->open;
        }
        ~CountedFileSystem() override { --m_disk->open; }

    private:
        const std::shared_ptr<Disk> m_disk;
    };

    static OpenShare opening(const std::shared_ptr<Disk>& disk)
    {
        return [disk](const Share& wanted) -> Result<OpenedShare> {
            ++disk->asked;
            if (wanted.name == "Hung") {
                ++disk->askedHung;
                if (disk->hangs)
                    disk->awake.acquire();
            }
            if (disk->throws)
                throw std::bad_alloc();
            if (disk->gone)
                return Error{ErrorCode::Unavailable, QStringLiteral("The folder is gone")};
            const int busy = ++disk->busy;
            if (busy > disk->busiest)
                disk->busiest = busy;
            OpenedShare opened{std::make_unique<CountedFileSystem>(disk), 42};
            (void)opened.files->setAttributes({}, withTimes(1, 77), Symlinks::Follow);
            --disk->busy;
            return opened;
        };
    }
};

struct News {
    Guarded<QStringList> heard;
    ShareOpener::Report report()
    {
        return [this](const Share& changed, const Result<void>& now) {
            heard.lock()->append(QString::fromUtf8(changed.name) + QStringLiteral(": ")
                                 + (now ? QStringLiteral("back") : now.error().message));
        };
    }
    QStringList all() { return *heard.lock(); }
    QStringList of(const char* name)
    {
        QStringList words;
        for (const QString& line : all()) {
            if (line.startsWith(QString::fromUtf8(name) + QStringLiteral(": ")))
                words.append(line.section(QStringLiteral(": "), 1));
        }
        return words;
    }
};

// Ends the wait for "Hung" however the test ends: an opener waits for its threads.
struct Waker {
    const std::shared_ptr<Disk> disk;
    ~Waker()
    {
        disk->hangs = false;
        disk->awake.release(100);
    }
};

int threadCount()
{
    return int(QDir(QStringLiteral("/proc/self/task"))
                   .entryList(QDir::Dirs | QDir::NoDotAndDotDot)
                   .size());
}

} // namespace

class TestShareOpener : public QObject {
    Q_OBJECT

    std::shared_ptr<Disk> m_disk;

private slots:
    void init() { m_disk = std::make_shared<Disk>(); }

    void opensEachShareForEachLogin()
    {
        ShareOpener opener(Disk::opening(m_disk), {}, endless);
        QVERIFY(!opener.rootAttributes(share("A").id));
        {
            auto first = opener.open({share("A"), share("B")});
            const auto second = opener.open({share("A")});
            QCOMPARE(first.size(), std::size_t(2));
            QVERIFY(first[0] && first[1] && second[0]);
            QVERIFY(first[0]->files != second[0]->files);
            QCOMPARE(first[0]->root.value(), 42);
            QCOMPARE(m_disk->asked.load(), 3);
            QCOMPARE(m_disk->open.load(), 3);
        }
        // Nothing is kept but the attributes.
        QCOMPARE(m_disk->open.load(), 0);
        QCOMPARE(opener.rootAttributes(share("A").id)->times->modified, 77);
        QVERIFY(!opener.rootAttributes(share("C").id));
        QVERIFY(opener.open({}).empty());
        QVERIFY(opener.stuck().isEmpty());
    }

    void aHungShareStopsNoOther()
    {
        ROW("trap.sleeping-share");
        News news;
        ShareOpener opener(Disk::opening(m_disk), news.report(), {50ms, std::chrono::hours(1)});
        const Waker waker{m_disk};
        const auto opened = opener.open({share("A"), share("Hung"), share("B")});
        QCOMPARE(opened.size(), std::size_t(3));
        QCOMPARE(outcome(opened[1]), "Unavailable");
        QCOMPARE(opened[1].error().message, QStringLiteral("Hung is not available"));
        QTRY_COMPARE(opener.stuck(), QStringList({QStringLiteral("opening Hung")}));
        // However busy this computer is, the others are open in the end.
        const auto opensInTheEnd = [&](const QList<Share>& shares) {
            for (int tries = 0; tries < 100; ++tries) {
                if (opener.open(shares).back())
                    return true;
            }
            return false;
        };
        QVERIFY(opensInTheEnd({share("A")}));
        QVERIFY(opensInTheEnd({share("Hung"), share("B")}));

        // Later logins asked no second thread, and it was told once.
        QCOMPARE(m_disk->askedHung.load(), 1);
        QCOMPARE(news.of("Hung"), QStringList({QStringLiteral("Hung does not answer")}));

        // What comes late is let go at once, and what was dropped meanwhile is not opened.
        m_disk->awake.release();
        QTRY_COMPARE(news.of("Hung").size(), 2);
        QCOMPARE(news.of("Hung").last(), QStringLiteral("back"));
        QTRY_VERIFY(opener.stuck().isEmpty());
        QTRY_COMPARE(m_disk->open.load(), int(opened[0].has_value()) + int(opened[2].has_value()));
        QCOMPARE(m_disk->askedHung.load(), 1);
        m_disk->hangs = false;
        QVERIFY(opensInTheEnd({share("Hung")}));
    }

    void aShareThatAnswersWithinThePatienceIsWaitedFor()
    {
        ROW("trap.sleeping-share");
        ShareOpener opener(Disk::opening(m_disk), {}, endless);
        std::thread waker([this] {
            while (m_disk->asked == 0)
                std::this_thread::yield();
            m_disk->awake.release();
        });
        const auto opened = opener.open({share("Hung")});
        waker.join();
        QVERIFY(opened[0]);
    }

    void tellsEachChangeOnce()
    {
        News news;
        ShareOpener opener(Disk::opening(m_disk), news.report(), endless);
        QVERIFY(opener.open({share("A")})[0]);
        QVERIFY(news.all().isEmpty());
        m_disk->gone = true;
        for (int i = 0; i < 3; ++i) {
            const auto opened = opener.open({share("A")});
            QCOMPARE(outcome(opened[0]), "Unavailable");
            QCOMPARE(opened[0].error().message, QStringLiteral("The folder is gone"));
        }
        QCOMPARE(news.all(), QStringList({QStringLiteral("A: The folder is gone")}));
        m_disk->gone = false;
        for (int i = 0; i < 3; ++i)
            QVERIFY(opener.open({share("A")})[0]);
        QTRY_COMPARE(
            news.all(),
            QStringList({QStringLiteral("A: The folder is gone"), QStringLiteral("A: back")}));
        // The attributes of a root that is gone stay.
        m_disk->gone = true;
        QVERIFY(!opener.open({share("A")})[0]);
        QCOMPARE(opener.rootAttributes(share("A").id)->times->modified, 77);
    }

    void looksWithoutWaiting()
    {
        News news;
        ShareOpener opener(Disk::opening(m_disk), news.report(), endless);
        const Waker waker{m_disk};
        opener.look({share("Hung"), share("A")});
        QTRY_VERIFY(opener.rootAttributes(share("A").id));
        QVERIFY(!opener.rootAttributes(share("Hung").id));
        m_disk->awake.release();
        QTRY_VERIFY(opener.rootAttributes(share("Hung").id));
        QTRY_COMPARE(m_disk->open.load(), 0);
        QVERIFY(news.all().isEmpty());
    }

    void threadsEndWithTheirWork()
    {
        const int before = threadCount();
        ShareOpener opener(Disk::opening(m_disk), {}, endless);
        for (int i = 0; i < 20; ++i) {
            QVERIFY(opener.open({share("A"), share("B"), share("C")})[0]);
        }
        QTRY_COMPARE(threadCount(), before);
    }

    void theEndWaitsForNobodyForever()
    {
        News news;
        const int before = threadCount();
        {
            ShareOpener opener(Disk::opening(m_disk), news.report(), {1ms, 1ms});
            QVERIFY(!opener.open({share("Hung")})[0]);
        }
        QCOMPARE(m_disk->open.load(), 0);
        m_disk->awake.release();
        QTRY_COMPARE(threadCount(), before);
        QTRY_COMPARE(m_disk->open.load(), 0);
        QTRY_COMPARE(m_disk.use_count(), 1L); // the thread took all that was its own along
        QCOMPARE(news.all().size(), 1);       // nobody listens any more
    }

    void anExceptionIsAShareThatIsNotAvailable()
    {
        m_disk->throws = true;
        ShareOpener opener(Disk::opening(m_disk), {}, endless);
        const auto opened = opener.open({share("A")});
        QCOMPARE(outcome(opened[0]), "Unavailable");
        QCOMPARE(opened[0].error().message, QStringLiteral("A is not available"));
    }

    void manyLoginsAtOnce()
    {
        News news;
        {
            ShareOpener opener(Disk::opening(m_disk), news.report(), endless);
            std::vector<std::thread> logins;
            std::atomic<int> good = 0;
            for (int i = 0; i < 8; ++i) {
                logins.emplace_back([&] {
                    for (int round = 0; round < 25; ++round) {
                        const auto opened = opener.open({share("A"), share("B"), share("A")});
                        good += opened[0] && opened[1] && opened[2];
                    }
                });
            }
            for (std::thread& login : logins)
                login.join();
            QCOMPARE(good.load(), 8 * 25);
        }
        QCOMPARE(m_disk->asked.load(), 8 * 25 * 3);
        QCOMPARE(m_disk->open.load(), 0);
        QVERIFY(m_disk->busiest <= 2); // one thread a share
        QVERIFY(news.all().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestShareOpener)
#include "tst_share_opener.moc"
