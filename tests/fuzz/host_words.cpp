// support/host_words.h where no Qt test runs.
//
// Threads: one.
#include "tests/support/host_words.h"

#include "tests/fuzz/check.h"

namespace sallyport::test::hostwords {

void said(const QByteArray&) {}

void check(const Reply&, QByteArrayView packet)
{
    fuzz::demand(!packet.contains(QByteArrayView(SALLYPORT_TEST_DATA)),
                 "a reply tells a folder of this computer");
}

} // namespace sallyport::test::hostwords
