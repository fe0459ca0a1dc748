// Files of authorized keys: a line gives a key that can be enforced as it says, or none.
#include "core/auth/address_pattern.h"
#include "core/authorized_keys.h"
#include "tests/fuzz/check.h"

namespace sallyport::fuzz {

namespace {

bool startsWithType(const QByteArray& line)
{
    return parseAuthorizedKeys("restrict " + line).value_or(AuthorizedKeys()).keys.size() == 1;
}

// `line` with one more option before what it has.
QByteArray with(const QByteArray& option, const QByteArray& line)
{
    return option + (startsWithType(line) ? ' ' : ',') + line;
}

void demandSound(const AuthorizedKey& key)
{
    demand(publicKeyType(key.key).has_value(), "a key is of no type that logs in");
    const auto again = publicKeyFromText(publicKeyText(key.key));
    demand(again && *again == key.key, "a key does not come back from its text");
    demand(publicKeyFingerprint(key.key).startsWith(u"SHA256:"), "a key has no fingerprint");
    demand(!key.expires || key.expires->isValid(), "a key ends at no time");
    if (key.from.isEmpty())
        return;
    demand(checkAddressPatterns(key.from).has_value(), "where a key may come from is unclear");
    for (const char* address : {"192.0.2.1", "::1", "fe80::1%eth0", "10.0.0.1", "2001:db8::1"}) {
        const QHostAddress from(QString::fromLatin1(address));
        const bool inList = matchesAddressPatterns(key.from, from);
        // Refusing an address refuses it, whatever else the list says.
        const QString without = key.from + QStringLiteral(",!") + from.toString();
        demand(!checkAddressPatterns(without) || !matchesAddressPatterns(without, from),
               "a refused address may come");
        demand(!inList || matchesAddressPatterns(key.from + QStringLiteral(",192.0.2.77"), from),
               "a longer list lets fewer in");
    }
}

// A condition more never lets a key in where it was not.
void demandNarrower(const QByteArray& line, const AuthorizedKey& key)
{
    const QDateTime past(QDate(2020, 1, 1), QTime(0, 0), Qt::UTC);
    const auto ended = parseAuthorizedKeys(with("expiry-time=\"20200101Z\"", line));
    demand(ended && (ended->keys.isEmpty() || ended->keys.first().expires <= past),
           "an end that was set does not hold");
    const auto narrow = parseAuthorizedKeys(with("from=\"192.0.2.99\"", line));
    demand(narrow
               && (narrow->keys.isEmpty()
                   || narrow->keys.first().from == QStringLiteral("192.0.2.99")),
           "a place that was set does not hold");
    const auto reading = parseAuthorizedKeys(with("command=\"internal-sftp -R\"", line));
    demand(reading && (reading->keys.isEmpty() || reading->keys.first().readOnly),
           "a key for reading alone writes");
    demand(narrow->keys.isEmpty() || key.from.isEmpty(), "one list of places replaced another");
}

} // namespace

void authorizedKeys(Input input)
{
    const QByteArray text(reinterpret_cast<const char*>(input.data()), qsizetype(input.size()));
    const auto file = parseAuthorizedKeys(text);
    if (!file) {
        demand(!file.error().message.isEmpty(), "a file is refused without a word");
        return;
    }
    demand(file->keys.size() <= maxKeys, "there are too many keys");

    QList<QByteArray> lines;
    for (const QByteArray& line : text.split('\n')) {
        if (const QByteArray words = line.trimmed(); !words.isEmpty() && !words.startsWith('#'))
            lines.append(words);
    }
    demand(file->keys.size() + file->refused.size() == lines.size(), "a line is lost");
    for (const auto& remark : file->refused)
        demand(remark.line > 0 && remark.line <= text.count('\n') + 1 && !remark.text.isEmpty(),
               "a line is refused without a word");
    for (const AuthorizedKey& key : file->keys)
        demandSound(key);

    // Each line means what it means alone.
    qsizetype next = 0;
    for (const QByteArray& line : lines.mid(0, 16)) {
        const auto alone = parseAuthorizedKeys(line);
        if (!alone)
            continue; // a file of its own kind: a private key
        demand(alone->keys.size() + alone->refused.size() == 1, "a line is not one line");
        if (alone->keys.isEmpty())
            continue;
        demand(next < file->keys.size() && file->keys[next++] == alone->keys.first(),
               "a line means something else among others");
        demandNarrower(line, alone->keys.first());
    }
}

} // namespace sallyport::fuzz
