// SshMaker is what a fuzzed client of SSH does: it sends mostly what one should, with some of it
// changed, cut or made longer, and in any order.
//
// Threads: one.
#pragma once

#include "tests/fuzz/ssh_messages.h"
#include "tests/fuzz/ssh_peer.h"

namespace sallyport::fuzz {

class SshMaker {
public:
    // `key` is anna's. Both outlive it.
    SshMaker(Choices& choices, const bench::UserKey& key)
        : m_choices(choices)
        , m_messages(choices, key)
    {
    }
    SshMessages& messages() { return m_messages; }
    void sendOne(SshPeer& peer);

private:
    void deliver(SshPeer& peer, QByteArray payload);
    void logIn(SshPeer& peer);
    void openSftp(SshPeer& peer);
    void sendSigned(SshPeer& peer);
    void sendRude(SshPeer& peer);
    QByteArray sftpRequest(const SshPeer& peer);
    QByteArray path();

    Choices& m_choices;
    SshMessages m_messages;
    quint32 m_opened = 0, m_nextRequest = 1;
};

} // namespace sallyport::fuzz
