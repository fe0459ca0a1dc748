// The server's identity: made once, kept safe, read back the same, never replaced.
#include "core/host_key.h"

#include <QTest>

#include "tests/support/rows.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace sallyport;

class TestHostKey : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }

private slots:
    void aNewKeyIsReadBackTheSame_data()
    {
        QTest::addColumn<HostKey::Type>("type");
        QTest::addColumn<QString>("name");
        QTest::newRow("ed25519") << HostKey::Type::Ed25519 << QStringLiteral("ssh-ed25519");
        QTest::newRow("rsa") << HostKey::Type::Rsa3072 << QStringLiteral("ssh-rsa");
    }
    void aNewKeyIsReadBackTheSame()
    {
        QFETCH(HostKey::Type, type);
        QFETCH(QString, name);
        const QString file = path(qPrintable(name));
        const auto made = HostKey::create(type, file);
        QVERIFY(made);
        const auto loaded = HostKey::load(file);
        QVERIFY(loaded);
        QCOMPARE((*made)->typeName(), name);
        QCOMPARE((*loaded)->typeName(), name);
        QCOMPARE((*loaded)->publicKey(), (*made)->publicKey());
        QCOMPARE((*loaded)->fingerprint(), (*made)->fingerprint());
        QCOMPARE((*made)->knownHostsKey(), name.toLatin1() + ' ' + (*made)->publicKey().toBase64());
    }

    void opensshAgreesOnTheFingerprint()
    {
        const QString file = path("agreed");
        const auto made = HostKey::create(HostKey::Type::Ed25519, file);
        QVERIFY(made);
        QProcess keygen;
        keygen.start(QStringLiteral("ssh-keygen"), {QStringLiteral("-lf"), file});
        QVERIFY2(keygen.waitForFinished(), "ssh-keygen is missing: run ./dev setup");
        QCOMPARE(QString::fromLatin1(keygen.readAllStandardOutput().split(' ').value(1)),
                 (*made)->fingerprint());
    }

    void onlyTheOwnerMayReadTheFile()
    {
        const QString file = path("owner");
        QVERIFY(HostKey::create(HostKey::Type::Ed25519, file));
        const auto owner =
            QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
        QCOMPARE(QFile::permissions(file), QFile::Permissions(owner));
        QVERIFY(QFile::setPermissions(file, owner | QFile::ReadGroup));
        const auto loaded = HostKey::load(file);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::PermissionDenied);
    }

    void anExistingFileIsNeverReplaced()
    {
        const QString file = path("kept");
        QFile existing(file);
        QVERIFY(existing.open(QIODevice::WriteOnly));
        existing.write("mine");
        existing.close();
        const auto made = HostKey::create(HostKey::Type::Ed25519, file);
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::AlreadyExists);
        QVERIFY(existing.open(QIODevice::ReadOnly));
        QCOMPARE(existing.readAll(), QByteArray("mine"));
        QCOMPARE(QDir(m_folder.path()).entryList({QStringLiteral("kept*")}).size(), 1);
    }

    void whatIsNoKeyIsSaidSo_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("words") << QByteArray("not a key\n");
        QTest::newRow("cut") << QByteArray("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r\n");
    }
    void whatIsNoKeyIsSaidSo()
    {
        QFETCH(QByteArray, content);
        const QString name = path("damaged");
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        const auto loaded = HostKey::load(name);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::Damaged);
        QVERIFY(!loaded.error().message.contains(m_folder.path()));
    }

    void aShortRsaKeyAndOneWithAPassphraseAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("1024 bits")
            << QStringList{QStringLiteral("-t"),   QStringLiteral("rsa"), QStringLiteral("-b"),
                           QStringLiteral("1024"), QStringLiteral("-N"),  QString()};
        QTest::newRow("a passphrase")
            << QStringList{QStringLiteral("-t"), QStringLiteral("ed25519"), QStringLiteral("-N"),
                           QStringLiteral("secret")};
    }
    void aShortRsaKeyAndOneWithAPassphraseAreRefused()
    {
        QFETCH(QStringList, arguments);
        const QString file = path("foreign");
        QFile::remove(file);
        QCOMPARE(
            QProcess::execute(QStringLiteral("ssh-keygen"),
                              arguments << QStringLiteral("-q") << QStringLiteral("-f") << file),
            0);
        const auto loaded = HostKey::load(file);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::Damaged);
    }

    void anImportedEcdsaKeyIsFine()
    {
        const QString file = path("ecdsa");
        QCOMPARE(
            QProcess::execute(QStringLiteral("ssh-keygen"),
                              {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ecdsa"),
                               QStringLiteral("-N"), QString(), QStringLiteral("-f"), file}),
            0);
        const auto loaded = HostKey::load(file);
        QVERIFY(loaded);
        QCOMPARE((*loaded)->typeName(), QStringLiteral("ecdsa-sha2-nistp256"));
    }

    void aMissingFileIsNotFound()
    {
        const auto loaded = HostKey::load(path("nothing"));
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestHostKey)
#include "tst_host_key.moc"
