// HashMap is std::unordered_map for what Qt can hash: for the threads of connections. QHash ends
// the program where it gets no memory for an entry, since what inserts in it is noexcept (Qt 6.4,
// QHashPrivate::Span); here that is a std::bad_alloc, which ends the connection that asked for it.
//
// Threads: those of std::unordered_map.
#pragma once

#include <QHashFunctions>

#include <cstddef>
#include <unordered_map>

namespace sallyport {

struct QtHasher {
    template <typename Key>
    std::size_t operator()(const Key& key) const noexcept
    {
        return qHash(key, QHashSeed::globalSeed());
    }
};

template <typename Key, typename Value>
using HashMap = std::unordered_map<Key, Value, QtHasher>;

} // namespace sallyport
