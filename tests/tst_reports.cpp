#include "core/reports.h"

#include <QCoreApplication>
#include <QTest>
#include <QThread>

#include "tests/support/rows.h"

#include <memory>
#include <optional>
#include <thread>

using namespace sallyport;

class TestReports : public QObject {
    Q_OBJECT
private slots:
    void reportsOfAnotherThreadArriveHereInOrder()
    {
        Reports reports;
        QList<int> arrived;
        QThread* on = nullptr;
        std::thread([&] {
            for (int number = 0; number < 1000; ++number)
                reports.post([&, number] {
                    arrived += number;
                    on = QThread::currentThread();
                });
        }).join();
        QVERIFY(arrived.isEmpty());
        QTRY_COMPARE(arrived.size(), 1000);
        for (int number = 0; number < 1000; ++number)
            QCOMPARE(arrived.at(number), number);
        QCOMPARE(on, QThread::currentThread());
    }

    // A report may run an event loop of its own, as a dialog does.
    void aReportDoesNotHoldUpTheNext()
    {
        Reports reports;
        bool second = false;
        bool meanwhile = false;
        reports.post([&] { meanwhile = QTest::qWaitFor([&] { return second; }, 20'000); });
        reports.post([&] { second = true; });
        QTRY_VERIFY(second);
        QVERIFY(meanwhile);
    }

    void whatIsPostedWhenTheOwnerGoesIsDroppedWithIt()
    {
        std::optional<Reports> reports(std::in_place);
        const Reports::Sender sender = reports->sender();
        bool ran = false;
        const auto held = std::make_shared<int>();
        reports->post([&ran, held] { ran = true; });
        reports.reset();
        QCOMPARE(held.use_count(), 1);
        sender.post([&ran, held] { ran = true; });
        QCOMPARE(held.use_count(), 1);
        QCoreApplication::processEvents();
        QVERIFY(!ran);
    }

    void aReportMayBeTheEndOfTheOwner()
    {
        auto reports = std::make_unique<Reports>();
        bool later = false;
        reports->post([&] { reports.reset(); });
        reports->post([&] { later = true; });
        QTRY_VERIFY(!reports);
        QCoreApplication::processEvents();
        QVERIFY(!later);
    }
};

QTEST_GUILESS_MAIN(TestReports)
#include "tst_reports.moc"
