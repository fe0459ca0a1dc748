#include "app/console.h"
#include "app/edit_command.h"
#include "core/host_key.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

namespace sallyport {

namespace {

using Key = std::shared_ptr<const HostKey>;

// As sshd names them, and as the server looks for them.
const QString ed25519Name = QStringLiteral("ssh_host_ed25519_key");
const QString rsaName = QStringLiteral("ssh_host_rsa_key");

Result<Key> loadOrCreate(HostKey::Type type, const QString& path)
{
    auto key = HostKey::load(path);
    if (key || key.error().code != ErrorCode::NotFound)
        return key;
    key = HostKey::create(type, path);
    // A server that starts now may have been quicker.
    if (!key && key.error().code == ErrorCode::AlreadyExists)
        return HostKey::load(path);
    return key;
}

Result<void> show(const QDir& keys)
{
    const std::pair<HostKey::Type, QString> all[]{{HostKey::Type::Ed25519, ed25519Name},
                                                  {HostKey::Type::Rsa3072, rsaName}};
    for (const auto& [type, name] : all) {
        const auto key = loadOrCreate(type, keys.filePath(name));
        if (!key)
            return key.error();
        print((*key)->fingerprint() + u' ' + QString::fromLatin1((*key)->knownHostsKey()));
    }
    return {};
}

// A key that is replaced keeps its file, for whoever must go back. Old ones go after 30 days.
Result<void> setAside(const QDir& keys, const QString& name)
{
    const QString old = name + QStringLiteral(".old-");
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const QFileInfo& file : keys.entryInfoList({old + u'*'}, QDir::Files)) {
        if (file.lastModified() < now.addDays(-30))
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
    // Kept for 30 days from now, not from when it was made.
    if (file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
        file.setFileTime(now, QFileDevice::FileModificationTime);
    return {};
}

Result<void> import(const QString& path, const QDir& keys)
{
    const auto key = HostKey::load(path);
    if (!key)
        return Error{key.error().code, QStringLiteral("%1: %2").arg(path, key.error().message)};
    const QString type = (*key)->typeName();
    const QString name = type == u"ssh-ed25519" ? ed25519Name
        : type == u"ssh-rsa"                    ? rsaName
                                                : QString();
    if (name.isEmpty())
        return Error{ErrorCode::NotSupported,
                     QStringLiteral("A host key is Ed25519 or RSA, not %1").arg(type)};
    const auto text = readInput(path, 64 * 1024);
    if (!text)
        return text.error();
    const QString fresh = keys.filePath(name + QStringLiteral(".new"));
    if (auto written = writeOutput(fresh, *text); !written)
        return written;
    if (auto aside = setAside(keys, name); !aside)
        return aside;
    if (!QFile::rename(fresh, keys.filePath(name)))
        return Error{ErrorCode::Failure, QStringLiteral("The host key cannot be put in place")};
    print((*key)->fingerprint() + u' ' + QString::fromLatin1((*key)->knownHostsKey()));
    return {};
}

Result<void> regenerate(const QDir& keys)
{
    for (const QString& name : {ed25519Name, rsaName}) {
        if (auto aside = setAside(keys, name); !aside)
            return aside;
    }
    return show(keys);
}

} // namespace

Result<void> editHostKeys(const EditOptions& options, const Profile& profile)
{
    using Verb = EditOptions::Verb;
    const QDir keys(profile.keys);
    if (options.verb == Verb::HostKeyImport)
        return import(options.file, keys);
    return options.verb == Verb::HostKeyRegenerate ? regenerate(keys) : show(keys);
}

} // namespace sallyport
