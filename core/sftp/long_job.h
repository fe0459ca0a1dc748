// LongJob is work that takes longer than a turn: copy-data and check-file. It is done in slices, so
// that a session answers other requests in between.
//
// Threads: its Session's. Ownership: a job refers to open files; its session ends the job before it
// closes them.
// Source: draft-ietf-secsh-filexfer-extensions-00 sections 3 and 7.
#pragma once

#include "core/file_system.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <memory>
#include <optional>
#include <vector>

namespace sallyport::sftp {

// Bytes of one slice: a turn of a session takes no longer than this takes on its disk.
inline constexpr quint64 jobSlice = quint64(8) * 1024 * 1024;

class LongJob {
public:
    enum class Progress { More, Done };

    virtual ~LongJob() = default;
    virtual Result<Progress> step() = 0;         // one slice; not after Done or an error
    virtual quint64 copied() const { return 0; } // bytes written to a file so far
};

// Copies from one file to another, where the storage can without moving the bytes through here.
class CopyJob final : public LongJob {
public:
    // `length` 0: to the end of the source.
    CopyJob(File& source, quint64 from, quint64 length, File& target, quint64 to);
    Result<Progress> step() override;
    quint64 copied() const override { return m_copied; }
    // The source ended before `length` bytes.
    bool endedEarly() const { return m_length != 0 && m_copied < m_length; }

private:
    File& m_source;
    File& m_target;
    const quint64 m_from, m_length, m_to;
    quint64 m_copied = 0;
};

// Hashes a range of a file, in blocks or as a whole.
class HashJob final : public LongJob {
public:
    struct Range {
        quint64 from = 0;
        quint64 length = 0; // bytes; less if the file ends before
        quint32 block = 0;  // bytes a hash; 0: one hash for all
    };

    // `owned`: the file, if the job opened it for itself; else null and `file` is someone's.
    HashJob(File& file, std::unique_ptr<File> owned, QCryptographicHash::Algorithm algorithm,
            Range range);
    Result<Progress> step() override;
    const QByteArray& digests() const { return m_digests; } // one after the other

private:
    void add(QByteArrayView bytes);
    void endBlock();
    Result<Progress> finish();

    const std::unique_ptr<File> m_owned;
    File& m_file;
    QCryptographicHash m_hash;
    const Range m_range;
    quint64 m_done = 0;    // bytes hashed
    quint64 m_inBlock = 0; // bytes of the block at hand
    std::vector<std::byte> m_buffer;
    QByteArray m_digests;
};

} // namespace sallyport::sftp
