#include "core/authorized_keys.h"

#include <QTest>
#include <QTimeZone>

#include "tests/support/rows.h"

using namespace sallyport;

namespace {

// Public halves alone; nobody has the private ones.
// clang-format off
const QByteArray ed25519 =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAciy0PJVRKyLRnCJNQPFZhLqSTQLlwbFC6FUXN8IW18";
const QByteArray ecdsa256 =
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEoF8d4dbpjQTL"
    "lLPpuM2AOBWFPpKG8uFv41dbFixjgxRCd4CIl+4TKEteohy53S1JAf+9RSPKbOw4jmTrjDmZ0=";
const QByteArray ecdsa384 =
    "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBPXuAfFbIBTJqN"
    "66LyY7SI7YX2w/TeGktQBjXi+l7oczDDWMPBdv58O3Mi8wSpo8cIlRaHmjUOQ1IF26Ogf5iL3qBO9H0J20wBUc"
    "4J8cRD3FqtjvVaGMwlZ1c2eD7LGNpA==";
const QByteArray ecdsa521 =
    "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAABqiHMuVxy0F"
    "Hjx9IbrK3QhYq1SVX5yoRMdka8j6cFc+0de/uhPP4pdiW+cOyH+jlUJntRvxgDFanSfHllktE5uABxwfUZdKwl"
    "gXQ57RzFDwId12hDX4aRPrNSbiuF+r59YjkghRwDt6dW7n3NHUNTXdPOA7PKBrkWcDdmDZSAEpGk3A==";
const QByteArray rsa2048 =
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDD2q+m5CPXqRgsC+//OyTB3UTVXuup9ns6HzgcoiDwlDAQGw"
    "5fmtVPTu5Bv0/EpiIZkyDZsLJ+Qj1nZKfGY/QuKvEYDGpI/g0V1pee/9Lfg4pIkmhu/YFxDc/k59/ofLrvekAm"
    "/wznJ4AZtpYTavTE5aja1BdvSVeGjgjHdSYcBeJ/mmcUi9mBN7PygKx2And+nFi2Dr4kJEelWkWPHqRZ8E1axb"
    "xzLNbGxXachilKEI0CorW61O62ihXsyED0dU/kEbohpjLuBCUlwVke7hbXArugfufvpCfhAzRQnmvIKJsCq4Bz"
    "9LSvBOzfF+ylcP8GFNYmgaaMn4HVcC9+1/5X";
const QByteArray rsa1024 =
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDkuy+Ke03vbEo05UimHg7fROoi2qqnJVit28fgB0EXdSnWhR"
    "a49y21ILq1ltnTTFnI6EX+snBTO7YoRx3NHYOGJptlLOUy/jrbmnNp8cjRQ/DZx3PaIHeJOW1ybU6Ca/JwhM9F"
    "0BFQ2ziSKa0l4OpIJYaDyfugP0qjuATWse8FBQ==";
const QByteArray securityKey =
    "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIAABAgMEBQYHCAk"
    "KCwwNDg8QERITFBUWFxgZGhscHR4fAAAABHNzaDo=";
const QByteArray securityKeyEcdsa =
    "sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20"
    "AAAAIbmlzdHAyNTYAAABBBAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0uL"
    "zAxMjM0NTY3ODk6Ozw9Pj8AAAAEc3NoOg==";
const QByteArray certificate =
    "ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29tAAAAI"
    "Hh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4";
const QByteArray dsa =
    "ssh-dss AAAAB3NzaC1kc3MAAAABAQAAAAEBAAAAAQEAAAABAQ==";
// clang-format on

QByteArray wire(const QByteArray& line)
{
    return QByteArray::fromBase64(line.mid(line.indexOf(' ') + 1));
}

QDateTime utc(int year, int month, int day, QTime time = QTime(0, 0))
{
    return QDateTime(QDate(year, month, day), time, QTimeZone::utc());
}

} // namespace

class TestAuthorizedKeys : public QObject {
    Q_OBJECT
private slots:
    void keysOfEveryTypeAreTaken()
    {
        const QByteArray text = ed25519 + " anna@laptop\n\n# a comment\r\n  " + ecdsa256 + "\r\n\t"
            + ecdsa384 + "\n" + ecdsa521 + "  with spaces  in it \n" + rsa2048; // no last line end
        const auto read = parseAuthorizedKeys(text);
        QVERIFY(read);
        QCOMPARE(read->refused.size(), 0);
        QCOMPARE(read->noted.size(), 0);
        QCOMPARE(read->keys.size(), 5);
        QCOMPARE(read->keys[0],
                 (AuthorizedKey{wire(ed25519), QStringLiteral("anna@laptop"), {}, {}, false}));
        QCOMPARE(read->keys[3].comment, QStringLiteral("with spaces  in it"));
        QCOMPARE(read->keys[4].key, wire(rsa2048));
        for (const AuthorizedKey& key : read->keys) {
            const QByteArray line = publicKeyText(key.key);
            QCOMPARE(*publicKeyFromText(line), key.key);
            QVERIFY(text.contains(line));
        }
    }

    // ssh-keygen -l says the same.
    void fingerprintsAreThoseOfSshKeygen()
    {
        QCOMPARE(publicKeyFingerprint(wire(ed25519)),
                 QStringLiteral("SHA256:sd4oH4Xz8bi6e8tBongXJ3b+8zDBd4n/ekUJ6FNJRV0"));
        QCOMPARE(publicKeyFingerprint(wire(ecdsa256)),
                 QStringLiteral("SHA256:x1G0XikORVm93Spee754jNsP1aIA1nS2z2nRvR0eVTo"));
        QCOMPARE(publicKeyFingerprint(wire(rsa2048)),
                 QStringLiteral("SHA256:vQxLJCVJ0HumMjm454p8YwxiH6cPGt8XJOmamzfOFes"));
    }

    void optionsThatCanBeKeptAreKept_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<AuthorizedKey>("expected");
        const auto row = [](const char* claim, const QByteArray& options, AuthorizedKey expected) {
            expected.key = wire(ed25519);
            QTest::newRow(claim) << options << expected;
        };
        row("switches of what there is nothing of",
            "restrict,no-pty,no-port-forwarding,no-X11-forwarding,no-agent-forwarding,no-user-rc,"
            "pty,"
            "port-forwarding,agent-forwarding,x11-forwarding,user-rc",
            {});
        row("from", "from=\"192.168.0.0/16,!192.168.1.1,10.*,2001:db8::/32\"",
            {{}, {}, QStringLiteral("192.168.0.0/16,!192.168.1.1,10.*,2001:db8::/32"), {}, false});
        row("a name in capitals", "FROM=\"10.0.0.1\",RESTRICT",
            {{}, {}, QStringLiteral("10.0.0.1"), {}, false});
        row("expiry of a day", "expiry-time=\"20261231Z\"", {{}, {}, {}, utc(2026, 12, 31), false});
        row("expiry of a minute", "expiry-time=\"202612312359Z\"",
            {{}, {}, {}, utc(2026, 12, 31, QTime(23, 59)), false});
        row("expiry of a second", "expiry-time=\"20261231235958Z\"",
            {{}, {}, {}, utc(2026, 12, 31, QTime(23, 59, 58)), false});
        row("expiry in local time", "expiry-time=\"20260701\"",
            {{}, {}, {}, QDateTime(QDate(2026, 7, 1), QTime(0, 0)).toUTC(), false});
        row("the earlier of two", "expiry-time=\"20270101Z\",expiry-time=\"20260101Z\"",
            {{}, {}, {}, utc(2026, 1, 1), false});
        row("sftp", "command=\"internal-sftp\"", {});
        row("sftp by its path", "command=\"/usr/lib/openssh/sftp-server\"", {});
        row("sftp for reading", "command=\"internal-sftp -R\"", {{}, {}, {}, {}, true});
        row("sftp-server for reading, after a quote in a value",
            "command=\"sftp-server -R\",environment=\"A=\\\"b c\\\"\"", {{}, {}, {}, {}, true});
    }
    void optionsThatCanBeKeptAreKept()
    {
        QFETCH(QByteArray, options);
        QFETCH(AuthorizedKey, expected);
        const auto read = parseAuthorizedKeys(options + ' ' + ed25519 + '\n');
        QVERIFY(read);
        QCOMPARE(read->refused.size(), 0);
        QCOMPARE(read->keys.size(), 1);
        QCOMPARE(read->keys[0], expected);
    }

    void optionsWithoutEffectAreNoted()
    {
        const auto read = parseAuthorizedKeys(
            "restrict " + ed25519
            + "\nenvironment=\"A=b\",permitopen=\"host:22\",permitlisten=\"22\",tunnel=\"1\" "
            + ed25519 + '\n');
        QVERIFY(read);
        QCOMPARE(read->keys.size(), 2);
        QCOMPARE(read->noted.size(), 1);
        QCOMPARE(read->noted[0],
                 (AuthorizedKeys::Remark{2,
                                         QStringLiteral("environment, permitopen, permitlisten, "
                                                        "tunnel has no effect here")}));
    }

    void linesThatCannotBeKeptAreRefusedWithTheReason_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* claim, const QByteArray& line, const char* reason) {
            QTest::newRow(claim) << line << QString::fromUtf8(reason);
        };
        row("unknown option", "teleport " + ed25519, "The option teleport is not known");
        row("unknown option with a value", "teleport=\"x\" " + ed25519,
            "The option teleport is not known");
        row("a switch with a value", "restrict=\"x\" " + ed25519,
            "The option restrict is not known");
        row("an option without its value", "from " + ed25519, "The option from is not known");
        row("a host name", "from=\"laptop.lan\" " + ed25519,
            "from= has \"laptop.lan\", and names of computers are not looked up");
        row("a wildcard of names", "from=\"*.lan\" " + ed25519,
            "from= has \"*.lan\", and names of computers are not looked up");
        row("a network that is none", "from=\"10.0.0.0/33\" " + ed25519,
            "from= has \"10.0.0.0/33\", which is no network");
        row("an address in place of a network", "from=\"10.0.0.1/8\" " + ed25519,
            "from= has \"10.0.0.1/8\", which is no network");
        row("an empty from", "from=\"\" " + ed25519, "from= has an empty part between its commas");
        row("two froms", "from=\"10.0.0.1\",from=\"10.0.0.2\" " + ed25519,
            "A line can have one from= alone");
        row("an expiry that is no date", "expiry-time=\"20261301\" " + ed25519,
            "expiry-time= must be like 20261231 or 202612312359Z");
        row("an expiry in words", "expiry-time=\"soon\" " + ed25519,
            "expiry-time= must be like 20261231 or 202612312359Z");
        row("an expiry of a strange length", "expiry-time=\"2026123123\" " + ed25519,
            "expiry-time= must be like 20261231 or 202612312359Z");
        row("a command", "command=\"/bin/sh\" " + ed25519,
            "A key with a command= of its own cannot be served");
        row("sftp with another option", "command=\"internal-sftp -P write\" " + ed25519,
            "A key with a command= of its own cannot be served");
        row("sftp after a command", "command=\"sh; internal-sftp\" " + ed25519,
            "A key with a command= of its own cannot be served");
        row("an empty command", "command=\"\" " + ed25519,
            "A key with a command= of its own cannot be served");
        row("two commands", "command=\"internal-sftp -R\",command=\"internal-sftp\" " + ed25519,
            "A key with a command= of its own cannot be served");
        row("a certificate authority", "cert-authority " + ed25519,
            "Certificates cannot log in here");
        row("principals", "principals=\"anna\" " + ed25519, "Certificates cannot log in here");
        row("a certificate", certificate,
            "Certificates cannot log in here; use the plain public key");
        row("verify-required", "verify-required " + ed25519,
            "verify-required cannot be enforced here");
        row("a security key whose touch matters", securityKey,
            "A security key's touch cannot be checked here; add no-touch-required to take it all "
            "the same");
        row("a short RSA key", rsa1024, "An RSA key needs 2048 bits, and this one has 1024");
        row("a DSA key", dsa, "DSA keys are no longer safe; make an Ed25519 key");
        row("an SSH 1 key", "1024 35 1234567890 anna", "Keys of SSH version 1 are no longer safe");
        row("another type", "ssh-ed448 AAAACXNzaC1lZDQ0OAAAAAEA",
            "Keys of this type cannot log in here; make an Ed25519 key");
        row("another type than said", "ssh-rsa " + ed25519.mid(12),
            "The key is of another type than its line says");
        row("a key cut short", ed25519.chopped(8), "The key is damaged");
        row("a key with more behind it", ed25519 + "AAAA", "The key is damaged");
        row("letters that are no base64", ed25519 + "*", "The key is damaged");
        row("no key", "ssh-ed25519", "There is no key on this line");
        row("options alone", "restrict", "There is no key on this line");
        row("a quote not closed", "from=\"10.0.0.1 " + ed25519, "A quote is not closed");
        row("a value without quotes", "from=10.0.0.1 " + ed25519,
            "The value of from= must stand in quotes");
        row("no comma", "from=\"10.0.0.1\"restrict " + ed25519, "Options are separated by commas");
        row("an empty option", "restrict,,pty " + ed25519, "The option  is not known");
        row("a NUL", ed25519 + QByteArray("\0x", 2), "The line holds a NUL byte");
        row("a line too long", ed25519 + ' ' + QByteArray(maxKeysLine, 'x'),
            "The line is longer than 16 KiB");
        row("plain text", "hello there", "The option hello is not known");
    }
    void linesThatCannotBeKeptAreRefusedWithTheReason()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, reason);
        const auto read = parseAuthorizedKeys("# first\n" + line + "\n" + ecdsa256 + "\n");
        QVERIFY(read);
        QCOMPARE(read->refused.size(), 1);
        QCOMPARE(read->refused[0].text, reason);
        QCOMPARE(read->refused[0].line, 2);
        QCOMPARE(read->keys.size(), 1); // the good one counts
        QCOMPARE(read->keys[0].key, wire(ecdsa256));
    }

    void securityKeysWithoutTouchAreTaken()
    {
        const auto read = parseAuthorizedKeys("no-touch-required " + securityKey
                                              + "\nno-touch-required " + securityKeyEcdsa);
        QVERIFY(read);
        QCOMPARE(read->refused.size(), 0);
        QCOMPARE(read->keys.size(), 2);
    }

    void filesThatAreNoListAreRefusedInWords()
    {
        const auto reason = [](const QByteArray& text) {
            const auto read = parseAuthorizedKeys(text);
            return read ? QString() : read.error().message;
        };
        for (const char* kind : {"OPENSSH ", "RSA ", "EC ", "", "ENCRYPTED "}) {
            QVERIFY(reason(QByteArray("-----BEGIN ") + kind + "PRIVATE KEY-----\nAAAA\n")
                        .startsWith(QStringLiteral("This is a private key")));
        }
        QVERIFY(reason("PuTTY-User-Key-File-3: ssh-ed25519\n")
                    .startsWith(QStringLiteral("This is a private key")));
        QVERIFY(reason("---- BEGIN SSH2 PUBLIC KEY ----\n")
                    .startsWith(QStringLiteral("This is a key in SSH2 format")));
        QCOMPARE(reason(QByteArray(maxKeysFile + 1, '\n')),
                 QStringLiteral("A file of authorized keys has at most 1 MiB"));
        QCOMPARE(reason((ed25519 + '\n').repeated(maxKeys + 1)),
                 QStringLiteral("An account has at most 1000 keys"));
        QVERIFY(parseAuthorizedKeys((ed25519 + '\n').repeated(maxKeys)));
        QVERIFY(parseAuthorizedKeys({})); // no keys at all is a list
    }

    void damagedKeysAreNeverTaken()
    {
        // Cut at every byte, and with every length told wrongly.
        for (const QByteArray& line : {ed25519, ecdsa256, ecdsa521, rsa2048, securityKey}) {
            const QByteArray whole = wire(line);
            QVERIFY(publicKeyType(whole));
            for (qsizetype length = 0; length < whole.size(); ++length)
                QVERIFY(!publicKeyType(whole.left(length)));
            QVERIFY(!publicKeyType(whole + '\0'));
            for (const int byte : {0x00, 0x01, 0x7f, 0x80, 0xff}) {
                for (qsizetype at = 0; at < 4; ++at) {
                    QByteArray lie = whole;
                    lie[at] = static_cast<char>(byte);
                    if (lie != whole)
                        QVERIFY(!publicKeyType(lie));
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestAuthorizedKeys)
#include "tst_authorized_keys.moc"
