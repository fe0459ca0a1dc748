// A share and what lies around it: canaries beside and above it, and in it every kind of link,
// special file and name that could lead out.
//
// Threads: the test's own, but the share's content may be changed by others.
#pragma once

#include "core/virtual_path.h"
#include "tests/support/canaries.h"

#include <QByteArray>
#include <QList>
#include <QTemporaryDir>

namespace sallyport::test {

class EscapeWorld {
public:
    EscapeWorld();
    ~EscapeWorld();

    QByteArray share() const { return place("share"); }
    QByteArray place(const QByteArray& relative) const; // on this computer
    Canaries& canaries() { return m_canaries; }

    void repair(); // makes the content of the share what it was
    // What a client might write to get out, before VirtualPath::parse(). Should a resolver be
    // broken, these lead nowhere but to the canaries.
    QByteArrayList rawPaths() const;
    // These would lead to the computer's own files: only for operations that change nothing.
    QByteArrayList rawHostPaths() const;
    // Those of them that can be parsed, each once.
    static QList<VirtualPath> parsed(const QByteArrayList& raw);
    // The links in the share that lead out, in circles or nowhere: nothing below one exists.
    QList<VirtualPath> deadLinks() const;

private:
    struct Link {
        enum class Leads { Inside, Out, ToTheHost, Nowhere };
        const char* name;
        QByteArray target;
        Leads leads;
    };
    QList<Link> everyLink() const;

    QTemporaryDir m_folder;
    Canaries m_canaries;
};

} // namespace sallyport::test
