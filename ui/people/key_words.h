// What a person sees of a public key, to compare it with what its owner sees.
//
// Threads: pure functions, of the main thread: they translate.
#pragma once

#include "core/settings.h"

#include <QString>

namespace sallyport {

QString keyKind(const QByteArray& key);           // "ED25519", "RSA 3072", of the wire format
QString keyTitle(const AuthorizedKey& key);       // the comment; without one, what kind it is
QString keyFingerprint(const AuthorizedKey& key); // "ED25519  SHA256:..."
QString
keyConditions(const AuthorizedKey& key); // "only from 10.0.0.0/8, until 31 Dec"; empty: none

// Does it look like a line of an authorized_keys file at all, good or bad?
bool looksLikeKey(const QByteArray& line);

} // namespace sallyport
