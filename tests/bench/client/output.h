// A file that is written in pieces.
#pragma once

#include "client/wire.h"

#include <string>

namespace sallyport::bench {

class Output {
public:
    explicit Output(const std::string& file); // made, or emptied
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    void write(std::uint64_t offset, Bytes piece) const;

private:
    int m_file;
};

} // namespace sallyport::bench
