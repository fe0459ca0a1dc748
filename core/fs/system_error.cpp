#include "core/fs/system_error.h"

#include <cerrno>

namespace sallyport {

namespace {

struct Meaning {
    int error;
    ErrorCode code;
    const char* sentence;
};

// Sources: openat2(2), open(2), rename(2), and the pages of the other calls used in core/fs.
constexpr Meaning meanings[] = {
    {ENOENT, ErrorCode::NotFound, "There is no such file on %1"},
    {ELOOP, ErrorCode::NotFound, "The links on %1 lead in a circle"},
    {ENOTDIR, ErrorCode::NotADirectory, "A part of the path is not a folder on %1"},
    {EACCES, ErrorCode::PermissionDenied, "This is not permitted on %1"},
    {EPERM, ErrorCode::PermissionDenied, "This is not permitted on %1"},
    {EROFS, ErrorCode::PermissionDenied, "%1 is on a disk that is read-only"},
    {EBADF, ErrorCode::PermissionDenied, "The file on %1 was not opened for this"},
    {EXDEV, ErrorCode::Escaped, "The link leads out of %1"},
    {EEXIST, ErrorCode::AlreadyExists, "This name is taken already on %1"},
    {EISDIR, ErrorCode::IsADirectory, "This is a folder on %1"},
    {ENOTEMPTY, ErrorCode::NotEmpty, "The folder on %1 is not empty"},
    {ENAMETOOLONG, ErrorCode::NameTooLong, "The name is too long for %1"},
    {ENOSPC, ErrorCode::NoSpace, "No space left on %1"},
    {EDQUOT, ErrorCode::NoSpace, "No space left for this user on %1"},
    {EFBIG, ErrorCode::Failure, "The file would be too large for %1"},
    {EMLINK, ErrorCode::Failure, "The file on %1 has too many names"},
    {EILSEQ, ErrorCode::Failure, "%1 cannot hold such a name"},
    {EINVAL, ErrorCode::InvalidArgument, "This cannot be done on %1"},
    {EOPNOTSUPP, ErrorCode::NotSupported, "The disk of %1 cannot do this"},
    {ENOSYS, ErrorCode::NotSupported, "The disk of %1 cannot do this"},
    {ENOTTY, ErrorCode::NotSupported, "The disk of %1 cannot do this"},
    {EAGAIN, ErrorCode::Busy, "The file on %1 is busy, try again"},
    {EBUSY, ErrorCode::Busy, "The file on %1 is in use"},
    {ETXTBSY, ErrorCode::Busy, "The program on %1 is running"},
    {EMFILE, ErrorCode::TooMany, "Too many files are open"},
    {ENFILE, ErrorCode::TooMany, "Too many files are open on this computer"},
    {ENODEV, ErrorCode::Unavailable, "%1 is not available now"},
    {ENXIO, ErrorCode::Unavailable, "%1 is not available now"},
    {ESTALE, ErrorCode::Unavailable, "%1 is not available now"},
    {ENOTCONN, ErrorCode::Unavailable, "%1 is not available now"},
    {EHOSTDOWN, ErrorCode::Unavailable, "%1 is not available now"},
    {ETIMEDOUT, ErrorCode::Unavailable, "%1 is not available now"},
    {EIO, ErrorCode::Failure, "The disk of %1 reported an error"},
    {ENOMEM, ErrorCode::Failure, "This computer has no memory left"},
};

QString shown(const QString& share)
{
    return share.isEmpty() ? QStringLiteral("the share") : share;
}

} // namespace

Error systemError(int error, const QString& share)
{
    for (const Meaning& meaning : meanings) {
        if (meaning.error == error)
            return {
                meaning.code,
                QString::fromLatin1(meaning.sentence).replace(QStringLiteral("%1"), shown(share))};
    }
    return {ErrorCode::Failure, QStringLiteral("%1 could not do this").arg(shown(share))};
}

Error otherDisk(const QString& share)
{
    return {ErrorCode::Failure,
            QStringLiteral("%1 spans several disks, and this would cross them").arg(shown(share))};
}

Error notRegular(const QString& share)
{
    return {ErrorCode::PermissionDenied,
            QStringLiteral("This is not a regular file on %1").arg(shown(share))};
}

} // namespace sallyport
