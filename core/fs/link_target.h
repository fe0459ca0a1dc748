// What a new link may point at: nothing above the root of its tree.
//
// Threads: pure functions.
// Safety does not depend on it, every resolver checks again.
#pragma once

#include "core/virtual_path.h"

#include <QByteArray>

namespace sallyport {

// The text to store in a link that will lie in `folder`, the folder's real place below the root. A
// relative target is kept as it is, an absolute one starts at the root and becomes relative.
// PermissionDenied for a target that rises above the root at any step, NotFound for an empty one,
// NameTooLong above 4,096 bytes.
Result<QByteArray> storedLinkTarget(const VirtualPath& folder, const QByteArray& target);

// Whether following the relative `target` from `folder` by arithmetic never rises above the root.
bool staysBelowRoot(const VirtualPath& folder, const QByteArray& target);

} // namespace sallyport
