// Takes a list of arguments apart by a table of options. Long options are written "--name VALUE" or
// "--name=VALUE", short ones "-n VALUE", "-nVALUE" and, without values, "-abc"; "--" ends the
// options.
//
// Threads: pure functions, but for what the table's own functions do.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>

#include <functional>

namespace sallyport {

struct Option {
    const char* name;            // "json" for --json; empty: a short one alone
    char letter = 0;             // 'v' for -v
    const char* value = nullptr; // "DIR": what the help calls it; null: a switch
    std::function<Result<void>(const QByteArray& value)> take;
    enum class Times { Once, Many };
    Times times = Times::Once; // of an option with a value
};

// Hands each option to its `take`. Returns the other arguments in order; InvalidArgument, in a
// sentence, for an option that is unknown (it names the nearest), misses its value or has one too
// many.
Result<QList<QByteArray>> readArguments(const QList<QByteArray>& arguments,
                                        const QList<Option>& options);

// A value as text, and the options' own words for it in a message.
QString shownArgument(const QByteArray& argument);

} // namespace sallyport
