// A path out of the share, whatever it is, whatever is done with it: what lies outside is never
// read, changed, named or told apart from what does not exist. A naive FileSystem fails the same
// checks.
#include "core/local_file_system.h"
#include "tests/support/escape_checks.h"
#include "tests/support/escape_world.h"
#include "tests/support/file_operations.h"
#include "tests/support/naive_file_system.h"
#include "tests/support/outcome.h"

#include <QFile>
#include <QTest>

#include "tests/support/rows.h"

#include <algorithm>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace sallyport;
using namespace Qt::Literals::StringLiterals;
using test::EscapeWorld;
using test::leaks;
using test::NaiveFileSystem;
using test::Observed;
using test::openShare;
using test::Operation;
using test::operation;
using test::outcome;

Q_DECLARE_METATYPE(sallyport::LocalFileSystem::Resolver)
Q_DECLARE_METATYPE(sallyport::SymlinkPolicy)

namespace {

using Resolver = LocalFileSystem::Resolver;

VirtualPath at(const QByteArray& path)
{
    return *VirtualPath::parse(path);
}

// An Observed of a path below a dead link, or followed to one, must be an error.
QByteArrayList wrongSuccess(const QList<VirtualPath>& deadLinks, const Operation& tried,
                            const VirtualPath& path, const Observed& observed)
{
    const auto isDead = [&](const VirtualPath& link) {
        return path.isBelow(link) || (path == link && tried.follows);
    };
    if (observed.outcome == "ok" && std::any_of(deadLinks.begin(), deadLinks.end(), isDead))
        return {"it succeeded through a link that leads nowhere inside"};
    return {};
}

void addResolvers()
{
    QTest::addColumn<Resolver>("resolver");
    QTest::newRow("openat2") << Resolver::Openat2;
    QTest::newRow("walk") << Resolver::Walk;
}

} // namespace

class TestEscape : public QObject {
    Q_OBJECT
private slots:
    void init() { m_world = std::make_unique<EscapeWorld>(); }
    void cleanup()
    {
        QVERIFY(m_world->canaries().areWhole());
        m_world.reset();
    }

    void noPathLeadsOutWhateverIsDone_data()
    {
        QTest::addColumn<Resolver>("resolver");
        QTest::addColumn<SymlinkPolicy>("symlinks");
        QTest::newRow("openat2, links inside") << Resolver::Openat2 << SymlinkPolicy::Inside;
        QTest::newRow("openat2, links never") << Resolver::Openat2 << SymlinkPolicy::Never;
        QTest::newRow("openat2, links hidden") << Resolver::Openat2 << SymlinkPolicy::Hide;
        QTest::newRow("walk, links inside") << Resolver::Walk << SymlinkPolicy::Inside;
        QTest::newRow("walk, links never") << Resolver::Walk << SymlinkPolicy::Never;
        QTest::newRow("walk, links hidden") << Resolver::Walk << SymlinkPolicy::Hide;
    }
    void noPathLeadsOutWhateverIsDone()
    {
        ROW("status.PermissionDenied", "status.NotFound", "G-26");
        QFETCH(Resolver, resolver);
        QFETCH(SymlinkPolicy, symlinks);
        const auto files = openShare(m_world->share(), resolver, symlinks);
        QVERIFY(files);
        const QList<VirtualPath> paths = EscapeWorld::parsed(m_world->rawPaths());
        const QList<VirtualPath> hostPaths = EscapeWorld::parsed(m_world->rawHostPaths());
        QVERIFY(paths.size() + hostPaths.size() >= 300);
        const QList<VirtualPath> deadLinks = m_world->deadLinks();
        for (const Operation& tried : test::everyOperation()) {
            for (const VirtualPath& path : tried.changes ? paths : paths + hostPaths) {
                const Observed observed = tried.run(*files, path);
                const QByteArrayList found =
                    leaks(*m_world, observed) + wrongSuccess(deadLinks, tried, path, observed);
                QVERIFY2(found.isEmpty(),
                         QByteArray(tried.name + ' ' + path.bytes() + ": " + found.join(", "))
                             .constData());
                if (tried.changes && observed.outcome == "ok")
                    m_world->repair();
            }
        }
    }

    void theNaiveOneLeaksThroughLinks()
    {
        ROW("G-26");
        NaiveFileSystem files(m_world->share(), NaiveFileSystem::Check::Lexical);
        // Only links to canaries: what it does outside, it does.
        for (const char* path : {"/abs-file", "/rel-file", "/rel-dir/secret", "/abs-dir/dir/secret",
                                 "/inner/up-file", "/rel-twin", "/rel-through", "/rel-up-many"}) {
            for (const char* name : {"read", "attributes", "set the mode", "copy from"}) {
                const QByteArrayList found = leaks(*m_world, operation(name).run(files, at(path)));
                QVERIFY2(!found.isEmpty(), QByteArray(QByteArray(name) + ' ' + path).constData());
                m_world->repair();
            }
        }
        for (const char* name : {"create", "make a folder", "rename onto", "hard link at"}) {
            QVERIFY2(!leaks(*m_world, operation(name).run(files, at("/rel-dir/new"))).isEmpty(),
                     name);
            ::unlink(m_world->place("outside/new").constData());
            ::rmdir(m_world->place("outside/new").constData());
            m_world->canaries().disturbed();
            m_world->repair();
        }
        // The other check sees these links, so that only the race can betray it.
        NaiveFileSystem careful(m_world->share(), NaiveFileSystem::Check::RealPath);
        const Observed observed = operation("read").run(careful, at("/rel-dir/secret"));
        QCOMPARE(observed.outcome, "PermissionDenied"_ba);
        QVERIFY(leaks(*m_world, observed).isEmpty());
    }

    void whatIsOutsideIsNotToldFromWhatIsNot_data() { addResolvers(); }
    void whatIsOutsideIsNotToldFromWhatIsNot()
    {
        ROW("status.PermissionDenied", "A10");
        QFETCH(Resolver, resolver);
        const auto files = openShare(m_world->share(), resolver);
        QVERIFY(files);
        const std::pair<const char*, const char*> pairs[] = {
            {"/abs-file", "/abs-missing"},
            {"/rel-file", "/rel-missing"},
            {"/abs-dir/secret", "/abs-dir/no"},
            {"/rel-dir/secret", "/rel-dir/no"},
            {"/rel-dir/dir/secret", "/rel-dir/no/no"},
            {"/rel-up/secret", "/rel-up/no"}};
        for (const Operation& tried : test::everyOperation()) {
            for (const auto& [existing, missing] : pairs) {
                if (!tried.follows && QByteArray(existing).count('/') == 1)
                    continue; // of a link itself all is told
                const Observed one = tried.run(*files, at(existing));
                const Observed other = tried.run(*files, at(missing));
                QCOMPARE(one.outcome, "Escaped"_ba);
                QCOMPARE(other.outcome, one.outcome);
                QCOMPARE(other.message, one.message);
            }
        }
    }

    void theAnswerFollowsThePolicy_data() { addResolvers(); }
    void theAnswerFollowsThePolicy()
    {
        ROW("status.PermissionDenied", "status.NotFound", "A10", "B1");
        QFETCH(Resolver, resolver);
        for (const auto symlinks :
             {SymlinkPolicy::Inside, SymlinkPolicy::Hide, SymlinkPolicy::Never}) {
            const auto files = openShare(m_world->share(), resolver, symlinks);
            QVERIFY(files);
            const bool never = symlinks == SymlinkPolicy::Never;
            for (const char* name : {"/abs-file", "/abs-inside", "/rel-up-slash", "/rel-back",
                                     "/rel-through-link", "/chain1", "/proc-exe", "/dev-zero",
                                     "/inner/up-dir/secret", "/proc-fd/0", "/proc-relative"})
                QCOMPARE(operation("read").run(*files, at(name)).outcome,
                         never ? "PermissionDenied"_ba : "Escaped"_ba);
            for (const char* name : {"/loop", "/loop-a", "/loop-dir", "/dangling", "/loop/x"})
                QCOMPARE(operation("read").run(*files, at(name)).outcome,
                         never ? "PermissionDenied"_ba : "NotFound"_ba);
            for (const char* name : {"/inside-file", "/inside-dir/file", "/inside-dot/file",
                                     "/inner/inside-up/inside-dir/file"})
                QCOMPARE(operation("read").run(*files, at(name)).outcome,
                         never ? "PermissionDenied"_ba : "ok"_ba);
            for (const char* name : {"/fifo", "/socket"})
                QCOMPARE(operation("read").run(*files, at(name)).outcome, "PermissionDenied"_ba);
            QCOMPARE(operation("read").run(*files, at("/outside/secret")).outcome, "NotFound"_ba);
        }
    }

    void noLinkIsMadeThatLeadsOut_data() { addResolvers(); }
    void noLinkIsMadeThatLeadsOut()
    {
        ROW("request.READLINK", "status.PermissionDenied", "A19");
        QFETCH(Resolver, resolver);
        for (const auto symlinks :
             {SymlinkPolicy::Inside, SymlinkPolicy::Hide, SymlinkPolicy::Never}) {
            const auto files = openShare(m_world->share(), resolver, symlinks);
            QVERIFY(files);
            int made = 0;
            for (const char* link : {"/new", "/inner/new"}) {
                for (const QByteArray& target : m_world->rawPaths()) {
                    if (!files->makeLink(at(link), target))
                        continue;
                    ++made;
                    const Observed observed = operation("read").run(*files, at(link));
                    // The text itself may name the folder: it is the client's own.
                    test::Canaries& canaries = m_world->canaries();
                    QByteArrayList found = leaks(canaries, observed)
                        + leaks(canaries, operation("list").run(*files, at(link)))
                        + leaks(canaries, operation("read a link").run(*files, at(link)));
                    // A target of this computer's became one below the share: no link that leads to
                    // where the text says.
                    char text[4096] = {};
                    const QByteArray place = m_world->share() + link;
                    QVERIFY(::readlink(place.constData(), text, sizeof text - 1) > 0);
                    if (text[0] == '/')
                        found.append("an absolute link was made");
                    QVERIFY2(found.isEmpty(),
                             QByteArray(target + ": " + found.join(", ")).constData());
                    QCOMPARE(::unlink(place.constData()), 0);
                }
            }
            QVERIFY(made > 100);
        }
    }

    void aHiddenFileIsOutOfReachWhateverIsDone_data() { addResolvers(); }
    void aHiddenFileIsOutOfReachWhateverIsDone()
    {
        ROW("status.NotFound", "status.PermissionDenied", "A22");
        QFETCH(Resolver, resolver);
        const auto place = [&](const char* name) { return m_world->place("share/"_ba + name); };
        for (const char* folder : {"d", "d/dir.hidden", "d/dir.hidden/sub", ".sallyport-dir"})
            QCOMPARE(::mkdir(place(folder).constData(), 0777), 0);
        test::Canaries hidden;
        for (const char* file : {"d/x.hidden", "d/dir.hidden/file", "d/dir.hidden/sub/file",
                                 ".sallyport-dir/file", ".sallyport-0123"})
            hidden.makeFile(place(file));
        for (const char* folder : {"d/dir.hidden/sub", "d/dir.hidden", ".sallyport-dir"})
            hidden.addFolder(place(folder));
        const std::pair<const char*, const char*> links[] = {{"to-file", "d/x.hidden"},
                                                             {"to-below", "d/dir.hidden/file"},
                                                             {"to-dir", "d/dir.hidden"},
                                                             {"to-sub", "d/dir.hidden/sub"},
                                                             {"short", "d"},
                                                             {"second", "to-file"},
                                                             {"around", "inner/../d/./x.hidden"},
                                                             {"to-reserved", ".sallyport-0123"},
                                                             {"to-reserved-dir", ".sallyport-dir"}};
        const auto repair = [&] {
            for (const auto& [name, target] : links) {
                ::unlink(place(name).constData());
                ::rmdir(place(name).constData());
                QCOMPARE(::symlink(target, place(name).constData()), 0);
            }
            ::unlink(place("inner/new").constData());
            QFile file(QString::fromUtf8(place("inner/file")));
            QVERIFY(file.open(QIODevice::WriteOnly));
        };
        const auto files =
            openShare(m_world->share(), resolver, SymlinkPolicy::Inside, {u"*.hidden"_s});
        QVERIFY(files);
        for (const Operation& tried : test::everyOperation()) {
            for (const char* path : {"/d/x.hidden",
                                     "/d/dir.hidden",
                                     "/d/dir.hidden/file",
                                     "/d/dir.hidden/sub/file",
                                     "/d/X.HIDDEN",
                                     "/.sallyport-0123",
                                     "/.sallyport-dir",
                                     "/.sallyport-dir/file",
                                     "/to-file",
                                     "/to-below",
                                     "/to-dir",
                                     "/to-dir/file",
                                     "/to-dir/sub/file",
                                     "/to-sub",
                                     "/to-sub/file",
                                     "/short/x.hidden",
                                     "/short/dir.hidden/file",
                                     "/second",
                                     "/around",
                                     "/to-reserved",
                                     "/to-reserved-dir/file",
                                     "/d/x.hidden/y",
                                     "/d/dir.hidden/new"}) {
                repair();
                const Observed observed = tried.run(*files, at(path));
                const QByteArrayList found = leaks(hidden, observed);
                QVERIFY2(
                    found.isEmpty(),
                    QByteArray(tried.name + " "_ba + path + ": " + found.join(", ")).constData());
                QVERIFY2(
                    observed.outcome == "NotFound" || observed.outcome == "PermissionDenied"
                        || !tried.follows,
                    QByteArray(tried.name + " "_ba + path + ": " + observed.outcome).constData());
            }
        }
        QVERIFY(hidden.areWhole());
    }

    void aFolderMovedOutIsNoLadder_data() { addResolvers(); }
    void aFolderMovedOutIsNoLadder()
    {
        ROW("trap.out-of-order", "A13");
        QFETCH(Resolver, resolver);
        const auto files = openShare(m_world->share(), resolver);
        QVERIFY(files);
        QVERIFY(files->makeDirectory(at("/moving"), {}));
        QCOMPARE(operation("create").run(*files, at("/moving/file")).outcome, "ok"_ba);
        const auto reader = files->openDirectory(at("/moving"));
        const auto file = files->open(at("/moving/file"), OpenFlag::Read, {});
        QVERIFY(reader && file);
        const QByteArray outside = m_world->place("moved");
        QCOMPARE(::rename(m_world->place("share/moving").constData(), outside.constData()), 0);
        // What is open stays open, by its own descriptor, and leads nowhere else.
        QCOMPARE((*reader)->next(100)->size(), 1);
        QCOMPARE((*file)->attributes()->type, FileType::Regular);
        for (const Operation& tried : test::everyOperation()) {
            if (!tried.changes || tried.follows)
                QVERIFY(tried.run(*files, at("/moving/file")).outcome != "ok");
        }
        QVERIFY(QFile::exists(QString::fromUtf8(outside + "/file")));
    }

    void sharesAreTakenByComponentsNotByPrefix_data() { addResolvers(); }
    void sharesAreTakenByComponentsNotByPrefix()
    {
        ROW("A3");
        QFETCH(Resolver, resolver);
        const auto files = openShare(m_world->share(), resolver);
        QVERIFY(files);
        QCOMPARE(::symlink(m_world->place("shareb/secret").constData(),
                           m_world->place("share/twin").constData()),
                 0);
        QCOMPARE(outcome(files->readLink(at("/twin"))), "Escaped"_ba);
        QCOMPARE(outcome(files->open(at("/twin"), OpenFlag::Read, {})), "Escaped"_ba);
        QCOMPARE(outcome(files->readLink(at("/abs-file"))), "Escaped"_ba);
        QCOMPARE(files->readLink(at("/abs-inside")).value(), "/inner/file"_ba);
    }

private:
    std::unique_ptr<EscapeWorld> m_world;
};

QTEST_GUILESS_MAIN(TestEscape)
#include "tst_escape.moc"
