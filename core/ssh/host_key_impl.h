// What is behind HostKey: libssh's key and the words made of it, for the files of core/ssh.
//
// Threads: immutable once made.
#pragma once

#include "core/host_key.h"
#include "core/ssh/ssh_ptr.h"

namespace sallyport {

struct HostKey::Impl {
    ssh::KeyPtr key;      // private
    QByteArray publicKey; // wire format
    QString typeName;
};

namespace ssh {

// The wire form of the public half of `key`; empty if libssh cannot make one, and for a
// certificate, which nobody here can check.
QByteArray wirePublicKey(ssh_key key);

} // namespace ssh

} // namespace sallyport
