#include "tests/support/outcome.h"

namespace sallyport::test {

QByteArray nameOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotFound:
        return "NotFound";
    case ErrorCode::PermissionDenied:
        return "PermissionDenied";
    case ErrorCode::Escaped:
        return "Escaped";
    case ErrorCode::AlreadyExists:
        return "AlreadyExists";
    case ErrorCode::NotADirectory:
        return "NotADirectory";
    case ErrorCode::IsADirectory:
        return "IsADirectory";
    case ErrorCode::NotEmpty:
        return "NotEmpty";
    case ErrorCode::NameTooLong:
        return "NameTooLong";
    case ErrorCode::NoSpace:
        return "NoSpace";
    case ErrorCode::AddressInUse:
        return "AddressInUse";
    case ErrorCode::InvalidArgument:
        return "InvalidArgument";
    case ErrorCode::NotSupported:
        return "NotSupported";
    case ErrorCode::Cancelled:
        return "Cancelled";
    case ErrorCode::Busy:
        return "Busy";
    case ErrorCode::TooMany:
        return "TooMany";
    case ErrorCode::Unavailable:
        return "Unavailable";
    case ErrorCode::AnotherFolder:
        return "AnotherFolder";
    case ErrorCode::ProtocolViolation:
        return "ProtocolViolation";
    case ErrorCode::Damaged:
        return "Damaged";
    case ErrorCode::Failure:
        return "Failure";
    }
    return "?";
}

} // namespace sallyport::test
