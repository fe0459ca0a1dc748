#include "core/ssh/live_counters.h"

namespace sallyport::ssh {

using namespace std::chrono_literals;

LiveCounters::LiveCounters(quint64 connection, Peer from)
    : id(connection)
    , peer(std::move(from))
    , m_since(QDateTime::currentDateTimeUtc())
{
    const Sample first{std::chrono::steady_clock::now(), 0};
    m_samples.lock()->fill(first);
    lastRequest = m_since.toMSecsSinceEpoch();
}

quint64 LiveCounters::rate(quint64 total)
{
    const auto samples = m_samples.lock();
    const auto now = std::chrono::steady_clock::now();
    if (now - samples->back().at >= 250ms) {
        std::move(samples->begin() + 1, samples->end(), samples->begin());
        samples->back() = {now, total};
    }
    const auto& oldest = samples->front();
    const std::chrono::duration<double> passed = now - oldest.at;
    return passed.count() > 0 ? quint64(double(total - oldest.total) / passed.count()) : 0;
}

ConnectionInfo LiveCounters::info()
{
    ConnectionInfo info;
    info.id = id;
    info.peer = peer.toString();
    info.since = m_since;
    info.received = received.load(std::memory_order_relaxed);
    info.sent = sent.load(std::memory_order_relaxed);
    info.bytesPerSecond = rate(info.received + info.sent);
    info.lastRequest =
        QDateTime::fromMSecsSinceEpoch(lastRequest.load(std::memory_order_relaxed), Qt::UTC);
    const auto now = words.lock();
    info.user = now->user;
    info.client = now->client;
    info.account = now->account;
    if (now->transfer) {
        using Doing = ConnectionInfo::Doing;
        info.transferring = true;
        info.doing = now->transfer->isUpload ? Doing::Uploading : Doing::Downloading;
        info.file = now->transfer->path;
        info.size = now->transfer->size;
        info.moved = now->transfer->moved;
    } else if (now->lookedAt) {
        info.doing = ConnectionInfo::Doing::Looking;
        info.file = *now->lookedAt;
    }
    return info;
}

QString LiveCounters::name()
{
    const ConnectionInfo now = info();
    QString name = QStringLiteral("connection %1, %2").arg(QString::number(now.id), now.peer);
    if (!now.user.isEmpty())
        name += QStringLiteral(", ") + now.user;
    if (now.transferring)
        name += QStringLiteral(", ") + QString::fromUtf8(now.file.bytes());
    return name;
}

} // namespace sallyport::ssh
