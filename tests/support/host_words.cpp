#include "tests/support/host_words.h"

#include "tests/support/packets.h"

#include <QCoreApplication>
#include <QDir>
#include <QSysInfo>
#include <QTest>

#include <pwd.h>
#include <unistd.h>

namespace sallyport::test::hostwords {

namespace {

// Of what the running test function said.
struct Said {
    const char* function = nullptr;
    bool folder = false;
};

Said& memory()
{
    static Said said;
    if (const char* now = QTest::currentTestFunction(); now != said.function)
        said = {now, false};
    return said;
}

QByteArray userName()
{
    const passwd* user = ::getpwuid(::geteuid());
    return user ? QByteArray(user->pw_name) : QByteArray();
}

bool isWordByte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z')
        || (byte >= 'a' && byte <= 'z') || byte == '_' || byte == '-';
}

bool hasWord(QByteArrayView text, const QByteArray& word)
{
    if (word.size() < 3)
        return false; // too short to be told from chance
    for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        const qsizetype end = at + word.size();
        if ((at == 0 || !isWordByte(text[at - 1]))
            && (end == text.size() || !isWordByte(text[end])))
            return true;
    }
    return false;
}

} // namespace

const QByteArray& folder()
{
    // As QTemporaryDir names one. Without a program's name there is none.
    static const QByteArray prefix =
        QFile::encodeName(QDir::tempPath() + u'/' + QCoreApplication::applicationName() + u'-');
    return prefix;
}

void said(const QByteArray& bytes)
{
    Said& noted = memory();
    noted.folder = noted.folder || bytes.contains(folder());
}

QByteArray toldBy(const Reply& reply, QByteArrayView packet)
{
    // The content of a file is its owner's; a name in a folder, too.
    if (reply.type == DataReply)
        return {};
    if (!memory().folder && packet.contains(folder()))
        return "the folder of a share";
    static const QByteArray host = QSysInfo::machineHostName().toUtf8();
    static const QByteArray user = userName();
    for (const QByteArray& text : {reply.message,
                                   reply.type == ExtendedReply      ? reply.payload
                                       : reply.type == VersionReply ? reply.payload
                                                                    : QByteArray()}) {
        if (hasWord(text, host))
            return "the name of this computer";
        if (hasWord(text, user))
            return "the name of who runs this";
    }
    // Like "ls -l": mode, links, owner, group, ...
    for (const ReplyName& name : reply.names) {
        if (name.longName == name.name)
            continue; // REALPATH and READLINK have none
        const QList<QByteArray> words = name.longName.simplified().split(' ');
        if (words.value(2) != "owner" || words.value(3) != "group")
            return "an owner in \"" + name.longName + '"';
    }
    return {};
}

void check(const Reply& reply, QByteArrayView packet)
{
    const QByteArray told = toldBy(reply, packet);
    if (!told.isEmpty())
        QTest::qFail(QByteArray("a reply tells " + told).constData(), __FILE__, __LINE__);
}

} // namespace sallyport::test::hostwords
