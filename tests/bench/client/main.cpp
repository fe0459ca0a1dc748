// The load generator of `./dev bench`: does one thing over SFTP as fast as the server can, at as
// little cost of its own as possible. Prints one line of JSON: bytes, count, wall seconds, CPU
// seconds of this process, key exchanges, seconds to the first names, and how long replies took.
//
// Threads: one.
#include "client/fail.h"
#include "client/metadata.h"
#include "client/output.h"
#include "client/pattern.h"
#include "client/session.h"
#include "client/sftp_client.h"
#include "client/small_files.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <list>

using namespace sallyport::bench;

namespace {

double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void awaitLine()
{
    std::fflush(stdout);
    int c = 0;
    while ((c = std::getchar()) != '\n') {
        if (c == EOF)
            fail("Nobody said when to go on");
    }
}

// Reports what `work` did and cost. With --step somebody says when.
template <typename Work>
void measured(const Options& options, const Work& work)
{
    if (options.step) {
        std::puts("ready");
        awaitLine();
    }
    const Clock::time_point begin = Clock::now();
    const double cpuBefore = cpuSeconds();
    int keyExchanges = 0;
    Result result = work(keyExchanges);
    const double cpu = cpuSeconds() - cpuBefore;
    const std::chrono::duration<double> wall = Clock::now() - begin;

    std::sort(result.latencies.begin(), result.latencies.end());
    const auto latency = [&](std::size_t percent) {
        const std::size_t size = result.latencies.size();
        return size > 0 ? result.latencies[std::min(size - 1, size * percent / 100)].count() : 0.0;
    };
    std::printf("{\"bytes\": %llu, \"count\": %llu, \"wall\": %.6f, \"cpu\": %.6f, "
                "\"keyExchanges\": %d, \"first\": %.6f, \"p50\": %.6f, \"p95\": %.6f}\n",
                static_cast<unsigned long long>(result.bytes),
                static_cast<unsigned long long>(result.count), wall.count(), cpu, keyExchanges,
                result.first.count(), latency(50), latency(95));
    if (options.step)
        awaitLine();
}

Result moveFile(Channel& channel, const Options& options)
{
    const bool isUpload = options.command == Options::Command::Upload;
    SftpClient sftp(channel, options.pipeline);
    sftp.open(options.path, isUpload ? SftpClient::Mode::Write : SftpClient::Mode::Read);
    Result result;
    result.count = 1;
    if (isUpload) {
        const Pattern pattern(options.pattern, options.pipeline.block);
        result.bytes = sftp.upload(options.size, [&](std::uint64_t offset, std::size_t size) {
            return pattern.at(offset, size);
        });
    } else {
        std::optional<Output> output;
        if (!options.output.empty())
            output.emplace(options.output);
        result.bytes = sftp.download(sftp.size(), [&](std::uint64_t offset, Bytes piece) {
            if (output)
                output->write(offset, piece);
        });
    }
    sftp.close();
    return result;
}

Result work(Channel& channel, const Options& options)
{
    if (options.command == Options::Command::Download
        || options.command == Options::Command::Upload)
        return moveFile(channel, options);
    Requests requests(channel, options.pipeline.requests);
    switch (options.command) {
    case Options::Command::Store:
        return storeFiles(requests, options);
    case Options::Command::Fetch:
        return fetchFiles(requests, options);
    case Options::Command::Stat:
        return askAttributes(requests, options);
    default:
        return listFolder(requests, options);
    }
}

// Many connections that wait for a word, then each asks once more, and leaves.
void hold(const Options& options)
{
    // Sockets and a little more.
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);

    struct Held {
        explicit Held(const Options& options)
            : session(options)
            , requests(session.channel(), 1)
        {
        }
        Session session;
        Requests requests;
    };
    Options one = options;
    one.count = 1;
    std::list<Held> held;
    for (std::uint64_t i = 0; i < options.count; ++i) {
        held.emplace_back(options);
        askAttributes(held.back().requests, one);
    }
    measured(options, [&](int&) {
        Result result;
        for (Held& each : held)
            result.count += askAttributes(each.requests, one).count;
        return result;
    });
    for (Held& each : held)
        each.session.finish();
}

} // namespace

int main(int argc, char** argv)
{
    const Options options = parseOptions(argc, argv);
    if (options.command == Options::Command::Hold) {
        hold(options);
        return 0;
    }
    if (options.command == Options::Command::Connect) {
        measured(options, [&](int&) { return connectAgainAndAgain(options); });
        return 0;
    }
    Session session(options);
    measured(options, [&](int& keyExchanges) {
        Result result = work(session.channel(), options);
        keyExchanges = session.keyExchanges();
        return result;
    });
    session.finish();
    return 0;
}
