#include "ui/shares/password_secret.h"

#include "core/when_done.h"
#include "ui/widgets/buttons.h"

#include <QTimer>

#include <utility>

namespace sallyport {

using namespace std::chrono_literals;

namespace {

// Over what was there, by a call that no compiler looks into.
void wipe(QByteArray& secret)
{
    secret.fill('\0');
    secret.clear();
}

} // namespace

PasswordSecret::PasswordSecret(CredentialStore& credentials, QObject* parent)
    : QObject(parent)
    , m_credentials(credentials)
    , m_hide(new QTimer(this))
    , m_patience(new QTimer(this))
{
    m_hide->setSingleShot(true);
    m_hide->setInterval(shownFor);
    connect(m_hide, &QTimer::timeout, this, &PasswordSecret::hide);
    m_patience->setSingleShot(true);
    m_patience->setInterval(200ms);
    connect(m_patience, &QTimer::timeout, this, [this] { setState(State::Waiting); });
    connect(&m_credentials, &CredentialStore::answered, this, [this](const QString& key) {
        if (m_wish != Wish::Nothing && key == passwordKey(m_account))
            ask(m_wish);
    });
}

PasswordSecret::~PasswordSecret()
{
    wipe(m_shown);
}

void PasswordSecret::setAccount(const AccountId& account, const QByteArray& verifier)
{
    if (account == m_account && verifier == m_verifier)
        return;
    hide();
    m_account = account;
    m_verifier = verifier;
    setState(State::Hidden);
}

QString PasswordSecret::text() const
{
    return m_state == State::Shown ? QString::fromUtf8(m_shown) : QString();
}

void PasswordSecret::show()
{
    ask(Wish::Show);
}

void PasswordSecret::copy()
{
    ask(Wish::Copy);
}

// What the keychain has said (it is locked, it holds none) stays: asking again is the way on.
void PasswordSecret::hide()
{
    m_hide->stop();
    m_patience->stop();
    ++m_question;
    m_wish = Wish::Nothing;
    wipe(m_shown);
    if (m_state != State::Missing && m_state != State::Locked)
        setState(State::Hidden);
}

void PasswordSecret::ask(Wish wish)
{
    if (m_account.value.isEmpty())
        return;
    m_wish = wish;
    if (m_state == State::Shown) {
        grant(m_shown);
        return;
    }
    const quint64 question = ++m_question;
    setState(State::Asking);
    m_patience->start();
    whenDone(m_credentials.read(passwordKey(m_account)), this,
             [this, question, account = m_account](const Result<QByteArray>& password) {
                 if (question == m_question)
                     answer(account, password);
             });
}

void PasswordSecret::answer(const AccountId& account, const Result<QByteArray>& password)
{
    m_patience->stop();
    if (password && !password->isEmpty()) {
        grant(*password);
        return;
    }
    if (!password && password.error().code == ErrorCode::Busy) {
        setState(State::Waiting); // answered() will say when to ask again
        return;
    }
    m_wish = Wish::Nothing;
    setState(!password && password.error().code == ErrorCode::PermissionDenied ? State::Locked
                                                                               : State::Missing);
    Q_ASSERT(account == m_account);
}

void PasswordSecret::grant(const QByteArray& password)
{
    if (std::exchange(m_wish, Wish::Nothing) == Wish::Copy) {
        CopyAction::copy(QString::fromUtf8(password), CopyAction::Secret::Yes);
        if (m_state != State::Shown)
            setState(State::Hidden);
        emit copied();
        return;
    }
    if (m_state != State::Shown)
        m_shown = QByteArray(password.constData(), password.size()); // ours alone, to be wiped
    m_hide->start();
    setState(State::Shown);
}

void PasswordSecret::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    emit changed();
}

} // namespace sallyport

#include "moc_password_secret.cpp"
