#include "client/metadata.h"

#include "client/fail.h"
#include "client/output.h"
#include "client/small_files.h"

#include <algorithm>
#include <thread>

namespace sallyport::bench {

Result askAttributes(Requests& requests, const Options& options)
{
    const std::uint32_t inFlight = options.pause.count() > 0 ? 1 : options.pipeline.requests;
    std::vector<Clock::time_point> sentAt(inFlight);
    std::uint64_t asked = 0;
    Result result;
    result.latencies.reserve(options.count);
    const auto ask = [&](std::uint32_t id) {
        const std::string path =
            options.files > 0 ? numberedName(options.path, asked % options.files) : options.path;
        ++asked;
        sentAt[id] = Clock::now();
        requests.send(id, fxp::stat, Writer().string(path));
    };
    for (std::uint32_t id = 0; id < inFlight && asked < options.count; ++id)
        ask(id);
    while (result.count < options.count) {
        const Requests::Reply reply = requests.next();
        result.latencies.push_back(Clock::now() - sentAt[reply.id]);
        Requests::expect(reply, fxp::attributes, "STAT");
        Reader reader(reply.body);
        if (takeAttributes(reader) != options.size)
            fail("The server told another size");
        ++result.count;
        if (options.pause.count() > 0)
            std::this_thread::sleep_for(options.pause);
        if (asked < options.count)
            ask(reply.id);
    }
    return result;
}

Result listFolder(Requests& requests, const Options& options)
{
    std::string names;
    Result result;
    const Clock::time_point begin = Clock::now();
    requests.send(0, fxp::openDirectory, Writer().string(options.path));
    const ByteVector handle = Requests::handleIn(requests.next(), "opening the folder");
    for (;;) {
        requests.send(0, fxp::readDirectory, Writer().string(handle));
        const Requests::Reply reply = requests.next();
        if (reply.type == fxp::status && Reader(reply.body).u32() == fxp::endOfFile)
            break;
        Requests::expect(reply, fxp::name, "listing");
        if (result.first.count() == 0)
            result.first = Clock::now() - begin;
        Reader reader(reply.body);
        for (std::uint32_t left = reader.u32(); left > 0; --left) {
            const std::string_view name = reader.text();
            reader.string(); // as `ls -l` has it
            takeAttributes(reader);
            if (name == "." || name == "..")
                continue;
            ++result.count;
            if (!options.output.empty())
                names.append(name).push_back('\n');
        }
        if (!reader.atEnd())
            fail("The server sent more than it said");
    }
    requests.send(0, fxp::close, Writer().string(handle));
    Requests::expectOk(requests.next(), "closing the folder");
    if (!options.output.empty())
        Output(options.output).write(0, bytesOf(names));
    return result;
}

} // namespace sallyport::bench
