// The load generator of `./dev bench`: one SFTP connection that downloads or uploads one file as
// fast as the server can, at as little cost of its own as possible. Prints one line of JSON: bytes,
// wall seconds, CPU seconds of this process, key exchanges.
//
// Threads: one.
#include "client/channel.h"
#include "client/fail.h"
#include "client/login.h"
#include "client/options.h"
#include "client/sftp_client.h"
#include "client/transport.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>

using namespace sallyport::bench;

namespace {

// Repeats the bytes of a file for ever. A whole block is always in one piece.
class Pattern {
public:
    Pattern(const std::string& file, std::uint32_t block)
    {
        std::ifstream stream(file, std::ios::binary);
        m_bytes.assign(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
        m_period = m_bytes.size();
        if (m_period == 0)
            fail("Cannot read the pattern " + file);
        for (std::size_t i = 0; i < block; ++i)
            m_bytes.push_back(m_bytes[i]);
    }
    Bytes at(std::uint64_t offset, std::size_t size) const
    {
        return Bytes(m_bytes).subspan(static_cast<std::size_t>(offset % m_period), size);
    }

private:
    ByteVector m_bytes;
    std::size_t m_period = 0;
};

// A file that is written in pieces.
class Output {
public:
    explicit Output(const std::string& file)
        : m_file(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600))
    {
        if (m_file < 0)
            fail("Cannot write " + file);
    }
    ~Output() { ::close(m_file); }
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    void write(std::uint64_t offset, Bytes piece) const
    {
        const ssize_t written =
            ::pwrite(m_file, piece.data(), piece.size(), static_cast<off_t>(offset));
        if (written != static_cast<ssize_t>(piece.size()))
            fail("Cannot write what came");
    }

private:
    int m_file;
};

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

} // namespace

int main(int argc, char** argv)
{
    const Options options = parseOptions(argc, argv);
    const bool upload = options.command == Options::Command::Upload;
    const std::optional<Pattern> pattern = upload
        ? std::optional<Pattern>(std::in_place, options.pattern, options.pipeline.block)
        : std::nullopt;
    std::optional<Output> output;
    if (!options.output.empty())
        output.emplace(options.output);

    Transport transport(options.endpoint);
    logIn(transport, options.user, UserKey::load(options.identity));
    Channel channel(transport, options.channel, "sftp");
    SftpClient sftp(channel, options.pipeline);
    if (options.step) {
        std::puts("ready");
        awaitLine();
    }

    using Clock = std::chrono::steady_clock;
    const Clock::time_point begin = Clock::now();
    const double cpuBefore = cpuSeconds();
    std::uint64_t moved = 0;
    sftp.open(options.path, upload ? SftpClient::Mode::Write : SftpClient::Mode::Read);
    if (upload) {
        moved = sftp.upload(options.size, [&](std::uint64_t offset, std::size_t size) {
            return pattern->at(offset, size);
        });
    } else {
        moved = sftp.download(sftp.size(), [&](std::uint64_t offset, Bytes piece) {
            if (output)
                output->write(offset, piece);
        });
    }
    sftp.close();
    const double cpu = cpuSeconds() - cpuBefore;
    const std::chrono::duration<double> wall = Clock::now() - begin;

    std::printf("{\"bytes\": %llu, \"wall\": %.6f, \"cpu\": %.6f, \"keyExchanges\": %d}\n",
                static_cast<unsigned long long>(moved), wall.count(), cpu,
                transport.keyExchanges());
    if (options.step)
        awaitLine();
    if (channel.finish().value_or(1) != 0)
        fail("The server did not end the channel with exit status 0");
    return 0;
}
