#include "core/auth/account_authenticator.h"

#include "core/auth/address_pattern.h"
#include "core/guard.h"

#include <QTimeZone>

#include <utility>

namespace sallyport {

namespace {

using Answer = PasswordVerifier::Answer;

AuthAnswer refused(Refusal why)
{
    return {std::nullopt, why};
}

// Empty if the bytes are in that form already, or are not UTF-8.
QByteArray composed(const QByteArray& password)
{
    const QString text = QString::fromUtf8(password);
    if (text.toUtf8() != password)
        return {};
    QByteArray nfc = text.normalized(QString::NormalizationForm_C).toUtf8();
    return nfc == password ? QByteArray() : nfc;
}

} // namespace

AccountAuthenticator::AccountAuthenticator(const QList<Account>& accounts)
    : AccountAuthenticator(accounts, Parts())
{
}

AccountAuthenticator::AccountAuthenticator(const QList<Account>& accounts, Parts parts)
    : m_parts(std::move(parts))
{
    for (const Account& account : accounts) {
        if (account.userName.isEmpty()) // the empty string stands for a name that is not UTF-8
            continue;
        m_accounts.insert(account.userName, account);
        m_guests = m_guests || account.withoutPassword;
    }
}

const Account* AccountAuthenticator::find(const QString& user) const
{
    const auto found = m_accounts.constFind(user);
    return found == m_accounts.cend() ? nullptr : &*found;
}

bool AccountAuthenticator::hasPassed(const std::optional<QDateTime>& end) const
{
    // A clock that shows a time before this program was written cannot say what has expired.
    static const QDateTime written(QDate(2026, 1, 1), QTime(0, 0), QTimeZone::utc());
    if (!end)
        return false;
    const QDateTime now = m_parts.now();
    return now < written || *end < now;
}

Refusal AccountAuthenticator::standing(const Account* account) const
{
    if (!account)
        return Refusal::UnknownUser;
    if (!GUARD(account_standing))
        return Refusal::None;
    if (!account->enabled)
        return Refusal::Disabled;
    if (hasPassed(account->expires))
        return Refusal::Expired;
    return Refusal::None;
}

AuthMethods AccountAuthenticator::allowedMethods(const QString&, const Peer&) const
{
    AuthMethods methods = AuthMethod::Password | AuthMethod::PublicKey;
    methods.setFlag(AuthMethod::None, m_guests);
    return methods;
}

AuthAnswer AccountAuthenticator::checkNone(const QString& user, const Peer&) const
{
    const Account* account = find(user);
    if (const Refusal why = standing(account); why != Refusal::None)
        return refused(why);
    if (!account->withoutPassword)
        return refused(Refusal::WrongPassword);
    return {Identity{account->id, account->userName, true, false}, Refusal::None};
}

AuthAnswer AccountAuthenticator::checkPassword(const QString& user, const QByteArray& password,
                                               const Peer& peer) const
{
    const Account* account = find(user);
    const Refusal why = standing(account);
    const bool usable = !password.isEmpty() && password.size() <= PasswordVerifier::maxPassword
        && !password.contains('\0');
    const bool real =
        why == Refusal::None && usable && PasswordVerifier::isVerifier(account->passwordVerifier);
    if (!real && !GUARD(dummy_verification))
        return refused(why == Refusal::None ? Refusal::WrongPassword : why);
    const QByteArray verifier = real ? account->passwordVerifier : m_parts.verifier->dummy();
    const QByteArray first = usable ? password : QByteArrayLiteral("-");
    QByteArray second = usable ? composed(password) : QByteArray();

    const auto place = m_parts.gate->enter(peer.address);
    if (!place)
        return refused(Refusal::Overloaded);
    Answer answer = m_parts.verifier->verify(verifier, first);
    const bool bySecond = answer == Answer::Wrong && !second.isEmpty();
    if (bySecond)
        answer = m_parts.verifier->verify(verifier, second);
    const bool right = real && answer == Answer::Right;
    if (right)
        upgrade(*account, bySecond ? second : password);
    wipe(second);

    if (right)
        return {Identity{account->id, account->userName, false, false}, Refusal::None};
    if (answer == Answer::OutOfMemory)
        return refused(Refusal::Overloaded);
    return refused(why == Refusal::None ? Refusal::WrongPassword : why);
}

void AccountAuthenticator::upgrade(const Account& account, QByteArrayView password) const
{
    if (!m_parts.upgraded || !m_parts.verifier->isOutdated(account.passwordVerifier))
        return;
    if (const auto better = m_parts.verifier->make(password))
        m_parts.upgraded(account.id, account.passwordVerifier, *better);
}

AuthAnswer AccountAuthenticator::checkPublicKey(const QString& user, const QByteArray& key,
                                                const Peer& peer) const
{
    const Account* account = find(user);
    if (const Refusal why = standing(account); why != Refusal::None)
        return refused(why);
    Refusal why = Refusal::UnknownKey;
    // A key may be listed twice, with other conditions: any line that fits lets it in.
    for (const AuthorizedKey& line : account->keys) {
        if (line.key != key)
            continue;
        if (!GUARD(key_conditions)) {
            return {Identity{account->id, account->userName, false, line.readOnly}, Refusal::None};
        } else if (hasPassed(line.expires)) {
            why = Refusal::Expired;
        } else if (!line.from.isEmpty() && !matchesAddressPatterns(line.from, peer.address)) {
            why = Refusal::WrongAddress;
        } else {
            return {Identity{account->id, account->userName, false, line.readOnly}, Refusal::None};
        }
    }
    return refused(why);
}

} // namespace sallyport
