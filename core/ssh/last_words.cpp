#include "core/ssh/last_words.h"

#include <QByteArray>

#include <cstring>

namespace sallyport::ssh {

namespace {

// What the client offered where nothing fits, of libssh's "kex error : no match for method server
// host key algo: server [...], client [...]".
QString noMatch(const QByteArray& words)
{
    const auto between = [&words](const char* before, char end) {
        const qsizetype from = words.indexOf(before);
        if (from < 0)
            return QByteArray();
        const qsizetype start = from + qsizetype(std::strlen(before));
        return words.mid(start, words.indexOf(end, start) - start);
    };
    const QByteArray method = between("no match for method ", ':');
    const QString what = method.contains("host key") ? QStringLiteral("host key")
        : method.contains("kex")                     ? QStringLiteral("key exchange")
        : method.contains("mac")                     ? QStringLiteral("MAC")
        : method.contains("encryption")              ? QStringLiteral("cipher")
                                                     : QStringLiteral("compression");
    // The whole of a list is the client's to choose.
    const QByteArray offered = between("client [", ']').left(200).replace(',', ", ");
    return QStringLiteral("The client offered only %1 as %2").arg(QString::fromUtf8(offered), what);
}

} // namespace

Ending endingOfLastWords(ssh_session session, const SeenOfClient& seen)
{
    const Ending notSsh{Ending::Reason::Protocol, QStringLiteral("This is not an SSH client")};
    const QByteArray words = ssh_get_error(session);
    if (seen.banner && !seen.isSsh)
        return notSsh; // libssh's words are then of the socket it has closed
    // A packet too short to be one leaves libssh without words, and the socket open.
    const bool isBroken = words.isEmpty() && seen.banner && ssh_get_fd(session) >= 0;
    if (words.startsWith("Received SSH_MSG_DISCONNECT") || words == "Socket error: disconnected"
        || (words.isEmpty() && seen.banner && !isBroken))
        return {Ending::Reason::Goodbye, {}};
    // A reset is how some clients leave; it matters to what it cuts short.
    if (words.startsWith("Socket error") || words.startsWith("Writing packet"))
        return seen.isBusy ? Ending{Ending::Reason::Lost, QStringLiteral("The connection was lost")}
                           : Ending{Ending::Reason::Goodbye, {}};
    if (words.startsWith("kex error"))
        return {Ending::Reason::NoAlgorithm, noMatch(words)};
    if (!seen.banner)
        return notSsh;
    const QString what =
        isBroken ? QStringLiteral("a packet cannot be read") : QString::fromUtf8(words);
    return {Ending::Reason::Protocol,
            QStringLiteral("The client broke the SSH protocol: %1").arg(what)};
}

} // namespace sallyport::ssh
