// The errors a session finds by itself, before the storage is asked.
#pragma once

#include "core/result.h"

namespace sallyport::sftp {

inline Error handleNotOpen()
{
    return {ErrorCode::InvalidArgument, QStringLiteral("The handle is not open")};
}

inline Error handleOfFolder()
{
    return {ErrorCode::IsADirectory, QStringLiteral("The handle is a folder's")};
}

inline Error notForReading()
{
    return {ErrorCode::PermissionDenied, QStringLiteral("The file was not opened for reading")};
}

inline Error notForWriting()
{
    return {ErrorCode::PermissionDenied, QStringLiteral("The file was not opened for writing")};
}

inline Error tooManyHandles()
{
    return {ErrorCode::TooMany, QStringLiteral("Too many open handles")};
}

// Answered with BAD_MESSAGE, not by its code.
inline QString offsetTooLarge()
{
    return QStringLiteral("The offset is too large");
}

} // namespace sallyport::sftp
