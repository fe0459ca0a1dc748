// What the tests of confinement ask after every operation.
//
// Threads: the test's own.
#pragma once

#include "core/local_file_system.h"
#include "tests/support/escape_world.h"
#include "tests/support/file_operations.h"

#include <QByteArrayList>

#include <memory>

namespace sallyport::test {

// Null if it cannot be opened.
std::unique_ptr<LocalFileSystem> openShare(const QByteArray& folder,
                                           LocalFileSystem::Resolver resolver,
                                           SymlinkPolicy symlinks = SymlinkPolicy::Inside,
                                           const QStringList& hide = {});

// What one operation gave away or did outside, a sentence each.
QByteArrayList leaks(Canaries& canaries, const Observed& observed);
QByteArrayList leaks(EscapeWorld& world, const Observed& observed);

} // namespace sallyport::test
