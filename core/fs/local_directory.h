// LocalDirectory reads a folder of this computer: one getdents stream, one statx an entry, and no
// more memory for a million entries than for ten. Hidden names are left out, and links where the
// share does not list them; what vanishes while it is read is skipped.
//
// Threads: as DirectoryReader. Ownership: does not outlive the LocalTree.
#pragma once

#include "core/file_system.h"
#include "core/fs/descriptor.h"
#include "core/fs/local_tree.h"

#include <memory>

#include <dirent.h>

namespace sallyport {

class LocalDirectory final : public DirectoryReader {
public:
    // `folder` is open for reading.
    static Result<std::unique_ptr<DirectoryReader>> read(const LocalTree& tree, Descriptor folder);

    Result<QList<DirectoryEntry>> next(int atMost) override;
    Result<FileAttributes> attributes() override;

private:
    struct Close {
        void operator()(DIR* stream) const { ::closedir(stream); }
    };
    LocalDirectory(const LocalTree& tree, std::unique_ptr<DIR, Close> stream);
    int descriptor() const { return ::dirfd(m_stream.get()); }

    const LocalTree& m_tree;
    const std::unique_ptr<DIR, Close> m_stream;
};

} // namespace sallyport
