#include "core/platform/real_folder.h"

#include "core/escape.h"

#include <cerrno>
#include <cstdlib>
#include <memory>

#include <sys/stat.h>

namespace sallyport {

namespace {

struct Free {
    void operator()(char* text) const { std::free(text); }
};

Error cannotUse(const QByteArray& folder, int error)
{
    const QString name = escaped(folder);
    switch (error) {
    case ENOENT:
        return {ErrorCode::NotFound, QStringLiteral("There is no folder %1").arg(name)};
    case ENOTDIR:
        return {ErrorCode::NotADirectory, QStringLiteral("%1 is not a folder").arg(name)};
    case EACCES:
        return {ErrorCode::Unavailable,
                QStringLiteral("The folder %1 may not be opened by this user").arg(name)};
    default:
        return {ErrorCode::Unavailable,
                QStringLiteral("The folder %1 is not available now").arg(name)};
    }
}

} // namespace

Result<QByteArray> realFolder(const QByteArray& folder)
{
    const std::unique_ptr<char, Free> path(::realpath(folder.constData(), nullptr));
    struct stat status {};
    if (!path || ::stat(path.get(), &status) != 0)
        return cannotUse(folder, errno);
    if (!S_ISDIR(status.st_mode))
        return cannotUse(folder, ENOTDIR);
    return QByteArray(path.get());
}

bool isSameFolder(const QByteArray& one, const QByteArray& other)
{
    struct stat first {};
    struct stat second {};
    return ::stat(one.constData(), &first) == 0 && ::stat(other.constData(), &second) == 0
        && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

} // namespace sallyport
