#include "core/keychain/wipe.h"

#include <QByteArray>

#include <cstring>

namespace sallyport {

void wipeSecret(QByteArray& secret)
{
    if (secret.isDetached())
        explicit_bzero(secret.data(), static_cast<std::size_t>(secret.size()));
    secret.clear();
}

} // namespace sallyport
