#include "core/settings_store.h"

#include "core/guarded.h"
#include "core/pool_job.h"
#include "core/reports.h"
#include "core/settings_file.h"

#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QPromise>
#include <QTimer>

#include <condition_variable>
#include <functional>
#include <utility>

namespace sallyport {

namespace {

using Content = SettingsFile::Content;
using Promise = std::shared_ptr<QPromise<Result<void>>>;

// Events of the folder that belong to one change: an editor writes, renames, and removes.
constexpr std::chrono::milliseconds settleTime{100};

QFuture<Result<void>> done(const Result<void>& result)
{
    QPromise<Result<void>> promise;
    promise.start();
    promise.addResult(result);
    promise.finish();
    return promise.future();
}

// What a read found out.
struct Reading {
    Result<Content> content;
    std::optional<Settings> lastGeneration; // if the content is damaged
    QString damagedCopy;
};

Reading readFile(const SettingsFile& file)
{
    Reading reading{file.read(), {}, {}};
    if (!reading.content && reading.content.error().code == ErrorCode::Damaged) {
        reading.lastGeneration = file.lastGeneration();
        reading.damagedCopy = file.damagedCopy();
    }
    return reading;
}

} // namespace

// Jobs run on the writer thread and report what they found to the main thread. `known` and
// `changes` belong to the writer's jobs alone; the rest to the main thread, but for what is
// Guarded.
struct SettingsStore::Impl {
    Impl(SettingsStore& owner, const QString& path, QThreadPool& pool)
        : store(owner)
        , file(path)
        , writer(pool)
    {
    }

    enum class Why { Asked, FolderChanged };
    // Work is done on the writer thread; what it returns is called on the main thread.
    using Finish = std::function<void(const Promise&)>;
    using Work = std::function<Finish()>;
    // A save belongs to the settings that its caller saw: `seen` is how many changes of the file
    // those are behind, by whomever.
    QFuture<Result<void>> run(Work work);
    QFuture<Result<void>> load(Why why);
    QFuture<Result<void>> save(const Settings& settings);
    void take(const Content& content);
    Result<void> takeReading(const Reading& reading, quint64 changesNow, Why why);
    void watch();

    SettingsStore& store;
    const SettingsFile file;
    QThreadPool& writer;
    QFileSystemWatcher watcher;
    QTimer settle;

    Settings current;
    std::optional<Settings> previous;
    QString damagedCopy;
    Error lastFailure; // so that a broken file is not reported at each event of its folder
    quint64 seen = 0;
    bool memoryOnly = false;

    Content known;       // of the writer's jobs
    quint64 changes = 0; // of the writer's jobs: how often `known` was another one

    Reports reports;
    Guarded<int> running;
    std::condition_variable ended;
};

QFuture<Result<void>> SettingsStore::Impl::run(Work work)
{
    const auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    const QFuture<Result<void>> future = promise->future();
    ++*running.lock();
    startJob(writer, [this, promise = promise, work = std::move(work)]() mutable {
        reports.post([promise = std::move(promise), finish = work()] {
            finish(promise);
            promise->finish();
        });
        const auto count = running.lock();
        --*count;
        ended.notify_all();
    });
    return future;
}

QFuture<Result<void>> SettingsStore::Impl::load(Why why)
{
    return run([this, why]() -> Finish {
        const Reading reading = readFile(file);
        if (reading.content && reading.content->text != known.text) {
            known = *reading.content;
            ++changes;
        }
        return [this, reading, why, changesNow = changes](const Promise& promise) {
            promise->addResult(takeReading(reading, changesNow, why));
        };
    });
}

QFuture<Result<void>> SettingsStore::Impl::save(const Settings& settings)
{
    return run([this, settings, base = seen]() -> Finish {
        const Error busy{ErrorCode::Busy, QStringLiteral("Settings changed meanwhile")};
        Result<Content> written = base == changes ? file.write(settings, known) : busy;
        if (written) {
            known = *written;
            return [this, content = *written, changesNow = ++changes](const Promise& promise) {
                seen = changesNow;
                take(content);
                promise->addResult(Result<void>());
            };
        }
        std::optional<Reading> reading;
        if (written.error().code == ErrorCode::Busy) {
            reading = readFile(file);
            if (reading->content && reading->content->text != known.text) {
                known = *reading->content;
                ++changes;
            }
        }
        return
            [this, error = written.error(), reading, changesNow = changes](const Promise& promise) {
                if (reading)
                    (void)takeReading(*reading, changesNow, Why::FolderChanged);
                promise->addResult(Result<void>(error));
            };
    });
}

void SettingsStore::Impl::take(const Content& content)
{
    previous.reset();
    damagedCopy.clear();
    const bool wasDamaged = std::exchange(lastFailure, {}) != Error();
    watch();
    if (memoryOnly)
        return;
    if (wasDamaged)
        emit store.mended();
    if (current == content.settings)
        return;
    current = content.settings;
    emit store.changed(current);
}

Result<void> SettingsStore::Impl::takeReading(const Reading& reading, quint64 changesNow, Why why)
{
    if (memoryOnly)
        return {};
    watch();
    if (reading.content) {
        seen = changesNow;
        // Gone for a moment, under the hands of an editor: that takes nobody's rights away.
        if (reading.content->text.isNull() && why == Why::FolderChanged)
            return {};
        const Settings before = current;
        take(*reading.content);
        if (why == Why::FolderChanged && current != before)
            emit store.reloaded();
        return {};
    }
    previous = reading.lastGeneration;
    damagedCopy = reading.damagedCopy;
    const Error& error = reading.content.error();
    const bool isNews = error != lastFailure;
    lastFailure = error;
    if (isNews && why == Why::FolderChanged)
        emit store.failed(error);
    return error;
}

// The folder tells of a new file in place of the old one, the file of writing into it. The watch on
// the file ends with the file it was set on, and the watcher does not say so: it is set anew each
// time.
void SettingsStore::Impl::watch()
{
    const QString folder = QFileInfo(file.path()).path();
    if (memoryOnly || !QFileInfo(folder).isDir())
        return;
    if (!watcher.directories().contains(folder))
        watcher.addPath(folder);
    watcher.removePath(file.path());
    if (QFileInfo::exists(file.path()))
        watcher.addPath(file.path());
}

SettingsStore::SettingsStore(QString filePath, QThreadPool& writer, QObject* parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(*this, filePath, writer))
{
    qRegisterMetaType<Settings>();
    qRegisterMetaType<Error>();
    m_impl->settle.setSingleShot(true);
    m_impl->settle.setInterval(settleTime);
    const auto settle = [this] { m_impl->settle.start(); };
    connect(&m_impl->watcher, &QFileSystemWatcher::directoryChanged, this, settle);
    connect(&m_impl->watcher, &QFileSystemWatcher::fileChanged, this, settle);
    connect(&m_impl->settle, &QTimer::timeout, this,
            [this] { m_impl->load(Impl::Why::FolderChanged); });
}

SettingsStore::~SettingsStore()
{
    auto running = m_impl->running.lock();
    m_impl->ended.wait(running.lock(), [&] { return *running == 0; });
}

QFuture<Result<void>> SettingsStore::load()
{
    if (m_impl->memoryOnly)
        return done({});
    m_impl->watch();
    return m_impl->load(Impl::Why::Asked);
}

const Settings& SettingsStore::current() const
{
    return m_impl->current;
}

const std::optional<Settings>& SettingsStore::previous() const
{
    return m_impl->previous;
}

std::optional<Error> SettingsStore::damage() const
{
    const bool isGood = m_impl->lastFailure == Error();
    return isGood ? std::nullopt : std::optional(m_impl->lastFailure);
}

const QString& SettingsStore::damagedCopy() const
{
    return m_impl->damagedCopy;
}

QFuture<Result<void>> SettingsStore::save(const Settings& settings)
{
    if (!m_impl->memoryOnly) {
        m_impl->watch();
        return m_impl->save(settings);
    }
    if (auto checked = checkSettings(settings); !checked)
        return done(checked);
    adopt(settings);
    return done({});
}

QFuture<Result<void>> SettingsStore::replace(const Settings& settings)
{
    Impl* impl = m_impl.get();
    if (impl->memoryOnly)
        return save(settings);
    impl->watch();
    return impl->run([impl, settings]() -> Impl::Finish {
        const Result<Content> written = impl->file.replace(settings);
        if (written) {
            impl->known = *written;
            ++impl->changes;
        }
        return [impl, written, changesNow = impl->changes](const Promise& promise) {
            if (written) {
                impl->seen = changesNow;
                impl->take(*written);
            }
            promise->addResult(written ? Result<void>() : Result<void>(written.error()));
        };
    });
}

void SettingsStore::adopt(const Settings& settings)
{
    m_impl->memoryOnly = true;
    const QStringList watched = m_impl->watcher.directories() + m_impl->watcher.files();
    if (!watched.isEmpty())
        m_impl->watcher.removePaths(watched);
    m_impl->previous.reset();
    m_impl->damagedCopy.clear();
    m_impl->lastFailure = {};
    if (m_impl->current == settings)
        return;
    m_impl->current = settings;
    emit changed(m_impl->current);
}

} // namespace sallyport

#include "moc_settings_store.cpp"
