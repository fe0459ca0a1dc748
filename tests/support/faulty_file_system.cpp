#include "tests/support/faulty_file_system.h"

namespace sallyport::test {

struct FaultyFileSystem::Plan {
    struct Fault {
        Error error;
        int wait = 0;  // calls that still succeed
        int times = 0; // calls that fail then; -1: all
    };
    std::map<Call, Fault> faults;
    std::map<Call, int> counts;
    int all = 0; // calls of any kind
    int nth = 0; // of them, the one that fails; 0: none
    Error nthError;
    std::optional<Call> nthFailed;
    int open = 0; // files and readers
    FaultyFileSystem::Whims whims;

    // Counts the call; the error if it is to fail.
    std::optional<Error> check(Call call)
    {
        ++counts[call];
        if (++all == nth) {
            nthFailed = call;
            return nthError;
        }
        const auto found = faults.find(call);
        if (found == faults.end())
            return whims.fails ? whims.fails(call) : std::nullopt;
        Fault& fault = found->second;
        if (fault.wait > 0) {
            --fault.wait;
            return {};
        }
        if (fault.times == 0)
            return {};
        if (fault.times > 0)
            --fault.times;
        return fault.error;
    }
    std::size_t bytes(Call call, std::size_t asked) const
    {
        return whims.bytes && asked > 0 ? whims.bytes(call, asked) : asked;
    }
};

namespace {

using Plan = FaultyFileSystem::Plan;

class FaultyFile final : public File {
public:
    FaultyFile(std::unique_ptr<File> inside, std::shared_ptr<Plan> plan)
        : m_inside(std::move(inside))
        , m_plan(std::move(plan))
    {
        ++m_plan->open;
    }
    ~FaultyFile() override { --m_plan->open; }
    Result<std::size_t> readAt(quint64 offset, std::span<std::byte> buffer) override
    {
        if (auto error = m_plan->check(Call::Read))
            return *error;
        return m_inside->readAt(offset, buffer.first(m_plan->bytes(Call::Read, buffer.size())));
    }
    Result<void> writeAt(quint64 offset, std::span<const std::byte> data) override
    {
        if (auto error = m_plan->check(Call::Write))
            return *error;
        const std::size_t most = m_plan->bytes(Call::Write, data.size());
        auto written = m_inside->writeAt(offset, data.first(most));
        if (written && most < data.size())
            return Error{ErrorCode::NoSpace, QStringLiteral("No space left")};
        return written;
    }
    Result<FileAttributes> attributes() override
    {
        if (auto error = m_plan->check(Call::Attributes))
            return *error;
        return m_inside->attributes();
    }
    Result<void> setAttributes(const FileAttributes& attributes) override
    {
        if (auto error = m_plan->check(Call::SetAttributes))
            return *error;
        return m_inside->setAttributes(attributes);
    }
    Result<void> sync() override
    {
        if (auto error = m_plan->check(Call::Sync))
            return *error;
        return m_inside->sync();
    }
    Result<quint64> copyTo(File& target, quint64 from, quint64 offset, quint64 length) override
    {
        if (auto error = m_plan->check(Call::Copy))
            return *error;
        return m_inside->copyTo(target.storage(), from, offset, length);
    }
    Result<StorageSpace> space() override
    {
        if (auto error = m_plan->check(Call::Space))
            return *error;
        return m_inside->space();
    }
    bool sameAs(File& other) override { return m_inside->sameAs(other.storage()); }
    Result<void> close() override
    {
        if (auto error = m_plan->check(Call::Close))
            return *error;
        return m_inside->close();
    }
    File& storage() override { return m_inside->storage(); }

private:
    const std::unique_ptr<File> m_inside;
    const std::shared_ptr<Plan> m_plan;
};

class FaultyReader final : public DirectoryReader {
public:
    FaultyReader(std::unique_ptr<DirectoryReader> inside, std::shared_ptr<Plan> plan)
        : m_inside(std::move(inside))
        , m_plan(std::move(plan))
    {
        ++m_plan->open;
    }
    ~FaultyReader() override { --m_plan->open; }
    Result<QList<DirectoryEntry>> next(int atMost) override
    {
        if (auto error = m_plan->check(Call::Next))
            return *error;
        return m_inside->next(atMost);
    }
    Result<FileAttributes> attributes() override { return m_inside->attributes(); }

private:
    const std::unique_ptr<DirectoryReader> m_inside;
    const std::shared_ptr<Plan> m_plan;
};

} // namespace

FaultyFileSystem::FaultyFileSystem(FileSystem& inside)
    : m_inside(inside)
    , m_plan(std::make_shared<Plan>())
{
}

FaultyFileSystem::FaultyFileSystem(std::unique_ptr<FileSystem> inside)
    : m_owned(std::move(inside))
    , m_inside(*m_owned)
    , m_plan(std::make_shared<Plan>())
{
}

FaultyFileSystem::~FaultyFileSystem() = default;

void FaultyFileSystem::setWhims(Whims whims)
{
    m_plan->whims = std::move(whims);
}

void FaultyFileSystem::fail(Call call, Error error, int nth, int times)
{
    m_plan->faults[call] = {std::move(error), nth - 1, times};
}

void FaultyFileSystem::failNth(int nth, Error error)
{
    m_plan->nth = m_plan->all + nth;
    m_plan->nthError = std::move(error);
    m_plan->nthFailed.reset();
}

int FaultyFileSystem::count(Call call) const
{
    return m_plan->counts[call];
}

int FaultyFileSystem::count() const
{
    return m_plan->all;
}

std::optional<Call> FaultyFileSystem::nthFailed() const
{
    return m_plan->nthFailed;
}

int FaultyFileSystem::open() const
{
    return m_plan->open;
}

Result<std::unique_ptr<File>> FaultyFileSystem::open(const VirtualPath& path, OpenFlags flags,
                                                     const FileAttributes& initial)
{
    if (auto error = m_plan->check(Call::Open))
        return *error;
    auto file = m_inside.open(path, flags, initial);
    if (!file)
        return file.error();
    return std::make_unique<FaultyFile>(*std::move(file), m_plan);
}

Result<std::unique_ptr<DirectoryReader>> FaultyFileSystem::openDirectory(const VirtualPath& path)
{
    if (auto error = m_plan->check(Call::OpenDirectory))
        return *error;
    auto reader = m_inside.openDirectory(path);
    if (!reader)
        return reader.error();
    return std::make_unique<FaultyReader>(*std::move(reader), m_plan);
}

Result<FileAttributes> FaultyFileSystem::attributes(const VirtualPath& path, Symlinks symlinks)
{
    if (auto error = m_plan->check(Call::Attributes))
        return *error;
    return m_inside.attributes(path, symlinks);
}

Result<void> FaultyFileSystem::setAttributes(const VirtualPath& path,
                                             const FileAttributes& attributes, Symlinks symlinks)
{
    if (auto error = m_plan->check(Call::SetAttributes))
        return *error;
    return m_inside.setAttributes(path, attributes, symlinks);
}

Result<void> FaultyFileSystem::makeDirectory(const VirtualPath& path, const FileAttributes& initial)
{
    if (auto error = m_plan->check(Call::MakeDirectory))
        return *error;
    return m_inside.makeDirectory(path, initial);
}

Result<void> FaultyFileSystem::removeDirectory(const VirtualPath& path)
{
    if (auto error = m_plan->check(Call::RemoveDirectory))
        return *error;
    return m_inside.removeDirectory(path);
}

Result<void> FaultyFileSystem::removeFile(const VirtualPath& path)
{
    if (auto error = m_plan->check(Call::RemoveFile))
        return *error;
    return m_inside.removeFile(path);
}

Result<void> FaultyFileSystem::rename(const VirtualPath& from, const VirtualPath& to,
                                      Overwrite overwrite)
{
    if (auto error = m_plan->check(Call::Rename))
        return *error;
    return m_inside.rename(from, to, overwrite);
}

Result<QByteArray> FaultyFileSystem::readLink(const VirtualPath& path)
{
    if (auto error = m_plan->check(Call::ReadLink))
        return *error;
    return m_inside.readLink(path);
}

Result<void> FaultyFileSystem::makeLink(const VirtualPath& link, const QByteArray& target)
{
    if (auto error = m_plan->check(Call::MakeLink))
        return *error;
    return m_inside.makeLink(link, target);
}

Result<void> FaultyFileSystem::makeHardLink(const VirtualPath& existing, const VirtualPath& link)
{
    if (auto error = m_plan->check(Call::MakeHardLink))
        return *error;
    return m_inside.makeHardLink(existing, link);
}

Result<StorageSpace> FaultyFileSystem::space(const VirtualPath& path)
{
    if (auto error = m_plan->check(Call::Space))
        return *error;
    return m_inside.space(path);
}

} // namespace sallyport::test
