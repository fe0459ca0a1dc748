// LineOutput writes lines to a descriptor or a file without ever holding up the main thread: a
// terminal that is stopped, a pipe nobody reads and a full disk lose lines, and nothing else.
//
// What is written in one turn of the event loop is one job, and one system call: a wake for each
// line costs more than the line does.
//
// Threads: the main thread; the writing is done by `writer`, a pool of one thread that outlives it.
#pragma once

#include "core/guarded.h"
#include "core/result.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <memory>

namespace sallyport {

class LineOutput {
public:
    // Bytes that wait to be written; lines beyond are dropped.
    static constexpr qint64 maxWaiting = 64 * 1024 * 1024;

    // stdout or stderr; a closed one is no error.
    LineOutput(int descriptor, QThreadPool& writer);
    // Appends to a file, made 0600.
    static Result<std::unique_ptr<LineOutput>> open(const QString& path, QThreadPool& writer);
    ~LineOutput(); // what waits is still written

    void write(const QByteArray& lines);
    void flush(); // hands over what this turn of the event loop brought so far
    // Opens the file again by its name, after a program rotated it. Does nothing to a descriptor.
    void reopen();

private:
    struct State;
    struct Batch;
    std::shared_ptr<State> m_state;
    std::shared_ptr<Guarded<Batch>> m_batch; // of the last job; null: none
    QByteArray m_lines;                      // of this turn
    QObject m_turn;                          // for the end of it
    QThreadPool& m_writer;
};

} // namespace sallyport
