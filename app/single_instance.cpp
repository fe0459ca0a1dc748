#include "app/single_instance.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QLocalServer>
#include <QLocalSocket>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace sallyport {

namespace {

// The message: greeting, word, token, elsewhere, the number of folders, folders. Each is ended by a
// NUL, which no path holds.
constexpr auto greeting = "sallyport window 2";
constexpr qsizetype fieldsBefore = 5; // before the folders
constexpr auto shownWord = "shown";
// The words for what is not to show the window, in the order of Handover::Sharing.
constexpr std::array<const char*, 3> hiddenWords = {"hidden", "start", "stop"};
constexpr auto answer = "taken\n";
constexpr qsizetype maxMessage = 1024 * 1024; // bytes; more folders than a command line holds

class Descriptor {
public:
    explicit Descriptor(int value)
        : m_value(value)
    {
    }
    ~Descriptor()
    {
        if (m_value >= 0)
            ::close(m_value);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int value() const { return m_value; }
    int release() { return std::exchange(m_value, -1); }

private:
    int m_value;
};

// An address holds 107 bytes of path, and a profile may lie deeper: it is reached through its
// folder.
class Address {
public:
    explicit Address(const QString& path)
        : m_folder(::open(QFile::encodeName(QFileInfo(path).path()).constData(),
                          O_PATH | O_DIRECTORY | O_CLOEXEC))
    {
        const QByteArray short_ = "/proc/self/fd/" + QByteArray::number(m_folder.value()) + '/'
            + QFile::encodeName(QFileInfo(path).fileName());
        m_address.sun_family = AF_UNIX;
        const auto length =
            std::min(std::size_t(short_.size()), sizeof m_address.sun_path - std::size_t(1));
        std::memcpy(m_address.sun_path, short_.constData(), length);
    }
    // The interface of bind() and connect() wants any kind of address.
    const sockaddr* data() const { return reinterpret_cast<const sockaddr*>(&m_address); }
    static socklen_t size() { return sizeof(sockaddr_un); }

private:
    Descriptor m_folder;
    sockaddr_un m_address{};
};

int newSocket()
{
    return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

bool isSameUser(int socket)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0
        && peer.uid == ::geteuid();
}

QByteArray encoded(const Handover& handover)
{
    QByteArray message;
    const auto add = [&message](const QByteArray& field) { message += field + '\0'; };
    add(greeting);
    add(handover.hidden ? hiddenWords[std::size_t(handover.sharing)] : shownWord);
    add(handover.activationToken);
    add(handover.elsewhere);
    add(QByteArray::number(handover.folders.size()));
    for (const QByteArray& folder : handover.folders)
        add(folder);
    return message;
}

// Nothing as long as it is not whole.
std::optional<Handover> decoded(const QByteArray& message)
{
    QList<QByteArray> fields = message.split('\0');
    fields.removeLast(); // what no NUL has ended yet
    if (fields.size() < fieldsBefore || fields.size() != fieldsBefore + fields[4].toLongLong())
        return std::nullopt;
    Handover handover{fields.mid(fieldsBefore), false, fields[2]};
    handover.elsewhere = fields[3];
    for (std::size_t i = 0; i < hiddenWords.size(); ++i) {
        if (fields[1] == hiddenWords[i]) {
            handover.hidden = true;
            handover.sharing = Handover::Sharing(i);
        }
    }
    return handover;
}

bool isAcceptable(const Handover& handover)
{
    return std::all_of(handover.folders.begin(), handover.folders.end(),
                       [](const QByteArray& folder) { return folder.startsWith('/'); });
}

bool waitFor(int socket, short event, const QDeadlineTimer& deadline)
{
    pollfd wait{socket, event, 0};
    const auto left = int(std::clamp<qint64>(deadline.remainingTime(), 0, 60'000));
    return ::poll(&wait, 1, left) == 1;
}

// True: the first has taken it.
bool tell(int socket, const QByteArray& message, const QDeadlineTimer& deadline)
{
    qsizetype sent = 0;
    while (sent < message.size()) {
        const ssize_t count = waitFor(socket, POLLOUT, deadline)
            ? ::send(socket, message.constData() + sent,
                     static_cast<std::size_t>(message.size() - sent), MSG_NOSIGNAL | MSG_DONTWAIT)
            : -1;
        if (count <= 0)
            return false;
        sent += count;
    }
    char reply[32]{};
    return waitFor(socket, POLLIN, deadline) && ::read(socket, reply, sizeof reply - 1) > 0
        && qstrcmp(reply, answer) == 0;
}

Result<int> listenAt(const QString& path)
{
    const Error failed{ErrorCode::Failure,
                       QStringLiteral("Other starts of this profile cannot be heard")};
    // Who holds the lock owns the name: what is there was left behind.
    ::unlink(QFile::encodeName(path).constData());
    Descriptor socket(newSocket());
    const Address address(path);
    const mode_t before = ::umask(0077);
    const int bound = ::bind(socket.value(), address.data(), Address::size());
    ::umask(before);
    if (bound != 0 || ::listen(socket.value(), 16) != 0)
        return failed;
    return socket.release();
}

Error othersSocket()
{
    return {ErrorCode::PermissionDenied,
            QStringLiteral("The place where windows meet belongs to another user")};
}

} // namespace

SingleInstance::Claim::Claim(FileLock lock, int descriptor, QString socket)
    : m_lock(std::move(lock))
    , m_descriptor(descriptor)
    , m_socket(std::move(socket))
{
}

SingleInstance::Claim::Claim(Claim&& other) noexcept
    : m_lock(std::move(other.m_lock))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_socket(std::exchange(other.m_socket, {}))
{
}

SingleInstance::Claim::~Claim()
{
    if (!m_socket.isEmpty())
        ::unlink(QFile::encodeName(m_socket).constData());
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<std::optional<SingleInstance::Claim>>
SingleInstance::claim(const Profile& profile, const Handover& handover,
                      std::chrono::milliseconds patience)
{
    const QDeadlineTimer deadline(patience);
    for (;;) {
        auto lock = FileLock::take(profile.windowLock, QStringLiteral("This profile"));
        if (!lock && lock.error().code != ErrorCode::Busy)
            return lock.error();
        if (lock) {
            const auto descriptor = listenAt(profile.windowSocket);
            if (!descriptor)
                return descriptor.error();
            return std::optional(Claim(*std::move(lock), *descriptor, profile.windowSocket));
        }
        const Descriptor socket(newSocket());
        const Address address(profile.windowSocket);
        if (::connect(socket.value(), address.data(), Address::size()) == 0) {
            if (!isSameUser(socket.value()))
                return othersSocket();
            if (tell(socket.value(), encoded(handover), deadline))
                return std::optional<Claim>();
        }
        // The first is only just starting, or going.
        if (deadline.hasExpired())
            return Error{ErrorCode::Busy,
                         QStringLiteral("Sallyport is running, but does not answer")};
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

SingleInstance::SingleInstance(Claim claim, QObject* parent)
    : QObject(parent)
    , m_claim(std::move(claim))
    , m_server(std::make_unique<QLocalServer>())
{
    connect(m_server.get(), &QLocalServer::newConnection, this, &SingleInstance::welcome);
    // The server closes the descriptor with itself.
    m_server->listen(std::exchange(m_claim->m_descriptor, -1));
}

SingleInstance::~SingleInstance() = default;

void SingleInstance::letGo()
{
    m_server.reset();
    m_claim.reset();
}

void SingleInstance::welcome()
{
    while (QLocalSocket* const peer = m_server->nextPendingConnection()) {
        connect(peer, &QLocalSocket::disconnected, peer, &QObject::deleteLater);
        if (!isSameUser(int(peer->socketDescriptor()))) {
            peer->abort();
            continue;
        }
        connect(peer, &QLocalSocket::readyRead, this, [this, peer] { read(*peer); });
        read(*peer);
    }
}

void SingleInstance::read(QLocalSocket& peer)
{
    const QByteArray message = peer.peek(maxMessage);
    const QByteArray begins = QByteArray(greeting) + '\0';
    if (message.size() == maxMessage || message.left(begins.size()) != begins.left(message.size()))
        return peer.abort();
    const std::optional<Handover> handover = decoded(message);
    if (!handover)
        return;
    if (!isAcceptable(*handover))
        return peer.abort();
    peer.readAll();
    peer.write(answer);
    peer.disconnectFromServer(); // once that is written
    emit handedOver(*handover);
}

} // namespace sallyport

#include "moc_single_instance.cpp"
