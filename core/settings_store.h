// SettingsStore owns the settings file: JSON with a "version" and a "generation", written whole
// and atomically, so a crash leaves the old file or the new one; three generations are kept.
// One table of fields reads, writes, checks and serves `--set` and `settings get`.
//
// Threads: the main thread only. The disk is touched by `writer`, a pool of one thread.
#pragma once

#include "core/result.h"
#include "core/settings.h"

#include <QFuture>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <memory>
#include <optional>

namespace sallyport {

class SettingsStore final : public QObject {
    Q_OBJECT
public:
    // `writer` outlives the store.
    SettingsStore(QString filePath, QThreadPool& writer, QObject* parent = nullptr);
    ~SettingsStore() override;
    // Reads the file. A missing file is the defaults. A damaged one is an error (Damaged, with a
    // sentence that names the place) and a copy of it is kept as `.bad-<time>`; previous() then
    // holds the last generation, which is never adopted by itself. Again: reloads.
    QFuture<Result<void>> load();

    const Settings& current() const;
    const std::optional<Settings>& previous() const;
    // Why the file could not be read the last time; nothing: it could.
    std::optional<Error> damage() const;
    // Then: the file that keeps what it holds; empty: it could not be copied.
    const QString& damagedCopy() const;
    // Saves first, under `settings.lock`, and adopts second: on failure current() is what it was.
    // If the file is of another generation than current(), be it by a save of ours that is under
    // way, fails with Busy, "Settings changed meanwhile", and reloads. Saves run in the order of
    // the calls.
    QFuture<Result<void>> save(const Settings& settings);
    // The owner's choice after a file that cannot be read: `settings` takes its place, whatever it
    // holds. What it held is kept as `.bad-<time>`.
    QFuture<Result<void>> replace(const Settings& settings);
    // For a run that remembers nothing (`serve FOLDER`): current() is `settings`, the file is
    // neither read nor written from now on.
    void adopt(const Settings& settings);
signals:
    void changed(const sallyport::Settings& now); // saved here, or the file changed, or SIGHUP
    void reloaded();                              // after changed(): somebody else had saved
    void
    failed(const sallyport::Error& error); // the file changed and cannot be read: current() stays
    void mended();                         // it can be again, whatever it holds

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// One value by its path in the file ("limits.loginGrace"), as text. An unknown path fails with
// InvalidArgument and names the nearest; a value out of bounds with a sentence that says the
// bounds. Options of shares are "shares.Photos.quota", and "shares.*.quota" to set them for all.
Result<QString> settingsValue(const Settings& settings, const QString& path);
Result<void> setSettingsValue(Settings& settings, const QString& path, const QString& value);
// Whether setSettingsValue() would take it, whatever shares there are: for a command line.
Result<void> checkSettingsValue(const QString& path, const QString& value);
bool isUserName(const QString& name); // what the settings take as the name of an account
QStringList settingsPaths();          // of all single values: network.port, limits.loginGrace, ...

// What no field can see alone: two shares of one name, grants to unknown shares, guests without
// password while anybody may connect. InvalidArgument, with a sentence; save() asks too.
Result<void> checkSettings(const Settings& settings);

// The whole file's text, and back. Damaged for whatever is not understood, naming the place.
QByteArray settingsToJson(const Settings& settings, quint64 generation);
Result<Settings> settingsFromJson(const QByteArray& json, quint64* generation = nullptr);

} // namespace sallyport
