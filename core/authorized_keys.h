// Reads files of authorized keys as OpenSSH writes them, and keeps what can be enforced: a line
// that asks for what Sallyport does not have, or cannot check, is refused with its reason, and the
// others count.
//
// Threads: pure functions.
// Source: sshd(8), AUTHORIZED_KEYS FILE FORMAT; RFC 4253 section 6.6, RFC 5656 section 3.1, RFC
// 8709 section 4 for the keys; OpenSSH's auth-options.c for the options.
#pragma once

#include "core/result.h"
#include "core/settings.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace sallyport {

struct AuthorizedKeys {
    struct Remark {
        int line = 0; // from 1
        QString text; // a sentence without a period
        bool operator==(const Remark&) const = default;
    };
    QList<AuthorizedKey> keys;
    QList<Remark> refused; // lines left out
    QList<Remark> noted;   // lines taken, with options that have no effect here
};

constexpr qsizetype maxKeysFile = 1024 * 1024; // bytes
constexpr qsizetype maxKeysLine = 16 * 1024;   // bytes
constexpr int maxKeys = 1'000;

// Fails for a file that is none: too long, a private key, an SSH2 (RFC 4716) key, too many keys.
Result<AuthorizedKeys> parseAuthorizedKeys(const QByteArray& text);

// "ssh-ed25519", of a key in wire format. InvalidArgument for one that is damaged, too short (RSA
// under 2,048 bits) or of a kind that cannot log in here.
Result<QByteArray> publicKeyType(QByteArrayView key);
QByteArray publicKeyText(const QByteArray& key);              // "ssh-ed25519 AAAA..."
Result<QByteArray> publicKeyFromText(const QByteArray& text); // and back, to the wire format
QString publicKeyFingerprint(const QByteArray& key); // "SHA256:...", as ssh-keygen -l shows it

} // namespace sallyport
