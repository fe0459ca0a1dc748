// The checks of what a server is: its port, its shares, its address, its first words.
#include "core/doctor_checks.h"

#include "core/platform/file_lock.h"
#include "core/ssh/listen_socket.h"
#include "core/ssh/port_holder.h"

#include <QUrl>

#include <algorithm>

namespace sallyport::doctor {

namespace {

using Weight = Finding::Weight;

// The server of the profile, or one of ours that has the port.
std::optional<Situation::Running> findServer(const Doctor::Subject& subject)
{
    if (!subject.listening.isEmpty())
        return Situation::Running{subject.listening, true};
    if (const auto process = FileLock::holder(subject.serverLock)) {
        QList<Peer> sockets = ssh::socketsOf(QString::number(*process));
        if (sockets.isEmpty()) // only root may look: it runs, and who has its port is taken for it
            sockets = ssh::socketsAt(subject.settings.network.port);
        if (!sockets.isEmpty())
            return Situation::Running{sockets, true};
    }
    const auto holder = ssh::findPortHolder(subject.settings.network.port);
    if (holder && holder->program.startsWith(QLatin1String("sallyport")))
        return Situation::Running{ssh::socketsOf(holder->process), false};
    return {};
}

const NetworkInterface* owner(const QList<NetworkInterface>& interfaces,
                              const QHostAddress& address)
{
    for (const NetworkInterface& one : interfaces) {
        if (one.addresses.contains(address))
            return &one;
    }
    return nullptr;
}

bool isMade(const NetworkInterface* interface)
{
    return interface && (isVirtualName(interface->name) || interface->isPointToPoint);
}

// Made up by the computer itself where no router gave one. Source: RFC 3927.
bool isMadeUp(const QHostAddress& address)
{
    return address.isLinkLocal() && address.protocol() == QAbstractSocket::IPv4Protocol;
}

QString listenEverywhere()
{
    return QStringLiteral("Listen at all addresses: sallyport-cli settings set network.addresses "
                          "\"\"");
}

QString anotherPort(quint16 port)
{
    return QStringLiteral("Stop that program, or take another port: sallyport-cli settings set "
                          "network.port %1")
        .arg(port);
}

} // namespace

QList<Peer> Situation::reachedAt() const
{
    const QList<Peer> sockets = server ? server->listening : ssh::socketsFor(settings.network);
    QList<Peer> reached;
    const QList<QUrl> links = linksTo(sockets, bestFirst(interfaces));
    for (const QUrl& link : links)
        reached += {QHostAddress(link.host()), quint16(link.port())};
    return reached;
}

QString Situation::interfaceOf(const QHostAddress& address) const
{
    const NetworkInterface* const found = owner(interfaces, address);
    return found ? found->name : QString();
}

Situation lookAround(const Doctor::Subject& subject)
{
    return {subject.settings, subject.events, interfacesOfThisComputer(), findServer(subject)};
}

Findings port(const Situation& situation)
{
    if (situation.server)
        return {{QStringLiteral("listening"),
                 Weight::Good,
                 QStringLiteral("Sallyport listens on port %1")
                     .arg(situation.server->listening.value(0).port),
                 {}}};
    const Network& network = situation.settings.network;
    const auto tried = ssh::openSockets(network); // closed at once
    if (tried)
        return {{QStringLiteral("notRunning"), Weight::Problem,
                 QStringLiteral("Nothing is shared: no server runs"),
                 QStringLiteral("Start one: sallyport-cli serve")}};
    const QString& sentence = tried.error().message;
    switch (tried.error().code) {
    case ErrorCode::AddressInUse:
        return {{QStringLiteral("portTaken"), Weight::Problem, sentence,
                 anotherPort(ssh::nextFreePort(network))}};
    case ErrorCode::PermissionDenied:
        return {{QStringLiteral("portReserved"), Weight::Problem, sentence, {}}};
    case ErrorCode::NotFound:
        return {{QStringLiteral("addressMissing"), Weight::Problem, sentence, listenEverywhere()}};
    default:
        return {{QStringLiteral("cannotListen"), Weight::Problem, sentence, {}}};
    }
}

Findings shares(const Situation& situation)
{
    if (situation.server && !situation.server->isProfiles)
        return {};
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const Settings& settings = situation.settings;
    QList<ShareId> open;
    for (const Share& share : settings.shares) {
        if (share.enabled && (!share.until || *share.until > now))
            open += share.id;
    }
    if (open.isEmpty())
        return {{QStringLiteral("nothingShared"), Weight::Problem,
                 QStringLiteral("No folder is shared"),
                 QStringLiteral("Share one: sallyport-cli shares add NAME FOLDER")}};
    const bool somebody = std::any_of(
        settings.accounts.begin(), settings.accounts.end(), [&](const Account& account) {
            const bool mayLogIn = account.enabled && (!account.expires || *account.expires > now)
                && (account.withoutPassword || !account.passwordVerifier.isEmpty()
                    || !account.keys.isEmpty());
            return mayLogIn && std::any_of(open.begin(), open.end(), [&](const ShareId& share) {
                       return account.access.contains(share);
                   });
        });
    if (!somebody)
        return {
            {QStringLiteral("nobodyInvited"), Weight::Problem,
             QStringLiteral("Nobody can log in and see a folder"),
             QStringLiteral("Invite somebody: sallyport-cli users add NAME --access SHARE=view")}};
    return {{QStringLiteral("shared"),
             Weight::Good,
             QStringLiteral("Folders are shared with somebody who can log in"),
             {}}};
}

Findings address(const Situation& situation)
{
    const QList<QHostAddress> all = bestFirst(situation.interfaces);
    const auto isOut = [](const QHostAddress& one) { return !one.isLoopback(); };
    const auto out = std::find_if(all.begin(), all.end(), isOut);
    if (out == all.end())
        return {{QStringLiteral("noNetwork"), Weight::Problem,
                 QStringLiteral("This computer is in no network"),
                 QStringLiteral("Connect it; sharing goes on by itself then")}};
    const QList<Peer> reached = situation.reachedAt();
    const auto best = std::find_if(reached.begin(), reached.end(),
                                   [&](const Peer& peer) { return isOut(peer.address); });
    if (best == reached.end())
        return {{QStringLiteral("onlyThisComputer"), Weight::Problem,
                 QStringLiteral("Sallyport listens for this computer alone"), listenEverywhere()}};
    const QString at = best->address.toString();
    const NetworkInterface* const interface = owner(situation.interfaces, best->address);
    const QString name = interface ? interface->name : QString();
    if (isMadeUp(best->address))
        return {{QStringLiteral("noLease"), Weight::Problem,
                 QStringLiteral("No router gave this computer an address: %1 is made up").arg(at),
                 QStringLiteral("Look at the cable, the Wi-Fi and the router")}};
    if (!interface && !situation.server)
        return {}; // said of the port
    if (!interface)
        return {{QStringLiteral("addressMissing"), Weight::Problem,
                 QStringLiteral("This computer does not have the address %1").arg(at),
                 listenEverywhere()}};
    if (isMade(interface) && !isMade(owner(situation.interfaces, *out)))
        return {{QStringLiteral("wrongAddress"), Weight::Problem,
                 QStringLiteral("Sallyport listens at %1 (%2) and not at %3, where others are")
                     .arg(at, name, out->toString()),
                 listenEverywhere()}};
    if (isMade(interface))
        return {{QStringLiteral("onlyTunnel"), Weight::Problem,
                 QStringLiteral("The only address, %1, is of %2: a VPN, or made for containers or "
                                "virtual machines")
                     .arg(at, name),
                 QStringLiteral("Connect this computer to the network of those it should share "
                                "with")}};
    Findings found{{QStringLiteral("address"),
                    Weight::Good,
                    QStringLiteral("Others reach this computer at %1 (%2)").arg(at, name),
                    {}}};
    QStringList made;
    for (const NetworkInterface& one : situation.interfaces) {
        if (one.isUp && isMade(&one) && !one.addresses.isEmpty())
            made += one.name;
    }
    if (!made.isEmpty())
        found += Finding{QStringLiteral("otherAddresses"),
                         Weight::Good,
                         QStringLiteral("These lead to VPNs, containers or virtual machines: %1")
                             .arg(made.join(QStringLiteral(", "))),
                         {}};
    return found;
}

Findings handshake(const Peer& server, const ssh::ProbeResult& result, std::chrono::seconds within)
{
    using End = ssh::ProbeResult::End;
    const auto problem = [](const char* kind, const QString& sentence, const QString& advice) {
        return Findings{{QLatin1String(kind), Weight::Problem, sentence, advice}};
    };
    const QString at = server.toString();
    switch (result.end) {
    case End::Spoke:
        return {{QStringLiteral("handshake"),
                 Weight::Good,
                 QStringLiteral("An SSH handshake with %1 works; the host key is %2")
                     .arg(at, result.words),
                 {}}};
    case End::Refused:
        return problem("handshakeRefused", QStringLiteral("Connections to %1 are refused").arg(at),
                       QStringLiteral("A firewall rejects them, or the server has just stopped"));
    case End::Unanswered:
        return problem(
            "handshakeUnanswered",
            QStringLiteral("Connections to %1 are not answered within %2 s")
                .arg(at)
                .arg(within.count()),
            QStringLiteral("A firewall drops them: let TCP port %1 in").arg(server.port));
    case End::Silent:
        return problem(
            "handshakeHung",
            QStringLiteral("The server at %1 takes connections and says nothing").arg(at),
            QStringLiteral("It hangs: end it and start it again"));
    case End::HungUp:
        return problem("handshakeHungUp",
                       QStringLiteral("The server at %1 hangs up at once").arg(at),
                       QStringLiteral("It turns this address away: look at network.allowFrom and "
                                      "network.blocked, or wait until a penalty is over"));
    case End::NotSsh:
        return problem("handshakeNotSsh",
                       QStringLiteral("What answers at %1 does not speak SSH").arg(at),
                       QStringLiteral("Another program has this port: choose another one"));
    case End::Failed:
        break;
    }
    return problem("handshakeFailed",
                   QStringLiteral("The SSH handshake with %1 failed: %2").arg(at, result.words),
                   QStringLiteral("Start the server again; if it stays so, update libssh"));
}

} // namespace sallyport::doctor
