// What sharing needs before it can listen and what takes time: the host keys, made on first use,
// and the word of the self-test on AES-GCM.
//
// Threads: prepareSharing() on a worker thread; what it gives is immutable.
#pragma once

#include "core/host_key.h"
#include "core/result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <memory>

namespace sallyport {

struct SharingStart {
    QList<std::shared_ptr<const HostKey>> hostKeys;
    bool offerGcm = false; // this libssh was seen to check AES-GCM
    QStringList troubles;  // sentences about this libssh, for the log
};

// Loads `files`, or without any ssh_host_ed25519_key and ssh_host_rsa_key in `folder`, which it
// makes when they are missing. A key that cannot be read is an error: another key would frighten
// every client.
Result<SharingStart> prepareSharing(const QString& folder, const QStringList& files);

} // namespace sallyport
