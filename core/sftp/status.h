// From ErrorCode to SFTP status: the one table, and the sentences for errors that bring none.
#pragma once

#include "core/result.h"
#include "core/sftp/wire.h"

#include <QByteArray>

namespace sallyport::sftp {

// Requires a code that is answered at all: ProtocolViolation ends the channel instead.
Status statusOf(ErrorCode code);
QByteArray sentenceOf(const Error& error); // the error's message, or a general one

// Appends a whole STATUS packet. Source: draft-ietf-secsh-filexfer-02 section 7.
void writeStatus(Buffer& buffer, quint32 id, Status status, QByteArrayView sentence);
void writeOk(Buffer& buffer, quint32 id);
void writeEndOfFile(Buffer& buffer, quint32 id);

} // namespace sallyport::sftp
