// SFTP version 3 requests with an id each, many in flight, and their replies taken whole: for
// everything that is small. SftpClient moves the large files.
//
// Source: draft-ietf-secsh-filexfer-02.
#pragma once

#include "client/channel.h"
#include "client/reply_reader.h"

#include <string>
#include <vector>

namespace sallyport::bench {

// Section 3.
namespace fxp {
constexpr std::uint8_t init = 1;
constexpr std::uint8_t version = 2;
constexpr std::uint8_t open = 3;
constexpr std::uint8_t close = 4;
constexpr std::uint8_t read = 5;
constexpr std::uint8_t write = 6;
constexpr std::uint8_t fstat = 8;
constexpr std::uint8_t openDirectory = 11;
constexpr std::uint8_t readDirectory = 12;
constexpr std::uint8_t stat = 17;
constexpr std::uint8_t status = 101;
constexpr std::uint8_t handle = 102;
constexpr std::uint8_t data = 103;
constexpr std::uint8_t name = 104;
constexpr std::uint8_t attributes = 105;

constexpr std::uint32_t forReading = 0x01; // section 6.3
constexpr std::uint32_t forWriting = 0x02;
constexpr std::uint32_t create = 0x08;
constexpr std::uint32_t truncate = 0x10;

constexpr std::uint32_t hasSize = 0x01; // section 5
constexpr std::uint32_t hasOwner = 0x02;
constexpr std::uint32_t hasPermissions = 0x04;
constexpr std::uint32_t hasTimes = 0x08;

constexpr std::uint32_t ok = 0; // section 7
constexpr std::uint32_t endOfFile = 1;
} // namespace fxp

class Requests {
public:
    struct Reply {
        std::uint8_t type = 0;
        std::uint32_t id = 0;
        Bytes body; // behind the id; stays until the next call of anything here
    };

    // Says INIT. At most `inFlight` ids, from 0; `channel` outlives this.
    Requests(Channel& channel, std::uint32_t inFlight);
    Requests(const Requests&) = delete;
    Requests& operator=(const Requests&) = delete;

    // Puts one request in line; next() sends it. `body` is what follows the id.
    void send(std::uint32_t id, std::uint8_t type, const Writer& body);
    // As above with `data` at the end of the body, as a string; it stays until the reply.
    void send(std::uint32_t id, std::uint8_t type, const Writer& body, Bytes data);
    Reply next();

    // The text of a reply that is not the `wanted` one; the end of the run.
    static void expect(const Reply& reply, std::uint8_t wanted, const std::string& what);
    // A STATUS of OK, or the end of the run.
    static void expectOk(const Reply& reply, const std::string& what);
    static ByteVector handleIn(const Reply& reply, const std::string& what);

private:
    Channel& m_channel;
    ReplyReader m_replies;
    std::vector<ByteVector> m_sent; // by id: what is on its way
};

// The size in ATTRS, which it skips; the end of the run without one.
std::uint64_t takeAttributes(Reader& reader);

} // namespace sallyport::bench
