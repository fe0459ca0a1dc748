#include "client/output.h"

#include "client/fail.h"

#include <fcntl.h>
#include <unistd.h>

namespace sallyport::bench {

Output::Output(const std::string& file)
    : m_file(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600))
{
    if (m_file < 0)
        fail("Cannot write " + file);
}

Output::~Output()
{
    ::close(m_file);
}

void Output::write(std::uint64_t offset, Bytes piece) const
{
    const ssize_t written =
        ::pwrite(m_file, piece.data(), piece.size(), static_cast<off_t>(offset));
    if (written != static_cast<ssize_t>(piece.size()))
        fail("Cannot write what came");
}

} // namespace sallyport::bench
