// What scanFolder() takes for private: by the name of a file or folder, or by how a file begins.
// And the list it makes of them.
//
// Threads: pure functions; a FindingsList belongs to one scan.
#pragma once

#include "core/folder_scan.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace sallyport {

struct PrivateRule {
    PrivateThing::Kind kind = PrivateThing::Kind::SshKeys;
    QString hide; // the glob
};

enum class EntryKind { File, Folder };
std::optional<PrivateRule> privateByName(const QByteArray& name, EntryKind kind);

// How much of a file is looked at, and how large one can be that is a key. Bytes.
constexpr qint64 privateStart = 4 * 1024;
constexpr qint64 largestPrivateFile = 32 * 1024;
std::optional<PrivateRule> privateByContent(const QByteArray& name, QByteArrayView start);

// The glob of settings.h that hides exactly this name, or as little more as can be: bytes that are
// no text become "?".
QString globFor(const QByteArray& name);

// Things of one kind and name are one line of the list.
class FindingsList {
public:
    static constexpr qsizetype most = 100;

    void add(const PrivateRule& rule, const QByteArray& path, EntryKind kind);
    QList<PrivateThing> take(); // the worst first

private:
    QList<PrivateThing> m_things;
};

} // namespace sallyport
