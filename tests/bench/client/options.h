// The command line of the load generator.
#pragma once

#include "client/channel.h"
#include "client/sftp_client.h"

#include <chrono>
#include <string>

namespace sallyport::bench {

struct Options {
    // One file down or up; many small ones; STATs; a listing; connections one after another; and
    // connections that stay.
    enum class Command { Download, Upload, Fetch, Store, Stat, List, Connect, Hold };

    Endpoint endpoint;
    std::string user;
    std::string identity; // file of the user's key
    ChannelSettings channel;
    Pipeline pipeline;
    // The program that measures says when: "ready", one line of input, the work, the result, one
    // more line of input, the end.
    bool step = false;

    Command command = Command::Download;
    std::string path;        // on the server
    std::string output;      // what to write what came to; empty: it goes nowhere
    std::string pattern;     // upload, store: the file whose bytes are repeated
    std::uint64_t size = 0;  // upload: bytes; fetch, store, stat, connect, hold: of each file
    std::uint64_t count = 1; // files, STATs or connections
    std::uint64_t files = 0; // stat: numbered files in `path` to ask for in turn; 0: `path` itself
    std::chrono::milliseconds pause{0}; // stat: between one reply and the next request
};

// Any mistake is the end of the run, in one sentence.
Options parseOptions(int argc, char** argv);

} // namespace sallyport::bench
