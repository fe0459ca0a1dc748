// The numbers of SFTP version 3.
// Source: draft-ietf-secsh-filexfer-02 section 3; the extensions: OpenSSH's PROTOCOL.
#pragma once

#include <QtGlobal>

#include <cstddef>

namespace sallyport::sftp {

enum class Type : quint8 {
    Init = 1,
    Version = 2,
    Open = 3,
    Close = 4,
    Read = 5,
    Write = 6,
    Lstat = 7,
    Fstat = 8,
    Setstat = 9,
    Fsetstat = 10,
    Opendir = 11,
    Readdir = 12,
    Remove = 13,
    Mkdir = 14,
    Rmdir = 15,
    Realpath = 16,
    Stat = 17,
    Rename = 18,
    Readlink = 19,
    Symlink = 20,
    Status = 101,
    Handle = 102,
    Data = 103,
    Name = 104,
    Attrs = 105,
    Extended = 200,
    ExtendedReply = 201,
};

// Version 3 has no others: numbers from 9 on confuse its clients.
enum class Status : quint32 {
    Ok = 0,
    EndOfFile = 1,
    NoSuchFile = 2,
    PermissionDenied = 3,
    Failure = 4,
    BadMessage = 5,
    OpUnsupported = 8,
};

inline constexpr quint32 protocolVersion = 3;

// Which fields an ATTRS structure has. Source: section 5.
inline constexpr quint32 attributeSize = 0x00000001;
inline constexpr quint32 attributeOwner = 0x00000002;
inline constexpr quint32 attributePermissions = 0x00000004;
inline constexpr quint32 attributeTimes = 0x00000008;
inline constexpr quint32 attributeExtended = 0x80000000;

// The type bits in `permissions`. Source: POSIX's S_IFMT, which section 5 refers to.
inline constexpr quint32 modeDirectory = 0040000;
inline constexpr quint32 modeRegular = 0100000;
inline constexpr quint32 modeSymlink = 0120000;
inline constexpr quint32 modeSocket = 0140000;

// Bytes of the largest READ that is answered in full, and of the largest WRITE told to clients.
// Source: OpenSSH's sftp-server, SFTP_MAX_MSG_LENGTH less 1024.
inline constexpr std::size_t maxData = 255 * 1024;

// Names in one reply to READDIR, and bytes of it above which no name is added.
// Source: sftp-server sends 100; older clients read at most 34,000 bytes.
inline constexpr int maxNames = 100;
inline constexpr std::size_t maxNameBytes = 32 * 1024;

// Offsets and sizes are signed below: off_t has 63 bits.
inline constexpr quint64 maxOffset = 0x7fffffffffffffff;

} // namespace sallyport::sftp
