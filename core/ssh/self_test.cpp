#include "core/ssh/self_test.h"

#include "core/ssh/descriptor.h"
#include "core/ssh/ssh_ptr.h"
#include "core/ssh/thread.h"

#include <libssh/callbacks.h>

#include <QDeadlineTimer>

#include <array>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>

namespace sallyport::ssh {

namespace {

constexpr char cipher[] = "aes256-gcm@openssh.com";
// What the client sends for the relay to alter: many times the 4 bytes of length in front.
constexpr char payload[] = "sixty-four bytes that the server is to be told, and never to hear";

struct Pair {
    Descriptor one, other;
    bool open()
    {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            return false;
        one.reset(ends[0]);
        other.reset(ends[1]);
        return true;
    }
};

struct Shared {
    std::atomic<bool> tamperNext{false};
    std::atomic<bool> loginSeen{false};
    std::atomic<bool> tagRefused{false};
};

void heard(int, const char* function, const char* text, void* shared)
{
    if (shared && std::strcmp(function, "ssh_packet_userauth_request") == 0
        && std::strstr(text, "Auth request for service ssh-connection, method none for user '"))
        static_cast<Shared*>(shared)->loginSeen = true;
}

SessionPtr serverSession(int socket)
{
    SessionPtr session(ssh_new());
    const BindPtr bind(ssh_bind_new());
    ssh_key key = nullptr;
    const bool no = false;
    const bool ready = session && bind
        && ssh_bind_options_set(bind.get(), SSH_BIND_OPTIONS_PROCESS_CONFIG, &no) == 0
        && ssh_bind_options_set(bind.get(), SSH_BIND_OPTIONS_CIPHERS_C_S, cipher) == 0
        && ssh_bind_options_set(bind.get(), SSH_BIND_OPTIONS_CIPHERS_S_C, cipher) == 0
        && ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key) == SSH_OK;
    KeyPtr owned(key);
    if (!ready || ssh_bind_options_set(bind.get(), SSH_BIND_OPTIONS_IMPORT_KEY, key) != 0) {
        ::close(socket);
        return {};
    }
    static_cast<void>(owned.release()); // the bind's now
    if (ssh_bind_accept_fd(bind.get(), session.get(), socket) != SSH_OK)
        return {};
    return session;
}

// Answers the login, then waits for the altered packet. A libssh that takes it has counted one
// packet more; one that checks tags has an error.
void serve(int socket, Shared& shared)
{
    ssh_set_log_callback(&heard);
    ssh_set_log_userdata(&shared);
    ssh_set_log_level(SSH_LOG_PACKET);
    ssh_counter_struct bytes{}, packets{};
    const SessionPtr session = serverSession(socket);
    if (session && ssh_handle_key_exchange(session.get()) == SSH_OK) {
        ssh_set_counters(session.get(), &bytes, &packets);
        bool answered = false;
        while (!answered) {
            const MessagePtr message(ssh_message_get(session.get()));
            if (!message)
                break;
            answered = ssh_message_type(message.get()) == SSH_REQUEST_AUTH;
            ssh_message_reply_default(message.get());
        }
        const quint64 before = packets.in_packets;
        ssh_set_blocking(session.get(), 0);
        while (answered && packets.in_packets == before && ssh_get_fd(session.get()) >= 0
               && (ssh_get_status(session.get()) & (SSH_CLOSED | SSH_CLOSED_ERROR)) == 0) {
            pollfd input{ssh_get_fd(session.get()), POLLIN, 0};
            ::poll(&input, 1, -1);                                 // a hang is ended from outside
            const MessagePtr none(ssh_message_get(session.get())); // reads what there is
        }
        shared.tagRefused = answered && packets.in_packets == before
            && (ssh_get_status(session.get()) & SSH_CLOSED_ERROR) != 0
            && std::strstr(ssh_get_error(session.get()), "Decryption error") != nullptr;
    }
    ssh_set_log_level(SSH_LOG_NOLOG);
    ssh_set_log_userdata(nullptr);
    ssh_disconnect(session.get());
}

void connect(int socket, std::chrono::milliseconds within, Shared& shared)
{
    const SessionPtr session(ssh_new());
    const bool no = false;
    const long seconds = long(within.count() / 1000) + 1;
    if (session && ssh_options_set(session.get(), SSH_OPTIONS_PROCESS_CONFIG, &no) == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_HOST, "localhost") == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_USER, "nobody") == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_KNOWNHOSTS, "/dev/null") == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null") == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_CIPHERS_C_S, cipher) == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_CIPHERS_S_C, cipher) == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_TIMEOUT, &seconds) == 0
        && ssh_options_set(session.get(), SSH_OPTIONS_FD, &socket) == 0
        && ssh_connect(session.get()) == SSH_OK) {
        ssh_userauth_none(session.get(), nullptr);
        shared.tamperNext = true;
        ssh_send_ignore(session.get(), payload);
        ssh_blocking_flush(session.get(), int(within.count()));
        // Until the server hangs up, which is all that is left to come.
        pollfd end{socket, POLLIN, 0};
        ::poll(&end, 1, int(within.count()));
    }
    ssh_silent_disconnect(session.get());
}

// Passes bytes both ways until one side ends or the time is up.
void relay(int client, int server, const QDeadlineTimer& deadline, Shared& shared,
           const Tamper& tamper)
{
    std::array<char, 32 * 1024> bytes;
    while (!deadline.hasExpired()) {
        pollfd ends[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
        if (::poll(ends, 2, int(deadline.remainingTime())) <= 0)
            return;
        for (int i = 0; i < 2; ++i) {
            if (ends[i].revents == 0)
                continue;
            const auto count = ::recv(ends[i].fd, bytes.data(), bytes.size(), 0);
            if (count <= 0)
                return;
            if (i == 0 && shared.tamperNext.exchange(false))
                tamper(bytes.data(), std::size_t(count));
            if (::send(ends[1 - i].fd, bytes.data(), std::size_t(count), MSG_NOSIGNAL) != count)
                return;
        }
    }
}

} // namespace

void flipOneBit(char* bytes, std::size_t count)
{
    if (count > 20)
        bytes[20] = char(bytes[20] ^ 1); // in the ciphertext, behind the length
}

SelfTestResult runSelfTest(std::chrono::milliseconds within, const Tamper& tamper)
{
    const QDeadlineTimer deadline(within);
    Pair client, server;
    if (!client.open() || !server.open())
        return {};
    // The threads own one end each. These copies end them when they hang, and end the relay when
    // they are done.
    const Descriptor clientEnd(::dup(client.one.get())), serverEnd(::dup(server.one.get()));
    Shared shared;
    {
        const auto run = [](std::function<void()> work) {
            ThreadPtr thread(new Thread(std::move(work)));
            thread->start();
            return thread;
        };
        const int clientSocket = client.one.release(), serverSocket = server.one.release();
        const ThreadPtr serverThread = run([&] {
            serve(serverSocket, shared);
            ::shutdown(serverEnd.get(), SHUT_RDWR);
        });
        const ThreadPtr clientThread = run([&] { connect(clientSocket, within, shared); });
        relay(client.other.get(), server.other.get(), deadline, shared, tamper);
        for (const Descriptor* end : {&clientEnd, &serverEnd})
            ::shutdown(end->get(), SHUT_RDWR);
    }
    return {shared.tagRefused, shared.loginSeen};
}

} // namespace sallyport::ssh
