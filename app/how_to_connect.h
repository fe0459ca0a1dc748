// What a person at a terminal needs to connect: the link, the fingerprint, and lines to paste that
// trust this server's key and no other.
//
// Threads: a pure function.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace sallyport {

// `links` best first; `knownHosts` as Sharing::knownHosts(). Without a user name the lines ask for
// one.
QString howToConnect(const QList<QUrl>& links, const QStringList& fingerprints,
                     const QStringList& knownHosts, const QString& userName);

} // namespace sallyport
