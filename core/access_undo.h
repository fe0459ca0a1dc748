// AccessUndo remembers which grants were changed, the last first, so that each can be taken back.
// What was changed by other means since is forgotten: nothing is given back that somebody decided
// anew.
//
// Threads: the main thread. A value.
#pragma once

#include "core/settings.h"

#include <QList>

#include <optional>

namespace sallyport {

class AccessUndo {
public:
    static constexpr qsizetype most = 100;

    struct Step {
        AccountId account;
        ShareId share;
        std::optional<Access> before;
        std::optional<Access> after;
        bool operator==(const Step&) const = default;
    };

    bool isEmpty() const { return m_steps.isEmpty(); }
    const Step& last() const { return m_steps.last(); }
    void add(const Step& step);
    void removeLast() { m_steps.removeLast(); }
    // Keeps what still holds in `settings`.
    void keepTrue(const Settings& settings);

private:
    QList<Step> m_steps; // the last at the end
};

} // namespace sallyport
