// Times and sizes as people write them, in the settings file and on the command line.
//
// Threads: pure functions.
#pragma once

#include "core/result.h"

#include <QString>

#include <chrono>

namespace sallyport {

// "20s", "15m", "2h", "1h30m", "7d"; a bare number is seconds. At most 10 years.
Result<std::chrono::seconds> parseDuration(QStringView text);
QString formatDuration(std::chrono::seconds duration); // "1h30m"; "0s"

// Bytes: "500", "64K", "10M", "1G", "2T"; the letters are powers of 1024. At most 2^53.
Result<quint64> parseSize(QStringView text);
QString formatSize(quint64 bytes); // exact: "10M", "10485761"

} // namespace sallyport
