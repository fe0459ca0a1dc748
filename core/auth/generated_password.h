// Passwords that a person can read out and type on a phone: "maple-otter-cedar-7143".
//
// Threads: any.
#pragma once

#include <QByteArray>

namespace sallyport {

// Three words and four digits, all from libsodium's cryptographic generator: more than 2^43
// passwords, every one as likely as another.
QByteArray generatedPassword();

} // namespace sallyport
