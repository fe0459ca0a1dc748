// What an SSH client needs of libcrypto, in values: hashes, X25519, Ed25519.
//
// Source: RFC 8731 (curve25519-sha256), RFC 8709 (ssh-ed25519).
#pragma once

#include "client/wire.h"

#include <openssl/evp.h>

#include <array>
#include <initializer_list>
#include <memory>
#include <string>

namespace sallyport::bench {

template <auto release>
struct OsslRelease {
    template <typename T>
    void operator()(T* object) const
    {
        release(object);
    }
};
using PkeyPtr = std::unique_ptr<EVP_PKEY, OsslRelease<EVP_PKEY_free>>;
using CipherCtxPtr = std::unique_ptr<EVP_CIPHER_CTX, OsslRelease<EVP_CIPHER_CTX_free>>;
using MacPtr = std::unique_ptr<EVP_MAC, OsslRelease<EVP_MAC_free>>;
using MacCtxPtr = std::unique_ptr<EVP_MAC_CTX, OsslRelease<EVP_MAC_CTX_free>>;

using Hash = std::array<std::uint8_t, 32>;
Hash sha256(std::initializer_list<Bytes> parts);

ByteVector randomBytes(std::size_t size);

// The own half of one key exchange.
class EphemeralKey {
public:
    EphemeralKey();
    Bytes publicKey() const { return m_public; }
    Hash sharedSecret(Bytes peerPublicKey) const;

private:
    PkeyPtr m_key;
    ByteVector m_public;
};

// An ssh-ed25519 user key.
class UserKey {
public:
    // Reads what `ssh-keygen -t ed25519 -N ''` writes.
    static UserKey load(const std::string& file);
    static UserKey fromSeed(Bytes seed); // 32 bytes

    Bytes publicBlob() const { return m_blob; }
    ByteVector sign(Bytes message) const; // a signature blob, algorithm name included

private:
    UserKey() = default;
    PkeyPtr m_key;
    ByteVector m_blob;
};

// `publicBlob` and `signatureBlob` as SSH writes them, names included.
bool verifyEd25519(Bytes publicBlob, Bytes signatureBlob, Bytes message);

// The blob in a public key file: `ssh-ed25519 AAAA... comment`.
ByteVector loadPublicKey(const std::string& file);

} // namespace sallyport::bench
