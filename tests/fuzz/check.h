// What a fuzz target demands. A demand that is not met is thrown: libFuzzer stops there and keeps
// the input, and tst_fuzz names it.
//
// Threads: plain functions.
#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

namespace sallyport::fuzz {

using Input = std::span<const std::byte>;

class Unmet final : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

// std::source_location is not in every clang.
inline void demand(bool met, const char* what, const char* file = __builtin_FILE(),
                   int line = __builtin_LINE())
{
    if (!met)
        throw Unmet(std::string(file) + ':' + std::to_string(line) + ": " + what);
}

// The targets. Each takes any bytes and throws Unmet for what must never be.
void session(Input input);
void virtualPath(Input input);
void authorizedKeys(Input input);
void settings(Input input);
void logEscape(Input input);
void connection(Input input);

} // namespace sallyport::fuzz
