// Section A of rows.txt: paths that want out, driven as a client would, through a
// real server and everything between a login and its files.
#include "core/activity_format.h"
#include "tests/support/escape_world.h"
#include "tests/support/host_words.h"
#include "tests/support/path_requests.h"
#include "tests/support/served_shares.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include "tests/support/rows.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace sallyport;
using namespace sallyport::test;
using namespace Qt::Literals::StringLiterals;
using Kind = ActivityEvent::Kind;
using Layout = ShareTree::Layout;
using Outcome = ActivityEvent::Outcome;

Q_DECLARE_METATYPE(sallyport::SymlinkPolicy)

namespace {

bool failed(const Reply& reply)
{
    return reply.type == StatusReply && reply.status != Ok && reply.status != EndOfFile;
}

QByteArray words(const QByteArray& request, const QByteArray& path, const Reply& reply)
{
    return request + ' ' + path.toPercentEncoding("/").left(200) + ": type "
        + QByteArray::number(reply.type) + " status " + QByteArray::number(qint32(reply.status))
        + ' ' + reply.message;
}

// Times of every canary: Canaries gives them.
constexpr quint32 canaryModified = 1'500'000'000;

void addResolvers()
{
    QTest::addColumn<bool>("walks");
    QTest::newRow("openat2") << false;
    QTest::newRow("walk") << true;
}

QByteArray contentOf(const QByteArray& path)
{
    const int file = ::open(path.constData(), O_RDONLY | O_CLOEXEC); // QFile knows UTF-8 alone
    std::array<char, 4096> text{};
    const ssize_t size = ::read(file, text.data(), text.size());
    ::close(file);
    return QByteArray(text.data(), qMax(size, ssize_t(0)));
}

bool exists(const QByteArray& path)
{
    struct stat status {};
    return ::lstat(path.constData(), &status) == 0;
}

void makeFile(const QByteArray& path, const QByteArray& content = "inside")
{
    const int file = ::open(path.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0 || ::write(file, content.constData(), size_t(content.size())) != content.size())
        qFatal("cannot write %s", path.constData());
    ::close(file);
}

void makeFolder(const QByteArray& path)
{
    if (::mkdir(path.constData(), 0755) != 0)
        qFatal("cannot make %s", path.constData());
}

void makeLink(const QByteArray& target, const QByteArray& path)
{
    if (::symlink(target.constData(), path.constData()) != 0)
        qFatal("cannot link %s", path.constData());
}

} // namespace

class TestHostilePaths : public QObject {
    Q_OBJECT

    std::unique_ptr<EscapeWorld> m_world;

    // What the requests with one path gave away or did outside, a sentence each; `succeeded` says
    // whether one changed anything.
    QByteArrayList leaks(ServedShares& served, const std::vector<PathRequest>& requests,
                         const QByteArray& path, const QList<VirtualPath>& deadLinks,
                         bool& succeeded)
    {
        QByteArrayList found, packets, second;
        for (std::size_t i = 0; i < requests.size(); ++i)
            packets.append(requests[i].packet(quint32(i), path));
        // That of a long job may come later than those behind it.
        QList<Reply> replies = served.askAll(packets);
        std::sort(replies.begin(), replies.end(),
                  [](const Reply& one, const Reply& other) { return one.id < other.id; });
        if (replies.size() != packets.size())
            return {"a request had no answer"};
        const auto parsed = VirtualPath::parse(path);
        const auto isDead = [&](bool follows) {
            return std::any_of(deadLinks.begin(), deadLinks.end(), [&](const VirtualPath& link) {
                return parsed->isBelow(link) || (follows && *parsed == link);
            });
        };
        for (std::size_t i = 0; i < requests.size(); ++i) {
            const PathRequest& request = requests[i];
            const Reply& reply = replies[qsizetype(i)];
            const auto note = [&](const char* what) {
                found.append(QByteArray(what) + ": " + words(request.name, path, reply));
            };
            if (reply.id != i)
                note("not one answer each");
            if (m_world->canaries().isIn(reply.payload))
                note("a canary was read");
            if (reply.attributes.times && reply.attributes.times->second == canaryModified)
                note("a canary was seen");
            if (reply.payload.contains(m_world->place({})) && !path.contains(m_world->place({})))
                note("the folder's place was told");
            // What a link's own text is, is the client's affair.
            const bool isText = QByteArrayView(request.name) == "SYMLINK to it";
            if (!parsed && !isText && !reply.is(BadMessage))
                note("no path at all was taken");
            if (parsed && !isText && !failed(reply) && isDead(request.follows))
                note("it succeeded through a link that leads nowhere inside");
            succeeded = succeeded || (request.changes && !failed(reply));
            if (reply.handle.isEmpty())
                continue;
            second.append(Packet::read(0, reply.handle, 0, 4096));
            second.append(Packet::readdir(1, reply.handle));
            second.append(Packet::fstat(2, reply.handle));
            second.append(Packet::close(3, reply.handle));
        }
        for (const Reply& reply : served.askAll(second)) {
            if (m_world->canaries().isIn(reply.data) || m_world->canaries().isIn(reply.payload)
                || (reply.attributes.times && reply.attributes.times->second == canaryModified))
                found.append("a canary was read through a handle: " + path);
        }
        for (const QByteArray& sentence : m_world->canaries().disturbed())
            found.append(sentence + ": " + path);
        return found;
    }

private slots:
    void init() { m_world = std::make_unique<EscapeWorld>(); }
    void cleanup()
    {
        QVERIFY(m_world->canaries().areWhole());
        m_world.reset();
    }

    void noRequestLeadsOut_data()
    {
        QTest::addColumn<bool>("walks");
        QTest::addColumn<SymlinkPolicy>("symlinks");
        for (const bool walks : {false, true}) {
            const char* resolver = walks ? "walk" : "openat2";
            QTest::addRow("%s, links inside", resolver) << walks << SymlinkPolicy::Inside;
            QTest::addRow("%s, links never", resolver) << walks << SymlinkPolicy::Never;
            QTest::addRow("%s, links hidden", resolver) << walks << SymlinkPolicy::Hide;
        }
    }
    void noRequestLeadsOut()
    {
        ROW("A1", "A2", "A4", "A5", "A10", "A12", "G-26");
        // Full: every path; the short form takes one of three with each resolver and policy
        QFETCH(bool, walks);
        QFETCH(SymlinkPolicy, symlinks);
        ServedShares served(Layout::Single);
        if (walks)
            served.walk();
        served.add("Photos", m_world->share()).symlinks = symlinks;
        const auto all = everyPathRequest("/inner");
        std::vector<PathRequest> looking;
        std::copy_if(all.begin(), all.end(), std::back_inserter(looking),
                     [](const PathRequest& request) { return !request.changes; });
        const QList<VirtualPath> deadLinks = m_world->deadLinks();
        const QByteArrayList paths = m_world->rawPaths();
        const QByteArrayList hostPaths = m_world->rawHostPaths();
        QVERIFY(paths.size() + hostPaths.size() >= 300);
        const bool full = qEnvironmentVariableIntValue("SALLYPORT_FULL") != 0;
        const qsizetype step = full ? 1 : 3;
        qsizetype tried = 0;
        for (qsizetype i = full ? 0 : qsizetype(symlinks); i < paths.size(); i += step) {
            bool changed = false;
            const auto found = leaks(served, all, paths[i], deadLinks, changed);
            QVERIFY2(found.isEmpty(), found.join("; ").constData());
            if (changed)
                m_world->repair();
            ++tried;
        }
        for (const QByteArray& path : hostPaths) {
            bool changed = false;
            const auto found = leaks(served, looking, path, deadLinks, changed);
            QVERIFY2(found.isEmpty(), found.join("; ").constData());
            ++tried;
        }
        QVERIFY(tried * step >= 300);
        QVERIFY(!served.news(Kind::Escape).isEmpty());
    }

    void dotsAndSlashesAreArithmetic()
    {
        ROW("A1", "A5", "A8");
        ServedShares served(Layout::Single);
        served.add("Photos", m_world->share());
        const std::pair<QByteArray, QByteArray> ways[] = {{"..", "/"},
                                                          {"/..", "/"},
                                                          {"a/../../x", "/x"},
                                                          {"//x", "/x"},
                                                          {"./", "/"},
                                                          {"x/", "/x"},
                                                          {"/a/./b//../c/.", "/a/c"},
                                                          {"", "/"},
                                                          {"/../../etc/passwd", "/etc/passwd"},
                                                          {"~", "/~"},
                                                          {"~root", "/~root"},
                                                          {"C:\\", "/C:\\"},
                                                          {"\\\\srv\\x", "/\\\\srv\\x"},
                                                          {"a\\..\\b", "/a\\..\\b"}};
        for (const auto& [asked, real] : ways) {
            const Reply reply = served.ask(Packet::realpath(1, asked));
            QCOMPARE(reply.names.value(0).name, real);
        }
        // Elsewhere they are names like others: of files that are not there, and that may be made.
        for (const char* name : {"~", "~root", "C:\\", "\\\\srv\\x", "a\\..\\b"}) {
            QVERIFY(served.ask(Packet::stat(2, name)).is(NoSuchFile));
            const Reply made = served.ask(Packet::open(3, name, fxf::write | fxf::create));
            QCOMPARE(made.type, quint8(HandleReply));
            QVERIFY(served.ask(Packet::close(4, made.handle)).is(Ok));
            QVERIFY(exists(m_world->share() + '/' + name));
            QVERIFY(served.ask(Packet::remove(5, name)).is(Ok));
        }
        const std::pair<QByteArray, QByteArray> homes[] = {
            {"~", "/"}, {"~/x", "/x"}, {"~anna/x", "/x"}, {"~/../../x", "/x"}, {"x", "/x"}};
        for (const auto& [asked, real] : homes) {
            const Reply reply =
                served.ask(Packet::extended(6, "expand-path@openssh.com", wire::string(asked)));
            QCOMPARE(reply.names.value(0).name, real);
        }
        for (const char* other : {"~root", "~root/x", "~ben"})
            QVERIFY(served.ask(Packet::extended(7, "expand-path@openssh.com", wire::string(other)))
                        .is(NoSuchFile));
        // The empty path is "/" where one looks, and nothing elsewhere.
        QVERIFY(served.ask(Packet::stat(8, "")).type == AttrsReply);
        QVERIFY(served.ask(Packet::lstat(9, "")).type == AttrsReply);
        QVERIFY(served.ask(Packet::opendir(10, "")).type == HandleReply);
        for (const PathRequest& request : everyPathRequest("/inner")) {
            const QByteArrayView name = request.name;
            if (name == "STAT" || name == "LSTAT" || name == "OPENDIR" || name == "statvfs"
                || name.endsWith("below"))
                continue;
            const Reply reply = served.ask(request.packet(11, ""));
            QVERIFY2(reply.is(NoSuchFile), words(request.name, "", reply).constData());
        }
        QVERIFY(served.news(Kind::Escape).isEmpty());
        QVERIFY(m_world->canaries().disturbed().isEmpty());
    }

    void aPathOfThisComputerIsNoPathHere()
    {
        ROW("A2");
        ServedShares served;
        served.add("Photos", m_world->share());
        const QByteArray host = m_world->place("outside/secret");
        for (const QByteArray& path : QByteArrayList{
                 QByteArray("/etc/passwd"), QByteArray("/proc/self/root/etc/passwd"), host,
                 "/Photos" + host, "/Photos/etc/passwd", "/Photos/proc/self/root" + host}) {
            for (const PathRequest& request : everyPathRequest("/Photos/inner")) {
                // A text is no path; and were this to fail, only canaries would be changed.
                if (QByteArrayView(request.name) == "SYMLINK to it"
                    || (request.changes && path.endsWith("passwd")))
                    continue;
                const Reply reply = served.ask(request.packet(1, path));
                // Beside the shares nothing is renamed to, either.
                const bool beside = !path.startsWith("/Photos")
                    && (QByteArrayView(request.name).endsWith("onto")
                        || QByteArrayView(request.name) == "hardlink at it");
                QVERIFY2(reply.is(beside ? PermissionDenied : NoSuchFile),
                         words(request.name, path, reply).constData());
            }
        }
        QVERIFY(served.news(Kind::Escape).isEmpty());
        QVERIFY(m_world->canaries().disturbed().isEmpty());
    }

    void aShareIsNotItsTwin()
    {
        ROW("A3");
        // "share" is anna's; "shareb", whose folder begins with the same bytes, is not.
        ServedShares served;
        served.add("share", m_world->share());
        const QByteArrayList others = {
            "/shareb",  "/shareb/secret", "/share/../shareb/secret", "/shareb/../shareb/secret",
            "/sharebb", "/shar/e"};
        for (const QByteArray& path : others) {
            for (const PathRequest& request : everyPathRequest("/share/inner")) {
                if (QByteArrayView(request.name) == "SYMLINK to it")
                    continue;
                const Reply reply = served.ask(request.packet(1, path));
                QVERIFY2(reply.is(NoSuchFile) || reply.is(PermissionDenied),
                         words(request.name, path, reply).constData());
            }
        }
        makeLink(m_world->place("shareb/secret"), m_world->place("share/twin"));
        makeLink("../shareb", m_world->place("share/twins"));
        served.news();
        for (const char* path : {"/share/twin", "/share/twins/secret"})
            QVERIFY(served.ask(Packet::open(2, path, fxf::read)).is(PermissionDenied));
        QVERIFY(served.ask(Packet::readlink(3, "/share/twin")).is(PermissionDenied));
        QCOMPARE(served.news(Kind::Escape).size(), 3);
        const Reply list = served.ask(Packet::readdir(4, served.openedFolder("/")));
        QByteArrayList names;
        for (const ReplyName& name : list.names)
            names.append(name.name);
        QCOMPARE(names, QByteArrayList({".", "..", "share"}));
        QVERIFY(m_world->canaries().disturbed().isEmpty());
    }

    void aZeroByteIsABadMessage()
    {
        ROW("A4");
        ServedShares served(Layout::Single);
        served.add("Photos", m_world->share());
        const QByteArray path("file\0/../../outside/secret", 26);
        auto requests = everyPathRequest("/inner");
        requests.push_back({"REALPATH", false, false, Packet::realpath});
        requests.push_back({"expand-path", false, false, [](quint32 id, const QByteArray& text) {
                                return Packet::extended(id, "expand-path@openssh.com",
                                                        wire::string(text));
                            }});
        served.sftp();
        served.news();
        for (const PathRequest& request : requests) {
            const Reply reply = served.ask(request.packet(7, path));
            QVERIFY2(reply.is(BadMessage), words(request.name, path, reply).constData());
            QCOMPARE(reply.id, 7U);
            const auto events = served.news();
            QCOMPARE(events.size(), 1);
            QCOMPARE(events[0].kind, Kind::Protocol);
            QCOMPARE(events[0].outcome, Outcome::Refused);
        }
        // In strings that are no paths: a handle, an extension's name.
        for (const QByteArray& packet :
             {Packet::fstat(8, path), Packet::close(8, path), Packet::readdir(8, path),
              Packet::read(8, path, 0, 1), Packet::write(8, path, 0, "x"),
              Packet::extended(8, "fsync@openssh.com", wire::string(path))})
            QVERIFY(served.ask(packet).is(Failure));
        QVERIFY(served.ask(Packet::extended(9, QByteArray("limits\0@openssh.com", 19), {}))
                    .is(OpUnsupported));
        QVERIFY(m_world->canaries().disturbed().isEmpty());
    }

    void namesOfAllBytesComeBackAsTheyWere_data() { addResolvers(); }
    void namesOfAllBytesComeBackAsTheyWere()
    {
        ROW("A6");
        QFETCH(bool, walks);
        QTemporaryDir folder;
        const QByteArray place = QFile::encodeName(folder.path());
        ServedShares served(Layout::Single);
        if (walks)
            served.walk();
        served.add("Photos", place);
        QByteArrayList names;
        for (int byte = 1; byte < 256; ++byte) {
            if (byte != '/')
                names.append(byte == '.' ? QByteArray("..n") : QByteArray(1, char(byte)));
        }
        QCOMPARE(names.size(), 254);
        // Overlong, cut, surrogate, too high, mixed with what is right.
        for (const char* bytes :
             {"\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
              "a\xc3", "\xc3\xa9\xff", "e\xcc\x81", "\xc3\xa9"})
            names.append(bytes);
        for (const QByteArray& name : names) {
            const QByteArray handle =
                served.opened('/' + name, fxf::write | fxf::create | fxf::exclusive);
            QVERIFY2(!handle.isEmpty(), name.toHex().constData());
            QVERIFY(served.ask(Packet::write(2, handle, 0, name)).is(Ok));
            QVERIFY(served.ask(Packet::close(3, handle)).is(Ok));
            QCOMPARE(contentOf(place + '/' + name), name);
        }
        QByteArrayList listed;
        const QByteArray handle = served.openedFolder("/");
        for (;;) {
            const Reply reply = served.ask(Packet::readdir(4, handle));
            if (reply.type != NameReply)
                break;
            for (const ReplyName& name : reply.names) {
                if (name.name != "." && name.name != "..")
                    listed.append(name.name);
            }
        }
        std::sort(names.begin(), names.end());
        std::sort(listed.begin(), listed.end());
        QCOMPARE(listed, names);
        for (const QByteArray& name : names) {
            const QByteArray other = "/r" + name;
            QVERIFY(served.ask(Packet::rename(5, '/' + name, other)).is(Ok));
            QCOMPARE(served.ask(Packet::realpath(6, other)).names.value(0).name, other);
            QCOMPARE(contentOf(place + other), name);
            QVERIFY(served.ask(Packet::remove(7, other)).is(Ok));
        }
        QVERIFY(std::filesystem::is_empty(place.toStdString()));
    }

    void whatIsTooLongIsABadMessage()
    {
        ROW("A7");
        QTemporaryDir folder;
        ServedShares served(Layout::Single);
        served.add("Photos", QFile::encodeName(folder.path()));
        QVERIFY(served.ask(Packet::mkdir(1, "/inner")).is(Ok));
        QVERIFY(!served.opened("/inner/file", fxf::write | fxf::create).isEmpty());
        const auto stat = [&](const QByteArray& path) { return served.ask(Packet::stat(1, path)); };
        for (const int length : {254, 255}) {
            QVERIFY(stat(QByteArray(length, 'x')).is(NoSuchFile));
            QVERIFY(served.ask(Packet::mkdir(1, QByteArray(length, 'x'))).is(Ok));
        }
        // With the "/" in front 4096 bytes are the longest.
        const auto ofLength = [](int length) {
            QByteArray path = ("/" + QByteArray(99, 'x')).repeated(40);
            path += '/' + QByteArray(length - path.size() - 1, 'y');
            return path;
        };
        for (const int length : {4094, 4095, 4096})
            QVERIFY2(stat(ofLength(length)).is(NoSuchFile), QByteArray::number(length).constData());
        int tooLong = 0;
        for (const QByteArray& path :
             {QByteArray(256, 'x'), QByteArray(257, 'x'), "a/" + QByteArray(256, 'x') + "/b",
              ofLength(4097), QByteArray(64 * 1024, 'x'), QByteArray("x/").repeated(32 * 1024),
              QByteArray(255 * 1024, 'x'), QByteArray("a/").repeated(1001)}) {
            for (const PathRequest& request : everyPathRequest("/inner")) {
                // Of the huge ones a few are enough, and one more byte would not fit a packet.
                if (path.size() > 60 * 1024 && (request.follows || request.changes))
                    continue;
                const Reply reply = served.ask(request.packet(2, path));
                const bool textOnly = QByteArrayView(request.name) == "SYMLINK to it";
                if (textOnly && path.size() <= VirtualPath::maxLength)
                    continue;
                QVERIFY2(reply.is(BadMessage), words(request.name, path, reply).constData());
                QVERIFY(reply.message.contains("longer than")
                        || reply.message.contains("too long"));
                ++tooLong;
            }
        }
        QVERIFY(tooLong > 150);
        QVERIFY(served.news(Kind::Protocol).isEmpty()); // a mistake, not an attack
        QCOMPARE(stat("/").type, quint8(AttrsReply));   // and the channel is there still
    }

    void aTreeDeeperThanAPathIsServed_data() { addResolvers(); }
    void aTreeDeeperThanAPathIsServed()
    {
        ROW("A7");
        QFETCH(bool, walks);
        QTemporaryDir folder;
        ServedShares served(Layout::Single);
        if (walks)
            served.walk();
        served.add("Photos", QFile::encodeName(folder.path()));
        // As deep as paths go, three times; then the second and the third are moved to the ends of
        // those before them.
        const QByteArray step = '/' + QByteArray(249, 'd');
        QByteArrayList deepest;
        for (const char* top : {"/a", "/b", "/c"}) {
            QByteArray path = top;
            QVERIFY(served.ask(Packet::mkdir(1, path)).is(Ok));
            while (path.size() + step.size() <= 4096 - 2) {
                path += step;
                QVERIFY(served.ask(Packet::mkdir(1, path)).is(Ok));
            }
            deepest.append(path);
        }
        QVERIFY(served.ask(Packet::mkdir(2, deepest[0] + step)).is(BadMessage));
        QVERIFY(served.ask(Packet::rename(3, "/c", deepest[1] + "/c")).is(Ok));
        QVERIFY(served.ask(Packet::rename(4, "/b", deepest[0] + "/b")).is(Ok));
        // 12,000 bytes deep now; a client sees as far as its paths reach, and may look there.
        const QByteArray handle = served.openedFolder(deepest[0] + "/b");
        QVERIFY(!handle.isEmpty());
        QByteArrayList names;
        for (const ReplyName& name : served.ask(Packet::readdir(5, handle)).names)
            names.append(name.name);
        QVERIFY(names.contains(step.sliced(1)));
        QVERIFY(served.ask(Packet::stat(6, deepest[0] + "/b" + step)).is(BadMessage));
        // And takes it apart again.
        QVERIFY(served.ask(Packet::rename(7, deepest[0] + "/b", "/b")).is(Ok));
        QVERIFY(served.ask(Packet::rename(8, deepest[1] + "/c", "/c")).is(Ok));
        for (QByteArray path : deepest) {
            for (; path != "/"; path = VirtualPath::parse(path)->parent().bytes())
                QVERIFY(served.ask(Packet::rmdir(9, path)).is(Ok));
        }
        QVERIFY(served.news(Kind::Fault).isEmpty());
    }

    void controlCharactersAreKeptInNamesAndEscapedInTheLog()
    {
        ROW("A9");
        QTemporaryDir folder;
        ServedShares served(Layout::Single);
        served.add("Photos", QFile::encodeName(folder.path()));
        served.sftp();
        const QByteArrayList names = {"new\nline",
                                      "esc\x1b[2J",
                                      "\xe2\x80\xae"
                                      "bidi\xe2\x80\xac",
                                      "%n%s%x",
                                      "tab\tcr\r",
                                      "\x7f",
                                      "<b>x",
                                      "\x01\x02",
                                      "\xc2\x85"};
        for (const QByteArray& name : names) {
            served.news();
            QVERIFY(served.ask(Packet::mkdir(1, name)).is(Ok));
            const auto events = served.news(Kind::MadeDirectory);
            QCOMPARE(events.size(), 1);
            QCOMPARE(events[0].path->name(), name);
            for (const QByteArray& line :
                 {toJsonLine(events[0]), toTextLine(events[0]), toOpenSshLine(events[0])}) {
                QVERIFY(line.count('\n') <= 1);
                for (const char byte : line.trimmed())
                    QVERIFY2(uchar(byte) >= 0x20 && byte != 0x7f,
                             line.toPercentEncoding().constData());
                QVERIFY(!line.contains("\xe2\x80\xae") && !line.contains("\xc2\x85"));
            }
            // Told whole all the same.
            const auto back = eventFromJson(toJsonLine(events[0]));
            QVERIFY(back);
            QCOMPARE(back->path, events[0].path);
        }
        const Reply list = served.ask(Packet::readdir(2, served.openedFolder("/")));
        QByteArrayList found;
        for (const ReplyName& name : list.names) {
            found.append(name.name);
            // One line a name, whatever it is.
            for (const char byte : name.longName)
                QVERIFY2(uchar(byte) >= 0x20 && byte != 0x7f,
                         name.longName.toPercentEncoding().constData());
        }
        for (const QByteArray& name : names)
            QVERIFY2(found.contains(name), name.toPercentEncoding().constData());
    }

    void whatIsOutsideIsNotToldFromWhatIsNot_data() { addResolvers(); }
    void whatIsOutsideIsNotToldFromWhatIsNot()
    {
        ROW("A10", "event.escape");
        QFETCH(bool, walks);
        ServedShares served(Layout::Single);
        if (walks)
            served.walk();
        served.add("Photos", m_world->share());
        served.sftp();
        const std::pair<const char*, const char*> pairs[] = {
            {"/abs-file", "/abs-missing"},
            {"/rel-file", "/rel-missing"},
            {"/abs-dir/secret", "/abs-dir/no"},
            {"/rel-dir/secret", "/rel-dir/no"},
            {"/rel-dir/dir/secret", "/rel-dir/no/no"},
            {"/rel-up/secret", "/rel-up/no"},
            {"/abs-inside", "/abs-share"}};
        int compared = 0;
        for (const PathRequest& request : everyPathRequest("/inner")) {
            for (const auto& [existing, missing] : pairs) {
                const bool leaf = QByteArray(existing).count('/') == 1;
                if ((leaf && !request.follows) || QByteArrayView(request.name) == "SYMLINK to it")
                    continue; // of a link itself all is told
                served.news();
                const Reply one = served.ask(request.packet(1, existing));
                const auto oneEvent = served.news();
                const Reply other = served.ask(request.packet(1, missing));
                const auto otherEvent = served.news();
                QVERIFY2(one.is(PermissionDenied), words(request.name, existing, one).constData());
                QCOMPARE(other.payload, one.payload);
                QCOMPARE(oneEvent.size(), 1);
                QCOMPARE(otherEvent.size(), 1);
                for (const ActivityEvent& event : {oneEvent[0], otherEvent[0]}) {
                    QCOMPARE(event.kind, Kind::Escape);
                    QCOMPARE(event.outcome, Outcome::Refused);
                    QCOMPARE(event.share, "Photos"_ba);
                    QCOMPARE(event.error->message, QString::fromUtf8(one.message));
                }
                ++compared;
            }
        }
        QVERIFY(compared > 100);
        QVERIFY(m_world->canaries().disturbed().isEmpty());
    }

    void chainsAndCircles_data() { addResolvers(); }
    void chainsAndCircles()
    {
        ROW("A10");
        QFETCH(bool, walks);
        const auto chain = [&](const char* name, int links, const QByteArray& end) {
            for (int i = 1; i <= links; ++i)
                makeLink(i == links ? end : name + QByteArray::number(i + 1),
                         m_world->place("share/" + QByteArray(name) + QByteArray::number(i)));
        };
        chain("in", 40, "inner/file");
        chain("out", 40, "../outside/secret");
        chain("long", 41, "inner/file");
        ServedShares served(Layout::Single);
        if (walks)
            served.walk();
        served.add("Photos", m_world->share());
        QVERIFY(!served.opened("/in1").isEmpty());
        served.news();
        const Reply out = served.ask(Packet::open(1, "/out1", fxf::read));
        QVERIFY(out.is(PermissionDenied));
        QCOMPARE(served.news(Kind::Escape).size(), 1);
        for (const char* path :
             {"/long1", "/loop", "/loop-a", "/loop-dir", "/loop/x", "/dangling"}) {
            for (const QByteArray& packet :
                 {Packet::open(2, path, fxf::read), Packet::open(2, path, fxf::write),
                  Packet::stat(2, path), Packet::opendir(2, path),
                  Packet::setstat(2, path, {3, {}, {}, {}}),
                  Packet::open(2, path, fxf::write | fxf::create)}) {
                const Reply reply = served.ask(packet);
                QVERIFY2(reply.is(NoSuchFile), words("asking", path, reply).constData());
            }
        }
        QVERIFY(served.news(Kind::Escape).isEmpty());
        // The links are shown, wherever they lead.
        const QByteArray handle = served.openedFolder("/");
        QMap<QByteArray, WireAttributes> seen;
        for (Reply reply; (reply = served.ask(Packet::readdir(3, handle))).type == NameReply;) {
            for (const ReplyName& name : reply.names)
                seen[name.name] = name.attributes;
        }
        for (const char* name : {"out1", "abs-file", "rel-dir", "loop", "proc-root", "in1"}) {
            QCOMPARE(seen[name].permissions.value_or(0) & 0170000, 0120000U);
            const Reply reply = served.ask(Packet::lstat(4, name));
            QCOMPARE(reply.attributes.permissions.value_or(0) & 0170000, 0120000U);
        }
        QVERIFY(m_world->canaries().disturbed().isEmpty());
    }

    void magicLinksAreNotFollowed_data() { addResolvers(); }
    void magicLinksAreNotFollowed()
    {
        ROW("A12");
        QFETCH(bool, walks);
        // Descriptors of this process, the server's own: of a canary, and of the folder above.
        const int secret = ::open(m_world->place("outside/secret").constData(), O_PATH | O_CLOEXEC);
        const int above = ::open(m_world->place("").constData(), O_PATH | O_CLOEXEC);
        m_world->canaries().disturbed();
        const QByteArray up = QByteArray("../").repeated(40);
        const auto magic = [](int descriptor) {
            return "/proc/self/fd/" + QByteArray::number(descriptor);
        };
        makeLink(magic(secret), m_world->place("share/to-file"));
        makeLink(up + magic(secret).sliced(1), m_world->place("share/to-file-up"));
        makeLink(magic(above), m_world->place("share/to-dir"));
        makeLink("/proc/self/root" + m_world->place("outside"), m_world->place("share/to-root"));
        makeLink("/proc/self/cwd", m_world->place("share/to-cwd"));
        ServedShares served(Layout::Single);
        if (walks)
            served.walk();
        served.add("Photos", m_world->share());
        served.sftp();
        for (const char* path :
             {"/to-file", "/to-file-up", "/to-dir/secret", "/to-dir/outside/secret",
              "/to-root/secret", "/to-cwd/x", "/proc-fd/0", "/proc-exe"}) {
            for (const PathRequest& request : everyPathRequest("/inner")) {
                // Were this to fail, only canaries would be changed.
                if ((!request.follows && QByteArray(path).count('/') == 1)
                    || QByteArrayView(request.name) == "SYMLINK to it"
                    || (request.changes && !QByteArrayView(path).endsWith("secret")))
                    continue;
                served.news();
                const Reply reply = served.ask(request.packet(1, path));
                QVERIFY2(reply.is(PermissionDenied), words(request.name, path, reply).constData());
                QCOMPARE(served.news(Kind::Escape).size(), 1);
            }
        }
        QVERIFY(m_world->canaries().disturbed().isEmpty());
        ::close(secret);
        ::close(above);
    }

    void aFolderMovedOutIsNoLadder_data() { addResolvers(); }
    void aFolderMovedOutIsNoLadder()
    {
        ROW("A13");
        QFETCH(bool, walks);
        ServedShares served(Layout::Single);
        if (walks)
            served.walk();
        served.add("Photos", m_world->share());
        const QByteArray inside = m_world->place("share/moving"), outside = m_world->place("moved");
        makeFolder(inside);
        makeFile(inside + "/file");
        makeFolder(inside + "/folder");
        const QByteArray folder = served.openedFolder("/moving");
        const QByteArray file = served.opened("/moving/file", fxf::read | fxf::write);
        QVERIFY(!folder.isEmpty() && !file.isEmpty());
        QCOMPARE(::rename(inside.constData(), outside.constData()), 0);
        // What is open stays open, by its inode.
        QCOMPARE(served.ask(Packet::read(1, file, 0, 100)).data, "inside"_ba);
        QVERIFY(served.ask(Packet::write(2, file, 0, "INSIDE")).is(Ok));
        QCOMPARE(contentOf(outside + "/file"), "INSIDE"_ba);
        QByteArrayList names;
        for (const ReplyName& name : served.ask(Packet::readdir(3, folder)).names)
            names.append(name.name);
        std::sort(names.begin(), names.end());
        QCOMPARE(names, QByteArrayList({".", "..", "file", "folder"}));
        QVERIFY(served.ask(Packet::readdir(4, folder)).is(EndOfFile));
        QCOMPARE(served.ask(Packet::fstat(5, folder)).type, quint8(AttrsReply));
        // But no path leads there any more, not even with a link in its old place.
        for (const bool linked : {false, true}) {
            if (linked)
                makeLink("../moved", inside);
            for (const char* path : {"/moving/file", "/moving/folder", "/moving/new"}) {
                for (const PathRequest& request : everyPathRequest("/inner")) {
                    if (QByteArrayView(request.name) == "SYMLINK to it")
                        continue;
                    const Reply reply = served.ask(request.packet(6, path));
                    QVERIFY2(reply.is(linked ? PermissionDenied : NoSuchFile),
                             words(request.name, path, reply).constData());
                }
            }
            // A folder's handle sets attributes by its name: then nothing is there to be set.
            const Reply set = served.ask(Packet::fsetstat(7, folder, {{}, {}, 0700, {}}));
            QVERIFY(set.is(linked ? PermissionDenied : NoSuchFile));
        }
        struct stat status {};
        QCOMPARE(::stat(outside.constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0755U);
        QCOMPARE(contentOf(outside + "/file"), "INSIDE"_ba);
        QVERIFY(!exists(outside + "/new"));
        QVERIFY(served.ask(Packet::close(8, file)).is(Ok));
        QVERIFY(served.ask(Packet::close(9, folder)).is(Ok));
    }

    void onlyARegularFileOfTheSameShareGetsAHardLink_data() { addResolvers(); }
    void onlyARegularFileOfTheSameShareGetsAHardLink()
    {
        ROW("A14");
        QFETCH(bool, walks);
        QTemporaryDir folder;
        const QByteArray other = QFile::encodeName(folder.path());
        makeFile(other + "/file");
        ServedShares served;
        if (walks)
            served.walk();
        served.add("Photos", m_world->share()).hide = {u"*.hidden"_s};
        served.add("Other", other);
        served.sftp();
        makeFile(m_world->place("share/x.hidden"));
        const auto link = [&](const QByteArray& from, const QByteArray& to) {
            served.news();
            return served.ask(
                Packet::extended(1, "hardlink@openssh.com", wire::string(from) + wire::string(to)));
        };
        const std::pair<const char*, StatusCode> sources[] = {
            {"/Photos/abs-file", PermissionDenied}, // the link itself is no regular file
            {"/Photos/rel-dir/secret", PermissionDenied},
            {"/Photos/abs-dir/secret", PermissionDenied},
            {"/Photos/inner/up-dir/secret", PermissionDenied},
            {"/Photos/../outside/secret", NoSuchFile},
            {"/Photos/inner", PermissionDenied},
            {"/Photos/fifo", PermissionDenied},
            {"/Photos/socket", PermissionDenied},
            {"/Photos/missing", NoSuchFile},
            {"/Photos/x.hidden", NoSuchFile},
            {"/Other/file", Failure},
            {"/Photos", PermissionDenied},
            {"/", PermissionDenied}};
        for (const auto& [source, status] : sources) {
            const Reply reply = link(source, "/Photos/inner/new");
            QVERIFY2(reply.is(status), words("hardlink", source, reply).constData());
            const auto events = served.news();
            QCOMPARE(events.size(), 1);
            const bool escapes = QByteArray(source).endsWith("-dir/secret");
            QCOMPARE(events[0].kind, escapes ? Kind::Escape : Kind::Linked);
            QVERIFY(events[0].outcome != Outcome::Ok);
            QVERIFY(!exists(m_world->place("share/inner/new")));
        }
        // Nor is one made outside.
        for (const char* target :
             {"/Photos/rel-dir/new", "/Photos/abs-dir/new", "/Photos/y.hidden"})
            QVERIFY(link("/Photos/file", target).is(PermissionDenied));
        QVERIFY(link("/Photos/file", "/Other/new").is(Failure));
        QVERIFY(!exists(other + "/new"));
        QVERIFY(link("/Photos/file", "/Photos/inner/new").is(Ok));
        struct stat status {};
        QCOMPARE(::stat(m_world->place("share/file").constData(), &status), 0);
        QCOMPARE(status.st_nlink, nlink_t(2));
        QVERIFY(m_world->canaries().disturbed().isEmpty()); // a second name would show in nlink
    }

    void nothingMovesBetweenShares()
    {
        ROW("A15");
        QTemporaryDir folder;
        const QByteArray place = QFile::encodeName(folder.path());
        ServedShares served;
        for (const char* name : {"one", "two", "seen"}) {
            makeFolder(place + '/' + name);
            makeFolder(place + '/' + name + "/dir");
            makeFile(place + '/' + name + "/file", name);
            served.add(name, place + '/' + name,
                       name == QByteArray("seen") ? Access::View : Access::Full);
        }
        served.sftp();
        const QByteArray names[] = {"rename", "posix-rename@openssh.com", "hardlink@openssh.com"};
        const auto move = [&](const QByteArray& how, const QByteArray& from, const QByteArray& to) {
            served.news();
            return served.ask(
                how == "rename" ? Packet::rename(1, from, to)
                                : Packet::extended(1, how, wire::string(from) + wire::string(to)));
        };
        for (const QByteArray& how : names) {
            for (const QByteArray from : {"one", "two", "seen"}) {
                for (const QByteArray to : {"one", "two", "seen"}) {
                    for (const char* kind : {"/file", "/dir"}) {
                        const QByteArray source = '/' + from + kind, target = '/' + to + "/new";
                        if (from == to && from != "seen")
                            continue;
                        const Reply reply = move(how, source, target);
                        // Within one that may only be viewed the right is missing, else the share
                        // is another.
                        QVERIFY2(reply.is(from == to ? PermissionDenied : Failure),
                                 words(how, source + " to " + target, reply).constData());
                        if (from != to)
                            QVERIFY(reply.message.contains("different shares"));
                        const auto events = served.news();
                        QCOMPARE(events.size(), 1);
                        QCOMPARE(events[0].kind,
                                 how.startsWith("hard") ? Kind::Linked : Kind::Renamed);
                        QCOMPARE(events[0].outcome,
                                 from == to ? Outcome::Refused : Outcome::Failed);
                    }
                }
            }
            // Roots, as source and as target.
            for (const char* root : {"/", "/one", "/two", "/seen"}) {
                QVERIFY(move(how, root, "/one/new").is(PermissionDenied));
                QVERIFY(move(how, "/one/file", root).is(PermissionDenied));
                QVERIFY(move(how, "/one/dir", root).is(PermissionDenied));
            }
            QVERIFY(move(how, "/one/file", "/new").is(PermissionDenied)); // beside the shares
        }
        for (const char* root : {"/", "/one", "/seen"}) {
            QVERIFY(served.ask(Packet::rmdir(2, root)).is(PermissionDenied));
            QVERIFY(served.ask(Packet::remove(3, root)).is(PermissionDenied));
        }
        for (const char* name : {"one", "two", "seen"}) {
            QCOMPARE(QDir(folder.filePath(QString::fromLatin1(name)))
                         .entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                     QStringList({u"dir"_s, u"file"_s}));
            QCOMPARE(contentOf(place + '/' + name + "/file"), QByteArray(name));
        }
        // Copying is reading and writing, and crosses.
        const QByteArray from = served.opened("/seen/file");
        const QByteArray to = served.opened("/two/copy", fxf::write | fxf::create);
        QVERIFY(served.ask(Packet::copyData(4, from, 0, 0, to, 0)).is(Ok));
        QCOMPARE(contentOf(place + "/two/copy"), "seen"_ba);
    }

    void whatCannotBeRenamedStays()
    {
        ROW("A16");
        QTemporaryDir folder;
        const QByteArray place = QFile::encodeName(folder.path());
        for (const char* name : {"/dir", "/dir/sub", "/empty", "/full"})
            makeFolder(place + name);
        for (const char* name : {"/file", "/other", "/full/file", "/dir/sub/file"})
            makeFile(place + name);
        ServedShares served(Layout::Single);
        served.add("Photos", place);
        served.sftp();
        const std::pair<const char*, const char*> wrong[] = {
            {"/dir", "/dir/sub/new"}, {"/dir", "/dir/new"}, {"/dir", "/dir/sub"},
            {"/dir", "/full"},        {"/dir", "/file"},    {"/file", "/dir"},
            {"/file", "/empty"},      {"/file", "/full"},   {"/dir/sub", "/dir"}};
        const auto tree = [&] {
            QByteArrayList found;
            for (const auto& entry :
                 std::filesystem::recursive_directory_iterator(place.toStdString()))
                found.append(QByteArray::fromStdString(entry.path().native()));
            std::sort(found.begin(), found.end());
            return found;
        };
        const QByteArrayList before = tree();
        for (const auto& [from, to] : wrong) {
            for (const bool overwrites : {false, true}) {
                served.news();
                const Reply reply =
                    served.ask(overwrites ? Packet::extended(1, "posix-rename@openssh.com",
                                                             wire::string(from) + wire::string(to))
                                          : Packet::rename(1, from, to));
                QVERIFY2(reply.is(Failure),
                         words("rename", QByteArray(from) + ' ' + to, reply).constData());
                const auto events = served.news();
                QCOMPARE(events.size(), 1);
                QCOMPARE(events[0].kind, Kind::Renamed);
                QCOMPARE(events[0].outcome, Outcome::Failed);
                QCOMPARE(tree(), before);
            }
        }
        // Plain RENAME replaces nothing at all, the other what POSIX says.
        QVERIFY(served.ask(Packet::rename(2, "/dir", "/empty")).is(Failure));
        QVERIFY(served.ask(Packet::rename(2, "/file", "/other")).is(Failure));
        QCOMPARE(tree(), before);
        QVERIFY(served
                    .ask(Packet::extended(3, "posix-rename@openssh.com",
                                          wire::string("/dir") + wire::string("/empty")))
                    .is(Ok));
        QVERIFY(exists(place + "/empty/sub/file"));
    }

    void repliesTellNothingOfThisComputer()
    {
        ROW("A17");
        ServedShares served;
        Share& share = served.add("Photos", m_world->share());
        share.hide = {u"*.hidden"_s};
        QCOMPARE(served.ask(Packet::readlink(1, "/Photos/abs-inside")).names.value(0).name,
                 "/Photos/inner/file"_ba);
        for (const char* path : {"/Photos/abs-file", "/Photos/abs-slash", "/Photos/proc-root",
                                 "/Photos/rel-back", "/Photos/dev-zero"})
            QVERIFY(served.ask(Packet::readlink(2, path)).is(PermissionDenied));
        QCOMPARE(served.ask(Packet::realpath(3, "/Photos/inside-dir/../x")).names.value(0).name,
                 "/Photos/x"_ba);
        // f_fsid is the ninth of eleven numbers.
        for (const char* path : {"/", "/Photos", "/Photos/inner/file"}) {
            const Reply space =
                served.ask(Packet::extended(4, "statvfs@openssh.com", wire::string(path)));
            QCOMPARE(space.payload.size(), 11 * 8);
            QCOMPARE(space.payload.mid(8 * 8, 8), QByteArray(8, '\0'));
        }
        const WireAttributes seen = served.ask(Packet::stat(5, "/Photos/file")).attributes;
        QCOMPARE(seen.owner, std::pair(quint32(::geteuid()), quint32(::getegid())));
        const QByteArray uid = wire::string(wire::uint32(::geteuid()));
        const Reply names = served.ask(
            Packet::extended(6, "users-groups-by-id@openssh.com", uid + wire::string({})));
        QCOMPARE(names.payload, wire::string(wire::string("owner")) + wire::string({}));
        // Every reply of every test is looked at, and this is what that finds.
        const QByteArray folder = hostwords::folder();
        QVERIFY(m_world->share().startsWith(folder));
        const auto told = [](const Reply& reply, const QByteArray& packet) {
            return hostwords::toldBy(reply, packet);
        };
        Reply name;
        name.type = NameReply;
        QVERIFY(!told(name, "x" + m_world->share()).isEmpty());
        QVERIFY(told(name, "/Photos").isEmpty());
        name.names = {
            {"a", "-rw-r--r--    1 " + QByteArray("mary") + " users  1 Jan  1 00:00 a", {}}};
        QVERIFY(!told(name, "x").isEmpty());
        name.names = {{"a", "-rw-r--r--    1 owner    group  1 Jan  1 00:00 a", {}}};
        QVERIFY(told(name, "x").isEmpty());
        Reply status;
        status.type = StatusReply;
        status.message = "No space left on " + QSysInfo::machineHostName().toUtf8() + "'s disk";
        QVERIFY(!told(status, "x").isEmpty() || QSysInfo::machineHostName().size() < 3);
        Reply data;
        data.type = DataReply;
        QVERIFY(told(data, m_world->share()).isEmpty()); // what a file holds is its owner's
    }

    void noLinkIsMadeThatLeadsOut_data()
    {
        QTest::addColumn<bool>("walks");
        QTest::addColumn<SymlinkPolicy>("symlinks");
        for (const bool walks : {false, true}) {
            const char* resolver = walks ? "walk" : "openat2";
            QTest::addRow("%s, links inside", resolver) << walks << SymlinkPolicy::Inside;
            QTest::addRow("%s, links never", resolver) << walks << SymlinkPolicy::Never;
            QTest::addRow("%s, links hidden", resolver) << walks << SymlinkPolicy::Hide;
        }
    }
    void noLinkIsMadeThatLeadsOut()
    {
        ROW("A19");
        // Full: every target with each resolver and policy; the short form takes one of three
        QFETCH(bool, walks);
        QFETCH(SymlinkPolicy, symlinks);
        ServedShares served(Layout::Single);
        if (walks)
            served.walk();
        served.add("Photos", m_world->share()).symlinks = symlinks;
        const bool full = qEnvironmentVariableIntValue("SALLYPORT_FULL") != 0;
        const QByteArrayList targets = m_world->rawPaths() + m_world->rawHostPaths();
        int made = 0, refused = 0;
        for (qsizetype i = full ? 0 : qsizetype(symlinks); i < targets.size(); i += full ? 1 : 3) {
            for (const QByteArray& link : {QByteArray("/new"), QByteArray("/inner/new")}) {
                const auto replies = served.askAll(
                    {Packet::symlink(0, targets[i], link), Packet::readlink(1, link),
                     Packet::stat(2, link), Packet::opendir(3, link),
                     Packet::open(4, link, fxf::read), Packet::open(5, link + "/secret", fxf::read),
                     Packet::open(6, link + "/outside/secret", fxf::read | fxf::write),
                     Packet::remove(7, link)});
                QCOMPARE(replies.size(), 8);
                QCOMPARE(replies[7].status, replies[0].is(Ok) ? quint32(Ok) : quint32(NoSuchFile));
                ++(replies[0].is(Ok) ? made : refused);
                QVERIFY(replies[0].is(Ok) || replies[0].is(PermissionDenied)
                        || replies[0].is(NoSuchFile) || replies[0].is(BadMessage));
                QByteArrayList closes, found = m_world->canaries().disturbed();
                for (const Reply& reply : replies) {
                    if (reply.attributes.times && reply.attributes.times->second == canaryModified)
                        found.append("a canary was seen");
                    if (!reply.handle.isEmpty())
                        closes +=
                            {Packet::read(0, reply.handle, 0, 100), Packet::close(1, reply.handle)};
                }
                for (const Reply& reply : served.askAll(closes)) {
                    if (m_world->canaries().isIn(reply.data))
                        found.append("a canary was read");
                }
                QVERIFY2(found.isEmpty(),
                         (targets[i].left(200) + ": " + found.join(", ")).constData());
                // Where it was made it is one that stays inside, by its text.
                if (replies[0].is(Ok)) {
                    QCOMPARE(replies[1].type, quint8(NameReply));
                    QVERIFY(!replies[1].names.value(0).name.startsWith('/'));
                }
            }
        }
        QVERIFY2(made > 50 && refused > 20,
                 qPrintable(QStringLiteral("%1 %2").arg(made).arg(refused)));
    }

    void makingLinksNeedsTheRight()
    {
        ROW("A19");
        ServedShares served;
        served.add("Photos", m_world->share()).makeLinks = false;
        served.add("Inbox", m_world->share(), Access::Upload);
        served.add("Drop", m_world->share(), Access::DropBox);
        served.add("Seen", m_world->share(), Access::View);
        served.sftp();
        for (const QByteArray share : {"Photos", "Inbox", "Drop", "Seen"}) {
            served.news();
            const Reply reply = served.ask(Packet::symlink(1, "file", '/' + share + "/new"));
            QVERIFY2(reply.is(PermissionDenied), words("SYMLINK", share, reply).constData());
            const auto events = served.news();
            QCOMPARE(events.size(), 1);
            QCOMPARE(events[0].kind, Kind::Linked);
            QCOMPARE(events[0].outcome, Outcome::Refused);
        }
        QVERIFY(!exists(m_world->place("share/new")));
    }

    void aHiddenNameIsNotThere_data() { addResolvers(); }
    void aHiddenNameIsNotThere()
    {
        ROW("A22");
        QFETCH(bool, walks);
        const auto place = [&](const char* name) { return m_world->place("share/"_ba + name); };
        for (const char* name : {"d", "d/dir.hidden", "d/dir.hidden/sub", ".ssh"})
            makeFolder(place(name));
        Canaries hidden;
        for (const char* name :
             {"d/x.hidden", "d/dir.hidden/file", "d/dir.hidden/sub/file", ".ssh/id"})
            hidden.makeFile(place(name));
        for (const char* name : {"d/dir.hidden/sub", "d/dir.hidden", ".ssh"})
            hidden.addFolder(place(name));
        const std::pair<const char*, const char*> links[] = {
            {"to-file", "d/x.hidden"},  {"to-id", ".ssh/id"},
            {"to-dir", "d/dir.hidden"}, {"short", "d"},
            {"second", "to-file"},      {"around", "inner/../d/./x.hidden"}};
        for (const auto& [name, target] : links)
            makeLink(target, place(name));
        ServedShares served(Layout::Single);
        if (walks)
            served.walk();
        served.add("Photos", m_world->share()).hide = {u"*.hidden"_s, u".ssh"_s};
        served.sftp();
        const QByteArrayList making = {
            "OPEN to create", "OPEN to empty", "OPEN to create a new one",
            "MKDIR",          "SYMLINK",       "SYMLINK to it",
            "hardlink at it", "RENAME onto",   "posix-rename onto"};
        const auto ask = [&](const QByteArray& path, auto statusOf) {
            for (const PathRequest& request : everyPathRequest("/inner")) {
                const std::optional<StatusCode> status = statusOf(request);
                if (!status)
                    continue;
                const Reply reply = served.ask(request.packet(1, path));
                QVERIFY2(reply.is(*status), words(request.name, path, reply).constData());
                const auto found = hidden.disturbed();
                QVERIFY2(found.isEmpty(), (path + ": " + found.join(", ")).constData());
            }
        };
        // By its name: not there; to be made: not permitted.
        for (const char* path : {"/d/x.hidden", "/d/dir.hidden", "/.ssh", "/d/X.HIDDEN",
                                 "/new.hidden", "/short/x.hidden", "/.SSH"}) {
            ask(path, [&](const PathRequest& request) {
                return std::optional(making.contains(request.name) ? PermissionDenied : NoSuchFile);
            });
        }
        // Below one: nothing is there, nor can it be made.
        for (const char* path : {"/d/dir.hidden/file", "/d/dir.hidden/sub/file", "/.ssh/id",
                                 "/short/dir.hidden/file", "/d/dir.hidden/new", "/to-dir/file",
                                 "/to-dir/sub/file", "/to-dir/new", "/d/x.hidden/y"}) {
            ask(path, [&](const PathRequest& request) -> std::optional<StatusCode> {
                if (QByteArrayView(request.name) == "SYMLINK to it")
                    return {};
                return NoSuchFile;
            });
        }
        // Through a link that is itself to be seen.
        for (const char* path : {"/to-file", "/to-id", "/to-dir", "/second", "/around"}) {
            ask(path, [&](const PathRequest& request) {
                return request.follows ? std::optional(NoSuchFile) : std::nullopt;
            });
        }
        QVERIFY(hidden.areWhole());
        QByteArrayList names;
        for (const ReplyName& name :
             served.ask(Packet::readdir(2, served.openedFolder("/d"))).names)
            names.append(name.name);
        QCOMPARE(names, QByteArrayList({".", ".."}));
        QVERIFY(served.news(Kind::Escape).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestHostilePaths)
#include "tst_hostile_paths.moc"
