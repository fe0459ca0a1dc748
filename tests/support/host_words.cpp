#include "tests/support/host_words.h"

#include "core/guarded.h"
#include "tests/support/packets.h"

#include <QCoreApplication>
#include <QDir>
#include <QSysInfo>
#include <QTest>

#include <pwd.h>
#include <unistd.h>

namespace sallyport::test::hostwords {

namespace {

// Of what the running test function said, in whichever thread.
struct Said {
    const char* function = nullptr;
    bool folder = false;
};

Guarded<Said>::Locked memory()
{
    static Guarded<Said> said;
    auto noted = said.lock();
    if (const char* now = QTest::currentTestFunction(); now != noted->function)
        *noted = {now, false};
    return noted;
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
    const bool isNamed = bytes.contains(folder());
    const auto noted = memory();
    noted->folder = noted->folder || isNamed;
}

QByteArray toldBy(const Reply& reply, QByteArrayView packet)
{
    // The content of a file is its owner's; a name in a folder, too.
    if (reply.type == DataReply)
        return {};
    if (!memory()->folder && packet.contains(folder()))
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
