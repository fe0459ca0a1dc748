#include "client/login.h"

#include "client/fail.h"
#include "client/messages.h"

namespace sallyport::bench {

void logIn(Transport& transport, const std::string& user, const UserKey& key)
{
    transport.send(Writer().u8(msg::serviceRequest).string("ssh-userauth").bytes());
    if (transport.next().front() != msg::serviceAccept)
        fail("The server refused the login service");

    Writer request;
    request.u8(msg::userauthRequest).string(user).string("ssh-connection").string("publickey");
    request.u8(1).string("ssh-ed25519").string(key.publicBlob());
    const ByteVector message = Writer().string(transport.sessionId()).raw(request.bytes()).take();
    request.string(key.sign(message));
    transport.send(request.bytes());
    for (;;) {
        switch (transport.next().front()) {
        case msg::userauthBanner:
            break;
        case msg::userauthSuccess:
            return;
        default:
            fail("The server refused the login of " + user);
        }
    }
}

} // namespace sallyport::bench
