// outcome() turns a Result into a word a test can compare and a reader can understand: "ok", or the
// name of the ErrorCode.
//
// Threads: any.
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace sallyport::test {

QByteArray nameOf(ErrorCode code);

template <typename T>
QByteArray outcome(const Result<T>& result)
{
    return result ? QByteArray("ok") : nameOf(result.error().code);
}

} // namespace sallyport::test
