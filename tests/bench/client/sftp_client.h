// Moves one file over SFTP version 3 with many requests in flight. Data is taken from where it
// was decrypted, and sent from where it lies: nothing in between.
//
// Source: draft-ietf-secsh-filexfer-02.
#pragma once

#include "client/channel.h"
#include "client/reply_reader.h"

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace sallyport::bench {

// Source: OpenSSH's sftp: DEFAULT_NUM_REQUESTS, DEFAULT_COPY_BUFLEN.
struct Pipeline {
    std::uint32_t requests = 64;     // in flight
    std::uint32_t block = 32 * 1024; // bytes in one request
};

class SftpClient {
public:
    SftpClient(Channel& channel, const Pipeline& pipeline); // says INIT; `channel` outlives this
    SftpClient(const SftpClient&) = delete;
    SftpClient& operator=(const SftpClient&) = delete;

    enum class Mode { Read, Write };
    void open(const std::string& path, Mode mode); // Write makes the file, or empties it
    std::uint64_t size();                          // of the open file
    void close();

    // Gets the bytes from 0 to `size` of the open file and returns how many came. `sink` gets
    // every piece with its place in the file, in the order of arrival.
    using Sink = std::function<void(std::uint64_t offset, Bytes piece)>;
    std::uint64_t download(std::uint64_t size, const Sink& sink);
    // Writes the bytes from 0 to `size` and returns how many were acknowledged. What `source`
    // gives stays as it is.
    using Source = std::function<Bytes(std::uint64_t offset, std::size_t size)>;
    std::uint64_t upload(std::uint64_t size, const Source& source);

private:
    // A request in flight; its place in m_slots is its id.
    struct Slot {
        std::uint64_t offset = 0;
        std::uint32_t size = 0;
        // The request up to its data. A handle has 256 bytes at most, section 6.3.
        std::array<std::uint8_t, 320> head{};
    };

    void queueBlock(std::uint32_t id, std::uint8_t type);
    Slot& slotOf(const ReplyReader::Head& head);
    // Sends one request and takes the whole reply, of type `expected`.
    Bytes ask(Bytes request, std::uint8_t expected, const std::string& what);
    // Takes a STATUS; anything but OK is the end of the run.
    void takeStatus(const ReplyReader::Head& head, const std::string& what);

    Channel& m_channel;
    ReplyReader m_replies;
    const Pipeline m_pipeline;
    ByteVector m_handle;
    std::vector<Slot> m_slots;
};

} // namespace sallyport::bench
