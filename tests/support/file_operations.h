// Everything a client can do to a path, one entry an operation, for tests that try them all.
//
// Threads: pure functions on a FileSystem.
#pragma once

#include "core/file_system.h"

#include <QByteArray>
#include <QList>

#include <vector>

namespace sallyport::test {

// What came back, for a test to look through.
struct Observed {
    QByteArray outcome;            // as outcome() says
    QByteArray message;            // of the error
    QByteArray data;               // content, names, link targets
    QList<FileAttributes::Id> ids; // of everything seen
};

struct Operation {
    const char* name;
    bool changes; // whether the tree is another one when it succeeds
    bool follows; // whether a link at the end of the path is followed
    Observed (*run)(FileSystem& files, const VirtualPath& path);
};

// They expect a file "/inner/file" with some content, and that "/inner/new" is free.
const std::vector<Operation>& everyOperation();
const Operation& operation(const char* name);

} // namespace sallyport::test
