// What goes into a log, a terminal or an export: one event is one line, and nothing in it acts.
#include "core/activity_format.h"
#include "core/escape.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/choices.h"

#include <QJsonDocument>
#include <QStringDecoder>

namespace sallyport::fuzz {

namespace {

QString utf8Text(const QByteArray& bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(bytes);
    demand(!decoder.hasError(), "the text is not UTF-8");
    return text;
}

// C0, DEL, C1, line and paragraph separators, and what turns the direction of text.
bool isActing(QChar c)
{
    const char16_t u = c.unicode();
    return u < 0x20 || (u >= 0x7f && u < 0xa0) || u == 0x061c || u == 0x200e || u == 0x200f
        || (u >= 0x2028 && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069);
}

void demandHarmless(const QString& text)
{
    demand(std::none_of(text.cbegin(), text.cend(), isActing), "a character acts");
}

void demandOneLine(const QByteArray& line)
{
    demand(line.endsWith('\n') && line.count('\n') == 1, "an event is not one line");
    demandHarmless(utf8Text(line).chopped(1));
}

// A length for the next field, the longest rarely.
QByteArray field(Choices& choices)
{
    const std::size_t length = choices.byte();
    return choices.bytes(length < 250 ? length : length * 20);
}

void escapeAll(const QByteArray& bytes)
{
    const QString whole = escaped(bytes);
    demandHarmless(whole);
    demand(unescaped(whole.toUtf8()) == bytes, "the bytes do not come back");
    demand(!whole.contains(QChar::ReplacementCharacter)
               || bytes.contains(QByteArray("\xef\xbf\xbd")),
           "a byte was lost");

    const QString text = QString::fromUtf8(bytes);
    for (const qsizetype atMost : {0, 1, 2, 3, 5, 16, 256}) {
        const QString cut = escapedText(text, atMost);
        demandHarmless(cut);
        demand(cut.toUtf8().size() <= atMost, "the text is longer than it may be");
        demand(escapedText(text, 1 << 20).startsWith(cut), "the cut text is another");
        demand(text.toUtf8().startsWith(unescaped(cut.toUtf8())), "an escape was cut in two");
    }
}

} // namespace

void logEscape(Input input)
{
    Choices choices(input);
    using Kind = ActivityEvent::Kind;
    using Outcome = ActivityEvent::Outcome;

    ActivityEvent event;
    event.kind = Kind(choices.below(std::size_t(Kind::Stopped) + 1));
    event.at = QDateTime::fromSecsSinceEpoch(qint64(choices.number(5)), Qt::UTC);
    event.id = choices.number(2);
    event.connection = choices.number(1);
    const QStringList peers{QString(), QStringLiteral("192.0.2.1:50112"),
                            QStringLiteral("[2001:db8::1]:22"),
                            QStringLiteral("[fe80::1%eth0]:50112")};
    event.peer = peers.at(qsizetype(choices.below(std::size_t(peers.size()))));
    if (const std::size_t outcome = choices.below(7); outcome < 6)
        event.outcome = Outcome(outcome);
    if (choices.isOneIn(2))
        event.bytes = qint64(choices.number(8));
    if (choices.isOneIn(2))
        event.elapsed = std::chrono::milliseconds(qint64(choices.number(8)));
    event.user = QString::fromUtf8(field(choices));
    event.client = QString::fromUtf8(field(choices));
    event.share = field(choices);
    if (auto path = VirtualPath::parse(field(choices)); path && choices.isOneIn(2))
        event.path = *std::move(path);
    event.target = field(choices);
    const QString words = QString::fromUtf8(field(choices));
    if (event.outcome && *event.outcome >= Outcome::Refused)
        event.error = Error{ErrorCode(choices.below(std::size_t(ErrorCode::Failure) + 1)), words};
    else
        event.message = words;

    const QByteArray json = toJsonLine(event);
    demandOneLine(json);
    demandOneLine(toTextLine(event));
    const QByteArray sshd = toOpenSshLine(event);
    if (!sshd.isEmpty())
        demandOneLine(sshd);

    QJsonParseError trouble{};
    const QJsonDocument document = QJsonDocument::fromJson(json, &trouble);
    demand(trouble.error == QJsonParseError::NoError && document.isObject(), "a line is not JSON");
    demand(document.object() == toJson(event), "the line and the object differ");
    const auto back = eventFromJson(json);
    // Years past 9999 have no ISO date, so nothing reads them.
    if (event.at.date().year() <= 9999) {
        demand(back.has_value(), "an event cannot be read back");
        demand(back->kind == event.kind && back->outcome == event.outcome, "its kind is another");
        demand(back->path == event.path && back->target == event.target, "its paths are others");
        demand(back->at == event.at, "its time is another");
        demandOneLine(toJsonLine(*back));
    }

    escapeAll(choices.rest());
}

} // namespace sallyport::fuzz
