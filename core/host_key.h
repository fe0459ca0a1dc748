// HostKey proves which server this is. libssh is behind the pimpl.
//
// Threads: immutable. Making an RSA key takes long: not on the main thread.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace sallyport {

class HostKey {
public:
    enum class Type { Ed25519, Rsa3072 };
    // NotFound if there is no such file; Damaged if it holds no usable private key;
    // PermissionDenied if others may read it. A key of another type (an imported ECDSA key) is
    // fine.
    static Result<std::shared_ptr<const HostKey>> load(const QString& path);
    // Made in memory, written 0600 and fsynced. AlreadyExists if there is such a file.
    static Result<std::shared_ptr<const HostKey>> create(Type type, const QString& path);
    ~HostKey();

    QString fingerprint() const;      // "SHA256:..."
    QString typeName() const;         // "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256"
    QByteArray publicKey() const;     // wire format, for known_hosts lines
    QByteArray knownHostsKey() const; // "ssh-ed25519 AAAA...": what follows the host in known_hosts

    struct Impl; // for core/ssh
    const Impl& impl() const { return *m_impl; }

private:
    explicit HostKey(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport
