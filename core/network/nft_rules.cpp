#include "core/network/nft_rules.h"

#include <QFlags>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace sallyport {

namespace {

enum class Answer { No, Maybe, Yes };

Answer operator||(Answer one, Answer other)
{
    return std::max(one, other);
}

Answer opposite(Answer answer)
{
    return answer == Answer::Maybe ? answer : answer == Answer::Yes ? Answer::No : Answer::Yes;
}

Answer answer(bool is)
{
    return is ? Answer::Yes : Answer::No;
}

// What may become of a packet in a chain, so far.
enum class End {
    Through = 1, // the next rule
    Left = 2,    // the end of this chain
    Accepted = 4,
    Dropped = 8,
};
Q_DECLARE_FLAGS(Ends, End)
Q_DECLARE_OPERATORS_FOR_FLAGS(Ends)

struct Chain {
    QJsonObject about;
    QList<QJsonObject> rules;
};

QString keyOf(const QJsonObject& object, const QString& name)
{
    return object[QLatin1String("family")].toString() + u' '
        + object[QLatin1String("table")].toString() + u' ' + name;
}

// The rules as a person reads them, by keyOf() with the handle for a name. JSON has but the names
// of what iptables' extensions match.
QHash<QString, QString> linesOf(const QByteArray& text)
{
    QHash<QString, QString> lines;
    QString table;
    const QStringList all = QString::fromUtf8(text).split(u'\n');
    for (const QString& line : all) {
        const QString handle = line.section(QLatin1String(" # handle "), 1).trimmed();
        if (line.startsWith(QLatin1String("table ")))
            table = line.section(u' ', 1, 2);
        else if (!handle.isEmpty())
            lines.insert(table + u' ' + handle, line);
    }
    return lines;
}

// What a packet is compared with, and how.
class Walk {
public:
    Walk(const QJsonArray& ruleset, const QByteArray& text, const Arrival& arrival)
        : m_arrival(arrival)
        , m_isV6(arrival.address.protocol() == QAbstractSocket::IPv6Protocol)
        , m_lines(linesOf(text))
    {
        for (const QJsonValue& entry : ruleset) {
            if (const QJsonObject chain = entry[QLatin1String("chain")].toObject();
                !chain.isEmpty()) {
                const QString key = keyOf(chain, chain[QLatin1String("name")].toString());
                m_order += key;
                m_chains[key].about = chain;
            }
            if (const QJsonObject rule = entry[QLatin1String("rule")].toObject(); !rule.isEmpty())
                m_chains[keyOf(rule, rule[QLatin1String("chain")].toString())].rules += rule;
            for (const char* const kind : {"set", "map"}) {
                if (const QJsonObject set = entry[QLatin1String(kind)].toObject(); !set.isEmpty())
                    m_sets.insert(keyOf(set, set[QLatin1String("name")].toString()), set);
            }
        }
    }

    NftVerdict verdict()
    {
        NftVerdict worst;
        for (const QString& key : std::as_const(m_order)) {
            const QJsonObject about = m_chains[key].about;
            if (!isAsked(about))
                continue;
            m_closes = {};
            Ends ends = through(key, 0);
            const bool drops = about[QLatin1String("policy")].toString() == QLatin1String("drop");
            if (ends & (End::Through | End::Left)) {
                ends &= ~Ends(End::Through | End::Left);
                ends |= drops ? End::Dropped : End::Accepted;
                if (drops)
                    note(key, QStringLiteral("policy drop"));
            }
            if (!ends.testFlag(End::Dropped))
                continue;
            m_closes.way =
                ends == Ends(End::Dropped) ? NftVerdict::Way::Closed : NftVerdict::Way::Unclear;
            if (m_closes.way == NftVerdict::Way::Closed)
                return m_closes;
            worst = m_closes;
        }
        return worst;
    }

private:
    // What comes in passes these hooks, and only chains that filter drop anything.
    bool isAsked(const QJsonObject& chain) const
    {
        const QString family = chain[QLatin1String("family")].toString();
        const QString hook = chain[QLatin1String("hook")].toString();
        return chain[QLatin1String("type")].toString() == QLatin1String("filter")
            && (hook == QLatin1String("input") || hook == QLatin1String("prerouting"))
            && (family == QLatin1String("inet")
                || family == (m_isV6 ? QLatin1String("ip6") : QLatin1String("ip")));
    }

    void note(const QString& chain, const QString& rule)
    {
        if (!m_closes.chain.isEmpty())
            return; // the first says enough
        m_closes.chain = chain;
        m_closes.rule = rule;
    }

    Ends through(const QString& key, int depth)
    {
        constexpr int deepest = 16; // the kernel's own limit of jumps
        if (depth > deepest)
            return End::Accepted | End::Dropped;
        Ends ends = End::Through;
        const QList<QJsonObject> rules = m_chains.value(key).rules;
        for (const QJsonObject& rule : rules) {
            if (!ends.testFlag(End::Through))
                break;
            ends &= ~Ends(End::Through);
            ends |= byRule(rule, key, depth);
        }
        return ends;
    }

    Ends byRule(const QJsonObject& rule, const QString& chain, int depth)
    {
        Answer fits = Answer::Yes;
        Ends ends = End::Through;
        const QJsonArray statements = rule[QLatin1String("expr")].toArray();
        for (const QJsonValue& value : statements) {
            const QJsonObject statement = value.toObject();
            const QString word = statement.isEmpty() ? QString() : statement.begin().key();
            if (word == QLatin1String("match"))
                fits = std::min(fits, matches(statement[word].toObject(), chain));
            else if (word == QLatin1String("limit")) // who comes now and then is below it
                fits = std::min(fits, answer(!statement[word][QLatin1String("inv")].toBool()));
            else if (word == QLatin1String("quota") || word == QLatin1String("ct count"))
                fits = std::min(fits, Answer::Maybe);
            else if (isExtension(statement, "match"))
                fits = std::min(fits, matchesExtension(statement[word].toObject(), rule));
            else if (isExtension(statement, "target"))
                ends = byTarget(statement[word].toObject(), rule, chain, depth);
            else if (word == QLatin1String("vmap"))
                ends = byMap(statement[word].toObject(), rule, chain, depth);
            else if (isVerdict(word))
                ends = byVerdict(word, statement[word].toObject(), rule, chain, depth);
            if (fits == Answer::No)
                return End::Through;
        }
        if (fits == Answer::Maybe)
            ends |= End::Through;
        return ends;
    }

    static bool isExtension(const QJsonObject& statement, const char* type)
    {
        return statement[QLatin1String("xt")][QLatin1String("type")].toString()
            == QLatin1String(type);
    }

    // Of iptables, what firewalls for desktops are made of.
    Answer matchesExtension(const QJsonObject& extension, const QJsonObject& rule) const
    {
        const QString handle = QString::number(rule[QLatin1String("handle")].toInteger());
        const QString line = m_lines.value(keyOf(rule, handle));
        const QString name = extension[QLatin1String("name")].toString();
        const auto captured = [&line](const char* pattern) {
            const QRegularExpression one{QLatin1String(pattern)};
            const auto match = one.match(line);
            // More than one of a kind in a rule: what is asked of the others is not known.
            const bool isAlone =
                match.hasMatch() && !one.match(line, match.capturedEnd()).hasMatch();
            return isAlone ? match.captured(1).remove(u' ').split(u',') : QStringList();
        };
        if (name == QLatin1String("rt"))
            return Answer::No; // a route in the packet: none has one
        if (name == QLatin1String("conntrack") || name == QLatin1String("state")) {
            const QStringList states = captured("\\bct (?:state ([a-z,]+) )?");
            return states.value(0).isEmpty() ? Answer::Maybe
                                             : answer(states.contains(QLatin1String("new")));
        }
        if (name == QLatin1String("addrtype")) {
            const QStringList types = captured("\\bfib (?:daddr type ([a-z]+) )?");
            return types.value(0).isEmpty() ? Answer::Maybe
                                            : answer(types.contains(QLatin1String("local")));
        }
        if (name == QLatin1String("multiport")) {
            Answer any = Answer::No;
            const QStringList ports = captured("\\b(?:sport|dport \\{? ?([0-9, -]+)) ");
            for (const QString& port : ports) {
                const uint least = port.section(u'-', 0, 0).toUInt();
                const uint most = port.section(u'-', -1).toUInt();
                any = any || answer(least <= m_arrival.port && m_arrival.port <= most);
            }
            return ports.value(0).isEmpty() ? Answer::Maybe : any;
        }
        return Answer::Maybe;
    }

    // Most say something of a packet and let it go on.
    Ends byTarget(const QJsonObject& target, const QJsonObject& rule, const QString& chain,
                  int depth)
    {
        const QString name = target[QLatin1String("name")].toString();
        if (name == QLatin1String("REJECT"))
            return byVerdict(QStringLiteral("reject"), {}, rule, chain, depth);
        if (name == QLatin1String("NFQUEUE"))
            return byVerdict(QStringLiteral("queue"), {}, rule, chain, depth);
        return End::Through;
    }

    static bool isVerdict(const QString& word)
    {
        static const QStringList words{QStringLiteral("accept"), QStringLiteral("drop"),
                                       QStringLiteral("reject"), QStringLiteral("jump"),
                                       QStringLiteral("goto"),   QStringLiteral("return"),
                                       QStringLiteral("queue"),  QStringLiteral("continue")};
        return words.contains(word);
    }

    Ends byVerdict(const QString& word, const QJsonObject& value, const QJsonObject& rule,
                   const QString& chain, int depth)
    {
        if (word == QLatin1String("accept"))
            return End::Accepted;
        if (word == QLatin1String("return"))
            return End::Left;
        if (word == QLatin1String("continue"))
            return End::Through;
        if (word == QLatin1String("queue"))
            return End::Accepted | End::Dropped; // a program decides
        if (word == QLatin1String("drop") || word == QLatin1String("reject")) {
            note(chain,
                 QStringLiteral("handle %1: %2")
                     .arg(rule[QLatin1String("handle")].toInt())
                     .arg(word));
            return End::Dropped;
        }
        const Ends ends =
            through(keyOf(rule, value[QLatin1String("target")].toString()), depth + 1);
        const Ends back = word == QLatin1String("goto") ? End::Left : End::Through;
        const Ends decided = ends & (End::Accepted | End::Dropped);
        return ends & (End::Through | End::Left) ? decided | back : decided;
    }

    // "ct state vmap { established : accept, invalid : drop }"
    Ends byMap(const QJsonObject& map, const QJsonObject& rule, const QString& chain, int depth)
    {
        QJsonValue data = map[QLatin1String("data")];
        if (data.isString())
            data = m_sets.value(keyOf(rule, data.toString().mid(1)))[QLatin1String("elem")];
        else
            data = data[QLatin1String("set")];
        Ends ends;
        const QJsonArray entries = data.toArray();
        for (const QJsonValue& entry : entries) {
            const Answer fits = compare(map[QLatin1String("key")], entry[0], chain);
            const QJsonObject verdict = entry[1].toObject();
            if (fits == Answer::No || verdict.isEmpty())
                continue;
            const QString word = verdict.begin().key();
            ends |= byVerdict(word, verdict[word].toObject(), rule, chain, depth);
            if (fits == Answer::Yes)
                return ends;
        }
        return ends | End::Through;
    }

    Answer matches(const QJsonObject& match, const QString& chain) const
    {
        const QString operation = match[QLatin1String("op")].toString();
        const Answer is =
            compare(match[QLatin1String("left")], match[QLatin1String("right")], chain);
        if (operation == QLatin1String("==") || operation == QLatin1String("in"))
            return is;
        // "udp dport != 53" is about UDP all the same.
        if (operation == QLatin1String("!="))
            return isOfAnother(match[QLatin1String("left")]) ? Answer::No : opposite(is);
        return Answer::Maybe; // <, >, and masks
    }

    // A field that a TCP packet of this family does not have.
    bool isOfAnother(const QJsonValue& left) const
    {
        const QString protocol =
            left[QLatin1String("payload")][QLatin1String("protocol")].toString();
        static const QStringList others{
            QStringLiteral("udp"),    QStringLiteral("udplite"), QStringLiteral("icmp"),
            QStringLiteral("icmpv6"), QStringLiteral("sctp"),    QStringLiteral("dccp"),
            QStringLiteral("esp"),    QStringLiteral("ah"),      QStringLiteral("igmp")};
        return others.contains(protocol)
            || protocol == (m_isV6 ? QLatin1String("ip") : QLatin1String("ip6"));
    }

    Answer compare(const QJsonValue& left, const QJsonValue& right, const QString& chain) const
    {
        if (isOfAnother(left))
            return Answer::No;
        if (right.isString() && right.toString().startsWith(u'@')) {
            const QString table = chain.section(u' ', 0, 1);
            const auto set = m_sets.constFind(table + u' ' + right.toString().mid(1));
            return set == m_sets.cend() ? Answer::Maybe
                                        : compare(left, (*set)[QLatin1String("elem")], chain);
        }
        if (right.isObject() && right[QLatin1String("set")].isArray())
            return compare(left, right[QLatin1String("set")], chain);
        if (right.isObject() && right[QLatin1String("elem")].isObject()) // with a comment
            return compare(left, right[QLatin1String("elem")][QLatin1String("val")], chain);
        if (right.isArray()) {
            Answer any = Answer::No;
            const QJsonArray values = right.toArray();
            for (const QJsonValue& one : values)
                any = any || compare(left, one, chain);
            return any;
        }
        return compareOne(left, right);
    }

    Answer compareOne(const QJsonValue& left, const QJsonValue& right) const
    {
        const QJsonValue payload = left[QLatin1String("payload")];
        const QString protocol = payload[QLatin1String("protocol")].toString();
        const QString field = payload[QLatin1String("field")].toString();
        if (field == QLatin1String("dport"))
            return isPort(right);
        if (field == QLatin1String("saddr"))
            return isNeighbour(right);
        if (field == QLatin1String("daddr"))
            return isAddress(right);
        if (field == QLatin1String("protocol") || field == QLatin1String("nexthdr"))
            return isTcp(right);
        if (protocol == QLatin1String("tcp") && field == QLatin1String("flags"))
            return Answer::Maybe;
        const QString meta = left[QLatin1String("meta")][QLatin1String("key")].toString();
        if (meta == QLatin1String("l4proto"))
            return isTcp(right);
        if (meta == QLatin1String("nfproto"))
            return answer(right.toString()
                          == (m_isV6 ? QLatin1String("ipv6") : QLatin1String("ipv4")));
        if (meta == QLatin1String("iif") || meta == QLatin1String("iifname"))
            return isInterface(right.toString());
        const QString tracked = left[QLatin1String("ct")][QLatin1String("key")].toString();
        if (tracked == QLatin1String("state"))
            return answer(right.toString() == QLatin1String("new"));
        if (tracked == QLatin1String("status"))
            return Answer::No; // "dnat" and such, which one to this computer itself does not have
        const QJsonObject fib = left[QLatin1String("fib")].toObject();
        if (fib[QLatin1String("result")].toString() == QLatin1String("type"))
            return answer(right.toString() == QLatin1String("local"));
        return Answer::Maybe;
    }

    Answer isPort(const QJsonValue& right) const
    {
        if (right.isDouble())
            return answer(right.toInt() == m_arrival.port);
        const QJsonArray range = right[QLatin1String("range")].toArray();
        if (range.size() == 2 && range[0].isDouble() && range[1].isDouble())
            return answer(range[0].toInt() <= m_arrival.port && m_arrival.port <= range[1].toInt());
        return Answer::Maybe; // a name of a service
    }

    Answer isAddress(const QJsonValue& right) const
    {
        const QHostAddress& own = m_arrival.address;
        if (right.isString()) {
            const QHostAddress one(right.toString());
            return one.isNull() ? Answer::Maybe : answer(one == own);
        }
        const QJsonValue prefix = right[QLatin1String("prefix")];
        const QHostAddress network(prefix[QLatin1String("addr")].toString());
        if (network.isNull())
            return Answer::Maybe;
        return answer(own.isInSubnet(network, prefix[QLatin1String("len")].toInt()));
    }

    // One neighbour is some other of them; a network is all or none.
    Answer isNeighbour(const QJsonValue& right) const
    {
        return right.isString() && !QHostAddress(right.toString()).isLoopback() ? Answer::Maybe
                                                                                : isAddress(right);
    }

    static Answer isTcp(const QJsonValue& right)
    {
        constexpr int tcp = 6;
        return answer(right.toString() == QLatin1String("tcp") || right.toInt() == tcp);
    }

    Answer isInterface(const QString& pattern) const
    {
        return answer(pattern.endsWith(u'*') ? m_arrival.interface.startsWith(pattern.chopped(1))
                                             : m_arrival.interface == pattern);
    }

    const Arrival& m_arrival;
    const bool m_isV6;
    const QHash<QString, QString> m_lines;
    QStringList m_order; // of the chains
    QHash<QString, Chain> m_chains;
    QHash<QString, QJsonObject> m_sets;
    NftVerdict m_closes;
};

} // namespace

std::optional<NftVerdict> judgeRuleset(const QByteArray& json, const QByteArray& text,
                                       const Arrival& arrival)
{
    const QJsonValue ruleset = QJsonDocument::fromJson(json)[QLatin1String("nftables")];
    if (!ruleset.isArray())
        return {};
    return Walk(ruleset.toArray(), text, arrival).verdict();
}

} // namespace sallyport
