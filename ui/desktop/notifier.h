// Notifier tells of what happens while the window is not in front: who connected, what was taken
// and brought, and what needs care. News are gathered for a while and shown together; a run of
// transfers is one line when it has become quiet. The level is Settings::ui's "notifications": off,
// important (what is not available, blocked or ended) or all.
//
// A notification may stand on a locked screen, so it holds names, addresses and counts only: no
// paths, no links, no passwords.
//
// Threads: the main thread.
#pragma once

#include "ui/core_parts.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>

namespace sallyport {

class TrayIcon;

class Notifier final : public QObject {
    Q_OBJECT
public:
    using Show = std::function<void(const QString& heading, const QString& text)>;

    // Shows them beside the icon. What `parts` refers to, and `tray`, outlive it.
    Notifier(const CoreParts& parts, TrayIcon& tray, QObject* parent = nullptr);
    Notifier(const CoreParts& parts, Show show, QObject* parent = nullptr,
             std::chrono::milliseconds gatherFor = std::chrono::seconds{5});
    ~Notifier() override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport
