// Times, sizes and addresses as people write them, in the settings file and on the command line.
//
// Threads: pure functions.
#pragma once

#include "core/result.h"

#include <QHostAddress>
#include <QString>

#include <chrono>
#include <optional>

namespace sallyport {

// "20s", "15m", "2h", "1h30m", "7d"; a bare number is seconds. At most 10 years.
Result<std::chrono::seconds> parseDuration(QStringView text);
QString formatDuration(std::chrono::seconds duration); // "1h30m"; "0s"

// Bytes: "500", "64K", "10M", "1G", "2T"; the letters are powers of 1024. At most 2^53.
Result<quint64> parseSize(QStringView text);
QString formatSize(quint64 bytes); // exact: "10M", "10485761"

// "192.168.1.7", "fe80::1%eth0". Nothing for names, and for the short forms of IPv4 that stand for
// other addresses than people think ("2022" is 0.0.7.230).
std::optional<QHostAddress> parseAddress(const QString& text);

} // namespace sallyport
