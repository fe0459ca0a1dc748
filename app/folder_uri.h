// What a desktop hands over as a URI: a folder of this computer, or a place elsewhere, which is
// never taken for one.
//
// Threads: pure functions.
// Source: RFC 8089; RFC 3986 section 3.1.
#pragma once

#include <QByteArray>

#include <optional>

namespace sallyport {

bool isUri(const QByteArray& argument); // "scheme://...", which no folder is called
// The absolute path that `uri` names on this computer, byte for byte; nothing for all else. What
// follows an unescaped "#" or "?" is no part of a path: without it another folder would be meant.
std::optional<QByteArray> folderOfUri(const QByteArray& uri);

} // namespace sallyport
