#include "core/ssh/login.h"

#include "core/guard.h"
#include "core/ssh/host_key_impl.h"
#include "core/ssh/refusal.h"

#include <QCryptographicHash>
#include <QScopedValueRollback>
#include <QScopeGuard>

#include <cstring>
#include <poll.h>

namespace sallyport::ssh {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

constexpr auto leastProbe = 10ms; // a key that was only asked about
// What is kept of a user's name. An account's is no longer, and a packet has room for a thousand
// times that.
constexpr std::size_t longestName = 256; // bytes

// Not cut amid a character.
QByteArray nameKept(const char* user)
{
    const std::size_t size = qstrnlen(user, longestName + 1);
    if (size <= longestName)
        return {user, qsizetype(size)};
    qsizetype end = longestName;
    for (int back = 0; back < 3 && (user[end] & 0xC0) == 0x80; ++back)
        --end;
    return {user, end};
}

// Bytes of a USERAUTH_REQUEST (RFC 4252 section 5) up to and without what its method adds.
std::size_t requestSize(const char* user, const char* method)
{
    return 1 + 4 + std::strlen(user) + 4 + std::strlen("ssh-connection") + 4 + std::strlen(method);
}

} // namespace

// libssh's side. Nothing is thrown across it: a failed allocation refuses, and ends the connection.
struct Login::Callbacks {
    template <typename Work>
    static bool guarded(void* self, Work work) noexcept
    {
        auto& login = *static_cast<Login*>(self);
        if (login.m_ending || login.m_identity)
            return false;
        try {
            return work(login);
        } catch (...) {
            login.end(Ending::Reason::Fault, {});
            return false;
        }
    }
    static int answer(bool accepted) { return accepted ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED; }

    static int none(ssh_session, const char* user, void* self) noexcept
    {
        return answer(guarded(self, [&](Login& login) { return login.checkNone(user); }));
    }
    static int password(ssh_session, const char* user, const char* password, void* self) noexcept
    {
        return answer(
            guarded(self, [&](Login& login) { return login.checkPassword(user, password); }));
    }
    static int publicKey(ssh_session, const char* user, ssh_key_struct* key, char state,
                         void* self) noexcept
    {
        return answer(
            guarded(self, [&](Login& login) { return login.checkKey(user, key, state); }));
    }
    // Accepts what is asked for: refusing makes libssh free the channels under our hands. Login
    // has set its ending when it should have refused.
    static int service(ssh_session, const char* name, void* self) noexcept
    {
        auto& login = *static_cast<Login*>(self);
        try {
            login.acceptsService(name);
        } catch (...) {
            login.end(Ending::Reason::Fault, {});
        }
        return 0;
    }
    // Kerberos is not offered, but libssh would run its library all the same.
    static ssh_string gssapi(ssh_session, const char* user, int, ssh_string*, void* self) noexcept
    {
        guarded(self, [&](Login& login) {
            login.refuseMethod(user);
            return false;
        });
        return nullptr;
    }
    static ssh_channel openSession(ssh_session, void* self) noexcept
    {
        const auto& login = *static_cast<Login*>(self);
        return login.m_identity && !login.m_ending ? login.m_parts.opener.openChannel() : nullptr;
    }
    static int message(ssh_session, ssh_message message, void* self) noexcept
    {
        auto& login = *static_cast<Login*>(self);
        try {
            if (!login.m_ending)
                return login.otherMessage(message);
            return ssh_message_type(message) == SSH_REQUEST_SERVICE ? 0 : 1;
        } catch (...) {
            login.end(Ending::Reason::Fault, {});
            return 1;
        }
    }
    static void log(int, const char* function, const char* text, void* self) noexcept
    {
        if (self)
            guarded(self, [&](Login& login) {
                login.heard(function, text);
                return true;
            });
    }
};

Login::Login(ssh_session session, Parts parts)
    : m_session(session)
    , m_parts(parts)
    , m_peer(parts.live.peer)
{
    // All three belong to the thread, not to the session.
    ssh_set_log_callback(&Callbacks::log);
    ssh_set_log_userdata(this);
    ssh_set_log_level(SSH_LOG_PACKET);
    const auto methods = m_parts.config.authenticator->allowedMethods({}, m_peer);
    ssh_set_auth_methods(
        m_session,
        (methods.testFlag(AuthMethod::Password) ? SSH_AUTH_METHOD_PASSWORD : 0)
            | (methods.testFlag(AuthMethod::PublicKey) ? SSH_AUTH_METHOD_PUBLICKEY : 0));
}

Login::~Login()
{
    ssh_set_log_level(SSH_LOG_NOLOG);
    ssh_set_log_userdata(nullptr);
}

void Login::install()
{
    if (m_installed)
        return;
    m_installed = true;
    m_callbacks.userdata = this;
    m_callbacks.auth_none_function = &Callbacks::none;
    m_callbacks.auth_password_function = &Callbacks::password;
    m_callbacks.auth_pubkey_function = &Callbacks::publicKey;
    m_callbacks.service_request_function = &Callbacks::service;
    if (GUARD(gssapi_veto))
        m_callbacks.gssapi_select_oid_function = &Callbacks::gssapi;
    m_callbacks.channel_open_request_session_function = &Callbacks::openSession;
    ssh_callbacks_init(&m_callbacks);
    ssh_set_server_callbacks(m_session, &m_callbacks);
    ssh_set_message_callback(m_session, &Callbacks::message, this);
}

void Login::heard(const char* function, const char* text)
{
    if (std::strcmp(function, "ssh_packet_socket_callback") == 0) {
        if (const char* payload = std::strstr(text, "payload=")) {
            m_payload = std::size_t(std::strtoul(payload + std::strlen("payload="), nullptr, 10));
            if (GUARD(empty_packet) && m_payload == 0)
                end(Ending::Reason::Protocol, QStringLiteral("An empty packet came"));
        }
        return;
    }
    if (std::strcmp(function, "ssh_packet_userauth_request") != 0)
        return;
    const char* request = std::strstr(text, "Auth request for service ");
    if (!request)
        return;
    if (m_heard > 0)
        takeQueued(); // a client that did not wait: what it sent first is answered first
    ++m_heard;
    const QByteArray rest(request);
    const QByteArray before(" for user '");
    m_lastHeard = rest.mid(rest.lastIndexOf(before) + before.size());
    m_lastHeard.chop(1); // the other quote
    m_heardPayload = m_payload;
    if (m_kept || !rest.startsWith("Auth request for service ssh-connection, method none "))
        install(); // libssh asks for them next, so this one is seen by them
}

void Login::takeQueued()
{
    while (!m_installed && !m_ending) {
        MessagePtr message(ssh_message_get(m_session));
        if (!message)
            return;
        if (ssh_message_type(message.get()) == SSH_REQUEST_SERVICE) {
            if (acceptsService(ssh_message_service_service(message.get())))
                ssh_message_service_reply_success(message.get());
            continue;
        }
        if (ssh_message_type(message.get()) != SSH_REQUEST_AUTH) {
            end(Ending::Reason::Protocol, QStringLiteral("A request came before the login"));
            return;
        }
        install();
        // Another packet may be in libssh's hands by now.
        const QScopedValueRollback itsPayload(m_payload, m_heardPayload);
        const char* user = ssh_message_auth_user(message.get());
        const bool isNone = ssh_message_subtype(message.get()) == int(SSH_AUTH_METHOD_NONE);
        if (user && !isNone)
            refuseMethod(user); // another service, by a name that looked like ours with `none`
        if (user && isNone && checkNone(user))
            ssh_message_auth_reply_success(message.get(), 0);
        else
            ssh_message_reply_default(message.get());
        m_kept = std::move(message);
    }
}

void Login::afterPoll()
{
    takeQueued();
    answerDropped();
    if (m_identity) {
        ssh_set_log_level(SSH_LOG_NOLOG);
        m_kept.reset();
    }
}

void Login::answerDropped()
{
    while (GUARD(hidden_logins) && m_heard > m_answered && !m_ending && !m_identity) {
        if (!m_kept) {
            refuseMethod(m_lastHeard);
            end(Ending::Reason::LoginRefused, QStringLiteral("The login could not be read"));
            return;
        }
        const auto begun = Steady::now();
        if (mayTry(m_lastHeard.constData())) {
            failWith(QStringLiteral("a bad signature, or a key of an unknown type"));
            pad(begun, m_parts.leastFailure);
        }
        ++m_answered;
        ssh_message_reply_default(m_kept.get());
    }
}

void Login::end(Ending::Reason reason, const QString& message)
{
    if (!m_ending)
        m_ending = Ending{reason, message};
    install(); // what still comes is ours to refuse: without our functions libssh acts by itself
    m_callbacks.service_request_function = nullptr; // it would answer; message() does not
}

// Paramiko asks for it anew before each try to log in (RFC 4253 section 10 does not forbid it), and
// tries are bounded.
bool Login::acceptsService(const char* name)
{
    const bool isDue =
        ++m_services <= m_heard + 1 && name && std::strcmp(name, "ssh-userauth") == 0;
    if (isDue || !GUARD(service_flood))
        return true;
    end(Ending::Reason::Protocol, QStringLiteral("A service was asked for that is not there"));
    return false;
}

bool Login::mayTry(const char* user)
{
    const QByteArray name = nameKept(user);
    if (!m_user) {
        m_user = name;
        m_userName = QString::fromUtf8(name);
        m_parts.log.setUser(m_userName);
        if (m_userName.toUtf8() != user)
            m_userName.clear();
    }
    if (*m_user == name || !GUARD(one_user))
        return !hasTriedEnough();
    failWith(QStringLiteral("the user name changed"));
    end(Ending::Reason::LoginRefused, QStringLiteral("The user name changed"));
    return false;
}

// libssh reads user names and passwords as C strings: "alice\0x" would be alice. The packet's
// length gives it away.
bool Login::isCut(std::size_t expected) const
{
    return GUARD(nul_in_login) && m_payload != 0 && m_payload != expected;
}

bool Login::checkNone(const char* user)
{
    ++m_answered;
    const auto begun = Steady::now();
    if (!mayTry(user))
        return false;
    const auto answer = m_parts.config.authenticator->checkNone(
        isCut(requestSize(user, "none")) ? QString() : m_userName, m_peer);
    if (answer.identity)
        return accept(*answer.identity, QStringLiteral("none"));
    if (std::exchange(m_noneIsFree, false))
        return false; // how a client asks what it may try
    return fail(answer.refusal, begun);
}

bool Login::checkPassword(const char* user, const char* password)
{
    ++m_answered;
    m_noneIsFree = false;
    const auto begun = Steady::now();
    if (!mayTry(user))
        return false;
    m_parts.live.verifying = true;
    const auto over = qScopeGuard([this] { m_parts.live.verifying = false; });
    const bool cut = isCut(requestSize(user, "password") + 1 + 4 + std::strlen(password));
    const auto answer = m_parts.config.authenticator->checkPassword(cut ? QString() : m_userName,
                                                                    QByteArray(password), m_peer);
    if (answer.identity)
        return accept(*answer.identity, QStringLiteral("password"));
    return fail(answer.refusal, begun);
}

bool Login::checkKey(const char* user, ssh_key key, char state)
{
    ++m_answered;
    m_noneIsFree = false;
    const auto begun = Steady::now();
    if (!mayTry(user))
        return false;
    const bool isProbe = state == SSH_PUBLICKEY_STATE_NONE;
    const bool isLooked =
        !isProbe || ++m_probes <= m_parts.config.limits.maxKeyProbes || !GUARD(key_probes);
    const QByteArray wire = isLooked ? wirePublicKey(key) : QByteArray();
    AuthAnswer answer;
    if (!wire.isEmpty())
        answer = m_parts.config.authenticator->checkPublicKey(m_userName, wire, m_peer);
    else
        answer.refusal = Refusal::UnknownKey;

    if (isProbe) {
        if (!answer.identity)
            pad(begun, leastProbe);
        m_isKeyKnown = m_isKeyKnown || answer.identity;
        return answer.identity.has_value();
    }
    if (answer.identity && state == SSH_PUBLICKEY_STATE_VALID) {
        const auto hash = QCryptographicHash::hash(wire, QCryptographicHash::Sha256);
        return accept(*answer.identity,
                      QStringLiteral("publickey SHA256:")
                          + QString::fromLatin1(hash.toBase64(QByteArray::OmitTrailingEquals)));
    }
    return fail(answer.refusal, begun);
}

bool Login::accept(const Identity& identity, const QString& how)
{
    auto& count = m_parts.shared.loggedIn;
    if (count.fetch_add(1) >= m_parts.config.limits.maxConnections && GUARD(logged_in_limit)) {
        --count;
        const QString why = QStringLiteral("No more than %1 connections may be logged in")
                                .arg(m_parts.config.limits.maxConnections);
        end(Ending::Reason::Limit, why);
        return false;
    }
    m_identity = identity;
    m_parts.live.loggedIn = true;
    {
        const auto words = m_parts.live.words.lock();
        words->user = identity.userName;
        words->account = identity.account;
    }
    m_parts.shared.throttle.succeeded(m_peer.address);
    m_parts.log.setUser(identity.userName);
    auto event = m_parts.log.event(ActivityEvent::Kind::LoggedIn);
    event.outcome = ActivityEvent::Outcome::Ok;
    event.message = how;
    m_parts.log.record(std::move(event));
    return true;
}

bool Login::fail(Refusal refusal, Steady::time_point begun)
{
    if (refusal == Refusal::Overloaded) {
        // No offence of the client's: there is no penalty.
        m_parts.log.refused(ActivityEvent::Kind::LoginRefused, words(refusal), ErrorCode::Busy);
        ++m_tries;
        hasTriedEnough();
    } else {
        failWith(words(refusal));
    }
    pad(begun, m_parts.leastFailure);
    return false;
}

// By itself, or with all others from its address that were here before the address was refused.
bool Login::hasTriedEnough()
{
    const bool has = (GUARD(login_tries) && m_tries >= m_parts.config.limits.maxLoginAttempts)
        || (GUARD(refused_guesser) && m_parts.config.penalties.enabled
            && m_parts.shared.throttle.isRefused(m_peer.address));
    if (has)
        end(Ending::Reason::LoginRefused, QStringLiteral("Too many failed logins"));
    return has;
}

void Login::failWith(const QString& why)
{
    ++m_tries;
    m_parts.log.refused(ActivityEvent::Kind::LoginRefused, why, ErrorCode::PermissionDenied);
    m_parts.shared.throttle.userFailed(m_user.value_or(QByteArray()), m_peer.address);
    m_parts.offence(LoginThrottle::Offence::FailedLogin);
    hasTriedEnough();
}

void Login::refuseMethod(const QByteArray& user)
{
    ++m_answered;
    m_noneIsFree = false;
    const auto begun = Steady::now();
    if (!mayTry(user.constData()))
        return;
    failWith(QStringLiteral("a method that is not offered"));
    pad(begun, m_parts.leastFailure);
}

// Waits on this connection's thread, so it holds up nobody else; a stop ends the wait.
void Login::pad(Steady::time_point begun, std::chrono::milliseconds least)
{
    if (!GUARD(login_padding) || m_parts.leastFailure < 1ms)
        return;
    const QByteArray user = m_user.value_or(QByteArray());
    const auto until = std::max(begun + least, Steady::now()) + spread(user)
        + m_parts.shared.throttle.userDelay(user);
    while (!m_parts.stop) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now());
        if (left <= 0ms)
            return;
        pollfd wake{m_parts.wake.descriptor(), POLLIN, 0};
        if (::poll(&wake, 1, int(left.count())) > 0)
            m_parts.wake.drain(); // the flags tell what it was for; the loop reads them next
    }
}

// What no other function above is for. Returns 1 for libssh's refusal.
int Login::otherMessage(ssh_message message)
{
    switch (ssh_message_type(message)) {
    case SSH_REQUEST_AUTH:
        if (m_identity || m_ending)
            break;
        if (ssh_message_auth_kbdint_is_response(message) == 1)
            end(Ending::Reason::Protocol, QStringLiteral("An answer came that nobody asked for"));
        else if (const char* user = ssh_message_auth_user(message))
            refuseMethod(user);
        break;
    case SSH_REQUEST_CHANNEL_OPEN:
        switch (ssh_message_subtype(message)) {
        case SSH_CHANNEL_DIRECT_TCPIP:
            m_parts.log.denied(QStringLiteral("direct-tcpip"));
            break;
        case SSH_CHANNEL_FORWARDED_TCPIP:
            m_parts.log.denied(QStringLiteral("forwarded-tcpip"));
            break;
        case SSH_CHANNEL_X11:
            m_parts.log.denied(QStringLiteral("x11"));
            break;
        default:
            m_parts.log.denied(QStringLiteral("a channel that is no session"));
        }
        break;
    case SSH_REQUEST_CHANNEL:
        if (ssh_message_subtype(message) == SSH_CHANNEL_REQUEST_X11)
            m_parts.log.denied(QStringLiteral("x11"));
        break;
    case SSH_REQUEST_GLOBAL:
        m_parts.log.denied(QStringLiteral("tcpip-forward"));
        break;
    default:
        break;
    }
    return 1;
}

} // namespace sallyport::ssh
