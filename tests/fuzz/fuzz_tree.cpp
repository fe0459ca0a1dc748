#include "tests/fuzz/fuzz_tree.h"

#include "core/fs/access_file_system.h"
#include "core/fs/drop_box_file_system.h"
#include "core/fs/limited_file_system.h"
#include "core/memory_file_system.h"

namespace sallyport::fuzz {

namespace {

VirtualPath at(const QByteArray& path)
{
    return *VirtualPath::parse(path);
}

std::unique_ptr<FileSystem> storageOf(Access access)
{
    switch (access) {
    case Access::Full: {
        auto files = std::make_unique<MemoryFileSystem>(
            MemoryFileSystem{{"/a", "alpha"}, {"/b", QByteArray(70'000, 'b')}, {"/folder/c", "c"}});
        const std::pair<const char*, const char*> links[] = {
            {"/link", "a"}, {"/out", "../../etc"}, {"/loop", "loop"}, {"/below", "folder/c"}};
        for (const auto& [link, target] : links)
            (void)files->makeLink(at(link), target);
        return files;
    }
    case Access::View:
        return std::make_unique<MemoryFileSystem>(
            MemoryFileSystem{{"/canary", "sings"}, {"/folder/x", "x"}});
    case Access::Upload:
        return std::make_unique<MemoryFileSystem>(
            MemoryFileSystem{{"/theirs", "of somebody else"}});
    case Access::DropBox:
        break;
    }
    return std::make_unique<MemoryFileSystem>(
        MemoryFileSystem{{"/theirs", secretContent}, {"/folder/x", secretContent}});
}

// As LoginFiles puts them together.
std::unique_ptr<FileSystem> shareOf(const QByteArray& name, Access access, Watch& watch,
                                    const Decorate& decorate)
{
    auto storage = storageOf(access);
    if (access == Access::DropBox)
        (void)storage->makeDirectory(at('/' + secretName), {});
    auto watched = std::make_unique<WatchedFileSystem>(std::move(storage), watch);
    if (access == Access::View)
        watched->protectAll();
    if (access == Access::Upload || access == Access::DropBox)
        watched->protect(at("/theirs"));
    std::shared_ptr<Sender> sender;
    if (access == Access::Upload || access == Access::DropBox)
        sender = std::make_shared<Sender>(std::make_shared<CreatedFiles>(QString()),
                                          AccountId{"fuzz"}, false);
    std::unique_ptr<FileSystem> files = std::move(watched);
    if (decorate)
        files = decorate(std::move(files));
    files = std::make_unique<AccessFileSystem>(std::move(files), access, name, sender);
    if (access == Access::DropBox)
        files = std::make_unique<DropBoxFileSystem>(std::move(files), sender);
    return std::make_unique<LimitedFileSystem>(std::move(files), name, largestFile);
}

} // namespace

std::unique_ptr<FileSystem> makeTree(ShareTree::Layout layout, Watch& watch,
                                     const Decorate& decorate)
{
    FileAttributes root;
    root.type = FileType::Directory;
    root.permissions = 0755;
    std::vector<ShareTree::Branch> branches;
    branches.push_back({"full", root, shareOf("full", Access::Full, watch, decorate)});
    if (layout == ShareTree::Layout::Named) {
        branches.push_back({"view", root, shareOf("view", Access::View, watch, decorate)});
        branches.push_back({"inbox", root, shareOf("inbox", Access::Upload, watch, decorate)});
        branches.push_back({"drop", root, shareOf("drop", Access::DropBox, watch, decorate)});
        branches.push_back({"gone", root, nullptr});
    }
    return std::make_unique<ShareTree>(std::move(branches), layout);
}

} // namespace sallyport::fuzz
