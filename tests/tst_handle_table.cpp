#include "core/sftp/handle_table.h"
#include "core/sftp/session.h"
#include "tests/support/packets.h"

#include <QTest>

#include <set>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::sftp;

namespace {

std::unique_ptr<OpenHandle> someHandle()
{
    return std::make_unique<OpenHandle>();
}

QByteArray wireOf(const OpenHandle& handle)
{
    return test::wire::uint64(handle.number);
}

} // namespace

class TestHandleTable : public QObject {
    Q_OBJECT
private slots:
    void findsWhatItHolds();
    void aClosedHandleIsNeverFoundAgain();
    void anotherLengthIsNoHandle_data();
    void anotherLengthIsNoHandle();
    void aGuessedHandleIsNotFound();
    void tablesDoNotShareHandles();
    void aCountStopsAtItsLimitAndAtAWiderOne();
};

void TestHandleTable::findsWhatItHolds()
{
    HandleTable table;
    OpenHandle& first = table.add(someHandle());
    OpenHandle& second = table.add(someHandle());
    QVERIFY(first.number != second.number);
    QCOMPARE(table.find(wireOf(first)), &first);
    QCOMPARE(table.find(second.number), &second);
}

void TestHandleTable::aClosedHandleIsNeverFoundAgain()
{
    ROW("C9");
    HandleTable table;
    std::set<quint64> seen;
    for (int round = 0; round < 10000; ++round) {
        OpenHandle& handle = table.add(someHandle());
        QVERIFY(seen.insert(handle.number).second);
        const auto removed = table.remove(handle);
        QCOMPARE(removed->number, *seen.find(removed->number));
    }
    OpenHandle& last = table.add(someHandle());
    int found = 0;
    for (const quint64 number : seen)
        found += table.find(number) != nullptr;
    QCOMPARE(found, 0);
    QCOMPARE(table.handles().size(), std::size_t(1)); // one slot served all
    QCOMPARE(table.find(last.number), &last);
}

void TestHandleTable::anotherLengthIsNoHandle_data()
{
    QTest::addColumn<int>("length");
    for (const int length : {0, 1, 4, 7, 9, 16, 1024 * 1024})
        QTest::addRow("%d bytes", length) << length;
}

void TestHandleTable::anotherLengthIsNoHandle()
{
    ROW("C9");
    QFETCH(int, length);
    HandleTable table;
    const QByteArray wire = wireOf(table.add(someHandle()));
    QByteArray other = wire.repeated(length / 8 + 1).first(length);
    QCOMPARE(table.find(QByteArrayView(other)), nullptr);
}

void TestHandleTable::aGuessedHandleIsNotFound()
{
    ROW("C9");
    HandleTable table;
    const OpenHandle& handle = table.add(someHandle());
    for (int bit = 0; bit < 64; ++bit)
        QCOMPARE(table.find(handle.number ^ quint64(1) << bit), nullptr);
}

void TestHandleTable::tablesDoNotShareHandles()
{
    ROW("C9");
    HandleTable one, other;
    const OpenHandle& handle = one.add(someHandle());
    other.add(someHandle());
    QCOMPARE(other.find(handle.number), nullptr);
}

void TestHandleTable::aCountStopsAtItsLimitAndAtAWiderOne()
{
    const auto wide = std::make_shared<HandleCount>(3);
    HandleCount first(2, wide), second(2, wide);
    QVERIFY(first.take() && first.take());
    QVERIFY(!first.take());
    QVERIFY(second.take());
    QVERIFY(!second.take()); // the wider one is full
    QCOMPARE(second.open(), 1);
    QCOMPARE(wide->open(), 3);
    first.give();
    QVERIFY(second.take());
    QCOMPARE(wide->open(), 3);
}

QTEST_GUILESS_MAIN(TestHandleTable)
#include "tst_handle_table.moc"
