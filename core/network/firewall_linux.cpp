#include "core/network/bus_services.h"
#include "core/network/firewall.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>

namespace sallyport {

namespace {

constexpr std::chrono::milliseconds patience{3000};

// The rules, as `how` says; empty where there is no nft or it may not look.
QByteArray ruleset(const QString& how)
{
    const QString sbin = QStringLiteral("/usr/sbin");
    QString nft = QStandardPaths::findExecutable(QStringLiteral("nft"));
    if (nft.isEmpty())
        nft = QStandardPaths::findExecutable(QStringLiteral("nft"), {sbin});
    if (nft.isEmpty())
        return {};
    QProcess process;
    process.setStandardErrorFile(QProcess::nullDevice());
    process.start(nft, {how, QStringLiteral("list"), QStringLiteral("ruleset")},
                  QIODevice::ReadOnly);
    if (!process.waitForFinished(int(patience.count())) || process.exitCode() != 0) {
        process.kill();
        process.waitForFinished(int(patience.count()));
        return {};
    }
    return process.readAllStandardOutput();
}

// Source: ufw-framework(8); everybody may read this file, and only root the rules.
bool isUfwOn()
{
    QFile file(QStringLiteral("/etc/ufw/ufw.conf"));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArrayList lines = file.readAll().split('\n');
    return std::any_of(lines.cbegin(), lines.cend(), [](const QByteArray& line) {
        return line.simplified().toLower() == "enabled=yes";
    });
}

FirewallState::Way wayOf(NftVerdict::Way way)
{
    switch (way) {
    case NftVerdict::Way::Open:
        return FirewallState::Way::Open;
    case NftVerdict::Way::Closed:
        return FirewallState::Way::Closed;
    case NftVerdict::Way::Unclear:
        break;
    }
    return FirewallState::Way::Unclear;
}

} // namespace

FirewallState askFirewall(const Arrival& arrival)
{
    FirewallState state;
    const Firewalld firewalld = askFirewalld(arrival.port, patience);
    if (firewalld != Firewalld::NotThere)
        state.manager = FirewallState::Manager::Firewalld;
    else if (isUfwOn())
        state.manager = FirewallState::Manager::Ufw;
    // Both write rules for the kernel, which say it all.
    const QByteArray json = ruleset(QStringLiteral("-j"));
    const QByteArray text = json.isEmpty() ? QByteArray() : ruleset(QStringLiteral("-a"));
    if (const auto verdict = judgeRuleset(json, text, arrival)) {
        state.way = wayOf(verdict->way);
        state.verdict = *verdict;
    } else if (firewalld == Firewalld::Open) {
        state.way = FirewallState::Way::Open;
    } else if (firewalld == Firewalld::Closed) {
        state.way = FirewallState::Way::Closed;
        state.verdict.rule = QStringLiteral("firewalld");
    }
    return state;
}

} // namespace sallyport
