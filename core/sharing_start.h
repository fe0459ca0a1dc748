// What sharing needs before it can listen and what takes time: the host keys, made on first use,
// and the word of the self-test on AES-GCM.
//
// Threads: prepareSharing() on a worker thread; what it gives is immutable.
#pragma once

#include "core/host_key_files.h"
#include "core/result.h"

#include <QString>
#include <QStringList>

namespace sallyport {

struct SharingStart {
    HostKeys hostKeys;
    bool offerGcm = false; // this libssh was seen to check AES-GCM
    QStringList troubles;  // sentences about this libssh and kernel, for the log
};

// What may trouble a server of this system, in sentences.
namespace trouble {
QString gcmUnsound();
QString loginsUnseen();
QString noIsolation();
} // namespace trouble

// Loads `files`, or without any those of `folder`. A key that cannot be read is an error.
Result<SharingStart> prepareSharing(const QString& folder, const QStringList& files);

// The keys that prepareSharing() would take, without making any; one that cannot be read is left
// out. On a worker thread too.
HostKeys existingHostKeys(const QString& folder, const QStringList& files);

} // namespace sallyport
