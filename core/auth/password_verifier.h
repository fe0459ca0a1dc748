// PasswordVerifier makes and checks the verifiers of passwords: Argon2id strings
// ("$argon2id$v=19$m=65536,t=2,p=1$salt$hash") that say nothing about the password.
//
// Threads: any; immutable but for the count of verifications, which is atomic. One verification
// takes the memory and the time of its cost on the calling thread: PasswordGate bounds how many.
// Source: libsodium's crypto_pwhash_str; INTERACTIVE is 64 MiB, two passes.
#pragma once

#include "core/result.h"

#include <QByteArray>

#include <atomic>

namespace sallyport {

class PasswordVerifier {
public:
    struct Cost {
        unsigned long long passes = 2;
        std::size_t memory = 64 * 1024 * 1024; // bytes
        static Cost interactive() { return {}; }
        static Cost least(); // the least the library takes: for tests, where it costs a millisecond
    };
    enum class Answer { Right, Wrong, OutOfMemory };

    static constexpr qsizetype maxPassword = 1024; // bytes; the least is 1

    explicit PasswordVerifier(Cost cost = Cost::interactive());

    // A verifier for `password`, which has 1 to 1,024 bytes and no NUL. Fails with InvalidArgument
    // otherwise, and with Failure when there is no memory for it.
    Result<QByteArray> make(QByteArrayView password) const;
    Answer verify(const QByteArray& verifier, QByteArrayView password) const;
    // Was it made at another cost than today's?
    bool isOutdated(const QByteArray& verifier) const;
    // A verifier of today's cost that no password fits: what a user without one is checked against.
    const QByteArray& dummy() const { return m_dummy; }
    int verifications() const { return m_verifications; } // since this object was made
    int mostAtOnce() const { return m_mostAtOnce; }       // of them

    // Looks like a verifier, at a cost that will not hold the server up: at most 1 GiB and 16
    // passes.
    static bool isVerifier(const QByteArray& text);

private:
    Cost m_cost;
    QByteArray m_dummy;
    mutable std::atomic<int> m_verifications = 0, m_running = 0, m_mostAtOnce = 0;
};

// Overwrites what is no longer needed. Only bytes nobody else shares are erased.
void wipe(QByteArray& secret);

} // namespace sallyport
