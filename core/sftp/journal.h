// Journal tells the activity list what a session does: a row for each transfer from its start to
// its end, one event for each change and for each incident.
//
// A transfer's row starts with the first READ or WRITE of an open file, or at its end if there was
// none. It is an upload once anything was written, else a download.
//
// Threads: its Session's. `files` and `activity` outlive it.
#pragma once

#include "core/activity.h"
#include "core/file_system.h"
#include "core/sftp/handle_table.h"
#include "core/sftp/session.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

namespace sallyport::sftp {

class Journal {
public:
    using Kind = ActivityEvent::Kind;
    using Outcome = ActivityEvent::Outcome;

    Journal(FileSystem& files, ActivitySink& activity, Client client,
            std::chrono::milliseconds progressEvery,
            std::shared_ptr<std::atomic<quint32>> transferIds);

    // A READ or a WRITE was asked; bytes moved; it failed.
    void transferAsked(OpenHandle& handle);
    void transferMoved(OpenHandle& handle);
    void transferFailed(OpenHandle& handle, const Error& error);
    // The file is closed, as `closed` says; or the session ended before.
    void transferEnded(OpenHandle& handle, const Result<void>& closed);
    void transferCutShort(OpenHandle& handle, const QString& reason);

    // A change was made. `elapsed`: how long it took, where it is told.
    void done(Kind kind, const VirtualPath& path, const QByteArray& target = {},
              const QString& message = {}, std::optional<std::chrono::milliseconds> elapsed = {});
    // A request failed. `kind`: what it would have been; none for requests that change nothing,
    // which are silent unless the path escaped or the computer failed.
    void failed(std::optional<Kind> kind, const VirtualPath& path, const Error& error,
                const QByteArray& target = {});
    // The client broke the protocol: refused and the session goes on, or failed and it ends.
    void protocolBroken(const QString& message, Outcome outcome);
    // A limit was met. One incident until limitEased().
    void limitMet(const VirtualPath& path, const Error& error);
    void limitEased() { m_limitTold = false; }

private:
    ActivityEvent event(Kind kind) const;
    ActivityEvent event(Kind kind, const VirtualPath& path) const;
    void recordTransfer(OpenHandle& handle, Outcome outcome, std::optional<Error> error = {});

    FileSystem& m_files;
    ActivitySink& m_activity;
    const Client m_client;
    const std::chrono::milliseconds m_progressEvery;
    const std::shared_ptr<std::atomic<quint32>> m_transferIds;
    bool m_limitTold = false;
};

} // namespace sallyport::sftp
