#include "core/activity_archive.h"

#include "core/activity_format.h"
#include "core/activity_log.h"
#include "core/pool_job.h"
#include "core/reports.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPromise>
#include <QSaveFile>

#include <algorithm>

namespace sallyport {

namespace {

// The files, newest first: activity.jsonl, activity.1.jsonl, ...
// Threads: made on the main thread, then only in jobs of the writer.
class Disk {
public:
    Disk(QString folder, ActivityArchive::Rotation rotation)
        : m_folder(std::move(folder))
        , m_rotation(rotation)
    {
    }

    Result<void> append(const QByteArray& lines)
    {
        if (m_file.isOpen() && m_file.size() + lines.size() > m_rotation.maxBytes)
            rotate();
        // A folder that was removed, or a file that another program rotated, is made again.
        if (m_file.isOpen() && !QFile::exists(m_file.fileName()))
            m_file.close();
        if (!m_file.isOpen() && !open())
            return unwritable();
        const QByteArray whole = m_endsInLine ? lines : '\n' + lines;
        if (m_file.write(whole) == whole.size()) {
            m_endsInLine = true;
            return {};
        }
        m_endsInLine = false;
        m_file.close();
        return unwritable();
    }

    QList<ActivityEvent> last(int atMost) const
    {
        QList<ActivityEvent> events; // newest first
        for (int number = 0; number < m_rotation.files && events.size() < atMost; ++number) {
            QFile file(path(number));
            if (!file.open(QIODevice::ReadOnly) || file.isSequential())
                continue;
            const QList<QByteArray> lines = file.readAll().split('\n');
            for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
                if (events.size() >= atMost)
                    break;
                if (Result<ActivityEvent> event = eventFromJson(*line))
                    events.append(std::move(*event));
            }
        }
        std::reverse(events.begin(), events.end());
        return events;
    }

private:
    QString path(int number) const
    {
        return m_folder
            + (number == 0 ? QStringLiteral("/activity.jsonl")
                           : QStringLiteral("/activity.%1.jsonl").arg(number));
    }

    bool open()
    {
        if (!QDir().exists(m_folder)) {
            if (!QDir().mkpath(m_folder))
                return false;
            QFile::setPermissions(
                m_folder, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
        }
        m_file.setFileName(path(0));
        if (!openFile())
            return false;
        if (m_file.size() >= m_rotation.maxBytes) {
            rotate();
            return openFile();
        }
        // After a crash the last line may be half a line: the next one must not join it.
        char end = '\n';
        if (!m_file.isSequential() && m_file.size() > 0)
            m_endsInLine = m_file.seek(m_file.size() - 1) && m_file.getChar(&end) && end == '\n';
        return true;
    }

    bool openFile()
    {
        constexpr auto mode = QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered;
        return m_file.open(mode, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }

    void rotate()
    {
        m_file.close();
        QFile::remove(path(m_rotation.files - 1));
        for (int number = m_rotation.files - 2; number >= 0; --number)
            QFile::rename(path(number), path(number + 1));
        if (m_rotation.files == 1)
            QFile::remove(path(0));
        m_endsInLine = true;
    }

    static Error unwritable()
    {
        return {ErrorCode::Failure, QStringLiteral("The activity cannot be kept on disk any more")};
    }

    const QString m_folder;
    const ActivityArchive::Rotation m_rotation;
    QFile m_file;
    bool m_endsInLine = true;
};

} // namespace

namespace {

// The columns of the CSV file: the fields of an event that a spreadsheet can use.
const char* const columns[] = {"time",    "kind",   "connection", "id",     "peer",
                               "user",    "share",  "path",       "target", "bytes",
                               "elapsed", "result", "message",    "client"};

// RFC 4180, quoted where it must be. Source of the first characters that are defused: OWASP, CSV
// injection.
QByteArray csvCell(const QJsonValue& value)
{
    if (value.isDouble())
        return QByteArray::number(value.toInteger());
    QByteArray text = value.toString().toUtf8();
    if (!text.isEmpty() && QByteArrayView("=+-@\t\r").contains(text[0]))
        text.prepend('\'');
    const bool plain = std::none_of(text.cbegin(), text.cend(), [](char byte) {
        return QByteArrayView(",;\"\r\n").contains(byte);
    });
    return plain ? text : '"' + text.replace('"', "\"\"") + '"';
}

QByteArray csvLine(const ActivityEvent& event)
{
    const QJsonObject json = toJson(event);
    QByteArray line;
    for (const char* column : columns) {
        if (!line.isNull())
            line += ',';
        line += csvCell(json.value(QLatin1String(column)));
    }
    return line + "\r\n";
}

QByteArray csvHead()
{
    QByteArray line = "\xef\xbb\xbf"; // so that spreadsheets read UTF-8
    for (const char* column : columns)
        line += (column == columns[0] ? "" : ",") + QByteArray(column);
    return line + "\r\n";
}

Result<void> writeAll(const QString& path, ActivityArchive::Format format,
                      const QList<ActivityEvent>& events)
{
    const bool isCsv = format == ActivityArchive::Format::Csv;
    const QString name = QFileInfo(path).fileName();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return Error{ErrorCode::PermissionDenied, QStringLiteral("%1 cannot be written").arg(name)};
    if (isCsv)
        file.write(csvHead());
    for (const ActivityEvent& event : events)
        file.write(isCsv ? csvLine(event) : toJsonLine(event));
    if (!file.commit())
        return Error{ErrorCode::NoSpace,
                     QStringLiteral("%1 could not be written to its end").arg(name)};
    return {};
}

} // namespace

struct ActivityArchive::Impl {
    QThreadPool& writer;
    std::shared_ptr<Disk> disk;
    QByteArray pending; // lines for the next job
    bool scheduled = false;
    bool failing = false;

    Reports reports;

    // Sends what waits to the writer and tells `archive` about the first failure of a row of them.
    // The job may outlive both.
    void write(ActivityArchive* archive)
    {
        scheduled = false;
        if (pending.isEmpty())
            return;
        startJob(writer,
                 [this, archive, disk = disk, sender = reports.sender(),
                  lines = std::exchange(pending, {})] {
                     sender.post([this, archive, result = disk->append(lines)] {
                         if (!result && !failing)
                             emit archive->failed(result.error());
                         failing = !result;
                     });
                 });
    }
};

ActivityArchive::ActivityArchive(QString folder, ActivityLog& log, QThreadPool& writer,
                                 Rotation rotation, QObject* parent)
    : QObject(parent)
    , m_impl(new Impl{
          writer, std::make_shared<Disk>(std::move(folder), rotation), {}, false, false, {}})
{
    Q_ASSERT(writer.maxThreadCount() == 1 && rotation.files > 0);
    connect(&log, &ActivityLog::recorded, this, [this](const ActivityEvent& event, qint64) {
        if (event.outcome == ActivityEvent::Outcome::Running)
            return;
        m_impl->pending += toJsonLine(event);
        // One job for all that one wake of the log brings.
        if (!std::exchange(m_impl->scheduled, true))
            QMetaObject::invokeMethod(
                this, [this] { m_impl->write(this); }, Qt::QueuedConnection);
    });
}

ActivityArchive::~ActivityArchive()
{
    m_impl->write(this);
}

QFuture<Result<QList<ActivityEvent>>> ActivityArchive::last(int atMost)
{
    m_impl->write(this);
    const auto promise = std::make_shared<QPromise<Result<QList<ActivityEvent>>>>();
    promise->start();
    const QFuture<Result<QList<ActivityEvent>>> future = promise->future();
    startJob(m_impl->writer,
             [promise = promise, atMost, disk = m_impl->disk,
              sender = m_impl->reports.sender()]() mutable {
                 sender.post([promise = std::move(promise), events = disk->last(atMost)] {
                     promise->addResult(Result<QList<ActivityEvent>>(events));
                     promise->finish();
                 });
             });
    return future;
}

QFuture<Result<void>> ActivityArchive::exportTo(const QString& file, Format format,
                                                const QList<ActivityEvent>& events)
{
    const auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    const QFuture<Result<void>> future = promise->future();
    startJob(
        m_impl->writer,
        [promise = promise, file, format, events, sender = m_impl->reports.sender()]() mutable {
            sender.post([promise = std::move(promise), written = writeAll(file, format, events)] {
                promise->addResult(written);
                promise->finish();
            });
        });
    return future;
}

} // namespace sallyport

#include "moc_activity_archive.cpp"
