// The long name of a directory entry: a line like `ls -l` writes, which `sftp` shows to people and
// old clients take apart.
//
// The owner is always called `owner`, the group `group`: names of accounts are nobody's business.
// Control and bidi characters in the name are written as \xNN.
//
// Threads: plain functions.
// Source: draft-ietf-secsh-filexfer-02 section 7; the format is that of OpenSSH's sftp-common.c.
#pragma once

#include "core/file_system.h"

#include <QByteArray>

namespace sallyport::sftp {

// `now`, seconds since 1970: times within half a year of it are written with hour and minute, the
// rest with the year. Appends to `line`.
void appendLongName(QByteArray& line, const QByteArray& name, const FileAttributes& attributes,
                    qint64 now);

} // namespace sallyport::sftp
