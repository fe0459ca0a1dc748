// A folder swapped for a link to the outside while it is used, again and again: whatever the
// moment, what lies outside is not touched. A FileSystem that checks first and opens then fails.
#include "tests/support/escape_checks.h"
#include "tests/support/escape_world.h"
#include "tests/support/file_operations.h"
#include "tests/support/naive_file_system.h"

#include <QTest>

#include "tests/support/rows.h"

#include <atomic>
#include <thread>

#include <fcntl.h>
#include <stdio.h> // renameat2()
#include <sys/stat.h>
#include <unistd.h>

using namespace sallyport;
using namespace Qt::Literals::StringLiterals;
using test::EscapeWorld;
using test::leaks;
using test::NaiveFileSystem;
using test::Observed;
using test::Operation;
using test::operation;

Q_DECLARE_METATYPE(sallyport::LocalFileSystem::Resolver)

namespace {

using Resolver = LocalFileSystem::Resolver;

// Swaps a folder and a link again and again on a thread of its own: "/swap" is now the one and now
// the other.
class Swapper {
public:
    explicit Swapper(const QByteArray& folder)
        : m_folder(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
        , m_thread([this] {
            while (!m_stop) {
                ::renameat2(m_folder, "swap", m_folder, "swap-link", RENAME_EXCHANGE);
                ++m_swaps;
            }
        })
    {
    }
    ~Swapper()
    {
        m_stop = true;
        m_thread.join();
        ::close(m_folder);
    }
    int swaps() const { return m_swaps; }

private:
    const int m_folder;
    std::atomic<bool> m_stop{false};
    std::atomic<int> m_swaps{0};
    std::thread m_thread;
};

// The folder that is swapped, kept as it was by its descriptor, wherever it is now.
class SwappedFolder {
public:
    explicit SwappedFolder(const EscapeWorld& world)
        : m_inner(world.place("share/inner"))
    {
        const QByteArray folder = world.place("share/swap");
        if (::mkdir(folder.constData(), 0777) != 0
            || ::symlink("../outside", world.place("share/swap-link").constData()) != 0)
            qFatal("cannot make the folder to swap");
        m_folder = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        restore();
    }
    ~SwappedFolder() { ::close(m_folder); }

    void restore() const
    {
        ::unlinkat(m_folder, "new", 0);
        ::unlinkat(m_folder, "new", AT_REMOVEDIR);
        ::unlink((m_inner + "/new").constData());
        fill(::openat(m_folder, "secret", O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
        fill(::open((m_inner + "/file").constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
    }

private:
    static void fill(int file)
    {
        if (::write(file, "inside", 6) != 6)
            qFatal("cannot write into the folder to swap");
        ::close(file);
    }

    const QByteArray m_inner;
    int m_folder = -1;
};

// Swaps after which a race that should have met or leaked something is given up.
constexpr int patience = 20'000'000;

struct RaceResult {
    QByteArrayList leaks;
    int succeeded = 0, refused = 0, swaps = 0;
};

// Tries until so many swaps have happened and both sides were met, or something leaked. On a busy
// computer the other thread may swap for long while this one waits: then it goes on for longer.
RaceResult race(EscapeWorld& world, FileSystem& files, const Operation& tried,
                const VirtualPath& path, int swaps)
{
    RaceResult result;
    const SwappedFolder folder(world);
    const Swapper swapper(world.share());
    const auto goesOn = [&] {
        const bool metBoth = result.succeeded > 0 && result.refused > 0;
        return result.leaks.isEmpty()
            && swapper.swaps() < (metBoth ? swaps : qMax(swaps, patience));
    };
    while (goesOn()) {
        const Observed observed = tried.run(files, path);
        result.leaks = leaks(world, observed);
        ++(observed.outcome == "ok" ? result.succeeded : result.refused);
        if (tried.changes)
            folder.restore();
    }
    result.swaps = swapper.swaps();
    return result;
}

// A row for each operation that a swap could lead astray.
template <typename AddRow>
void addRaces(AddRow row)
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("path");
    row("read", "/swap/secret");
    row("write", "/swap/secret");
    row("truncate", "/swap/secret");
    row("create", "/swap/new");
    row("list", "/swap");
    row("attributes", "/swap/secret");
    row("set the size", "/swap/secret");
    row("set the mode", "/swap/secret");
    row("make a folder", "/swap/new");
    row("remove a file", "/swap/secret");
    row("rename away", "/swap/secret");
    row("replace", "/swap/new");
    row("hard link from", "/swap/secret");
    row("copy from", "/swap/secret");
}

// How long a race is, in swaps: short for every day, long when asked for.
int swapsToSurvive()
{
    return qEnvironmentVariableIntValue("SALLYPORT_FULL") != 0 ? 800'000 : 40'000;
}

} // namespace

class TestEscapeRace : public QObject {
    Q_OBJECT
private slots:
    void init() { m_world = std::make_unique<EscapeWorld>(); }

    void aSwappedFolderIsNeverLeft_data()
    {
        QTest::addColumn<Resolver>("resolver");
        addRaces([](const char* name, const char* path) {
            QTest::addRow("openat2, %s", name)
                << Resolver::Openat2 << QByteArray(name) << QByteArray(path);
            QTest::addRow("walk, %s", name)
                << Resolver::Walk << QByteArray(name) << QByteArray(path);
        });
    }
    void aSwappedFolderIsNeverLeft()
    {
        ROW("status.PermissionDenied", "A11", "G-27");
        // Full: 800,000 swaps a request instead of 40,000
        QFETCH(Resolver, resolver);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, path);
        const auto files = test::openShare(m_world->share(), resolver);
        QVERIFY(files);
        const RaceResult result = race(*m_world, *files, operation(name.constData()),
                                       *VirtualPath::parse(path), swapsToSurvive());
        QVERIFY2(result.leaks.isEmpty(), QByteArray(result.leaks.join(", ")).constData());
        QVERIFY(result.swaps >= swapsToSurvive());
        // It did meet both: the folder, and the link in its place.
        QVERIFY(result.succeeded > 0);
        QVERIFY(result.refused > 0);
        QVERIFY(m_world->canaries().areWhole());
    }

    void theNaiveOneLeaksInTheRace_data()
    {
        addRaces([](const char* name, const char* path) {
            QTest::newRow(name) << QByteArray(name) << QByteArray(path);
        });
    }
    void theNaiveOneLeaksInTheRace()
    {
        ROW("A11", "G-27");
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, path);
        NaiveFileSystem files(m_world->share(), NaiveFileSystem::Check::RealPath);
        const RaceResult result =
            race(*m_world, files, operation(name.constData()), *VirtualPath::parse(path), patience);
        QVERIFY2(!result.leaks.isEmpty(), "the race does not catch what it is there for");
    }

private:
    std::unique_ptr<EscapeWorld> m_world;
};

QTEST_GUILESS_MAIN(TestEscapeRace)
#include "tst_escape_race.moc"
