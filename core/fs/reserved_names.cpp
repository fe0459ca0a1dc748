#include "core/fs/reserved_names.h"

#include "core/virtual_path.h"

#include <QRandomGenerator>

#include <algorithm>

#include <sys/stat.h>

namespace sallyport {

namespace {

constexpr qsizetype digits = 128 / 4;

} // namespace

QByteArray newReservedName()
{
    quint32 bits[4];
    QRandomGenerator::system()->fillRange(bits);
    return reservedPrefix.toByteArray()
        + QByteArray(reinterpret_cast<const char*>(bits), sizeof bits).toHex();
}

bool isTemporaryName(QByteArrayView name)
{
    if (!name.startsWith(reservedPrefix) || name.size() != reservedPrefix.size() + digits)
        return false;
    const QByteArrayView number = name.sliced(reservedPrefix.size());
    return std::all_of(number.begin(), number.end(), [](char digit) {
        return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
    });
}

QByteArray partName(const QByteArray& name, int number)
{
    const QByteArray tail =
        (number > 1 ? " (" + QByteArray::number(number) + ')' : QByteArray()) + ".part";
    qsizetype size = std::min(name.size(), VirtualPath::maxComponent - tail.size());
    // Not in the middle of a character of UTF-8, whose later bytes are 10xxxxxx.
    while (size > 0 && size < name.size() && (static_cast<uchar>(name[size]) & 0xC0) == 0x80)
        --size;
    return name.first(size) + tail;
}

QByteArray partMark(int descriptor)
{
    struct stat status {};
    if (::fstat(descriptor, &status) != 0)
        return {};
    return QByteArray::number(quint64(status.st_ino)) + ' '
        + QByteArray::number(qint64(status.st_size)) + ' '
        + QByteArray::number(qint64(status.st_mtim.tv_sec)) + '.'
        + QByteArray::number(qint64(status.st_mtim.tv_nsec));
}

} // namespace sallyport
