#include "core/auth/address_pattern.h"

#include "core/units.h"

#include <QRegularExpression>

namespace sallyport {

namespace {

struct Pattern {
    QStringView text; // without the "!"
    bool negated = false;
};

Pattern patternOf(QStringView part)
{
    const bool negated = part.startsWith(u'!');
    return {negated ? part.mid(1) : part, negated};
}

bool hasWildcard(QStringView text)
{
    return text.contains(u'*') || text.contains(u'?');
}

// An address and a length, without bits behind the length: "10.0.0.1/8" is a slip of the pen.
bool isNetwork(const QString& text)
{
    const auto subnet = QHostAddress::parseSubnet(text);
    const qsizetype slash = text.indexOf(u'/');
    const QHostAddress address(text.left(slash));
    bool isNumber = false;
    const int length = QStringView(text).mid(slash + 1).toInt(&isNumber);
    return subnet.second >= 0 && isNumber && length == subnet.second && !address.isNull()
        && address == subnet.first;
}

Result<void> checkPattern(QStringView text)
{
    if (text.isEmpty())
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("from= has an empty part between its commas")};
    const QString whole = text.toString();
    static const QRegularExpression numbers(QStringLiteral(R"(\A[0-9.*?]+\z)"));
    static const QRegularExpression groups(
        QStringLiteral(R"(\A[0-9a-fA-F:.*?]*:[0-9a-fA-F:.*?]*\z)"));
    const bool good = text.contains(u'/') ? isNetwork(whole)
        : hasWildcard(text) ? numbers.match(whole).hasMatch() || groups.match(whole).hasMatch()
                            : parseAddress(whole).has_value();
    if (good)
        return {};
    return Error{ErrorCode::InvalidArgument,
                 text.contains(u'/')
                     ? QStringLiteral("from= has \"%1\", which is no network").arg(whole)
                     : QStringLiteral("from= has \"%1\", and names of computers are not looked up")
                           .arg(whole)};
}

bool matches(QStringView text, const QHostAddress& address)
{
    if (text.contains(u'/'))
        return address.isInSubnet(QHostAddress::parseSubnet(text.toString()));
    if (!hasWildcard(text))
        return address.isEqual(QHostAddress(text.toString()), QHostAddress::StrictConversion);
    QHostAddress bare = address;
    bare.setScopeId({});
    const auto wildcard = QRegularExpression::fromWildcard(
        text, Qt::CaseInsensitive, QRegularExpression::UnanchoredWildcardConversion);
    return QRegularExpression(QRegularExpression::anchoredPattern(wildcard.pattern()),
                              QRegularExpression::CaseInsensitiveOption)
        .match(bare.toString())
        .hasMatch();
}

} // namespace

Result<void> checkAddressPatterns(const QString& patterns)
{
    for (const QStringView part : QStringView(patterns).split(u',')) {
        if (auto checked = checkPattern(patternOf(part).text); !checked)
            return checked;
    }
    return {};
}

bool matchesAddressPatterns(const QString& patterns, const QHostAddress& address)
{
    bool found = false;
    for (const QStringView part : QStringView(patterns).split(u',')) {
        const Pattern pattern = patternOf(part);
        if (!matches(pattern.text, address))
            continue;
        if (pattern.negated)
            return false;
        found = true;
    }
    return found;
}

} // namespace sallyport
