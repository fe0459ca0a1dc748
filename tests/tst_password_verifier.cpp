#include "core/auth/password_verifier.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;
using Answer = PasswordVerifier::Answer;

class TestPasswordVerifier : public QObject {
    Q_OBJECT
private slots:
    void defaultCostIsTheLibrarysInteractive()
    {
        const PasswordVerifier verifier;
        const auto made = verifier.make("maple-otter-71");
        QVERIFY(made);
        QVERIFY(made->startsWith("$argon2id$v=19$m=65536,t=2,p=1$"));
        QVERIFY(PasswordVerifier::isVerifier(*made));
        QVERIFY(!verifier.isOutdated(*made));
        QCOMPARE(verifier.verify(*made, "maple-otter-71"), Answer::Right);
        QCOMPARE(verifier.verify(*made, "maple-otter-72"), Answer::Wrong);
        QCOMPARE(verifier.verifications(), 2);
    }

    void sameLengthOfBytesIsNotTheSamePassword()
    {
        const PasswordVerifier verifier(PasswordVerifier::Cost::least());
        const auto made = verifier.make("secret");
        QVERIFY(made);
        QCOMPARE(verifier.verify(*made, "Secret"), Answer::Wrong);
        QCOMPARE(verifier.verify(*made, "secret "), Answer::Wrong);
        QCOMPARE(verifier.verify(*made, QByteArrayView("secret\0", 7)), Answer::Wrong);
        QCOMPARE(verifier.verify(*made, ""), Answer::Wrong);
        QCOMPARE(verifier.verify(*made, "secret"), Answer::Right);
        QVERIFY(*verifier.make("secret") != *made); // each has a salt of its own
    }

    void takesOneTo1024Bytes()
    {
        const PasswordVerifier verifier(PasswordVerifier::Cost::least());
        QCOMPARE(verifier.make("").error().code, ErrorCode::InvalidArgument);
        QCOMPARE(verifier.make(QByteArray(1025, 'x')).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(verifier.make(QByteArray("a\0b", 3)).error().code, ErrorCode::InvalidArgument);
        const auto longest = verifier.make(QByteArray(1024, 'x'));
        QVERIFY(longest);
        QCOMPARE(verifier.verify(*longest, QByteArray(1024, 'x')), Answer::Right);
        QCOMPARE(verifier.verify(*longest, QByteArray(1023, 'x')), Answer::Wrong);
    }

    void dummyCostsTheSameAndFitsNothing()
    {
        const PasswordVerifier verifier;
        QVERIFY(PasswordVerifier::isVerifier(verifier.dummy()));
        QVERIFY(!verifier.isOutdated(verifier.dummy())); // today's parameters
        QCOMPARE(verifier.verify(verifier.dummy(), "-"), Answer::Wrong);
        const PasswordVerifier cheap(PasswordVerifier::Cost::least());
        QVERIFY(!cheap.isOutdated(cheap.dummy()));
        QVERIFY(cheap.isOutdated(verifier.dummy()));
    }

    void onlyItsOwnTextIsAVerifier_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("good");
        const QByteArray tail =
            "$c2FsbHlwb3J0IGR1bW15IQ$Tm9ib2R5IGtub3dzIGEgcGFzc3dvcmQgZm9yIHRoaXM";
        const QByteArray head = "$argon2id$v=19$m=65536,t=2,p=1";
        QTest::newRow("today's") << head + tail << true;
        QTest::newRow("a stronger one") << "$argon2id$v=19$m=262144,t=3,p=1" + tail << true;
        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("a password") << QByteArray("maple-otter-71") << false;
        QTest::newRow("another scheme") << "$argon2i$v=19$m=65536,t=2,p=1" + tail << false;
        QTest::newRow("a crypt hash") << QByteArray("$6$abc$def") << false;
        QTest::newRow("memory to fill the computer")
            << "$argon2id$v=19$m=9999999,t=2,p=1" + tail << false;
        QTest::newRow("time to outlast the visitor")
            << "$argon2id$v=19$m=65536,t=99,p=1" + tail << false;
        QTest::newRow("cut short") << (head + tail).chopped(1) << false;
        QTest::newRow("with a line end") << head + tail + '\n' << false;
    }
    void onlyItsOwnTextIsAVerifier()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, good);
        QCOMPARE(PasswordVerifier::isVerifier(text), good);
    }

    void wipedSecretIsEmptyAndACopyIsNot()
    {
        QByteArray secret("maple-otter-71");
        const QByteArray copy = secret;
        wipe(secret);
        QVERIFY(secret.isEmpty());
        QCOMPARE(copy, QByteArray("maple-otter-71"));
    }
};

QTEST_GUILESS_MAIN(TestPasswordVerifier)
#include "tst_password_verifier.moc"
