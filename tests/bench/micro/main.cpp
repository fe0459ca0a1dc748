// What one request costs without a network: sftp::Session over a real folder and over a tree in
// memory, the resolution of paths, ATTRS. Requests and bytes a second, allocations a request.
//
//   sallyport_bench_micro [--benchmark_filter=READ]: as every Google Benchmark
#include "core/activity_format.h"
#include "core/local_file_system.h"
#include "core/memory_file_system.h"
#include "core/sftp/attributes.h"
#include "core/sftp/session.h"
#include "tests/support/allocations.h"
#include "tests/support/packets.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace sallyport;
using test::Packet;

namespace {

constexpr quint32 block = 32 * 1024; // bytes, as OpenSSH's sftp asks for
constexpr int files = 1000;

struct Silence final : ActivitySink {
    void record(ActivityEvent) override {}
};

// A folder in memory with `files` small files, a large one, and folders below each other.
class Folder {
public:
    Folder()
    {
        char name[] = "/dev/shm/sallyport-micro-XXXXXX";
        if (!::mkdtemp(name))
            std::abort();
        m_path = name;
        std::filesystem::path deep(m_path);
        for (int depth = 0; depth < 16; ++depth) {
            deep /= "d";
            std::filesystem::create_directory(deep);
            std::ofstream(deep / "file") << "content";
        }
        std::filesystem::create_directory(m_path + "/many");
        for (int i = 0; i < files; ++i)
            std::ofstream(m_path + "/many/" + std::to_string(i)) << "content";
        std::ofstream(m_path + "/large").close();
        std::filesystem::resize_file(m_path + "/large", 64 * 1024 * 1024);
    }
    ~Folder() { std::filesystem::remove_all(m_path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::unique_ptr<LocalFileSystem> open() const
    {
        auto opened = LocalFileSystem::open(QByteArray::fromStdString(m_path), {});
        if (!opened)
            std::abort();
        return *std::move(opened);
    }

private:
    std::string m_path;
};

const Folder& folder()
{
    static const Folder made;
    return made;
}

// A session behind its INIT; what it answers is looked at once and then thrown away.
class Talk {
public:
    explicit Talk(FileSystem& tree)
        : m_session(tree, m_silence, {})
    {
        give(Packet::init());
        reply();
    }
    void give(const QByteArray& packet)
    {
        const auto bytes = std::as_bytes(std::span(packet.data(), std::size_t(packet.size())));
        std::size_t taken = 0;
        while (taken < bytes.size())
            taken += m_session.receive(bytes.subspan(taken));
        if (!m_session.run())
            std::abort();
    }
    // Type of the only reply, and its bytes until the next one.
    quint8 reply()
    {
        m_replies.clear();
        m_session.swapOutput(m_replies);
        return m_replies.isEmpty() ? 0 : quint8(m_replies.bytes()[4]);
    }
    QByteArray handle(const QByteArray& open)
    {
        give(open);
        if (reply() != test::HandleReply)
            std::abort();
        return {reinterpret_cast<const char*>(m_replies.bytes().data()) + 13, 8};
    }

private:
    Silence m_silence;
    sftp::Session m_session;
    sftp::Buffer m_replies;
};

// Counts requests, bytes and allocations of a loop.
class Counted {
public:
    explicit Counted(benchmark::State& state, std::int64_t bytes = 0, int requests = 1)
        : m_state(state)
        , m_bytes(bytes)
        , m_requests(requests)
        , m_before(test::allocations())
    {
    }
    ~Counted()
    {
        const auto count = std::int64_t(m_state.iterations()) * m_requests;
        m_state.SetItemsProcessed(count);
        if (m_bytes > 0)
            m_state.SetBytesProcessed(count * m_bytes);
        m_state.counters["allocations"] =
            count > 0 ? double(test::allocations() - m_before) / double(count) : 0.0;
    }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

private:
    benchmark::State& m_state;
    const std::int64_t m_bytes;
    const int m_requests; // of one turn of the loop
    const std::uint64_t m_before;
};

// The reply must be of `type`, or the figure is of something else.
void repeat(benchmark::State& state, Talk& talk, const QByteArray& packet, quint8 type,
            std::int64_t bytes = 0)
{
    for (int i = 0; i < 4; ++i) { // buffers grow to their size
        talk.give(packet);
        talk.reply();
    }
    const Counted counted(state, bytes);
    for (auto _ : state) {
        talk.give(packet);
        if (talk.reply() != type) {
            state.SkipWithError("another reply");
            break;
        }
    }
}

void read(benchmark::State& state)
{
    const auto tree = folder().open();
    Talk talk(*tree);
    const QByteArray handle = talk.handle(Packet::open(1, "/large", test::fxf::read));
    repeat(state, talk, Packet::read(2, handle, 65'536, block), test::DataReply, block);
}
BENCHMARK(read)->Name("READ of 32 KiB, a folder");

void write(benchmark::State& state)
{
    const auto tree = folder().open();
    Talk talk(*tree);
    const QByteArray handle =
        talk.handle(Packet::open(1, "/written", test::fxf::write | test::fxf::create));
    const QByteArray data(block, 'x');
    repeat(state, talk, Packet::write(2, handle, 65'536, data), test::StatusReply, block);
}
BENCHMARK(write)->Name("WRITE of 32 KiB, a folder");

// As a channel gives it: pieces that begin and end anywhere.
void writeInPieces(benchmark::State& state)
{
    const auto tree = folder().open();
    Talk talk(*tree);
    const QByteArray handle =
        talk.handle(Packet::open(1, "/written", test::fxf::write | test::fxf::create));
    const QByteArray packet = Packet::write(2, handle, 65'536, QByteArray(block, 'x'));
    const QByteArray two = packet + packet;
    const QByteArray first = two.first(20), second = two.sliced(20, packet.size()),
                     third = two.sliced(20 + packet.size());
    for (int i = 0; i < 4; ++i) {
        for (const QByteArray& piece : {first, second, third})
            talk.give(piece);
        talk.reply();
    }
    const Counted counted(state, 2 * qint64(block));
    for (auto _ : state) {
        talk.give(first);
        talk.give(second);
        talk.give(third);
        if (talk.reply() != test::StatusReply)
            state.SkipWithError("another reply");
    }
}
BENCHMARK(writeInPieces)->Name("2 x WRITE of 32 KiB in pieces");

void readMemory(benchmark::State& state)
{
    MemoryFileSystem tree{{"/large", QByteArray(1024 * 1024, 'x')}};
    Talk talk(tree);
    const QByteArray handle = talk.handle(Packet::open(1, "/large", test::fxf::read));
    repeat(state, talk, Packet::read(2, handle, 65'536, block), test::DataReply, block);
}
BENCHMARK(readMemory)->Name("READ of 32 KiB, a tree in memory");

void stat(benchmark::State& state)
{
    const auto tree = folder().open();
    Talk talk(*tree);
    repeat(state, talk, Packet::stat(1, "/many/17"), test::AttrsReply);
}
BENCHMARK(stat)->Name("STAT");

// As a client asks that has a folder's names: several in one piece.
void statTogether(benchmark::State& state)
{
    constexpr int together = 32;
    const auto tree = folder().open();
    Talk talk(*tree);
    QByteArray packets;
    for (int i = 0; i < together; ++i)
        packets += Packet::stat(1, "/many/" + QByteArray::number(i));
    const Counted counted(state, 0, together);
    for (auto _ : state) {
        talk.give(packets);
        if (talk.reply() != test::AttrsReply)
            state.SkipWithError("another reply");
    }
}
BENCHMARK(statTogether)->Name("STAT, 32 together");

void openAndClose(benchmark::State& state)
{
    const auto tree = folder().open();
    Talk talk(*tree);
    const Counted counted(state);
    for (auto _ : state) {
        const QByteArray handle = talk.handle(Packet::open(1, "/many/17", test::fxf::read));
        talk.give(Packet::close(2, handle));
        if (talk.reply() != test::StatusReply)
            state.SkipWithError("another reply");
    }
}
BENCHMARK(openAndClose)->Name("OPEN and CLOSE");

void list(benchmark::State& state)
{
    const auto tree = folder().open();
    Talk talk(*tree);
    std::int64_t names = 0;
    const std::uint64_t before = test::allocations();
    for (auto _ : state) {
        const QByteArray handle = talk.handle(Packet::opendir(1, "/many"));
        const QByteArray next = Packet::readdir(2, handle);
        do {
            talk.give(next);
        } while (talk.reply() == test::NameReply);
        names += files;
        talk.give(Packet::close(3, handle));
        talk.reply();
    }
    state.SetItemsProcessed(names);
    state.counters["allocations"] =
        names > 0 ? double(test::allocations() - before) / double(names) : 0.0;
}
BENCHMARK(list)->Name("READDIR, a name");

void resolve(benchmark::State& state)
{
    const auto tree = folder().open();
    QByteArray bytes;
    for (int depth = 0; depth < state.range(0); ++depth)
        bytes += "/d";
    const auto path = VirtualPath::parse(bytes + "/file");
    const Counted counted(state);
    for (auto _ : state) {
        if (!tree->attributes(*path, Symlinks::Follow))
            state.SkipWithError("not there");
    }
}
BENCHMARK(resolve)->Name("attributes() at a depth of")->Arg(1)->Arg(4)->Arg(16);

void parse(benchmark::State& state)
{
    const QByteArray bytes("/some/folder/and/a file of usual length.jpg");
    const Counted counted(state);
    for (auto _ : state)
        benchmark::DoNotOptimize(VirtualPath::parse(bytes));
}
BENCHMARK(parse)->Name("VirtualPath::parse()");

void encode(benchmark::State& state)
{
    FileAttributes attributes;
    attributes.type = FileType::Regular;
    attributes.size = 1'234'567;
    attributes.permissions = 0644;
    attributes.owner = FileAttributes::Owner{1000, 1000};
    attributes.times = FileAttributes::Times{1'700'000'000, 1'700'000'000};
    sftp::Buffer buffer;
    sftp::Writer(buffer).uint32(0);
    const Counted counted(state, 32);
    for (auto _ : state) {
        buffer.clear();
        sftp::Writer writer(buffer);
        sftp::writeAttributes(writer, attributes);
        sftp::Reader reader(buffer.bytes());
        benchmark::DoNotOptimize(sftp::readAttributes(reader));
    }
}
BENCHMARK(encode)->Name("ATTRS, written and read");

void eventLine(benchmark::State& state)
{
    ActivityEvent event;
    event.at = QDateTime::currentDateTimeUtc();
    event.kind = ActivityEvent::Kind::Upload;
    event.outcome = ActivityEvent::Outcome::Ok;
    event.connection = 7;
    event.id = quint64(7) << 32 | 4711;
    event.peer = QStringLiteral("192.168.1.7:50112");
    event.user = QStringLiteral("anna");
    event.share = "Photos";
    event.path = VirtualPath::parse("/Photos/2026/a picture.jpg").value();
    event.bytes = 4'194'304;
    event.elapsed = std::chrono::milliseconds(300);
    const Counted counted(state);
    for (auto _ : state)
        benchmark::DoNotOptimize(toJsonLine(event));
}
BENCHMARK(eventLine)->Name("an event as a line of JSON");

} // namespace

BENCHMARK_MAIN();
