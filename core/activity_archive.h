// ActivityArchive keeps the activity on disk: rotated JSON lines in the state folder, and reads the
// last of them back for a window. Nothing stops when the disk is full or the folder is gone: that
// is said once by failed().
//
// Threads: the main thread only. The disk is touched by `writer`, a pool of one thread.
#pragma once

#include "core/activity.h"
#include "core/result.h"

#include <QFuture>
#include <QList>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <memory>

namespace sallyport {

class ActivityLog;

class ActivityArchive final : public QObject {
    Q_OBJECT
public:
    // Bytes in one file before the next is begun, and how many files are kept.
    struct Rotation {
        qint64 maxBytes = 8 * 1024 * 1024;
        int files = 8;
    };
    // Archives what `log` records, but for Running events. `log` and `writer` outlive the archive.
    ActivityArchive(QString folder, ActivityLog& log, QThreadPool& writer, Rotation rotation,
                    QObject* parent = nullptr);
    ~ActivityArchive() override;
    // The last `atMost` events, oldest first; lines that cannot be read are left out.
    // Comes through the event loop; canceled when the archive goes first.
    QFuture<Result<QList<ActivityEvent>>> last(int atMost);
signals:
    void failed(const sallyport::Error& error);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport
