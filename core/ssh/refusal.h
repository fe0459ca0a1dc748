// What a refused login looks like: the reason, for the owner's log alone, and the time it takes
// besides.
//
// Threads: any.
#pragma once

#include "core/authenticator.h"

#include <QByteArray>
#include <QString>

#include <chrono>

namespace sallyport::ssh {

QString words(Refusal refusal);

// 0 to 5 ms that belong to a user name as long as the program runs, so that what a name costs tells
// nothing about it.
std::chrono::milliseconds spread(const QByteArray& user);

} // namespace sallyport::ssh
