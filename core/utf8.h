// UTF-8, one character at a time: for names that need not be text.
//
// Threads: a pure function.
#pragma once

#include <QByteArrayView>

namespace sallyport {

// The bytes of the character that `bytes` begin with; 0: they begin with none.
qsizetype utf8Length(QByteArrayView bytes);

} // namespace sallyport
