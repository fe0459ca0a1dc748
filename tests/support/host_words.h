// HostWords looks at every reply a test gets for what no client may be told of this computer: the
// folder its shares lie in, its name, the name of who runs it. parseReplies() asks for all replies,
// so a test that meets one fails, whatever it was about.
//
// A client may hear again what it said itself: said() notes that until the next test function.
//
// Threads: one at a time.
// The row A17.
#pragma once

#include <QByteArray>

namespace sallyport::test {

struct Reply;

namespace hostwords {

void said(const QByteArray& bytes); // sent by a client of this test
// What `reply`, parsed from `packet`, tells, in words; empty: nothing.
QByteArray toldBy(const Reply& reply, QByteArrayView packet);
// Fails the running test if toldBy() finds anything.
void check(const Reply& reply, QByteArrayView packet);
// What the folders of this test's shares begin with: "/tmp/tst_pump-".
const QByteArray& folder();

} // namespace hostwords

} // namespace sallyport::test
