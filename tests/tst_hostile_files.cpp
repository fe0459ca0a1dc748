// Section B of rows.txt: what is no file, attributes and sizes out of bounds, and
// who may only look. A client, a real server, a real folder.
#include "tests/support/path_requests.h"
#include "tests/support/served_shares.h"

#include <QFile>
#include <QTest>

#include "tests/support/rows.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

using namespace sallyport;
using namespace sallyport::test;
using namespace Qt::Literals::StringLiterals;
using Kind = ActivityEvent::Kind;
using Layout = ShareTree::Layout;
using Outcome = ActivityEvent::Outcome;

namespace {

constexpr quint64 mebi = 1024 * 1024;
constexpr quint64 tebi = mebi * mebi;

QByteArray words(const QByteArray& request, const Reply& reply)
{
    return request + ": type " + QByteArray::number(reply.type) + " status "
        + QByteArray::number(qint32(reply.status)) + ' ' + reply.message;
}

// Whether these flags make sense by themselves. Source: draft-ietf-secsh-filexfer-02 section 6.3.
bool makesSense(quint32 flags)
{
    return flags != 0 && flags < 64 && (!(flags & fxf::exclusive) || (flags & fxf::create));
}

bool needsWrite(quint32 flags)
{
    return (flags & (fxf::append | fxf::create | fxf::truncate)) && !(flags & fxf::write);
}

WireAttributes mode(quint32 permissions)
{
    return {{}, {}, permissions, {}};
}

WireAttributes size(quint64 bytes)
{
    return {bytes, {}, {}, {}};
}

WireAttributes times(quint32 accessed, quint32 modified)
{
    return {{}, {}, {}, std::pair(accessed, modified)};
}

WireAttributes owner(quint32 uid, quint32 gid)
{
    return {{}, std::pair(uid, gid), {}, {}};
}

} // namespace

class TestHostileFiles : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ServedShares> m_served;

    QByteArray place(const QByteArray& name) const
    {
        return QFile::encodeName(m_folder->path()) + name;
    }
    struct stat at(const QByteArray& name) const
    {
        struct stat status {};
        if (::lstat(place(name).constData(), &status) != 0)
            status.st_ino = 0;
        return status;
    }
    void make(const QByteArray& name, const QByteArray& content) const
    {
        QFile file(QFile::decodeName(place(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", name.constData());
    }
    QByteArray content(const QByteArray& name) const
    {
        QFile file(QFile::decodeName(place(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    Reply ask(const QByteArray& packet) { return m_served->ask(packet); }
    // Everything that can be told of the tree, a line each.
    QByteArrayList tree() const
    {
        QByteArrayList lines;
        const std::string top = m_folder->path().toStdString();
        for (const auto& entry : std::filesystem::recursive_directory_iterator(top)) {
            struct stat status {};
            ::lstat(entry.path().c_str(), &status);
            QByteArray line = QByteArray::fromStdString(entry.path().native());
            for (const auto number :
                 {quint64(status.st_mode), quint64(status.st_size), quint64(status.st_nlink),
                  quint64(status.st_mtim.tv_sec), quint64(status.st_mtim.tv_nsec),
                  quint64(status.st_ctim.tv_sec), quint64(status.st_ctim.tv_nsec)})
                line += ' ' + QByteArray::number(number);
            lines.append(line);
        }
        std::sort(lines.begin(), lines.end());
        return lines;
    }

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_served = std::make_unique<ServedShares>(Layout::Single);
    }
    void cleanup()
    {
        m_served.reset();
        m_folder.reset();
    }

    void whatIsNoFileIsNotOpened_data()
    {
        QTest::addColumn<bool>("walks");
        QTest::newRow("openat2") << false;
        QTest::newRow("walk") << true;
    }
    void whatIsNoFileIsNotOpened()
    {
        ROW("B1");
        QFETCH(bool, walks);
        if (walks)
            m_served->walk();
        m_served->add("Photos", place(""));
        QCOMPARE(::mkfifo(place("/fifo").constData(), 0666), 0);
        QCOMPARE(::mknod(place("/socket").constData(), S_IFSOCK | 0666, 0), 0);
        QCOMPARE(::symlink("fifo", place("/to-fifo").constData()), 0);
        QCOMPARE(::symlink("/dev/zero", place("/zero").constData()), 0);
        QByteArrayList names = {"/fifo", "/socket", "/to-fifo", "/zero"};
        // Only root may make one.
        if (::mknod(place("/device").constData(), S_IFCHR | 0666, makedev(1, 5)) == 0)
            names.append("/device");
        const QByteArrayList before = tree();
        SshChannel& other = m_served->connect();
        SshChannel& mine = m_served->connect();
        m_served->news();
        for (const QByteArray& name : names) {
            for (quint32 flags = 1; flags < 64; ++flags) {
                if (!makesSense(flags) || needsWrite(flags))
                    continue;
                m_served->news();
                const Reply reply = mine.ask(Packet::open(1, name, flags));
                const QByteArray what = name + " with flags " + QByteArray::number(flags);
                // One that must be new is told that the name is taken.
                const bool isNew = flags & fxf::exclusive;
                QVERIFY2(reply.is(isNew ? Failure : PermissionDenied),
                         words(what, reply).constData());
                if (!isNew && name != "/zero")
                    QVERIFY2(reply.message.contains("not a regular file"),
                             words(what, reply).constData());
                QCOMPARE(other.ask(Packet::stat(2, "/")).type, quint8(AttrsReply));
                const auto events = m_served->news();
                QCOMPARE(events.size(), 1);
                QCOMPARE(events[0].kind,
                         name == "/zero" && !isNew  ? Kind::Escape
                             : (flags & fxf::write) ? Kind::Upload
                                                    : Kind::Download);
            }
            QVERIFY(mine.ask(Packet::setstat(3, name, size(0))).is(PermissionDenied));
            QVERIFY(mine.ask(Packet::checkFile(4, "check-file-name", name, "md5"))
                        .is(PermissionDenied));
            QVERIFY(mine.ask(Packet::opendir(5, name))
                        .is(name == "/zero" ? PermissionDenied : NoSuchFile));
        }
        // Nobody is at the other end of the FIFO, and nothing was changed.
        QCOMPARE(::open(place("/fifo").constData(), O_WRONLY | O_NONBLOCK | O_CLOEXEC), -1);
        QCOMPARE(errno, ENXIO);
        QCOMPARE(tree(), before);
        // They are told as sockets, which no mount of a client's opens.
        QCOMPARE(mine.ask(Packet::lstat(6, "/fifo")).attributes.permissions.value_or(0) & 0170000,
                 0140000U);
    }

    void aFolderIsNotOpenedAsAFile()
    {
        ROW("B2");
        m_served->add("Photos", place(""));
        QCOMPARE(::mkdir(place("/dir").constData(), 0755), 0);
        make("/dir/file", "content");
        m_served->sftp();
        const QByteArrayList before = tree();
        for (const QByteArray& name :
             {QByteArray("/dir"), QByteArray("/"), QByteArray("/dir/..")}) {
            for (quint32 flags = 1; flags < 64; ++flags) {
                if (!makesSense(flags) || needsWrite(flags))
                    continue;
                m_served->news();
                const Reply reply = ask(Packet::open(1, name, flags, size(0)));
                QVERIFY2(reply.is(Failure), words(name, reply).constData());
                QVERIFY(m_served->news().size() == 1);
            }
        }
        QCOMPARE(tree(), before);
    }

    void specialBitsAreStripped()
    {
        ROW("B3");
        m_served->add("Photos", place(""));
        make("/file", "");
        QCOMPARE(::mkdir(place("/dir").constData(), 0755), 0);
        const QByteArray handle = m_served->opened("/file", fxf::read | fxf::write);
        const mode_t mask = ::umask(0);
        ::umask(mask);
        int number = 0;
        for (const quint32 wanted : {0U, 0644U, 0777U, 01000U, 02755U, 04755U, 06000U, 06777U,
                                     07777U, 0100644U, 0140777U, 0177777U, 0xffffffffU}) {
            const auto strips = (wanted & 07000) != 0;
            const auto check = [&](const QByteArray& packet, const QByteArray& name) {
                m_served->news();
                const Reply reply = ask(packet);
                QVERIFY2(reply.is(Ok), words(name, reply).constData());
                QCOMPARE(at(name).st_mode & 07777, wanted & 0777);
                const auto events = m_served->news(Kind::ChangedAttributes);
                QCOMPARE(events.size(), 1);
                QCOMPARE(events[0].outcome, Outcome::Ok);
                QCOMPARE(events[0].message.contains(u"without setuid, setgid and sticky"), strips);
            };
            check(Packet::setstat(1, "/file", mode(wanted)), "/file");
            check(Packet::fsetstat(2, handle, mode(wanted)), "/file");
            check(Packet::setstat(3, "/dir", mode(wanted)), "/dir");
            const QByteArray made = "/made-" + QByteArray::number(++number);
            const Reply opened = ask(Packet::open(4, made, fxf::write | fxf::create, mode(wanted)));
            QCOMPARE(opened.type, quint8(HandleReply));
            QVERIFY(ask(Packet::close(5, opened.handle)).is(Ok));
            QCOMPARE(at(made).st_mode & 07777, wanted & 0777 & ~mask);
            QVERIFY(ask(Packet::mkdir(6, made + "-dir", mode(wanted))).is(Ok));
            QCOMPARE(at(made + "-dir").st_mode & 07777, wanted & 0777 & ~mask);
            QVERIFY(S_ISREG(at(made).st_mode) && S_ISDIR(at(made + "-dir").st_mode));
        }
        QVERIFY(ask(Packet::setstat(7, "/dir", mode(0755))).is(Ok));
    }

    void theOwnerStays()
    {
        ROW("B4");
        m_served->add("Photos", place(""));
        make("/file", "content");
        const quint32 uid = at("/file").st_uid, gid = at("/file").st_gid;
        const QByteArray handle = m_served->opened("/file", fxf::read | fxf::write);
        const auto requests = [&](const WireAttributes& wanted) {
            return QByteArrayList{Packet::setstat(1, "/file", wanted),
                                  Packet::fsetstat(2, handle, wanted),
                                  Packet::extended(3, "lsetstat@openssh.com",
                                                   wire::string("/file") + wanted.bytes())};
        };
        m_served->news();
        for (const QByteArray& packet : requests(owner(uid, gid)))
            QVERIFY(ask(packet).is(Ok));
        QVERIFY(m_served->news().isEmpty()); // nothing was changed
        for (const auto& [other, group] :
             {std::pair(uid + 1, gid), std::pair(uid, gid + 1), std::pair(0xffffffffU, gid),
              std::pair(uid + 1, gid + 1)}) {
            for (const QByteArray& packet : requests(owner(other, group))) {
                QVERIFY(ask(packet).is(PermissionDenied));
                const auto events = m_served->news();
                QCOMPARE(events.size(), 1);
                QCOMPARE(events[0].kind, Kind::ChangedAttributes);
                QCOMPARE(events[0].outcome, Outcome::Refused);
            }
        }
        QVERIFY(!m_served->opened("/new", fxf::write | fxf::create).isEmpty());
        const Reply made = ask(Packet::open(4, "/new2", fxf::write | fxf::create, owner(1, 1)));
        QCOMPARE(made.type, quint8(HandleReply));
        QVERIFY(ask(Packet::mkdir(5, "/dir", owner(1, 1))).is(Ok));
        for (const char* name : {"/file", "/new2", "/dir"}) {
            QCOMPARE(at(name).st_uid, uid);
            QCOMPARE(at(name).st_gid, gid);
        }
    }

    void openChangesNothingOfAFileThatIsThere()
    {
        ROW("B5");
        m_served->add("Photos", place(""));
        make("/file", "content");
        make("/locked", "content");
        QCOMPARE(::chmod(place("/locked").constData(), 0444), 0);
        const WireAttributes all{0, std::pair(1U, 1U), 06777, std::pair(1U, 2U)};
        m_served->sftp();
        const QByteArrayList before = tree();
        for (const char* name : {"/file", "/locked"}) {
            for (const quint32 flags : {fxf::read, fxf::read | fxf::write, fxf::write,
                                        fxf::write | fxf::create, fxf::write | fxf::append}) {
                // Only root writes what nobody may write.
                if (name[1] == 'l' && (flags & fxf::write) && ::geteuid() == 0)
                    continue;
                const Reply reply = ask(Packet::open(1, name, flags, all));
                if (name[1] == 'l' && (flags & fxf::write)) {
                    QVERIFY2(reply.is(PermissionDenied), words(name, reply).constData());
                    continue;
                }
                QCOMPARE(reply.type, quint8(HandleReply));
                QVERIFY(ask(Packet::close(2, reply.handle)).is(Ok));
                QCOMPARE(tree(), before);
            }
        }
        const Reply made = ask(
            Packet::open(3, "/new", fxf::write | fxf::create, {9, {}, 0640, std::pair(1U, 2U)}));
        QCOMPARE(made.type, quint8(HandleReply));
        QCOMPARE(at("/new").st_mode & 07777, 0640U);
        QCOMPARE(at("/new").st_size, off_t(0));
        QVERIFY(at("/new").st_mtime > 1'000'000'000);
    }

    void timesOfAllCorners()
    {
        ROW("B6");
        m_served->add("Photos", place(""));
        make("/file", "content");
        QCOMPARE(::mkdir(place("/dir").constData(), 0755), 0);
        QCOMPARE(::symlink("file", place("/link").constData()), 0);
        const QByteArray handle = m_served->opened("/file");
        const quint32 corners[] = {0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
        for (const quint32 accessed : corners) {
            for (const quint32 modified : corners) {
                const WireAttributes wanted = times(accessed, modified);
                const std::pair<QByteArray, const char*> requests[] = {
                    {Packet::setstat(1, "/file", wanted), "/file"},
                    {Packet::fsetstat(2, handle, wanted), "/file"},
                    {Packet::setstat(3, "/dir", wanted), "/dir"},
                    {Packet::extended(4, "lsetstat@openssh.com",
                                      wire::string("/link") + wanted.bytes()),
                     "/link"}};
                for (const auto& [packet, name] : requests) {
                    m_served->news();
                    const Reply reply = ask(packet);
                    const auto events = m_served->news();
                    QCOMPARE(events.size(), 1);
                    QCOMPARE(events[0].kind, Kind::ChangedAttributes);
                    if (!reply.is(Ok)) { // a disk that ends in 2038
                        QVERIFY2(reply.is(Failure), words(name, reply).constData());
                        continue;
                    }
                    // As the disk has it, which may have a narrower range.
                    const struct stat now = at(name);
                    QCOMPARE(ask(Packet::lstat(5, name)).attributes.times,
                             std::pair(quint32(now.st_atime), quint32(now.st_mtime)));
                    QVERIFY(now.st_mtime == modified || now.st_mtime == 0x7fffffff);
                    QVERIFY(events[0].message.startsWith(u"time 19")
                            || events[0].message.startsWith(u"time 2"));
                }
            }
        }
        // Half a pair is none.
        const QByteArray half = wire::string("/file") + wire::uint32(8) + wire::uint32(5);
        QVERIFY(ask(Packet::request(9, 6, half)).is(BadMessage));
        QCOMPARE(content("/file"), "content"_ba);
    }

    void readsAtTheirBounds()
    {
        ROW("B7");
        m_served->add("Photos", place(""));
        QByteArray bytes(300 * 1024, Qt::Uninitialized);
        for (qsizetype i = 0; i < bytes.size(); ++i)
            bytes[i] = char(i * 7 >> 3);
        make("/file", bytes);
        make("/empty", "");
        const QByteArray handle = m_served->opened("/file"), empty = m_served->opened("/empty");
        const auto end = quint64(bytes.size());
        for (const quint64 offset : {end, end + 1, end * 2, quint64(1) << 40, (quint64(1) << 62)}) {
            QVERIFY(ask(Packet::read(1, handle, offset, 1)).is(EndOfFile));
            QVERIFY(ask(Packet::read(1, handle, offset, 1000)).is(EndOfFile));
        }
        QVERIFY(ask(Packet::read(2, empty, 0, 1)).is(EndOfFile));
        for (const QByteArray& packet :
             {Packet::read(3, handle, 0, 0), Packet::read(3, handle, end, 0),
              Packet::read(3, empty, 0, 0)}) {
            const Reply nothing = ask(packet);
            QCOMPARE(nothing.type, quint8(DataReply));
            QVERIFY(nothing.data.isEmpty());
        }
        for (const quint32 length :
             {255U * 1024, 255U * 1024 + 1, 256U * 1024, 0x7fffffffU, 0xffffffffU}) {
            const Reply reply = ask(Packet::read(4, handle, 5, length));
            QCOMPARE(reply.type, quint8(DataReply));
            QVERIFY(reply.data == bytes.mid(5, 255 * 1024));
        }
        QVERIFY(ask(Packet::read(5, handle, end - 3, 100)).data == bytes.last(3));
    }

    void offsetsPastAllFiles()
    {
        ROW("B8");
        m_served->add("Photos", place(""));
        make("/file", "content");
        make("/other", "other");
        const QByteArray handle = m_served->opened("/file", fxf::read | fxf::write);
        const QByteArray other = m_served->opened("/other", fxf::read | fxf::write);
        const quint64 top = quint64(1) << 63;
        const std::pair<quint64, quint64> past[] = {
            {top - 1, 1}, {top - 1, 1000},  {top - 5, 6},     {top, 0},
            {top, 1},     {~quint64(0), 0}, {~quint64(0), 1}, {~quint64(0) - 4, 10}};
        for (const auto& [offset, length] : past) {
            QVERIFY(ask(Packet::read(1, handle, offset, quint32(length))).is(BadMessage));
            QVERIFY(ask(Packet::write(2, handle, offset, QByteArray(qsizetype(length), 'x')))
                        .is(BadMessage));
            QVERIFY(ask(Packet::copyData(3, handle, offset, length, other, 0)).is(BadMessage));
            QVERIFY(ask(Packet::copyData(4, handle, 0, length, other, offset)).is(BadMessage));
            QVERIFY(ask(Packet::checkFile(5, "check-file-handle", handle, "md5", offset, length))
                        .is(BadMessage));
        }
        for (const quint64 bytes : {top, top + 1, ~quint64(0)}) {
            QVERIFY(ask(Packet::setstat(6, "/file", size(bytes))).is(BadMessage));
            QVERIFY(ask(Packet::fsetstat(7, handle, size(bytes))).is(BadMessage));
            QVERIFY(ask(Packet::copyData(8, handle, 0, bytes, other, 0)).is(BadMessage));
        }
        // Below that it is the disk, or the share, that has no such place.
        for (const quint64 offset : {quint64(1) << 62, top - 1000}) {
            QVERIFY(ask(Packet::write(9, handle, offset, "x")).is(Failure));
            QVERIFY(ask(Packet::setstat(10, "/file", size(offset))).is(Failure));
            QVERIFY(ask(Packet::fsetstat(11, handle, size(offset))).is(Failure));
        }
        QCOMPARE(content("/file"), "content"_ba);
        QCOMPARE(content("/other"), "other"_ba);
        QVERIFY(m_served->news(Kind::Protocol).isEmpty());
    }

    void aHoleIsNoLargerThanWhatIsFree()
    {
        ROW("B9", "event.limit");
        m_served->add("Photos", place(""));
        make("/file", "content");
        make("/source", "source");
        struct statvfs disk {};
        QCOMPARE(::statvfs(place("").constData(), &disk), 0);
        // 8 TiB, or more where the disk is that large. Blocks are free for others meanwhile, too.
        const quint64 bomb = std::max(8 * tebi, quint64(disk.f_bavail) * disk.f_frsize + tebi);
        const QByteArray handle = m_served->opened("/file", fxf::read | fxf::write);
        const QByteArray source = m_served->opened("/source");
        const auto refused = [&](const QByteArray& packet) {
            m_served->news();
            const Reply reply = ask(packet);
            QVERIFY2(reply.is(Failure), words("a hole", reply).constData());
            QVERIFY2(reply.message.contains("Photos"), words("a hole", reply).constData());
            const auto events = m_served->news(Kind::Limit);
            QCOMPARE(events.size(), 1);
            QCOMPARE(events[0].outcome, Outcome::Refused);
            QCOMPARE(events[0].error->message, QString::fromUtf8(reply.message));
            QCOMPARE(events[0].path->bytes(), "/file"_ba);
            QCOMPARE(content("/file"), "content"_ba);
        };
        refused(Packet::setstat(1, "/file", size(bomb)));
        refused(Packet::fsetstat(2, handle, size(bomb)));
        refused(Packet::write(3, handle, bomb, "x"));
        QVERIFY(ask(Packet::close(4, handle)).is(Ok));
        const QByteArray again = m_served->opened("/file", fxf::write);
        refused(Packet::copyData(5, source, 0, 0, again, bomb));
        // A hole that fits is a hole.
        QVERIFY(ask(Packet::setstat(6, "/file", size(16 * mebi))).is(Ok));
        QCOMPARE(at("/file").st_size, off_t(16 * mebi));
        QVERIFY(at("/file").st_blocks < 100);
        const QByteArray last = m_served->opened("/file", fxf::write);
        QVERIFY(ask(Packet::write(7, last, 32 * mebi, "x")).is(Ok));
        QCOMPARE(at("/file").st_size, off_t(32 * mebi + 1));
        QVERIFY(ask(Packet::setstat(8, "/file", size(3))).is(Ok));
    }

    void aFileGrowsToItsLimit()
    {
        ROW("B9", "event.limit");
        m_served->add("Photos", place("")).maxFileSize = mebi;
        make("/file", "content");
        make("/large", QByteArray(mebi + 1, 'x'));
        make("/source", QByteArray(1000, 's'));
        const QByteArray handle = m_served->opened("/file", fxf::read | fxf::write);
        const QByteArray source = m_served->opened("/source");
        QVERIFY(ask(Packet::write(1, handle, mebi - 4, "last")).is(Ok));
        QCOMPARE(at("/file").st_size, off_t(mebi));
        const QByteArray append = m_served->opened("/file", fxf::write | fxf::append);
        const auto limited = [&](const QByteArray& packet) {
            m_served->news();
            const Reply reply = ask(packet);
            QVERIFY2(reply.is(Failure), words("too large", reply).constData());
            QCOMPARE(reply.message, "Photos takes files of at most 1 MiB"_ba);
            const auto events = m_served->news(Kind::Limit);
            QCOMPARE(events.size(), 1);
            QCOMPARE(events[0].outcome, Outcome::Refused);
            QCOMPARE(at("/file").st_size, off_t(mebi));
        };
        limited(Packet::setstat(2, "/file", size(mebi + 1)));
        limited(Packet::fsetstat(3, handle, size(8 * tebi)));
        limited(Packet::write(4, handle, mebi, "x"));
        limited(Packet::write(5, append, 0, "x"));
        limited(
            Packet::copyData(6, source, 0, 0, m_served->opened("/file", fxf::write), mebi - 999));
        limited(Packet::write(7, m_served->opened("/file", fxf::write), 8 * tebi, "x"));
        // What is too large already may be read and cut.
        const QByteArray large = m_served->opened("/large", fxf::read | fxf::write);
        QCOMPARE(ask(Packet::read(8, large, mebi, 10)).data, "x"_ba);
        QVERIFY(ask(Packet::fsetstat(9, large, size(mebi))).is(Ok));
    }

    void aHugeCopyIsCancelledAndOthersAreAnswered()
    {
        ROW("B10");
        m_served->add("Photos", place(""));
        make("/source", "");
        make("/target", "");
        QCOMPARE(::truncate(place("/source").constData(), off_t(4 * 1024 * mebi)), 0);
        QCOMPARE(::link(place("/source").constData(), place("/twin").constData()), 0);
        const QByteArray source = m_served->opened("/source"),
                         target = m_served->opened("/target", fxf::write);
        const QByteArray twin = m_served->opened("/twin", fxf::read | fxf::write);
        for (const QByteArray& packet :
             {Packet::copyData(1, source, 0, 0, twin, 0),
              Packet::copyData(1, source, 0, 10, twin, 5), Packet::copyData(1, twin, 0, 0, twin, 0),
              Packet::copyData(1, source, 0, 10, twin, 100)})
            QVERIFY(ask(packet).is(Failure));
        QCOMPARE(at("/source").st_blocks, blkcnt_t(0));
        // All at once: what is not about the copy is answered before it, which CLOSE cancels.
        const auto replies = m_served->askAll(
            {Packet::copyData(10, source, 0, 0, target, 0), Packet::stat(11, "/source"),
             Packet::realpath(12, "x"), Packet::close(13, target), Packet::fstat(14, source)});
        QCOMPARE(replies.size(), 5);
        QList<quint32> ids;
        for (const Reply& reply : replies)
            ids.append(reply.id);
        QCOMPARE(ids, QList<quint32>({11, 12, 10, 13, 14}));
        QVERIFY2(replies[2].is(Failure), words("copy-data", replies[2]).constData());
        QVERIFY(replies[3].is(Ok));
        QVERIFY(at("/target").st_size < off_t(4 * 1024 * mebi));
        QCOMPARE(at("/target").st_size % off_t(8 * mebi), off_t(0)); // whole slices
    }

    void everyCombinationOfOpenFlags()
    {
        ROW("B11");
        m_served->add("Photos", place(""));
        m_served->sftp();
        int opened = 0;
        for (quint32 flags = 0; flags < 64; ++flags) {
            for (const bool there : {false, true}) {
                ::unlink(place("/file").constData());
                if (there)
                    make("/file", "content");
                const Reply reply = ask(Packet::open(1, "/file", flags));
                const QByteArray what =
                    "flags " + QByteArray::number(flags) + (there ? " there" : "");
                if (!makesSense(flags)) {
                    QVERIFY2(reply.is(BadMessage), words(what, reply).constData());
                } else if (needsWrite(flags)) {
                    QVERIFY2(reply.is(PermissionDenied), words(what, reply).constData());
                } else if (!there && !(flags & fxf::create)) {
                    QVERIFY2(reply.is(NoSuchFile), words(what, reply).constData());
                } else if (there && (flags & fxf::exclusive)) {
                    QVERIFY2(reply.is(Failure), words(what, reply).constData());
                } else {
                    QVERIFY2(reply.type == HandleReply, words(what, reply).constData());
                    ++opened;
                    const bool reads = flags & fxf::read, writes = flags & fxf::write;
                    QCOMPARE(ask(Packet::read(2, reply.handle, 0, 1)).is(PermissionDenied), !reads);
                    QCOMPARE(ask(Packet::write(3, reply.handle, 0, "new")).is(Ok), writes);
                    QVERIFY(ask(Packet::close(4, reply.handle)).is(Ok));
                    QByteArray expected = there && !(flags & fxf::truncate) ? "content" : "";
                    if (writes)
                        expected = flags & fxf::append ? expected + "new" : "new" + expected.mid(3);
                    QCOMPARE(content("/file"), expected);
                    continue;
                }
                QCOMPARE(content("/file"), there ? "content"_ba : QByteArray());
                QCOMPARE(at("/file").st_ino != 0, there);
            }
        }
        QCOMPARE(opened, 33);
        for (int bit = 6; bit < 32; ++bit) {
            for (const quint32 flags :
                 {0U, fxf::read, fxf::write | fxf::create | fxf::truncate, 63U}) {
                make("/file", "content");
                const Reply reply = ask(Packet::open(5, "/file", flags | 1U << bit));
                QVERIFY2(reply.is(BadMessage),
                         words("bit " + QByteArray::number(bit), reply).constData());
                QCOMPARE(content("/file"), "content"_ba);
            }
        }
    }

    void whoMayOnlyLookChangesNothing_data()
    {
        QTest::addColumn<bool>("user");
        QTest::newRow("the share is for viewing") << false;
        QTest::newRow("the user may only read") << true;
    }
    void whoMayOnlyLookChangesNothing()
    {
        ROW("B12");
        QFETCH(bool, user);
        m_served->server.authenticator->readOnly = user;
        m_served->add("Photos", place(""), user ? Access::Full : Access::View);
        for (const char* name : {"/dir", "/inner", "/dir/empty"})
            QCOMPARE(::mkdir(place(name).constData(), 0755), 0);
        for (const char* name : {"/file", "/inner/file", "/dir/file"})
            make(name, "content");
        QCOMPARE(::symlink("file", place("/link").constData()), 0);
        const QByteArray handle = m_served->opened("/file"),
                         folder = m_served->openedFolder("/dir");
        const QByteArray other = m_served->opened("/inner/file");
        QVERIFY(!handle.isEmpty() && !folder.isEmpty());
        const QByteArrayList before = tree();
        int refused = 0;
        for (const QByteArray name : {"/file", "/dir", "/dir/empty", "/link", "/new", "/dir/new"}) {
            const bool there = !name.endsWith("new");
            for (const PathRequest& request : everyPathRequest("/inner")) {
                // Who owns what is not there is not asked for the right.
                if (!request.changes || (!there && request.name == "SETSTAT of the owner"_ba))
                    continue;
                m_served->news();
                const Reply reply = ask(request.packet(1, name));
                // Clients make each folder of a path, and go on where it is there.
                const bool known = there && request.name == "MKDIR"_ba;
                QVERIFY2(reply.is(known ? Failure : PermissionDenied),
                         words(request.name + (' ' + name), reply).constData());
                const auto events = m_served->news();
                QCOMPARE(events.size(), 1);
                QCOMPARE(events[0].outcome, known ? Outcome::Failed : Outcome::Refused);
                ++refused;
            }
        }
        QVERIFY(refused > 140);
        const QByteArrayList byHandle = {
            Packet::write(1, handle, 0, "x"),
            Packet::fsetstat(2, handle, size(0)),
            Packet::fsetstat(3, handle, mode(0777)),
            Packet::fsetstat(4, handle, times(1, 2)),
            Packet::fsetstat(5, handle, {}),
            Packet::fsetstat(6, folder, mode(0700)),
            Packet::extended(7, "fsync@openssh.com", wire::string(handle)),
            Packet::copyData(8, other, 0, 0, handle, 0),
            Packet::open(9, "/new", fxf::write | fxf::create),
            Packet::open(10, "/new", fxf::create), // CVE-2017-15906
            Packet::open(11, "/file", fxf::read | fxf::truncate),
            Packet::open(12, "/file", fxf::read | fxf::write),
            Packet::setstat(13, "/file", {})};
        for (const QByteArray& packet : byHandle) {
            const Reply reply = ask(packet);
            QVERIFY2(reply.is(PermissionDenied),
                     words(QByteArray::number(reply.id), reply).constData());
        }
        QCOMPARE(tree(), before);
        // And looking works.
        QCOMPARE(ask(Packet::read(20, handle, 0, 100)).data, "content"_ba);
        QCOMPARE(ask(Packet::stat(21, "/link")).attributes.size, quint64(7));
    }

    void handlesAreForWhatTheyWereOpenedFor()
    {
        ROW("B13");
        m_served->add("Photos", place(""));
        make("/file", "content");
        const QByteArray reads = m_served->opened("/file"),
                         writes = m_served->opened("/file", fxf::write);
        QVERIFY(ask(Packet::write(1, reads, 0, "x")).is(PermissionDenied));
        QVERIFY(ask(Packet::read(2, writes, 0, 1)).is(PermissionDenied));
        QVERIFY(ask(Packet::extended(3, "fsync@openssh.com", wire::string(reads)))
                    .is(PermissionDenied));
        QVERIFY(ask(Packet::copyData(4, writes, 0, 0, reads, 0)).is(PermissionDenied));
        QVERIFY(ask(Packet::checkFile(5, "check-file-handle", writes, "md5")).is(PermissionDenied));
        for (const QByteArray& handle : {reads, writes}) {
            QVERIFY(ask(Packet::close(6, handle)).is(Ok));
            for (const QByteArray& packet :
                 {Packet::close(7, handle), Packet::read(7, handle, 0, 1),
                  Packet::write(7, handle, 0, "x"), Packet::fstat(7, handle),
                  Packet::fsetstat(7, handle, size(0)), Packet::readdir(7, handle)})
                QVERIFY(ask(packet).is(Failure));
        }
        QCOMPARE(content("/file"), "content"_ba);
    }

    void twoWritersAppendWholePieces()
    {
        ROW("B14");
        m_served->add("Photos", place(""));
        make("/log", "");
        SshChannel* writers[2] = {&m_served->connect(), &m_served->connect()};
        // Pieces of several SSH packets, each of one letter, with an offset that is to be ignored.
        constexpr int rounds = 20, pieces = 10;
        constexpr qsizetype length = 20'000;
        QByteArray handles[2];
        for (int i = 0; i < 2; ++i) {
            handles[i] = writers[i]->ask(Packet::open(1, "/log", fxf::write | fxf::append)).handle;
            QVERIFY(!handles[i].isEmpty());
        }
        bool good[2] = {true, true};
        const auto write = [&](int i) {
            for (int round = 0; round < rounds; ++round) {
                QByteArray batch;
                for (int piece = 0; piece < pieces; ++piece)
                    batch +=
                        Packet::write(quint32(piece), handles[i], piece % 2 ? 0 : 1'000'000'000,
                                      QByteArray(length, char('a' + i)));
                good[i] = good[i] && writers[i]->send(batch);
                for (const Reply& reply : writers[i]->receive(pieces))
                    good[i] = good[i] && reply.is(Ok);
            }
        };
        std::thread other([&] { write(1); });
        write(0);
        other.join();
        QVERIFY(good[0] && good[1]);
        const QByteArray log = content("/log");
        QCOMPARE(log.size(), 2 * rounds * pieces * length);
        int count[2] = {};
        for (qsizetype at = 0; at < log.size(); at += length) {
            const char letter = log[at];
            QVERIFY(log.sliced(at, length) == QByteArray(length, letter));
            ++count[letter - 'a'];
        }
        QCOMPARE(count[0], rounds * pieces);
        QCOMPARE(count[1], rounds * pieces);
    }

    void attributesThatLieAreBadMessages()
    {
        ROW("B15");
        m_served->add("Photos", place(""));
        make("/file", "content");
        const QByteArray pair = wire::string("a@b") + wire::string("value");
        const auto extended = [](quint32 count, const QByteArray& pairs) {
            return wire::uint32(0x80000000) + wire::uint32(count) + pairs;
        };
        const auto each = [&](const QByteArray& attributes, const QByteArray& handle) {
            return QByteArrayList{
                Packet::request(9, 1, wire::string("/file") + attributes),
                Packet::request(10, 1, wire::string(handle) + attributes),
                Packet::request(3, 1, wire::string("/file") + wire::uint32(fxf::read) + attributes),
                Packet::request(14, 1, wire::string("/new") + attributes),
                Packet::extended(1, "lsetstat@openssh.com", wire::string("/file") + attributes)};
        };
        for (const QByteArray& lie :
             {extended(0xffffffff, {}), extended(0xffffffff, pair), extended(2, pair),
              extended(1, {}), extended(1, wire::uint32(0xffffffff) + "a"),
              extended(1, wire::string("a") + wire::uint32(0x80000000)),
              extended(0xffffffff, QByteArray(200 * 1024, '\0')), // 25,600 pairs of nothing
              wire::uint32(0x8000000f) + wire::uint32(1)}) {
            // A client that is not understood eight times is not heard a ninth time.
            SshChannel& channel = m_served->connect();
            const QByteArray handle =
                channel.ask(Packet::open(2, "/file", fxf::read | fxf::write)).handle;
            m_served->news();
            for (const QByteArray& packet : each(lie, handle)) {
                const Reply reply = channel.ask(packet);
                QVERIFY2(reply.is(BadMessage), words(lie.left(20).toHex(), reply).constData());
                const auto events = m_served->news();
                QCOMPARE(events.size(), 1);
                QCOMPARE(events[0].kind, Kind::Protocol);
                QCOMPARE(events[0].outcome, Outcome::Refused);
            }
            QCOMPARE(channel.ask(Packet::stat(3, "/file")).attributes.size, quint64(7));
        }
        // Those that say the truth are ignored.
        const QByteArray handle = m_served->opened("/file", fxf::read | fxf::write);
        for (const QByteArray& packet : each(extended(2, pair + pair), handle)) {
            const Reply reply = ask(packet);
            QVERIFY2(reply.is(Ok) || reply.type == HandleReply,
                     words("true ones", reply).constData());
        }
        QCOMPARE(content("/file"), "content"_ba);
    }
};

QTEST_GUILESS_MAIN(TestHostileFiles)
#include "tst_hostile_files.moc"
