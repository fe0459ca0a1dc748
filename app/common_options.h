// What the tables of options share: the options every command takes, and how a value gets where it
// belongs.
//
// Threads: pure functions.
#pragma once

#include "app/argument_reader.h"
#include "app/argument_values.h"

#include <QFile>
#include <QString>

#include <functional>
#include <utility>

namespace sallyport {

using Arguments = QList<QByteArray>;

// What every verb takes.
struct Common {
    QString profile;
    bool verbose = false;
    bool help = false;

    QList<Option> options()
    {
        return {
            {"profile", 0, "DIR",
             [this](const QByteArray& value) -> Result<void> {
                 auto folder = argument::folder(QStringLiteral("--profile"), value);
                 if (!folder)
                     return folder.error();
                 profile = QFile::decodeName(*folder);
                 return {};
             }},
            {"verbose", 'v', nullptr, set(verbose)},
            {"help", 'h', nullptr, set(help)},
        };
    }
    static std::function<Result<void>(const QByteArray&)> set(bool& flag)
    {
        return [&flag](const QByteArray&) -> Result<void> {
            flag = true;
            return {};
        };
    }
};

// An option whose value goes through `read` into `target`.
template <typename T, typename Read>
Option into(const char* name, const char* value, T& target, Read read)
{
    return {name, 0, value,
            [&target, read, option = QStringLiteral("--") + QLatin1String(name)](
                const QByteArray& bytes) -> Result<void> {
                auto result = read(option, bytes);
                if (!result)
                    return result.error();
                target = *std::move(result);
                return {};
            }};
}

template <typename List, typename Read>
Option append(const char* name, const char* value, List& list, Read read)
{
    return {name, 0, value,
            [&list, read, option = QStringLiteral("--") + QLatin1String(name)](
                const QByteArray& bytes) -> Result<void> {
                auto result = read(option, bytes);
                if (!result)
                    return result.error();
                list.append(*std::move(result));
                return {};
            },
            Option::Times::Many};
}

} // namespace sallyport
