// ShareOpener opens the folders behind shares, on threads of its own, so that a disk that sleeps or
// a server that hangs stops neither a login nor another share: one thread a share in need, gone
// when nobody waits for it any more.
//
// Threads: any; several logins ask at once. The report is called on an opener's or on a login's
// thread, one at a time, and must not call back.
// Ownership: what is opened belongs to the login; nothing is kept here but the attributes of the
// roots, so a root is let go with its last login. A thread that a dead disk holds is never killed:
// the destructor leaves it behind, and it owns all it touches.
#pragma once

#include "core/local_file_system.h"
#include "core/result.h"
#include "core/settings.h"

#include <QList>
#include <QStringList>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace sallyport {

struct OpenerPatience {
    std::chrono::milliseconds login{1000}; // what open() waits at most
    std::chrono::milliseconds end{5000};   // what the destructor waits at most
};

class ShareOpener {
public:
    // A share was lost (an error that says why) or is back: once for each change, and once more
    // when what was lost turns into AnotherFolder or back. A share whose first opening fails counts
    // as lost, one whose first opening works is no news.
    using Report = std::function<void(const Share& share, const Result<void>& now)>;

    explicit ShareOpener(OpenShare openShare, Report report = {}, OpenerPatience patience = {});
    ~ShareOpener();
    ShareOpener(const ShareOpener&) = delete;
    ShareOpener& operator=(const ShareOpener&) = delete;

    // Opens the shares for one login, in their order. One that is not there, or not within the
    // login's patience, is Unavailable: "Photos is not available".
    std::vector<Result<OpenedShare>> open(const QList<Share>& shares);
    // Looks at the shares without waiting: for the attributes of their roots and for the report.
    void look(const QList<Share>& shares);
    // Of the root, when it was last opened; empty if it never was.
    std::optional<FileAttributes> rootAttributes(const ShareId& share) const;
    // Threads that hold an opening longer than the login's patience, named for the log.
    QStringList stuck() const;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace sallyport
