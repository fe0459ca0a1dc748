#include "ui/shares/share_switch.h"

#include "core/settings_editor.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "core/when_done.h"
#include "ui/activity/live_connections.h"
#include "ui/desktop/sharing_switch.h"
#include "ui/dialogs.h"
#include "ui/format.h"
#include "ui/shares/shown_invite.h"

#include <QSet>
#include <QWidget>

#include <algorithm>
#include <memory>

namespace sallyport {

namespace {

// One transfer: a connection, and the file it moves.
using Transfer = std::pair<quint64, QByteArray>;

QSet<Transfer> transfersIn(const CoreParts& parts, const ShareId& id)
{
    QSet<Transfer> moving;
    const Share* share = findShare(parts.settings.current(), id);
    for (const LiveConnection& live : parts.live.all()) {
        if (share && live.info.transferring && !live.finished && live.share == share->name)
            moving.insert({live.info.id, live.info.file.bytes()});
    }
    return moving;
}

void switchOff(const CoreParts& parts, const ShareId& share, QWidget* parent,
               const ShareSwitch::Failed& failed)
{
    whenDone(parts.editor.setShared(share, SettingsEditor::Switch::Off), parent,
             [failed](const Result<void>& done) {
                 if (!done)
                     failed(done.error());
             });
}

// Waits for the transfers under way now; those that begin later do not prolong it. Should it come
// to nothing, because the page is gone or the settings cannot be saved, the share is as it was.
void switchOffWhenFinished(const CoreParts& parts, const ShareId& share, QWidget* parent,
                           const ShareSwitch::Failed& failed)
{
    parts.sharing.setEnding(share, true);
    auto* waits = new QObject(parent);
    QObject::connect(waits, &QObject::destroyed, &parts.sharing,
                     [&sharing = parts.sharing, share] { sharing.setEnding(share, false); });
    const auto look = [parts, share, failed, waits, left = transfersIn(parts, share)]() mutable {
        left.intersect(transfersIn(parts, share));
        if (!left.isEmpty())
            return;
        QObject::disconnect(&parts.live, nullptr, waits, nullptr);
        whenDone(parts.editor.setShared(share, SettingsEditor::Switch::Off), waits,
                 [failed, waits](const Result<void>& done) {
                     waits->deleteLater();
                     if (!done)
                         failed(done.error());
                 });
    };
    QObject::connect(&parts.live, &LiveConnections::changed, waits, look);
}

} // namespace

void ShareSwitch::start(const CoreParts& parts, const ShareId& share, QWidget* parent,
                        Failed failed)
{
    whenDone(parts.editor.setShared(share, SettingsEditor::Switch::On), parent,
             [parts, failed](const Result<void>& done) {
                 if (!done)
                     failed(done.error());
                 else if (parts.sharing.state() == Sharing::State::Off)
                     SharingSwitch::start(parts);
             });
}

void ShareSwitch::stop(const CoreParts& parts, const ShareId& share, QWidget* parent, Failed failed)
{
    const qsizetype moving = transfersIn(parts, share).size();
    if (moving == 0)
        return switchOff(parts, share, parent, failed);
    Question question;
    question.name = QStringLiteral("stopShareQuestion");
    question.icon = QStringLiteral("connections");
    question.heading = tr("%n transfer(s) are still running", nullptr, static_cast<int>(moving));
    question.text = tr("Stopping now leaves unfinished files.");
    question.answers = {{tr("Cancel"), Question::Role::Cancel},
                        {tr("Stop now"), Question::Role::Drastic},
                        {tr("Finish, then stop"), Question::Role::Safe}};
    parts.dialogs.ask(parent, question, [parts, share, parent, failed](qsizetype answer) {
        if (answer == 1)
            switchOff(parts, share, parent, failed);
        if (answer == 2)
            switchOffWhenFinished(parts, share, parent, failed);
    });
}

void ShareSwitch::rename(const CoreParts& parts, const ShareId& id, QWidget* parent, Failed failed)
{
    const Share* share = findShare(parts.settings.current(), id);
    if (!share)
        return;
    const auto check = [&settings = parts.settings, id](const QString& text) -> QString {
        const QByteArray name = text.trimmed().toUtf8();
        if (name.isEmpty())
            return tr("It needs a name.");
        if (name.contains('/') || name == "." || name == "..")
            return tr("A name has no slash in it, and is not just dots.");
        const QList<Share>& shares = settings.current().shares;
        const bool taken = std::any_of(shares.begin(), shares.end(), [&](const Share& one) {
            return one.id != id && one.name == name;
        });
        return taken ? tr("Another shared folder has this name.") : QString();
    };
    const QString now = QString::fromUtf8(share->name);
    const auto rename = [parts, id, parent, now, failed](const QString& text) {
        if (text == now) // it may be no UTF-8, and is not shown byte for byte then
            return;
        whenDone(parts.editor.renameShare(id, text.trimmed().toUtf8()), parent,
                 [failed](const Result<void>& done) {
                     if (!done)
                         failed(done.error());
                 });
    };
    parts.dialogs.askText(parent, tr("Rename “%1”").arg(format::name(share->name)),
                          tr("New name. Links sent before lead nowhere then."), now, check, rename);
}

void ShareSwitch::remove(const CoreParts& parts, const ShareId& id, QWidget* parent,
                         std::function<void()> removed, Failed failed)
{
    const Share* share = findShare(parts.settings.current(), id);
    if (!share)
        return;
    Question question;
    question.name = QStringLiteral("removeShareQuestion");
    question.icon = QStringLiteral("folder");
    question.heading = tr("Remove “%1”?").arg(format::name(share->name));
    question.text = tr("Open connections end now. The files stay.");
    question.answers = {{tr("Cancel"), Question::Role::Cancel},
                        {tr("Remove from Sallyport"), Question::Role::Drastic}};
    parts.dialogs.ask(parent, question, [parts, id, parent, removed, failed](qsizetype answer) {
        if (answer != 1)
            return;
        whenDone(parts.editor.removeShare(id), parent, [removed, failed](const Result<void>& done) {
            if (done)
                removed();
            else
                failed(done.error());
        });
    });
}

} // namespace sallyport

#include "moc_share_switch.cpp"
