#include "ui/people/key_words.h"

#include "core/authorized_keys.h"
#include "ui/format.h"

#include <QCoreApplication>
#include <QtEndian>

#include <array>

namespace sallyport {

namespace {

// The next string of the wire format, RFC 4251 section 5, taken off the front.
QByteArray takeString(QByteArray& wire)
{
    constexpr qsizetype lengthBytes = 4;
    if (wire.size() < lengthBytes)
        return {};
    const qsizetype length = qFromBigEndian<quint32>(wire.constData());
    const QByteArray taken = wire.mid(lengthBytes, length);
    wire.remove(0, lengthBytes + length);
    return taken;
}

// Of an mpint: without its leading zeros.
int bitsOf(QByteArray number)
{
    while (number.startsWith('\0'))
        number.remove(0, 1);
    if (number.isEmpty())
        return 0;
    int bits = static_cast<int>(number.size() - 1) * 8;
    for (unsigned char first = static_cast<unsigned char>(number[0]); first != 0; first >>= 1U)
        ++bits;
    return bits;
}

} // namespace

QString keyKind(const QByteArray& key)
{
    QByteArray rest = key;
    const QByteArray type = takeString(rest);
    if (type == "ssh-rsa") {
        takeString(rest); // the exponent; RFC 4253 section 6.6
        return QStringLiteral("RSA %1").arg(bitsOf(takeString(rest)));
    }
    if (type == "ssh-ed25519")
        return QStringLiteral("ED25519");
    if (type.startsWith("ecdsa-sha2-nistp"))
        return QStringLiteral("ECDSA %1").arg(QString::fromLatin1(type.mid(16)));
    if (type.startsWith("sk-ssh-ed25519"))
        return QStringLiteral("ED25519-SK");
    if (type.startsWith("sk-ecdsa"))
        return QStringLiteral("ECDSA-SK");
    return QString::fromLatin1(type);
}

QString keyTitle(const AuthorizedKey& key)
{
    const QString comment = format::name(key.comment.simplified().toUtf8());
    return comment.isEmpty() ? QCoreApplication::translate("keys", "Key without a comment")
                             : comment;
}

QString keyFingerprint(const AuthorizedKey& key)
{
    return QStringLiteral("%1  %2").arg(keyKind(key.key), publicKeyFingerprint(key.key));
}

QString keyConditions(const AuthorizedKey& key)
{
    QStringList conditions;
    if (!key.from.isEmpty())
        conditions += QCoreApplication::translate("keys", "only from %1")
                          .arg(format::name(key.from.toUtf8()));
    if (key.expires) {
        const bool past = *key.expires <= QDateTime::currentDateTimeUtc();
        conditions += (past ? QCoreApplication::translate("keys", "expired %1")
                            : QCoreApplication::translate("keys", "until %1"))
                          .arg(format::date(*key.expires));
    }
    if (key.readOnly)
        conditions += QCoreApplication::translate("keys", "only to view");
    return conditions.join(QStringLiteral(", "));
}

bool looksLikeKey(const QByteArray& line)
{
    constexpr std::array starts{"ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"};
    for (const QByteArray& word : line.simplified().split(' ')) {
        for (const char* start : starts) {
            if (word.startsWith(start))
                return true;
        }
    }
    return false;
}

} // namespace sallyport
