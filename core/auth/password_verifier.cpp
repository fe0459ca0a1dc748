#include "core/auth/password_verifier.h"

#include <QRegularExpression>
#include <QScopeGuard>

#include <sodium.h>

#include <array>
#include <cerrno>

namespace sallyport {

namespace {

// sodium_init() may be called again and from any thread; only the first call does something.
void startSodium()
{
    if (sodium_init() < 0)
        qFatal("libsodium cannot be started");
}

// The library wants a terminated string in an array of exactly this size.
std::array<char, crypto_pwhash_STRBYTES> padded(const QByteArray& verifier)
{
    std::array<char, crypto_pwhash_STRBYTES> bytes{};
    std::copy_n(verifier.cbegin(), std::min(verifier.size(), qsizetype(bytes.size()) - 1),
                bytes.begin());
    return bytes;
}

} // namespace

PasswordVerifier::Cost PasswordVerifier::Cost::least()
{
    return {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};
}

PasswordVerifier::PasswordVerifier(Cost cost)
    : m_cost(cost)
    // 16 bytes of salt and 32 of hash, in base64 without padding. Nobody knows a password for it.
    , m_dummy("$argon2id$v=19$m=" + QByteArray::number(qulonglong(cost.memory / 1024))
              + ",t=" + QByteArray::number(cost.passes)
              + ",p=1$c2FsbHlwb3J0IGR1bW15IQ$Tm9ib2R5IGtub3dzIGEgcGFzc3dvcmQgZm9yIHRoaXM")
{
    startSodium();
}

Result<QByteArray> PasswordVerifier::make(QByteArrayView password) const
{
    if (password.isEmpty())
        return Error{ErrorCode::InvalidArgument, QStringLiteral("A password cannot be empty")};
    if (password.size() > maxPassword)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("A password has at most %1 bytes").arg(maxPassword)};
    if (password.contains('\0'))
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("A password cannot hold a NUL byte")};
    std::array<char, crypto_pwhash_STRBYTES> verifier{};
    if (crypto_pwhash_str(verifier.data(), password.data(),
                          static_cast<unsigned long long>(password.size()), m_cost.passes,
                          m_cost.memory)
        != 0)
        return Error{ErrorCode::Failure, QStringLiteral("Not enough memory to store a password")};
    return QByteArray(verifier.data());
}

PasswordVerifier::Answer PasswordVerifier::verify(const QByteArray& verifier,
                                                  QByteArrayView password) const
{
    ++m_verifications;
    const int running = ++m_running;
    for (int most = m_mostAtOnce; running > most;) {
        if (m_mostAtOnce.compare_exchange_weak(most, running))
            break;
    }
    const auto over = qScopeGuard([this] { --m_running; });
    const auto bytes = padded(verifier);
    errno = 0; // the library sets it only when memory is short
    if (crypto_pwhash_str_verify(bytes.data(), password.data(),
                                 static_cast<unsigned long long>(password.size()))
        == 0)
        return Answer::Right;
    return errno == ENOMEM ? Answer::OutOfMemory : Answer::Wrong;
}

bool PasswordVerifier::isOutdated(const QByteArray& verifier) const
{
    const auto bytes = padded(verifier);
    return crypto_pwhash_str_needs_rehash(bytes.data(), m_cost.passes, m_cost.memory) != 0;
}

bool PasswordVerifier::isVerifier(const QByteArray& text)
{
    if (text.size() >= qsizetype(crypto_pwhash_STRBYTES))
        return false;
    static const QRegularExpression shape(QStringLiteral(
        R"(\A\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}\z)"));
    const auto match = shape.match(QString::fromLatin1(text));
    if (!match.hasMatch())
        return false;
    const int kibibytes = match.capturedView(1).toInt();
    const int passes = match.capturedView(2).toInt();
    return kibibytes >= 8 && kibibytes <= 1024 * 1024 && passes >= 1 && passes <= 16;
}

void wipe(QByteArray& secret)
{
    if (!secret.isEmpty() && secret.isDetached())
        sodium_memzero(secret.data(), static_cast<std::size_t>(secret.size()));
    secret.clear();
}

} // namespace sallyport
