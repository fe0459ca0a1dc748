#include "ui/reasons.h"

#include "core/escape.h"
#include "ui/reason_table.h"
#include "ui/reason_table_doctor.h"
#include "ui/reason_table_settings.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

#include <vector>

namespace sallyport {

namespace {

using Row = ReasonRow;

const std::vector<const Row*>& rows()
{
    static const std::vector<const Row*> all = [] {
        std::vector<const Row*> made;
        for (const Row& row : reasonTable)
            made.push_back(&row);
        for (const Row& row : settingsReasonTable)
            made.push_back(&row);
        for (const Row& row : doctorReasonTable)
            made.push_back(&row);
        return made;
    }();
    return all;
}

// Fills the places all at once: what stands at one may itself look like another.
QString filled(const QString& words, const QStringList& places)
{
    QString text;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const int place =
            words[i] == QLatin1Char('%') && i + 1 < words.size() ? words[i + 1].digitValue() : -1;
        if (place < 1 || place > places.size()) {
            text += words[i];
            continue;
        }
        text += escapedText(places[place - 1]);
        ++i;
    }
    return text;
}

// The rows that have places, as expressions over the whole message.
struct Form {
    const Row* row;
    QRegularExpression expression;
};

const std::vector<Form>& forms()
{
    static const std::vector<Form> all = [] {
        std::vector<Form> made;
        for (const Row* row : rows()) {
            QString text = QRegularExpression::escape(QString::fromUtf8(row->message));
            if (!text.contains(QLatin1String("\\%")))
                continue;
            for (int place = 1; place <= 3; ++place)
                text.replace(QStringLiteral("\\%%1").arg(place),
                             QStringLiteral("(?<p%1>.+)").arg(place));
            made.push_back({row,
                            QRegularExpression(QRegularExpression::anchoredPattern(text),
                                               QRegularExpression::DotMatchesEverythingOption)});
        }
        return made;
    }();
    return all;
}

struct Found {
    const Row* row = nullptr;
    QStringList places;
};

Found find(const QString& message)
{
    static const QHash<QString, const Row*> plain = [] {
        QHash<QString, const Row*> made;
        for (const Row* row : rows())
            made.insert(QString::fromUtf8(row->message), row);
        return made;
    }();
    if (const Row* row = plain.value(message))
        return {row, {}};
    // Of several that fit, the one that leaves least to the places says most.
    Found best;
    qsizetype open = 0;
    for (const Form& form : forms()) {
        const QRegularExpressionMatch match = form.expression.match(message);
        if (!match.hasMatch())
            continue;
        QStringList places;
        qsizetype length = 0;
        for (int place = 1; place <= form.expression.captureCount(); ++place) {
            places += match.captured(QStringLiteral("p%1").arg(place));
            length += places.last().size();
        }
        if (best.row && length >= open)
            continue;
        best = {form.row, places};
        open = length;
    }
    return best;
}

} // namespace

QString reasonOf(const QString& message)
{
    const Found found = find(message);
    if (!found.row)
        return escapedText(message);
    return filled(QCoreApplication::translate("format", found.row->words), found.places);
}

KnownReason knownReason(const QString& message)
{
    const Found found = find(message);
    return found.row ? KnownReason{found.row->message, found.places} : KnownReason{};
}

QList<const char*> knownReasons()
{
    QList<const char*> all;
    for (const Row* row : rows())
        all += row->message;
    return all;
}

QString reasonOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotFound:
        return reasonOf(QStringLiteral("No such file"));
    case ErrorCode::PermissionDenied:
        return reasonOf(QStringLiteral("Permission denied"));
    case ErrorCode::Escaped:
        return reasonOf(QStringLiteral("The link leads out of the share"));
    case ErrorCode::AlreadyExists:
        return reasonOf(QStringLiteral("The name is taken"));
    case ErrorCode::NotADirectory:
        return reasonOf(QStringLiteral("Not a folder"));
    case ErrorCode::IsADirectory:
        return reasonOf(QStringLiteral("Is a folder"));
    case ErrorCode::NotEmpty:
        return reasonOf(QStringLiteral("The folder is not empty"));
    case ErrorCode::NameTooLong:
        return reasonOf(QStringLiteral("The name is too long"));
    case ErrorCode::NoSpace:
        return reasonOf(QStringLiteral("No space left"));
    case ErrorCode::AddressInUse:
        return reasonOf(QStringLiteral("The address is in use"));
    case ErrorCode::InvalidArgument:
        return reasonOf(QStringLiteral("The request makes no sense"));
    case ErrorCode::NotSupported:
        return reasonOf(QStringLiteral("Not supported"));
    case ErrorCode::Cancelled:
        return reasonOf(QStringLiteral("Cancelled"));
    case ErrorCode::Busy:
        return reasonOf(QStringLiteral("Busy"));
    case ErrorCode::TooMany:
        return reasonOf(QStringLiteral("Too many"));
    case ErrorCode::Unavailable:
    case ErrorCode::AnotherFolder:
        return reasonOf(QStringLiteral("Not available"));
    case ErrorCode::ProtocolViolation:
        return reasonOf(QStringLiteral("The request is malformed"));
    case ErrorCode::Damaged:
        return reasonOf(QStringLiteral("Damaged"));
    case ErrorCode::Failure:
        return reasonOf(QStringLiteral("Failure"));
    }
    return {};
}

} // namespace sallyport
