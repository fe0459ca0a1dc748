// Result is what a function that can fail returns: the value, or an Error that says why not.
//
// Threads: plain values. Member names are those of std::expected, so that a later compiler's can
// take its place.
#pragma once

#include <QString>

#include <type_traits>
#include <utility>
#include <variant>

namespace sallyport {

// The reasons an operation can fail. The list is short on purpose: every code has
// one SFTP status (core/sftp/status.cpp) and one sentence the user can act on.
enum class ErrorCode {
    NotFound,
    PermissionDenied,
    Escaped, // the path would have left its share: PERMISSION_DENIED, and an event of its own
    AlreadyExists,
    NotADirectory,
    IsADirectory,
    NotEmpty,
    NameTooLong,
    NoSpace,
    AddressInUse,
    InvalidArgument,
    NotSupported,
    Cancelled,
    Busy,
    TooMany,           // a limit was met: handles, connections
    Unavailable,       // the share's disk is not there, or not yet
    AnotherFolder,     // another folder is in the place of the one that was shared
    ProtocolViolation, // the peer's framing is broken; the channel ends
    Damaged,           // a file of ours cannot be read as what it should be
    Failure,           // anything else, an I/O error first of all; the message says what
};

struct Error {
    ErrorCode code = ErrorCode::Failure;
    QString message; // one sentence without a period: "The share is full"

    bool operator==(const Error&) const = default;
};

template <typename T>
class [[nodiscard]] Result {
public:
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }
    template <typename U>
    requires std::is_constructible_v<T, U&&> &&(!std::is_same_v<std::remove_cvref_t<U>, Result>)&&(
        !std::is_same_v<std::remove_cvref_t<U>, Error>)Result(U&& value)
        : m_state(std::in_place_index<0>, std::forward<U>(value))
    {
    }

    bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }
    // value() and the operators require has_value(); error() requires its opposite.
    T& value() & { return *std::get_if<0>(&m_state); }
    const T& value() const& { return *std::get_if<0>(&m_state); }
    T&& value() && { return std::move(*std::get_if<0>(&m_state)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    const Error& error() const& { return *std::get_if<1>(&m_state); }
    Error&& error() && { return std::move(*std::get_if<1>(&m_state)); }
    template <typename U>
    T value_or(U&& other) const&
    {
        return has_value() ? value() : static_cast<T>(std::forward<U>(other));
    }

private:
    static_assert(!std::is_same_v<T, bool>, "if (result) would ask the wrong question");
    std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }
    const Error& error() const& { return *std::get_if<1>(&m_state); }
    Error&& error() && { return std::move(*std::get_if<1>(&m_state)); }

private:
    std::variant<std::monostate, Error> m_state;
};

} // namespace sallyport
