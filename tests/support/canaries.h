// Canaries are files and folders that must not be touched. Any reading, opening, changing or naming
// of one is noticed: by its times, its attributes, and a watch of the kernel.
//
// Threads: the test's own. What other threads do to a canary is noticed too.
#pragma once

#include "core/file_system.h"

#include <QByteArray>
#include <QByteArrayList>

#include <memory>
#include <vector>

namespace sallyport::test {

class Canaries {
public:
    Canaries();
    ~Canaries();

    void makeFile(const QByteArray& path); // its content is random and long enough to be recognised
    void addFolder(const QByteArray& path); // after what is in it was made
    // What happened to them since the last call, a sentence each.
    QByteArrayList disturbed();
    // Whether `data` holds a part of one's content.
    bool isIn(const QByteArray& data) const;
    bool isOne(const FileAttributes::Id& id) const;
    // Whether all files still hold what they were given.
    bool areWhole();

private:
    struct Canary;
    void watch(const QByteArray& path, const QByteArray& marker);
    bool drainEvents();

    std::vector<std::unique_ptr<Canary>> m_canaries;
    int m_events = -1;
};

} // namespace sallyport::test
