// libssh's objects as unique_ptrs, so that no path out of a function forgets one.
//
// Threads: an object of libssh belongs to the thread that made it; an ssh_key is read only once
// made.
#pragma once

#include <libssh/libssh.h>
#include <libssh/server.h>

#include <cstdlib>
#include <memory>
#include <type_traits>

namespace sallyport::ssh {

template <auto Free>
struct Freed {
    template <typename T>
    void operator()(T* object) const
    {
        Free(object);
    }
};

using KeyPtr = std::unique_ptr<std::remove_pointer_t<ssh_key>, Freed<ssh_key_free>>;
using BindPtr = std::unique_ptr<std::remove_pointer_t<ssh_bind>, Freed<ssh_bind_free>>;
using SessionPtr = std::unique_ptr<std::remove_pointer_t<ssh_session>, Freed<ssh_free>>;
using EventPtr = std::unique_ptr<std::remove_pointer_t<ssh_event>, Freed<ssh_event_free>>;
using MessagePtr = std::unique_ptr<std::remove_pointer_t<ssh_message>, Freed<ssh_message_free>>;
using TextPtr = std::unique_ptr<char, Freed<ssh_string_free_char>>;

} // namespace sallyport::ssh
