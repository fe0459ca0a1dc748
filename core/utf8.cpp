#include "core/utf8.h"

#include <QStringDecoder>

namespace sallyport {

qsizetype utf8Length(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return 0;
    const auto lead = static_cast<unsigned char>(bytes[0]);
    const qsizetype length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (length > bytes.size())
        return 0;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(bytes.first(length));
    return decoder.hasError() || decoded.isEmpty() ? 0 : length;
}

} // namespace sallyport
