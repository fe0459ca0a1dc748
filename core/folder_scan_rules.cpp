#include "core/folder_scan_rules.h"

#include "core/fs/name_filter.h"
#include "core/utf8.h"

#include <QRegularExpression>

#include <algorithm>
#include <vector>

namespace sallyport {

namespace {

using Kind = PrivateThing::Kind;

struct NameRule {
    Kind kind;
    QString glob;
    std::optional<EntryKind> only; // none: either
    NameFilter filter;

    NameRule(Kind what, const char* text, std::optional<EntryKind> of = {})
        : kind(what)
        , glob(QString::fromLatin1(text))
        , only(of)
        , filter({glob})
    {
    }
};

const std::vector<NameRule>& nameRules()
{
    static const std::vector<NameRule> rules = [] {
        std::vector<NameRule> list;
        const auto add = [&list](Kind kind, std::optional<EntryKind> only,
                                 std::initializer_list<const char*> globs) {
            for (const char* glob : globs)
                list.emplace_back(kind, glob, only);
        };
        add(Kind::SshKeys, EntryKind::Folder, {".ssh"});
        add(Kind::GnuPgKeys, EntryKind::Folder, {".gnupg"});
        add(Kind::PasswordDatabase, {}, {"*.agilekeychain", "*.opvault", ".password-store"});
        add(Kind::PasswordDatabase, EntryKind::File,
            {"*.kdbx", "*.kdb", "*.keyring", "*.kwl", "*.psafe3", "*.keychain", "*.keychain-db",
             "*.1pux", "*.1pif", "*.enpassdb"});
        add(Kind::ProgramSecrets, EntryKind::Folder,
            {".aws", ".azure", ".kube", ".docker", ".mozilla", ".thunderbird", "gcloud"});
        add(Kind::ProgramSecrets, EntryKind::File,
            {".env",        ".env.*",       "*.env",
             ".netrc",      "_netrc",       ".git-credentials",
             ".pgpass",     ".my.cnf",      ".mylogin.cnf",
             ".npmrc",      ".pypirc",      ".s3cfg",
             ".boto",       ".vault-token", ".htpasswd",
             ".dockercfg",  "rclone.conf",  "key4.db",
             "logins.json", "Login Data",   "*.p12",
             "*.pfx",       "*.jks",        "*.keystore"});
        return list;
    }();
    return rules;
}

// ".env.example" and its like are there to be read.
bool isTemplate(const QByteArray& name)
{
    const QByteArray lower = name.toLower();
    return lower.endsWith(".example") || lower.endsWith(".sample") || lower.endsWith(".template")
        || lower.endsWith(".dist");
}

// A private key in any of its texts, at the start of a line or of a value.
const QRegularExpression& keyHeader()
{
    static const QRegularExpression header(
        QStringLiteral("(^|\")(-----BEGIN ([A-Z0-9]+ )?(ENCRYPTED )?PRIVATE KEY(?<pgp> BLOCK)?-----"
                       "|PuTTY-User-Key-File-[0-9])"),
        QRegularExpression::MultilineOption);
    return header;
}

} // namespace

std::optional<PrivateRule> privateByName(const QByteArray& name, EntryKind kind)
{
    static const NameFilter reserved({});
    if (isTemplate(name) || reserved.hides(name))
        return std::nullopt;
    for (const NameRule& rule : nameRules()) {
        if ((!rule.only || *rule.only == kind) && rule.filter.hides(name))
            return PrivateRule{rule.kind, rule.glob};
    }
    return std::nullopt;
}

std::optional<PrivateRule> privateByContent(const QByteArray& name, QByteArrayView start)
{
    // As Sallyport writes it: the names in their order, and one value a line.
    static const QRegularExpression ownSettings(QStringLiteral("\\A\\{\\s*\"accounts\": \\["));
    if (start.contains("PRIVATE KEY") || start.startsWith("PuTTY-User-Key-File-")) {
        const auto match = keyHeader().match(QString::fromLatin1(start));
        const Kind kind =
            match.hasCaptured(QStringLiteral("pgp")) ? Kind::GnuPgKeys : Kind::SshKeys;
        if (match.hasMatch())
            return PrivateRule{kind, globFor(name)};
    }
    if (name.startsWith("settings.json")
        && ownSettings.match(QString::fromLatin1(start)).hasMatch())
        return PrivateRule{Kind::OwnSettings, QStringLiteral("settings.json*")};
    return std::nullopt;
}

QString globFor(const QByteArray& name)
{
    constexpr qsizetype longestGlob = 255; // characters, of the settings
    const qsizetype specials = std::count_if(name.begin(), name.end(), [](char byte) {
        return QByteArrayView("*?[]\\").contains(byte);
    });
    const bool escapes = name.size() + specials <= longestGlob;
    QString glob;
    bool anyBefore = false; // a "?" also takes the bytes that continue a character
    for (qsizetype at = 0; at < name.size();) {
        const QByteArrayView rest = QByteArrayView(name).sliced(at);
        const qsizetype length = utf8Length(rest);
        const bool isSpecial = length == 1 && QByteArrayView("*?[]\\").contains(rest[0]);
        const bool isAny = length == 0 || (isSpecial && !escapes);
        if (isSpecial && escapes)
            glob += u'\\';
        if (!isAny)
            glob += QString::fromUtf8(rest.first(length));
        else if (!anyBefore || (static_cast<unsigned char>(rest[0]) & 0xc0) != 0x80)
            glob += u'?';
        anyBefore = isAny;
        at += std::max(length, qsizetype(1));
    }
    return glob;
}

void FindingsList::add(const PrivateRule& rule, const QByteArray& path, EntryKind kind)
{
    const auto nameOf = [](const QByteArray& whole) {
        return QByteArrayView(whole).sliced(whole.lastIndexOf('/') + 1);
    };
    PrivateThing* last = nullptr;
    qsizetype count = 0;
    for (PrivateThing& thing : m_things) {
        if (thing.kind != rule.kind)
            continue;
        last = &thing;
        ++count;
        if (nameOf(thing.path) == nameOf(path)) {
            ++thing.more;
            return;
        }
    }
    if (count >= most)
        ++last->more;
    else
        m_things.append({rule.kind, path, rule.hide, kind == EntryKind::Folder, 0});
}

QList<PrivateThing> FindingsList::take()
{
    QList<PrivateThing> things = std::move(m_things);
    std::stable_sort(
        things.begin(), things.end(),
        [](const PrivateThing& one, const PrivateThing& other) { return one.kind < other.kind; });
    while (things.size() > most) {
        const PrivateThing cut = things.takeLast();
        if (things.last().kind == cut.kind)
            things.last().more += 1 + cut.more;
    }
    return things;
}

} // namespace sallyport
