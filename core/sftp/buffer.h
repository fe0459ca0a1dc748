// Buffer holds bytes between who makes them and who takes them: filled at its end, emptied from
// its front. Room in it is not set to zero, so a file is read straight into a reply.
//
// Threads: a plain value, one thread at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <utility>

namespace sallyport::sftp {

class Buffer {
public:
    std::size_t size() const { return m_end - m_begin; }
    bool isEmpty() const { return m_end == m_begin; }
    std::span<const std::byte> bytes() const { return {m_data.get() + m_begin, size()}; }
    std::size_t capacity() const { return m_capacity; }

    // Room for `count` bytes behind the last one, their values unknown; grow() makes them count.
    // It is valid until the next room().
    std::span<std::byte> room(std::size_t count)
    {
        if (m_capacity - m_end < count)
            makeRoom(count);
        return {m_data.get() + m_end, count};
    }
    void grow(std::size_t count) { m_end += count; }
    void append(std::span<const std::byte> bytes)
    {
        if (bytes.empty())
            return;
        std::memcpy(room(bytes.size()).data(), bytes.data(), bytes.size());
        grow(bytes.size());
    }
    // The byte at `index`, counted from the front: for a length that is known late.
    std::byte* at(std::size_t index) { return m_data.get() + m_begin + index; }

    // Drops `count` bytes from the front.
    void consume(std::size_t count)
    {
        m_begin += count;
        if (m_begin == m_end)
            m_begin = m_end = 0;
    }
    void truncate(std::size_t size) { m_end = m_begin + size; } // drops from the end
    void clear() { m_begin = m_end = 0; }                       // keeps the memory
    void release() { *this = Buffer(); }                        // gives the memory back
    void swap(Buffer& other) noexcept { std::swap(*this, other); }

    Buffer() = default;
    Buffer(Buffer&& other) noexcept
        : m_data(std::move(other.m_data))
        , m_capacity(std::exchange(other.m_capacity, 0))
        , m_begin(std::exchange(other.m_begin, 0))
        , m_end(std::exchange(other.m_end, 0))
    {
    }
    Buffer& operator=(Buffer&& other) noexcept
    {
        m_data = std::move(other.m_data);
        m_capacity = std::exchange(other.m_capacity, 0);
        m_begin = std::exchange(other.m_begin, 0);
        m_end = std::exchange(other.m_end, 0);
        return *this;
    }
    ~Buffer() = default;
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

private:
    // Grows by half at least, so that filling a buffer copies each byte a few times at most.
    void makeRoom(std::size_t count)
    {
        const std::size_t held = size();
        std::size_t capacity = m_capacity;
        if (capacity < held + count)
            capacity = std::max(held + count, capacity + capacity / 2 + 1024);
        auto data = std::make_unique_for_overwrite<std::byte[]>(capacity);
        if (held > 0)
            std::memcpy(data.get(), m_data.get() + m_begin, held);
        m_data = std::move(data);
        m_capacity = capacity;
        m_begin = 0;
        m_end = held;
    }

    std::unique_ptr<std::byte[]> m_data;
    std::size_t m_capacity = 0, m_begin = 0, m_end = 0;
};

} // namespace sallyport::sftp
