// The arguments of `shares`, `users`, `host-key` and `settings`.
//
// Threads: pure functions.
#pragma once

#include "app/command_line.h"

namespace sallyport {

// `noun` is one of the four; `arguments` is what stands around it.
Result<Command> parseEdit(const QByteArray& noun, const QList<QByteArray>& arguments);

} // namespace sallyport
