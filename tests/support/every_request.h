// Every request of SFTP and every extension, once each, in parts: so that a test can cut one
// anywhere, or lie about the length of any of its strings.
//
// Threads: plain values.
// Source: draft-ietf-secsh-filexfer-02 section 6; OpenSSH's PROTOCOL section 4.
#pragma once

#include "tests/support/packets.h"

namespace sallyport::test {

struct WholeRequest {
    struct Part {
        bool isString = false; // sent with its length in front
        QByteArray bytes;
    };
    QByteArray name;
    quint8 type = 0;
    QList<Part> parts; // behind the id

    QByteArray packet(quint32 id) const;
    // The same, but its `part`, a string, claims this length.
    QByteArray lying(quint32 id, qsizetype part, quint32 length) const;
};

// About the files "/a" and "/b" and the folder "/", with `handle` a file's and `folder` a folder's.
QList<WholeRequest> everyRequest(const QByteArray& handle, const QByteArray& folder);

} // namespace sallyport::test
