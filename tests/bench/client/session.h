// One logged-in connection with one SFTP channel.
#pragma once

#include "client/channel.h"
#include "client/options.h"
#include "client/result.h"

namespace sallyport::bench {

class Session {
public:
    explicit Session(const Options& options);
    Channel& channel() { return m_channel; }
    int keyExchanges() const { return m_transport.keyExchanges(); }
    void finish(); // an exit status other than 0 is the end of the run; some servers tell none

private:
    Transport m_transport;
    Channel m_channel;
};

// Connects, logs in, asks for the attributes of options.path and leaves, options.count times.
Result connectAgainAndAgain(const Options& options);

} // namespace sallyport::bench
