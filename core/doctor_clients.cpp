// What went wrong with clients of late, by the stage they came to.
#include "core/doctor_checks.h"

#include "core/escape.h"
#include "core/older_algorithms.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace sallyport::doctor {

namespace {

using Kind = ActivityEvent::Kind;
using Weight = Finding::Weight;

constexpr qint64 day = 24 * 60 * 60; // seconds
constexpr qsizetype atMost = 10;     // the latest; the activity has them all
constexpr qsizetype longest = 80;    // bytes of what a client chose

// "192.168.1.7" of "192.168.1.7:50112" and of "[fe80::1%eth0]:50112".
QString host(const QString& peer)
{
    QString address = peer.section(u':', 0, -2);
    if (address.startsWith(u'[') && address.endsWith(u']'))
        address = address.sliced(1, address.size() - 2);
    return address.isEmpty() ? peer : address;
}

// The stage, in words; nothing: no failure of this kind.
std::optional<Finding> explained(const ActivityEvent& event)
{
    const QString why = event.error ? event.error->message : event.message;
    const QString from = host(event.peer);
    const QString user = escapedText(event.user, longest);
    const auto note = [](const char* kind, const QString& sentence, const QString& advice) {
        return Finding{QLatin1String(kind), Weight::Note, sentence, advice};
    };
    if (event.kind == Kind::Protocol) {
        static const QRegularExpression offer(
            QStringLiteral("^The client offered only (.+) as [^ ].*$"));
        if (const auto match = offer.match(why); match.hasMatch()) {
            const QString offered = match.captured(1);
            return note("noCommonAlgorithm",
                        QStringLiteral("%1 offered only %2, and nothing of it is taken here")
                            .arg(from, escapedText(offered, longest)),
                        hasOlderAlgorithm(offered)
                            ? QStringLiteral("Update its program, or let older devices in: "
                                             "sallyport-cli settings set network.olderDevices true")
                            : QStringLiteral("Update its program"));
        }
        if (why == QLatin1String("This is not an SSH client"))
            return note(
                "neverSpokeSsh", QStringLiteral("%1 never spoke SSH").arg(from),
                QStringLiteral("Choose SFTP in its program, and not FTP, FTPS or a browser"));
        return {};
    }
    if (event.kind == Kind::TurnedAway && why == QLatin1String("Only this network may connect"))
        return note("notOfThisNetwork",
                    QStringLiteral("%1 was turned away: it is not of this network").arg(from),
                    QStringLiteral("If it should come in, name its network in network.allowFrom"));
    const auto unknownKey = [&](const QString& of) {
        return note("unknownKey",
                    QStringLiteral("%1 offered a key for %2 that is not known")
                        .arg(from, escapedText(of, longest)),
                    QStringLiteral("Add its public key to the account, or log in with the "
                                   "password"));
    };
    // Most programs ask before they use a key, and leave.
    static const QRegularExpression asked(QStringLiteral("^No key offered for (.*) is known$"),
                                          QRegularExpression::DotMatchesEverythingOption);
    if (event.kind == Kind::Disconnected) {
        const auto match = asked.match(why);
        return match.hasMatch() ? std::optional(unknownKey(match.captured(1))) : std::nullopt;
    }
    if (event.kind != Kind::LoginRefused)
        return {};
    if (why == QLatin1String("wrong password"))
        return note("wrongPassword",
                    QStringLiteral("%1 gave a wrong password for %2").arg(from, user),
                    QStringLiteral("Give the password again, or set a new one: sallyport-cli users "
                                   "passwd NAME"));
    if (why == QLatin1String("unknown user"))
        return note(
            "unknownUser",
            QStringLiteral("%1 asked for %2, and nobody here has this name").arg(from, user),
            QStringLiteral("Compare the name: sallyport-cli users list"));
    if (why == QLatin1String("unknown key")
        || why == QLatin1String("a bad signature, or a key of an unknown type"))
        return unknownKey(event.user);
    if (why == QLatin1String("the account is switched off")
        || why == QLatin1String("the account has expired"))
        return note("accountOff",
                    QStringLiteral("%1 may not log in as %2 any more").arg(from, user),
                    QStringLiteral("Switch the account on, or give it more time"));
    return {};
}

} // namespace

Findings clients(const QList<ActivityEvent>& events, const QDateTime& now)
{
    QHash<QString, QDateTime> cameIn; // when last, by address
    for (const ActivityEvent& event : events) {
        if (event.kind == Kind::LoggedIn)
            cameIn.insert(host(event.peer), event.at);
    }
    Findings found;
    for (auto event = events.crbegin(); event != events.crend() && found.size() < atMost; ++event) {
        const bool isOld = event->at.secsTo(now) > day;
        const QDateTime in = cameIn.value(host(event->peer));
        if (isOld || (in.isValid() && in >= event->at))
            continue;
        if (const auto finding = explained(*event); finding && !found.contains(*finding))
            found += *finding;
    }
    if (found.isEmpty())
        found += Finding{QStringLiteral("clients"),
                         Weight::Good,
                         QStringLiteral("Nobody failed to get in during the last day"),
                         {}};
    return found;
}

} // namespace sallyport::doctor
