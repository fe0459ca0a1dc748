#include "core/ssh/reports.h"

namespace sallyport::ssh {

void Reports::post(std::function<void()> report)
{
    bool isFirst = false;
    {
        const auto waiting = m_waiting.lock();
        isFirst = waiting->empty();
        waiting->push_back(std::move(report));
    }
    // By name: what is allocated for the call then stays inside Qt, which the thread sanitizer is
    // told to trust.
    if (isFirst)
        QMetaObject::invokeMethod(this, "take", Qt::QueuedConnection);
}

void Reports::take()
{
    std::vector<std::function<void()>> reports;
    m_waiting.lock()->swap(reports);
    for (const auto& report : reports)
        report();
}

} // namespace sallyport::ssh

#include "moc_reports.cpp"
