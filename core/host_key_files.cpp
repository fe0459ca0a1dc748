#include "core/host_key_files.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace sallyport {

namespace {

using Key = std::shared_ptr<const HostKey>;

constexpr qint64 mostBytes = 64 * 1024; // of a key file; one of RSA 16384 has 13 KiB
constexpr int keptDays = 30;

// As sshd names them.
const QString ed25519Name = QStringLiteral("ssh_host_ed25519_key");
const QString rsaName = QStringLiteral("ssh_host_rsa_key");

Result<Key> loadOrCreate(HostKey::Type type, const QString& path)
{
    Result<Key> key = HostKey::load(path);
    if (key || key.error().code != ErrorCode::NotFound)
        return key;
    key = HostKey::create(type, path);
    // Another program of this profile was quicker.
    if (!key && key.error().code == ErrorCode::AlreadyExists)
        return HostKey::load(path);
    return key;
}

Result<void> setAside(const QDir& keys, const QString& name)
{
    const QString old = name + QStringLiteral(".old-");
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const QFileInfo& file : keys.entryInfoList({old + u'*'}, QDir::Files)) {
        if (file.lastModified() < now.addDays(-keptDays))
            QFile::remove(file.filePath());
    }
    QFile file(keys.filePath(name));
    if (!file.exists())
        return {};
    const QString aside =
        keys.filePath(old + now.toString(QStringLiteral("yyyyMMdd'T'HHmmss.zzz'Z'")));
    if (!file.rename(aside))
        return Error{ErrorCode::PermissionDenied,
                     QStringLiteral("The old host key cannot be set aside")};
    // Kept from now on, not from when it was made.
    if (file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
        file.setFileTime(now, QFileDevice::FileModificationTime);
    return {};
}

Result<void> copyPrivately(const QString& from, const QString& to)
{
    QFile source(from);
    if (!source.open(QIODevice::ReadOnly))
        return Error{ErrorCode::PermissionDenied, QStringLiteral("The host key cannot be read")};
    QByteArray text = source.read(mostBytes);
    QSaveFile target(to);
    const bool written = target.open(QIODevice::WriteOnly)
        && target.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && target.write(text) == text.size() && target.commit();
    text.fill('\0');
    if (!written)
        return Error{ErrorCode::Failure, QStringLiteral("The host key cannot be written")};
    return {};
}

} // namespace

Result<HostKeys> loadOrCreateHostKeys(const QString& folder)
{
    const QDir keys(folder);
    Result<Key> ed25519 = loadOrCreate(HostKey::Type::Ed25519, keys.filePath(ed25519Name));
    if (!ed25519)
        return ed25519.error();
    Result<Key> rsa = loadOrCreate(HostKey::Type::Rsa3072, keys.filePath(rsaName));
    if (!rsa)
        return rsa.error();
    return HostKeys{*ed25519, *rsa};
}

QStringList hostKeyFiles(const QString& folder)
{
    const QDir keys(folder);
    return {keys.filePath(ed25519Name), keys.filePath(rsaName)};
}

Result<HostKeys> regenerateHostKeys(const QString& folder)
{
    const QDir keys(folder);
    for (const QString& name : {ed25519Name, rsaName}) {
        if (auto aside = setAside(keys, name); !aside)
            return aside.error();
    }
    return loadOrCreateHostKeys(folder);
}

Result<Key> importHostKey(const QString& file, const QString& folder)
{
    const QDir keys(folder);
    Result<Key> key = HostKey::load(file);
    if (!key)
        return key;
    const QString type = (*key)->typeName();
    const QString name = type == u"ssh-ed25519" ? ed25519Name
        : type == u"ssh-rsa"                    ? rsaName
                                                : QString();
    if (name.isEmpty())
        return Error{ErrorCode::NotSupported,
                     QStringLiteral("A host key is Ed25519 or RSA, not %1").arg(type)};
    const QString fresh = keys.filePath(name + QStringLiteral(".new"));
    if (auto copied = copyPrivately(file, fresh); !copied)
        return copied.error();
    if (auto aside = setAside(keys, name); !aside)
        return aside.error();
    if (!QFile::rename(fresh, keys.filePath(name)))
        return Error{ErrorCode::Failure, QStringLiteral("The host key cannot be put in place")};
    return key;
}

} // namespace sallyport
