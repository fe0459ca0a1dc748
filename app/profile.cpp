#include "app/profile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

namespace sallyport {

namespace {

// An XDG folder of ours. Source: XDG Base Directory Specification 0.8: relative paths are ignored.
QString xdgFolder(const char* variable, const char* fallback)
{
    const QString base = QFile::decodeName(qgetenv(variable));
    const QString folder =
        QDir::isAbsolutePath(base) ? base : QDir::home().filePath(QLatin1String(fallback));
    return QDir(folder).filePath(QStringLiteral("sallyport"));
}

// Made with all above it; what is there keeps its mode.
Result<void> makeFolder(const QString& path)
{
    if (QFileInfo(path).isDir())
        return {};
    const QString parent = QFileInfo(path).path();
    if (parent != path) {
        if (auto made = makeFolder(parent); !made)
            return made;
    }
    if (::mkdir(QFile::encodeName(path).constData(), 0700) == 0 || errno == EEXIST)
        return QFileInfo(path).isDir()
            ? Result<void>()
            : Error{ErrorCode::NotADirectory,
                    QStringLiteral("The profile cannot be used: a file is in its folder's place")};
    return Error{errno == ENOSPC ? ErrorCode::NoSpace : ErrorCode::PermissionDenied,
                 errno == ENOSPC
                     ? QStringLiteral("The profile cannot be made: no space is left on the disk")
                     : QStringLiteral("The profile cannot be made: its folder cannot be written")};
}

// A folder of this user's alone, which others cannot put a lock into.
bool isOurs(const QString& folder)
{
    struct stat status {};
    return ::lstat(QFile::encodeName(folder).constData(), &status) == 0 && S_ISDIR(status.st_mode)
        && status.st_uid == ::geteuid() && (status.st_mode & 022) == 0;
}

// Where there is no session there may still be its folder; then a server started without one, by
// cron, meets the same lock.
QString runtimeFolder()
{
    const QString folder = QFile::decodeName(qgetenv("XDG_RUNTIME_DIR"));
    return QDir::isAbsolutePath(folder) ? folder : QStringLiteral("/run/user/%1").arg(::geteuid());
}

// The names say which profile, whatever way it was written.
void setRuntimeFiles(Profile& profile)
{
    const QString runtime = runtimeFolder();
    const QString folder = QFileInfo(profile.settingsFile).dir().canonicalPath();
    const QByteArray name =
        QCryptographicHash::hash(QFile::encodeName(folder), QCryptographicHash::Sha256)
            .toHex()
            .left(32);
    QDir place(QDir(runtime).filePath(QStringLiteral("sallyport")));
    QString suffix = u'-' + QString::fromLatin1(name);
    if (!isOurs(runtime) || !makeFolder(place.path()) || !isOurs(place.path())) {
        place.setPath(profile.state);
        suffix.clear();
    }
    profile.serverLock = place.filePath(QStringLiteral("server%1.lock").arg(suffix));
    profile.windowLock = place.filePath(QStringLiteral("window%1.lock").arg(suffix));
    profile.windowSocket = place.filePath(QStringLiteral("window%1.socket").arg(suffix));
}

} // namespace

Result<Profile> Profile::open(const QString& folder)
{
    Profile profile;
    QString settings = folder;
    if (folder.isEmpty()) {
        settings = xdgFolder("XDG_CONFIG_HOME", ".config");
        profile.keys =
            QDir(xdgFolder("XDG_DATA_HOME", ".local/share")).filePath(QStringLiteral("keys"));
        profile.state = xdgFolder("XDG_STATE_HOME", ".local/state");
    } else {
        const QDir own(folder);
        profile.keys = own.filePath(QStringLiteral("keys"));
        profile.state = own.filePath(QStringLiteral("state"));
    }
    profile.settingsFile = QDir(settings).filePath(QStringLiteral("settings.json"));
    for (const QString& path : {settings, profile.keys, profile.state}) {
        if (auto made = makeFolder(path); !made)
            return made.error();
    }
    setRuntimeFiles(profile);
    return profile;
}

} // namespace sallyport
