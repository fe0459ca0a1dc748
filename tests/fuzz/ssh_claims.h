// SshClaims holds what a client has sent against what the server says, message by message.
//
// Threads: one.
#pragma once

#include <QByteArray>
#include <QList>

#include <map>
#include <set>
#include <utility>

namespace sallyport::fuzz {

// Who may come in, and how.
inline const QByteArray userName = QByteArrayLiteral("anna");
inline const QByteArray userPassword = QByteArrayLiteral("secret");
inline const QByteArray guestName = QByteArrayLiteral("guest"); // needs nothing

class SshClaims {
public:
    // Behind it anna's key is as good as her password.
    void setSignature(const QByteArray& signature) { m_signatures.append(signature); }
    void sent(const QByteArray& payload);
    void heard(const QByteArray& payload); // throws Unmet

    bool isIn() const { return m_isIn; }
    const QList<QByteArray>& handles() const { return m_handles; }

private:
    void sentLogin(const QByteArray& payload);
    void heardData(const QByteArray& payload);
    void takeReplies(QByteArray& stream);

    QList<QByteArray> m_signatures;
    bool m_mayComeIn = false, m_isIn = false;
    int m_tries = 0, m_answers = 0;
    // By our number of a channel. Two may have the same: then it is the sum of both.
    struct Incoming {
        int opened = 0;
        quint64 allowed = 0, received = 0;
        QByteArray stream; // of replies, the last one cut
    };
    std::map<quint32, Incoming> m_incoming;
    std::set<std::pair<quint32, quint32>> m_numbers; // of a channel: the server's and ours
    std::map<quint32, quint64> m_widened;            // by the server's number
    QList<QByteArray> m_handles;
};

} // namespace sallyport::fuzz
