#include "app/autostart.h"

#include "app/application_id.h"
#include "core/pool_job.h"
#include "core/reports.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPromise>
#include <QSaveFile>

namespace sallyport {

namespace {

// One argument of an Exec key: quoted for the key, then escaped as any string of the file is.
// Source: Desktop Entry Specification 1.5, "The Exec key".
QByteArray execArgument(const QString& argument)
{
    QByteArray quoted = "\"";
    for (const char c : QFile::encodeName(argument)) {
        if (c == '"' || c == '`' || c == '$' || c == '\\')
            quoted += '\\';
        if (c == '%')
            quoted += '%';
        quoted += c;
    }
    quoted += '"';
    return quoted.replace('\\', "\\\\");
}

QByteArray entry(const QString& program, const QString& profile)
{
    QByteArray exec = execArgument(program) + " --hidden";
    if (!profile.isEmpty())
        exec += " --profile " + execArgument(profile);
    return "[Desktop Entry]\n"
           "Type=Application\n"
           "Name=Sallyport\n"
           "Icon="
        + QByteArray(applicationId) + "\nExec=" + exec
        + "\n"
          "Terminal=false\n"
          "StartupNotify=false\n"
          "X-GNOME-Autostart-enabled=true\n";
}

// A desktop's own settings switch an entry off without removing it.
bool isOnIn(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArrayList lines = file.read(64 * 1024).split('\n');
    return !lines.contains("Hidden=true") && !lines.contains("X-GNOME-Autostart-enabled=false");
}

Result<void> write(const QString& path, const QByteArray& content)
{
    const QString folder = QFileInfo(path).path();
    const Error denied{ErrorCode::PermissionDenied,
                       QStringLiteral("The folder %1 cannot be written").arg(folder)};
    if (!QDir().mkpath(folder))
        return denied;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return denied;
    if (file.write(content) != content.size() || !file.commit())
        return Error{
            ErrorCode::NoSpace,
            QStringLiteral("The folder %1 cannot be written: no space may be left on its disk")
                .arg(folder)};
    return {};
}

Result<void> remove(const QString& path)
{
    if (QFile::exists(path) && !QFile::remove(path))
        return Error{ErrorCode::PermissionDenied,
                     QStringLiteral("The folder %1 cannot be written").arg(QFileInfo(path).path())};
    return {};
}

} // namespace

DesktopAutostart::DesktopAutostart(QString folder, QString program, QString profile,
                                   QThreadPool& worker)
    : m_folder(std::move(folder))
    , m_program(std::move(program))
    , m_profile(std::move(profile))
    , m_worker(worker)
    , m_reports(std::make_unique<Reports>())
{
}

DesktopAutostart::~DesktopAutostart() = default;

QString DesktopAutostart::usualFolder()
{
    const QString base = QFile::decodeName(qgetenv("XDG_CONFIG_HOME"));
    return QDir(QDir::isAbsolutePath(base) ? base
                                           : QDir::home().filePath(QStringLiteral(".config")))
        .filePath(QStringLiteral("autostart"));
}

// Each profile has an entry of its own.
QString DesktopAutostart::file() const
{
    QString name = QLatin1String(applicationId);
    if (!m_profile.isEmpty()) {
        const QByteArray hash =
            QCryptographicHash::hash(QFile::encodeName(m_profile), QCryptographicHash::Sha256);
        name += u'-' + QLatin1String(hash.toHex().left(16));
    }
    return QDir(m_folder).filePath(name + QStringLiteral(".desktop"));
}

QFuture<Result<void>> DesktopAutostart::ask(std::function<Result<Entry>()> work)
{
    const auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    startJob(
        m_worker,
        [this, promise = promise, work = std::move(work), sender = m_reports->sender()]() mutable {
            sender.post([this, promise = std::move(promise), entry = work()] {
                if (entry)
                    m_isOn = *entry == Entry::Present;
                promise->addResult(entry ? Result<void>() : Result<void>(entry.error()));
                promise->finish();
            });
        });
    return promise->future();
}

QFuture<Result<void>> DesktopAutostart::load()
{
    return ask([path = file()]() -> Result<Entry> {
        return isOnIn(path) ? Entry::Present : Entry::Absent;
    });
}

QFuture<Result<void>> DesktopAutostart::setOn(bool on)
{
    return ask([on, path = file(), content = entry(m_program, m_profile)]() -> Result<Entry> {
        const Result<void> done = on ? write(path, content) : remove(path);
        if (!done)
            return done.error();
        return on ? Entry::Present : Entry::Absent;
    });
}

} // namespace sallyport
