// Every request of SFTP that names a path, and every extension that does, for tests that try them
// all with paths of their own.
//
// Threads: plain values.
// Source: draft-ietf-secsh-filexfer-02 section 6; OpenSSH's PROTOCOL section 4.
#pragma once

#include "tests/support/packets.h"

#include <functional>
#include <vector>

namespace sallyport::test {

struct PathRequest {
    const char* name;
    bool changes; // something where the path leads, if it is let
    bool follows; // a link at the path's end
    std::function<QByteArray(quint32 id, const QByteArray& path)> packet;
};

// Requests with a second path name one below `inner`, a folder that exists, with a file `file` in
// it; what they make there is `inner`/new-<number>. Those that look come first, those that take
// the path's name away last.
std::vector<PathRequest> everyPathRequest(const QByteArray& inner);

} // namespace sallyport::test
