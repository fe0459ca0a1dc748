#include "app/subsystem_command.h"

#include "app/console.h"
#include "core/activity_format.h"
#include "core/fs/access_file_system.h"
#include "core/local_file_system.h"
#include "core/subsystem.h"

#include <csignal>
#include <memory>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sallyport {

namespace {

// sftp-server's lines on stderr.
class StderrLog final : public ActivitySink {
public:
    void record(ActivityEvent event) override
    {
        if (event.at.isNull())
            event.at = QDateTime::currentDateTimeUtc();
        const QByteArray line = toOpenSshLine(event);
        // Without the time and name that syslog would put before it.
        if (const qsizetype words = line.indexOf("]: "); words >= 0)
            print(line.sliced(words + 3));
    }
    static void print(const QByteArray& line)
    {
        [[maybe_unused]] const ssize_t written =
            ::write(STDERR_FILENO, line.constData(), std::size_t(line.size()));
    }
};

bool isQuiet(const QString& level)
{
    return level == QLatin1String("QUIET") || level == QLatin1String("FATAL")
        || level == QLatin1String("ERROR");
}

QByteArray homeFolder()
{
    if (QByteArray home = qgetenv("HOME"); !home.isEmpty())
        return home;
    const passwd* user = ::getpwuid(::getuid());
    return user ? QByteArray(user->pw_dir) : QByteArrayLiteral("/");
}

QByteArray userName()
{
    const passwd* user = ::getpwuid(::getuid());
    return user ? QByteArray(user->pw_name) : QByteArray::number(::getuid());
}

// %d is the home folder, %u the user's name, %% a percent sign.
// Source: sftp-server(8), -d.
QByteArray filled(const QByteArray& folder)
{
    QByteArray whole;
    for (qsizetype at = 0; at < folder.size(); ++at) {
        const char next = at + 1 < folder.size() ? folder[at + 1] : '\0';
        if (folder[at] != '%' || (next != 'd' && next != 'u' && next != '%')) {
            whole += folder[at];
            continue;
        }
        whole += next == 'd' ? homeFolder() : next == 'u' ? userName() : QByteArrayLiteral("%");
        ++at;
    }
    return whole;
}

// Where relative paths and ~ start. A confined client starts at its root, which is all it has.
VirtualPath startOf(const SubsystemOptions& options)
{
    QByteArray folder = filled(options.startFolder);
    if (options.root.isEmpty() && !folder.startsWith('/'))
        folder = homeFolder() + '/' + folder;
    return VirtualPath::parse(folder).value_or(VirtualPath());
}

Result<std::unique_ptr<FileSystem>> filesFor(const SubsystemOptions& options)
{
    const bool confined = !options.root.isEmpty();
    LocalFileSystem::Options local;
    local.confinement =
        confined ? LocalFileSystem::Confinement::Beneath : LocalFileSystem::Confinement::InRoot;
    // For sentences such as "No space left on the disk".
    const QByteArray name = VirtualPath::parse(options.root).value_or(VirtualPath()).name();
    local.shareName = name.isEmpty() ? QByteArrayLiteral("the disk") : name;
    auto files = LocalFileSystem::open(confined ? options.root : QByteArrayLiteral("/"), local);
    if (!files)
        return files.error();
    if (!options.readOnly)
        return std::unique_ptr<FileSystem>(*std::move(files));
    return std::unique_ptr<FileSystem>(
        std::make_unique<AccessFileSystem>(*std::move(files), Access::View, local.shareName));
}

} // namespace

int runSubsystemCommand(const SubsystemOptions& options)
{
    std::signal(SIGPIPE, SIG_IGN);
    if (options.umask)
        ::umask(mode_t(*options.umask));
    const bool logs = options.logToStderr && !isQuiet(options.logLevel);

    Result<std::unique_ptr<FileSystem>> files = filesFor(options);
    if (!files) {
        complain(files.error().message);
        return 1;
    }
    sftp::Client client;
    client.user = QString::fromLocal8Bit(userName());
    client.peer = QString::fromLatin1(qgetenv("SSH_CONNECTION").split(' ').value(0, "UNKNOWN"));
    if (client.peer.isEmpty())
        client.peer = QStringLiteral("UNKNOWN");
    client.home = startOf(options);

    const QByteArray who = userName() + " from [" + client.peer.toLatin1() + "]\n";
    if (logs)
        StderrLog::print("session opened for local user " + who);
    StderrLog log;
    const int exitCode =
        runSubsystem(**files, STDIN_FILENO, STDOUT_FILENO, logs ? &log : nullptr, client);
    if (logs)
        StderrLog::print("session closed for local user " + who);
    return exitCode;
}

} // namespace sallyport
