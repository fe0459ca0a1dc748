#include "core/settings_editor_impl.h"

#include "core/auth/generated_password.h"
#include "core/escape.h"
#include "core/local_file_system.h"
#include "core/platform/real_folder.h"

#include <QSet>

namespace sallyport {

namespace {

QByteArray withoutSlashes(QByteArray folder)
{
    while (folder.size() > 1 && folder.endsWith('/'))
        folder.chop(1);
    return folder;
}

// A folder as it was found on the disk.
struct FoundFolder {
    QByteArray folder; // as it was chosen
    QByteArray real;
    RootMark mark;
    QSet<ShareId> same; // shares of this very folder, by whatever name
};

Result<FoundFolder> lookAt(const QByteArray& chosen, const QList<Share>& shares)
{
    if (!chosen.startsWith('/'))
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("%1 is not the whole path of a folder").arg(escaped(chosen))};
    FoundFolder found{withoutSlashes(chosen), {}, {}, {}};
    auto real = realFolder(found.folder);
    if (!real)
        return real.error();
    found.real = *std::move(real);
    const auto mark = LocalFileSystem::mark(found.folder);
    if (!mark)
        return Error{ErrorCode::Unavailable,
                     QStringLiteral("The folder %1 may not be opened by this user")
                         .arg(escaped(found.folder))};
    found.mark = *mark;
    for (const Share& share : shares) {
        // A mark may come back: of a disk without an id, or of a folder made after one was removed.
        // And a disk that may not answer is not asked for a folder it does not have.
        if (share.root == found.mark && isSameFolder(share.folder, found.folder))
            found.same.insert(share.id);
    }
    return found;
}

Result<void> checkNotShared(const Settings& settings, const FoundFolder& found, const ShareId& but)
{
    for (const Share& share : settings.shares) {
        const bool isSame = share.folder == found.folder || share.folder == found.real
            || found.same.contains(share.id);
        if (isSame && share.id != but)
            return Error{
                ErrorCode::AlreadyExists,
                QStringLiteral("The folder is shared already, as %1").arg(escaped(share.name))};
    }
    return {};
}

} // namespace

QFuture<Result<void>> SettingsEditor::Impl::wish(std::function<Result<void>(Settings&)> change,
                                                 std::function<void()> saved)
{
    return wish<void>({}, std::move(change), std::move(saved));
}

QFuture<Result<void>> SettingsEditor::Impl::editShare(const ShareId& share,
                                                      std::function<void(Share&)> change)
{
    return wish([share, change = std::move(change)](Settings& now) -> Result<void> {
        Share* found = findShare(now, share);
        if (!found)
            return shareIsGone();
        change(*found);
        return {};
    });
}

// Nobody waits for the keychain: what it cannot keep is asked for anew when it is wanted.
void SettingsEditor::Impl::keep(const AccountId& account, const Secret& password)
{
    (void)credentials.write(passwordKey(account), password.copy());
}

void SettingsEditor::Impl::forget(const AccountId& account)
{
    (void)credentials.remove(passwordKey(account));
}

void SettingsEditor::Impl::undoMayHaveChanged()
{
    undo.keepTrue(settings.current());
    if (std::exchange(couldUndo, !undo.isEmpty()) != couldUndo)
        emit editor.undoChanged();
}

SettingsEditor::SettingsEditor(SettingsStore& settings, CredentialStore& credentials,
                               QThreadPool& worker, QObject* parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(*this, settings, credentials, worker))
{
    // While a change of ours is being saved, it is not yet on the list.
    connect(&settings, &SettingsStore::changed, this, [this] {
        if (!m_impl->queue.isBusy())
            m_impl->undoMayHaveChanged();
    });
}

SettingsEditor::~SettingsEditor()
{
    *m_impl->stop = true;
}

// ---- folders ----

QFuture<Result<SettingsEditor::NewShare>> SettingsEditor::addFolder(const QByteArray& folder,
                                                                    const QStringList& hide)
{
    struct Adding {
        FoundFolder found;
        std::shared_ptr<Secret> password;
        QByteArray verifier;
        Share share;
        Account guest;
    };
    const auto adding = std::make_shared<Adding>();
    return m_impl->lookAndWish<NewShare>(
        [adding, folder, shares = m_impl->settings.current().shares]() -> Result<void> {
            auto found = lookAt(folder, shares);
            if (!found)
                return found.error();
            adding->found = *std::move(found);
            return {};
        },
        [adding](const Settings& now) -> Result<void> {
            if (auto isNew = checkNotShared(now, adding->found, {}); !isNew)
                return isNew; // before the work
            adding->password = std::make_shared<Secret>(generatedPassword());
            auto verifier = PasswordVerifier().make(adding->password->value);
            if (!verifier)
                return verifier.error();
            adding->verifier = *std::move(verifier);
            adding->share.id = ShareId::create();
            adding->guest.id = AccountId::create();
            return {};
        },
        [adding, hide](Settings& now) -> Result<void> {
            if (auto isNew = checkNotShared(now, adding->found, {}); !isNew)
                return isNew;
            Share& share = adding->share;
            share.name = freeShareName(now, adding->found.folder);
            share.folder = adding->found.folder;
            share.root = adding->found.mark;
            share.hide = hide;
            share.guest = adding->guest.id;
            Account& guest = adding->guest;
            guest.userName = freeGuestName(now, share.name);
            guest.passwordVerifier = adding->verifier;
            guest.access = {{share.id, Access::View}};
            now.shares.append(share);
            now.accounts.append(guest);
            return {};
        },
        [this, adding]() -> NewShare {
            m_impl->keep(adding->guest.id, *adding->password);
            return {adding->share.id, adding->share.name, adding->guest.id, adding->guest.userName,
                    adding->password->copy()};
        });
}

QFuture<FolderFindings> SettingsEditor::lookInto(const QByteArray& folder)
{
    return m_impl->ask<FolderFindings>(
        [folder, stop = m_impl->stop] { return scanFolder(folder, *stop); });
}

QFuture<Result<void>> SettingsEditor::removeShare(const ShareId& share)
{
    const auto accounts = std::make_shared<QList<AccountId>>();
    return m_impl->wish(
        [share, accounts](Settings& now) -> Result<void> {
            if (!findShare(now, share))
                return shareIsGone();
            *accounts = sallyport::removeShare(now, share);
            return {};
        },
        [this, accounts] {
            for (const AccountId& account : std::as_const(*accounts))
                m_impl->forget(account);
        });
}

QFuture<Result<void>> SettingsEditor::renameShare(const ShareId& share, const QByteArray& name)
{
    return m_impl->wish([share, name](Settings& now) -> Result<void> {
        Share* found = findShare(now, share);
        if (!found)
            return shareIsGone();
        for (const Share& other : std::as_const(now.shares)) {
            if (other.name == name && other.id != share)
                return Error{
                    ErrorCode::AlreadyExists,
                    QStringLiteral("There is a share named %1 already").arg(escaped(name))};
        }
        found->name = name;
        return {};
    });
}

QFuture<Result<void>> SettingsEditor::setShared(const ShareId& share, Switch to)
{
    return m_impl->editShare(share, [to](Share& found) {
        found.enabled = to == Switch::On;
        if (found.enabled && found.until && *found.until <= QDateTime::currentDateTimeUtc())
            found.until.reset();
    });
}

QFuture<Result<void>> SettingsEditor::setUntil(const ShareId& share,
                                               const std::optional<QDateTime>& until)
{
    return m_impl->editShare(share, [until](Share& found) { found.until = wholeSeconds(until); });
}

QFuture<Result<void>> SettingsEditor::setFolder(const ShareId& share, const QByteArray& folder)
{
    const auto found = std::make_shared<FoundFolder>();
    return m_impl->lookAndWish<void>(
        [found, folder, shares = m_impl->settings.current().shares]() -> Result<void> {
            auto looked = lookAt(folder, shares);
            if (!looked)
                return looked.error();
            *found = *std::move(looked);
            return {};
        },
        {},
        [share, found](Settings& now) -> Result<void> {
            Share* changed = findShare(now, share);
            if (!changed)
                return shareIsGone();
            if (auto isNew = checkNotShared(now, *found, share); !isNew)
                return isNew;
            changed->folder = found->folder;
            changed->root = found->mark;
            return {};
        },
        {});
}

// ---- everything else ----

QFuture<Result<void>> SettingsEditor::change(std::function<void(Settings&)> change)
{
    return m_impl->wish([change = std::move(change)](Settings& now) -> Result<void> {
        change(now);
        return {};
    });
}

} // namespace sallyport

#include "moc_settings_editor.cpp"
