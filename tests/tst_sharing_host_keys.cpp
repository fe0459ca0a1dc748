// Other host keys while sharing.
#include "core/host_key.h"
#include "core/sharing.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/rows.h"
#include "tests/support/sharing_fixture.h"

using namespace sallyport;
using namespace sallyport::test;

namespace {

constexpr int patience = SharingFixture::patience;

bool isDone(const QFuture<Result<void>>& future)
{
    return QTest::qWaitFor([&future] { return future.isFinished(); }, patience)
        && future.resultCount() == 1;
}

} // namespace

class TestSharingHostKeys : public QObject {
    Q_OBJECT

    const OpenSshKey m_key;
    std::unique_ptr<QTemporaryDir> m_keys;
    std::unique_ptr<SharingFixture> m_house;

    QStringList keyFiles() const { return QDir(m_keys->path()).entryList(QDir::Files, QDir::Name); }

private slots:
    void init()
    {
        m_keys = std::make_unique<QTemporaryDir>();
        m_house = std::make_unique<SharingFixture>(m_key, m_keys->path());
    }
    void cleanup() { m_house.reset(); }

    void newKeysProveThisComputerToWhoComesNext()
    {
        Sharing& sharing = *m_house->sharing;
        QVERIFY(m_house->start());
        const QStringList before = sharing.fingerprints();
        QCOMPARE(before.size(), 2);
        const auto ben = m_house->connectAs("ben");
        QVERIFY(ben->isIn());

        QSignalSpy changed(&sharing, &Sharing::hostKeysChanged);
        const auto made = sharing.regenerateHostKeys();
        QVERIFY(isDone(made));
        QVERIFY(made.result());
        QCOMPARE(changed.size(), 1);
        const QStringList after = sharing.fingerprints();
        QCOMPARE(after.size(), 2);
        for (const QString& fingerprint : after)
            QVERIFY(!before.contains(fingerprint));
        QCOMPARE(keyFiles().filter(QStringLiteral(".old-")).size(), 2);

        // Who was connected goes on, and a newcomer sees the new key.
        QVERIFY(ben->run("ls -1 /").contains("Photos"));
        QProcess scan;
        scan.start(QStringLiteral("ssh-keyscan"),
                   {QStringLiteral("-t"), QStringLiteral("ed25519"), QStringLiteral("-p"),
                    QString::number(sharing.server().port()), QStringLiteral("127.0.0.1")});
        QVERIFY(
            QTest::qWaitFor([&scan] { return scan.state() == QProcess::NotRunning; }, patience));
        const QByteArray seen = scan.readAllStandardOutput();
        QVERIFY2(seen.contains(sharing.knownHosts().first().toLatin1()), seen.constData());
    }

    void anImportedKeyTakesThePlaceOfTheOneOfItsType()
    {
        Sharing& sharing = *m_house->sharing;
        QVERIFY(m_house->start());
        const QStringList before = sharing.fingerprints();
        const auto imported = sharing.importHostKey(m_key.privateFile());
        QVERIFY(isDone(imported));
        QVERIFY(imported.result());
        const QStringList after = sharing.fingerprints();
        QVERIFY(after.first() != before.first());
        QCOMPARE(after.last(), before.last()); // RSA stays
        QVERIFY(sharing.knownHosts().first().startsWith(
            QString::fromLatin1(m_key.line().trimmed().split(' ').mid(0, 2).join(' '))));
    }

    void keysThatAreThereAreKnownBeforeTheFirstStart()
    {
        Sharing& sharing = *m_house->sharing;
        QSignalSpy changed(&sharing, &Sharing::hostKeysChanged);
        sharing.lookAtHostKeys(); // and makes none
        const auto made = sharing.regenerateHostKeys();
        QVERIFY(isDone(made));
        QCOMPARE(changed.size(), 1);
        const QStringList fingerprints = sharing.fingerprints();
        QCOMPARE(fingerprints.size(), 2);
        QCOMPARE(keyFiles().filter(QStringLiteral(".old-")).size(), 0);

        SharingFixture next(m_key, m_keys->path());
        QSignalSpy seen(next.sharing.get(), &Sharing::hostKeysChanged);
        QVERIFY(next.sharing->fingerprints().isEmpty());
        next.sharing->lookAtHostKeys();
        QTRY_COMPARE_WITH_TIMEOUT(seen.size(), 1, patience);
        QCOMPARE(next.sharing->fingerprints(), fingerprints);
        QCOMPARE(next.sharing->knownHosts(), sharing.knownHosts());
        QCOMPARE(next.sharing->state(), Sharing::State::Off);
        QVERIFY(next.start());
        QCOMPARE(next.sharing->fingerprints(), fingerprints);
    }

    void whatIsNoKeyChangesNothing()
    {
        Sharing& sharing = *m_house->sharing;
        QVERIFY(m_house->start());
        const QStringList before = sharing.fingerprints();
        const QStringList files = keyFiles();
        QSignalSpy changed(&sharing, &Sharing::hostKeysChanged);
        const auto imported = sharing.importHostKey(m_key.publicFile());
        QVERIFY(isDone(imported));
        QVERIFY(!imported.result());
        QCOMPARE(sharing.fingerprints(), before);
        QCOMPARE(keyFiles(), files);
        QVERIFY(changed.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSharingHostKeys)
#include "tst_sharing_host_keys.moc"
