// The kinds of values in the settings: how each is written and read in the file and as text, and
// the words for what it must be. settings_fields.cpp makes its tables of them.
//
// Threads: plain values; their functions are pure.
#pragma once

#include "core/settings_fields.h"

#include <QDateTime>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonValue>
#include <QRegularExpression>
#include <QStringList>

#include <chrono>
#include <functional>
#include <optional>
#include <utility>

namespace sallyport {

// How a T is written and read, and the words for what it must be.
template <typename T>
struct Kind {
    QString must; // "must be a number from 1 to 4096"
    std::function<QJsonValue(const T&)> toJson;
    std::function<std::optional<T>(const QJsonValue&)> fromJson;
    std::function<QString(const T&)> toText;
    std::function<std::optional<T>(const QString&)> fromText;
};

Kind<bool> yesOrNo();
// In the file as text, "1m"; a number there is seconds.
Kind<std::chrono::seconds> duration(std::chrono::seconds least, std::chrono::seconds most);
// In the file as a number of bytes, or as text, "10M".
Kind<quint64> size();
// The numbers of a RootMark have 64 bits, more than JSON readers keep: hexadecimal text.
Kind<quint64> mark();
Kind<QDateTime> moment(); // UTC
Kind<QString> text(const QString& must, const QRegularExpression& shape);
Kind<QString> anyText();
Kind<QHostAddress> address();
// An address or a network, or one of the words that stand for some.
Kind<QString> network(const QStringList& words = {});
Kind<QByteArray> bytes(const QString& must, std::function<bool(const QByteArray&)> isGood);

// A whole number in bounds; nothing for 1.5 and for text.
std::optional<qint64> wholeNumber(const QJsonValue& value);

// A kind whose JSON is the same text as everywhere.
template <typename T>
Kind<T> textual(const QString& must, std::function<QString(const T&)> toText,
                std::function<std::optional<T>(const QString&)> fromText)
{
    return {must, [=](const T& value) -> QJsonValue { return toText(value); },
            [=](const QJsonValue& value) {
                return value.isString() ? fromText(value.toString()) : std::nullopt;
            },
            toText, fromText};
}
template <typename T>
Kind<T> number(qint64 least, qint64 most)
{
    const auto bounded = [=](std::optional<qint64> value) -> std::optional<T> {
        if (!value || *value < least || *value > most)
            return std::nullopt;
        return static_cast<T>(*value);
    };
    return {QStringLiteral("must be a number from %1 to %2").arg(least).arg(most),
            [](const T& value) -> QJsonValue { return static_cast<qint64>(value); },
            [=](const QJsonValue& value) { return bounded(wholeNumber(value)); },
            [](const T& value) { return QString::number(value); },
            [=](const QString& text) {
                bool good = false;
                const qint64 value = text.toLongLong(&good);
                return bounded(good ? std::optional(value) : std::nullopt);
            }};
}

template <typename T>
Kind<std::optional<T>> maybe(Kind<T> kind)
{
    // Nothing read is an error; it must not become "left out", which for an end would be for ever.
    const auto present = [](std::optional<T> read) -> std::optional<std::optional<T>> {
        if (!read)
            return std::nullopt;
        return std::make_optional<std::optional<T>>(std::move(read));
    };
    return {kind.must + QStringLiteral(", or be left out"),
            [=](const std::optional<T>& value) {
                return value ? kind.toJson(*value) : QJsonValue(QJsonValue::Undefined);
            },
            [=](const QJsonValue& value) { return present(kind.fromJson(value)); },
            [=](const std::optional<T>& value) { return value ? kind.toText(*value) : QString(); },
            [=](const QString& text) {
                return text.isEmpty() ? std::make_optional<std::optional<T>>(std::nullopt)
                                      : present(kind.fromText(text));
            }};
}
template <typename T>
Kind<T> choice(const QList<std::pair<QString, T>>& words)
{
    QStringList names;
    for (const auto& [word, value] : words)
        names.append(u'"' + word + u'"');
    const QString last = names.takeLast();
    return textual<T>(
        QStringLiteral("must be %1 or %2").arg(names.join(QStringLiteral(", ")), last),
        [words](const T& value) {
            for (const auto& [word, one] : words) {
                if (one == value)
                    return word;
            }
            return QString();
        },
        [words](const QString& text) -> std::optional<T> {
            for (const auto& [word, value] : words) {
                if (word == text)
                    return value;
            }
            return std::nullopt;
        });
}
// A list; as text with commas between.
template <typename List>
Kind<List> listOf(const QString& must, Kind<typename List::value_type> one)
{
    return {must,
            [=](const List& list) -> QJsonValue {
                QJsonArray array;
                for (const auto& item : list)
                    array.append(one.toJson(item));
                return array;
            },
            [=](const QJsonValue& value) -> std::optional<List> {
                if (!value.isArray())
                    return std::nullopt;
                List list;
                for (const QJsonValue item : value.toArray()) {
                    auto read = one.fromJson(item);
                    if (!read)
                        return std::nullopt;
                    list.append(*std::move(read));
                }
                return list;
            },
            [=](const List& list) {
                QStringList texts;
                for (const auto& item : list)
                    texts.append(one.toText(item));
                return texts.join(u',');
            },
            [=](const QString& text) -> std::optional<List> {
                List list;
                if (text.isEmpty())
                    return list;
                for (const QString& part : text.split(u',')) {
                    auto read = one.fromText(part.trimmed());
                    if (!read)
                        return std::nullopt;
                    list.append(*std::move(read));
                }
                return list;
            }};
}

} // namespace sallyport
