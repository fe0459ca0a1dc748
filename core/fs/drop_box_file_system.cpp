#include "core/fs/drop_box_file_system.h"

#include <QDateTime>

namespace sallyport {

namespace {

// Names tried before giving up.
constexpr int maxTries = 10'000;

Error nothingThere()
{
    return {ErrorCode::NotFound, QStringLiteral("There is no such file")};
}

Error nameTaken()
{
    return {ErrorCode::AlreadyExists, QStringLiteral("This name is taken already")};
}

bool isFolder(const FileAttributes& attributes)
{
    return attributes.type == FileType::Directory;
}

// What the folder would tell of others is left out.
FileAttributes asRoot(FileAttributes attributes, qint64 since)
{
    attributes.size = 0;
    attributes.times = FileAttributes::Times{since, since};
    attributes.links.reset();
    return attributes;
}

// Goes through the record, not through the folder: a drop box may be full of what others sent.
class SentReader final : public DirectoryReader {
public:
    SentReader(FileSystem& files, const Sender& sender, const VirtualPath& folder,
               const FileAttributes& attributes)
        : m_files(files)
        , m_sender(sender)
        , m_folder(folder)
        , m_attributes(attributes)
        , m_names(sender.record->namesIn(sender, folder))
    {
    }

    Result<QList<DirectoryEntry>> next(int atMost) override
    {
        QList<DirectoryEntry> entries;
        while (m_next < m_names.size() && entries.size() < atMost) {
            const QByteArray& name = m_names[m_next++];
            const VirtualPath path = m_folder.child(name);
            const auto found = m_files.attributes(path, Symlinks::DoNotFollow);
            if (found
                && m_sender.record->whose(m_sender, path, *found) != CreatedFiles::Whose::Others)
                entries.append({name, *found});
        }
        return entries;
    }

    Result<FileAttributes> attributes() override { return m_attributes; }

private:
    FileSystem& m_files;
    const Sender& m_sender;
    const VirtualPath m_folder;
    const FileAttributes m_attributes;
    const QList<QByteArray> m_names;
    qsizetype m_next = 0;
};

} // namespace

QByteArray numberedName(const QByteArray& name, int number)
{
    const qsizetype dot = name.lastIndexOf('.');
    const qsizetype end = dot > 0 ? dot : name.size();
    const QByteArray tail = " (" + QByteArray::number(number) + ')' + name.sliced(end);
    QByteArray stem = name.first(end);
    if (stem.size() + tail.size() > VirtualPath::maxComponent) {
        qsizetype size = qMax(VirtualPath::maxComponent - tail.size(), qsizetype(0));
        // Not in the middle of a character of UTF-8, whose later bytes are 10xxxxxx.
        while (size > 0 && (uchar(stem[size]) & 0xC0) == 0x80)
            --size;
        stem.truncate(size);
    }
    return (stem + tail).first(qMin(stem.size() + tail.size(), VirtualPath::maxComponent));
}

DropBoxFileSystem::DropBoxFileSystem(std::unique_ptr<FileSystem> files,
                                     std::shared_ptr<Sender> sender)
    : WrappedFileSystem(std::move(files))
    , m_sender(std::move(sender))
    , m_since(QDateTime::currentSecsSinceEpoch())
{
    Q_ASSERT(m_sender);
}

VirtualPath DropBoxFileSystem::real(const VirtualPath& asked) const
{
    VirtualPath place;
    for (const QByteArray& name : asked.components()) {
        const VirtualPath plain = place.child(name);
        const auto other = m_sender->record->alias(*m_sender, plain);
        place = other ? place.child(*other) : plain;
    }
    return place;
}

Result<DropBoxFileSystem::Found> DropBoxFileSystem::look(const VirtualPath& place)
{
    const auto found = inner().attributes(place, Symlinks::DoNotFollow);
    if (place.isRoot()) {
        if (!found)
            return found.error();
        return Found{asRoot(*found, m_since)};
    }
    if (!found) // an error other than NotFound could tell that there is something
        return found.error().code == ErrorCode::Unavailable ? found.error() : nothingThere();
    const auto whose = m_sender->record->whose(*m_sender, place, *found);
    if (whose == CreatedFiles::Whose::Others)
        return nothingThere();
    return Found{*found, whose};
}

template <typename Attempt>
std::invoke_result_t<Attempt, VirtualPath> DropBoxFileSystem::atFreeName(const VirtualPath& asked,
                                                                         Attempt attempt)
{
    const VirtualPath folder = real(asked.parent());
    const auto above = look(folder);
    if (!above)
        return above.error();
    if (!isFolder(above->attributes))
        return nothingThere();

    const VirtualPath plain = folder.child(asked.name());
    for (int number = 1; number <= maxTries; ++number) {
        const QByteArray name = number == 1 ? plain.name() : numberedName(plain.name(), number);
        auto done = attempt(folder.child(name));
        if (!done && done.error().code == ErrorCode::AlreadyExists)
            continue;
        if (done && number == 1)
            m_sender->record->removeAlias(*m_sender, plain);
        else if (done)
            m_sender->record->addAlias(*m_sender, plain, name);
        return done;
    }
    return nameTaken();
}

Result<std::unique_ptr<File>> DropBoxFileSystem::open(const VirtualPath& asked, OpenFlags flags,
                                                      const FileAttributes& initial)
{
    const VirtualPath place = real(asked);
    const auto own = look(place);
    if (own) {
        // A file of an earlier connection sent anew meets a taken name, as one of anybody else
        // would.
        const bool anew = own->whose == CreatedFiles::Whose::OwnBefore
            && own->attributes.type == FileType::Regular && flags.testFlag(OpenFlag::Create)
            && flags.testFlag(OpenFlag::Truncate) && !flags.testFlag(OpenFlag::Exclusive);
        if (!anew)
            return inner().open(place, flags, initial);
    } else if (!flags.testFlag(OpenFlag::Create) || own.error().code != ErrorCode::NotFound) {
        return own.error();
    }
    return atFreeName(asked, [&](const VirtualPath& free) {
        return inner().open(free, flags | OpenFlag::Exclusive, initial);
    });
}

Result<std::unique_ptr<DirectoryReader>> DropBoxFileSystem::openDirectory(const VirtualPath& asked)
{
    const VirtualPath place = real(asked);
    const auto own = look(place);
    if (!own)
        return own.error();
    if (!isFolder(own->attributes))
        return Error{ErrorCode::NotADirectory, QStringLiteral("This is not a folder")};
    return std::make_unique<SentReader>(inner(), *m_sender, place, own->attributes);
}

Result<FileAttributes> DropBoxFileSystem::attributes(const VirtualPath& asked, Symlinks)
{
    auto own = look(real(asked));
    if (!own)
        return own.error();
    return own->attributes; // never a link: none can be sent
}

Result<void> DropBoxFileSystem::setAttributes(const VirtualPath& asked,
                                              const FileAttributes& wanted, Symlinks symlinks)
{
    const VirtualPath place = real(asked);
    if (const auto own = look(place); !own)
        return own.error();
    return inner().setAttributes(place, wanted, symlinks);
}

Result<void> DropBoxFileSystem::makeDirectory(const VirtualPath& asked,
                                              const FileAttributes& initial)
{
    const auto own = look(real(asked));
    if (own)
        return nameTaken();
    if (own.error().code != ErrorCode::NotFound)
        return own.error();
    return atFreeName(
        asked, [&](const VirtualPath& free) { return inner().makeDirectory(free, initial); });
}

Result<void> DropBoxFileSystem::removeDirectory(const VirtualPath& asked)
{
    const VirtualPath place = real(asked);
    if (const auto own = look(place); !own)
        return own.error();
    auto removed = inner().removeDirectory(place);
    if (removed)
        m_sender->record->removeAlias(*m_sender, real(asked.parent()).child(asked.name()));
    return removed;
}

Result<void> DropBoxFileSystem::removeFile(const VirtualPath& asked)
{
    const VirtualPath place = real(asked);
    if (const auto own = look(place); !own)
        return own.error();
    auto removed = inner().removeFile(place);
    if (removed)
        m_sender->record->removeAlias(*m_sender, real(asked.parent()).child(asked.name()));
    return removed;
}

Result<void> DropBoxFileSystem::rename(const VirtualPath& from, const VirtualPath& to, Overwrite)
{
    const VirtualPath source = real(from);
    if (const auto own = look(source); !own)
        return own.error();
    const auto there = look(real(to));
    if (there && there->whose != CreatedFiles::Whose::OwnBefore)
        return nameTaken();
    if (!there && there.error().code != ErrorCode::NotFound)
        return there.error();
    const VirtualPath asked = real(from.parent()).child(from.name());
    auto renamed = atFreeName(
        to, [&](const VirtualPath& free) { return inner().rename(source, free, Overwrite::No); });
    if (renamed)
        m_sender->record->removeAlias(*m_sender, asked);
    return renamed;
}

Result<QByteArray> DropBoxFileSystem::readLink(const VirtualPath& asked)
{
    const VirtualPath place = real(asked);
    if (const auto own = look(place); !own)
        return own.error();
    return inner().readLink(place);
}

Result<StorageSpace> DropBoxFileSystem::space(const VirtualPath& asked)
{
    const VirtualPath place = real(asked);
    if (const auto own = look(place); !own)
        return own.error();
    return inner().space(place);
}

} // namespace sallyport
