// What the rules of the kernel's packet filter (nftables, and iptables on top of it) do with a new
// TCP connection that comes from this network: the rules are walked as the kernel walks them, and
// where a rule asks for something that is not known here, both ways are followed.
//
// Threads: pure functions.
// Source: libnftables-json(5); nft(8), which packets take which hooks.
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QString>

#include <optional>

namespace sallyport {

// Where the connection arrives. Its sender is taken for a neighbour: a rule for the networks that
// `address` is in is a rule for it.
struct Arrival {
    QHostAddress address;
    quint16 port = 0;
    QString interface; // "eth0"
};

struct NftVerdict {
    enum class Way {
        Open,
        Closed,
        Unclear, // some are let in, or it hangs on what is not known here
    };
    Way way = Way::Open;
    QString chain; // what closes it, as nft takes it: "inet filter input"
    QString rule;  // "policy drop", "handle 7: drop"
};

// `json` is what `nft -j list ruleset` prints, `text` what `nft -a list ruleset` does: without it,
// what iptables' extensions match is not known. Nothing: `json` is not that.
std::optional<NftVerdict> judgeRuleset(const QByteArray& json, const QByteArray& text,
                                       const Arrival& arrival);

} // namespace sallyport
