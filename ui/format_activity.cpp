// The sentences of the activity list: format.h's happened() and result().
#include "ui/format.h"

#include "core/escape.h"
#include "core/older_algorithms.h"
#include "ui/reasons.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>

namespace sallyport::format {

namespace {

using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(format)
};

// "Photos/2024/a.jpg", as the person who shares it thinks of it.
QString file(const ActivityEvent& event)
{
    return event.path ? name(event.path->relative()) : QString();
}

QString message(const ActivityEvent& event)
{
    return event.error ? event.error->message : event.message;
}

bool says(const ActivityEvent& event, const char* known)
{
    const KnownReason reason = knownReason(message(event));
    return reason.message && std::strcmp(reason.message, known) == 0;
}

// Why it did not work; a sentence without its period.
QString why(const ActivityEvent& event)
{
    if (!event.error)
        return reasonOf(event.message);
    return event.error->message.isEmpty() ? reasonOf(event.error->code)
                                          : reasonOf(event.error->message);
}

bool isOk(const ActivityEvent& event)
{
    return !event.outcome || *event.outcome == Outcome::Ok;
}

bool isOfFiles(Kind kind)
{
    return kind >= Kind::Download && kind <= Kind::ChangedAttributes;
}

// The access that forbade it, where core says so.
std::optional<Access> forbiddenBy(const ActivityEvent& event)
{
    if (says(event, "%1 may only be viewed"))
        return Access::View;
    if (says(event, "What is in %1 already may not be changed"))
        return Access::Upload;
    return {};
}

// A change that did not come about: `forbidden` names file and access, `refused` and `failed` file
// and reason.
QString undone(const ActivityEvent& event, const QString& forbidden, const QString& refused,
               const QString& failed)
{
    if (const std::optional<Access> access = forbiddenBy(event))
        return forbidden.arg(file(event), accessName(access));
    return (event.outcome == Outcome::Refused ? refused : failed).arg(file(event), why(event));
}

QString cutShort(const ActivityEvent& event)
{
    if (!event.error || says(event, "The connection was lost"))
        return Words::tr("The line dropped: %1").arg(file(event));
    return Words::tr("%1: %2", "why a transfer ended, and its file").arg(why(event), file(event));
}

QString downloaded(const ActivityEvent& event)
{
    switch (event.outcome.value_or(Outcome::Ok)) {
    case Outcome::Started:
    case Outcome::Running:
        return Words::tr("Downloading %1").arg(file(event));
    case Outcome::Ok:
        return Words::tr("Downloaded %1").arg(file(event));
    case Outcome::CutShort:
        return cutShort(event);
    case Outcome::Refused:
    case Outcome::Failed:
        break;
    }
    return undone(event, Words::tr("May not download %1: access is %2."),
                  Words::tr("May not download %1. %2."), Words::tr("Could not download %1. %2."));
}

QString uploaded(const ActivityEvent& event)
{
    switch (event.outcome.value_or(Outcome::Ok)) {
    case Outcome::Started:
    case Outcome::Running:
        return Words::tr("Uploading %1").arg(file(event));
    case Outcome::Ok:
        return Words::tr("Uploaded %1").arg(file(event));
    case Outcome::CutShort:
        return cutShort(event);
    case Outcome::Refused:
    case Outcome::Failed:
        break;
    }
    return undone(event, Words::tr("May not upload %1: access is %2."),
                  Words::tr("May not upload %1. %2."), Words::tr("Could not upload %1. %2."));
}

QString madeDirectory(const ActivityEvent& event)
{
    if (isOk(event))
        return Words::tr("Made the folder %1").arg(file(event));
    return undone(event, Words::tr("May not make the folder %1: access is %2."),
                  Words::tr("May not make the folder %1. %2."),
                  Words::tr("Could not make the folder %1. %2."));
}

QString removed(const ActivityEvent& event)
{
    if (isOk(event))
        return Words::tr("Deleted %1").arg(file(event));
    return undone(event, Words::tr("May not delete %1: access is %2."),
                  Words::tr("May not delete %1. %2."), Words::tr("Could not delete %1. %2."));
}

QString renamed(const ActivityEvent& event)
{
    if (isOk(event)) {
        const Result<VirtualPath> to = VirtualPath::parse(event.target);
        // Only what is new: the name, or the whole path when it moved elsewhere.
        const bool stays = to && event.path && to->parent() == event.path->parent();
        const QString target = !to ? name(event.target)
            : stays                ? name(to->name())
                                   : name(to->relative());
        return Words::tr("Renamed %1 to %2").arg(file(event), target);
    }
    return undone(event, Words::tr("May not rename %1: access is %2."),
                  Words::tr("May not rename %1. %2."), Words::tr("Could not rename %1. %2."));
}

QString linked(const ActivityEvent& event)
{
    if (isOk(event))
        return Words::tr("Made the link %1 to %2").arg(file(event), name(event.target));
    return undone(event, Words::tr("May not make the link %1: access is %2."),
                  Words::tr("May not make the link %1. %2."),
                  Words::tr("Could not make the link %1. %2."));
}

QString changedAttributes(const ActivityEvent& event)
{
    if (isOk(event)) {
        if (event.message.startsWith(QLatin1String("time ")))
            return Words::tr("Set the date of %1").arg(file(event));
        if (event.message.startsWith(QLatin1String("size ")))
            return Words::tr("Set the size of %1").arg(file(event));
        return Words::tr("Set the permissions of %1").arg(file(event));
    }
    return undone(event, Words::tr("May not change %1: access is %2."),
                  Words::tr("May not change %1. %2."), Words::tr("Could not change %1. %2."));
}

QString loginRefused(const ActivityEvent& event, int tries)
{
    const QString user = escapedText(event.user, 64);
    if (says(event, "wrong password")) {
        switch (tries) {
        case 0:
        case 1:
            return Words::tr("Wrong password for %1.").arg(user);
        case 2:
            return Words::tr("Wrong password for %1, second try in a minute.").arg(user);
        case 3:
            return Words::tr("Wrong password for %1, third try in a minute.").arg(user);
        default:
            return Words::tr("Wrong password for %1, %n tries in a minute.", nullptr, tries)
                .arg(user);
        }
    }
    if (says(event, "unknown user"))
        return Words::tr("Nobody here is named %1.").arg(user);
    if (says(event, "unknown key"))
        return Words::tr("The key offered for %1 is not known.").arg(user);
    if (says(event, "the account is switched off"))
        return Words::tr("%1 may not log in: switched off.").arg(user);
    if (says(event, "the account has expired"))
        return Words::tr("%1 may not log in: expired.").arg(user);
    return Words::tr("%1 could not log in. %2.").arg(user, why(event));
}

QString disconnected(const ActivityEvent& event)
{
    if (event.user.isEmpty())
        return Words::tr("Left without logging in");
    const QString time = span(std::chrono::duration_cast<std::chrono::seconds>(
        event.elapsed.value_or(std::chrono::milliseconds{0})));
    if (message(event).isEmpty())
        return Words::tr("Disconnected after %1").arg(time);
    return Words::tr("Disconnected after %1. %2.").arg(time, why(event));
}

QString notSpoken(const ActivityEvent& event)
{
    const KnownReason reason = knownReason(message(event));
    if (!reason.message || std::strcmp(reason.message, "The client offered only %1 as %2") != 0)
        return Words::tr("Could not connect. %1.").arg(why(event));
    const QString offered = escapedText(reason.places.value(0), 80);
    const QString as = reason.places.value(1);
    if (as == QLatin1String("host key"))
        return Words::tr("Could not connect: it offered only %1, an old key type.").arg(offered);
    if (as == QLatin1String("key exchange"))
        return Words::tr("Could not connect: it offered only %1, an old way to agree on keys.")
            .arg(offered);
    if (as == QLatin1String("MAC"))
        return Words::tr("Could not connect: it offered only %1, an old checksum.").arg(offered);
    if (as == QLatin1String("cipher"))
        return Words::tr("Could not connect: it offered only %1, an old encryption.").arg(offered);
    return Words::tr("Could not connect: it offered only %1.").arg(offered);
}

QString protocol(const ActivityEvent& event)
{
    return event.user.isEmpty() ? notSpoken(event)
                                : Words::tr("The program made a mistake. %1.").arg(why(event));
}

QString blocked(const ActivityEvent& event)
{
    if (!event.elapsed)
        return Words::tr("You blocked this address");
    const QString until = time(event.at.addMSecs(event.elapsed->count()));
    const KnownReason reason = knownReason(event.message);
    if (reason.message && std::strcmp(reason.message, "%1 failed logins") == 0)
        return Words::tr("%n wrong passwords, blocked until %1", nullptr,
                         reason.places.value(0).toInt())
            .arg(until);
    if (reason.message && std::strcmp(reason.message, "Blocked by the owner") == 0)
        return Words::tr("You blocked this address until %1").arg(until);
    return Words::tr("Blocked until %1. %2.").arg(until, why(event));
}

QString listening(const ActivityEvent& event)
{
    const QString port = event.message.section(QLatin1Char(' '), -1);
    return event.message.contains(QLatin1Char(':'))
        ? Words::tr("Sharing on port %1 (IPv6)").arg(port)
        : Words::tr("Sharing on port %1").arg(port);
}

// Debian's ssh sends its language to every server, and nobody minds that it is not taken.
bool isOnlyEnvironment(const ActivityEvent& event)
{
    return event.kind == Kind::Denied && message(event) == QLatin1String("env");
}

QString settings(const ActivityEvent& event)
{
    if (event.outcome == ActivityEvent::Outcome::Failed)
        return Words::tr("The settings could not be saved. %1.").arg(why(event));
    if (!isOk(event))
        return Words::tr("The settings could not be used. %1.").arg(why(event));
    const int ended =
        event.message.section(QLatin1String("; "), 1).section(QLatin1Char(' '), 0, 0).toInt();
    const bool ours = event.message.startsWith(QLatin1String("Saved"));
    if (ended > 0 && ours)
        return Words::tr("Settings were changed. %n connections ended.", nullptr, ended);
    if (ended > 0)
        return Words::tr("Settings were changed elsewhere. %n connections ended.", nullptr, ended);
    return ours ? Words::tr("Settings were changed")
                : Words::tr("Settings were changed elsewhere and loaded again.");
}

QString stopped(const ActivityEvent& event)
{
    if (!event.elapsed)
        return Words::tr("Sharing was stopped");
    return Words::tr("Sharing was stopped after %1")
        .arg(span(std::chrono::duration_cast<std::chrono::seconds>(*event.elapsed)));
}

} // namespace

QString happened(const ActivityEvent& event, int tries)
{
    switch (event.kind) {
    case Kind::Listening:
        return listening(event);
    case Kind::Connected:
    case Kind::LoggedIn:
        return event.client.isEmpty() ? Words::tr("Connected")
                                      : Words::tr("Connected with %1").arg(client(event.client));
    case Kind::TurnedAway:
        return Words::tr("Turned away. %1.").arg(why(event));
    case Kind::LoginRefused:
        return loginRefused(event, tries);
    case Kind::Disconnected:
        return disconnected(event);
    case Kind::Download:
        return downloaded(event);
    case Kind::Upload:
        return uploaded(event);
    case Kind::MadeDirectory:
        return madeDirectory(event);
    case Kind::Removed:
        return removed(event);
    case Kind::Renamed:
        return renamed(event);
    case Kind::Linked:
        return linked(event);
    case Kind::ChangedAttributes:
        return changedAttributes(event);
    case Kind::Escape:
        return Words::tr("May not open %1: it leads out of the folder.").arg(file(event));
    case Kind::Denied:
        if (isOnlyEnvironment(event))
            return Words::tr("Sent environment variables. They are not used.");
        return Words::tr("Asked for more than files (%1).").arg(escapedText(message(event), 40));
    case Kind::Protocol:
        return protocol(event);
    case Kind::Limit:
        return Words::tr("Met a limit. %1.").arg(why(event));
    case Kind::Blocked:
        return blocked(event);
    case Kind::Unblocked:
        return says(event, "The time is up") ? Words::tr("No longer blocked")
                                             : Words::tr("You unblocked this address");
    case Kind::ShareLost:
        return Words::tr("%1 is not available. %2.").arg(name(event.share), why(event));
    case Kind::ShareBack:
        return Words::tr("%1 is available again and shared").arg(name(event.share));
    case Kind::Fault:
        if (event.path)
            return Words::tr("Something failed at %1. %2.").arg(file(event), why(event));
        return Words::tr("Something failed. %1.").arg(why(event));
    case Kind::Settings:
        return settings(event);
    case Kind::Stopped:
        return stopped(event);
    }
    return {};
}

QString result(const ActivityEvent& event)
{
    if (!event.outcome)
        return {};
    // Nobody got in, whoever decided it: for the person at the window something failed.
    const bool triedToEnter = event.kind == Kind::LoginRefused;
    switch (*event.outcome) {
    case Outcome::Started:
    case Outcome::Running:
        return {};
    case Outcome::Ok:
        return isOfFiles(event.kind) ? Words::tr("Done") : QString();
    case Outcome::Refused:
        return triedToEnter ? Words::tr("Failed") : Words::tr("Refused");
    case Outcome::Failed:
        // The end of a line that dropped says so itself.
        return event.kind == Kind::Disconnected ? Words::tr("Cut short") : Words::tr("Failed");
    case Outcome::CutShort:
        return Words::tr("Cut short");
    }
    return {};
}

Weight weight(const ActivityEvent& event)
{
    if (!event.outcome || isOnlyEnvironment(event))
        return Weight::Plain;
    switch (*event.outcome) {
    case Outcome::Started:
    case Outcome::Running:
        return Weight::Plain;
    case Outcome::Ok:
        return isOfFiles(event.kind) ? Weight::Good : Weight::Plain;
    case Outcome::Refused:
        return event.kind == Kind::LoginRefused ? Weight::Problem : Weight::Attention;
    case Outcome::Failed:
        return event.kind == Kind::Disconnected ? Weight::Attention : Weight::Problem;
    case Outcome::CutShort:
        return Weight::Attention;
    }
    return Weight::Plain;
}

std::optional<Remedy> remedy(const ActivityEvent& event)
{
    const KnownReason reason = knownReason(message(event));
    if (event.kind != Kind::Protocol || !reason.message
        || std::strcmp(reason.message, "The client offered only %1 as %2") != 0)
        return {};
    if (!hasOlderAlgorithm(reason.places.value(0)))
        return {};
    return Remedy{Words::tr("Turn on “Older devices”"), QStringLiteral("network.olderDevices")};
}

} // namespace sallyport::format
