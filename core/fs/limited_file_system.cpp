#include "core/fs/limited_file_system.h"

#include "core/fs/size_text.h"
#include "core/guard.h"

#include <algorithm>
#include <limits>

namespace sallyport {

namespace {

// What is free, in bytes. A storage that cannot tell has no end.
quint64 freeBytes(const Result<StorageSpace>& space)
{
    return space ? space->availableBlocks * space->blockSize : std::numeric_limits<quint64>::max();
}

quint64 sum(quint64 a, quint64 b)
{
    return b > std::numeric_limits<quint64>::max() - a ? std::numeric_limits<quint64>::max()
                                                       : a + b;
}

struct Limit {
    QString share;
    std::optional<quint64> maxFileSize;

    Result<void> check(quint64 size) const
    {
        if (GUARD(max_file_size) && maxFileSize && size > *maxFileSize)
            return Error{
                ErrorCode::TooMany,
                QStringLiteral("%1 takes files of at most %2").arg(share, sizeText(*maxFileSize))};
        return {};
    }
    // Of a file that would be mostly hole. A disk that is full says so itself.
    Error tooMuchHole() const
    {
        return {ErrorCode::TooMany,
                QStringLiteral("There is no space on %1 for a file of that size").arg(share)};
    }
};

class LimitedFile final : public WrappedFile {
public:
    LimitedFile(std::unique_ptr<File> file, const Limit& limit, OpenFlags flags)
        : WrappedFile(std::move(file))
        , m_limit(limit)
        , m_appends(flags.testFlag(OpenFlag::Append))
    {
    }

    Result<void> writeAt(quint64 offset, std::span<const std::byte> data) override
    {
        if (auto may = mayWrite(offset, data.size()); !may)
            return may;
        auto written = inner().writeAt(offset, data);
        if (written)
            m_knownSize = std::max(m_knownSize, offset + data.size());
        return written;
    }

    Result<void> setAttributes(const FileAttributes& wanted) override
    {
        if (wanted.size) {
            if (auto may = inner().setAttributes({}); !may)
                return may; // who may not change it hears that, and not of the limit
            if (auto may = mayWrite(*wanted.size, 0); !may)
                return may;
            m_knownSize = 0; // until it is asked for again: the file may have become shorter
        }
        return inner().setAttributes(wanted);
    }

    Result<quint64> copyTo(File& target, quint64 from, quint64 offset, quint64 length) override
    {
        auto* limited = dynamic_cast<LimitedFile*>(&target);
        if (!limited)
            return inner().copyTo(target, from, offset, length);
        const auto found = inner().attributes();
        if (!found)
            return found.error();
        const quint64 size = found->size.value_or(std::numeric_limits<quint64>::max());
        const quint64 bytes = from < size ? std::min(length, size - from) : 0;
        if (auto may = limited->mayWrite(offset, bytes); !may)
            return may.error();
        return inner().copyTo(limited->inner(), from, offset, length);
    }

    bool sameAs(File& other) override
    {
        auto* limited = dynamic_cast<LimitedFile*>(&other);
        return inner().sameAs(limited ? limited->inner() : other);
    }

    // This one: who writes past it writes past the limit.
    File& storage() override { return *this; }

private:
    // Costs nothing while the writing goes on where it stopped.
    Result<void> mayWrite(quint64 offset, quint64 bytes)
    {
        if (m_limit.maxFileSize) {
            if (!m_appends)
                return m_limit.check(sum(offset, bytes));
            const auto size = currentSize();
            return size ? m_limit.check(sum(*size, bytes)) : size.error();
        }
        if (m_appends || offset <= m_knownSize)
            return {};
        const auto size = currentSize();
        if (!size)
            return size.error();
        m_knownSize = *size;
        if (GUARD(hole_size) && offset > *size
            && sum(offset, bytes) - *size > freeBytes(inner().space()))
            return m_limit.tooMuchHole();
        return {};
    }

    Result<quint64> currentSize()
    {
        const auto found = inner().attributes();
        if (!found)
            return found.error();
        return found->size.value_or(0);
    }

    const Limit m_limit;
    const bool m_appends;
    quint64 m_knownSize = 0; // bytes; the file has at least so many
};

} // namespace

LimitedFileSystem::LimitedFileSystem(std::unique_ptr<FileSystem> files, const QByteArray& shareName,
                                     std::optional<quint64> maxFileSize)
    : WrappedFileSystem(std::move(files))
    , m_share(QString::fromUtf8(shareName))
    , m_maxFileSize(maxFileSize)
{
}

Result<std::unique_ptr<File>> LimitedFileSystem::open(const VirtualPath& path, OpenFlags flags,
                                                      const FileAttributes& initial)
{
    auto file = inner().open(path, flags, initial);
    if (!file)
        return file;
    return std::make_unique<LimitedFile>(std::move(*file), Limit{m_share, m_maxFileSize}, flags);
}

Result<void> LimitedFileSystem::setAttributes(const VirtualPath& path, const FileAttributes& wanted,
                                              Symlinks symlinks)
{
    if (wanted.size) {
        if (auto may = inner().setAttributes(path, {}, symlinks); !may)
            return may;
        const Limit limit{m_share, m_maxFileSize};
        if (auto may = limit.check(*wanted.size); !may)
            return may;
        const auto found = inner().attributes(path, symlinks);
        if (!found)
            return found.error();
        const quint64 size = found->size.value_or(0);
        if (GUARD(hole_size) && !m_maxFileSize && *wanted.size > size
            && *wanted.size - size > freeBytes(inner().space(path)))
            return limit.tooMuchHole();
    }
    return inner().setAttributes(path, wanted, symlinks);
}

} // namespace sallyport
