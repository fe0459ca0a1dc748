#include "core/settings_store.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QTimeZone>

#include "tests/support/rows.h"

using namespace sallyport;
using namespace std::chrono_literals;

namespace {

QByteArray sample()
{
    QFile file(QFINDTESTDATA("data/settings/v1.json"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The sample with the text at one place replaced.
QByteArray changed(const QByteArray& from, const QByteArray& to)
{
    QByteArray json = sample();
    const qsizetype at = json.indexOf(from);
    return at < 0 ? QByteArray() : json.replace(at, from.size(), to);
}

} // namespace

class TestSettingsJson : public QObject {
    Q_OBJECT
private slots:
    void versionOneLoads()
    {
        quint64 generation = 0;
        const auto settings = settingsFromJson(sample(), &generation);
        QVERIFY2(settings, settings ? "" : qPrintable(settings.error().message));
        QCOMPARE(generation, 41ULL);

        QCOMPARE(settings->shares.size(), 2);
        const Share& photos = settings->shares[0];
        QCOMPARE(photos.id.value, QByteArray("000102030405060708090a0b0c0d0e0f"));
        QCOMPARE(photos.name, QByteArray("Photos"));
        QCOMPARE(photos.folder, QByteArray("/home/anna/Photos"));
        QCOMPARE(*photos.root, (RootMark{true, 0xfedcba9876543210, 0xef53, 2}));
        QCOMPARE(*photos.until, QDateTime(QDate(2026, 12, 31), QTime(5, 0), QTimeZone::utc()));
        QCOMPARE(photos.symlinks, SymlinkPolicy::Hide);
        QVERIFY(!photos.makeLinks && !photos.otherDisks);
        QCOMPARE(photos.hide, QStringList({QStringLiteral(".*"), QStringLiteral("*.bak")}));
        QVERIFY(photos.atomicUpload && photos.safeClose && photos.enabled);
        QCOMPARE(*photos.maxFileSize, 10ULL * 1024 * 1024);
        QCOMPARE(*photos.quota, 9007199254740992ULL);
        QCOMPARE(*photos.keepFree, 1073741824ULL);

        const Share& cafe = settings->shares[1];
        QCOMPARE(cafe.name, QByteArray("caf\xe9 100%"));
        QCOMPARE(cafe.folder, QByteArray("/srv/\xff\xfe"));
        QVERIFY(!cafe.enabled && !cafe.root && !cafe.until && !cafe.quota && cafe.makeLinks
                && cafe.otherDisks);
        QVERIFY(photos.guest.value.isEmpty()); // of files before there were invites

        QCOMPARE(settings->accounts.size(), 2);
        const Account& anna = settings->accounts[0];
        QCOMPARE(anna.userName, QStringLiteral("anna"));
        QVERIFY(anna.passwordVerifier.startsWith("$argon2id$"));
        QCOMPARE(anna.access[photos.id], Access::Upload);
        QCOMPARE(anna.access[cafe.id], Access::DropBox);
        QCOMPARE(anna.keys.size(), 1);
        QCOMPARE(anna.keys[0].key.size(), 51);
        QCOMPARE(anna.keys[0].comment, QStringLiteral("anna@laptop"));
        QCOMPARE(anna.keys[0].from, QStringLiteral("192.168.0.0/16,!192.168.1.1"));
        QVERIFY(anna.keys[0].readOnly && anna.keys[0].expires && anna.expires);
        QVERIFY(settings->accounts[1].withoutPassword && settings->accounts[1].enabled);

        QCOMPARE(settings->network.addresses.size(), 3);
        QCOMPARE(settings->network.addresses[1].scopeId(), QStringLiteral("eth0"));
        QCOMPARE(settings->network.port, quint16(2023));
        QCOMPARE(settings->network.bytesPerSecond, 1048576ULL);
        QCOMPARE(settings->network.charset, QStringLiteral("ISO-8859-15"));
        QCOMPARE(settings->limits.maxConnections, 400);
        QCOMPARE(settings->limits.loginGrace, 20s);
        QCOMPARE(settings->limits.idleTimeout, 3600s);
        QVERIFY(!settings->penalties.enabled);
        QCOMPARE(settings->penalties.exempt, QStringList(QStringLiteral("192.0.2.0/24")));
        QCOMPARE(settings->ui[QStringLiteral("window")].toObject().size(), 1);
    }

    void whatIsWrittenIsReadBack()
    {
        const auto settings = settingsFromJson(sample());
        QVERIFY(settings);
        quint64 generation = 0;
        const auto again = settingsFromJson(settingsToJson(*settings, 42), &generation);
        QVERIFY(again);
        QVERIFY(*again == *settings);
        QCOMPARE(generation, 42ULL);
        QVERIFY(*settingsFromJson(settingsToJson(Settings(), 1)) == Settings());
    }

    // Every line of the table is in the sample, so that a new field is thought of here too.
    void sampleHoldsEverySetting()
    {
        const QJsonObject written =
            QJsonDocument::fromJson(settingsToJson(*settingsFromJson(sample()), 41)).object();
        const QJsonObject read = QJsonDocument::fromJson(sample()).object();
        const auto compare = [](const QJsonValue& a, const QJsonValue& b) {
            QCOMPARE(a.toObject().keys(), b.toObject().keys());
        };
        QCOMPARE(written.keys(), read.keys());
        for (const char* group : {"network", "limits", "penalties"})
            compare(written[QLatin1String(group)], read[QLatin1String(group)]);
        for (const char* list : {"shares", "accounts"})
            compare(written[QLatin1String(list)][0], read[QLatin1String(list)][0]);
        compare(written[QStringLiteral("accounts")][0][QStringLiteral("keys")][0],
                read[QStringLiteral("accounts")][0][QStringLiteral("keys")][0]);
    }

    void leavingAllOutIsTheDefaults()
    {
        const auto settings = settingsFromJson("{\"version\": 1}");
        QVERIFY(settings);
        QVERIFY(*settings == Settings());
    }

    void namesOfBytesAreReadBack()
    {
        Settings settings;
        QByteArray all;
        for (int byte = 1; byte < 256; ++byte) {
            if (byte != '/')
                all += static_cast<char>(byte);
        }
        for (const QByteArray& name :
             {all, QByteArray("%"), QByteArray("%41"),
              QByteArray("\xef\xbb\xbf"
                         "bom"),
              QByteArray("\xed\xa0\x80"), QByteArray("\xf0\x9f\x93\xb7"), QByteArray("\xc3"),
              QByteArray("\xe2\x82"
                         "x")}) {
            settings.shares = {Share()};
            settings.shares[0].id = ShareId::create();
            settings.shares[0].name = name;
            settings.shares[0].folder = '/' + name;
            const auto again = settingsFromJson(settingsToJson(settings, 1));
            QVERIFY2(again, again ? "" : qPrintable(again.error().message));
            QCOMPARE(again->shares[0].name, name);
            QCOMPARE(again->shares[0].folder, '/' + name);
        }
    }

    void theGuestOfAShareIsReadBack()
    {
        Settings settings = *settingsFromJson(sample());
        settings.shares[0].guest = settings.accounts[1].id;
        const auto again = settingsFromJson(settingsToJson(settings, 1));
        QVERIFY2(again, again ? "" : qPrintable(again.error().message));
        QVERIFY(*again == settings);
        QVERIFY(!settingsToJson(*settingsFromJson(sample()), 1).contains("\"guest\": \"\""));
    }

    void everyWayToBeBrokenHasASentence_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* claim, const QByteArray& json, const char* sentence) {
            QTest::newRow(claim) << json << QString::fromUtf8(sentence);
        };
        row("empty", "", "The settings file is empty");
        row("blank", " \n\t", "The settings file is empty");
        row("not JSON", "{\n\"version\": 1,\nport: 2\n}",
            "The settings file is not JSON: line 3: unterminated object");
        row("not UTF-8", changed("anna@laptop", "\xff\xfe"), "The settings file is not UTF-8 text");
        row("a list", "[]", "The settings file must hold one JSON object");
        row("no version", "{}", "version is missing");
        row("a newer version", changed("\"version\": 1", "\"version\": 2"),
            "The settings file was made by a newer version of Sallyport");
        row("an odd version", changed("\"version\": 1", "\"version\": \"1\""),
            "version must be 1, not \"1\"");
        row("an odd generation", changed("41", "-1"), "generation must be a number from 0, not -1");
        row("an unknown part", changed("\"ui\"", "\"gui\""),
            "gui is not known to this version of Sallyport; the nearest is ui");
        row("an unknown setting", changed("loginGrace", "loginGrase"),
            "limits.loginGrase is not known to this version of Sallyport; the nearest is "
            "limits.loginGrace");
        row("an unknown word of a share", changed("safeClose", "safeclose"),
            "shares[0].safeclose is not known to this version of Sallyport; the nearest is "
            "shares[0].safeClose");
        row("a wrong type", changed("400", "\"many\""),
            "limits.maxConnections must be a number from 1 to 4096, not \"many\"");
        row("a broken number", changed("400", "4.5"),
            "limits.maxConnections must be a number from 1 to 4096, not 4.5");
        row("out of bounds", changed("2023", "70000"),
            "network.port must be a number from 0 to 65535, not 70000");
        row("too long a time", changed("20s", "3m"),
            "limits.loginGrace must be a time from 1s to 2m, not \"3m\"");
        row("a wrong size", changed("10M", "10X"),
            "shares[0].maxFileSize must be a size in bytes, or like 64K, 10M, 1G, or be left out, "
            "not \"10X\"");
        row("a wrong word", changed("\"hide\",", "\"follow\","),
            "shares[0].symlinks must be \"inside\", \"hide\" or \"never\", not \"follow\"");
        row("a wrong time", changed("2026-12-31T05:00:00Z", "tomorrow"),
            "shares[0].until must be a UTC time like \"2026-12-31T23:59:59Z\", or be left out, "
            "not \"tomorrow\"");
        row("a local time", changed("05:00:00Z", "05:00:00"),
            "shares[0].until must be a UTC time like \"2026-12-31T23:59:59Z\", or be left out, "
            "not \"2026-12-31T05:00:00\"");
        row("a missing name", changed("            \"name\": \"Photos\",\n", ""),
            "shares[0].name is missing");
        row("a name that is a path", changed("\"Photos\"", "\"../etc\""),
            "shares[0].name must be a name of 1 to 255 bytes without \"/\", not \"../etc\"");
        row("a name that is the parent", changed("\"Photos\"", "\"..\""),
            "shares[0].name must be a name of 1 to 255 bytes without \"/\", not \"..\"");
        row("a name with a NUL", changed("\"Photos\"", "\"a%00\""),
            "shares[0].name must be a name of 1 to 255 bytes without \"/\", not \"a%00\"");
        row("half an escape", changed("100%25", "100%2"),
            "shares[1].name must be a name of 1 to 255 bytes without \"/\", not \"caf%e9 100%2\"");
        row("a relative folder", changed("/home/anna/Photos", "Photos"),
            "shares[0].folder must be the absolute path of a folder, not \"Photos\"");
        row("an id too short", changed("0c0d0e0f", "0c0d0e"),
            "shares[0].id must be an id of 32 hexadecimal digits, not "
            "\"000102030405060708090a0b0c0d0e\"");
        row("two shares of one name", changed("caf%e9 100%25", "Photos"),
            "There are two shares named Photos");
        row("two shares of one id",
            changed("101112131415161718191a1b1c1d1e1f", "000102030405060708090a0b0c0d0e0f"),
            "The share caf%e9 100%25 has another one's id");
        row("two people of one name", changed("\"guest\"", "\"anna\""),
            "There are two people named anna");
        row("two people of one id",
            changed("303132333435363738393a3b3c3d3e3f", "202122232425262728292a2b2c2d2e2f"),
            "guest has another account's id");
        row("a grant to nothing",
            changed("101112131415161718191a1b1c1d1e1f\": \"drop",
                    "ffffffffffffffffffffffffffffffff\": \"drop"),
            "anna has access to a share that is not there");
        row("a guest who is nobody",
            changed("\"name\": \"Photos\"",
                    "\"name\": \"Photos\", \"guest\": \"ffffffffffffffffffffffffffffffff\""),
            "The share Photos has a guest who is not there");
        row("a guest that is no id",
            changed("\"name\": \"Photos\"", "\"name\": \"Photos\", \"guest\": \"anna\""),
            "shares[0].guest must be an id of 32 hexadecimal digits, or be left out, not \"anna\"");
        row("a wrong grant", changed("\"drop\"", "\"all\""),
            "accounts[0].access.101112131415161718191a1b1c1d1e1f must be \"view\", \"upload\", "
            "\"full\" or \"drop\", not \"all\"");
        row("a user name that breaks a log line", changed("\"anna\"", "\"an\\nna\""),
            "accounts[0].userName must be a name of 1 to 64 characters without \"/\" and \":\", "
            "not "
            "\"an\\nna\"");
        row("a password instead of a verifier", changed("$argon2id$v=19$m=65536", "hunter2"),
            "accounts[0].passwordVerifier must be empty or an Argon2id verifier, not "
            "\"hunter2,t=2,p=1$c2FsbHlwb3J0IGR1bW15IQ$Tm9ib2R5IGtub3dzI...");
        row("a broken key", changed("AAAAC3Nza", "AAAAD3Nza"),
            "accounts[0].keys[0].key must be a public key like \"ssh-ed25519 AAAA...\", not "
            "\"ssh-ed25519 AAAAD3NzaC1lZDI1NTE5AAAAIAciy0PJVRKyLRnCJNQP...");
        row("a from that cannot be enforced", changed("192.168.0.0/16", "laptop.lan"),
            "accounts[0].keys[0].from must be empty or a list of addresses and networks, not "
            "\"laptop.lan,!192.168.1.1\"");
        row("a guest and anybody", changed("\"lan\"", "\"any\""),
            "guest needs no password, so network.allowFrom cannot be \"any\"");
        row("shares that are no list", "{\"version\": 1, \"shares\": {}}",
            "shares must be a list in brackets, not {}");
        row("a share that is no object", "{\"version\": 1, \"shares\": [7]}",
            "shares[0] must be an object in braces, not 7");
        row("a group that is no object", "{\"version\": 1, \"network\": []}",
            "network must be an object in braces, not []");
        row("a proxy that is no network", changed("10.0.0.0/8", "10.0.0.0/80"),
            "network.trustedProxies must be a list of addresses and networks, not "
            "[\"10.0.0.0/80\"]");
    }
    void everyWayToBeBrokenHasASentence()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, sentence);
        const auto settings = settingsFromJson(json);
        QVERIFY(!settings);
        QCOMPARE(settings.error().code, ErrorCode::Damaged);
        QCOMPARE(settings.error().message, sentence);
    }

    void cutAnywhereItIsRefused()
    {
        const QByteArray whole = sample().trimmed();
        QVERIFY(settingsFromJson(whole));
        for (qsizetype length = 0; length < whole.size(); ++length) {
            const auto settings = settingsFromJson(whole.left(length));
            QVERIFY2(!settings, qPrintable(QString::number(length)));
            QCOMPARE(settings.error().code, ErrorCode::Damaged);
        }
    }

    void everySettingHasATextAndReadsItBack()
    {
        const auto settings = settingsFromJson(sample());
        QVERIFY(settings);
        QCOMPARE(settingsPaths().size(), 23);
        Settings copy;
        for (const QString& path : settingsPaths()) {
            const auto value = settingsValue(*settings, path);
            QVERIFY(value);
            QVERIFY2(setSettingsValue(copy, path, *value), qPrintable(path));
        }
        QVERIFY(copy.network == settings->network);
        QVERIFY(copy.limits == settings->limits);
        QVERIFY(copy.penalties == settings->penalties);
    }

    void valuesAreSetAsPeopleWriteThem()
    {
        Settings settings;
        const auto set = [&](const char* path, const char* value) {
            return bool(setSettingsValue(settings, QLatin1String(path), QLatin1String(value)));
        };
        QVERIFY(set("limits.idleTimeout", "1h30m"));
        QCOMPARE(settings.limits.idleTimeout, 90min);
        QVERIFY(set("limits.idleTimeout", "0"));
        QCOMPARE(settings.limits.idleTimeout, 0s);
        QVERIFY(set("network.bytesPerSecond", "10M"));
        QCOMPARE(settings.network.bytesPerSecond, 10ULL * 1024 * 1024);
        QVERIFY(set("network.allowFrom", "any"));
        QVERIFY(set("network.allowFrom", "lan, 203.0.113.0/24"));
        QCOMPARE(settings.network.allowFrom.size(), 2);
        QVERIFY(set("penalties.enabled", "false"));
        QVERIFY(!settings.penalties.enabled);
        QVERIFY(set("penalties.exempt", "192.0.2.7, 2001:db8::/32"));
        QCOMPARE(settings.penalties.exempt.size(), 2);
        const Settings before = settings;
        for (const auto& [path, value] : {std::pair("limits.idleTimeout", "1y"),
                                          {"limits.idleTimeout", "-1"},
                                          {"limits.loginGrace", "0"},
                                          {"limits.maxConnections", ""},
                                          {"limits.maxConnections", "0"},
                                          {"network.port", "65536"},
                                          {"network.port", "0x1"},
                                          {"network.allowFrom", "everybody"},
                                          {"network.allowFrom", "!10.0.0.1"},
                                          {"network.addresses", "localhost"},
                                          {"penalties.enabled", "maybe"},
                                          {"penalties.exempt", "any"},
                                          {"network.charset", "UTF 8"}})
            QVERIFY2(!set(path, value), path);
        QVERIFY(settings == before);
    }

    void optionsOfSharesAreValuesToo()
    {
        Settings settings;
        for (const char* name : {"Photos", "a.b", "*x"}) {
            Share share;
            share.name = name;
            settings.shares.append(share);
        }
        const auto set = [&](const char* path, const char* value) {
            return bool(setSettingsValue(settings, QLatin1String(path), QLatin1String(value)));
        };
        QVERIFY(set("shares.Photos.quota", "10M"));
        QVERIFY(set("shares.a.b.keepFree", "5"));
        QVERIFY(set("shares.*.atomicUpload", "true"));
        QCOMPARE(settings.shares[0].quota, std::optional<quint64>(10 * 1024 * 1024));
        QCOMPARE(settings.shares[1].keepFree, std::optional<quint64>(5));
        QVERIFY(!settings.shares[1].quota);
        for (const Share& share : settings.shares)
            QVERIFY(share.atomicUpload);
        QCOMPARE(*settingsValue(settings, QStringLiteral("shares.Photos.quota")),
                 QStringLiteral("10M"));
        QVERIFY(set("shares.Photos.quota", ""));
        QVERIFY(!settings.shares[0].quota);
        const Settings before = settings;
        for (const auto& [path, value] : {std::pair("shares.Nobody.quota", "1"),
                                          {"shares.Photos.quota", "x"},
                                          {"shares.*.quota", "-1"},
                                          {"shares.Photos.folder", "/tmp"},
                                          {"shares.Photos.name", "x"},
                                          {"shares.Photos.id", "x"},
                                          {"shares.Photos", "1"},
                                          {"shares..quota", "1"},
                                          {"shares.", "1"}})
            QVERIFY2(!set(path, value), path);
        QVERIFY(settings == before);
        QVERIFY(checkSettingsValue(QStringLiteral("shares.Nobody.quota"), QStringLiteral("1G")));
        QVERIFY(!checkSettingsValue(QStringLiteral("shares.*.quota"), QStringLiteral("much")));
        QVERIFY(!checkSettingsValue(QStringLiteral("shares.*.qouta"), QStringLiteral("1")));
        QVERIFY(checkSettingsValue(QStringLiteral("network.port"), QStringLiteral("2022")));
        QVERIFY(!checkSettingsValue(QStringLiteral("network.port"), QStringLiteral("x")));
    }

    void unknownPathNamesTheNearest_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("nearest");
        const auto row = [](const char* path, const char* nearest) {
            QTest::newRow(path) << QString::fromLatin1(path) << QString::fromLatin1(nearest);
        };
        row("limits.loginGrase", "limits.loginGrace");
        row("loginGrace", "limits.loginGrace");
        row("limit.maxConnection", "limits.maxConnections");
        row("network.prot", "network.port");
        row("penalties", "penalties.enabled");
        row("penalty.enabled", "penalties.enabled");
        row("LIMITS.IDLETIMEOUT", "limits.idleTimeout");
        row("limits.maxUnauthenticatedPerAdress", "limits.maxUnauthenticatedPerAddress");
        row("network.limits.loginGrace", "limits.loginGrace");
    }
    void unknownPathNamesTheNearest()
    {
        QFETCH(QString, path);
        QFETCH(QString, nearest);
        Settings settings;
        const auto set = setSettingsValue(settings, path, QStringLiteral("1"));
        QVERIFY(!set);
        QCOMPARE(set.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(
            set.error().message,
            QStringLiteral("There is no setting \"%1\"; the nearest is %2").arg(path, nearest));
        QVERIFY(!settingsValue(settings, path));
        QVERIFY(settings == Settings());
    }
};

QTEST_GUILESS_MAIN(TestSettingsJson)
#include "tst_settings_json.moc"
