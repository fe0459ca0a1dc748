#include "core/identity.h"

#include <QRandomGenerator>

#include <array>

namespace sallyport {

namespace {

QByteArray randomId()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char*>(words.data()), sizeof words).toHex();
}

} // namespace

ShareId ShareId::create()
{
    return {randomId()};
}

AccountId AccountId::create()
{
    return {randomId()};
}

QString Peer::toString() const
{
    const QString host = address.toString();
    return address.protocol() == QAbstractSocket::IPv6Protocol
        ? QStringLiteral("[%1]:%2").arg(host).arg(port)
        : QStringLiteral("%1:%2").arg(host).arg(port);
}

} // namespace sallyport
