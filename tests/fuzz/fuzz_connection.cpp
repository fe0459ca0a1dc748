// ssh::Connection over a pair of sockets: an input is a client of SSH, from its banner to the way
// it leaves. The keys are real, so what it says is sealed as libssh wants it; what it says is any.
#include "core/ssh/connection.h"
#include "tests/fuzz/event_watch.h"
#include "tests/fuzz/fuzz_tree.h"
#include "tests/fuzz/ssh_maker.h"
#include "tests/support/recording_sink.h"

#include <QSemaphore>
#include <QTemporaryDir>

#include <array>
#include <dirent.h>
#include <functional>
#include <sys/socket.h>

namespace sallyport::fuzz {

using Kind = ActivityEvent::Kind;

namespace {

constexpr int patience = 30'000; // ms

struct Keys {
    std::shared_ptr<const HostKey> host;
    bench::UserKey user = bench::UserKey::fromSeed(std::array<std::uint8_t, 32>{7});

    Keys()
    {
        const QTemporaryDir folder;
        auto made = HostKey::create(HostKey::Type::Ed25519, folder.filePath(QStringLiteral("key")));
        demand(made.has_value(), "there is no host key");
        host = *made;
    }
    QByteArray userBlob() const
    {
        const bench::Bytes blob = user.publicBlob();
        return {reinterpret_cast<const char*>(blob.data()), qsizetype(blob.size())};
    }
};

// What is noticed on the connection's thread, whose every throw is caught: told when it is over.
class Notes {
public:
    void expect(bool met, const char* what) noexcept
    {
        if (!met)
            m_unmet = what;
    }
    void demandMet() const
    {
        if (const char* what = m_unmet)
            demand(false, what);
    }

private:
    std::atomic<const char*> m_unmet{nullptr};
};

// Says yes to anna and to a guest, and remembers it.
class Door final : public Authenticator {
public:
    explicit Door(QByteArray key)
        : m_key(std::move(key))
    {
    }
    bool hasSaidYes() const { return m_hasSaidYes; }

    AuthMethods allowedMethods(const QString&, const Peer&) const override
    {
        return AuthMethod::Password | AuthMethod::PublicKey;
    }
    AuthAnswer checkNone(const QString& user, const Peer&) const override
    {
        return answer(user, user == QString::fromLatin1(guestName));
    }
    AuthAnswer checkPassword(const QString& user, const QByteArray& password,
                             const Peer&) const override
    {
        return answer(user, user == QString::fromLatin1(userName) && password == userPassword);
    }
    AuthAnswer checkPublicKey(const QString& user, const QByteArray& key,
                              const Peer&) const override
    {
        return answer(user, user == QString::fromLatin1(userName) && key == m_key);
    }

private:
    AuthAnswer answer(const QString& user, bool isRight) const
    {
        AuthAnswer answer;
        if (!isRight)
            return answer;
        answer.refusal = Refusal::None;
        answer.identity = Identity{AccountId{"0123456789abcdef0123456789abcdef"}, user};
        m_hasSaidYes = true;
        return answer;
    }

    const QByteArray m_key;
    mutable std::atomic<bool> m_hasSaidYes{false};
};

int descriptors()
{
    int count = 0;
    DIR* folder = ::opendir("/proc/self/fd");
    while (::readdir(folder))
        ++count;
    ::closedir(folder);
    return count;
}

// One server's connection, and all that it may touch.
class World {
public:
    World(Choices& choices, const Keys& keys)
        : m_door(std::make_shared<Door>(keys.userBlob()))
        , m_isFree(choices.isOneIn(32))
        , m_shared(m_sink)
    {
        auto config = std::make_shared<ServerConfig>();
        config->offerGcm = true;
        config->hostKeys = {keys.host};
        config->authenticator = m_door;
        config->fileSystemFor = [this](const Identity&) -> Result<std::unique_ptr<FileSystem>> {
            m_notes.expect(m_door->hasSaidYes() && !m_sink.events(Kind::LoggedIn).isEmpty(),
                           "files were touched before a login");
            m_notes.expect(!std::exchange(m_hasFiles, true), "one login got its files twice");
            return makeTree(ShareTree::Layout::Named, m_watch);
        };
        if (choices.isOneIn(4)) {
            config->limits.maxChannels = 2;
            config->limits.maxHandlesPerConnection = 3;
            config->limits.maxLoginAttempts = 2;
            config->limits.maxKeyProbes = 1;
        }
        ssh::TransportLimits transport;
        if (choices.isOneIn(8))
            transport.rekeyBytes = 16 * 1024;

        std::array<int, 2> ends{};
        demand(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0,
               "there are no sockets");
        m_theirs = ssh::Descriptor(ends[1]);
        m_connection = std::make_unique<ssh::Connection>(
            1, ssh::Descriptor(ends[0]), Peer{QHostAddress(QHostAddress::LocalHost), 50'112},
            ssh::Connection::Parts{config, m_shared, m_handles, m_isFree,
                                   [this](quint64) { m_finished.release(); }, [](const Penalty&) {},
                                   transport, std::chrono::milliseconds(60'000),
                                   std::chrono::milliseconds(0)});
        demand(m_connection->start(), "there is no thread");
    }

    ssh::Descriptor takeSocket() { return std::move(m_theirs); }

    // What a server does to a connection by itself.
    enum class Owner { DoesNothing, Disconnects, Stops, NeedsRoom };
    void act(Owner owner)
    {
        using Reason = ssh::Ending::Reason;
        switch (owner) {
        case Owner::DoesNothing:
            break;
        case Owner::Disconnects:
            m_connection->end({Reason::Stopped, QStringLiteral("The owner ended it")});
            break;
        case Owner::Stops:
            m_connection->stop(std::chrono::steady_clock::now() + std::chrono::milliseconds(100));
            break;
        case Owner::NeedsRoom: // of who has not logged in
            m_connection->end({Reason::Limit, QStringLiteral("Others wait")});
            break;
        }
    }

    // The client has gone. `isIn`: it was told that it is in.
    void demandEnd(bool isIn)
    {
        demand(m_finished.tryAcquire(1, patience), "the connection outlives its client");
        m_connection.reset();
        m_notes.demandMet();
        demand(m_shared.loggedIn == 0, "somebody is counted who has gone");
        demand(m_handles->open() == 0, "handles are counted that are gone");
        demand(m_watch.open == 0, "files stay open");
        const auto events = m_sink.take();
        demandStory(events, isIn);
    }

private:
    void demandStory(const QList<ActivityEvent>& events, bool isIn) const
    {
        const auto count = [&events](Kind kind) {
            return std::count_if(events.begin(), events.end(),
                                 [kind](const ActivityEvent& event) { return event.kind == kind; });
        };
        demand(count(Kind::LoggedIn) <= 1 && count(Kind::LoggedIn) >= (isIn ? 1 : 0),
               "a login is not one event");
        demand(count(Kind::Fault) == 0, "this computer failed");
        if (m_isFree && events.isEmpty())
            return;
        demand(count(Kind::Connected) == 1 && count(Kind::Disconnected) == 1
                   && events.last().kind == Kind::Disconnected,
               "a connection does not begin once and end once");
        EventWatch watch;
        for (const ActivityEvent& event : events) {
            if (event.kind != Kind::Connected)
                watch.record(event);
        }
        watch.demandAllEnded();
    }

    Notes m_notes;
    const std::shared_ptr<Door> m_door;
    const bool m_isFree;
    test::RecordingSink m_sink;
    ssh::ServerShared m_shared;
    Watch m_watch;
    bool m_hasFiles = false;
    const std::shared_ptr<sftp::HandleCount> m_handles = std::make_shared<sftp::HandleCount>(16);
    QSemaphore m_finished;
    ssh::Descriptor m_theirs;
    std::unique_ptr<ssh::Connection> m_connection; // last: its thread uses the others
};

// `interrupt` happens behind so many of its messages.
void converse(SshPeer& peer, Choices& choices, const Keys& keys, int after,
              const std::function<void()>& interrupt)
{
    enum class Start { Honest, OwnBanner, WordsBeforeKeys, WordsAmongKeys, Bytes };
    SshMaker maker(choices, keys.user);
    const auto start = Start(std::array{0, 0, 0, 0, 0, 1, 2, 3, 4}[choices.below(9)]);
    if (start == Start::Bytes) {
        peer.sendRaw(choices.rest());
        return peer.flush();
    }
    if (start == Start::OwnBanner)
        peer.sendRaw(maker.messages().banner());
    else
        peer.sendBanner("SSH-2.0-Fuzz_1");
    if (start == Start::WordsBeforeKeys) {
        for (std::size_t left = 1 + choices.below(4); left > 0; --left)
            peer.sendAtOnce(maker.messages().early());
    }
    if (start == Start::WordsAmongKeys)
        peer.sendBeforeNewKeys(maker.messages().early());
    peer.beginKeyExchange();
    peer.waitForKeys();
    for (int sent = 0; !choices.isEmpty() && !peer.isClosed(); ++sent) {
        if (sent == after)
            interrupt();
        maker.sendOne(peer);
    }
    peer.settle();
}

} // namespace

void connection(Input input)
{
    static const Keys keys;
    const int open = descriptors();
    {
        Choices choices(input);
        World world(choices, keys);
        SshPeer peer(world.takeSocket(),
                     choices.isOneIn(4) ? "chacha20-poly1305@openssh.com"
                                        : "aes128-gcm@openssh.com",
                     keys.host->publicKey());
        const quint8 end = choices.byte();
        const auto owner = World::Owner(end / 4 % 4);
        converse(peer, choices, keys, end / 16, [&] { world.act(owner); });
        peer.leave(end % 4 == 3 ? SshPeer::Leaving::HangUp : SshPeer::Leaving::HalfClose);
        world.demandEnd(peer.isIn());
    }
    demand(descriptors() == open, "descriptors stay open");
}

} // namespace sallyport::fuzz
