#include "ui/people/account_dialog.h"

#include "core/settings_editor.h"
#include "core/settings_store.h"
#include "core/when_done.h"
#include "ui/format.h"
#include "ui/people/access_form.h"
#include "ui/people/divider.h"
#include "ui/people/key_list.h"
#include "ui/people/password_field.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/speech.h"

#include <QCheckBox>
#include <QDateEdit>
#include <QDragEnterEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

namespace sallyport {

namespace {

constexpr int dialogMargin = 20;
constexpr int usualWidth = 640; // device-independent pixels; wider where the words are

TextLabel* smallLabel(const QString& text, theme::Tint tint)
{
    auto* label = new TextLabel(text, theme::Type::Small, theme::Weight::Normal, tint);
    label->setWordWrap(true);
    return label;
}

} // namespace

AccountDialog::AccountDialog(const CoreParts& parts, QWidget* parent)
    : QDialog(parent)
    , m_parts(parts)
{
    build();
    setWindowTitle(tr("Add person"));
    m_password->makeNew();
    followSignIn();
    checkName();
}

AccountDialog::AccountDialog(const CoreParts& parts, const Account& account, QWidget* parent)
    : QDialog(parent)
    , m_parts(parts)
    , m_account(account)
{
    build();
    setWindowTitle(tr("Edit %1").arg(account.userName));
    fill(account);
    followSignIn();
    checkName();
}

AccountDialog::~AccountDialog() = default;

// ---- how it is built ----

void AccountDialog::build()
{
    setObjectName(QStringLiteral("accountDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptDrops(true);

    auto* body = new QWidget;
    m_form = new QGridLayout(body);
    m_form->setContentsMargins(dialogMargin, dialogMargin, dialogMargin, theme::block);
    m_form->setHorizontalSpacing(theme::block);
    m_form->setVerticalSpacing(theme::block);
    m_form->setColumnStretch(1, 1);

    addRow(tr("Name"), buildName(), m_name);
    addRow(tr("Sign in with"), buildSignIn(), nullptr);
    m_password = new PasswordField(m_parts.credentials);
    addRow(tr("Password"), m_password, nullptr);
    m_passwordTitle =
        qobject_cast<TextLabel*>(m_form->itemAtPosition(m_form->rowCount() - 1, 0)->widget());
    m_keys = new KeyList(m_parts);
    addRow(tr("Keys"), m_keys, nullptr);
    m_access = new AccessForm(m_parts.settings.current().shares);
    addRow(tr("Access"), m_access, nullptr);
    addRow(tr("Expires"), buildExpiry(), m_expires);
    m_off = new QCheckBox(tr("Switched off for now"), body);
    m_off->setObjectName(QStringLiteral("switchedOff"));
    m_off->setVisible(m_account.has_value());
    m_lastSeen = smallLabel({}, theme::Tint::Quiet);
    m_lastSeen->setParent(body); // in no row where somebody is added
    m_lastSeen->hide();
    if (m_account) {
        m_form->addWidget(m_off, m_form->rowCount(), 1);
        m_form->addWidget(m_lastSeen, m_form->rowCount(), 1);
    }
    m_form->setRowStretch(m_form->rowCount(), 1);

    m_scroll = new QScrollArea;
    m_scroll->setObjectName(QStringLiteral("accountScroll"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(body);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(0);
    all->addWidget(m_scroll, 1);
    all->addLayout(buildButtons());

    connect(m_keys, &KeyList::changed, this, &AccountDialog::followSignIn);
    connect(m_keys, &KeyList::resized, this, &AccountDialog::grow, Qt::QueuedConnection);
}

void AccountDialog::addRow(const QString& title, QWidget* field, QWidget* buddy)
{
    auto* label = new TextLabel(title);
    label->setMinimumHeight(theme::control);
    label->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    label->setBuddy(buddy ? buddy : field);
    const int row = m_form->rowCount();
    m_form->addWidget(label, row, 0, Qt::AlignTop);
    m_form->addWidget(field, row, 1);
}

QWidget* AccountDialog::buildName()
{
    auto* field = new QWidget;
    m_name = new QLineEdit;
    m_name->setObjectName(QStringLiteral("personName"));
    m_name->setAccessibleName(tr("Name"));
    m_name->setMinimumHeight(theme::control);
    m_nameSentence = smallLabel({}, theme::Tint::Quiet);
    m_nameSentence->setObjectName(QStringLiteral("nameSentence"));
    auto* layout = new QVBoxLayout(field);
    layout->setContentsMargins({});
    layout->setSpacing(theme::pairGap);
    layout->addWidget(m_name);
    layout->addWidget(m_nameSentence);
    connect(m_name, &QLineEdit::textChanged, this, &AccountDialog::checkName);
    return field;
}

QWidget* AccountDialog::buildSignIn()
{
    auto* field = new QWidget;
    m_both = new QRadioButton(tr("Password or keys"));
    m_both->setObjectName(QStringLiteral("passwordOrKeys"));
    m_keysOnly = new QRadioButton(tr("Keys only"));
    m_keysOnly->setObjectName(QStringLiteral("keysOnly"));
    m_open = new QRadioButton(tr("No password"));
    m_open->setObjectName(QStringLiteral("noPassword"));
    // Never while anyone on the internet may come.
    const bool isAnyone = anyoneMayConnect(m_parts.settings.current().network);
    if (isAnyone && !(m_account && m_account->withoutPassword))
        m_open->hide(); // showing what has no parent yet would make a window of it
    m_both->setChecked(true);
    m_signInSentence = smallLabel({}, theme::Tint::Quiet);
    m_signInSentence->setObjectName(QStringLiteral("signInSentence"));
    auto* ways = new QHBoxLayout;
    ways->setSpacing(theme::margin);
    for (QRadioButton* way : {m_both, m_keysOnly, m_open}) {
        way->setMinimumHeight(theme::control);
        ways->addWidget(way);
        connect(way, &QRadioButton::toggled, this, &AccountDialog::followSignIn);
    }
    ways->addStretch(1);
    auto* layout = new QVBoxLayout(field);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(ways);
    layout->addWidget(m_signInSentence);
    return field;
}

QWidget* AccountDialog::buildExpiry()
{
    auto* field = new QWidget;
    m_expires = new QComboBox;
    m_expires->setObjectName(QStringLiteral("expires"));
    m_expires->setAccessibleName(tr("Expires"));
    m_expires->setMinimumHeight(theme::control);
    m_expires->addItems({tr("Never"), tr("At the end of")});
    m_date = new QDateEdit(QDate::currentDate().addMonths(1));
    m_date->setObjectName(QStringLiteral("expiryDate"));
    m_date->setAccessibleName(tr("Last day"));
    m_date->setMinimumHeight(theme::control);
    m_date->setCalendarPopup(true);
    m_date->setDisplayFormat(QLocale().dateFormat(QLocale::LongFormat));
    m_date->hide();
    auto* layout = new QHBoxLayout(field);
    layout->setContentsMargins({});
    layout->setSpacing(theme::gap);
    layout->addWidget(m_expires);
    layout->addWidget(m_date);
    layout->addStretch(1);
    connect(m_expires, &QComboBox::currentIndexChanged, m_date,
            [this](int choice) { m_date->setVisible(choice == 1); });
    return field;
}

QBoxLayout* AccountDialog::buildButtons()
{
    m_error = new TextLabel({}, theme::Type::Body, theme::Weight::Normal, theme::Tint::Problem);
    m_error->setObjectName(QStringLiteral("accountError"));
    m_error->setWordWrap(true);
    m_error->hide();
    auto* cancel = pushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancel"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_save = new PrimaryButton(m_account ? tr("Save changes") : tr("Add person"));
    m_save->setObjectName(QStringLiteral("save"));
    m_save->setDefault(true);
    connect(m_save, &QPushButton::clicked, this, &AccountDialog::save);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(theme::gap);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto* below = new QVBoxLayout;
    below->setContentsMargins(dialogMargin, 0, dialogMargin, theme::block);
    below->setSpacing(theme::rowGap);
    below->addWidget(new Divider);
    below->addWidget(m_error);
    below->addLayout(buttons);
    return below;
}

void AccountDialog::fill(const Account& account)
{
    m_name->setText(account.userName);
    m_keys->setKeys(account.keys);
    m_access->setAccess(account.access);
    m_off->setChecked(!account.enabled);
    switch (signInOf(account)) {
    case SignIn::Open:
        m_open->setChecked(true);
        break;
    case SignIn::KeysOnly:
        m_keysOnly->setChecked(true);
        break;
    case SignIn::PasswordOrKeys:
        m_password->setKept(account.id);
        break;
    }
    if (account.expires) {
        m_date->setDate(account.expires->toLocalTime().date());
        m_expires->setCurrentIndex(1);
    }
}

void AccountDialog::setLastSeen(const QString& text)
{
    m_lastSeen->setText(tr("Last seen: %1").arg(text));
    m_lastSeen->show();
}

// As large as what is in it, as far as the screen goes.
QSize AccountDialog::wanted() const
{
    const QWidget* body = m_scroll->widget();
    const int bar = m_scroll->verticalScrollBar()->sizeHint().width();
    const int wide =
        std::max({usualWidth, body->minimumSizeHint().width() + bar, isVisible() ? width() : 0});
    const int words = body->layout()->hasHeightForWidth()
        ? body->layout()->totalHeightForWidth(wide)
        : body->sizeHint().height();
    const int below = layout()->itemAt(1)->sizeHint().height();
    constexpr double most = 0.9; // of the screen, for its panels
    return QSize(wide, words + below).boundedTo(screen()->availableSize() * most);
}

// Makes room for more keys and for sentences; what somebody has made larger stays so.
void AccountDialog::grow()
{
    if (!isVisible())
        return;
    m_scroll->widget()->layout()->activate();
    resize(wanted().expandedTo(size()));
}

void AccountDialog::showEvent(QShowEvent* event)
{
    if (!event->spontaneous())
        resize(wanted());
    QDialog::showEvent(event);
}

// ---- what it says ----

AccountDialog::SignIn AccountDialog::signInOf(const Account& account)
{
    if (account.withoutPassword)
        return SignIn::Open;
    return account.passwordVerifier.isEmpty() ? SignIn::KeysOnly : SignIn::PasswordOrKeys;
}

AccountDialog::SignIn AccountDialog::signIn() const
{
    if (m_open->isChecked())
        return SignIn::Open;
    return m_keysOnly->isChecked() ? SignIn::KeysOnly : SignIn::PasswordOrKeys;
}

QString AccountDialog::nameProblem() const
{
    const QString name = m_name->text();
    if (!isUserName(name))
        return tr("A name has 1 to 64 characters, no / or :, and no space at its ends.");
    for (const Account& other : m_parts.settings.current().accounts) {
        if (other.userName == name && (!m_account || other.id != m_account->id))
            return tr("Somebody is named %1 already.").arg(name);
    }
    return {};
}

void AccountDialog::checkName()
{
    const QString name = m_name->text();
    const QString problem = name.isEmpty() ? QString() : nameProblem();
    m_nameSentence->setTint(problem.isEmpty() ? theme::Tint::Quiet : theme::Tint::Problem);
    m_nameSentence->setText(problem.isEmpty() ? tr("A name to log in with. Letters, digits, . _ -")
                                              : problem);
    if (!m_account)
        m_save->setText(name.isEmpty() || !problem.isEmpty() ? tr("Add person")
                                                             : withoutKeys(tr("Add %1").arg(name)));
}

void AccountDialog::followSignIn()
{
    const SignIn way = signIn();
    if (way == SignIn::PasswordOrKeys && m_password->isNew() && m_password->password().isEmpty())
        m_password->makeNew();
    m_password->setVisible(way == SignIn::PasswordOrKeys);
    m_passwordTitle->setVisible(way == SignIn::PasswordOrKeys);
    m_access->setChoices(way == SignIn::Open ? AccessBox::Choices::ViewAlone
                                             : AccessBox::Choices::All);
    m_signInSentence->setTint(theme::Tint::Quiet);
    m_signInSentence->setText(
        way == SignIn::Open ? tr("Whoever knows the name gets in, and can only view.") : QString());
    m_signInSentence->setVisible(way == SignIn::Open);
    m_error->hide();
    grow();
}

std::optional<QDateTime> AccountDialog::expires() const
{
    if (m_expires->currentIndex() == 0)
        return std::nullopt;
    const auto before = m_account ? m_account->expires : std::nullopt;
    if (before && before->toLocalTime().date() == m_date->date())
        return before; // to the second as it was
    return QDateTime(m_date->date(), QTime(23, 59, 59)).toUTC();
}

bool AccountDialog::check()
{
    if (const QString problem = nameProblem(); !problem.isEmpty()) {
        m_nameSentence->setTint(theme::Tint::Problem);
        m_nameSentence->setText(problem);
        announce(*m_nameSentence, problem);
        m_name->setFocus();
        return false;
    }
    if (signIn() == SignIn::KeysOnly && m_keys->keys().isEmpty()) {
        m_signInSentence->setTint(theme::Tint::Problem);
        m_signInSentence->setText(tr("Without a key nobody can sign in. Add one below."));
        m_signInSentence->show();
        announce(*m_signInSentence, m_signInSentence->text());
        m_keysOnly->setFocus();
        return false;
    }
    return true;
}

void AccountDialog::save()
{
    if (m_isSaving || !check())
        return;
    using Password = SettingsEditor::Person::Password;
    SettingsEditor::Person person;
    person.userName = m_name->text();
    person.enabled = !m_off->isChecked();
    person.keys = m_keys->keys();
    person.access = m_access->access();
    person.expires = expires();
    person.withoutPassword = signIn() == SignIn::Open;
    if (signIn() == SignIn::PasswordOrKeys && m_password->isNew()) {
        person.passwordChange = Password::Set;
        person.password = m_password->password();
    } else if (!m_account || signIn() != signInOf(*m_account)) {
        person.passwordChange = Password::None;
    }
    m_isSaving = true;
    const auto finish = [this](const AccountId& account, const Result<void>& result) {
        m_isSaving = false;
        if (!result) {
            showError(format::sentence(result.error()));
            return;
        }
        emit saved(account);
        accept();
    };
    if (m_account) {
        whenDone(
            m_parts.editor.changePerson(*m_account, person), this,
            [finish, id = m_account->id](const Result<void>& changed) { finish(id, changed); });
        return;
    }
    whenDone(m_parts.editor.addPerson(person), this, [finish](const Result<AccountId>& added) {
        added ? finish(*added, {}) : finish({}, added.error());
    });
}

void AccountDialog::showError(const QString& sentence)
{
    m_error->setText(sentence);
    m_error->show();
    grow();
    announce(*m_error, sentence);
}

// A key may be dropped anywhere on the dialog.
void AccountDialog::dragEnterEvent(QDragEnterEvent* event)
{
    if (KeyList::canTake(*event->mimeData()))
        event->acceptProposedAction();
}

void AccountDialog::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    m_keys->take(*event->mimeData());
}

} // namespace sallyport

#include "moc_account_dialog.cpp"
