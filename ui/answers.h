// Takes the answer of a wish that core grants later. QFuture::then() with a context may not be used
// for it: in Qt 6.4 it breaks off the program when the context has gone before the answer.
//
// Threads: the main thread.
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <utility>

namespace sallyport {

// Calls `answered` with the answer; not at all when `context` has gone, or no answer came.
template <typename T, typename Answered>
void whenAnswered(QObject& context, const QFuture<T>& wish, Answered answered)
{
    auto* watcher = new QFutureWatcher<T>(&context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, &context,
                     [watcher, answered = std::move(answered)]() mutable {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() > 0)
                             answered(watcher->result());
                     });
    watcher->setFuture(wish);
}

} // namespace sallyport
