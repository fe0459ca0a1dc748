// CrashDisk is a disk that forgets: it is told what a program does to the files of one folder, and
// makes up what is left of them when the power fails at some moment. What was not synced is there,
// or not, or in part, in any mixture the random numbers choose; of names too, until their folder
// was synced. SQLite tests its journal in this way.
//
// The system calls themselves are intercepted by the test program: see tst_crash_disk.cpp.
//
// Threads: one at a time.
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QHash>
#include <QMap>

#include <functional>
#include <random>
#include <vector>

namespace sallyport::test {

class CrashDisk {
public:
    using Number = quint64; // of a file; of a folder the hash of its path

    // What happened, in its order. Names are "folder/name" below the root, folders of any depth.
    void create(const QByteArray& name, quint64 inode);
    void write(quint64 inode, qint64 offset, const QByteArray& data);
    void truncate(quint64 inode, qint64 size);
    void sync(quint64 inode);
    void syncFolder(const QByteArray& folder);
    void rename(const QByteArray& from, const QByteArray& to);
    void remove(const QByteArray& name);
    void link(const QByteArray& from, const QByteArray& to);

    bool knows(quint64 inode) const { return m_files.contains(inode); }
    std::size_t moments() const { return m_log.size(); }
    using Files = QMap<QByteArray, QByteArray>; // content by name
    // All that was written so far, as the programs see it that go on after one of them died.
    Files atMoment(std::size_t moment) const;
    // After a power failure right before the event of that number.
    Files afterCrash(std::size_t moment, std::mt19937& random) const;

private:
    struct Event {
        enum class Kind { Create, Write, Truncate, Sync, SyncFolder, Rename, Remove, Link } kind;
        Number file = 0;
        QByteArray name, target, data;
        qint64 offset = 0;
    };
    struct State;
    Number numberOf(quint64 inode) const { return m_files.value(inode); }
    void add(Event event) { m_log.push_back(std::move(event)); }

    std::vector<Event> m_log;
    QHash<quint64, Number> m_files; // inodes are used again, numbers are not
    Number m_last = 0;
};

} // namespace sallyport::test
