#include "core/keychain/keychain_credential_store.h"

#include "core/keychain/keychain_job.h"
#include "core/keychain/session_credential_store.h"
#include "core/keychain/wipe.h"

#include <QPointer>
#include <QPromise>
#include <QSet>
#include <QTimer>

#include <deque>
#include <functional>
#include <optional>
#include <utility>

namespace sallyport {

namespace {

using Answer = std::function<void(const Result<QByteArray>&)>;

struct Question {
    enum class Kind { Read, Write, Remove };

    Kind kind = Kind::Read;
    QString key;
    QByteArray secret; // Write
    Answer answer;     // empty once given: the time was out
};

struct LateAnswer {
    QString key;
    Result<QByteArray> result;
};

Error busy()
{
    return {ErrorCode::Busy, QStringLiteral("The keychain has not answered yet")};
}

Error cancelled()
{
    return {ErrorCode::Cancelled, QStringLiteral("The program is ending")};
}

Result<void> withoutValue(const Result<QByteArray>& result)
{
    return result ? Result<void>() : Result<void>(result.error());
}

// A future, and the function that fulfils it.
template <typename T>
std::pair<QFuture<Result<T>>, Answer> makeFuture()
{
    const auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QFuture<Result<T>> future = promise->future();
    return {std::move(future), [promise](const Result<QByteArray>& result) {
                if constexpr (std::is_void_v<T>)
                    promise->addResult(withoutValue(result));
                else
                    promise->addResult(result);
                promise->finish();
            }};
}

} // namespace

// Answers are given last in each function: who is answered may ask again, or end the store.
struct KeychainCredentialStore::Impl {
    Impl(KeychainCredentialStore* owner, const Options& chosen);

    void ask(Question question);
    void beginNext();
    void begin();
    void takeWritten(const Result<QByteArray>& written);
    void takeReadBack(const Result<QByteArray>& read);
    void takeRemoved(const Result<QByteArray>& removed);
    void keepInMemory();
    void loseLasting();
    void end(Result<QByteArray> result);
    void giveUp();
    void turnAway(const Question& question);
    void keepLate(const Question& question, Result<QByteArray> result);
    std::optional<Result<QByteArray>> takeLate(const QString& key);
    void dropLate();
    void close();

    KeychainCredentialStore* const q;
    const Options options;
    KeychainJob job;
    QTimer timeOut;
    QTimer forget;
    SessionCredentialStore memory; // what no keychain took
    std::optional<Question> current;
    std::deque<Question> waiting; // empty while `current` is late
    QSet<QString> turnedAway;     // read while `current` was late
    std::optional<LateAnswer> late;
    bool lasting = true;
    bool tellLasting = false;
    bool closing = false;
};

KeychainCredentialStore::Impl::Impl(KeychainCredentialStore* owner, const Options& chosen)
    : q(owner)
    , options(chosen)
    , job(chosen.service, chosen.timeOut)
{
    timeOut.setSingleShot(true);
    timeOut.setInterval(options.timeOut);
    connect(&timeOut, &QTimer::timeout, q, [this] { giveUp(); });
    forget.setSingleShot(true);
    forget.setInterval(options.keepLateAnswer);
    connect(&forget, &QTimer::timeout, q, [this] { dropLate(); });
}

void KeychainCredentialStore::Impl::ask(Question question)
{
    if (closing)
        return question.answer(cancelled());
    if (current && !current->answer) {
        turnAway(question);
        return question.answer(busy());
    }
    waiting.push_back(std::move(question));
    beginNext();
}

void KeychainCredentialStore::Impl::beginNext()
{
    if (current || waiting.empty())
        return;
    current = std::move(waiting.front());
    waiting.pop_front();
    timeOut.start();
    begin();
}

void KeychainCredentialStore::Impl::begin()
{
    switch (current->kind) {
    case Question::Kind::Read:
        return job.read(current->key, [this](Result<QByteArray> read) { end(std::move(read)); });
    case Question::Kind::Remove:
        return job.remove(current->key,
                          [this](const Result<QByteArray>& removed) { takeRemoved(removed); });
    case Question::Kind::Write:
        return job.write(current->key, current->secret,
                         [this](const Result<QByteArray>& written) { takeWritten(written); });
    }
}

void KeychainCredentialStore::Impl::takeWritten(const Result<QByteArray>& written)
{
    if (written)
        return job.read(current->key,
                        [this](const Result<QByteArray>& read) { takeReadBack(read); });
    if (written.error().code == ErrorCode::Unavailable)
        return keepInMemory();
    end(written.error());
}

void KeychainCredentialStore::Impl::takeReadBack(const Result<QByteArray>& read)
{
    if (!read && read.error().code == ErrorCode::PermissionDenied)
        return end(read.error());
    if (!read || *read != current->secret)
        return keepInMemory();
    memory.forget(current->key);
    end(current->secret);
}

void KeychainCredentialStore::Impl::takeRemoved(const Result<QByteArray>& removed)
{
    const bool wasInMemory = memory.held(current->key).has_value();
    memory.forget(current->key);
    const bool isGone = !removed && removed.error().code == ErrorCode::Unavailable && wasInMemory;
    end(isGone ? Result<QByteArray>(QByteArray()) : removed);
}

void KeychainCredentialStore::Impl::keepInMemory()
{
    memory.hold(current->key, current->secret);
    loseLasting();
    end(current->secret);
}

void KeychainCredentialStore::Impl::loseLasting()
{
    tellLasting = lasting;
    lasting = false;
}

void KeychainCredentialStore::Impl::end(Result<QByteArray> result)
{
    timeOut.stop();
    Question question = std::move(*current);
    current.reset();
    wipeSecret(question.secret);
    if (!result && result.error().code == ErrorCode::Unavailable)
        loseLasting();
    if (!question.answer)
        keepLate(question, result);
    beginNext();

    const QSet<QString> others = std::exchange(turnedAway, {});
    const QPointer<KeychainCredentialStore> alive = q;
    if (std::exchange(tellLasting, false))
        emit q->lastingChanged();
    if (question.answer)
        question.answer(result);
    else if (alive)
        emit q->answered(question.key);
    for (const QString& key : others) {
        if (alive)
            emit q->answered(key);
    }
}

void KeychainCredentialStore::Impl::giveUp()
{
    const Answer first = std::exchange(current->answer, nullptr);
    std::deque<Question> rest = std::exchange(waiting, {});
    for (const Question& question : rest)
        turnAway(question);
    first(busy());
    for (Question& question : rest) {
        wipeSecret(question.secret);
        question.answer(busy());
    }
}

// Its answer can be had when the hung job has ended.
void KeychainCredentialStore::Impl::turnAway(const Question& question)
{
    if (question.kind == Question::Kind::Read && question.key != current->key)
        turnedAway.insert(question.key);
}

void KeychainCredentialStore::Impl::keepLate(const Question& question, Result<QByteArray> result)
{
    dropLate();
    if (question.kind == Question::Kind::Remove && result)
        result = Error{ErrorCode::NotFound, QStringLiteral("The password was removed")};
    late = {question.key, std::move(result)};
    forget.start();
}

std::optional<Result<QByteArray>> KeychainCredentialStore::Impl::takeLate(const QString& key)
{
    if (!late || late->key != key)
        return std::nullopt;
    forget.stop();
    return std::exchange(late, std::nullopt)->result;
}

void KeychainCredentialStore::Impl::dropLate()
{
    forget.stop();
    if (late && late->result)
        wipeSecret(*late->result);
    late.reset();
}

void KeychainCredentialStore::Impl::close()
{
    closing = true;
    timeOut.stop();
    dropLate();
    std::deque<Question> open = std::exchange(waiting, {});
    if (current)
        open.push_front(*std::exchange(current, std::nullopt));
    for (Question& question : open) {
        wipeSecret(question.secret);
        if (question.answer)
            question.answer(cancelled());
    }
}

KeychainCredentialStore::KeychainCredentialStore()
    : KeychainCredentialStore(Options())
{
}

KeychainCredentialStore::KeychainCredentialStore(const Options& options, QObject* parent)
    : CredentialStore(parent)
    , m_impl(std::make_unique<Impl>(this, options))
{
}

KeychainCredentialStore::~KeychainCredentialStore()
{
    m_impl->close();
}

QFuture<Result<QByteArray>> KeychainCredentialStore::read(const QString& key)
{
    if (auto answer = m_impl->takeLate(key))
        return QtFuture::makeReadyFuture(*std::move(answer));
    if (const auto secret = m_impl->memory.held(key))
        return QtFuture::makeReadyFuture(Result<QByteArray>(*secret));
    auto [future, answer] = makeFuture<QByteArray>();
    m_impl->ask({Question::Kind::Read, key, {}, std::move(answer)});
    return future;
}

QFuture<Result<void>> KeychainCredentialStore::write(const QString& key, const QByteArray& secret)
{
    if (m_impl->late && m_impl->late->key == key)
        m_impl->dropLate();
    auto [future, answer] = makeFuture<void>();
    m_impl->ask({Question::Kind::Write, key, secret, std::move(answer)});
    return future;
}

QFuture<Result<void>> KeychainCredentialStore::remove(const QString& key)
{
    if (m_impl->late && m_impl->late->key == key)
        m_impl->dropLate();
    auto [future, answer] = makeFuture<void>();
    m_impl->ask({Question::Kind::Remove, key, {}, std::move(answer)});
    return future;
}

bool KeychainCredentialStore::isLasting() const
{
    return m_impl->lasting;
}

} // namespace sallyport

#include "moc_keychain_credential_store.cpp"
