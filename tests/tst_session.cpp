#include "core/memory_file_system.h"
#include "tests/support/packets.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace sallyport::test;

// What each request does and answers.
class TestSession : public QObject {
    Q_OBJECT
private slots:
    void initIsAnsweredWithVersionThree();
    void aFileIsWrittenAndReadBack();
};

void TestSession::initIsAnsweredWithVersionThree()
{
    MemoryFileSystem files;
    RecordingSink sink;
    sftp::Session session(files, sink, {});
    const auto replies = exchange(session, Packet::init(6));
    QCOMPARE(replies.size(), 1);
    QCOMPARE(replies.first().type, quint8(VersionReply));
    QCOMPARE(replies.first().id, 3U);
}

void TestSession::aFileIsWrittenAndReadBack()
{
    ROW("request.WRITE", "request.READ", "request.CLOSE");
    MemoryFileSystem files;
    Talk talk(files);
    const QByteArray handle = talk.opened("/a.txt", fxf::read | fxf::write | fxf::create);
    QCOMPARE(handle.size(), 8);
    const auto replies =
        talk.exchange(Packet::write(2, handle, 5, "world") + Packet::write(3, handle, 0, "hello")
                      + Packet::read(4, handle, 0, 100) + Packet::read(5, handle, 10, 100)
                      + Packet::close(6, handle));
    QCOMPARE(replies.size(), 5);
    QVERIFY(replies[0].is(Ok));
    QVERIFY(replies[1].is(Ok));
    QCOMPARE(replies[2].data, QByteArray("helloworld"));
    QVERIFY(replies[3].is(EndOfFile));
    QVERIFY(replies[4].is(Ok));
    QCOMPARE(files.content("/a.txt"), QByteArray("helloworld"));
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
