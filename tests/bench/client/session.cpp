#include "client/session.h"

#include "client/fail.h"
#include "client/login.h"
#include "client/metadata.h"
#include "client/requests.h"

namespace sallyport::bench {

namespace {

Transport& loggedIn(Transport& transport, const Options& options)
{
    logIn(transport, options.user, UserKey::load(options.identity));
    return transport;
}

} // namespace

Session::Session(const Options& options)
    : m_transport(options.endpoint)
    , m_channel(loggedIn(m_transport, options), options.channel, "sftp")
{
}

void Session::finish()
{
    if (m_channel.finish().value_or(0) != 0)
        fail("The server ended the channel with a failure");
}

Result connectAgainAndAgain(const Options& options)
{
    Options one = options;
    one.count = 1;
    Result result;
    for (std::uint64_t i = 0; i < options.count; ++i) {
        const Clock::time_point begin = Clock::now();
        Session session(options);
        Requests requests(session.channel(), 1);
        result.count += askAttributes(requests, one).count;
        result.latencies.push_back(Clock::now() - begin);
        session.finish();
    }
    return result;
}

} // namespace sallyport::bench
