#include "ui/window/share_actions.h"

#include "core/settings_store.h"
#include "core/sharing.h"
#include "core/when_done.h"
#include "ui/desktop/sharing_switch.h"
#include "ui/dialogs.h"
#include "ui/format.h"
#include "ui/shares/secrets_dialog.h"
#include "ui/shares/share_switch.h"
#include "ui/shares/shown_invite.h"

#include <QTimer>
#include <QWidget>

#include <algorithm>

namespace sallyport {

namespace {

// For a folder's answer. A scan takes 3 s at most where the disk does not hang.
constexpr std::chrono::seconds answersWithin{10};

} // namespace

ShareActions::ShareActions(const CoreParts& parts, QWidget& window)
    : QObject(&window)
    , m_parts(parts)
    , m_window(window)
    , m_patience(new QTimer(this))
{
    m_patience->setObjectName(QStringLiteral("folderPatience"));
    m_patience->setSingleShot(true);
    m_patience->setInterval(answersWithin);
    connect(m_patience, &QTimer::timeout, this, &ShareActions::giveUp);
}

void ShareActions::chooseFolder()
{
    m_parts.dialogs.chooseFolder(&m_window, tr("Share a folder"), [this](const QString& folder) {
        addFolders({folder.toLocal8Bit()});
    });
}

void ShareActions::addFolders(const QList<QByteArray>& folders)
{
    m_waiting += folders;
    addNext();
}

void ShareActions::addNext()
{
    if (m_adding || m_waiting.isEmpty())
        return;
    m_adding = true;
    m_folder = m_waiting.takeFirst();
    m_patience->start();
    whenDone(m_parts.editor.lookInto(m_folder), this,
             [this, turn = ++m_turn](const FolderFindings& findings) {
                 if (turn == m_turn)
                     found(m_folder, findings);
             });
}

void ShareActions::giveUp()
{
    ++m_turn;
    m_adding = false;
    const QString name = format::name(m_folder);
    emit refused(name, {ErrorCode::Unavailable, QStringLiteral("%1 does not answer").arg(name)});
    addNext();
}

void ShareActions::found(const QByteArray& folder, const FolderFindings& findings)
{
    m_patience->stop();
    // What leads out cannot be opened anyway: alone it is no reason to ask.
    const bool asks =
        std::any_of(findings.things.begin(), findings.things.end(), [](const PrivateThing& thing) {
            return thing.kind != PrivateThing::Kind::LinkOut;
        });
    if (!asks)
        return add(folder, {});
    auto* dialog = new SecretsDialog(folder, findings, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SecretsDialog::decided, this,
            [this, folder](const QStringList& hide) { add(folder, hide); });
    connect(dialog, &QDialog::rejected, this, [this] {
        m_adding = false;
        addNext();
    });
    dialog->open();
}

void ShareActions::add(const QByteArray& folder, const QStringList& hide)
{
    m_patience->start();
    whenDone(m_parts.editor.addFolder(folder, hide), this,
             [this, folder, turn = m_turn](const Result<SettingsEditor::NewShare>& result) {
                 if (turn == m_turn) {
                     m_patience->stop();
                     m_adding = false;
                 } else if (!result) {
                     return; // refused already
                 }
                 if (result) {
                     if (m_parts.sharing.state() == Sharing::State::Off)
                         SharingSwitch::start(m_parts);
                     emit added(*result);
                 } else if (result.error().code == ErrorCode::AlreadyExists) {
                     const QList<Share>& shares = m_parts.settings.current().shares;
                     const auto same =
                         std::find_if(shares.begin(), shares.end(), [&folder](const Share& share) {
                             return share.folder == folder;
                         });
                     if (same != shares.end())
                         emit wasThere(same->id);
                     else
                         emit refused(format::name(folder), result.error());
                 } else {
                     emit refused(format::name(folder), result.error());
                 }
                 addNext();
             });
}

void ShareActions::setShared(const ShareId& share, bool on)
{
    const auto tell = [this](const Error& error) { emit failed(error); };
    if (on)
        ShareSwitch::start(m_parts, share, &m_window, tell);
    else
        ShareSwitch::stop(m_parts, share, &m_window, tell);
}

void ShareActions::rename(const ShareId& share)
{
    ShareSwitch::rename(m_parts, share, &m_window,
                        [this](const Error& error) { emit failed(error); });
}

void ShareActions::openFolder(const ShareId& id)
{
    if (const Share* share = findShare(m_parts.settings.current(), id))
        m_parts.dialogs.openOnDesktop(&m_window, share->folder);
}

void ShareActions::remove(const ShareId& share)
{
    ShareSwitch::remove(
        m_parts, share, &m_window, [] {}, [this](const Error& error) { emit failed(error); });
}

} // namespace sallyport

#include "moc_share_actions.cpp"
