#include "client/small_files.h"

#include "client/fail.h"
#include "client/output.h"
#include "client/pattern.h"

#include <array>
#include <cstdio>
#include <functional>

namespace sallyport::bench {

namespace {

constexpr std::uint32_t readSize = 32 * 1024;

struct Slot {
    enum class Step { Open, Move, Close };
    Step step = Step::Open;
    std::uint64_t number = 0; // of the file
    ByteVector handle;
};

// Opens, moves and closes all files; `move` asks for or sends the content of one.
using Move = std::function<void(std::uint32_t id, const Slot& slot)>;
using Moved = std::function<void(const Requests::Reply& reply, const Slot& slot)>;
Result eachFile(Requests& requests, const Options& options, std::uint32_t flags, const Move& move,
                const Moved& moved)
{
    std::vector<Slot> slots(options.pipeline.requests);
    Result result;
    std::uint64_t begun = 0;
    const auto open = [&](std::uint32_t id) {
        slots[id].step = Slot::Step::Open;
        slots[id].number = begun++;
        requests.send(
            id, fxp::open,
            Writer().string(numberedName(options.path, slots[id].number)).u32(flags).u32(0));
    };
    for (std::uint32_t id = 0; id < slots.size() && begun < options.count; ++id)
        open(id);
    while (result.count < options.count) {
        const Requests::Reply reply = requests.next();
        Slot& slot = slots[reply.id];
        switch (slot.step) {
        case Slot::Step::Open:
            slot.handle = Requests::handleIn(reply, "opening a file");
            slot.step = Slot::Step::Move;
            move(reply.id, slot);
            break;
        case Slot::Step::Move:
            moved(reply, slot);
            result.bytes += options.size;
            slot.step = Slot::Step::Close;
            requests.send(reply.id, fxp::close, Writer().string(slot.handle));
            break;
        case Slot::Step::Close:
            Requests::expectOk(reply, "closing a file");
            ++result.count;
            if (begun < options.count)
                open(reply.id);
            break;
        }
    }
    return result;
}

} // namespace

std::string numberedName(const std::string& folder, std::uint64_t number)
{
    std::array<char, 24> name{};
    std::snprintf(name.data(), name.size(), "/%05llu", static_cast<unsigned long long>(number));
    return folder + name.data();
}

Result storeFiles(Requests& requests, const Options& options)
{
    const Pattern pattern(options.pattern, options.size);
    return eachFile(
        requests, options, fxp::forWriting | fxp::create | fxp::truncate,
        [&](std::uint32_t id, const Slot& slot) {
            requests.send(id, fxp::write, Writer().string(slot.handle).u64(0),
                          pattern.at(slot.number * options.size, options.size));
        },
        [](const Requests::Reply& reply, const Slot&) {
            Requests::expectOk(reply, "writing a file");
        });
}

Result fetchFiles(Requests& requests, const Options& options)
{
    return eachFile(
        requests, options, fxp::forReading,
        [&](std::uint32_t id, const Slot& slot) {
            requests.send(id, fxp::read, Writer().string(slot.handle).u64(0).u32(readSize));
        },
        [&](const Requests::Reply& reply, const Slot& slot) {
            Requests::expect(reply, fxp::data, "reading a file");
            const Bytes content = Reader(reply.body).string();
            if (content.size() != options.size)
                fail("The server gave a file of another size");
            if (!options.output.empty())
                Output(numberedName(options.output, slot.number)).write(0, content);
        });
}

} // namespace sallyport::bench
