// client/fail.h where the load generator's client is only borrowed: what it does not expect is
// unmet.
#include "client/fail.h"

#include "tests/fuzz/check.h"

namespace sallyport::bench {

void fail(const std::string& sentence)
{
    throw fuzz::Unmet(sentence);
}

} // namespace sallyport::bench
