#include "core/reports.h"

#include <QScopeGuard>

#include <utility>

namespace sallyport {

void Reports::Sender::post(std::function<void()> report) const
{
    const auto box = m_box->lock();
    if (!box->owner)
        return;
    box->waiting.push_back(std::move(report));
    auto unposted = qScopeGuard([&box] { box->waiting.pop_back(); }); // where memory runs out
    // By name: what is allocated for the call then stays inside Qt, which the thread sanitizer is
    // told to trust. Under the lock: the owner cannot go meanwhile.
    QMetaObject::invokeMethod(box->owner, "takeOne", Qt::QueuedConnection);
    unposted.dismiss();
}

Reports::Reports()
{
    m_sender.m_box->lock()->owner = this;
}

Reports::~Reports()
{
    std::deque<std::function<void()>> dropped; // outside the lock: what they hold may post
    const auto box = m_sender.m_box->lock();
    box->owner = nullptr;
    box->waiting.swap(dropped);
}

void Reports::takeOne()
{
    std::function<void()> report;
    {
        const auto box = m_sender.m_box->lock();
        report = std::move(box->waiting.front());
        box->waiting.pop_front();
    }
    report(); // may be the end of this
}

} // namespace sallyport

#include "moc_reports.cpp"
