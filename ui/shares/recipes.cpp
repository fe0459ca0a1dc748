#include "ui/shares/recipes.h"

#include "ui/format.h"

#include <QCoreApplication>

namespace sallyport {

namespace {

using Look = RecipeStep::Look;

class Recipes {
    Q_DECLARE_TR_FUNCTIONS(Recipes)
public:
    explicit Recipes(const Invite& invite)
        : m_invite(invite)
    {
    }

    QList<Recipe> all() const
    {
        const QString terminal = QStringLiteral("terminal");
        const QString window = QStringLiteral("window");
        const QString folder = QStringLiteral("folder");
        return {
            {QStringLiteral("sftp"), tr("Command line"), QStringLiteral("sftp"), terminal, sftp()},
            {QStringLiteral("scp"), tr("Command line"), QStringLiteral("scp"), terminal, scp()},
            {QStringLiteral("sshfs"), tr("Command line"), QStringLiteral("sshfs"), terminal,
             sshfs()},
            {QStringLiteral("rclone"), tr("Command line"), QStringLiteral("rclone"), terminal,
             rclone()},
            {QStringLiteral("filezilla"), tr("Programs"), QStringLiteral("FileZilla"), window,
             fileZilla()},
            {QStringLiteral("winscp"), tr("Programs"), QStringLiteral("WinSCP"), window, winScp()},
            {QStringLiteral("files"), tr("Desktops"), tr("Files (GNOME)"), folder, files()},
            {QStringLiteral("dolphin"), tr("Desktops"), tr("Dolphin (KDE)"), folder, dolphin()},
            {QStringLiteral("phones"), tr("Phones"), tr("Android and iOS"), QStringLiteral("phone"),
             phones()},
        };
    }

private:
    static RecipeStep line(const QString& title, const QString& sentence, const QString& code)
    {
        return {title, sentence, Look::Code, {{title, code}}};
    }

    // There is none before this computer has shared anything.
    static RecipeStep keyIsUnknown()
    {
        return {tr("Host key"),
                tr("Start sharing once. This computer's key is known then."),
                Look::Code,
                {}};
    }

    RecipeStep saveKey() const
    {
        if (m_invite.hostKeys.isEmpty())
            return keyIsUnknown();
        return line(tr("Save this computer's key"),
                    tr("So that nobody can pretend to be this computer. Needed once."),
                    recipe::saveHostKey(m_invite));
    }

    RecipeStep compareKey() const
    {
        if (m_invite.hostKeys.isEmpty())
            return keyIsUnknown();
        RecipeStep step{tr("Host key"),
                        tr("When asked about the host key, compare it with this. Go on only if it "
                           "is the same."),
                        Look::Fields,
                        {}};
        for (qsizetype i = 0; i < m_invite.fingerprints.size(); ++i)
            step.lines +=
                {m_invite.hostKeys.value(i).section(u' ', 0, 0), m_invite.fingerprints[i]};
        return step;
    }

    RecipeStep oneFile() const
    {
        return line(tr("Or copy a single file"), tr("Put its name in place of FILE."),
                    recipe::scpFile(m_invite, "FILE"));
    }

    QList<RecipeLine> fields() const
    {
        return {{tr("Host"), m_invite.host},
                {tr("Port"), QString::number(m_invite.port)},
                {tr("User name"), m_invite.user},
                {tr("Folder"), folder()}};
    }

    QString folder() const { return u'/' + format::name(m_invite.share); }

    QList<RecipeStep> sftp() const
    {
        return {
            saveKey(),
            line(tr("Connect"),
                 tr("Asked for a password, type the one from the invite. Then try: ls, get, put, "
                    "exit."),
                 recipe::sftp(m_invite)),
            oneFile()};
    }

    QList<RecipeStep> scp() const
    {
        return {saveKey(),
                line(tr("Copy the whole folder"), tr("Before OpenSSH 9.0, add -s after scp."),
                     recipe::scpFolder(m_invite)),
                oneFile()};
    }

    QList<RecipeStep> sshfs() const
    {
        return {saveKey(),
                line(tr("Connect"), tr("Asked for a password, type the one from the invite."),
                     recipe::sshfs(m_invite)),
                line(tr("Take it down again"), {}, recipe::sshfsTakeDown(m_invite))};
    }

    QList<RecipeStep> rclone() const
    {
        return {saveKey(),
                line(tr("Copy the whole folder"),
                     tr("Asked for a password, type the one from the invite."),
                     recipe::rclone(m_invite))};
    }

    QList<RecipeStep> fileZilla() const
    {
        QList<RecipeLine> site{{tr("Protocol"), tr("SFTP - SSH File Transfer Protocol")}};
        site += fields();
        site += {tr("Logon type"), tr("Ask for password")};
        return {{tr("Connect"), tr("Open the Site Manager and fill in"), Look::Fields, site},
                compareKey()};
    }

    QList<RecipeStep> winScp() const
    {
        QList<RecipeLine> site{{tr("Protocol"), QStringLiteral("SFTP")}};
        site += fields();
        const RecipeStep login{tr("Or fill in the login window"), {}, Look::Fields, site};
        if (m_invite.hostKeys.isEmpty())
            return {keyIsUnknown(), login};
        return {line(tr("Connect"),
                     tr("In a terminal of Windows. It checks the host key by itself."),
                     recipe::winscp(m_invite)),
                login, compareKey()};
    }

    QList<RecipeStep> files() const
    {
        return desktop(tr("Open Other Locations and enter this at Connect to Server"));
    }

    QList<RecipeStep> dolphin() const { return desktop(tr("Press Ctrl+L and enter")); }

    QList<RecipeStep> desktop(const QString& sentence) const
    {
        QList<RecipeStep> steps{saveKey(), line(tr("Connect"), sentence, inviteLink(m_invite))};
        if (!m_invite.hostKeys.isEmpty())
            steps += compareKey();
        return steps;
    }

    QList<RecipeStep> phones() const
    {
        return {{tr("Connect"),
                 tr("Scan the QR code, or enter these in a file manager that knows SFTP"),
                 Look::QrCode,
                 {{tr("QR code"), inviteLink(m_invite)}}},
                {tr("Or enter these"), {}, Look::Fields, fields()},
                compareKey()};
    }

    const Invite& m_invite;
};

} // namespace

QList<Recipe> recipesFor(const Invite& invite)
{
    return Recipes(invite).all();
}

} // namespace sallyport
