// Paths of this computer as URLs and back, byte for byte: QUrl's own ways replace what is not
// UTF-8.
//
// Threads: any; pure functions.
#pragma once

#include <QByteArray>
#include <QUrl>

namespace sallyport {

QUrl localUrl(const QByteArray& path); // absolute
QByteArray localPath(const QUrl& url); // of a file URL; empty for others

} // namespace sallyport
