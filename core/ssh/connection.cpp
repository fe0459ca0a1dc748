#include "core/ssh/connection.h"

#include "core/ssh/connection_run.h"
#include "core/ssh/spare_descriptor.h"

#include <algorithm>
#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>

namespace sallyport::ssh {

namespace {

// libssh, OpenSSL and a FileSystem below it; what is not touched costs no memory.
constexpr uint stackSize = 512 * 1024; // bytes

} // namespace

Connection::Connection(quint64 id, Descriptor socket, Peer peer, Parts parts)
    : m_live(std::make_shared<LiveCounters>(id, std::move(peer)))
    , m_parts(std::move(parts))
    , m_socket(std::move(socket))
    , m_shutDown(::fcntl(m_socket.get(), F_DUPFD_CLOEXEC, 0))
{
}

Connection::~Connection()
{
    end({Ending::Reason::Stopped, QStringLiteral("The server stopped")});
    m_thread.reset();
}

bool Connection::hasDescriptors() const
{
    // Its first may have filled a gap among those in use: the others tell what is left.
    return m_shutDown && m_wake.isValid()
        && !SpareDescriptor::isReserved(std::max(m_shutDown.get(), m_wake.descriptor()));
}

bool Connection::start()
{
    if (!hasDescriptors())
        return false;
    prepareSocket(m_socket.get());
    m_thread.reset(new Thread([this] {
        try {
            ConnectionRun::Parts parts{m_parts,
                                       m_live,
                                       m_acceptedAt,
                                       m_wake,
                                       m_stop,
                                       [this] { return wishedEnding(); },
                                       [this] { return m_wish.lock()->drainUntil; }};
            ConnectionRun(std::move(m_socket), std::move(parts)).run();
        } catch (const std::bad_alloc&) { // before it began
        }
        // Sends the end to the client, for the socket is also open here.
        ::shutdown(m_shutDown.get(), SHUT_WR);
        insist([this] { m_parts.finished(m_live->id); });
    }));
    m_thread->setStackSize(stackSize);
    m_thread->setName(QStringLiteral("ssh %1").arg(m_live->id));
    return m_thread->start();
}

void Connection::end(Ending ending)
{
    {
        const auto wish = m_wish.lock();
        if (!wish->ending || wish->ending->reason == Ending::Reason::Limit)
            wish->ending = std::move(ending);
        m_stop = true;
    }
    m_wake.wake();
}

// Who has logged in meanwhile makes room for nobody.
std::optional<Ending> Connection::wishedEnding()
{
    const auto wish = m_wish.lock();
    if (wish->ending && wish->ending->reason == Ending::Reason::Limit && m_live->loggedIn) {
        wish->ending.reset();
        m_stop = wish->drainUntil.has_value();
    }
    return wish->ending;
}

void Connection::stop(Time drainUntil)
{
    {
        const auto wish = m_wish.lock();
        wish->drainUntil = drainUntil;
        m_stop = true;
    }
    m_wake.wake();
}

void Connection::shutDownSocket()
{
    ::shutdown(m_shutDown.get(), SHUT_RDWR);
    m_wake.wake();
}

} // namespace sallyport::ssh
