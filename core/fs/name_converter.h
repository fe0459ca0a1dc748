// NameConverter turns the name of one file from a client's charset into UTF-8 and back.
//
// What the charset cannot express, or what is not UTF-8 on the disk, is shown to the client as
// "%utf8-" and its bytes, all but letters, digits and "-._~ " as %XX, and comes back as what it
// was.
//
// Threads: one at a time.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

namespace sallyport {

class NameConverter {
public:
    // InvalidArgument for a charset that is not known here, and for one that does not work in
    // paths: its letters are not those of ASCII, or its other characters are made of ASCII bytes
    // (UTF-16, UTF-7, ISO-2022-JP, EBCDIC). May read the disk.
    static Result<std::unique_ptr<NameConverter>> create(const QString& charset);
    static bool isUtf8(const QString& charset);
    ~NameConverter();

    QByteArray toClient(const QByteArray& name) const;
    // Empty: not text in the charset, or text that is no name of a file.
    std::optional<QByteArray> fromClient(const QByteArray& name) const;
    const QString& charset() const { return m_charset; }

private:
    struct Tables;
    NameConverter(QString charset, std::unique_ptr<Tables> tables);

    const QString m_charset;
    const std::unique_ptr<Tables> m_tables;
};

} // namespace sallyport
