// FileLock is a lock that the whole computer sees, for as long as the object lives: on a file that
// is never removed, with the holder's process id in it. It goes with its process, however that
// ends.
//
// Threads: any. Two locks on one file exclude each other, also within one process.
// Source: flock(2); it does not reach other computers of a network mount.
#pragma once

#include "core/result.h"

#include <QString>

#include <chrono>
#include <optional>

namespace sallyport {

class FileLock {
public:
    // Makes the file if it is missing, 0600. Busy after `wait`, with the holder's process id in the
    // message: "<what> is used by process 4711". `what` begins a sentence: "This profile".
    static Result<FileLock> take(const QString& path, const QString& what,
                                 std::chrono::milliseconds wait = {});
    // Which process has the lock on the file, without touching it; nothing: none, or none that can
    // be seen. Source: proc(5), /proc/locks.
    static std::optional<int> holder(const QString& path);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock(); // lets go

private:
    explicit FileLock(int descriptor);
    int m_descriptor;
};

} // namespace sallyport
