#include "app/line_output.h"

#include "core/pool_job.h"

#include <QFile>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/rows.h"

#include <atomic>

using namespace sallyport;

namespace {

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestLineOutput : public QObject {
    Q_OBJECT

private slots:
    void init() { m_writer.setMaxThreadCount(1); }

    void linesAreWrittenInOrder()
    {
        auto output = LineOutput::open(m_folder.filePath(QStringLiteral("order")), m_writer);
        QVERIFY(output);
        QByteArray expected;
        for (int i = 0; i < 1000; ++i) {
            const QByteArray line = QByteArray::number(i) + '\n';
            (*output)->write(line);
            expected += line;
        }
        output->reset();
        m_writer.waitForDone();
        QCOMPARE(contents(m_folder.filePath(QStringLiteral("order"))), expected);
    }

    void linesOfOneTurnAreWrittenAtItsEnd()
    {
        const QString path = m_folder.filePath(QStringLiteral("turn"));
        auto output = LineOutput::open(path, m_writer);
        QVERIFY(output);
        (*output)->write("one\n");
        m_writer.waitForDone();
        QCOMPARE(contents(path), QByteArray());
        (*output)->write("two\n");
        QCoreApplication::processEvents();
        m_writer.waitForDone();
        QCOMPARE(contents(path), QByteArray("one\ntwo\n"));
        (*output)->write("three\n");
        (*output)->flush();
        m_writer.waitForDone();
        QCOMPARE(contents(path), QByteArray("one\ntwo\nthree\n"));
    }

    void linesThatWaitAreWrittenByOneJob()
    {
        auto output = LineOutput::open(m_folder.filePath(QStringLiteral("one")), m_writer);
        QVERIFY(output);
        QSemaphore busy;
        QSemaphore go;
        startJob(m_writer, [&] {
            busy.release();
            go.acquire();
        });
        busy.acquire();
        for (int i = 0; i < 1000; ++i)
            (*output)->write("line\n");
        (*output)->flush();
        std::atomic<int> after = 0;
        startJob(m_writer,
                 [&] { after = int(contents(m_folder.filePath(QStringLiteral("one"))).size()); });
        (*output)->write("last\n");
        (*output)->flush(); // still joins the job before
        go.release();
        m_writer.waitForDone();
        QCOMPARE(after.load(), 1001 * 5);
    }

    void linesAfterReopenGoToTheNewFile()
    {
        const QString path = m_folder.filePath(QStringLiteral("log"));
        auto output = LineOutput::open(path, m_writer);
        QVERIFY(output);
        QSemaphore busy;
        QSemaphore go;
        startJob(m_writer, [&] {
            busy.release();
            go.acquire();
        });
        busy.acquire();
        (*output)->write("old\n");
        QVERIFY(QFile::rename(path, path + QStringLiteral(".1")));
        (*output)->reopen();
        (*output)->write("new\n");
        (*output)->flush();
        go.release();
        m_writer.waitForDone();
        QCOMPARE(contents(path + QStringLiteral(".1")), QByteArray("old\n"));
        QCOMPARE(contents(path), QByteArray("new\n"));
    }

private:
    QTemporaryDir m_folder;
    QThreadPool m_writer;
};

QTEST_GUILESS_MAIN(TestLineOutput)
#include "tst_line_output.moc"
