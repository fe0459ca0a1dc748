// copy-data and check-file, and what waits while one of them runs.
#include "core/sftp/refusals.h"
#include "core/sftp/session_impl.h"
#include "core/sftp/status.h"

#include <QScopeGuard>

#include <algorithm>
#include <array>

namespace sallyport::sftp {

namespace {

// Bytes hashed for one request.
constexpr quint64 maxHashed = quint64(64) * 1024 * 1024 * 1024;
// Source: draft-ietf-secsh-filexfer-extensions-00 section 3: not smaller, and 0 is no blocks.
constexpr quint32 smallestBlock = 256;

struct Algorithm {
    const char* name;
    QCryptographicHash::Algorithm algorithm;
};

constexpr std::array algorithms{
    Algorithm{"sha256", QCryptographicHash::Sha256},
    Algorithm{"sha512", QCryptographicHash::Sha512},
    Algorithm{"md5", QCryptographicHash::Md5},
};

// The first of the client's list that is known here.
const Algorithm* choose(QByteArrayView list)
{
    while (true) {
        const qsizetype comma = list.indexOf(',');
        const QByteArrayView name = comma < 0 ? list : list.first(comma);
        for (const Algorithm& known : algorithms) {
            if (name == known.name)
                return &known;
        }
        if (comma < 0)
            return nullptr;
        list = list.sliced(comma + 1);
    }
}

} // namespace

// ---- The requests ----

// Source: draft-ietf-secsh-filexfer-extensions-00 section 7; sftp-server answers EOF where the
// source has fewer bytes than asked for.
void Session::Impl::onCopyData(Request& request)
{
    const QByteArrayView fromWire = request.fields.string();
    const quint64 from = request.fields.uint64();
    const quint64 length = request.fields.uint64();
    const QByteArrayView toWire = request.fields.string();
    const quint64 to = request.fields.uint64();
    if (!request.fields.ok())
        return malformed(request);
    OpenHandle* source = fileOf(request, fromWire);
    if (!source)
        return;
    OpenHandle* target = fileOf(request, toWire);
    if (!target)
        return;
    if (!source->flags.testFlag(OpenFlag::Read) || !target->flags.testFlag(OpenFlag::Write))
        return refuse(request,
                      {ErrorCode::PermissionDenied,
                       QStringLiteral("The source is read and the target is written")},
                      {}, target->path);
    if (length > maxOffset || from > maxOffset - length || to > maxOffset - length)
        return badMessage(request, offsetTooLarge());
    if (source == target || source->file->sameAs(*target->file))
        return refuse(
            request,
            {ErrorCode::InvalidArgument, QStringLiteral("A file cannot be copied onto itself")}, {},
            target->path);

    auto job = std::make_unique<Job>();
    job->id = request.id;
    job->names = {{source->number, target->number}, 2, true};
    job->path = target->path;
    job->target = target;
    auto work = std::make_unique<CopyJob>(*source->file, from, length, *target->file, to);
    job->succeed = [this, id = request.id, copy = work.get()] {
        if (copy->endedEarly())
            writeEndOfFile(m_output, id);
        else
            writeOk(m_output, id);
    };
    job->work = std::move(work);
    m_journal.transferAsked(*target);
    m_job = std::move(job);
}

void Session::Impl::checkOpenFile(Request& request, QByteArrayView echo)
{
    const QByteArrayView wire = request.fields.string();
    const QByteArrayView list = request.fields.string();
    HashJob::Range range;
    range.from = request.fields.uint64();
    range.length = request.fields.uint64();
    range.block = request.fields.uint32();
    if (!request.fields.ok())
        return malformed(request);
    OpenHandle* handle = fileOf(request, wire);
    if (!handle)
        return;
    if (!handle->flags.testFlag(OpenFlag::Read))
        return refuse(request, notForReading(), {}, handle->path);
    startHash(request, *handle->file, nullptr, handle->path, {{handle->number}, 1, true}, echo,
              list, range);
}

void Session::Impl::onCheckFileName(Request& request)
{
    const QByteArrayView name = request.fields.string();
    const QByteArrayView list = request.fields.string();
    HashJob::Range range;
    range.from = request.fields.uint64();
    range.length = request.fields.uint64();
    range.block = request.fields.uint32();
    if (!request.fields.ok())
        return malformed(request);
    const auto path = pathOf(request, name);
    if (!path)
        return;
    auto file = m_files.open(*path, OpenFlag::Read, {});
    if (!file)
        return refuse(request, file.error(), {}, *path);
    File& opened = **file;
    startHash(request, opened, *std::move(file), *path, {{}, 0, true}, {}, list, range);
}

void Session::Impl::startHash(const Request& request, File& file, std::unique_ptr<File> owned,
                              const VirtualPath& path, const NamedHandles& names,
                              QByteArrayView echo, QByteArrayView list, HashJob::Range range)
{
    const auto refused = [&](ErrorCode code, const QString& message) {
        refuse(request, {code, message}, {}, path);
    };
    const Algorithm* algorithm = choose(list);
    if (!algorithm)
        return refused(ErrorCode::InvalidArgument,
                       QStringLiteral("Only sha256, sha512 and md5 are computed"));
    if (range.block != 0 && range.block < smallestBlock)
        return refused(ErrorCode::InvalidArgument,
                       QStringLiteral("A block has at least %1 bytes").arg(smallestBlock));
    if (range.length > maxOffset || range.from > maxOffset - range.length)
        return badMessage(request, offsetTooLarge());

    const auto attributes = file.attributes();
    if (!attributes)
        return refuse(request, attributes.error(), {}, path);
    const quint64 size = attributes->size.value_or(0);
    const quint64 toEnd = size > range.from ? size - range.from : 0;
    const quint64 hashed = range.length == 0 ? toEnd : std::min(range.length, toEnd);
    if (hashed > maxHashed)
        return refused(ErrorCode::TooMany, QStringLiteral("At most 64 GiB are hashed at once"));
    const auto digest = quint64(QCryptographicHash::hashLength(algorithm->algorithm));
    if (range.block != 0 && (hashed / range.block + 1) * digest > maxData)
        return refused(ErrorCode::TooMany, QStringLiteral("There are too many blocks for a reply"));
    // What is there now: a file that grows meanwhile does not keep the job going.
    range.length = hashed;

    auto job = std::make_unique<Job>();
    job->id = request.id;
    job->names = names;
    job->path = path;
    job->hashes = true;
    auto work = std::make_unique<HashJob>(file, std::move(owned), algorithm->algorithm, range);
    job->succeed = [this, id = request.id, algorithm, hash = work.get(),
                    echoed = echo.toByteArray()] {
        Writer writer(m_output);
        writer.begin(Type::ExtendedReply, id);
        if (!echoed.isEmpty())
            writer.string(echoed); // paramiko's practice
        writer.string(algorithm->name);
        writer.raw(hash->digests());
        writer.end();
    };
    job->work = std::move(work);
    m_job = std::move(job);
}

// ---- The slot ----

// True if a slice would move the job on now.
bool Session::Impl::canStep() const
{
    if (!m_job || m_output.size() >= m_limits.outputHighWater)
        return false;
    const auto& turn = m_limits.checkFile;
    return !m_job->hashes || m_job->hasTurn || !turn || turn->open() < turn->limit();
}

bool Session::Impl::takesTurn()
{
    if (!m_job->hashes || m_job->hasTurn || !m_limits.checkFile)
        return true;
    m_job->hasTurn = m_limits.checkFile->take();
    return m_job->hasTurn;
}

void Session::Impl::stepJob()
{
    if (!takesTurn())
        return;
    const quint64 before = m_job->work->copied();
    const auto progress = m_job->work->step();
    if (OpenHandle* target = m_job->target) {
        noteMoved(*target, target->movement.written, m_job->work->copied() - before);
        if (progress) {
            m_journal.transferMoved(*target);
        } else {
            m_journal.transferFailed(*target, progress.error());
            target->file->spoil(progress.error());
        }
    } else if (!progress) {
        m_journal.failed({}, m_job->path, progress.error());
    }
    if (progress && *progress == LongJob::Progress::More)
        return;
    if (progress)
        m_job->succeed();
    else
        writeStatus(m_output, m_job->id, statusOf(progress.error().code),
                    sentenceOf(progress.error()));
    endJob();
}

void Session::Impl::endJob()
{
    if (m_job && m_job->hasTurn)
        m_limits.checkFile->give();
    m_job.reset();
}

// ---- What waits ----

namespace {

template <typename Named>
bool contains(const Named& names, quint64 number)
{
    return std::find(names.numbers, names.numbers + names.count, number)
        != names.numbers + names.count;
}

} // namespace

// A request about this handle must wait: for the job, or for one that waits itself.
bool Session::Impl::isBlocked(quint64 number) const
{
    return (m_job && contains(m_job->names, number))
        || std::any_of(m_parked.begin(), m_parked.end(),
                       [number](const Parked& parked) { return contains(parked.names, number); });
}

bool Session::Impl::mustWait(const NamedHandles& names) const
{
    // Long jobs run one after the other in the order received.
    if (names.isLongJob
        && (m_job || std::any_of(m_parked.begin(), m_parked.end(), [](const Parked& parked) {
                return parked.names.isLongJob;
            })))
        return true;
    return std::any_of(names.numbers, names.numbers + names.count,
                       [this](quint64 number) { return isBlocked(number); });
}

Session::Impl::NamedHandles Session::Impl::namesOf(Bytes packet) const
{
    NamedHandles names;
    Reader fields(packet.subspan(4 + 1 + 4));
    const auto note = [&names](QByteArrayView wire) {
        if (const auto number = handleNumber(wire))
            names.numbers[names.count++] = *number;
    };
    const Row* row = rowOf(Type(packet[4]));
    if (!row)
        return names;
    if (row->names == Names::Handle) {
        note(fields.string());
    } else if (row->type == Type::Extended) {
        const ExtensionRow* extension = extensionOf(fields.string());
        if (!extension)
            return names;
        names.isLongJob = extension->runs == Runs::LongJob;
        if (extension->names == Names::Handle)
            note(fields.string());
        if (extension->handler == &Impl::onCopyData) {
            fields.uint64();
            fields.uint64();
            note(fields.string());
        }
    }
    return names;
}

void Session::Impl::cancelJobsOn(quint64 number)
{
    // Of a copy the target comes second, and lacks what it should hold.
    const auto spoil = [this](const NamedHandles& names) {
        OpenHandle* target = names.count == 2 ? m_handles.find(names.numbers[1]) : nullptr;
        if (target && target->file)
            target->file->spoil({ErrorCode::Cancelled, QStringLiteral("The file was closed")});
    };
    if (m_job && contains(m_job->names, number)) {
        writeStatus(m_output, m_job->id, Status::Failure, "The file was closed");
        spoil(m_job->names);
        endJob();
    }
    for (Parked& parked : m_parked) {
        if (!parked.names.isLongJob || !contains(parked.names, number))
            continue;
        parked.cancelled = true;
        spoil(parked.names);
    }
}

// Runs what has waited long enough. The order of what concerns one handle stays.
void Session::Impl::runParked()
{
    if (m_parked.empty())
        return; // nearly always; an empty deque, too, asks for memory
    m_files.keepPlaces(true);
    const auto forgets = qScopeGuard([this] { m_files.keepPlaces(false); });
    std::deque<Parked> waiting;
    waiting.swap(m_parked);
    m_parkedBytes = 0;
    while (!waiting.empty()) {
        Parked parked = std::move(waiting.front());
        waiting.pop_front();
        if (m_broken || m_output.size() >= m_limits.outputHighWater || mustWait(parked.names)) {
            m_parkedBytes += parked.packet.size() + sizeof(Parked);
            m_parked.push_back(std::move(parked));
        } else if (parked.cancelled) {
            writeStatus(m_output, readUint32(parked.packet.data() + 5), Status::Failure,
                        "The file was closed");
        } else {
            execute(parked.packet);
        }
    }
}

} // namespace sallyport::sftp
