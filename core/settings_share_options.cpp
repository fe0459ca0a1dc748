// The options of shares as single values: "shares.Photos.quota", or of all shares,
// "shares.*.quota". A name may hold points; what stands behind the last one is the option.
#include "core/nearest.h"
#include "core/settings_fields.h"
#include "core/settings_store.h"

#include <algorithm>

namespace sallyport {

namespace {

const QLatin1String prefix("shares.");

Error invalid(const QString& message)
{
    return {ErrorCode::InvalidArgument, message};
}

// What decides how a share is served, not what it is: that is changed by `shares`.
const QStringList& options()
{
    static const QStringList names{
        QStringLiteral("symlinks"),    QStringLiteral("makeLinks"), QStringLiteral("otherDisks"),
        QStringLiteral("hide"),        QStringLiteral("quota"),     QStringLiteral("keepFree"),
        QStringLiteral("maxFileSize"), QStringLiteral("safeClose"), QStringLiteral("atomicUpload")};
    return names;
}

struct OptionPath {
    const Field<Share>* field = nullptr;
    QByteArray share; // "*": each
};

Result<OptionPath> parse(const QString& path)
{
    const qsizetype dot = path.lastIndexOf(u'.');
    const QString name = path.mid(prefix.size(), dot - prefix.size());
    const QString option = path.mid(dot + 1);
    const auto bytes = unescapedBytes(name);
    if (dot < prefix.size() || !bytes || bytes->isEmpty())
        return invalid(
            QStringLiteral(
                "An option of a share is shares.NAME.quota or the like, * for all NAMEs, "
                "not \"%1\"")
                .arg(path.left(100)));
    const auto& fields = shareFields();
    const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field<Share>& one) {
        return one.name == option && options().contains(option);
    });
    if (field == fields.end())
        return invalid(QStringLiteral("A share has no option \"%1\"; the nearest is %2")
                           .arg(option.left(100), nearestWord(option, options())));
    return OptionPath{&*field, *bytes};
}

Error noShare(const QByteArray& name)
{
    return invalid(QStringLiteral("There is no share %1").arg(escapedBytes(name)));
}

} // namespace

bool isShareOption(const QString& path)
{
    return path.startsWith(prefix);
}

Result<void> checkSettingsValue(const QString& path, const QString& value)
{
    Settings scratch;
    if (!isShareOption(path))
        return setSettingsValue(scratch, path, value);
    const auto parsed = parse(path);
    if (!parsed)
        return parsed.error();
    Share share;
    if (auto set = parsed->field->fromText(share, value, path); !set)
        return invalid(set.error().message);
    return {};
}

Result<QString> shareOption(const Settings& settings, const QString& path)
{
    const auto parsed = parse(path);
    if (!parsed)
        return parsed.error();
    for (const Share& share : settings.shares) {
        if (share.name == parsed->share)
            return parsed->field->toText(share);
    }
    return noShare(parsed->share);
}

Result<void> setShareOption(Settings& settings, const QString& path, const QString& value)
{
    if (auto checked = checkSettingsValue(path, value); !checked)
        return checked;
    const auto parsed = parse(path);
    bool found = parsed->share == "*";
    for (Share& share : settings.shares) {
        if (parsed->share != "*" && share.name != parsed->share)
            continue;
        found = true;
        if (auto set = parsed->field->fromText(share, value, path); !set)
            return invalid(set.error().message);
    }
    return found ? Result<void>() : noShare(parsed->share);
}

} // namespace sallyport
