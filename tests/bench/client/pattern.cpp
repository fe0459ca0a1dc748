#include "client/pattern.h"

#include "client/fail.h"

#include <fstream>
#include <iterator>

namespace sallyport::bench {

Pattern::Pattern(const std::string& file, std::size_t block)
{
    std::ifstream stream(file, std::ios::binary);
    m_bytes.assign(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    m_period = m_bytes.size();
    if (m_period == 0)
        fail("Cannot read the pattern " + file);
    for (std::size_t i = 0; i < block; ++i)
        m_bytes.push_back(m_bytes[i]);
}

} // namespace sallyport::bench
