// whenDone() goes on with the answer of a future, and drops it when whoever asked is gone: a dialog
// may be closed while the keychain is still silent.
//
// QFuture::then() with a context would be the same, but up to Qt 6.6 it asserts that the context
// outlives the question.
//
// Threads: the main thread, where the futures of core end.
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <utility>

namespace sallyport {

// `answered` takes a const T&. A future that was canceled is not answered.
template <typename T, typename Answered>
void whenDone(const QFuture<T>& future, QObject* asker, Answered answered)
{
    auto* watcher = new QFutureWatcher<T>(asker);
    QObject::connect(watcher, &QFutureWatcherBase::finished, asker,
                     [watcher, answered = std::move(answered)]() mutable {
                         watcher->deleteLater();
                         const QFuture<T> done = watcher->future();
                         if (done.resultCount() > 0)
                             answered(done.result());
                     });
    watcher->setFuture(future);
}

} // namespace sallyport
