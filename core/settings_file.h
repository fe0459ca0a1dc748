// SettingsFile is the settings on disk: read, checked, and written whole, so that a crash leaves
// the old text or the new one. Beside it lie `.1`, `.2` and `.3`, what it held before, the newest
// first;
// `.bad-<time>`, what could not be read; and `settings.lock`.
//
// Threads: any; its calls block on the disk, and edit() and write() up to 10 s on the lock. Several
// objects, in several processes, may be of one file.
// Errors: Damaged for what cannot be read as settings; sentences name "the settings", never a
// folder.
#pragma once

#include "core/result.h"
#include "core/settings.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <optional>

namespace sallyport {

class SettingsFile {
public:
    static constexpr qint64 maxSize = 16 * 1024 * 1024; // bytes
    static constexpr int generations = 3;

    struct Content {
        Settings settings;
        quint64 generation = 0;
        QByteArray text; // null: there is no file, and these are the defaults
    };

    explicit SettingsFile(QString path);
    const QString& path() const { return m_path; }

    // Readable by others? Then not any more. A damaged file is copied to `.bad-<time>`, once.
    Result<Content> read() const;
    std::optional<Settings> lastGeneration() const; // the newest of the three that can be read
    // The copy that read() made of the damaged file as it is now; empty: there is none.
    QString damagedCopy() const;
    // Writes what follows `known`. Busy, "Settings changed meanwhile", if the file is another now.
    Result<Content> write(const Settings& settings, const Content& known) const;
    // Whatever the file holds now is kept as a generation, or as `.bad-<time>`.
    Result<Content> replace(const Settings& settings) const;
    // Read, change, write, with the lock held all the while: nothing of another editor is lost. An
    // error of `change` writes nothing.
    Result<void> edit(const std::function<Result<void>(Settings&)>& change) const;

private:
    Result<Content> put(const Settings& settings, const Content& before) const;
    void keepDamaged(const QByteArray& text) const;

    QString m_path;
};

} // namespace sallyport
