#include "core/local_file_system.h"

namespace sallyport {

Result<OpenedShare> openLocalShare(const Share& share)
{
    LocalFileSystem::Options options;
    options.shareName = share.name;
    options.symlinks = share.symlinks;
    options.makeLinks = share.makeLinks;
    options.otherDisks = share.otherDisks;
    options.hide = share.hide;
    options.safeClose = share.safeClose;
    auto files = LocalFileSystem::open(share.folder, options, share.root);
    if (!files)
        return files.error();
    // What cannot be listed is not there for anybody: better said to the owner than met by guests.
    if (const auto listing = (*files)->openDirectory(VirtualPath());
        !listing && listing.error().code == ErrorCode::PermissionDenied)
        return Error{ErrorCode::Unavailable,
                     QStringLiteral("The folder of %1 may not be opened by this user")
                         .arg(QString::fromUtf8(share.name))};
    const int root = (*files)->rootDescriptor();
    return OpenedShare{std::move(*files), root};
}

} // namespace sallyport
