// What a ruleset does with a connection, for rules that the real nft has taken: each row is loaded
// in a network namespace of its own, and read back as core reads it.
#include "core/network/nft_rules.h"

#include <QProcess>
#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using Way = NftVerdict::Way;

namespace {

// What core reads once `taker` has taken the rules.
struct Ruleset {
    QByteArray json, text;
};

Ruleset read(const QByteArray& rules, const char* taker = "nft -f -")
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral("unshare"),
                  {QStringLiteral("-rn"), QStringLiteral("sh"), QStringLiteral("-c"),
                   QStringLiteral("PATH=$PATH:/usr/sbin; %1 && nft -j list ruleset && echo && "
                                  "nft -a list ruleset")
                       .arg(QLatin1String(taker))});
    process.write(rules);
    process.closeWriteChannel();
    process.waitForFinished();
    const QByteArray both = process.readAllStandardOutput();
    const qsizetype end = both.indexOf('\n');
    return {both.left(end), both.mid(end + 1)};
}

std::optional<NftVerdict> judge(const Ruleset& ruleset, const QString& address, quint16 port = 2022)
{
    return judgeRuleset(ruleset.json, ruleset.text,
                        {QHostAddress(address), port, QStringLiteral("eth0")});
}

QByteArray input(const QByteArray& rules, const QByteArray& policy = "drop")
{
    return "table inet filter {\nchain input {\ntype filter hook input priority 0; policy " + policy
        + ";\n" + rules + "\n}\n}\n";
}

} // namespace

class TestNftRules : public QObject {
    Q_OBJECT

private slots:
    void aRulesetIsWalkedAsTheKernelDoes_data()
    {
        QTest::addColumn<QByteArray>("rules");
        QTest::addColumn<Way>("way");
        QTest::addColumn<QString>("rule"); // how the one that closes it begins
        const auto row = [](const char* name, const QByteArray& rules, Way way,
                            const char* rule = "") {
            QTest::newRow(name) << rules << way << QString(QLatin1String(rule));
        };
        row("no rules", "", Way::Open);
        row("a policy", input(""), Way::Closed, "policy drop");
        row("a rule", input("tcp dport 2022 drop", "accept"), Way::Closed, "handle");
        row("a rule that rejects", input("tcp dport { 22, 2000-2100 } reject", "accept"),
            Way::Closed, "handle");
        row("the port is let in", input("tcp dport 2022 accept"), Way::Open);
        row("by a set with a name",
            "table inet filter { set open { type inet_service; flags interval;\n elements = { 22, "
            "2000-2100 }\n }\n chain input { type filter hook input priority 0; policy drop;\n tcp "
            "dport @open accept\n }\n }\n",
            Way::Open);
        row("another port is let in", input("tcp dport 22 accept"), Way::Closed, "policy drop");
        row("what belongs to connections that are there",
            input("ct state established,related accept"), Way::Closed, "policy drop");
        row("the same by a map",
            input("ct state vmap { established : accept, related : accept, invalid : drop }"),
            Way::Closed, "policy drop");
        row("new ones by a map", input("ct state vmap { new : accept, invalid : drop }"),
            Way::Open);
        row("what was sent on to here", input("ct status dnat accept"), Way::Closed, "policy drop");
        row("loopback is not the network", input("iifname \"lo\" accept"), Way::Closed,
            "policy drop");
        row("this interface is", input("iifname \"eth*\" accept"), Way::Open);
        row("UDP is not TCP", input("meta l4proto udp accept\nudp dport != 53 accept"), Way::Closed,
            "policy drop");
        row("neighbours are let in", input("ip saddr 192.168.77.0/24 tcp dport 2022 accept"),
            Way::Open);
        row("others are let in", input("ip saddr 10.0.0.0/8 tcp dport 2022 accept"), Way::Closed,
            "policy drop");
        row("one neighbour is let in", input("ip saddr 192.168.77.9 tcp dport 2022 accept"),
            Way::Unclear, "policy drop");
        row("one neighbour is not", input("ip saddr 192.168.77.9 drop", "accept"), Way::Unclear,
            "handle");
        row("a mark that nobody knows here", input("meta mark 7 accept"), Way::Unclear,
            "policy drop");
        row("now and then", input("tcp dport 2022 limit rate 3/second accept"), Way::Open);
        row("not too often", input("tcp dport 2022 limit rate over 3/second drop", "accept"),
            Way::Open);
        row("a jump and back",
            "table inet filter { chain ours { tcp dport 22 accept\n }\n chain input { type filter "
            "hook input priority 0; policy accept;\n jump ours\n tcp dport 2022 drop\n }\n }\n",
            Way::Closed, "handle");
        row("no way back from a goto",
            "table inet filter { chain ours { tcp dport 22 accept\n }\n chain input { type filter "
            "hook input priority 0; policy accept;\n goto ours\n tcp dport 2022 drop\n }\n }\n",
            Way::Open);
        row("a return",
            "table inet filter { chain ours { tcp dport 2022 return\n drop\n }\n chain input { "
            "type filter hook input priority 0; policy accept;\n jump ours\n }\n }\n",
            Way::Open);
        row("a table of IPv6 alone",
            "table ip6 filter { chain input { type filter hook input priority 0; policy drop;\n "
            "}\n }\n",
            Way::Open);
        row("what goes out",
            "table inet filter { chain output { type filter hook output priority "
            "0; policy drop;\n }\n }\n",
            Way::Open);
        row("the first of two tables lets it in, the second does not",
            input("accept")
                + "table ip other { chain in { type filter hook input priority 10; "
                  "policy drop;\n }\n }\n",
            Way::Closed, "policy drop");
    }
    void aRulesetIsWalkedAsTheKernelDoes()
    {
        QFETCH(const QByteArray, rules);
        QFETCH(const Way, way);
        QFETCH(const QString, rule);
        const auto verdict = judge(read(rules), QStringLiteral("192.168.77.2"));
        QVERIFY2(verdict, "nft is missing: run ./dev setup");
        QCOMPARE(verdict->way, way);
        QCOMPARE(verdict->rule.isEmpty(), rule.isEmpty());
        QVERIFY2(rule.isEmpty() || verdict->rule.startsWith(rule), qPrintable(verdict->rule));
    }

    // What ufw makes of "default deny", and what it adds for a port that is allowed.
    void extensionsOfIptablesAreRead_data()
    {
        QTest::addColumn<QByteArray>("rules");
        QTest::addColumn<Way>("way");
        QTest::addColumn<QString>("rule");
        const auto row = [](const char* name, const QByteArray& allowed, Way way,
                            const char* rule = "") {
            QTest::newRow(name) << "*filter\n:INPUT DROP [0:0]\n:not-local - [0:0]\n"
                                   "-A INPUT -i lo -j ACCEPT\n"
                                   "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n"
                                   "-A INPUT -m conntrack --ctstate INVALID -j LOG\n"
                                   "-A INPUT -m conntrack --ctstate INVALID -j DROP\n"
                                   "-A INPUT -p icmp --icmp-type echo-request -j ACCEPT\n"
                                   "-A INPUT -j not-local\n"
                                   "-A not-local -m addrtype --dst-type LOCAL -j RETURN\n"
                                   "-A not-local -m addrtype --dst-type MULTICAST -j RETURN\n"
                                   "-A not-local -j DROP\n"
                    + allowed + "COMMIT\n"
                                << way << QString(QLatin1String(rule));
        };
        row("nothing is allowed", "", Way::Closed, "policy drop");
        row("the port is", "-A INPUT -p tcp --dport 2022 -j ACCEPT\n", Way::Open);
        row("several are", "-A INPUT -p tcp -m multiport --dports 22,2022 -j ACCEPT\n", Way::Open);
        row("a range is", "-A INPUT -p tcp -m multiport --dports 22,2000:2100 -j ACCEPT\n",
            Way::Open);
        row("others are", "-A INPUT -p tcp -m multiport --dports 22,2023:2100 -j ACCEPT\n",
            Way::Closed, "policy drop");
        row("who comes from some",
            "-A INPUT -p tcp --dport 2022 -m multiport --sports 22,80 -j ACCEPT\n", Way::Unclear,
            "policy drop");
        row("all are but some", "-A INPUT -p tcp -m multiport ! --dports 22,80 -j ACCEPT\n",
            Way::Unclear, "policy drop");
        row("who is new", "-A INPUT -m conntrack --ctstate NEW -j ACCEPT\n", Way::Open);
        row("who is not", "-A INPUT -m conntrack ! --ctstate NEW -j ACCEPT\n", Way::Unclear,
            "policy drop");
        row("what goes to this computer", "-A INPUT -m addrtype --dst-type LOCAL -j ACCEPT\n",
            Way::Open);
        row("who does not come too often",
            "-A INPUT -p tcp --dport 2022 -m recent --update --seconds 30 --hitcount 6 -j DROP\n"
            "-A INPUT -p tcp --dport 2022 -j ACCEPT\n",
            Way::Unclear, "handle");
        row("it is refused in words",
            "-A INPUT -p tcp --dport 2022 -j REJECT\n-A INPUT -p tcp -j ACCEPT\n", Way::Closed,
            "handle");
    }
    void extensionsOfIptablesAreRead()
    {
        QFETCH(const QByteArray, rules);
        QFETCH(const Way, way);
        QFETCH(const QString, rule);
        const Ruleset ruleset = read(rules, "iptables-restore");
        const auto verdict = judge(ruleset, QStringLiteral("192.168.77.2"));
        QVERIFY2(verdict, "iptables or nft is missing: run ./dev setup");
        QCOMPARE(verdict->way, way);
        QCOMPARE(verdict->rule.isEmpty(), rule.isEmpty());
        QVERIFY2(rule.isEmpty() || verdict->rule.startsWith(rule), qPrintable(verdict->rule));
        // Without the text nothing is sure.
        const auto unsure = judge({ruleset.json, {}}, QStringLiteral("192.168.77.2"));
        QCOMPARE(unsure.value().way, Way::Unclear);
    }

    void theChainIsNamedAsNftTakesIt()
    {
        const auto verdict = judge(read(input("")), QStringLiteral("fd00::2"));
        QCOMPARE(verdict.value().chain, QStringLiteral("inet filter input"));
    }

    void whatIsNoRulesetIsSaidToBeNone()
    {
        QVERIFY(!judgeRuleset("", "", {}));
        QVERIFY(!judgeRuleset("{\"nftables\": 7}", "", {}));
        // A circle of jumps, which the kernel takes from nobody.
        const QByteArray circle = R"({"nftables": [
            {"chain": {"family": "inet", "table": "t", "name": "c", "type": "filter", "hook": "input"}},
            {"rule": {"family": "inet", "table": "t", "chain": "c", "expr": [{"jump": {"target": "c"}}]}}]})";
        QCOMPARE(judgeRuleset(circle, "", {}).value().way, Way::Unclear);
    }
};

QTEST_GUILESS_MAIN(TestNftRules)
#include "tst_nft_rules.moc"
