// Logs in with a public key, in one request without a question before it.
//
// Source: RFC 4252 section 7.
#pragma once

#include "client/crypto.h"
#include "client/transport.h"

namespace sallyport::bench {

void logIn(Transport& transport, const std::string& user, const UserKey& key);

} // namespace sallyport::bench
