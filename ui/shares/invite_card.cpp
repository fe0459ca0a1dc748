#include "ui/shares/invite_card.h"

#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/format.h"
#include "ui/shares/flow_layout.h"
#include "ui/shares/link_field.h"
#include "ui/shares/password_row.h"
#include "ui/shares/pieces.h"
#include "ui/shares/qr_code_view.h"
#include "ui/shares/shown_invite.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QDialog>
#include <QGridLayout>
#include <QMenu>
#include <QVBoxLayout>

namespace sallyport {

using theme::Tint;
using theme::Type;
using theme::Weight;

namespace {

constexpr int qrPadding = 20; // between the facts and the code

TextLabel* factName(const QString& text)
{
    return new TextLabel(text, Type::Body, Weight::Normal, Tint::Quiet);
}

} // namespace

InviteCard::InviteCard(const CoreParts& parts, QWidget* parent)
    : Card(parent)
    , m_parts(parts)
    , m_secret(new PasswordSecret(parts.credentials, this))
    , m_field(new LinkField)
    , m_addresses(new QMenu(this))
{
    setObjectName(QStringLiteral("inviteCard"));
    m_field->setObjectName(QStringLiteral("link"));
    m_addresses->setObjectName(QStringLiteral("addresses"));

    auto* left = new QVBoxLayout;
    left->setSpacing(theme::gap);
    left->addWidget(new TextLabel(tr("Invite someone"), Type::Heading, Weight::Bold));
    left->addWidget(m_field);
    left->addLayout(makeActions());
    left->addSpacing(theme::pairGap);
    left->addWidget(new Divider);
    left->addWidget(makeFacts());

    m_qrPart = makeQrPart();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme::block, theme::block, theme::block, theme::block);
    layout->setSpacing(qrPadding);
    layout->addLayout(left, 1);
    layout->addWidget(m_qrPart, 0, Qt::AlignTop);

    connect(m_secret, &PasswordSecret::copied, m_passwordCopied, &CopyAction::showCopied);
    connect(m_password, &PasswordRow::changed, this, &InviteCard::updateButtons);
    connect(m_password, &PasswordRow::newPasswordWanted, this,
            [this] { emit newPasswordWanted(m_secret->account()); });
}

QLayout* InviteCard::makeActions()
{
    m_copyPrimary = new PrimaryButton(tr("Copy link"), QStringLiteral("link"));
    m_copyPrimary->setObjectName(QStringLiteral("copyLink"));
    m_copy = pushButton(tr("Copy link"), QStringLiteral("link"));
    m_copy->setObjectName(QStringLiteral("copyLinkAnyway"));
    for (QPushButton* button : {m_copyPrimary, m_copy})
        new CopyAction(*button, [this] { return m_link; });

    m_copyPassword = pushButton(tr("Copy password"), QStringLiteral("key"));
    m_copyPassword->setObjectName(QStringLiteral("copyPassword"));
    // The keychain answers later, so there is nothing to copy at the click.
    m_passwordCopied = new CopyAction(
        *m_copyPassword, [] { return QString(); }, CopyAction::Secret::Yes);
    connect(m_copyPassword, &QPushButton::clicked, m_secret, &PasswordSecret::copy);

    m_how = pushButton(tr("How to connect…"), QStringLiteral("terminal"));
    m_how->setObjectName(QStringLiteral("howToConnect"));
    connect(m_how, &QPushButton::clicked, this, &InviteCard::recipesWanted);

    m_qrButton = iconButton(QStringLiteral("qr-code"), tr("QR code"));
    m_qrButton->setObjectName(QStringLiteral("showQrCode"));
    m_qrButton->hide();
    connect(m_qrButton, &QToolButton::clicked, this, &InviteCard::showQrCode);

    m_more = linkButton(tr("More addresses") + QStringLiteral("  ▾"));
    m_more->setObjectName(QStringLiteral("moreAddresses"));
    m_more->setAccessibleName(tr("More addresses"));
    connect(m_more, &QToolButton::clicked, this,
            [this] { m_addresses->popup(m_more->mapToGlobal(m_more->rect().bottomLeft())); });

    auto* row = new FlowLayout;
    for (QWidget* button : std::initializer_list<QWidget*>{m_copyPrimary, m_copy, m_copyPassword,
                                                           m_how, m_qrButton, m_more})
        row->addWidget(button);
    return row;
}

QWidget* InviteCard::makeFacts()
{
    m_userName = new ElidedLabel({});
    m_userName->setFixedFont();
    m_userName->setObjectName(QStringLiteral("userName"));
    auto* copyName = iconButton(QStringLiteral("copy"), tr("Copy user name"));
    copyName->setObjectName(QStringLiteral("copyUserName"));
    new CopyAction(*copyName, [this] { return m_invite.user; });

    m_password = new PasswordRow(*m_secret);
    m_key = new ElidedLabel({});
    m_key->setFixedFont();
    m_key->setObjectName(QStringLiteral("hostKey"));
    m_key->setAccessibleName(tr("Host key fingerprint"));
    m_keyName = factName(tr("Host key"));
    m_copyKey = iconButton(QStringLiteral("copy"), tr("Copy host key"));
    m_copyKey->setObjectName(QStringLiteral("copyHostKey"));
    new CopyAction(*m_copyKey, [this] { return m_invite.fingerprints.value(0); });

    auto* facts = new QWidget;
    m_grid = new QGridLayout(facts);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(theme::block);
    m_grid->setVerticalSpacing(0);
    m_grid->setColumnStretch(1, 1);
    m_grid->addWidget(factName(tr("User name")), 0, 0);
    m_grid->addWidget(m_userName, 0, 1);
    m_grid->addWidget(copyName, 0, 2);
    m_grid->addWidget(factName(tr("Password")), 1, 0);
    m_grid->addWidget(m_password, 1, 1, 1, 2);
    m_grid->addWidget(m_keyName, 2, 0);
    m_grid->addWidget(m_key, 2, 1);
    m_grid->addWidget(m_copyKey, 2, 2);
    for (int row = 0; row < 3; ++row)
        m_grid->setRowMinimumHeight(row, theme::control);
    return facts;
}

QWidget* InviteCard::makeQrPart()
{
    m_qr = new QrCodeView;
    m_qr->setObjectName(QStringLiteral("qrCode"));
    auto* caption = new TextLabel(tr("Holds the link, not the password"), Type::Small,
                                  Weight::Normal, Tint::Quiet);
    caption->setWordWrap(true);
    caption->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    auto* part = new QWidget;
    part->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    auto* layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap);
    layout->addWidget(m_qr);
    layout->addWidget(caption);
    return part;
}

void InviteCard::setShare(const ShareId& share)
{
    if (share == m_share)
        return;
    m_share = share;
    m_chosenHost.clear();
    m_secret->hide();
    refresh();
}

void InviteCard::refresh()
{
    const Settings& settings = m_parts.settings.current();
    const Share* share = findShare(settings, m_share);
    if (!share)
        return;
    const Account* account = invitedTo(settings, *share);
    const QStringList hosts = inviteHosts(m_parts);
    m_host = hosts.contains(m_chosenHost) ? m_chosenHost : hosts.value(0);
    m_invite = makeInvite(m_parts, *share, account, m_host);
    m_link = m_host.isEmpty() || m_invite.port == 0 ? QString() : inviteLink(m_invite);

    const QString name = format::name(share->name);
    m_field->setAccessibleName(tr("Link to %1").arg(name));
    // A port of the system's choice is known once sharing runs.
    m_field->setPlaceholderText(settings.network.port == 0
                                    ? tr("The link is known once sharing has started")
                                    : tr("This computer has no network address now"));
    m_field->setLink(m_link);
    m_qr->setText(m_link);
    m_qr->setAccessibleName(tr("QR code of the link to %1").arg(name));
    m_userName->setFullText(m_invite.user);
    m_key->setFullText(m_invite.fingerprints.value(0));
    for (QWidget* part : std::initializer_list<QWidget*>{m_key, m_keyName, m_copyKey})
        part->setVisible(!m_invite.fingerprints.isEmpty());
    if (account)
        m_secret->setAccount(account->id, account->passwordVerifier);
    else
        m_secret->setAccount({});
    m_password->setLogin(PasswordRow::loginOf(account));
    fillAddresses(hosts);
    updateButtons();
}

void InviteCard::updateButtons()
{
    const bool primary = leadsSomewhere(m_parts, m_share);
    m_field->setTint(primary ? Tint::Text : Tint::Quiet);
    m_copyPrimary->setVisible(primary);
    m_copy->setVisible(!primary);
    m_copy->setEnabled(!m_link.isEmpty()); // the words above it say why
    m_copyPassword->setVisible(m_password->canCopy());
    m_qrPart->setVisible(!m_narrow && !m_qr->isNull());
    m_qrButton->setVisible(m_narrow && !m_qr->isNull());
}

void InviteCard::fillAddresses(const QStringList& hosts)
{
    m_more->setVisible(hosts.size() > 1);
    m_addresses->clear();
    for (const QString& host : hosts) {
        QAction* action = m_addresses->addAction(host);
        action->setCheckable(true);
        action->setChecked(host == m_host);
        connect(action, &QAction::triggered, this, [this, host] {
            m_chosenHost = host;
            refresh();
        });
    }
}

void InviteCard::focusLink()
{
    (m_copyPrimary->isVisibleTo(this) ? m_copyPrimary : m_copy)->setFocus(Qt::OtherFocusReason);
}

void InviteCard::setNarrow(bool narrow)
{
    if (m_narrow == narrow)
        return;
    m_narrow = narrow;
    updateButtons();
}

int InviteCard::wideWidth() const
{
    int buttons = -theme::gap;
    for (const QWidget* one :
         std::initializer_list<const QWidget*>{m_copyPrimary, m_copyPassword, m_how, m_more}) {
        if (!one->isHidden() || one == m_copyPrimary)
            buttons += one->sizeHint().width() + theme::gap;
    }
    return 2 * theme::block + buttons + qrPadding + m_qr->sizeHint().width();
}

void InviteCard::showQrCode()
{
    auto* box = new QDialog(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(QStringLiteral("qrCodeDialog"));
    box->setWindowTitle(tr("QR code"));
    auto* code = new QrCodeView;
    code->setText(m_link);
    code->setAccessibleName(m_qr->accessibleName());
    auto* caption = new TextLabel(tr("Holds the link, not the password"), Type::Small,
                                  Weight::Normal, Tint::Quiet);
    caption->setAlignment(Qt::AlignCenter);
    auto* close = pushButton(tr("Close"));
    close->setObjectName(QStringLiteral("close"));
    connect(close, &QPushButton::clicked, box, &QDialog::accept);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(theme::margin, theme::margin, theme::margin, theme::block);
    layout->setSpacing(theme::rowGap);
    layout->addWidget(code, 1);
    layout->addWidget(caption);
    layout->addWidget(close, 0, Qt::AlignHCenter);
    box->open();
}

} // namespace sallyport

#include "moc_invite_card.cpp"
