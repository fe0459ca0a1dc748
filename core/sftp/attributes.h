// The ATTRS structure: FileAttributes to and from the wire.
// Source: draft-ietf-secsh-filexfer-02 section 5.
#pragma once

#include "core/file_system.h"
#include "core/sftp/wire.h"

namespace sallyport::sftp {

// Reads one structure; reader.ok() is false if it is cut. Extended attributes are passed over.
// Permissions keep the bits 07777 and `type` is left unset: a client does not choose it.
FileAttributes readAttributes(Reader& reader);

void writeAttributes(Writer& writer, const FileAttributes& attributes);

// POSIX's st_mode: the permissions with the type bits. Without permissions, what is usual.
quint32 modeOf(const FileAttributes& attributes);

} // namespace sallyport::sftp
