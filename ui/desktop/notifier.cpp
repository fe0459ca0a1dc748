#include "ui/desktop/notifier.h"

#include "core/activity_log.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/desktop/tray_icon.h"
#include "ui/format.h"
#include "ui/reasons.h"
#include "ui/shares/shown_invite.h"

#include <QGuiApplication>
#include <QHash>
#include <QStringList>
#include <QTimer>

#include <algorithm>
#include <cstring>
#include <list>
#include <optional>
#include <utility>

namespace sallyport {

namespace {

using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;
using ShareNow = Sharing::ShareStatus::Now;

constexpr qsizetype mostLines = 4;
// A full folder fails every upload; once in a while is enough to know.
constexpr qint64 fullAgainAfter = 60 * 60; // seconds

enum class Level { Off, Important, All };

Level levelOf(const Settings& settings)
{
    const QString level = settings.ui.value(QStringLiteral("notifications")).toString();
    if (level == QLatin1String("off"))
        return Level::Off;
    return level == QLatin1String("all") ? Level::All : Level::Important;
}

// Who moves files of one share in one direction.
struct Run {
    Kind kind = Kind::Download;
    QString user;
    QByteArray share;
    int files = 0;
    quint64 bytes = 0;
    bool isFresh = true; // grew since the last look
};

// What is said once. News about the same thing replace it.
struct Line {
    QString about; // "login anna 192.168.1.7"
    QString text;
    Level level = Level::All;
};

QString connected(const ActivityEvent& event)
{
    return Notifier::tr("%1 connected from %2").arg(event.user, format::address(event.peer));
}

QString moved(const Run& run)
{
    const QString share = format::name(run.share);
    if (run.kind == Kind::Upload)
        return Notifier::tr("%1 sent you %n file(s) in %2", nullptr, run.files)
            .arg(run.user, share);
    return Notifier::tr("%1 downloaded %n file(s) from %2, %3", nullptr, run.files)
        .arg(run.user, share, format::size(run.bytes));
}

QString blocked(const ActivityEvent& event)
{
    const QString address = format::address(event.peer);
    const QString until = format::time(event.at.addMSecs(event.elapsed->count()));
    const KnownReason reason = knownReason(event.message);
    if (reason.message && std::strcmp(reason.message, "%1 failed logins") == 0)
        return Notifier::tr("%1 is blocked until %2: %n wrong password(s).", nullptr,
                            reason.places.value(0).toInt())
            .arg(address, until);
    return Notifier::tr("%1 is blocked until %2.").arg(address, until);
}

// No room for what somebody sends: on the disk, or in what the owner set for the share.
bool isFull(const Error& error)
{
    if (error.code == ErrorCode::NoSpace)
        return true;
    const KnownReason reason = knownReason(error.message);
    return reason.message && std::strncmp(reason.message, "%1 is full:", 11) == 0;
}

// What its owner did is no news to them.
bool isByOwner(const ActivityEvent& event)
{
    const KnownReason reason = knownReason(event.message);
    return !event.elapsed
        || (reason.message && std::strcmp(reason.message, "Blocked by the owner") == 0);
}

// "Until tonight" is the next 06:00; every other end is an hour's.
QString timeIsOver(const Share& share)
{
    const bool atSix = share.until && share.until->toLocalTime().time() == QTime(6, 0);
    return atSix ? Notifier::tr("Sharing has ended: the night is over.")
                 : Notifier::tr("Sharing has ended: the hour is over.");
}

} // namespace

struct Notifier::Impl {
    Impl(const CoreParts& given, Show chosen);

    Level level() const { return levelOf(parts.settings.current()); }
    void take(const ActivityEvent& event);
    void takeTransfer(const ActivityEvent& event);
    void takeFault(const ActivityEvent& event);
    void takeStatus(const ShareId& id);
    void takePause();
    void say(Level level, const QString& about, const QString& text);
    void tell();
    QStringList due();

    const CoreParts parts;
    const Show show;
    QTimer timer;
    QList<Line> lines; // in the order of their first news
    std::list<Run> runs;
    QHash<ShareId, ShareNow> statuses;
    QHash<QByteArray, QDateTime> full; // shares, and when that was said
    std::optional<QDateTime> pausedUntil;
};

Notifier::Impl::Impl(const CoreParts& given, Show chosen)
    : parts(given)
    , show(std::move(chosen))
    , pausedUntil(given.sharing.pausedUntil())
{
    for (const Share& share : parts.settings.current().shares)
        statuses.insert(share.id, parts.sharing.shareStatus(share.id).now);
}

void Notifier::Impl::take(const ActivityEvent& event)
{
    const bool isOk = event.outcome.value_or(Outcome::Ok) == Outcome::Ok;
    const QString share = format::name(event.share);
    switch (event.kind) {
    case Kind::LoggedIn:
        if (isOk)
            say(Level::All, QStringLiteral("login ") + event.user + format::address(event.peer),
                connected(event));
        break;
    case Kind::Download:
    case Kind::Upload:
        takeTransfer(event);
        break;
    case Kind::ShareLost:
        say(Level::Important, QStringLiteral("share ") + share,
            Notifier::tr("%1 is not available").arg(share));
        break;
    case Kind::ShareBack:
        say(Level::Important, QStringLiteral("share ") + share,
            Notifier::tr("%1 is available again and shared").arg(share));
        break;
    case Kind::Fault:
    case Kind::Limit:
        takeFault(event);
        break;
    case Kind::Blocked:
        if (!isByOwner(event))
            say(Level::Important, QStringLiteral("blocked ") + event.peer, blocked(event));
        break;
    default:
        break;
    }
}

void Notifier::Impl::takeTransfer(const ActivityEvent& event)
{
    if (event.outcome != Outcome::Ok || level() != Level::All)
        return;
    auto run = std::find_if(runs.begin(), runs.end(), [&event](const Run& one) {
        return one.kind == event.kind && one.user == event.user && one.share == event.share;
    });
    if (run == runs.end())
        run = runs.insert(run, {event.kind, event.user, event.share});
    ++run->files;
    run->bytes += static_cast<quint64>(std::max<qint64>(event.bytes.value_or(0), 0));
    run->isFresh = true;
    if (!timer.isActive())
        timer.start();
}

void Notifier::Impl::takeFault(const ActivityEvent& event)
{
    if (event.share.isEmpty() || !event.error || !isFull(*event.error))
        return;
    QDateTime& said = full[event.share];
    if (said.isValid() && said.secsTo(event.at) < fullAgainAfter)
        return;
    said = event.at;
    say(Level::Important, QStringLiteral("full ") + format::name(event.share),
        format::sentence(*event.error));
}

void Notifier::Impl::takeStatus(const ShareId& id)
{
    const ShareNow now = parts.sharing.shareStatus(id).now;
    const ShareNow before = std::exchange(statuses[id], now);
    const Share* const share = findShare(parts.settings.current(), id);
    if (share && now == ShareNow::Ended && before != ShareNow::Ended && before != ShareNow::Off) {
        const QString name = format::name(share->name);
        say(Level::Important, QStringLiteral("end ") + name,
            Notifier::tr("%1: %2", "a folder, and what became of it")
                .arg(name, timeIsOver(*share)));
    }
}

void Notifier::Impl::takePause()
{
    const std::optional<QDateTime> before = std::exchange(pausedUntil, parts.sharing.pausedUntil());
    // One that was ended by hand is known to who ended it.
    if (before && !pausedUntil && *before <= QDateTime::currentDateTimeUtc())
        say(Level::Important, QStringLiteral("pause"),
            Notifier::tr("Pause is over, sharing again"));
}

void Notifier::Impl::say(Level needed, const QString& about, const QString& text)
{
    if (level() < needed)
        return;
    const auto same = std::find_if(lines.begin(), lines.end(),
                                   [&about](const Line& line) { return line.about == about; });
    if (same == lines.end())
        lines.append({about, text, needed});
    else
        same->text = text;
    if (!timer.isActive())
        timer.start();
}

// What is to be said now. Runs that still grow stay for the next time.
QStringList Notifier::Impl::due()
{
    const Level now = level();
    QStringList texts;
    for (const Line& line : std::exchange(lines, {})) {
        if (line.level <= now)
            texts.append(line.text);
    }
    for (auto run = runs.begin(); run != runs.end();) {
        if (std::exchange(run->isFresh, false) && now == Level::All) {
            ++run;
            continue;
        }
        if (now == Level::All)
            texts.append(moved(*run));
        run = runs.erase(run);
    }
    return texts;
}

void Notifier::Impl::tell()
{
    QStringList texts = due();
    if (!runs.empty())
        timer.start();
    // In front, the window says it all by itself.
    const bool isInFront = QGuiApplication::focusWindow() != nullptr;
    if (texts.isEmpty() || isInFront)
        return;
    if (const qsizetype more = texts.size() - mostLines; more > 0) {
        texts.resize(mostLines);
        texts.append(Notifier::tr("… and %n more", nullptr, static_cast<int>(more)));
    }
    show(Notifier::tr("Sallyport"), texts.join(u'\n'));
}

Notifier::Notifier(const CoreParts& parts, TrayIcon& tray, QObject* parent)
    : Notifier(
        parts,
        [&tray](const QString& heading, const QString& text) { tray.showMessage(heading, text); },
        parent)
{
}

Notifier::Notifier(const CoreParts& parts, Show show, QObject* parent,
                   std::chrono::milliseconds gatherFor)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(parts, std::move(show)))
{
    m_impl->timer.setSingleShot(true);
    m_impl->timer.setInterval(gatherFor);
    connect(&m_impl->timer, &QTimer::timeout, this, [this] { m_impl->tell(); });
    connect(&parts.activity, &ActivityLog::recorded, this,
            [this](const ActivityEvent& event) { m_impl->take(event); });
    connect(&parts.sharing, &Sharing::shareStatusChanged, this,
            [this](const ShareId& share) { m_impl->takeStatus(share); });
    connect(&parts.sharing, &Sharing::pauseChanged, this, [this] { m_impl->takePause(); });
    connect(&parts.sharing, &Sharing::failed, this, [this](const Error& error) {
        m_impl->say(Level::Important, QStringLiteral("failed"), format::sentence(error));
    });
}

Notifier::~Notifier() = default;

} // namespace sallyport

#include "moc_notifier.cpp"
