// What is asked of the libssh at hand before AES-GCM is offered.
#include "core/ssh/self_test.h"

#include <QTest>

#include "tests/support/rows.h"

#include <QDir>
#include <QElapsedTimer>

using namespace sallyport::ssh;
using namespace std::chrono_literals;

namespace {

qsizetype openDescriptors()
{
    return QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::Files | QDir::System).size();
}

} // namespace

class TestSelfTest : public QObject {
    Q_OBJECT
private slots:
    void thisLibsshRefusesAFlippedBitAndNamesItsLogins()
    {
        runSelfTest(); // what is opened once stays open
        const auto before = openDescriptors();
        const auto result = runSelfTest();
        QVERIFY(result.gcmIsSound);
        QVERIFY(result.loginsAreSeen);
        QCOMPARE(openDescriptors(), before);
    }

    void aPacketThatIsTakenIsNotSound()
    {
        // A libssh that takes an altered packet looks as one that got an unaltered one.
        const auto result = runSelfTest(2s, [](char*, std::size_t) {});
        QVERIFY(!result.gcmIsSound);
        QVERIFY(result.loginsAreSeen);
    }

    void anAlteredTagIsRefusedAsWell()
    {
        QVERIFY(runSelfTest(2s, [](char* bytes, std::size_t count) {
                    bytes[count - 1] = char(bytes[count - 1] ^ 0x80);
                }).gcmIsSound);
    }

    void oneThatHangsHasFailed()
    {
        QElapsedTimer timer;
        timer.start();
        // The length field says that a long packet is to come, which never does.
        const auto before = openDescriptors();
        const auto result = runSelfTest(300ms, [](char* bytes, std::size_t) { bytes[2] = 0x7f; });
        QVERIFY(!result.gcmIsSound);
        QVERIFY(timer.elapsed() < 3000);
        QCOMPARE(openDescriptors(), before);
    }
};

QTEST_GUILESS_MAIN(TestSelfTest)
#include "tst_self_test.moc"
