#include "core/settings_file.h"

#include "core/guard.h"
#include "core/platform/file_lock.h"
#include "core/settings_store.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sallyport {

namespace {

using std::chrono::seconds;

class Descriptor {
public:
    explicit Descriptor(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    ~Descriptor()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

Error cannot(const QString& verb)
{
    const int number = errno;
    const auto say = [&](ErrorCode code, const QString& why) {
        return Error{code, QStringLiteral("The settings cannot be %1: %2").arg(verb, why)};
    };
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return say(ErrorCode::NoSpace, QStringLiteral("no space is left on the disk"));
    case EACCES:
    case EPERM:
        return say(ErrorCode::PermissionDenied, QStringLiteral("permission is denied"));
    case EROFS:
        return say(ErrorCode::PermissionDenied, QStringLiteral("the disk is read-only"));
    case ENOENT:
    case ENOTDIR:
        return say(ErrorCode::NotFound, QStringLiteral("their folder is not there"));
    default:
        return say(ErrorCode::Failure, QStringLiteral("the disk reported an error"));
    }
}

Result<void> writeAll(int descriptor, const QByteArray& bytes)
{
    for (qsizetype done = 0; done < bytes.size();) {
        const ssize_t count = ::write(descriptor, bytes.constData() + done,
                                      static_cast<std::size_t>(bytes.size() - done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return cannot(QStringLiteral("saved"));
        done += count;
    }
    return {};
}

// The name of a file on the disk only after its folder is.
Result<void> syncFolder(const QByteArray& path)
{
    const QByteArray folder = path.left(qMax(path.lastIndexOf('/'), qsizetype(1)));
    const Descriptor descriptor(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.get() < 0 || ::fsync(descriptor.get()) != 0)
        return cannot(QStringLiteral("saved"));
    return {};
}

// The whole text under that name, or what was there before. One writer at a time: under the lock.
Result<void> writeWhole(const QString& path, const QByteArray& text)
{
    const QByteArray name = QFile::encodeName(path);
    const QByteArray temporary = name + ".new";
    ::unlink(temporary.constData()); // of a writer that died
    const auto write = [&]() -> Result<void> {
        const Descriptor descriptor(
            ::open(temporary.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (descriptor.get() < 0)
            return cannot(QStringLiteral("saved"));
        if (auto written = writeAll(descriptor.get(), text); !written)
            return written;
        if (::fsync(descriptor.get()) != 0)
            return cannot(QStringLiteral("saved"));
        if (::rename(temporary.constData(), name.constData()) != 0)
            return cannot(QStringLiteral("saved"));
        return {};
    };
    auto written = write();
    if (!written) {
        ::unlink(temporary.constData());
        return written;
    }
    return syncFolder(name);
}

// Null: there is no file.
Result<QByteArray> readWhole(const QString& path)
{
    const Descriptor descriptor(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (descriptor.get() < 0 && errno == ENOENT)
        return QByteArray();
    struct stat status {};
    if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0)
        return cannot(QStringLiteral("read"));
    if (!S_ISREG(status.st_mode))
        return Error{ErrorCode::Damaged,
                     QStringLiteral("The settings cannot be read: there is no file of that name, "
                                    "but something else")};
    if (status.st_size > SettingsFile::maxSize)
        return Error{ErrorCode::Damaged, QStringLiteral("The settings file is larger than 16 MiB")};
    // It holds verifiers of passwords. Where that fails it is another's file, which is theirs to
    // say.
    if (status.st_mode & 077)
        (void)::fchmod(descriptor.get(), 0600);
    QFile file;
    if (!file.open(descriptor.get(), QIODevice::ReadOnly))
        return cannot(QStringLiteral("read"));
    QByteArray text = file.read(SettingsFile::maxSize + 1);
    if (file.error() != QFile::NoError)
        return cannot(QStringLiteral("read"));
    return text.isNull() ? QByteArray("") : text;
}

Result<SettingsFile::Content> parse(const QByteArray& text)
{
    SettingsFile::Content content;
    content.text = text;
    if (text.isNull())
        return content;
    auto settings = settingsFromJson(text, &content.generation);
    if (!settings)
        return settings.error();
    content.settings = *std::move(settings);
    return content;
}

Result<FileLock> lock(const QString& path)
{
    return FileLock::take(QFileInfo(path).dir().filePath(QStringLiteral("settings.lock")),
                          QStringLiteral("The settings file"), seconds(10));
}

// Between the name of the settings file and the time of a damaged one.
const QLatin1String copyMark(".bad-");

// The `.bad-<time>` that holds this text; empty: none does.
QString findCopy(const QString& path, const QByteArray& text)
{
    const QFileInfo file(path);
    const auto copies =
        file.dir().entryInfoList({file.fileName() + copyMark + u'*'}, QDir::Files, QDir::Name);
    for (const QFileInfo& copy : copies) {
        if (copy.size() != text.size())
            continue;
        if (const auto kept = readWhole(copy.filePath()); kept && *kept == text)
            return copy.filePath();
    }
    return {};
}

QString generationPath(const QString& path, int number)
{
    return QStringLiteral("%1.%2").arg(path).arg(number);
}

// `text` becomes `.1`. The older ones only change their names.
Result<void> keepGeneration(const QString& path, const QByteArray& text)
{
    for (int number = SettingsFile::generations; number > 1; --number) {
        const QByteArray from = QFile::encodeName(generationPath(path, number - 1));
        const QByteArray to = QFile::encodeName(generationPath(path, number));
        if (::rename(from.constData(), to.constData()) != 0 && errno != ENOENT)
            return cannot(QStringLiteral("saved"));
    }
    return writeWhole(generationPath(path, 1), text);
}

} // namespace

SettingsFile::SettingsFile(QString path)
    : m_path(std::move(path))
{
}

Result<SettingsFile::Content> SettingsFile::read() const
{
    const auto text = readWhole(m_path);
    if (!text)
        return text.error();
    auto content = parse(*text);
    if (!content)
        keepDamaged(*text);
    if (!content && !GUARD(damaged_settings)) {
        if (const auto last = lastGeneration())
            return Content{*last, 0, *text};
    }
    return content;
}

// A copy that cannot be made is no reason to say anything else than what is wrong with the file.
void SettingsFile::keepDamaged(const QByteArray& text) const
{
    if (!findCopy(m_path, text).isEmpty())
        return;
    const QString time =
        QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmss.zzz'Z'"));
    (void)writeWhole(m_path + copyMark + time, text);
}

QString SettingsFile::damagedCopy() const
{
    const auto text = readWhole(m_path);
    return text && !text->isNull() ? findCopy(m_path, *text) : QString();
}

std::optional<Settings> SettingsFile::lastGeneration() const
{
    for (int number = 1; number <= generations; ++number) {
        const auto text = readWhole(generationPath(m_path, number));
        if (!text || text->isNull())
            continue;
        if (auto content = parse(*text))
            return std::move(content->settings);
    }
    return std::nullopt;
}

// Requires the lock, and that `before` is what the file holds.
Result<SettingsFile::Content> SettingsFile::put(const Settings& settings,
                                                const Content& before) const
{
    if (auto checked = checkSettings(settings); !checked)
        return checked.error();
    Content after{settings, before.generation + 1, {}};
    after.text = settingsToJson(settings, after.generation);
    if (after.text.size() > maxSize)
        return Error{ErrorCode::TooMany,
                     QStringLiteral("The settings cannot be saved: they are larger than 16 MiB")};
    if (!before.text.isNull()) {
        if (auto kept = keepGeneration(m_path, before.text); !kept)
            return kept.error();
    }
    if (auto written = writeWhole(m_path, after.text); !written)
        return written.error();
    return after;
}

Result<SettingsFile::Content> SettingsFile::write(const Settings& settings,
                                                  const Content& known) const
{
    const auto held = lock(m_path);
    if (!held)
        return held.error();
    const auto now = read();
    if (!now)
        return now.error();
    const bool isChanged = now->text != known.text || now->text.isNull() != known.text.isNull();
    if (GUARD(settings_race) && isChanged)
        return Error{ErrorCode::Busy, QStringLiteral("Settings changed meanwhile")};
    return put(settings, *now);
}

Result<SettingsFile::Content> SettingsFile::replace(const Settings& settings) const
{
    const auto held = lock(m_path);
    if (!held)
        return held.error();
    auto now = read();
    if (now)
        return put(settings, *now);
    if (now.error().code != ErrorCode::Damaged)
        return now.error();
    // What read() could not copy, for its size or its kind, is moved out of the way.
    if (!readWhole(m_path)) {
        const QString time =
            QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmss.zzz'Z'"));
        const QByteArray aside = QFile::encodeName(m_path + copyMark + time);
        if (::rename(QFile::encodeName(m_path).constData(), aside.constData()) != 0)
            return cannot(QStringLiteral("saved"));
    }
    return put(settings, Content());
}

Result<void> SettingsFile::edit(const std::function<Result<void>(Settings&)>& change) const
{
    const auto held = lock(m_path);
    if (!held)
        return held.error();
    auto now = read();
    if (!now)
        return now.error();
    Settings settings = now->settings;
    if (auto changed = change(settings); !changed)
        return changed;
    if (settings == now->settings && !now->text.isNull())
        return {};
    if (auto written = put(settings, *now); !written)
        return written.error();
    return {};
}

} // namespace sallyport
