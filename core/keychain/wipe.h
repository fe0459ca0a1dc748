// wipeSecret() overwrites a secret that is needed no more.
//
// Threads: any.
#pragma once

class QByteArray;

namespace sallyport {

// Empties `secret`, and its memory too unless somebody else still holds the same bytes.
void wipeSecret(QByteArray& secret);

} // namespace sallyport
