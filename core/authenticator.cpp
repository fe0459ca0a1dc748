#include "core/authenticator.h"

namespace sallyport {

AuthAnswer Authenticator::checkNone(const QString&, const Peer&) const
{
    return {};
}

AuthAnswer Authenticator::checkPassword(const QString&, const QByteArray&, const Peer&) const
{
    return {};
}

AuthAnswer Authenticator::checkPublicKey(const QString&, const QByteArray&, const Peer&) const
{
    return {};
}

} // namespace sallyport
