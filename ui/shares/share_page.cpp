#include "ui/shares/share_page.h"

#include "core/settings_editor.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "core/when_done.h"
#include "ui/dialogs.h"
#include "ui/format.h"
#include "ui/shares/access_tiles.h"
#include "ui/shares/connected_card.h"
#include "ui/shares/invite_card.h"
#include "ui/shares/password_secret.h"
#include "ui/shares/pieces.h"
#include "ui/shares/recipes_dialog.h"
#include "ui/shares/share_header.h"
#include "ui/shares/share_notice.h"
#include "ui/shares/share_options_dialog.h"
#include "ui/shares/share_switch.h"
#include "ui/shares/shown_invite.h"
#include "ui/widgets/surfaces.h"
#include "ui/widgets/tab_order.h"

#include <QEvent>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace sallyport {

using namespace std::chrono_literals;
using Now = Sharing::ShareStatus::Now;
using State = Sharing::State;

SharePage::SharePage(const CoreParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_whole(new QVBoxLayout(this))
    , m_content(new QWidget)
    , m_header(new ShareHeader)
    , m_notice(new ShareNotice)
    , m_invite(new InviteCard(parts))
    , m_access(new AccessTiles)
    , m_connected(new ConnectedCard(parts))
    , m_startingForLong(new QTimer(this))
{
    setObjectName(QStringLiteral("sharePage"));
    m_startingForLong->setSingleShot(true);
    m_startingForLong->setInterval(200ms);

    auto* layout = new QVBoxLayout(m_content);
    layout->setSpacing(theme::block - 2);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_header, m_notice, m_invite, m_access, m_connected})
        layout->addWidget(part);
    layout->addStretch(1);
    m_whole->setContentsMargins(0, 0, 0, 0);
    m_whole->setSpacing(0);
    m_whole->addWidget(pageScroll(m_content), 1);
    connectParts();
    connectWishes();
    arrange();
}

void SharePage::connectParts()
{
    connect(&m_parts.settings, &SettingsStore::changed, this, &SharePage::refresh);
    connect(&m_parts.sharing, &Sharing::shareStatusChanged, this, &SharePage::refresh);
    connect(&m_parts.sharing, &Sharing::stateChanged, this, [this](State state) {
        if (state == State::Starting)
            m_startingForLong->start();
        else
            m_startingForLong->stop();
        refresh();
    });
    connect(&m_parts.sharing, &Sharing::pauseChanged, this, &SharePage::refresh);
    connect(&m_parts.sharing, &Sharing::hostKeysChanged, this, &SharePage::refresh);
    connect(&m_parts.sharing, &Sharing::linksChanged, this, &SharePage::refresh);
    connect(m_startingForLong, &QTimer::timeout, this, &SharePage::refresh);
}

void SharePage::connectWishes()
{
    const auto failed = [this](const Error& error) { showProblem(error); };
    connect(m_header, &ShareHeader::openFolderWanted, this, [this] {
        if (const Share* share = findShare(m_parts.settings.current(), m_share))
            m_parts.dialogs.openOnDesktop(this, share->folder);
    });
    connect(m_header, &ShareHeader::untilWanted, this,
            [this](const auto& until) { report(m_parts.editor.setUntil(m_share, until)); });
    connect(m_header, &ShareHeader::stopWanted, this, [this, failed] {
        hideProblem();
        ShareSwitch::stop(m_parts, m_share, this, failed);
    });
    connect(m_header, &ShareHeader::renameWanted, this, [this, failed] {
        hideProblem();
        ShareSwitch::rename(m_parts, m_share, this, failed);
    });
    connect(m_header, &ShareHeader::optionsWanted, this,
            [this] { (new ShareOptionsDialog(m_parts, m_share, this))->open(); });
    const auto remove = [this, failed] {
        hideProblem();
        ShareSwitch::remove(
            m_parts, m_share, this, [this] { refresh(); }, failed);
    };
    connect(m_header, &ShareHeader::removeWanted, this, remove);

    connect(m_notice, &ShareNotice::removeWanted, this, remove);
    connect(m_notice, &ShareNotice::startWanted, this, [this, failed] {
        hideProblem();
        ShareSwitch::start(m_parts, m_share, this, failed);
    });
    connect(m_notice, &ShareNotice::chooseWanted, this, &SharePage::chooseFolder);
    connect(m_notice, &ShareNotice::acceptWanted, this, &SharePage::acceptFolder);
    connect(m_notice, &ShareNotice::retryWanted, this, &SharePage::retry);

    connect(m_invite, &InviteCard::recipesWanted, this, &SharePage::showRecipes);
    connect(m_invite, &InviteCard::newPasswordWanted, this, &SharePage::askForNewPassword);
    connect(m_access, &AccessTiles::accessWanted, this, [this](Access access) {
        const Share* share = findShare(m_parts.settings.current(), m_share);
        if (share && !share->guest.value.isEmpty())
            report(m_parts.editor.setAccess(share->guest, m_share, access));
    });
    connect(m_connected, &ConnectedCard::showConnections, this, &SharePage::showConnections);
}

void SharePage::setShare(const ShareId& share)
{
    if (share == m_share)
        return;
    m_share = share;
    hideProblem();
    m_invite->setShare(share);
    m_connected->setShare(share);
    refresh();
}

void SharePage::focusLink()
{
    m_invite->focusLink();
}

void SharePage::showRecipes()
{
    auto* recipes = new RecipesDialog(m_parts, m_share, this);
    connect(recipes, &RecipesDialog::newPasswordWanted, this, &SharePage::askForNewPassword);
    recipes->open();
}

void SharePage::showProblem(const Error& error)
{
    hideProblem();
    m_problem = new MessageBar(MessageBar::Kind::Problem, format::sentence(error));
    m_problem->setObjectName(QStringLiteral("shareProblem"));
    m_problem->setClosable();
    connect(m_problem, &MessageBar::closed, this, &SharePage::hideProblem);
    m_whole->insertWidget(0, m_problem);
    tabThrough(*m_problem, *this);
}

void SharePage::hideProblem()
{
    if (!m_problem)
        return;
    m_problem->hide();
    m_problem->deleteLater();
    m_problem = nullptr;
}

void SharePage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

// Other words or another font need another width; a narrow page changes then as well.
bool SharePage::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest)
        arrange();
    return QWidget::event(event);
}

void SharePage::refresh()
{
    if (m_share.value.isEmpty())
        return;
    const Settings& settings = m_parts.settings.current();
    const Share* share = findShare(settings, m_share);
    if (!share) {
        m_share = {};
        emit shareRemoved();
        return;
    }
    const Now now = m_parts.sharing.shareStatus(m_share).now;
    m_header->fill(*share, now, m_parts.sharing.state());
    refreshNotice(*share);
    m_invite->refresh();
    const Account* guest = findAccount(settings, share->guest);
    m_access->setVisible(guest != nullptr);
    if (guest) {
        const auto granted = guest->access.constFind(m_share);
        m_access->setAccess(granted == guest->access.constEnd() ? std::nullopt
                                                                : std::optional<Access>(*granted));
    }
    m_connected->setVisible(leadsSomewhere(m_parts, m_share) || now == Now::Ending);
    arrange();
}

void SharePage::refreshNotice(const Share& share)
{
    const Sharing& sharing = m_parts.sharing;
    ShareNotice::Facts facts;
    facts.name = share.name;
    facts.folder = share.folder;
    switch (sharing.shareStatus(share.id).now) {
    case Now::Off:
    case Now::Ended:
        facts.kind = ShareNotice::Kind::Off;
        facts.pausedUntil = share.enabled ? sharing.pausedUntil() : std::nullopt;
        break;
    case Now::Available:
        break;
    case Now::Ending:
        facts.kind = ShareNotice::Kind::Ending;
        break;
    case Now::Unavailable:
        facts.kind = ShareNotice::Kind::Unavailable;
        break;
    case Now::AnotherFolder:
        facts.kind = ShareNotice::Kind::AnotherFolder;
        break;
    }
    const bool off = facts.kind == ShareNotice::Kind::Off;
    // What helps then is another port, and the bar above all pages offers it.
    if (off && share.enabled && sharing.portTaken())
        facts.kind = ShareNotice::Kind::None;
    // Less than that is over before anybody reads it.
    else if (off && share.enabled && sharing.state() == State::Starting)
        facts.kind =
            m_startingForLong->isActive() ? ShareNotice::Kind::None : ShareNotice::Kind::Starting;
    // Nothing can start meanwhile, not even a share that was off before.
    else if (off && sharing.state() == State::Stopping)
        facts.kind = ShareNotice::Kind::Stopping;
    m_notice->fill(facts);
}

void SharePage::arrange()
{
    const bool narrow = width() < wideWidth();
    m_header->setNarrow(narrow);
    m_invite->setNarrow(narrow);
    m_access->setNarrow(narrow);
    const int side = window()->width() < theme::narrowBelow ? theme::narrowMargin : theme::margin;
    m_content->layout()->setContentsMargins(side, theme::margin - theme::pairGap, side, side);
}

int SharePage::wideWidth() const
{
    const int widest =
        std::max({m_header->wideWidth(), m_invite->wideWidth(), m_access->wideWidth()});
    return widest + 2 * theme::margin;
}

void SharePage::report(const QFuture<Result<void>>& wish)
{
    hideProblem();
    whenDone(wish, this, [this](const Result<void>& done) {
        if (!done)
            showProblem(done.error());
        refresh();
    });
}

void SharePage::chooseFolder()
{
    // Another share may be shown by the time it is answered.
    const auto chosen = [this, id = m_share](const QString& folder) {
        report(m_parts.editor.setFolder(id, folder.toLocal8Bit()));
    };
    m_parts.dialogs.chooseFolder(this, tr("Choose another folder"), chosen);
}

void SharePage::acceptFolder()
{
    if (const Share* share = findShare(m_parts.settings.current(), m_share))
        report(m_parts.editor.setFolder(m_share, share->folder));
}

void SharePage::retry()
{
    hideProblem();
    m_parts.sharing.lookAgain(m_share);
}

void SharePage::askForNewPassword(const AccountId& id)
{
    const Account* account = findAccount(m_parts.settings.current(), id);
    if (!account)
        return;
    Question question;
    question.name = QStringLiteral("newPasswordQuestion");
    question.icon = QStringLiteral("key");
    question.heading = tr("A new password for “%1”?").arg(account->userName);
    question.text = tr("The password they have now stops working at once.");
    question.answers = {{tr("Cancel"), Question::Role::Cancel},
                        {tr("Set a new password"), Question::Role::Safe}};
    m_parts.dialogs.ask(this, question, [this, id](qsizetype answer) {
        if (answer == 1)
            makeNewPassword(id);
    });
}

void SharePage::makeNewPassword(const AccountId& account)
{
    hideProblem();
    whenDone(m_parts.editor.renewPassword(account), this,
             [this, account](const Result<QByteArray>& made) {
                 if (!made)
                     return showProblem(made.error());
                 if (PasswordSecret& secret = m_invite->secret(); secret.account() == account)
                     secret.show();
             });
}

} // namespace sallyport

#include "moc_share_page.cpp"
