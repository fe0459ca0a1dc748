// NameFilter says which names a share hides: those its globs match, and the reserved ones of our
// own temporary files. A hidden name is not listed and cannot be reached.
//
// A glob knows `*`, `?` (one character of UTF-8, or one other byte), `[a-z]`, `[!a-z]` and `\`.
// Letters of ASCII match in either case: there are disks on which ".SSH" opens ".ssh".
//
// Threads: immutable.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QStringList>

namespace sallyport {

class NameFilter {
public:
    explicit NameFilter(const QStringList& globs);

    bool hides(QByteArrayView name) const;    // one component
    bool hidesAny(QByteArrayView path) const; // of the components of a path

private:
    QList<QByteArray> m_globs;
};

} // namespace sallyport
