// Authenticator answers one question: may this user in? What the user may then touch
// is decided by the FileSystem made for the Identity. The default of every question is no.
//
// Threads: called from connection threads; implementations are safe for calls from
// several threads at once.
// Time: an unknown user must take as long to refuse as a wrong password.
#pragma once

#include "core/identity.h"

#include <QByteArray>
#include <QFlags>
#include <QString>

#include <optional>

namespace sallyport {

enum class AuthMethod { None = 0x1, Password = 0x2, PublicKey = 0x4 };
Q_DECLARE_FLAGS(AuthMethods, AuthMethod)
Q_DECLARE_OPERATORS_FOR_FLAGS(AuthMethods)

// Why not. For the log alone: the client hears the same for all.
enum class Refusal {
    None,
    UnknownUser,
    WrongPassword,
    UnknownKey,
    Disabled,
    Expired,
    WrongAddress,
    Overloaded, // too many verifications wait; not a wrong password
};

struct AuthAnswer {
    std::optional<Identity> identity;
    Refusal refusal = Refusal::UnknownUser; // None exactly when `identity` is set
};

// `user` is the empty string when its bytes are not UTF-8: nobody.
class Authenticator {
public:
    virtual ~Authenticator() = default;
    // What to offer; the same for users that do not exist.
    virtual AuthMethods allowedMethods(const QString& user, const Peer&) const = 0;

    virtual AuthAnswer checkNone(const QString& user, const Peer&) const;
    virtual AuthAnswer checkPassword(const QString& user, const QByteArray& password,
                                     const Peer&) const;
    // Is `key` on the user's list? `key` is an SSH wire-format public key (RFC 4253
    // section 6.6). That the client holds the private half is proven by the SSH layer.
    // Asked twice per login (probe, then signature): decide the same both times.
    virtual AuthAnswer checkPublicKey(const QString& user, const QByteArray& key,
                                      const Peer&) const;
};

} // namespace sallyport
