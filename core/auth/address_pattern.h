// The from= list of an authorized key: addresses ("192.168.1.7"), networks ("10.0.0.0/8",
// "2001:db8::/32") and wildcards ("192.168.*"), separated by commas; one that starts with "!"
// refuses what it matches, whatever else does. Host names are not resolved, so a list with one is
// refused.
//
// Threads: pure functions.
// Source: OpenSSH's match.c, match_host_and_ip(), and PATTERNS in ssh_config(5).
#pragma once

#include "core/result.h"

#include <QHostAddress>
#include <QString>

namespace sallyport {

// InvalidArgument, with a sentence, for a list that cannot be enforced.
Result<void> checkAddressPatterns(const QString& patterns);
// Requires a list that passed the check. `address` is never v4-mapped.
bool matchesAddressPatterns(const QString& patterns, const QHostAddress& address);

} // namespace sallyport
