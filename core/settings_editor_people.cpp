// The verbs of SettingsEditor about people: their accounts, passwords, keys and grants.
#include "core/settings_editor_impl.h"

#include "core/auth/generated_password.h"
#include "core/escape.h"

#include <QFile>

namespace sallyport {

namespace {

std::optional<Access> granted(const QHash<ShareId, Access>& access, const ShareId& share)
{
    const auto grant = access.constFind(share);
    return grant == access.constEnd() ? std::nullopt : std::optional(*grant);
}

// Gives `access` to the share and tells what there was.
std::optional<Access> exchangeAccess(Account& account, const ShareId& share,
                                     const std::optional<Access>& access)
{
    const auto before = granted(account.access, share);
    if (access)
        account.access.insert(share, *access);
    else
        account.access.remove(share);
    return before;
}

// In Unicode's composed form, as the login takes what a client sends.
std::shared_ptr<Secret> typed(const QByteArray& password)
{
    QString text = QString::fromUtf8(password);
    QString composed = text.normalized(QString::NormalizationForm_C);
    QByteArray bytes = text.toUtf8() == password ? composed.toUtf8() : password;
    auto secret = std::make_shared<Secret>(bytes);
    wipe(bytes);
    text.fill(u'\0');
    composed.fill(u'\0');
    return secret;
}

Result<AuthorizedKeys> keysOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound,
                     QStringLiteral("The file %1 cannot be read").arg(escapedText(path))};
    QByteArray text = file.read(maxKeysFile + 1);
    if (file.error() != QFile::NoError)
        return Error{ErrorCode::Failure,
                     QStringLiteral("The file %1 cannot be read").arg(escapedText(path))};
    auto keys = parseAuthorizedKeys(text);
    wipe(text); // it may have been a private key
    return keys;
}

template <typename T>
void carry(const T& shown, const T& wanted, T& now)
{
    if (shown != wanted)
        now = wanted;
}

// What a person is to be, in the settings: without the password, which is a verifier here.
struct PersonEdit {
    Account shown; // as it was when it was wished; a new one's is empty
    SettingsEditor::Person person;
    std::shared_ptr<Secret> password;
    QByteArray verifier;

    PersonEdit(const Account& before, const SettingsEditor::Person& wanted)
        : shown(before)
        , person(wanted)
        , password(typed(wanted.password))
    {
        person.password.clear();
    }
    bool setsPassword() const
    {
        return person.passwordChange == SettingsEditor::Person::Password::Set;
    }
    Result<void> prepare(const Settings& now, const AccountId& account);
    Result<void> apply(const Settings& now, Account& account) const;
    void applyKeys(Account& account) const;
};

Result<void> PersonEdit::prepare(const Settings& now, const AccountId& account)
{
    if (auto checked = checkUserName(now, person.userName, account); !checked)
        return checked;
    if (!setsPassword())
        return {};
    if (auto checked = checkNewPassword(password->value); !checked)
        return checked;
    auto made = PasswordVerifier().make(password->value);
    if (!made)
        return made.error();
    verifier = *std::move(made);
    return {};
}

Result<void> PersonEdit::apply(const Settings& now, Account& account) const
{
    carry(shown.userName, person.userName, account.userName);
    if (auto checked = checkUserName(now, account.userName, account.id); !checked)
        return checked;
    carry(shown.enabled, person.enabled, account.enabled);
    carry(wholeSeconds(shown.expires), wholeSeconds(person.expires), account.expires);
    applyKeys(account);
    for (const Share& share : now.shares) { // one that is gone meanwhile gives nothing
        const auto wanted = granted(person.access, share.id);
        if (wanted != granted(shown.access, share.id))
            exchangeAccess(account, share.id, wanted);
    }
    if (person.passwordChange != SettingsEditor::Person::Password::Keep)
        account.passwordVerifier = verifier;
    // checkSettings() says where it may not be.
    carry(shown.withoutPassword, person.withoutPassword, account.withoutPassword);
    if (setsPassword())
        account.withoutPassword = false;
    return {};
}

void PersonEdit::applyKeys(Account& account) const
{
    account.keys.removeIf([this](const AuthorizedKey& key) {
        return shown.keys.contains(key) && !person.keys.contains(key);
    });
    for (const AuthorizedKey& key : person.keys) {
        if (!shown.keys.contains(key) && !account.keys.contains(key))
            account.keys += key;
    }
}

} // namespace

template <typename T>
QFuture<Result<T>> SettingsEditor::Impl::setVerifier(const AccountId& account,
                                                     std::shared_ptr<Secret> password,
                                                     std::function<T()> saved)
{
    const auto verifier = std::make_shared<QByteArray>();
    return wish<T>(
        [password, verifier](const Settings&) -> Result<void> {
            if (auto checked = checkNewPassword(password->value); !checked)
                return checked;
            auto made = PasswordVerifier().make(password->value);
            if (!made)
                return made.error();
            *verifier = *std::move(made);
            return {};
        },
        [account, verifier](Settings& now) -> Result<void> {
            Account* found = findAccount(now, account);
            if (!found)
                return personIsGone();
            found->passwordVerifier = *verifier;
            found->withoutPassword = false;
            return {};
        },
        [this, account, password, saved = std::move(saved)] {
            keep(account, *password);
            return saved();
        });
}

QByteArray SettingsEditor::generatePassword()
{
    return generatedPassword();
}

QFuture<Result<AccountId>> SettingsEditor::addPerson(const Person& person)
{
    const auto edit = std::make_shared<PersonEdit>(Account(), person);
    const AccountId id = AccountId::create();
    return m_impl->wish<AccountId>(
        [edit, id](const Settings& now) { return edit->prepare(now, id); },
        [edit, id](Settings& now) -> Result<void> {
            Account account;
            account.id = id;
            if (auto applied = edit->apply(now, account); !applied)
                return applied;
            now.accounts.append(account);
            return {};
        },
        [this, edit, id] {
            if (edit->setsPassword())
                m_impl->keep(id, *edit->password);
            return id;
        });
}

QFuture<Result<void>> SettingsEditor::changePerson(const Account& shown, const Person& person)
{
    const auto edit = std::make_shared<PersonEdit>(shown, person);
    return m_impl->wish<void>(
        [edit, account = shown.id](const Settings& now) { return edit->prepare(now, account); },
        [edit, account = shown.id](Settings& now) -> Result<void> {
            Account* found = findAccount(now, account);
            return found ? edit->apply(now, *found) : Result<void>(personIsGone());
        },
        [this, edit, account = shown.id] {
            if (edit->setsPassword())
                m_impl->keep(account, *edit->password);
            else if (edit->person.passwordChange == Person::Password::None)
                m_impl->forget(account);
        });
}

QFuture<Result<void>> SettingsEditor::removePerson(const AccountId& account)
{
    return m_impl->wish(
        [account](Settings& now) -> Result<void> {
            if (!findAccount(now, account))
                return personIsGone();
            removeAccount(now, account);
            return {};
        },
        [this, account] { m_impl->forget(account); });
}

QFuture<Result<QByteArray>> SettingsEditor::renewPassword(const AccountId& account)
{
    const auto password = std::make_shared<Secret>(generatedPassword());
    return m_impl->setVerifier<QByteArray>(account, password,
                                           [password] { return password->copy(); });
}

QFuture<Result<void>> SettingsEditor::setPassword(const AccountId& account,
                                                  const QByteArray& password)
{
    return m_impl->setVerifier<void>(account, typed(password), [] {});
}

QFuture<Result<void>> SettingsEditor::setAccess(const AccountId& account, const ShareId& share,
                                                const std::optional<Access>& access)
{
    const auto step =
        std::make_shared<AccessUndo::Step>(AccessUndo::Step{account, share, {}, access});
    return m_impl->wish(
        [step](Settings& now) -> Result<void> {
            Account* person = findAccount(now, step->account);
            if (!person)
                return personIsGone();
            if (!findShare(now, step->share))
                return shareIsGone();
            step->before = exchangeAccess(*person, step->share, step->after);
            return {};
        },
        [this, step] {
            if (step->before != step->after)
                m_impl->undo.add(*step);
        });
}

bool SettingsEditor::canUndo() const
{
    return !m_impl->undo.isEmpty();
}

QFuture<Result<void>> SettingsEditor::undo()
{
    return m_impl->wish(
        [this](Settings& now) -> Result<void> {
            m_impl->undo.keepTrue(now);
            if (m_impl->undo.isEmpty())
                return Error{ErrorCode::NotFound, QStringLiteral("There is nothing to undo")};
            const AccessUndo::Step& step = m_impl->undo.last();
            exchangeAccess(*findAccount(now, step.account), step.share, step.before);
            return {};
        },
        [this] { m_impl->undo.removeLast(); });
}

QFuture<Result<AuthorizedKeys>> SettingsEditor::readKeys(const QString& file)
{
    return m_impl->ask<Result<AuthorizedKeys>>([file] { return keysOf(file); });
}

} // namespace sallyport
