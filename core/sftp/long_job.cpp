#include "core/sftp/long_job.h"

#include <algorithm>

namespace sallyport::sftp {

namespace {

// Bytes read at once for hashing: enough for few calls, little enough for the cache.
constexpr std::size_t hashStep = 256 * 1024;

} // namespace

CopyJob::CopyJob(File& source, quint64 from, quint64 length, File& target, quint64 to)
    : m_source(source)
    , m_target(target)
    , m_from(from)
    , m_length(length)
    , m_to(to)
{
}

Result<LongJob::Progress> CopyJob::step()
{
    const quint64 left = m_length == 0 ? jobSlice : m_length - m_copied;
    const quint64 wanted = std::min(left, jobSlice);
    const auto copied = m_source.copyTo(m_target, m_from + m_copied, m_to + m_copied, wanted);
    if (!copied)
        return copied.error();
    m_copied += *copied;
    const bool ended = *copied == 0 || (m_length != 0 && m_copied >= m_length);
    return ended ? Progress::Done : Progress::More;
}

HashJob::HashJob(File& file, std::unique_ptr<File> owned, QCryptographicHash::Algorithm algorithm,
                 Range range)
    : m_owned(std::move(owned))
    , m_file(file)
    , m_hash(algorithm)
    , m_range(range)
    , m_buffer(hashStep)
{
}

Result<LongJob::Progress> HashJob::step()
{
    for (quint64 slice = 0; slice < jobSlice && m_done < m_range.length;) {
        const quint64 wanted =
            std::min<quint64>({hashStep, m_range.length - m_done, jobSlice - slice});
        const auto got =
            m_file.readAt(m_range.from + m_done, std::span(m_buffer).first(std::size_t(wanted)));
        if (!got)
            return got.error();
        if (*got == 0)
            return finish();
        add({m_buffer.data(), qsizetype(*got)});
        m_done += *got;
        slice += *got;
    }
    return m_done < m_range.length ? Result<Progress>(Progress::More) : finish();
}

// The last block may be short; a range without bytes has the hash of nothing.
Result<LongJob::Progress> HashJob::finish()
{
    if (m_inBlock > 0 || m_digests.isEmpty())
        endBlock();
    return Progress::Done;
}

void HashJob::add(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        qsizetype count = bytes.size();
        if (m_range.block != 0)
            count = std::min(count, qsizetype(m_range.block - m_inBlock));
        m_hash.addData(bytes.first(count));
        bytes = bytes.sliced(count);
        m_inBlock += quint64(count);
        if (m_range.block != 0 && m_inBlock == m_range.block)
            endBlock();
    }
}

void HashJob::endBlock()
{
    m_digests += m_hash.result();
    m_hash.reset();
    m_inBlock = 0;
}

} // namespace sallyport::sftp
