#include "ui/people/key_list.h"

#include "ui/format.h"
#include "ui/people/key_words.h"
#include "ui/widgets/labels.h"

#include <QClipboard>
#include <QMimeData>
#include <QTest>
#include <QtWidgets>

#include "tests/support/open_ssh.h"
#include "tests/support/rows.h"
#include "tests/support/window_fixture.h"

using namespace sallyport;
using namespace Qt::StringLiterals;
using test::WindowFixture;

namespace {

// Public halves alone; nobody has the private ones.
const QByteArray ed25519 =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAciy0PJVRKyLRnCJNQPFZhLqSTQLlwbFC6FUXN8IW18";
const QByteArray ecdsa =
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEoF8d4dbpjQTL"
    "lLPpuM2AOBWFPpKG8uFv41dbFixjgxRCd4CIl+4TKEteohy53S1JAf+9RSPKbOw4jmTrjDmZ0=";
const QByteArray rsa1024 =
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDkuy+Ke03vbEo05UimHg7fROoi2qqnJVit28fgB0EXdSnWhR"
    "a49y21ILq1ltnTTFnI6EX+snBTO7YoRx3NHYOGJptlLOUy/jrbmnNp8cjRQ/DZx3PaIHeJOW1ybU6Ca/JwhM9F"
    "0BFQ2ziSKa0l4OpIJYaDyfugP0qjuATWse8FBQ==";

const QString notPublic = u"This is not a public key. Paste a line that starts with ssh-ed25519, "
                          "ecdsa-sha2- or ssh-rsa."_s;
const QString isPrivate = u"This is a private key. Nobody but its owner should have it; use the "
                          "file that ends in .pub."_s;
const QString isKnown = u"This key is already on the list."_s;

} // namespace

class TestKeyList : public QObject {
    Q_OBJECT

    const test::OpenSshKey m_key;
    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<KeyList> m_keys;

    QString sentence() const
    {
        const auto* label = m_keys->findChild<QLabel*>(u"keySentence"_s);
        return label->isHidden() ? QString() : label->text();
    }
    void click(const QString& name) const
    {
        QTest::mouseClick(m_keys->findChild<QAbstractButton*>(name), Qt::LeftButton);
    }
    void paste(const QByteArray& text) const
    {
        QGuiApplication::clipboard()->setText(QString::fromUtf8(text));
        click(u"pasteKey"_s);
    }

private slots:
    void init()
    {
        m_window = std::make_unique<WindowFixture>();
        m_keys = std::make_unique<KeyList>(m_window->parts());
        m_keys->show();
    }
    void cleanup()
    {
        m_keys.reset();
        m_window.reset();
    }

    void whatIsNoKeyIsRefusedInWords_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("said");
        const auto reason = [](const char* message) {
            return format::sentence({ErrorCode::InvalidArgument, QLatin1String(message)});
        };
        QTest::newRow("prose") << QByteArray("Hello there, this is my key") << notPublic;
        QTest::newRow("one word") << QByteArray("nonsense") << notPublic;
        QTest::newRow("empty lines") << QByteArray("\n\n  \n") << notPublic;
        QTest::newRow("a type and no key") << QByteArray("ssh-ed25519") << notPublic;
        QTest::newRow("a private key")
            << QByteArray("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n"
                          "-----END OPENSSH PRIVATE KEY-----\n")
            << isPrivate;
        QTest::newRow("a private key of PuTTY")
            << QByteArray("PuTTY-User-Key-File-2: ssh-ed25519\nEncryption: none\n") << isPrivate;
        QTest::newRow("a damaged key") << ed25519.chopped(8) << reason("The key is damaged");
        QTest::newRow("a short key")
            << rsa1024 << reason("An RSA key needs 2048 bits, and this one has 1024");
        QTest::newRow("another command") << "command=\"ls\" "
                + ed25519 << reason("A key with a command= of its own cannot be served");
        QTest::newRow("a certificate")
            << "cert-authority " + ed25519 << reason("Certificates cannot log in here");
        QTest::newRow("an option nobody knows")
            << "frobnicate " + ed25519 << reason("The option frobnicate is not known");
        QTest::newRow("a host name") << "from=\"example.org\" " + ed25519 << QString();
        QTest::newRow("a key in SSH2 format")
            << QByteArray("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----")
            << reason("This is a key in SSH2 format: convert it with ssh-keygen -i -f FILE");
    }
    void whatIsNoKeyIsRefusedInWords()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, said);
        paste(text);
        if (said.isEmpty())
            QVERIFY(!sentence().isEmpty());
        else
            QCOMPARE(sentence(), said);
        QVERIFY(m_keys->keys().isEmpty());
        QVERIFY(m_keys->findChild<QLabel*>(u"keySentence"_s)->isVisible());
    }

    void severalLinesArePastedAtOnce()
    {
        paste(ed25519 + " clara@thinkpad\n# a comment\n" + ecdsa + " clara@work\nrubbish\n"
              + m_key.line() + ed25519 + " again\n");
        QCOMPARE(m_keys->keys().size(), 3);
        QCOMPARE(m_keys->keys()[0].comment, u"clara@thinkpad"_s);
        const QStringList said = sentence().split(u'\n');
        QCOMPARE(said, QStringList({u"Line 4: %1"_s.arg(notPublic), isKnown}));
        paste(ecdsa);
        QCOMPARE(sentence(), isKnown);
        QCOMPARE(m_keys->keys().size(), 3);
        paste(m_key.line());
        QCOMPARE(m_keys->keys().size(), 3);
    }

    void aKeyShowsTypeFingerprintCommentAndConditions()
    {
        paste("from=\"10.0.0.0/8\",expiry-time=\"20991231Z\",command=\"internal-sftp -R\" "
              + ed25519 + " clara@thinkpad\n" + ecdsa);
        QVERIFY(sentence().isEmpty());
        QStringList texts;
        for (const ElidedLabel* label : m_keys->findChildren<ElidedLabel*>())
            texts += label->fullText();
        QVERIFY(texts.contains(u"clara@thinkpad"_s));
        QVERIFY(texts.contains(u"Key without a comment"_s));
        const QString fingerprint =
            publicKeyFingerprint(QByteArray::fromBase64(ed25519.split(' ')[1]));
        QVERIFY(texts.contains(u"ED25519  "_s + fingerprint));
        const QDateTime end(QDate(2099, 12, 31), QTime(0, 0), Qt::UTC);
        QVERIFY(texts.contains(
            u"only from 10.0.0.0/8, until %1, only to view"_s.arg(format::date(end))));
        QCOMPARE(keyKind(QByteArray::fromBase64(ecdsa.split(' ')[1])), u"ECDSA 256"_s);
        QCOMPARE(keyKind(QByteArray::fromBase64(rsa1024.split(' ')[1])), u"RSA 1024"_s);
    }

    void keysComeOfAFileAndByDropping()
    {
        WindowFixture::writeFile(m_window->path(u"id.pub"_s), ed25519 + " from a file\n");
        WindowFixture::writeFile(m_window->path(u"authorized_keys"_s), ecdsa + " dropped\n");
        WindowFixture::writeFile(m_window->path(u"id"_s),
                                 "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n"
                                 "-----END OPENSSH PRIVATE KEY-----\n");
        m_window->dialogs.files = {m_window->path(u"id.pub"_s), m_window->path(u"id"_s),
                                   m_window->path(u"nothing"_s)};
        click(u"keyFromFile"_s);
        QTRY_COMPARE(m_keys->keys().size(), 1);
        QCOMPARE(m_keys->keys()[0].comment, u"from a file"_s);

        QMimeData dropped;
        dropped.setUrls({QUrl::fromLocalFile(m_window->path(u"authorized_keys"_s))});
        QDragEnterEvent comes(QPoint(10, 10), Qt::CopyAction, &dropped, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_keys.get(), &comes);
        QVERIFY(comes.isAccepted());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &dropped, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_keys.get(), &drop);
        QTRY_COMPARE(m_keys->keys().size(), 2);
        QVERIFY(sentence().isEmpty());

        click(u"keyFromFile"_s);
        QTRY_COMPARE(sentence(), isPrivate);
        click(u"keyFromFile"_s);
        QTRY_VERIFY(sentence() != isPrivate);
        QVERIFY(sentence().contains(u"nothing"_s));
        QCOMPARE(m_keys->keys().size(), 2);
    }

    void aKeyIsRemoved()
    {
        paste(ed25519 + " one\n" + ecdsa + " two\n");
        auto removes = m_keys->findChildren<QToolButton*>(u"removeKey"_s);
        QCOMPARE(removes.size(), 2);
        QCOMPARE(removes[0]->accessibleName(), u"Remove key one"_s);
        QTest::mouseClick(removes[0], Qt::LeftButton);
        QCOMPARE(m_keys->keys().size(), 1);
        QCOMPARE(m_keys->keys()[0].comment, u"two"_s);
    }
};

QTEST_MAIN(TestKeyList)
#include "tst_key_list.moc"
