// The checks of what the system has for a server: firewall, isolation, libssh, keychain, Avahi; and
// which checks there are.
#include "core/doctor_checks.h"

#include "core/sharing_nearby.h"
#include "core/sharing_start.h"

namespace sallyport::doctor {

namespace {

using Weight = Finding::Weight;

// For one step of the handshake, and for one question over the bus.
constexpr std::chrono::seconds stepPatience{3};
constexpr std::chrono::milliseconds busPatience{2000};

QString letIn(quint16 port, const FirewallState& state)
{
    switch (state.manager) {
    case FirewallState::Manager::Ufw:
        return QStringLiteral("Open it: sudo ufw allow %1/tcp").arg(port);
    case FirewallState::Manager::Firewalld:
        return QStringLiteral("Open it: sudo firewall-cmd --add-port=%1/tcp, and once more with "
                              "--permanent")
            .arg(port);
    case FirewallState::Manager::None:
        break;
    }
    if (state.verdict.chain.isEmpty())
        return QStringLiteral("See whether TCP port %1 is let in: sudo nft list ruleset").arg(port);
    return QStringLiteral("Open it: sudo nft insert rule %1 tcp dport %2 accept")
        .arg(state.verdict.chain)
        .arg(port);
}

// "inet filter input, policy drop"
QString ruleText(const NftVerdict& verdict)
{
    return verdict.chain.isEmpty() ? verdict.rule
                                   : verdict.chain + QLatin1String(", ") + verdict.rule;
}

} // namespace

Findings firewall(quint16 port, const FirewallState& state)
{
    switch (state.way) {
    case FirewallState::Way::Open:
        return {{QStringLiteral("firewall"),
                 Weight::Good,
                 QStringLiteral("No firewall keeps TCP port %1 closed").arg(port),
                 {}}};
    case FirewallState::Way::Closed:
        return {{QStringLiteral("firewallCloses"), Weight::Problem,
                 QStringLiteral("A firewall keeps TCP port %1 closed: %2")
                     .arg(port)
                     .arg(ruleText(state.verdict)),
                 letIn(port, state)}};
    case FirewallState::Way::Unclear:
        return {{QStringLiteral("firewallUnclear"), Weight::Note,
                 QStringLiteral("A firewall may keep TCP port %1 closed for some: %2")
                     .arg(port)
                     .arg(ruleText(state.verdict)),
                 letIn(port, state)}};
    case FirewallState::Way::Unread:
        break;
    }
    return {{QStringLiteral("firewallUnread"), Weight::Note,
             state.manager == FirewallState::Manager::Ufw
                 ? QStringLiteral("A firewall is on, ufw, and its rules could not be read")
                 : QStringLiteral("The rules of the firewall could not be read"),
             letIn(port, state)}};
}

Findings libssh(const ssh::SelfTestResult& result)
{
    Findings found;
    const auto note = [&found](const char* kind, const QString& sentence) {
        found += Finding{QLatin1String(kind), Weight::Note, sentence,
                         QStringLiteral("Update libssh, and Sallyport with it")};
    };
    if (!result.gcmIsSound)
        note("gcmUnsound", trouble::gcmUnsound());
    if (!result.loginsAreSeen)
        note("loginsUnseen", trouble::loginsUnseen());
    if (found.isEmpty())
        found +=
            Finding{QStringLiteral("libssh"),
                    Weight::Good,
                    QStringLiteral("This libssh passes its self-test, and its log names logins"),
                    {}};
    return found;
}

Findings kernel(Isolation isolation)
{
    if (isolation == Isolation::Active)
        return {
            {QStringLiteral("isolation"), Weight::Good, QStringLiteral("Isolation is active"), {}}};
    return {{QStringLiteral("noIsolation"), Weight::Note, trouble::noIsolation(),
             QStringLiteral("Use Linux 5.19 or newer, with landlock in its lsm= list")}};
}

Findings keychain(const BusAnswer& answer)
{
    if (answer.name)
        return {{QStringLiteral("keychain"),
                 Weight::Good,
                 QStringLiteral("A keychain is there: %1").arg(*answer.name),
                 {}}};
    return {
        {QStringLiteral("noKeychain"), Weight::Note,
         answer.isThere ? QStringLiteral("No keychain answers on this computer")
                        : QStringLiteral("There is no session bus, and so no keychain"),
         QStringLiteral("Install GNOME Keyring or KWallet, so that the window can show passwords "
                        "again; a server without a window needs none")}};
}

Findings announcement(const Settings& settings, const std::function<Avahi()>& ask)
{
    if (!isAnnounced(settings.network))
        return {{QStringLiteral("notAnnounced"),
                 Weight::Good,
                 QStringLiteral("This computer is not announced, as the settings say"),
                 {}}};
    if (ask() == Avahi::Answers)
        return {{QStringLiteral("avahi"),
                 Weight::Good,
                 QStringLiteral("Avahi answers, so that others find this computer"),
                 {}}};
    return {{QStringLiteral("noAvahi"), Weight::Note,
             QStringLiteral("Avahi does not answer, so that nobody finds this computer by itself"),
             QStringLiteral("Install and start avahi-daemon, or give others the address")}};
}

QList<Check> allChecks(const std::shared_ptr<const Situation>& situation)
{
    const QList<Peer> reached = situation->reachedAt();
    const Peer best = reached.value(0, {{}, situation->settings.network.port});
    QList<Check> checks{
        {"port", [situation] { return port(*situation); }},
        {"shares", [situation] { return shares(*situation); }},
        {"address", [situation] { return address(*situation); }},
        {"firewall",
         [situation, best] {
             return firewall(
                 best.port,
                 askFirewall({best.address, best.port, situation->interfaceOf(best.address)}));
         }},
        {"libssh", [] { return libssh(ssh::runSelfTest()); }},
        {"isolation", [] { return kernel(isolation()); }},
        {"keychain",
         [] {
             return keychain(findService(Bus::Session,
                                         {QStringLiteral("org.freedesktop.secrets"),
                                          QStringLiteral("org.kde.kwalletd6"),
                                          QStringLiteral("org.kde.kwalletd5")},
                                         busPatience));
         }},
        {"announcement",
         [situation] {
             return announcement(situation->settings, [] {
                 return isAvahiThere(busPatience) ? Avahi::Answers : Avahi::Silent;
             });
         }},
        {"clients",
         [situation] { return clients(situation->events, QDateTime::currentDateTimeUtc()); }},
    };
    if (situation->server && !best.address.isNull()) {
        checks.insert(3, {"handshake", [best] {
                              return handshake(best, ssh::probe(best, stepPatience), stepPatience);
                          }});
    }
    return checks;
}

} // namespace sallyport::doctor
