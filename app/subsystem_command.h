// `sallyport-cli subsystem`: SFTP on stdin and stdout, as OpenSSH's sftp-server is run by sshd.
//
// Threads: the main thread; blocks until stdin ends.
#pragma once

#include "app/command_line.h"

namespace sallyport {

// 0 at the end of stdin, 1 for an error.
int runSubsystemCommand(const SubsystemOptions& options);

} // namespace sallyport
