// The fuzz targets of `./dev fuzz` on inputs that are always the same: those that were found worth
// keeping, what real clients sent, and seeded mutations of both.
#include "tests/fuzz/check.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include "tests/support/rows.h"

#include <random>

using namespace sallyport;

namespace {

QList<QByteArray> filesIn(const QString& folder, const QString& pattern)
{
    QList<QByteArray> contents;
    const QDir place(QStringLiteral(SALLYPORT_TEST_DATA "/") + folder);
    for (const QString& name : place.entryList({pattern}, QDir::Files, QDir::Name)) {
        QFile file(place.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            contents.append(file.readAll());
    }
    return contents;
}

// What every target begins with. `target`: the name of its folder.
QList<QByteArray> inputsOf(const QString& target)
{
    QList<QByteArray> inputs = filesIn(QStringLiteral("fuzz/") + target, QStringLiteral("*"));
    if (target == QStringLiteral("session")) {
        // As a recorded stream: see fuzz_session.cpp.
        for (const QByteArray& stream :
             filesIn(QStringLiteral("captures"), QStringLiteral("*.sftp")))
            inputs.append(QByteArray("\1\0\0\0", 4) + stream);
    }
    return inputs;
}

// A few bytes changed, cut out, put in, or taken from another.
QByteArray mutated(QByteArray bytes, const QByteArray& other, std::mt19937_64& random)
{
    const auto below = [&random](qsizetype count) {
        return count > 0 ? qsizetype(random() % quint64(count)) : 0;
    };
    for (qsizetype left = 1 + below(4); left > 0; --left) {
        const qsizetype at = below(bytes.size());
        switch (below(5)) {
        case 0:
            if (!bytes.isEmpty())
                bytes[at] = char(random());
            break;
        case 1:
            bytes.remove(at, 1 + below(16));
            break;
        case 2:
            bytes.insert(at, QByteArray(1 + below(8), char(random())));
            break;
        case 3:
            bytes.truncate(at);
            break;
        default:
            bytes.insert(at, other.mid(below(other.size()), below(64)));
            break;
        }
    }
    return bytes;
}

// Nothing, or what a target said about which input.
QByteArray trouble(void (*target)(fuzz::Input), const QByteArray& input)
{
    try {
        target(std::as_bytes(std::span(input.data(), std::size_t(input.size()))));
        return {};
    } catch (const fuzz::Unmet& unmet) {
        return QByteArray(unmet.what()) + " with " + input.left(4096).toHex();
    }
}

} // namespace

class TestFuzz : public QObject {
    Q_OBJECT
private slots:
    void nothingUnexpectedHappens_data();
    void nothingUnexpectedHappens();
    void sessionsHoldWhatTheyMust();
    void connectionsHoldWhatTheyMust();
    void readersHoldWhatTheyMust_data();
    void readersHoldWhatTheyMust();

private:
    static void run(const QString& name, void (*target)(fuzz::Input), int full = 200'000);
};

// A few that every target must take, and whose demands must be met: none is a finding.
void TestFuzz::nothingUnexpectedHappens_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("zeros") << QByteArray(1000, '\0');
    QTest::newRow("ones") << QByteArray(1000, '\xff');
    QTest::newRow("two, and zeros") << "\2" + QByteArray(1000, '\0');
}

void TestFuzz::nothingUnexpectedHappens()
{
    QFETCH(QByteArray, input);
    for (void (*target)(fuzz::Input) : {fuzz::session, fuzz::connection, fuzz::virtualPath,
                                        fuzz::authorizedKeys, fuzz::settings, fuzz::logEscape})
        QCOMPARE(trouble(target, input), QByteArray());
}

// `full`: mutations in the long form.
void TestFuzz::run(const QString& name, void (*target)(fuzz::Input), int full)
{
    const QList<QByteArray> inputs = inputsOf(name);
    QVERIFY(!inputs.isEmpty());
    for (const QByteArray& input : inputs)
        QCOMPARE(trouble(target, input), QByteArray());
    std::mt19937_64 random(20);
    const int rounds = qEnvironmentVariableIsSet("SALLYPORT_FULL") ? full : 1'500;
    for (int i = 0; i < rounds; ++i) {
        const auto& one = inputs[qsizetype(random() % quint64(inputs.size()))];
        const auto& other = inputs[qsizetype(random() % quint64(inputs.size()))];
        QCOMPARE(trouble(target, mutated(one, other, random)), QByteArray());
    }
}

void TestFuzz::sessionsHoldWhatTheyMust()
{
    ROW("G-20");
    // Full: 200,000 mutations; by libFuzzer with `./dev fuzz 1800`, which tells what it reached.
    run(QStringLiteral("session"), fuzz::session);
}

void TestFuzz::connectionsHoldWhatTheyMust()
{
    ROW("G-22");
    // Full: 50,000 mutations; by libFuzzer with `./dev fuzz 1800`, which tells what it reached.
    run(QStringLiteral("connection"), fuzz::connection, 50'000);
}

void TestFuzz::readersHoldWhatTheyMust_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("virtual_path") << 0;
    QTest::newRow("authorized_keys") << 1;
    QTest::newRow("settings") << 2;
    QTest::newRow("log_escape") << 3;
}

void TestFuzz::readersHoldWhatTheyMust()
{
    ROW("G-21");
    // Full: 200,000 mutations a target; by libFuzzer with `./dev fuzz 1800`.
    QFETCH(int, which);
    void (*const targets[])(fuzz::Input) = {fuzz::virtualPath, fuzz::authorizedKeys, fuzz::settings,
                                            fuzz::logEscape};
    run(QString::fromLatin1(QTest::currentDataTag()), targets[which]);
}

QTEST_GUILESS_MAIN(TestFuzz)
#include "tst_fuzz.moc"
