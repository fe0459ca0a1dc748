#include "core/sharing_start.h"

#include "core/guard.h"
#include "core/isolation.h"
#include "core/ssh/self_test.h"

namespace sallyport {

namespace {

Result<HostKeys> loadAll(const QStringList& files)
{
    HostKeys keys;
    for (const QString& file : files) {
        auto key = HostKey::load(file);
        if (!key)
            return key.error();
        keys += std::move(*key);
    }
    return keys;
}

} // namespace

QString trouble::gcmUnsound()
{
    return QStringLiteral("This libssh does not check AES-GCM, which is not offered");
}

QString trouble::loginsUnseen()
{
    return QStringLiteral("Logins that libssh drops cannot be counted");
}

QString trouble::noIsolation()
{
    return QStringLiteral("Isolation is not available: this kernel has no Landlock 2 or newer, so "
                          "that Sallyport alone keeps each connection inside its shares");
}

Result<SharingStart> prepareSharing(const QString& folder, const QStringList& files)
{
    Result<HostKeys> keys = files.isEmpty() ? loadOrCreateHostKeys(folder) : loadAll(files);
    if (!keys)
        return Error{ErrorCode::Damaged, keys.error().message};
    SharingStart start;
    start.hostKeys = std::move(*keys);
    const ssh::SelfTestResult test = ssh::runSelfTest();
    start.offerGcm = test.gcmIsSound || !GUARD(gcm_self_test);
    if (!test.gcmIsSound)
        start.troubles += trouble::gcmUnsound();
    if (!test.loginsAreSeen)
        start.troubles += trouble::loginsUnseen();
    if (isolation() != Isolation::Active)
        start.troubles += trouble::noIsolation();
    return start;
}

HostKeys existingHostKeys(const QString& folder, const QStringList& files)
{
    HostKeys keys;
    for (const QString& file : files.isEmpty() ? hostKeyFiles(folder) : files) {
        if (auto key = HostKey::load(file))
            keys += *std::move(key);
    }
    return keys;
}

} // namespace sallyport
