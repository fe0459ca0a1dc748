// The command line of the load generator.
#pragma once

#include "client/channel.h"
#include "client/sftp_client.h"

#include <string>

namespace sallyport::bench {

struct Options {
    enum class Command { Download, Upload };

    Endpoint endpoint;
    std::string user;
    std::string identity; // file of the user's key
    ChannelSettings channel;
    Pipeline pipeline;
    // The program that measures says when: "ready", one line of input, the work, the result, one
    // more line of input, the end.
    bool step = false;

    Command command = Command::Download;
    std::string path;       // on the server
    std::string output;     // download: the file to write; empty: the data goes nowhere
    std::string pattern;    // upload: the file whose bytes are repeated
    std::uint64_t size = 0; // upload: bytes
};

// Any mistake is the end of the run, in one sentence.
Options parseOptions(int argc, char** argv);

} // namespace sallyport::bench
