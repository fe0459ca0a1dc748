#include "core/fs/charset_file_system.h"

namespace sallyport {

namespace {

class CharsetReader final : public DirectoryReader {
public:
    CharsetReader(std::unique_ptr<DirectoryReader> reader, const NameConverter& names)
        : m_reader(std::move(reader))
        , m_names(names)
    {
    }

    Result<QList<DirectoryEntry>> next(int atMost) override
    {
        QList<DirectoryEntry> shown;
        while (shown.isEmpty()) {
            auto entries = m_reader->next(atMost);
            if (!entries || entries->isEmpty())
                return entries;
            for (DirectoryEntry& entry : *entries) {
                entry.name = m_names.toClient(entry.name);
                if (entry.name.size() <= VirtualPath::maxComponent)
                    shown.append(std::move(entry));
            }
        }
        return shown;
    }

    Result<FileAttributes> attributes() override { return m_reader->attributes(); }

private:
    const std::unique_ptr<DirectoryReader> m_reader;
    const NameConverter& m_names;
};

bool isName(const QByteArray& part)
{
    return !part.isEmpty() && part != "." && part != "..";
}

} // namespace

Result<std::unique_ptr<FileSystem>> withCharset(std::unique_ptr<FileSystem> files,
                                                const QString& charset)
{
    if (NameConverter::isUtf8(charset))
        return files;
    auto names = NameConverter::create(charset);
    if (!names)
        return names.error();
    return std::make_unique<CharsetFileSystem>(std::move(files), std::move(*names));
}

CharsetFileSystem::CharsetFileSystem(std::unique_ptr<FileSystem> files,
                                     std::unique_ptr<NameConverter> names)
    : m_files(std::move(files))
    , m_names(std::move(names))
{
    Q_ASSERT(m_files && m_names);
}

Error CharsetFileSystem::notText() const
{
    return {ErrorCode::NotFound,
            QStringLiteral("The name is not valid in the charset %1").arg(m_names->charset())};
}

Result<VirtualPath> CharsetFileSystem::onDisk(const VirtualPath& path) const
{
    VirtualPath place;
    for (const QByteArray& component : path.components()) {
        const auto name = m_names->fromClient(component);
        if (!name)
            return notText();
        if (name->size() > VirtualPath::maxComponent)
            return Error{ErrorCode::NameTooLong,
                         QStringLiteral("A name in the path is longer than 255 bytes")};
        place = place.child(*name);
    }
    if (place.bytes().size() > VirtualPath::maxLength)
        return Error{ErrorCode::NameTooLong, QStringLiteral("The path is longer than 4096 bytes")};
    return place;
}

Result<std::unique_ptr<File>> CharsetFileSystem::open(const VirtualPath& path, OpenFlags flags,
                                                      const FileAttributes& initial)
{
    const auto place = onDisk(path);
    if (!place)
        return place.error();
    return m_files->open(*place, flags, initial);
}

Result<std::unique_ptr<DirectoryReader>> CharsetFileSystem::openDirectory(const VirtualPath& path)
{
    const auto place = onDisk(path);
    if (!place)
        return place.error();
    auto reader = m_files->openDirectory(*place);
    if (!reader)
        return reader;
    return std::make_unique<CharsetReader>(std::move(*reader), *m_names);
}

Result<FileAttributes> CharsetFileSystem::attributes(const VirtualPath& path, Symlinks symlinks)
{
    const auto place = onDisk(path);
    if (!place)
        return place.error();
    return m_files->attributes(*place, symlinks);
}

Result<void> CharsetFileSystem::setAttributes(const VirtualPath& path, const FileAttributes& wanted,
                                              Symlinks symlinks)
{
    const auto place = onDisk(path);
    if (!place)
        return place.error();
    return m_files->setAttributes(*place, wanted, symlinks);
}

Result<void> CharsetFileSystem::makeDirectory(const VirtualPath& path,
                                              const FileAttributes& initial)
{
    const auto place = onDisk(path);
    if (!place)
        return place.error();
    return m_files->makeDirectory(*place, initial);
}

Result<void> CharsetFileSystem::removeDirectory(const VirtualPath& path)
{
    const auto place = onDisk(path);
    if (!place)
        return place.error();
    return m_files->removeDirectory(*place);
}

Result<void> CharsetFileSystem::removeFile(const VirtualPath& path)
{
    const auto place = onDisk(path);
    if (!place)
        return place.error();
    return m_files->removeFile(*place);
}

Result<void> CharsetFileSystem::rename(const VirtualPath& from, const VirtualPath& to,
                                       Overwrite overwrite)
{
    const auto source = onDisk(from);
    if (!source)
        return source.error();
    const auto target = onDisk(to);
    if (!target)
        return target.error();
    return m_files->rename(*source, *target, overwrite);
}

Result<QByteArray> CharsetFileSystem::readLink(const VirtualPath& path)
{
    const auto place = onDisk(path);
    if (!place)
        return place.error();
    const auto target = m_files->readLink(*place);
    if (!target)
        return target;
    QList<QByteArray> parts = target->split('/');
    for (QByteArray& part : parts) {
        if (isName(part))
            part = m_names->toClient(part);
    }
    return parts.join('/');
}

Result<void> CharsetFileSystem::makeLink(const VirtualPath& link, const QByteArray& target)
{
    const auto place = onDisk(link);
    if (!place)
        return place.error();
    if (target.contains('\0'))
        return m_files->makeLink(*place, target); // which refuses it
    QList<QByteArray> parts = target.split('/');
    for (QByteArray& part : parts) {
        if (!isName(part))
            continue;
        const auto name = m_names->fromClient(part);
        if (!name)
            return notText();
        part = *name;
    }
    return m_files->makeLink(*place, parts.join('/'));
}

Result<void> CharsetFileSystem::makeHardLink(const VirtualPath& existing, const VirtualPath& link)
{
    const auto source = onDisk(existing);
    if (!source)
        return source.error();
    const auto target = onDisk(link);
    if (!target)
        return target.error();
    return m_files->makeHardLink(*source, *target);
}

Result<StorageSpace> CharsetFileSystem::space(const VirtualPath& path)
{
    const auto place = onDisk(path);
    if (!place)
        return place.error();
    return m_files->space(*place);
}

QByteArray CharsetFileSystem::shareName(const VirtualPath& path) const
{
    const auto place = onDisk(path);
    return place ? m_files->shareName(*place) : QByteArray();
}

void CharsetFileSystem::keepPlaces(bool keep)
{
    m_files->keepPlaces(keep);
}

} // namespace sallyport
