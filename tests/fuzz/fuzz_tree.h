// The tree a fuzzed login sees: a share of each access, behind the wrappers it has in the program,
// over storages that are watched.
//
// Threads: one.
#pragma once

#include "core/fs/share_tree.h"
#include "tests/fuzz/watched_file_system.h"

#include <functional>

namespace sallyport::fuzz {

// Never told to the login: what others sent to its drop box.
inline const QByteArray secretContent = QByteArrayLiteral("8d2fQz!secret-of-others");
inline const QByteArray secretName = QByteArrayLiteral("name-of-others-Xw71");

// Bytes a file may have in any of the shares.
inline constexpr quint64 largestFile = 256 * 1024;

// Put around each storage, below the wrappers of its access.
using Decorate = std::function<std::unique_ptr<FileSystem>(std::unique_ptr<FileSystem>)>;

// Named: /full, /view, /inbox, /drop and /gone, which is not available. Single: /full as the root.
std::unique_ptr<FileSystem> makeTree(ShareTree::Layout layout, Watch& watch,
                                     const Decorate& decorate = {});

} // namespace sallyport::fuzz
