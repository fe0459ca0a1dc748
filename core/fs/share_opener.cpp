#include "core/fs/share_opener.h"

#include "core/guarded.h"
#include "core/hash_map.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace sallyport {

namespace {

using Moment = std::chrono::steady_clock::time_point;

QString wordsOf(const Share& share)
{
    return QString::fromUtf8(share.name);
}

Error notAvailable(const Share& share)
{
    return {ErrorCode::Unavailable, QStringLiteral("%1 is not available").arg(wordsOf(share))};
}

// What one login wants of one share. Whoever waits drops it when it waits no more.
struct Request {
    Share share;
    std::optional<Result<OpenedShare>> answer;
    bool dropped = false;
};

// One share's openings: they run one after another, on one thread that ends with the last.
struct Lane {
    std::thread thread;
    bool running = false; // the thread has not seen an empty queue yet
    std::deque<std::shared_ptr<Request>> queue;
    std::optional<Moment> busySince;
    QByteArray name; // of the share, as last asked
    std::optional<FileAttributes> root;
    enum class Lost { No, Gone, AnotherFolder } lost = Lost::No;
};

} // namespace

struct ShareOpener::State {
    struct Lanes {
        HashMap<ShareId, std::shared_ptr<Lane>> lanes;
        std::deque<std::pair<Share, Result<void>>> news; // not reported yet
        bool ending = false;

        void note(const Share& share, const Result<void>& now);
    };

    State(OpenShare open, Report told, OpenerPatience forHow)
        : openShare(std::move(open))
        , report(std::move(told))
        , patience(forHow)
    {
    }

    const OpenShare openShare;
    const Report report;
    const OpenerPatience patience;
    Guarded<Lanes> lanes;
    std::condition_variable changed; // an answer came, or a thread came to its end
    std::mutex reporting;            // taken before the lock of the lanes, never after it

    void reportNews();
    Result<OpenedShare> openOne(const Share& share, std::optional<FileAttributes>& root) const;
    void work(const ShareId& id);
    static void ask(const std::shared_ptr<State>& state, const std::shared_ptr<Request>& request);
};

void ShareOpener::State::Lanes::note(const Share& share, const Result<void>& now)
{
    Lane& lane = *lanes[share.id];
    const auto lost = now                              ? Lane::Lost::No
        : now.error().code == ErrorCode::AnotherFolder ? Lane::Lost::AnotherFolder
                                                       : Lane::Lost::Gone;
    if (std::exchange(lane.lost, lost) == lost)
        return;
    news.emplace_back(share, now);
}

// In the order the news were noted, whichever thread is here first. Nothing once the end began: who
// listened may be gone.
void ShareOpener::State::reportNews()
{
    const std::lock_guard turn(reporting);
    for (;;) {
        std::optional<std::pair<Share, Result<void>>> next;
        {
            const auto all = lanes.lock();
            if (all->news.empty() || all->ending)
                return;
            next = std::move(all->news.front());
            all->news.pop_front();
        }
        if (report)
            report(next->first, next->second);
    }
}

// Never throws: a thread's end by an exception would be the program's.
Result<OpenedShare> ShareOpener::State::openOne(const Share& share,
                                                std::optional<FileAttributes>& root) const
{
    try {
        auto opened = openShare(share);
        if (opened) {
            const auto found = opened->files->attributes(VirtualPath(), Symlinks::Follow);
            if (!found)
                return found.error();
            root = *found;
        }
        return opened;
    } catch (const std::exception&) {
        return notAvailable(share);
    }
}

void ShareOpener::State::work(const ShareId& id)
{
    for (;;) {
        std::shared_ptr<Request> request;
        {
            const auto all = lanes.lock();
            Lane& lane = *all->lanes[id];
            std::erase_if(lane.queue, [](const auto& waiting) { return waiting->dropped; });
            if (lane.queue.empty() || all->ending) {
                lane.queue.clear();
                lane.running = false;
                changed.notify_all();
                return;
            }
            request = std::move(lane.queue.front());
            lane.queue.pop_front();
            lane.busySince = std::chrono::steady_clock::now();
        }

        std::optional<FileAttributes> root;
        auto opened = openOne(request->share, root);
        {
            const auto all = lanes.lock();
            Lane& lane = *all->lanes[id];
            lane.busySince.reset();
            if (root)
                lane.root = root;
            all->note(request->share, opened ? Result<void>() : Result<void>(opened.error()));
            if (!request->dropped)
                request->answer.emplace(std::move(opened));
            changed.notify_all();
        }
        reportNews();
        // What nobody waits for any more closes here, outside the locks.
    }
}

void ShareOpener::State::ask(const std::shared_ptr<State>& state,
                             const std::shared_ptr<Request>& request)
{
    const auto all = state->lanes.lock();
    auto& lane = all->lanes[request->share.id];
    if (!lane)
        lane = std::make_shared<Lane>();
    lane->name = request->share.name;
    lane->queue.push_back(request);
    if (lane->running)
        return;
    if (lane->thread.joinable())
        lane->thread.join(); // it is past its last lock: this waits for nothing
    try {
        lane->running = true;
        lane->thread = std::thread([state, id = request->share.id] { state->work(id); });
    } catch (const std::exception&) { // no more threads
        lane->running = false;
        lane->queue.pop_back();
        request->answer.emplace(notAvailable(request->share));
    }
}

ShareOpener::ShareOpener(OpenShare openShare, Report report, OpenerPatience patience)
    : m_state(std::make_shared<State>(std::move(openShare), std::move(report), patience))
{
}

ShareOpener::~ShareOpener()
{
    std::vector<std::thread> ended;
    {
        auto all = m_state->lanes.lock();
        all->ending = true;
        const auto isIdle = [&] {
            return std::none_of(all->lanes.cbegin(), all->lanes.cend(),
                                [](const auto& entry) { return entry.second->running; });
        };
        m_state->changed.wait_for(all.lock(), m_state->patience.end, isIdle);
        for (const auto& [id, lane] : all->lanes) {
            if (!lane->running && lane->thread.joinable())
                ended.push_back(std::move(lane->thread));
            else if (lane->thread.joinable())
                lane->thread.detach();
        }
    }
    for (std::thread& thread : ended)
        thread.join();
}

std::vector<Result<OpenedShare>> ShareOpener::open(const QList<Share>& shares)
{
    std::vector<std::shared_ptr<Request>> requests;
    for (const Share& share : shares) {
        requests.push_back(std::make_shared<Request>(Request{share, std::nullopt, false}));
        State::ask(m_state, requests.back());
    }

    std::vector<Result<OpenedShare>> results;
    {
        auto all = m_state->lanes.lock();
        const auto answered = [&] {
            return std::all_of(requests.begin(), requests.end(),
                               [](const auto& request) { return request->answer.has_value(); });
        };
        m_state->changed.wait_for(all.lock(), m_state->patience.login, answered);
        for (const auto& request : requests) {
            if (request->answer) {
                results.push_back(std::move(*request->answer));
                continue;
            }
            request->dropped = true;
            all->note(request->share,
                      Error{ErrorCode::Unavailable,
                            QStringLiteral("%1 does not answer").arg(wordsOf(request->share))});
            results.push_back(notAvailable(request->share));
        }
    }
    m_state->reportNews();
    return results;
}

void ShareOpener::look(const QList<Share>& shares)
{
    for (const Share& share : shares)
        State::ask(m_state, std::make_shared<Request>(Request{share, std::nullopt, false}));
}

std::optional<FileAttributes> ShareOpener::rootAttributes(const ShareId& share) const
{
    const auto all = m_state->lanes.lock();
    const auto lane = all->lanes.find(share);
    return lane != all->lanes.end() ? lane->second->root : std::nullopt;
}

QStringList ShareOpener::stuck() const
{
    const auto now = std::chrono::steady_clock::now();
    const auto all = m_state->lanes.lock();
    QStringList names;
    for (const auto& [id, lane] : all->lanes) {
        if (lane->busySince && now - *lane->busySince >= m_state->patience.login)
            names.append(QStringLiteral("opening %1").arg(QString::fromUtf8(lane->name)));
    }
    return names;
}

} // namespace sallyport
