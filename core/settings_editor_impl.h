// What the parts of SettingsEditor share: the queue of edits, and how a wish becomes one.
//
// Threads: as settings_editor.h.
#pragma once

#include "core/access_undo.h"
#include "core/auth/password_verifier.h"
#include "core/edit_queue.h"
#include "core/pool_job.h"
#include "core/reports.h"
#include "core/settings_editor.h"
#include "core/settings_edits.h"
#include "core/settings_store.h"
#include "core/when_done.h"

#include <QPromise>

#include <atomic>
#include <utility>

namespace sallyport {

// A password of ours alone, wiped when nobody needs it any more.
struct Secret {
    Secret() = default;
    explicit Secret(const QByteArray& bytes)
        : value(bytes.constData(), bytes.size())
    {
    }
    ~Secret() { wipe(value); }
    Q_DISABLE_COPY_MOVE(Secret)
    QByteArray copy() const { return QByteArray(value.constData(), value.size()); }

    QByteArray value;
};

inline Error shareIsGone()
{
    return {ErrorCode::NotFound, QStringLiteral("The shared folder is not there any more")};
}

inline Error personIsGone()
{
    return {ErrorCode::NotFound, QStringLiteral("The person is not there any more")};
}

// The settings file keeps whole seconds.
inline std::optional<QDateTime> wholeSeconds(const std::optional<QDateTime>& time)
{
    if (!time)
        return std::nullopt;
    return QDateTime::fromSecsSinceEpoch(time->toSecsSinceEpoch(), Qt::UTC);
}

struct SettingsEditor::Impl {
    Impl(SettingsEditor& owner, SettingsStore& store, CredentialStore& passwords, QThreadPool& pool)
        : editor(owner)
        , settings(store)
        , credentials(passwords)
        , worker(pool)
        , queue(store, pool)
    {
    }

    // `saved` makes the answer, once the change is on the disk.
    template <typename T>
    QFuture<Result<T>> wish(std::function<Result<void>(const Settings&)> prepare,
                            std::function<Result<void>(Settings&)> change,
                            std::function<T()> saved);
    // Joins the others once it has looked at the disk, which may take as long as it likes.
    template <typename T>
    QFuture<Result<T>> lookAndWish(std::function<Result<void>()> look,
                                   std::function<Result<void>(const Settings&)> prepare,
                                   std::function<Result<void>(Settings&)> change,
                                   std::function<T()> saved);
    template <typename T>
    Edit editFor(const std::shared_ptr<QPromise<Result<T>>>& promise,
                 std::function<Result<void>(const Settings&)> prepare,
                 std::function<Result<void>(Settings&)> change, std::function<T()> saved);
    QFuture<Result<void>> wish(std::function<Result<void>(Settings&)> change,
                               std::function<void()> saved = {});
    // Something to find out that changes nothing.
    template <typename T>
    QFuture<T> ask(std::function<T()> question);

    QFuture<Result<void>> editShare(const ShareId& share, std::function<void(Share&)> change);
    template <typename T>
    QFuture<Result<T>> setVerifier(const AccountId& account, std::shared_ptr<Secret> password,
                                   std::function<T()> saved);
    void keep(const AccountId& account, const Secret& password);
    void forget(const AccountId& account);
    void undoMayHaveChanged();

    SettingsEditor& editor;
    SettingsStore& settings;
    CredentialStore& credentials;
    QThreadPool& worker;
    AccessUndo undo;
    bool couldUndo = false;
    std::shared_ptr<std::atomic<bool>> stop = std::make_shared<std::atomic<bool>>(false);
    Reports reports;
    EditQueue queue; // first to go
};

template <typename T>
Edit SettingsEditor::Impl::editFor(const std::shared_ptr<QPromise<Result<T>>>& promise,
                                   std::function<Result<void>(const Settings&)> prepare,
                                   std::function<Result<void>(Settings&)> change,
                                   std::function<T()> saved)
{
    const auto finish = [this, promise, saved = std::move(saved)](const Result<void>& result) {
        if (!result)
            promise->addResult(Result<T>(result.error()));
        else if constexpr (std::is_void_v<T>) {
            if (saved)
                saved();
            promise->addResult(Result<void>());
        } else {
            promise->addResult(Result<T>(saved()));
        }
        undoMayHaveChanged();
        promise->finish(); // may be the end of this
    };
    return {std::move(prepare), std::move(change), finish};
}

template <typename T>
QFuture<Result<T>> SettingsEditor::Impl::wish(std::function<Result<void>(const Settings&)> prepare,
                                              std::function<Result<void>(Settings&)> change,
                                              std::function<T()> saved)
{
    const auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    queue.add(editFor<T>(promise, std::move(prepare), std::move(change), std::move(saved)));
    return promise->future();
}

template <typename T>
QFuture<Result<T>> SettingsEditor::Impl::lookAndWish(
    std::function<Result<void>()> look, std::function<Result<void>(const Settings&)> prepare,
    std::function<Result<void>(Settings&)> change, std::function<T()> saved)
{
    const auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    Edit edit = editFor<T>(promise, std::move(prepare), std::move(change), std::move(saved));
    whenDone(ask<Result<void>>(std::move(look)), &reports,
             [this, edit = std::move(edit)](const Result<void>& looked) mutable {
                 Edit next = std::move(edit); // finish() may be the end of this
                 looked ? queue.add(std::move(next)) : next.finish(looked);
             });
    return promise->future();
}

template <typename T>
QFuture<T> SettingsEditor::Impl::ask(std::function<T()> question)
{
    const auto promise = std::make_shared<QPromise<T>>();
    promise->start();
    const QFuture<T> future = promise->future();
    startJob(
        worker,
        [question = std::move(question), promise = promise, sender = reports.sender()]() mutable {
            T answer = question();
            question = nullptr; // what it holds belongs to the main thread from now on
            sender.post([promise = std::move(promise), answer = std::move(answer)] {
                promise->addResult(answer);
                promise->finish();
            });
        });
    return future;
}

} // namespace sallyport
