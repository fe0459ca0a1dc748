// Passwords that a person can read out: four words and a number, "maple-otter-cedar-lamp-714".
//
// Threads: any.
#pragma once

#include <QByteArray>

namespace sallyport {

// 41 bits from the system's cryptographic generator: four of 256 words, one of 1,000 numbers.
QByteArray generatedPassword();

} // namespace sallyport
