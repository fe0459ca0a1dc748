// What network.olderDevices lets in besides, for scanners and cameras, by the names SSH has for it.
//
// Threads: constants, and a pure function.
// Source: RFC 4253 sections 6.4 and 6.6; RFC 8268 section 3.
#pragma once

#include <QString>
#include <QStringList>

#include <algorithm>

namespace sallyport {

inline constexpr auto olderKeyType = "ssh-rsa";
inline constexpr auto olderMac = "hmac-sha1";
inline constexpr auto olderKeyExchange = "diffie-hellman-group14-sha1";

// Whether one of them is among `names`: "ssh-rsa, ssh-dss".
inline bool hasOlderAlgorithm(const QString& names)
{
    const QStringList all = names.split(QStringLiteral(", "));
    return std::any_of(all.begin(), all.end(), [](const QString& one) {
        return one == QLatin1String(olderKeyType) || one == QLatin1String(olderMac)
            || one == QLatin1String(olderKeyExchange);
    });
}

} // namespace sallyport
