// What the parts of the FileSystemContract share.
#pragma once

#include "core/file_system.h"

#include <QByteArray>

#include <span>

namespace sallyport::test::contract {

constexpr OpenFlags creating = OpenFlags(OpenFlag::Write) | OpenFlag::Create;

std::span<const std::byte> bytesOf(const QByteArray& text);
QByteArray readAll(File& file); // or the name of the error in angle brackets
FileAttributes withPermissions(quint32 permissions);
FileAttributes withSize(quint64 size);
FileAttributes withTimes(qint64 accessed, qint64 modified);

} // namespace sallyport::test::contract
