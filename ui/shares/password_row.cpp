#include "ui/shares/password_row.h"

#include "ui/shares/flow_layout.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QHideEvent>
#include <QShortcut>

namespace sallyport {

using State = PasswordSecret::State;

namespace {

constexpr int dots = 12; // always as many: their number says nothing

} // namespace

PasswordRow::PasswordRow(PasswordSecret& secret, QWidget* parent)
    : QWidget(parent)
    , m_secret(secret)
    , m_lock(new IconLabel(QStringLiteral("lock"), 16, theme::Tint::Attention))
    , m_text(new TextLabel({}))
    , m_ways(new QWidget)
    , m_eye(iconButton(QStringLiteral("show"), tr("Show password")))
    , m_unlock(linkButton(tr("Unlock…")))
    , m_renew(linkButton(tr("Set a new password…")))
{
    m_text->setObjectName(QStringLiteral("password"));
    m_eye->setObjectName(QStringLiteral("showPassword"));
    m_unlock->setObjectName(QStringLiteral("unlockKeychain"));
    m_renew->setObjectName(QStringLiteral("newPassword"));

    // Words and ways on break into two rows where one has no room for them.
    auto* words = new QWidget;
    auto* wordsLayout = new QHBoxLayout(words);
    wordsLayout->setContentsMargins(0, 0, 0, 0);
    wordsLayout->setSpacing(theme::gap);
    wordsLayout->addWidget(m_lock);
    wordsLayout->addWidget(m_text, 1);
    auto* waysLayout = new QHBoxLayout(m_ways);
    waysLayout->setContentsMargins(0, 0, 0, 0);
    waysLayout->setSpacing(theme::pairGap);
    waysLayout->addWidget(m_unlock);
    waysLayout->addWidget(m_renew);
    auto* flow = new FlowLayout;
    flow->addWidget(words);
    flow->pushRight();
    flow->addWidget(m_ways);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap);
    layout->addLayout(flow, 1);
    layout->addWidget(m_eye);

    connect(m_eye, &QToolButton::clicked, this,
            [this] { m_secret.state() == State::Shown ? m_secret.hide() : m_secret.show(); });
    // The text cannot be selected: a selection is offered to every history of the clipboard.
    auto* copy = new QShortcut(QKeySequence::Copy, this);
    copy->setContext(Qt::WidgetWithChildrenShortcut);
    connect(copy, &QShortcut::activated, this, [this] {
        if (canCopy())
            m_secret.copy();
    });
    connect(m_unlock, &QToolButton::clicked, &m_secret, &PasswordSecret::show);
    connect(m_renew, &QToolButton::clicked, this, &PasswordRow::newPasswordWanted);
    connect(&m_secret, &PasswordSecret::changed, this, &PasswordRow::refresh);
    refresh();
}

PasswordRow::Login PasswordRow::loginOf(const Account* account)
{
    if (!account)
        return Login::Nobody;
    if (!account->passwordVerifier.isEmpty())
        return Login::Password;
    return account->withoutPassword ? Login::Open : Login::KeysOnly;
}

void PasswordRow::setLogin(Login login)
{
    if (m_login == login)
        return;
    m_login = login;
    refresh();
}

bool PasswordRow::canCopy() const
{
    const State state = m_secret.state();
    return m_login == Login::Password && state != State::Missing && state != State::Locked;
}

void PasswordRow::hideEvent(QHideEvent* event)
{
    // A minimised window keeps its page; only leaving the page, or closing, hides a password.
    if (!event->spontaneous())
        m_secret.hide();
    QWidget::hideEvent(event);
}

void PasswordRow::refresh()
{
    const State state = m_secret.state();
    const bool password = m_login == Login::Password;
    const bool shown = password && state == State::Shown;
    const bool locked = password && state == State::Locked;
    const bool missing = !password || state == State::Missing;

    m_lock->setVisible(locked);
    m_unlock->setVisible(locked);
    m_renew->setVisible((locked || missing) && m_login != Login::Nobody);
    m_ways->setVisible((locked || missing) && m_login != Login::Nobody);
    m_eye->setVisible(!locked && !missing);
    m_eye->setIcon(icon(shown ? QStringLiteral("hide") : QStringLiteral("show")));
    const QString does = shown ? tr("Hide password") : tr("Show password");
    m_eye->setToolTip(does);
    m_eye->setAccessibleName(does);
    m_eye->setEnabled(state != State::Waiting); // the words beside it say why

    m_text->setTint(locked ? theme::Tint::Attention
                        : (shown || state == State::Hidden || state == State::Asking) && password
                        ? theme::Tint::Text
                        : theme::Tint::Quiet);
    m_text->setFixedFont(shown);
    // Never the password itself: a screen reader says only what was asked for, by reading the text.
    m_text->setAccessibleName(shown ? tr("Password, shown") : tr("Password, hidden"));
    if (m_login == Login::KeysOnly)
        m_text->setText(tr("none, only keys"));
    else if (m_login == Login::Open)
        m_text->setText(tr("none needed"));
    else if (m_login == Login::Nobody)
        m_text->setText(tr("nobody has access yet"));
    else if (shown)
        m_text->setText(m_secret.text());
    else if (locked)
        m_text->setText(tr("hidden: the keychain is locked"));
    else if (missing)
        m_text->setText(tr("hidden"));
    else if (state == State::Waiting)
        m_text->setText(tr("waiting for the keychain"));
    else
        m_text->setText(QString(dots, u'•'));
    emit changed();
}

} // namespace sallyport

#include "moc_password_row.cpp"
