#include "tests/support/escape_checks.h"

#include <algorithm>

namespace sallyport::test {

std::unique_ptr<LocalFileSystem> openShare(const QByteArray& folder,
                                           LocalFileSystem::Resolver resolver,
                                           SymlinkPolicy symlinks, const QStringList& hide)
{
    LocalFileSystem::Options options;
    options.shareName = "Photos";
    options.resolver = resolver;
    options.symlinks = symlinks;
    options.hide = hide;
    auto files = LocalFileSystem::open(folder, options);
    return files ? std::move(*files) : nullptr;
}

QByteArrayList leaks(Canaries& canaries, const Observed& observed)
{
    QByteArrayList found = canaries.disturbed();
    if (canaries.isIn(observed.data))
        found.append("a canary's content was read");
    if (std::any_of(observed.ids.begin(), observed.ids.end(),
                    [&](const auto& id) { return canaries.isOne(id); }))
        found.append("a canary was seen");
    return found;
}

QByteArrayList leaks(EscapeWorld& world, const Observed& observed)
{
    QByteArrayList found = leaks(world.canaries(), observed);
    for (const QByteArray& text : {observed.data, observed.message}) {
        if (text.contains(world.place({})))
            found.append("the folder's place was told");
    }
    return found;
}

} // namespace sallyport::test
