// LeftoverSweeper removes what uploads left behind in a share: temporary files whose program died,
// and drafts kept as `<name>.part` for longer than a day that nobody went on with.
//
// A temporary file is a leftover if its lock is free, since its program holds that while it lives,
// or, where the file system has no locks, if it is older than a day. A `.part` is removed only
// while its mark fits: a file that anybody changed, and any that was not made here, stays.
//
// Threads: look() from any; it starts a thread for a share that was not swept for a day and returns
// at once. The destructor waits 5 s at most; a thread that a dead disk holds is left behind, and
// owns all it touches.
#pragma once

#include "core/settings.h"

#include <chrono>
#include <memory>

namespace sallyport {

// How long a leftover without an owner may lie, and how often a share is swept.
inline constexpr std::chrono::hours leftoverAge{24};

class LeftoverSweeper {
public:
    // `age`: for tests.
    explicit LeftoverSweeper(std::chrono::seconds age = leftoverAge);
    ~LeftoverSweeper();
    LeftoverSweeper(const LeftoverSweeper&) = delete;
    LeftoverSweeper& operator=(const LeftoverSweeper&) = delete;

    // `root`: of the share's folder, O_PATH; not kept.
    void look(const Share& share, int root);
    bool isSweeping() const;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace sallyport
