#include "core/server_settings.h"

#include <algorithm>

namespace sallyport {

bool anyoneMayConnect(const Network& network)
{
    return std::any_of(network.allowFrom.begin(), network.allowFrom.end(), [](const QString& from) {
        const auto entry = QStringView(from).trimmed();
        return entry == u"any" || QHostAddress::parseSubnet(entry.toString()).second == 0;
    });
}

} // namespace sallyport
