#include "ui/activity/live_connections.h"

#include "core/activity_log.h"
#include "core/settings_store.h"
#include "core/sharing.h"

#include <QHash>
#include <QSet>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <deque>

namespace sallyport {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

namespace {

constexpr auto lookEvery = 250ms;   // at most
constexpr auto smoothOver = 2s;     // of a rate
constexpr auto keepFinished = 3s;   // the row of a transfer that is done
constexpr auto goOnFor = 3s;        // looking, after the last thing that changed
constexpr auto newSamplesFrom = 1s; // without a look: what is older says nothing of a rate

struct Sample {
    Steady::time_point at;
    quint64 received = 0, sent = 0;
};

struct Finished {
    Steady::time_point at;
    ConnectionInfo::Doing doing = ConnectionInfo::Doing::Nothing;
    VirtualPath file;
    quint64 bytes = 0;
};

// What is remembered of a connection between two looks.
struct Track {
    std::deque<Sample> samples; // the oldest first; the first may be smoothOver old
    std::optional<Finished> finished;
    quint64 receiving = 0, sending = 0; // bytes a second

    void add(const Sample& now)
    {
        if (!samples.empty() && now.at - samples.back().at > newSamplesFrom)
            samples.clear();
        samples.push_back(now);
        while (samples.size() > 2 && now.at - samples[1].at >= smoothOver)
            samples.pop_front();
        const std::chrono::duration<double> passed = now.at - samples.front().at;
        const auto rate = [&passed](quint64 from, quint64 to) {
            return passed.count() > 0 && to > from ? quint64(double(to - from) / passed.count())
                                                   : quint64(0);
        };
        receiving = rate(samples.front().received, now.received);
        sending = rate(samples.front().sent, now.sent);
    }
};

bool isSame(const LiveConnection& a, const LiveConnection& b)
{
    return a.info.id == b.info.id && a.info.received == b.info.received
        && a.info.sent == b.info.sent && a.info.transferring == b.info.transferring
        && a.info.doing == b.info.doing && a.info.lastRequest == b.info.lastRequest
        && a.info.file == b.info.file && a.info.size == b.info.size && a.info.moved == b.info.moved
        && a.info.user == b.info.user && a.info.client == b.info.client && a.rate == b.rate
        && a.finished == b.finished;
}

} // namespace

struct LiveConnections::Impl {
    Impl(LiveConnections* owner, const Sharing& parts, const SettingsStore& store)
        : q(owner)
        , sharing(parts)
        , settings(store)
    {
    }

    LiveConnections* const q;
    const Sharing& sharing;
    const SettingsStore& settings;
    QTimer timer;
    QList<LiveConnection> all;
    QHash<quint64, Track> tracks; // by connection
    Steady::time_point lastLook{}, lastChange{};
    quint64 sending = 0, receiving = 0;
    int looks = 0;

    // Looks as soon as it may.
    void lookSoon()
    {
        const auto since = Steady::now() - lastLook;
        const auto wait = since >= lookEvery
            ? 0ms
            : std::chrono::ceil<std::chrono::milliseconds>(lookEvery - since);
        if (!timer.isActive() || timer.remainingTimeAsDuration() > wait)
            timer.start(wait);
    }

    void heard(const ActivityEvent& event)
    {
        const bool isTransfer = event.kind == Kind::Download || event.kind == Kind::Upload;
        if (isTransfer && event.outcome == Outcome::Ok && event.path) {
            tracks[event.connection].finished =
                Finished{Steady::now(),
                         event.kind == Kind::Download ? ConnectionInfo::Doing::Downloading
                                                      : ConnectionInfo::Doing::Uploading,
                         *event.path, quint64(event.bytes.value_or(0))};
        }
        if (event.connection == 0)
            return;
        lastChange = Steady::now();
        lookSoon();
    }

    LiveConnection looked(const ConnectionInfo& info, Steady::time_point now)
    {
        Track& track = tracks[info.id];
        track.add({now, info.received, info.sent});
        LiveConnection one;
        one.info = info;
        one.rate = track.receiving + track.sending;
        // A connection tells a little later that its transfer is over than the log does.
        const bool isNext =
            info.transferring && track.finished && track.finished->file != info.file;
        if (isNext || (track.finished && now - track.finished->at >= keepFinished))
            track.finished.reset();
        if (track.finished && !info.transferring) {
            one.finished = true;
            one.info.doing = track.finished->doing;
            one.info.file = track.finished->file;
            one.info.size = one.info.moved = track.finished->bytes;
        }
        one.share = one.info.file.first();
        return one;
    }

    void look()
    {
        ++looks;
        const auto now = Steady::now();
        lastLook = now;
        QList<LiveConnection> found;
        QSet<quint64> open;
        const QList<ConnectionInfo> connections = sharing.server().connections();
        for (const ConnectionInfo& info : connections) {
            open.insert(info.id);
            if (!info.account.value.isEmpty())
                found += looked(info, now);
        }
        tracks.removeIf([&open](const auto& track) { return !open.contains(track.key()); });
        std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
            return a.info.since != b.info.since ? a.info.since < b.info.since
                                                : a.info.id < b.info.id;
        });
        sending = receiving = 0;
        for (const Track& track : std::as_const(tracks)) {
            sending += track.sending;
            receiving += track.receiving;
        }
        const bool sameRows =
            std::equal(found.cbegin(), found.cend(), all.cbegin(), all.cend(),
                       [](const auto& a, const auto& b) { return a.info.id == b.info.id; });
        const bool same =
            sameRows && std::equal(found.cbegin(), found.cend(), all.cbegin(), isSame);
        all = found;
        if (!same)
            lastChange = now;
        const bool anyFinished = std::any_of(
            all.cbegin(), all.cend(), [](const LiveConnection& one) { return one.finished; });
        if (anyFinished || (!all.isEmpty() && now - lastChange < goOnFor))
            lookSoon();
        if (!sameRows)
            emit q->countChanged();
        if (!same)
            emit q->changed();
    }
};

LiveConnections::LiveConnections(const Sharing& sharing, const SettingsStore& settings,
                                 ActivityLog& activity, QObject* parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(this, sharing, settings))
{
    m_impl->timer.setSingleShot(true);
    m_impl->timer.setTimerType(Qt::PreciseTimer); // a coarse one comes early, too
    connect(&m_impl->timer, &QTimer::timeout, this, [this] { m_impl->look(); });
    connect(&activity, &ActivityLog::recorded, this,
            [this](const ActivityEvent& event, qint64) { m_impl->heard(event); });
    connect(&sharing.server(), &Server::connectionCountChanged, this,
            [this](int) { m_impl->lookSoon(); });
    connect(&settings, &SettingsStore::changed, this, [this] {
        m_impl->lookSoon();
        emit countChanged(); // who may see what may be another
    });
}

LiveConnections::~LiveConnections() = default;

const QList<LiveConnection>& LiveConnections::all() const
{
    return m_impl->all;
}

int LiveConnections::connectedTo(const ShareId& share) const
{
    QSet<AccountId> may;
    for (const Account& account : m_impl->settings.current().accounts) {
        if (account.access.contains(share))
            may.insert(account.id);
    }
    return int(
        std::count_if(m_impl->all.cbegin(), m_impl->all.cend(), [&may](const LiveConnection& one) {
            return may.contains(one.info.account);
        }));
}

int LiveConnections::people() const
{
    QSet<AccountId> all;
    for (const LiveConnection& one : m_impl->all)
        all.insert(one.info.account);
    return int(all.size());
}

bool LiveConnections::isMoving() const
{
    return transfers() > 0;
}

int LiveConnections::transfers() const
{
    return int(std::count_if(m_impl->all.cbegin(), m_impl->all.cend(),
                             [](const LiveConnection& one) { return one.info.transferring; }));
}

quint64 LiveConnections::sending() const
{
    return m_impl->sending;
}

quint64 LiveConnections::receiving() const
{
    return m_impl->receiving;
}

int LiveConnections::looks() const
{
    return m_impl->looks;
}

} // namespace sallyport

#include "moc_live_connections.cpp"
