#include "app/console.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStringDecoder>

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace sallyport {

namespace {

constexpr qsizetype maxPassword = 1'024; // bytes

const char* programName = "sallyport-cli"; // set once, early in main()

Error invalid(const QString& message)
{
    return {ErrorCode::InvalidArgument, message};
}

// The terminal of this process, silent while the object lives.
class SilentTerminal {
public:
    SilentTerminal()
    {
        if (!m_file.open(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY), QIODevice::ReadWrite,
                         QFile::AutoCloseHandle))
            return;
        m_isOpen = ::tcgetattr(m_file.handle(), &m_before) == 0;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_isOpen = m_isOpen && ::tcsetattr(m_file.handle(), TCSAFLUSH, &silent) == 0;
    }
    ~SilentTerminal()
    {
        if (m_isOpen)
            ::tcsetattr(m_file.handle(), TCSAFLUSH, &m_before);
    }
    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;
    bool isOpen() const { return m_isOpen; }

    QByteArray ask(const char* question)
    {
        write(question);
        QByteArray line;
        char c = 0;
        while (::read(m_file.handle(), &c, 1) == 1 && c != '\n' && line.size() <= maxPassword)
            line += c;
        write("\n");
        return line;
    }

private:
    void write(const char* text)
    {
        if (::write(m_file.handle(), text, qstrlen(text)) < 0)
            errno = 0; // who cannot be asked types nothing
    }

    QFile m_file;
    termios m_before{};
    bool m_isOpen = false;
};

Result<QByteArray> askTerminal()
{
    SilentTerminal terminal;
    if (!terminal.isOpen())
        return invalid(
            QStringLiteral("There is no terminal to ask for a password: give --password-file"));
    const QByteArray first = terminal.ask("Password: ");
    if (terminal.ask("Again: ") != first)
        return invalid(QStringLiteral("The two passwords differ"));
    return first;
}

// Why a file could not be opened, in words of ours: the system's are for programmers.
QString reason(const QString& name)
{
    const QFileInfo file(name);
    if (file.isDir())
        return QStringLiteral("it is a folder");
    if (file.exists())
        return QStringLiteral("its rights do not allow it");
    return file.dir().exists() ? QStringLiteral("there is no such file")
                               : QStringLiteral("there is no folder %1").arg(file.path());
}

Result<QByteArray> readFirstLine(const QString& file)
{
    auto content = readInput(file, maxPassword + 2);
    if (!content)
        return content.error().code == ErrorCode::TooMany
            ? invalid(QStringLiteral("The password file holds more than one password"))
            : content.error();
    const qsizetype end = content->indexOf('\n');
    QByteArray line = end < 0 ? *content : content->left(end);
    if (line.endsWith('\r'))
        line.chop(1);
    return line;
}

} // namespace

void print(const QByteArray& text)
{
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stdout);
    std::fflush(stdout);
}

void print(const QString& line)
{
    print(line.toUtf8() + '\n');
}

void setProgramName(const char* name)
{
    programName = name;
}

void complain(const QString& sentence)
{
    const QByteArray line = QByteArray(programName) + ": " + sentence.toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
}

QString aboutSettings(const QString& sentence, const QString& file)
{
    const QString before = file + QStringLiteral(".1");
    return QFileInfo::exists(before)
        ? QStringLiteral("%1; the file is %2, the one before it %3").arg(sentence, file, before)
        : QStringLiteral("%1; the file is %2").arg(sentence, file);
}

int exitCode(const Error& error)
{
    switch (error.code) {
    case ErrorCode::InvalidArgument:
        return 2;
    case ErrorCode::Damaged:
        return 4;
    default:
        return 1;
    }
}

int fail(const Error& error)
{
    complain(error.message);
    return exitCode(error);
}

Result<QByteArray> readInput(const QString& name, qsizetype atMost)
{
    QFile file(name);
    const bool open = name == u"-" ? file.open(STDIN_FILENO, QIODevice::ReadOnly)
                                   : file.open(QIODevice::ReadOnly);
    if (!open)
        return Error{file.error() == QFile::PermissionsError ? ErrorCode::PermissionDenied
                                                             : ErrorCode::NotFound,
                     QStringLiteral("%1 cannot be read: %2").arg(name, reason(name))};
    QByteArray content;
    while (content.size() <= atMost) {
        const QByteArray piece = file.read(atMost + 1 - content.size());
        if (piece.isEmpty())
            break;
        content += piece;
    }
    if (file.error() != QFile::NoError)
        return Error{ErrorCode::Failure, QStringLiteral("%1 cannot be read").arg(name)};
    if (content.size() > atMost)
        return Error{ErrorCode::TooMany,
                     QStringLiteral("%1 is longer than %2 bytes").arg(name).arg(atMost)};
    return content;
}

Result<void> writeOutput(const QString& name, const QByteArray& content)
{
    if (name == u"-") {
        print(content);
        return {};
    }
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly))
        return Error{ErrorCode::Failure,
                     QStringLiteral("%1 cannot be written: %2")
                         .arg(name,
                              QFileInfo(name).dir().exists() && !QFileInfo::exists(name)
                                  ? QStringLiteral("the rights of its folder do not allow it")
                                  : reason(name))};
    if (!file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(content) != content.size() || !file.commit())
        return Error{
            ErrorCode::NoSpace,
            QStringLiteral("%1 cannot be written: no space may be left on its disk").arg(name)};
    return {};
}

Result<QByteArray> readPassword(const QString& file)
{
    auto password = file.isEmpty() ? askTerminal() : readFirstLine(file);
    if (!password)
        return password;
    if (password->isEmpty())
        return invalid(QStringLiteral("The password is empty"));
    if (password->size() > maxPassword || password->contains('\0'))
        return invalid(
            QStringLiteral("A password has at most %1 bytes, and no NUL").arg(maxPassword));
    const QString text = QString::fromUtf8(*password);
    if (text.toUtf8() == *password)
        return text.normalized(QString::NormalizationForm_C).toUtf8();
    return password;
}

} // namespace sallyport
