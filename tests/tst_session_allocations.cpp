// What moves bytes asks the allocator for nothing: counted, on a real folder.
#include "core/local_file_system.h"

#include <QTemporaryDir>
#include <QTest>

#include "tests/support/allocations.h"
#include "tests/support/packets.h"

using namespace sallyport;
using test::Packet;

namespace {

constexpr quint32 block = 32 * 1024; // bytes

struct Silence final : ActivitySink {
    void record(ActivityEvent) override {}
};

// A session that is given bytes and whose replies are looked at, and nothing else.
class Talk {
public:
    explicit Talk(FileSystem& files)
        : m_session(files, m_silence, {})
    {
        give(Packet::init());
        replies();
    }
    void give(const QByteArray& bytes)
    {
        const auto all = std::as_bytes(std::span(bytes.data(), std::size_t(bytes.size())));
        for (std::size_t taken = 0; taken < all.size();)
            taken += m_session.receive(all.subspan(taken));
        m_isBroken = m_isBroken || !m_session.run();
    }
    std::span<const std::byte> replies()
    {
        m_replies.clear();
        m_session.swapOutput(m_replies);
        return m_replies.bytes();
    }
    QByteArray opened(const QByteArray& path, quint32 flags)
    {
        give(Packet::open(1, path, flags));
        const auto reply = replies();
        return {reinterpret_cast<const char*>(reply.data()) + 13, 8};
    }
    bool isBroken() const { return m_isBroken; }

private:
    Silence m_silence;
    sftp::Session m_session;
    sftp::Buffer m_replies;
    bool m_isBroken = false;
};

} // namespace

class TestSessionAllocations : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QFile file(m_folder->filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(QByteArray(4 * block, 'a')), qint64(4 * block));
        auto opened = LocalFileSystem::open(QFile::encodeName(m_folder->path()), {});
        QVERIFY(opened);
        m_files = *std::move(opened);
    }

    void theCounterCounts()
    {
        const auto before = test::allocations();
        const QByteArray bytes(1000, 'x');
        QVERIFY(!bytes.isEmpty());
        QCOMPARE(test::allocations() - before, quint64(1));
    }

    void readingAsksForNoMemory()
    {
        Talk talk(*m_files);
        const QByteArray handle = talk.opened("/file", test::fxf::read);
        const QByteArray request = Packet::read(2, handle, block, block);
        check(talk, {request}, test::DataReply, 13 + block);
    }

    void writingAsksForNoMemory()
    {
        Talk talk(*m_files);
        const QByteArray handle = talk.opened("/file", test::fxf::write);
        check(talk, {Packet::write(2, handle, block, QByteArray(block, 'b'))}, test::StatusReply,
              0);
    }

    // As a channel gives it: pieces that begin and end anywhere, heads cut in two.
    void writingInPiecesAsksForNoMemory()
    {
        Talk talk(*m_files);
        const QByteArray handle = talk.opened("/file", test::fxf::write);
        const QByteArray one = Packet::write(2, handle, block, QByteArray(block, 'c'));
        const QByteArray two = one + one;
        check(talk, {two.first(20), two.sliced(20, one.size()), two.sliced(20 + one.size())},
              test::StatusReply, 0);
    }

private:
    // The first few times buffers grow to their size; from then on nothing may be asked for.
    void check(Talk& talk, const QList<QByteArray>& pieces, quint8 type, std::size_t size)
    {
        for (int i = 0; i < 4; ++i) {
            for (const QByteArray& piece : pieces)
                talk.give(piece);
            talk.replies();
        }
        bool isRight = true;
        const auto before = test::allocations();
        for (int i = 0; i < 100; ++i) {
            for (const QByteArray& piece : pieces)
                talk.give(piece);
            const auto reply = talk.replies();
            isRight = isRight && reply.size() >= 13 && quint8(reply[4]) == type
                && (size == 0 || reply.size() == size);
        }
        const auto asked = test::allocations() - before;
        QVERIFY(isRight && !talk.isBroken());
        QCOMPARE(asked, quint64(0));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LocalFileSystem> m_files;
};

QTEST_GUILESS_MAIN(TestSessionAllocations)
#include "tst_session_allocations.moc"
