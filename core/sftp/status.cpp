#include "core/sftp/status.h"

#include <array>

namespace sallyport::sftp {

namespace {

struct Row {
    ErrorCode code;
    Status status;
    const char* sentence; // for an error without a message
};

constexpr std::array rows{
    Row{ErrorCode::NotFound, Status::NoSuchFile, "No such file"},
    Row{ErrorCode::NotADirectory, Status::NoSuchFile, "Not a folder"},
    Row{ErrorCode::PermissionDenied, Status::PermissionDenied, "Permission denied"},
    Row{ErrorCode::Escaped, Status::PermissionDenied, "Permission denied"},
    Row{ErrorCode::NotSupported, Status::OpUnsupported, "Not supported"},
    Row{ErrorCode::NameTooLong, Status::BadMessage, "The name is too long"},
    Row{ErrorCode::AlreadyExists, Status::Failure, "The name is taken"},
    Row{ErrorCode::IsADirectory, Status::Failure, "Is a folder"},
    Row{ErrorCode::NotEmpty, Status::Failure, "The folder is not empty"},
    Row{ErrorCode::NoSpace, Status::Failure, "No space left"},
    Row{ErrorCode::AddressInUse, Status::Failure, "The address is in use"},
    Row{ErrorCode::InvalidArgument, Status::Failure, "The request makes no sense"},
    Row{ErrorCode::Cancelled, Status::Failure, "Cancelled"},
    Row{ErrorCode::Busy, Status::Failure, "Busy"},
    Row{ErrorCode::TooMany, Status::Failure, "Too many"},
    Row{ErrorCode::Unavailable, Status::Failure, "Not available"},
    Row{ErrorCode::AnotherFolder, Status::Failure, "Not available"},
    Row{ErrorCode::Damaged, Status::Failure, "Damaged"},
    Row{ErrorCode::Failure, Status::Failure, "Failure"},
};

const Row& rowOf(ErrorCode code)
{
    for (const Row& row : rows) {
        if (row.code == code)
            return row;
    }
    Q_ASSERT(code == ErrorCode::ProtocolViolation);
    return rows.back();
}

// The rows above and the enumeration grow together.
static_assert(rows.size() == std::size_t(ErrorCode::Failure),
              "every ErrorCode but ProtocolViolation has a row");

} // namespace

Status statusOf(ErrorCode code)
{
    return rowOf(code).status;
}

QByteArray sentenceOf(const Error& error)
{
    return error.message.isEmpty() ? QByteArray(rowOf(error.code).sentence)
                                   : error.message.toUtf8();
}

void writeStatus(Buffer& buffer, quint32 id, Status status, QByteArrayView sentence)
{
    Writer writer(buffer);
    writer.begin(Type::Status, id);
    writer.uint32(quint32(status));
    writer.string(sentence);
    writer.string("en");
    writer.end();
}

void writeOk(Buffer& buffer, quint32 id)
{
    writeStatus(buffer, id, Status::Ok, "Success");
}

void writeEndOfFile(Buffer& buffer, quint32 id)
{
    writeStatus(buffer, id, Status::EndOfFile, "End of file");
}

} // namespace sallyport::sftp
