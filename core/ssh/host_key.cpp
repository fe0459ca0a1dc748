#include "core/host_key.h"

#include "core/ssh/descriptor.h"
#include "core/ssh/host_key_impl.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <cerrno>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

namespace sallyport {

namespace ssh {

namespace {

bool isCertificate(ssh_key key)
{
    switch (ssh_key_type(key)) {
    case SSH_KEYTYPE_DSS_CERT01:
    case SSH_KEYTYPE_RSA_CERT01:
    case SSH_KEYTYPE_ECDSA_P256_CERT01:
    case SSH_KEYTYPE_ECDSA_P384_CERT01:
    case SSH_KEYTYPE_ECDSA_P521_CERT01:
    case SSH_KEYTYPE_ED25519_CERT01:
    case SSH_KEYTYPE_SK_ECDSA_CERT01:
    case SSH_KEYTYPE_SK_ED25519_CERT01:
        return true;
    default:
        return false;
    }
}

} // namespace

QByteArray wirePublicKey(ssh_key key)
{
    char* base64 = nullptr;
    if (isCertificate(key) || ssh_pki_export_pubkey_base64(key, &base64) != SSH_OK)
        return {};
    const TextPtr text(base64);
    return QByteArray::fromBase64(text.get());
}

} // namespace ssh

namespace {

using ssh::Descriptor;
using ssh::KeyPtr;
using ssh::TextPtr;

// No private key comes near it; guards against a path that names something else.
constexpr qint64 maxFileSize = 64 * 1024;

// Source: RFC 8301 and OpenSSH's RequiredRSASize of newer versions.
constexpr qsizetype minRsaBits = 2048;

Error damaged()
{
    return {ErrorCode::Damaged, QStringLiteral("The host key is damaged")};
}

// The length in bits of the modulus in a wire-format "ssh-rsa" key (RFC 4253 section 6.6): the
// third of three fields, each behind a 32 bit length.
qsizetype rsaBits(const QByteArray& publicKey)
{
    qsizetype position = 0;
    QByteArray field;
    for (int i = 0; i < 3; ++i) {
        if (publicKey.size() - position < 4)
            return 0;
        const auto length = qFromBigEndian<quint32>(publicKey.constData() + position);
        position += 4;
        if (length > publicKey.size() - position)
            return 0;
        field = publicKey.mid(position, qsizetype(length));
        position += qsizetype(length);
    }
    while (field.startsWith('\0'))
        field.remove(0, 1);
    return field.size() * 8;
}

Result<std::unique_ptr<HostKey::Impl>> describe(KeyPtr key)
{
    ssh_key half = nullptr;
    if (ssh_pki_export_privkey_to_pubkey(key.get(), &half) != SSH_OK)
        return damaged();
    const KeyPtr publicHalf(half);
    auto impl = std::make_unique<HostKey::Impl>();
    impl->publicKey = ssh::wirePublicKey(publicHalf.get());
    if (impl->publicKey.isEmpty())
        return damaged();

    switch (ssh_key_type(key.get())) {
    case SSH_KEYTYPE_ED25519:
        break;
    case SSH_KEYTYPE_ECDSA_P256:
    case SSH_KEYTYPE_ECDSA_P384:
    case SSH_KEYTYPE_ECDSA_P521:
        break;
    case SSH_KEYTYPE_RSA:
        if (rsaBits(impl->publicKey) < minRsaBits)
            return Error{ErrorCode::Damaged, QStringLiteral("The RSA host key is too short")};
        break;
    default:
        return Error{ErrorCode::Damaged, QStringLiteral("A host key of this type is of no use")};
    }
    impl->typeName = QString::fromLatin1(ssh_key_type_to_char(ssh_key_type(key.get())));
    impl->key = std::move(key);
    return impl;
}

Result<void> writeAll(int file, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const auto written = ::write(file, bytes.data(), size_t(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return errno == ENOSPC || errno == EDQUOT
                ? Error{ErrorCode::NoSpace, QStringLiteral("No space left for the host key")}
                : Error{ErrorCode::Failure, QStringLiteral("The host key cannot be written")};
        bytes = bytes.sliced(written);
    }
    if (::fsync(file) != 0)
        return Error{ErrorCode::Failure, QStringLiteral("The host key cannot be written")};
    return {};
}

// Gives `temporary` its name, never one that is taken: whoever came second loses.
Result<void> rename(const QByteArray& temporary, const QByteArray& path)
{
    if (::renameat2(AT_FDCWD, temporary.constData(), AT_FDCWD, path.constData(), RENAME_NOREPLACE)
        == 0)
        return {};
    if (errno == EEXIST)
        return Error{ErrorCode::AlreadyExists, QStringLiteral("There is a host key already")};
    // File systems that do not know RENAME_NOREPLACE.
    if (errno == EINVAL && ::access(path.constData(), F_OK) != 0
        && ::rename(temporary.constData(), path.constData()) == 0)
        return {};
    return Error{ErrorCode::Failure, QStringLiteral("The host key cannot be written")};
}

// A crash leaves no file or a whole one: written aside, synced, renamed, and the folder synced.
Result<void> save(const QByteArray& text, const QString& path)
{
    const QByteArray target = QFile::encodeName(path);
    QByteArray temporary = target + ".new-XXXXXX";
    Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC)); // 0600 and O_EXCL
    if (!file)
        return errno == EACCES || errno == EROFS
            ? Error{ErrorCode::PermissionDenied,
                    QStringLiteral("The folder of the host keys cannot be written to")}
            : Error{ErrorCode::Failure, QStringLiteral("The host key cannot be written")};

    auto done = writeAll(file.get(), text);
    if (done)
        done = rename(temporary, target);
    if (!done) {
        ::unlink(temporary.constData());
        return done;
    }
    const QByteArray folder = QFile::encodeName(QFileInfo(path).absolutePath());
    const Descriptor directory(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory || ::fsync(directory.get()) != 0)
        return Error{ErrorCode::Failure, QStringLiteral("The host key cannot be written")};
    return {};
}

} // namespace

HostKey::HostKey(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

HostKey::~HostKey() = default;

Result<std::shared_ptr<const HostKey>> HostKey::load(const QString& path)
{
    const Descriptor descriptor(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!descriptor)
        return errno == ENOENT || errno == ENOTDIR
            ? Error{ErrorCode::NotFound, QStringLiteral("There is no host key")}
            : Error{ErrorCode::PermissionDenied, QStringLiteral("The host key cannot be read")};
    struct stat status {};
    if (::fstat(descriptor.get(), &status) != 0 || !S_ISREG(status.st_mode)
        || status.st_size > maxFileSize)
        return damaged();
    if ((status.st_mode & 077) != 0)
        return Error{ErrorCode::PermissionDenied,
                     QStringLiteral("The host key can be read by others: its mode must be 0600")};

    QFile file;
    if (!file.open(descriptor.get(), QIODevice::ReadOnly))
        return damaged();
    QByteArray text = file.readAll();
    ssh_key imported = nullptr;
    // An empty passphrase, for without one OpenSSL asks on the terminal.
    const int done =
        ssh_pki_import_privkey_base64(text.constData(), "", nullptr, nullptr, &imported);
    text.fill('\0');
    KeyPtr key(imported);
    if (done != SSH_OK)
        return damaged();
    auto impl = describe(std::move(key));
    if (!impl)
        return impl.error();
    return std::shared_ptr<const HostKey>(new HostKey(std::move(*impl)));
}

Result<std::shared_ptr<const HostKey>> HostKey::create(Type type, const QString& path)
{
    if (QFileInfo(path).exists() || QFileInfo(path).isSymLink())
        return Error{ErrorCode::AlreadyExists, QStringLiteral("There is a host key already")};
    const bool rsa = type == Type::Rsa3072;
    ssh_key generated = nullptr;
    if (ssh_pki_generate(rsa ? SSH_KEYTYPE_RSA : SSH_KEYTYPE_ED25519, rsa ? 3072 : 0, &generated)
        != SSH_OK)
        return Error{ErrorCode::Failure, QStringLiteral("No host key could be made")};
    KeyPtr key(generated);

    char* exported = nullptr;
    if (ssh_pki_export_privkey_base64(key.get(), nullptr, nullptr, nullptr, &exported) != SSH_OK)
        return Error{ErrorCode::Failure, QStringLiteral("No host key could be made")};
    const TextPtr text(exported);
    QByteArray bytes(text.get());
    const auto saved = save(bytes, path);
    bytes.fill('\0');
    explicit_bzero(text.get(), strlen(text.get()));
    if (!saved)
        return saved.error();
    auto impl = describe(std::move(key));
    if (!impl)
        return impl.error();
    return std::shared_ptr<const HostKey>(new HostKey(std::move(*impl)));
}

QString HostKey::fingerprint() const
{
    const QByteArray hash = QCryptographicHash::hash(m_impl->publicKey, QCryptographicHash::Sha256)
                                .toBase64(QByteArray::OmitTrailingEquals);
    return QStringLiteral("SHA256:") + QString::fromLatin1(hash);
}

QString HostKey::typeName() const
{
    return m_impl->typeName;
}

QByteArray HostKey::publicKey() const
{
    return m_impl->publicKey;
}

QByteArray HostKey::knownHostsKey() const
{
    return m_impl->typeName.toLatin1() + ' ' + m_impl->publicKey.toBase64();
}

} // namespace sallyport
