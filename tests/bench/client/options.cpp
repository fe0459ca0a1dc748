#include "client/options.h"

#include "client/fail.h"

#include <charconv>
#include <functional>
#include <limits>
#include <map>

namespace sallyport::bench {

namespace {

constexpr const char* usage =
    "Usage: sallyport_bench_client --host ADDRESS --port N --user NAME --identity FILE"
    " --host-key FILE.pub [--cipher NAME] [--requests N] [--block N] [--window N]"
    " [--max-packet N] [--step] [--output FILE] [--pattern FILE] [--size N] [--count N]"
    " [--files N] [--pause MS] (download | upload | fetch | store | stat | list | connect | hold)"
    " PATH";

const std::map<std::string, Options::Command> commands{
    {"download", Options::Command::Download}, {"upload", Options::Command::Upload},
    {"fetch", Options::Command::Fetch},       {"store", Options::Command::Store},
    {"stat", Options::Command::Stat},         {"list", Options::Command::List},
    {"connect", Options::Command::Connect},   {"hold", Options::Command::Hold},
};

template <typename Number>
Number number(const std::string& option, std::string_view text)
{
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value == 0)
        fail(option + " needs a number from 1 to "
             + std::to_string(std::numeric_limits<Number>::max()));
    return value;
}

} // namespace

Options parseOptions(int argc, char** argv)
{
    Options options;
    options.endpoint.cipher = "aes256-gcm@openssh.com";
    std::string command;
    using Setter = std::function<void(const std::string& name, const std::string& value)>;
    const std::map<std::string, Setter> setters{
        {"--host", [&](auto&, auto& value) { options.endpoint.host = value; }},
        {"--port",
         [&](auto& name, auto& value) {
             options.endpoint.port = number<std::uint16_t>(name, value);
         }},
        {"--user", [&](auto&, auto& value) { options.user = value; }},
        {"--identity", [&](auto&, auto& value) { options.identity = value; }},
        {"--host-key",
         [&](auto&, auto& value) { options.endpoint.hostKey = loadPublicKey(value); }},
        {"--cipher", [&](auto&, auto& value) { options.endpoint.cipher = value; }},
        {"--requests",
         [&](auto& name, auto& value) {
             options.pipeline.requests = number<std::uint32_t>(name, value);
         }},
        {"--block",
         [&](auto& name, auto& value) {
             options.pipeline.block = number<std::uint32_t>(name, value);
         }},
        {"--window",
         [&](auto& name, auto& value) {
             options.channel.window = number<std::uint32_t>(name, value);
         }},
        {"--max-packet",
         [&](auto& name, auto& value) {
             options.channel.maxPacket = number<std::uint32_t>(name, value);
         }},
        {"--output", [&](auto&, auto& value) { options.output = value; }},
        {"--pattern", [&](auto&, auto& value) { options.pattern = value; }},
        {"--size",
         [&](auto& name, auto& value) { options.size = number<std::uint64_t>(name, value); }},
        {"--count",
         [&](auto& name, auto& value) { options.count = number<std::uint64_t>(name, value); }},
        {"--files",
         [&](auto& name, auto& value) { options.files = number<std::uint64_t>(name, value); }},
        {"--pause",
         [&](auto& name, auto& value) {
             options.pause = std::chrono::milliseconds(number<std::uint32_t>(name, value));
         }},
    };
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        if (name == "--step") {
            options.step = true;
            continue;
        }
        if (const auto found = commands.find(name); found != commands.end() && i + 1 < argc) {
            command = name;
            options.command = found->second;
            options.path = argv[++i];
            continue;
        }
        const auto setter = setters.find(name);
        if (setter == setters.end() || i + 1 == argc)
            fail(usage);
        setter->second(name, argv[++i]);
    }
    if (options.endpoint.hostKey.empty() || options.identity.empty() || options.user.empty()
        || options.endpoint.port == 0 || command.empty())
        fail(usage);
    if (!listNames(PacketCipher::names(), options.endpoint.cipher))
        fail("--cipher is one of " + std::string(PacketCipher::names()));
    const bool sends =
        options.command == Options::Command::Upload || options.command == Options::Command::Store;
    if (sends && (options.pattern.empty() || options.size == 0))
        fail(usage);
    return options;
}

} // namespace sallyport::bench
