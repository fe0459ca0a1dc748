#include "app/console.h"
#include "app/edit_command.h"
#include "core/host_key_files.h"

namespace sallyport {

namespace {

void print(const HostKey& key)
{
    sallyport::print(key.fingerprint() + u' ' + QString::fromLatin1(key.knownHostsKey()));
}

Result<void> show(const Result<HostKeys>& keys)
{
    if (!keys)
        return keys.error();
    for (const auto& key : *keys)
        print(*key);
    return {};
}

Result<void> import(const QString& file, const QString& folder)
{
    const auto key = importHostKey(file, folder);
    if (!key)
        return Error{key.error().code, QStringLiteral("%1: %2").arg(file, key.error().message)};
    print(**key);
    return {};
}

} // namespace

Result<void> editHostKeys(const EditOptions& options, const Profile& profile)
{
    using Verb = EditOptions::Verb;
    if (options.verb == Verb::HostKeyImport)
        return import(options.file, profile.keys);
    return show(options.verb == Verb::HostKeyRegenerate ? regenerateHostKeys(profile.keys)
                                                        : loadOrCreateHostKeys(profile.keys));
}

} // namespace sallyport
