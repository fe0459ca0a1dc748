#include "core/ssh/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace sallyport::ssh {

namespace {

constexpr double smallestBucket = 32 * 1024; // bytes: one packet of data
constexpr double smallestPiece = 4 * 1024;   // bytes; less is not worth a packet of its own

} // namespace

RateLimit::RateLimit(quint64 bytesPerSecond, Clock clock)
    : m_clock(std::move(clock))
    , m_rate(bytesPerSecond)
{
    const auto bucket = m_bucket.lock();
    bucket->filled = m_clock();
    bucket->bytes = capacity();
}

void RateLimit::setRate(quint64 bytesPerSecond)
{
    const auto bucket = m_bucket.lock();
    fill(*bucket);
    m_rate = bytesPerSecond;
    bucket->bytes = std::min(bucket->bytes, capacity());
}

double RateLimit::capacity() const
{
    return std::max(double(m_rate.load(std::memory_order_relaxed)) / 4, smallestBucket);
}

void RateLimit::fill(Bucket& bucket)
{
    const auto now = m_clock();
    const std::chrono::duration<double> passed = now - bucket.filled;
    bucket.filled = now;
    bucket.bytes = std::min(
        bucket.bytes + passed.count() * double(m_rate.load(std::memory_order_relaxed)), capacity());
}

std::size_t RateLimit::take(std::size_t wanted)
{
    if (m_rate.load(std::memory_order_relaxed) == 0)
        return wanted;
    const auto bucket = m_bucket.lock();
    fill(*bucket);
    if (bucket->bytes < std::min(double(wanted), smallestPiece))
        return 0;
    const auto taken = std::min(wanted, std::size_t(bucket->bytes));
    bucket->bytes -= double(taken);
    return taken;
}

void RateLimit::giveBack(std::size_t bytes)
{
    if (m_rate.load(std::memory_order_relaxed) == 0)
        return;
    const auto bucket = m_bucket.lock();
    bucket->bytes = std::min(bucket->bytes + double(bytes), capacity());
}

std::chrono::milliseconds RateLimit::wait()
{
    const auto rate = double(m_rate.load(std::memory_order_relaxed));
    if (rate == 0)
        return {};
    const auto bucket = m_bucket.lock();
    fill(*bucket);
    if (bucket->bytes >= smallestPiece)
        return {};
    return std::chrono::milliseconds(
        qint64(std::ceil((smallestPiece - bucket->bytes) / rate * 1000)));
}

} // namespace sallyport::ssh
