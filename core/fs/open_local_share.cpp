#include "core/local_file_system.h"

namespace sallyport {

Result<OpenedShare> openLocalShare(const Share& share)
{
    LocalFileSystem::Options options;
    options.shareName = share.name;
    options.symlinks = share.symlinks;
    options.makeLinks = share.makeLinks;
    options.hide = share.hide;
    options.safeClose = share.safeClose;
    auto files = LocalFileSystem::open(share.folder, options, share.root);
    if (!files)
        return files.error();
    const int root = (*files)->rootDescriptor();
    return OpenedShare{std::move(*files), root};
}

} // namespace sallyport
