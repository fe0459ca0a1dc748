#include "core/ssh/refusal.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

namespace sallyport::ssh {

namespace {

constexpr int longestSpread = 5; // ms

} // namespace

QString words(Refusal refusal)
{
    switch (refusal) {
    case Refusal::UnknownUser:
        return QStringLiteral("unknown user");
    case Refusal::WrongPassword:
        return QStringLiteral("wrong password");
    case Refusal::UnknownKey:
        return QStringLiteral("unknown key");
    case Refusal::Disabled:
        return QStringLiteral("the account is switched off");
    case Refusal::Expired:
        return QStringLiteral("the account has expired");
    case Refusal::WrongAddress:
        return QStringLiteral("not from this address");
    case Refusal::Overloaded:
        return QStringLiteral("too many logins at once");
    case Refusal::None:
        break;
    }
    return QStringLiteral("refused");
}

std::chrono::milliseconds spread(const QByteArray& user)
{
    static const QByteArray secret = [] {
        QByteArray bytes(16, Qt::Uninitialized);
        for (char& byte : bytes)
            byte = char(QRandomGenerator::system()->generate());
        return bytes;
    }();
    const QByteArray hash = QCryptographicHash::hash(secret + user, QCryptographicHash::Sha256);
    return std::chrono::milliseconds(quint8(hash[0]) % (longestSpread + 1));
}

} // namespace sallyport::ssh
