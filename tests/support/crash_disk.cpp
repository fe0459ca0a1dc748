#include "tests/support/crash_disk.h"

#include <algorithm>
#include <optional>

namespace sallyport::test {

namespace {

// What a disk writes at once.
constexpr qint64 sector = 512;

QByteArray folderOf(const QByteArray& name)
{
    return name.left(qMax(name.lastIndexOf('/'), qsizetype(0)));
}

void put(QByteArray& content, qint64 offset, const QByteArray& data)
{
    if (content.size() < offset + data.size())
        content.append(QByteArray(offset + data.size() - content.size(), '\0'));
    content.replace(offset, data.size(), data);
}

void resize(QByteArray& content, qint64 size)
{
    if (size < content.size())
        content.truncate(size);
    else
        content.append(QByteArray(size - content.size(), '\0'));
}

// Which of `count` changes reached the disk: all, none, the first so many, or any.
std::vector<bool> survivors(std::size_t count, std::mt19937& random)
{
    const auto pick = [&](std::size_t from) {
        return std::uniform_int_distribution<std::size_t>(0, from)(random);
    };
    const std::size_t way = pick(3);
    const std::size_t first = way == 0 ? count : way == 1 ? 0 : pick(count);
    std::vector<bool> chosen(count);
    for (std::size_t i = 0; i < count; ++i)
        chosen[i] = way == 3 ? pick(1) == 1 : i < first;
    return chosen;
}

} // namespace

// Both sides of a disk: what is safe, and what waits to be written, in its order.
struct CrashDisk::State {
    struct File {
        QByteArray safe;
        std::vector<const Event*> waiting;
    };
    struct Folder {
        QMap<QByteArray, Number> safe;
        std::vector<const Event*> waiting;
    };
    QMap<Number, File> files;
    QMap<QByteArray, Folder> folders;
    QMap<QByteArray, Number> names; // as programs see them

    static void applyTo(QByteArray& content, const Event& event)
    {
        if (event.kind == Event::Kind::Write)
            put(content, event.offset, event.data);
        else
            resize(content, event.offset);
    }

    // `file`: of the name, as it was when it happened.
    static void applyTo(QMap<QByteArray, Number>& entries, const QByteArray& folder,
                        const Event& event)
    {
        if (event.kind == Event::Kind::Rename && folderOf(event.name) == folder)
            entries.remove(event.name);
        if (event.kind == Event::Kind::Remove)
            entries.remove(event.name);
        const QByteArray& made = event.kind == Event::Kind::Create ? event.name : event.target;
        if (event.kind != Event::Kind::Remove && folderOf(made) == folder)
            entries.insert(made, event.file);
    }

    void happen(const Event& event)
    {
        switch (event.kind) {
        case Event::Kind::Write:
        case Event::Kind::Truncate:
            files[event.file].waiting.push_back(&event);
            break;
        case Event::Kind::Sync: {
            File& file = files[event.file];
            for (const Event* change : file.waiting)
                applyTo(file.safe, *change);
            file.waiting.clear();
            break;
        }
        case Event::Kind::SyncFolder: {
            Folder& folder = folders[event.name];
            for (const Event* change : folder.waiting)
                applyTo(folder.safe, event.name, *change);
            folder.waiting.clear();
            break;
        }
        default: {
            const QByteArray from = folderOf(event.name);
            const QByteArray to = event.target.isNull() ? from : folderOf(event.target);
            folders[from].waiting.push_back(&event);
            if (to != from)
                folders[to].waiting.push_back(&event);
            applyTo(names, from, event);
            if (to != from)
                applyTo(names, to, event);
        }
        }
    }
};

void CrashDisk::create(const QByteArray& name, quint64 inode)
{
    m_files.insert(inode, ++m_last);
    add({Event::Kind::Create, m_last, name, {}, {}, 0});
}

void CrashDisk::write(quint64 inode, qint64 offset, const QByteArray& data)
{
    add({Event::Kind::Write, numberOf(inode), {}, {}, data, offset});
}

void CrashDisk::truncate(quint64 inode, qint64 size)
{
    add({Event::Kind::Truncate, numberOf(inode), {}, {}, {}, size});
}

void CrashDisk::sync(quint64 inode)
{
    add({Event::Kind::Sync, numberOf(inode), {}, {}, {}, 0});
}

void CrashDisk::syncFolder(const QByteArray& folder)
{
    add({Event::Kind::SyncFolder, 0, folder, {}, {}, 0});
}

void CrashDisk::rename(const QByteArray& from, const QByteArray& to)
{
    State state;
    for (const Event& event : m_log)
        state.happen(event);
    add({Event::Kind::Rename, state.names.value(from), from, to, {}, 0});
}

void CrashDisk::remove(const QByteArray& name)
{
    add({Event::Kind::Remove, 0, name, {}, {}, 0});
}

void CrashDisk::link(const QByteArray& from, const QByteArray& to)
{
    State state;
    for (const Event& event : m_log)
        state.happen(event);
    add({Event::Kind::Link, state.names.value(from), {}, to, {}, 0});
}

CrashDisk::Files CrashDisk::atMoment(std::size_t moment) const
{
    State state;
    for (std::size_t i = 0; i < moment; ++i)
        state.happen(m_log[i]);
    Files files;
    for (auto name = state.names.cbegin(); name != state.names.cend(); ++name) {
        QByteArray content = state.files[name.value()].safe;
        for (const Event* change : state.files[name.value()].waiting)
            State::applyTo(content, *change);
        files.insert(name.key(), content);
    }
    return files;
}

CrashDisk::Files CrashDisk::afterCrash(std::size_t moment, std::mt19937& random) const
{
    State state;
    for (std::size_t i = 0; i < moment; ++i)
        state.happen(m_log[i]);
    QMap<Number, QByteArray> contents;
    for (auto file = state.files.cbegin(); file != state.files.cend(); ++file) {
        QByteArray content = file->safe;
        const auto chosen = survivors(file->waiting.size(), random);
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            Event change = *file->waiting[i];
            if (!chosen[i])
                continue;
            // The last one that was under way may be there in part.
            if (change.kind == Event::Kind::Write && random() % 4 == 0)
                change.data.truncate(qint64(random() % std::size_t(change.data.size() + 1)) / sector
                                     * sector);
            State::applyTo(content, change);
        }
        contents.insert(file.key(), content);
    }
    Files files;
    for (auto folder = state.folders.cbegin(); folder != state.folders.cend(); ++folder) {
        QMap<QByteArray, Number> entries = folder->safe;
        const auto chosen = survivors(folder->waiting.size(), random);
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            if (chosen[i])
                State::applyTo(entries, folder.key(), *folder->waiting[i]);
        }
        for (auto entry = entries.cbegin(); entry != entries.cend(); ++entry)
            files.insert(entry.key(), contents.value(entry.value(), QByteArray("")));
    }
    return files;
}

} // namespace sallyport::test
