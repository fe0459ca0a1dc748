// Whether a firewall of this computer keeps a port closed, and who manages it.
//
// Threads: any that may block: a few seconds at most.
#pragma once

#include "core/network/nft_rules.h"

#include <QString>

namespace sallyport {

struct FirewallState {
    enum class Way { Open, Closed, Unclear, Unread };
    enum class Manager { None, Ufw, Firewalld };
    Way way = Way::Unread; // Unread: only root may look
    Manager manager = Manager::None;
    NftVerdict verdict; // which rule; where it was read
};
FirewallState askFirewall(const Arrival& arrival);

} // namespace sallyport
