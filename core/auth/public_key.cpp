// The wire format of public keys: what authorized_keys.h promises of one key.
#include "core/authorized_keys.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <bit>
#include <optional>

namespace sallyport {

namespace {

// The strings of a key one after another, each with its length before it (RFC 4251 section 5).
class Fields {
public:
    explicit Fields(QByteArrayView bytes)
        : m_left(bytes)
    {
    }
    std::optional<QByteArrayView> next()
    {
        if (m_left.size() < 4)
            return std::nullopt;
        const auto length = qFromBigEndian<quint32>(m_left.data());
        if (length > static_cast<quint32>(m_left.size() - 4))
            return std::nullopt;
        const QByteArrayView field = m_left.sliced(4, static_cast<qsizetype>(length));
        m_left = m_left.sliced(4 + static_cast<qsizetype>(length));
        return field;
    }
    bool atEnd() const { return m_left.isEmpty(); }

private:
    QByteArrayView m_left;
};

Error bad(const QString& why)
{
    return {ErrorCode::InvalidArgument, why};
}

Error damaged()
{
    return bad(QStringLiteral("The key is damaged"));
}

// Bits of a positive number in the shortest form; nothing for any other.
std::optional<int> bitsOf(QByteArrayView number)
{
    if (number.isEmpty() || (number[0] & '\x80'))
        return std::nullopt;
    if (number[0] != 0)
        return int(number.size() - 1) * 8 + std::bit_width(static_cast<unsigned char>(number[0]));
    if (number.size() < 2 || !(number[1] & '\x80'))
        return std::nullopt;
    return int(number.size() - 1) * 8;
}

Result<void> checkRsa(Fields& fields)
{
    const auto exponent = fields.next();
    const auto modulus = fields.next();
    if (!exponent || !modulus)
        return damaged();
    const auto exponentBits = bitsOf(*exponent);
    const auto bits = bitsOf(*modulus);
    const bool odd = exponentBits && (exponent->back() & 1) && bits && (modulus->back() & 1);
    if (!odd || *exponentBits < 2)
        return damaged();
    if (*bits < 2'048)
        return bad(QStringLiteral("An RSA key needs 2048 bits, and this one has %1").arg(*bits));
    if (*bits > 16'384)
        return bad(QStringLiteral("An RSA key of %1 bits is too long").arg(*bits));
    return {};
}

Result<void> checkEd25519(Fields& fields)
{
    const auto point = fields.next();
    if (!point || point->size() != 32)
        return damaged();
    return {};
}

Result<void> checkEcdsa(Fields& fields, QByteArrayView curve, qsizetype coordinate)
{
    const auto name = fields.next();
    const auto point = fields.next();
    // Only the uncompressed form, as OpenSSH.
    if (!name || *name != curve || !point || point->size() != 1 + 2 * coordinate
        || point->front() != '\x04')
        return damaged();
    return {};
}

// The "application" of a security key: "ssh:" and what the owner added.
Result<void> checkApplication(Fields& fields, Result<void> checked)
{
    const auto application = fields.next();
    if (checked && (!application || application->isEmpty()))
        return damaged();
    return checked;
}

Result<void> checkKind(QByteArrayView type, Fields& fields)
{
    if (type == "ssh-ed25519")
        return checkEd25519(fields);
    if (type == "ssh-rsa")
        return checkRsa(fields);
    if (type == "ecdsa-sha2-nistp256")
        return checkEcdsa(fields, "nistp256", 32);
    if (type == "ecdsa-sha2-nistp384")
        return checkEcdsa(fields, "nistp384", 48);
    if (type == "ecdsa-sha2-nistp521")
        return checkEcdsa(fields, "nistp521", 66);
    if (type == "sk-ssh-ed25519@openssh.com")
        return checkApplication(fields, checkEd25519(fields));
    if (type == "sk-ecdsa-sha2-nistp256@openssh.com")
        return checkApplication(fields, checkEcdsa(fields, "nistp256", 32));
    if (type.contains("-cert-v0"))
        return bad(QStringLiteral("Certificates cannot log in here; use the plain public key"));
    if (type == "ssh-dss")
        return bad(QStringLiteral("DSA keys are no longer safe; make an Ed25519 key"));
    return bad(QStringLiteral("Keys of this type cannot log in here; make an Ed25519 key"));
}

} // namespace

Result<QByteArray> publicKeyType(QByteArrayView key)
{
    Fields fields(key);
    const auto type = fields.next();
    if (!type || type->isEmpty() || type->size() > 64)
        return damaged();
    if (auto checked = checkKind(*type, fields); !checked)
        return checked.error();
    if (!fields.atEnd())
        return damaged();
    return type->toByteArray();
}

QByteArray publicKeyText(const QByteArray& key)
{
    const auto type = publicKeyType(key);
    return type ? *type + ' ' + key.toBase64() : QByteArray();
}

Result<QByteArray> publicKeyFromText(const QByteArray& text)
{
    const qsizetype space = text.indexOf(' ');
    const auto key = QByteArray::fromBase64Encoding(text.mid(space + 1),
                                                    QByteArray::AbortOnBase64DecodingErrors);
    if (space < 1 || !key || (*key).isEmpty())
        return damaged();
    const auto type = publicKeyType(*key);
    if (!type)
        return type.error();
    if (*type != text.left(space))
        return bad(QStringLiteral("The key is of another type than its line says"));
    return *key;
}

QString publicKeyFingerprint(const QByteArray& key)
{
    return QStringLiteral("SHA256:")
        + QString::fromLatin1(QCryptographicHash::hash(key, QCryptographicHash::Sha256)
                                  .toBase64(QByteArray::OmitTrailingEquals));
}

} // namespace sallyport
