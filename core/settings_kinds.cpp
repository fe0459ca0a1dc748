#include "core/settings_kinds.h"

#include "core/auth/address_pattern.h"
#include "core/units.h"

#include <QJsonDocument>
#include <QStringDecoder>

#include <cctype>

namespace sallyport {

Kind<bool> yesOrNo()
{
    return {QStringLiteral("must be true or false"), [](bool value) -> QJsonValue { return value; },
            [](const QJsonValue& value) {
                return value.isBool() ? std::optional(value.toBool()) : std::nullopt;
            },
            [](bool value) { return value ? QStringLiteral("true") : QStringLiteral("false"); },
            [](const QString& text) -> std::optional<bool> {
                if (text == u"true" || text == u"yes" || text == u"on")
                    return true;
                if (text == u"false" || text == u"no" || text == u"off")
                    return false;
                return std::nullopt;
            }};
}
std::optional<qint64> wholeNumber(const QJsonValue& value)
{
    if (!value.isDouble())
        return std::nullopt;
    const qint64 a = value.toInteger(-1);
    const qint64 b = value.toInteger(-2);
    return a == b ? std::optional(a) : std::nullopt; // the fallback is used for what is not whole
}
Kind<std::chrono::seconds> duration(std::chrono::seconds least, std::chrono::seconds most)
{
    const auto fromText = [=](const QString& text) -> std::optional<std::chrono::seconds> {
        const auto value = parseDuration(text);
        return value && *value >= least && *value <= most ? std::optional(*value) : std::nullopt;
    };
    return {QStringLiteral("must be a time from %1 to %2")
                .arg(formatDuration(least), formatDuration(most)),
            [](const std::chrono::seconds& value) -> QJsonValue { return formatDuration(value); },
            [=](const QJsonValue& value) {
                if (const auto seconds = wholeNumber(value))
                    return fromText(QString::number(*seconds));
                return value.isString() ? fromText(value.toString()) : std::nullopt;
            },
            [](const std::chrono::seconds& value) { return formatDuration(value); }, fromText};
}
Kind<quint64> size()
{
    const auto fromText = [](const QString& text) -> std::optional<quint64> {
        const auto value = parseSize(text);
        return value ? std::optional(*value) : std::nullopt;
    };
    return {QStringLiteral("must be a size in bytes, or like 64K, 10M, 1G"),
            [](quint64 value) -> QJsonValue { return static_cast<qint64>(value); },
            [=](const QJsonValue& value) {
                if (const auto bytes = wholeNumber(value))
                    return fromText(QString::number(*bytes));
                return value.isString() ? fromText(value.toString()) : std::nullopt;
            },
            [](quint64 value) { return formatSize(value); }, fromText};
}
Kind<quint64> mark()
{
    return textual<quint64>(
        QStringLiteral("must be a hexadecimal number in quotes"),
        [](const quint64& value) { return QString::number(value, 16); },
        [](const QString& text) -> std::optional<quint64> {
            bool good = false;
            const quint64 value = text.toULongLong(&good, 16);
            return good ? std::optional(value) : std::nullopt;
        });
}
Kind<QDateTime> moment()
{
    return textual<QDateTime>(
        QStringLiteral("must be a UTC time like \"2026-12-31T23:59:59Z\""),
        [](const QDateTime& value) { return value.toUTC().toString(Qt::ISODate); },
        [](const QString& text) -> std::optional<QDateTime> {
            const QDateTime value = QDateTime::fromString(text, Qt::ISODate);
            return value.isValid() && value.timeSpec() == Qt::UTC ? std::optional(value)
                                                                  : std::nullopt;
        });
}
Kind<QString> text(const QString& must, const QRegularExpression& shape)
{
    return textual<QString>(
        must, [](const QString& value) { return value; },
        [shape](const QString& value) -> std::optional<QString> {
            return shape.match(value).hasMatch() ? std::optional(value) : std::nullopt;
        });
}
Kind<QString> anyText()
{
    return text(QStringLiteral("must be text"),
                QRegularExpression(QStringLiteral("\\A.*\\z"),
                                   QRegularExpression::DotMatchesEverythingOption));
}
Kind<QHostAddress> address()
{
    return textual<QHostAddress>(
        QStringLiteral("must be an address"),
        [](const QHostAddress& value) { return value.toString(); }, parseAddress);
}
Kind<QString> network(const QStringList& words)
{
    return textual<QString>(
        QString(), [](const QString& value) { return value; },
        [words](const QString& text) -> std::optional<QString> {
            const bool isNetwork = text.contains(u'/')
                ? bool(checkAddressPatterns(text)) && !text.startsWith(u'!')
                : parseAddress(text).has_value();
            return words.contains(text) || isNetwork ? std::optional(text) : std::nullopt;
        });
}
Kind<QByteArray> bytes(const QString& must, std::function<bool(const QByteArray&)> isGood)
{
    return textual<QByteArray>(
        must, [](const QByteArray& value) { return escapedBytes(value); },
        [isGood = std::move(isGood)](const QString& text) -> std::optional<QByteArray> {
            const auto value = unescapedBytes(text);
            return value && isGood(*value) ? value : std::nullopt;
        });
}

QString escapedBytes(const QByteArray& bytes)
{
    QString text;
    for (qsizetype at = 0; at < bytes.size();) {
        // The longest piece from here that is whole UTF-8 is taken over, the byte after it escaped.
        const auto lead = static_cast<unsigned char>(bytes[at]);
        const qsizetype length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        const QString piece = decoder(bytes.mid(at, length));
        if (lead == '%' || decoder.hasError() || piece.toUtf8() != bytes.mid(at, length)) {
            text += QStringLiteral("%%1").arg(uint(lead), 2, 16, QLatin1Char('0'));
            ++at;
        } else {
            text += piece;
            at += length;
        }
    }
    return text;
}

std::optional<QByteArray> unescapedBytes(const QString& text)
{
    const QByteArray encoded = text.toUtf8();
    QByteArray bytes;
    for (qsizetype at = 0; at < encoded.size(); ++at) {
        if (encoded[at] != '%') {
            bytes += encoded[at];
            continue;
        }
        bool good = false;
        const QByteArray digits = encoded.mid(at + 1, 2);
        const uint value = digits.toUInt(&good, 16);
        if (!good || digits.size() != 2 || !isxdigit(static_cast<unsigned char>(digits[0])))
            return std::nullopt;
        bytes += static_cast<char>(value);
        at += 2;
    }
    return bytes;
}
QString shown(const QJsonValue& value)
{
    QString text = QString::fromUtf8(
        QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact).mid(1).chopped(1));
    return text.size() > 60 ? text.left(57) + QStringLiteral("...") : text;
}

} // namespace sallyport
