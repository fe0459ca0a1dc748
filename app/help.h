// What --help and --version print. Each text ends with a line end.
//
// Threads: pure functions.
#pragma once

#include <QString>

namespace sallyport {

QString generalHelp();
QString serveHelp();
QString subsystemHelp();
QString editHelp();
QString doctorHelp();
QString versionText();

} // namespace sallyport
