// VirtualPath is a path as the client sees it: raw bytes, normalised once, where they enter.
// It starts at "/", holds no ".", "..", empty or over-long component and no NUL, and never
// climbs above "/". Nothing deeper in the program sees the bytes the client sent.
//
// Threads: a plain value.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace sallyport {

class VirtualPath {
public:
    // Source: PATH_MAX and NAME_MAX of Linux; OpenSSH answers ENAMETOOLONG with BAD_MESSAGE.
    static constexpr qsizetype maxLength =
        4096; // bytes of the whole path, the leading "/" included
    static constexpr qsizetype maxComponent = 255; // bytes

    VirtualPath() = default; // the root
    // Splits at "/", drops "." and empty components, resolves ".." by arithmetic and clamps it at
    // the root. A relative path starts at the root; an empty one is the root. Fails with
    // NameTooLong (a component over 255 bytes, 4,096 in all) and InvalidArgument (a NUL).
    static Result<VirtualPath> parse(QByteArrayView bytes);

    bool isRoot() const { return m_bytes.size() == 1; }
    const QByteArray& bytes() const { return m_bytes; } // "/" or "/a/b"
    QByteArray relative() const;      // "a/b"; "." for the root: what openat() takes
    QByteArray name() const;          // the last component; empty for the root
    QByteArray first() const;         // the first component; empty for the root
    VirtualPath withoutFirst() const; // "/a/b" gives "/b"; the root stays the root
    VirtualPath parent() const;       // the root's parent is the root
    // `name` is one component, as a VirtualPath or a DirectoryEntry gives it.
    VirtualPath child(QByteArrayView name) const;
    QList<QByteArray> components() const;
    bool isBelow(const VirtualPath& other) const; // strictly, by components

    bool operator==(const VirtualPath&) const = default;

private:
    QByteArray m_bytes = QByteArrayLiteral("/");
};

inline size_t qHash(const VirtualPath& path, size_t seed = 0)
{
    return qHash(path.bytes(), seed);
}

} // namespace sallyport
