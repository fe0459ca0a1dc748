// The files of a profile's host keys: made on first use, replaced on purpose. What is replaced
// keeps its file for 30 days, for whoever must go back.
//
// Threads: any, one call at a time for a folder. Making an RSA key takes long, and all of them wait
// for the disk: not on the main thread.
#pragma once

#include "core/host_key.h"
#include "core/result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <memory>

namespace sallyport {

using HostKeys = QList<std::shared_ptr<const HostKey>>;

// ssh_host_ed25519_key and ssh_host_rsa_key in `folder`, which it makes when they are missing. A
// key that cannot be read is an error: another key would frighten every client.
Result<HostKeys> loadOrCreateHostKeys(const QString& folder);
// The files of both, whether they are there or not.
QStringList hostKeyFiles(const QString& folder);
// New ones take the place of both.
Result<HostKeys> regenerateHostKeys(const QString& folder);
// The key in `file` takes the place of the one of its type. Fails as HostKey::load() does, and with
// NotSupported for a type that is neither Ed25519 nor RSA.
Result<std::shared_ptr<const HostKey>> importHostKey(const QString& file, const QString& folder);

} // namespace sallyport
