// The values of the command line's options, one function a kind. Each is InvalidArgument for what
// it does not understand, in a sentence that starts with the option's name.
//
// Threads: pure functions, but for the current folder, which makes relative folders absolute.
#pragma once

#include "app/command_line.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <utility>

namespace sallyport::argument {

// Absolute, without "." and ".." and doubled slashes; the bytes of the names stay as they are.
Result<QByteArray> folder(const QString& option, const QByteArray& value);
Result<QString> file(const QString& option, const QByteArray& value);     // "-" stays "-"
Result<QString> userName(const QString& option, const QByteArray& value); // as the settings take it
Result<QString> text(const QString& option, const QByteArray& value);     // UTF-8, not empty
Result<Access> access(const QString& option, const QByteArray& value);
Result<ShareArgument> share(const QByteArray& value); // NAME=FOLDER[:access]
Result<std::pair<QByteArray, std::optional<Access>>> grant(const QByteArray& value); // SHARE=access
// Adds the address of one --addr to those before it.
Result<void> address(const QByteArray& value, std::optional<ListenArgument>& address);
Result<std::chrono::seconds> duration(const QString& option, const QByteArray& value);
Result<quint32> octal(const QString& option, const QByteArray& value);
Result<QDateTime> expiry(const QByteArray& value); // a date: to its end, here; or an ISO time

// Sets a setting in `scratch`, so that the bounds of the settings hold on the command line too.
Result<void> setting(const QString& option, const QString& path, const QByteArray& value,
                     Settings& scratch);

bool isShareName(QByteArrayView name);

} // namespace sallyport::argument
