// HandleTable holds what a client has open. A handle on the wire is 8 bytes: a slot and a
// generation that no other handle of the table had, so a handle that was closed, guessed or
// taken from another session finds nothing.
//
// Threads: its Session's. Ownership: it owns the files; they go with the table.
// Source: draft-ietf-secsh-filexfer-02 section 6: a handle is an opaque string.
#pragma once

#include "core/file_system.h"

#include <QByteArrayView>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace sallyport::sftp {

// The payload that went through one open file, for its events.
struct Movement {
    quint64 id = 0;                // of its events; 0: none was sent yet
    quint64 read = 0, written = 0; // bytes
    bool asked = false;            // by a READ or a WRITE, even if no byte moved
    std::chrono::steady_clock::time_point opened, reported;
    std::optional<Error> error; // the first one
};

// What READDIR has not sent yet.
struct Listing {
    int dots = 0; // how many of "." and ".." were sent
    QList<DirectoryEntry> entries;
    qsizetype next = 0;         // in `entries`
    std::optional<Error> error; // told once the entries before it are sent
    bool ended = false;
};

// Either a file or a directory is set.
struct OpenHandle {
    quint64 number = 0; // as on the wire
    VirtualPath path;
    OpenFlags flags;
    std::unique_ptr<File> file;
    std::unique_ptr<DirectoryReader> directory;
    Movement movement;
    Listing listing;
    // Of an fsync: a later one may succeed although the data is lost, so the first one stands.
    std::optional<Error> syncError;
};

class HandleTable {
public:
    HandleTable();
    OpenHandle& add(std::unique_ptr<OpenHandle> handle); // sets `number`
    OpenHandle* find(QByteArrayView wire) const;         // null: not 8 bytes, or not open
    OpenHandle* find(quint64 number) const;
    std::unique_ptr<OpenHandle> remove(OpenHandle& handle);
    // The slots, some of them null.
    const std::vector<std::unique_ptr<OpenHandle>>& handles() const { return m_slots; }

private:
    std::vector<std::unique_ptr<OpenHandle>> m_slots;
    std::vector<quint32> m_free; // slots without a handle
    quint32 m_generation;
};

// The number in a handle's 8 bytes; none for another length.
std::optional<quint64> handleNumber(QByteArrayView wire);

} // namespace sallyport::sftp
