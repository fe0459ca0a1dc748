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
    // Writes events to a file of the owner's choice: JSON lines as the archive's own, or CSV (RFC
    // 4180, UTF-8 with a mark so that spreadsheets read it; cells that begin like a formula are
    // defused).
    enum class Format { JsonLines, Csv };
    QFuture<Result<void>> exportTo(const QString& file, Format format,
                                   const QList<ActivityEvent>& events);
signals:
    void failed(const sallyport::Error& error);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport
