#include "core/sharing_start.h"

#include "core/ssh/self_test.h"

#include <QDir>

namespace sallyport {

namespace {

using Key = std::shared_ptr<const HostKey>;

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

Result<QList<Key>> loadAll(const QStringList& files)
{
    QList<Key> keys;
    for (const QString& file : files) {
        Result<Key> key = HostKey::load(file);
        if (!key)
            return key.error();
        keys += std::move(*key);
    }
    return keys;
}

Result<QList<Key>> loadOrCreateAll(const QString& folder)
{
    const QDir keys(folder);
    Result<Key> ed25519 =
        loadOrCreate(HostKey::Type::Ed25519, keys.filePath(QStringLiteral("ssh_host_ed25519_key")));
    if (!ed25519)
        return ed25519.error();
    Result<Key> rsa =
        loadOrCreate(HostKey::Type::Rsa3072, keys.filePath(QStringLiteral("ssh_host_rsa_key")));
    if (!rsa)
        return rsa.error();
    return QList<Key>{*ed25519, *rsa};
}

} // namespace

Result<SharingStart> prepareSharing(const QString& folder, const QStringList& files)
{
    Result<QList<Key>> keys = files.isEmpty() ? loadOrCreateAll(folder) : loadAll(files);
    if (!keys)
        return Error{ErrorCode::Damaged, keys.error().message};
    SharingStart start;
    start.hostKeys = std::move(*keys);
    const ssh::SelfTestResult test = ssh::runSelfTest();
    start.offerGcm = test.gcmIsSound;
    if (!test.gcmIsSound)
        start.troubles +=
            QStringLiteral("This libssh does not check AES-GCM, which is not offered");
    if (!test.loginsAreSeen)
        start.troubles += QStringLiteral("Logins that libssh drops cannot be counted");
    return start;
}

} // namespace sallyport
