#include "core/fs/size_text.h"

#include <QLocale>

#include <iterator>

namespace sallyport {

QString sizeText(quint64 bytes)
{
    const QLocale locale = QLocale::c();
    const char* const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    while (bytes != 0 && bytes % 1024 == 0 && unit + 1 < std::size(units)) {
        bytes /= 1024;
        ++unit;
    }
    return QStringLiteral("%1 %2").arg(locale.toString(qulonglong(bytes)),
                                       QString::fromLatin1(units[unit]));
}

} // namespace sallyport
