#include "core/fs/link_target.h"

#include "core/guard.h"

namespace sallyport {

bool staysBelowRoot(const VirtualPath& folder, const QByteArray& target)
{
    qsizetype depth = folder.components().size();
    for (const QByteArray& component : target.split('/')) {
        if (component == "..")
            --depth;
        else if (!component.isEmpty() && component != ".")
            ++depth;
        if (depth < 0)
            return false;
    }
    return true;
}

namespace {

// The way from `folder` to `destination`: up as often as needed, then down.
QByteArray wayFrom(const VirtualPath& folder, const VirtualPath& destination)
{
    const QList<QByteArray> from = folder.components();
    const QList<QByteArray> to = destination.components();
    qsizetype common = 0;
    while (common < from.size() && common < to.size() && from.at(common) == to.at(common))
        ++common;
    QList<QByteArray> steps(from.size() - common, QByteArrayLiteral(".."));
    steps += to.sliced(common);
    return steps.isEmpty() ? QByteArrayLiteral(".") : steps.join('/');
}

} // namespace

Result<QByteArray> storedLinkTarget(const VirtualPath& folder, const QByteArray& target)
{
    if (target.isEmpty())
        return Error{ErrorCode::NotFound, QStringLiteral("A link must point at something")};
    if (target.size() > VirtualPath::maxLength)
        return Error{ErrorCode::NameTooLong,
                     QStringLiteral("The link's target is longer than 4096 bytes")};
    // Absolute ones are judged like relative ones in the root: one that climbs is not clamped.
    const VirtualPath start = target.startsWith('/') ? VirtualPath() : folder;
    if (GUARD(link_target) && (target.contains('\0') || !staysBelowRoot(start, target)))
        return Error{ErrorCode::PermissionDenied,
                     QStringLiteral("A link must not lead out of its share")};
    if (!target.startsWith('/'))
        return target;
    const auto destination = VirtualPath::parse(target);
    if (!destination)
        return destination.error();
    return wayFrom(folder, *destination);
}

} // namespace sallyport
