#include "ui/people/people_page.h"

#include "core/settings_editor.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "core/when_done.h"
#include "ui/dialogs.h"
#include "ui/format.h"
#include "ui/people/account_dialog.h"
#include "ui/people/people_model.h"
#include "ui/people/people_table.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/surfaces.h"

#include <QKeySequence>
#include <QMenu>
#include <QShortcut>
#include <QVBoxLayout>

namespace sallyport {

namespace {

constexpr int tableInset = 3; // a table never touches the corners of its card

} // namespace

PeoplePage::PeoplePage(const CoreParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_model(new PeopleModel(parts.settings, parts.activity, this))
{
    setObjectName(QStringLiteral("peoplePage"));
    build();
    connect(m_model, &PeopleModel::accessWanted, this, &PeoplePage::setAccess);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &PeoplePage::showState);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &PeoplePage::showState);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &PeoplePage::showState);
    connect(&parts.settings, &SettingsStore::changed, this, &PeoplePage::nameThem);
    connect(&parts.sharing, &Sharing::revoked, this, &PeoplePage::tellRevoked);
    nameThem();
    showState();
}

PeoplePage::~PeoplePage() = default;

void PeoplePage::build()
{
    m_frame = new PageFrame(tr("People"), tr("What each person may do in each folder"), this);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins({});
    page->addWidget(m_frame);

    m_edit = pushButton(tr("Edit…"));
    m_edit->setObjectName(QStringLiteral("editPerson"));
    m_remove = pushButton(tr("Remove…"));
    m_remove->setObjectName(QStringLiteral("removePerson"));
    m_add = new PrimaryButton(tr("Add person"), QStringLiteral("person-add"));
    m_add->setObjectName(QStringLiteral("addPerson"));
    m_frame->addControl(m_edit);
    m_frame->addControl(m_remove);
    m_frame->addControl(m_add);
    connect(m_add, &QPushButton::clicked, this, &PeoplePage::addPerson);
    connect(m_edit, &QPushButton::clicked, this, [this] { editPerson(m_table->currentIndex()); });
    connect(m_remove, &QPushButton::clicked, this,
            [this] { removePerson(m_table->currentIndex()); });

    m_card = new Card;
    m_card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum); // as high as its rows
    m_table = new PeopleTable(*m_model);
    m_table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* inCard = new QVBoxLayout(m_card);
    inCard->setContentsMargins(tableInset, tableInset, tableInset, tableInset);
    inCard->addWidget(m_table);
    connect(m_table, &PeopleTable::editWanted, this, &PeoplePage::editPerson);
    connect(m_table, &PeopleTable::removeWanted, this, &PeoplePage::removePerson);
    connect(m_table, &PeopleTable::copyWanted, this, &PeoplePage::copyRow);
    connect(m_table, &PeopleTable::menuWanted, this, &PeoplePage::showMenu);

    m_emptyCard = new Card;
    m_empty = new EmptyState(QStringLiteral("people"), {}, {});
    m_empty->setObjectName(QStringLiteral("peopleEmpty"));
    auto* addHere = new PrimaryButton(tr("Add person"), QStringLiteral("person-add"));
    addHere->setObjectName(QStringLiteral("addFirstPerson"));
    connect(addHere, &QPushButton::clicked, this, &PeoplePage::addPerson);
    m_empty->setAction(addHere);
    auto* inEmpty = new QVBoxLayout(m_emptyCard);
    inEmpty->setContentsMargins(theme::block, theme::margin, theme::block, theme::margin);
    inEmpty->addWidget(m_empty);

    m_frame->body()->addWidget(m_card);
    m_frame->body()->addWidget(m_emptyCard);
    m_frame->body()->addStretch(1);

    auto* undoKey = new QShortcut(QKeySequence::Undo, this);
    undoKey->setContext(Qt::WidgetWithChildrenShortcut);
    connect(undoKey, &QShortcut::activated, this, &PeoplePage::undo);
}

// The buttons are there while they have an object; there is one accent button, wherever it stands.
void PeoplePage::showState()
{
    const bool anybody = m_model->rowCount() > 0;
    const bool empty = m_model->hasOnlyGuests();
    m_card->setVisible(anybody);
    m_edit->setVisible(anybody);
    m_remove->setVisible(anybody);
    m_emptyCard->setVisible(empty);
    m_add->setVisible(!empty);
    if (empty)
        m_empty->setTexts(
            anybody ? tr("Only the guest so far") : tr("Nobody has been added yet"),
            tr("Give a person their own password or key, and decide folder by folder."));
}

void PeoplePage::addPerson()
{
    auto* dialog = new AccountDialog(m_parts, window());
    connect(dialog, &AccountDialog::saved, this, [this](const AccountId& account) {
        hideError();
        m_table->setCurrentIndex(m_model->indexOf(account));
    });
    dialog->open();
}

void PeoplePage::editPerson(const QModelIndex& index)
{
    const Account* account = m_model->account(index);
    if (!account)
        return;
    auto* dialog = new AccountDialog(m_parts, *account, window());
    dialog->setLastSeen(m_model->lastSeen(*account));
    connect(dialog, &AccountDialog::saved, this, &PeoplePage::hideError);
    dialog->open();
}

void PeoplePage::removePerson(const QModelIndex& index)
{
    const Account* account = m_model->account(index);
    if (!account)
        return;
    const QString name = account->userName;
    Question question;
    question.name = QStringLiteral("removePersonQuestion");
    question.heading = tr("Remove %1?").arg(name);
    question.text = index.data(PeopleModel::GuestRole).toBool()
        ? tr("The link leads nowhere then. Open connections end now. The files stay.")
        : tr("Open connections end now. The files stay.");
    question.icon = QStringLiteral("person");
    question.answers = {{tr("Cancel"), Question::Role::Cancel},
                        {withoutKeys(tr("Remove %1").arg(name)), Question::Role::Drastic}};
    m_parts.dialogs.ask(this, question, [this, id = account->id](qsizetype answer) {
        if (answer != 1)
            return;
        whenDone(m_parts.editor.removePerson(id), this, [this](const Result<void>& removed) {
            removed ? hideError() : showError(removed.error());
        });
    });
}

void PeoplePage::setAccess(const AccountId& account, const ShareId& share,
                           const std::optional<Access>& access)
{
    whenDone(m_parts.editor.setAccess(account, share, access), this,
             [this](const Result<void>& changed) {
                 changed ? hideError() : showError(changed.error());
             });
}

void PeoplePage::undo()
{
    if (!m_parts.editor.canUndo())
        return;
    whenDone(m_parts.editor.undo(), this, [this](const Result<void>& undone) {
        undone ? hideError() : showError(undone.error());
    });
}

void PeoplePage::copyRow(const QModelIndex& index)
{
    CopyAction::copy(m_model->rowText(index.row()), CopyAction::Secret::No);
}

void PeoplePage::showMenu(const QPoint& globalPosition)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QPersistentModelIndex index = m_table->currentIndex();
    menu->addAction(tr("Edit…"), this, [this, index] { editPerson(index); });
    menu->addAction(menuIcon(QStringLiteral("copy")), tr("Copy"), this,
                    [this, index] { copyRow(index); });
    if (m_parts.editor.canUndo())
        menu->addAction(menuIcon(QStringLiteral("undo")), tr("Undo the last change"), this,
                        &PeoplePage::undo);
    menu->addSeparator();
    menu->addAction(tr("Remove…"), this, [this, index] { removePerson(index); });
    menu->popup(globalPosition);
}

void PeoplePage::showError(const Error& error)
{
    if (m_error) {
        m_error->setSentence(format::sentence(error));
        return;
    }
    m_error = new MessageBar(MessageBar::Kind::Problem, format::sentence(error));
    m_error->setObjectName(QStringLiteral("peopleError"));
    m_error->setClosable();
    connect(m_error, &MessageBar::closed, this, &PeoplePage::hideError);
    m_frame->body()->insertWidget(0, m_error);
}

void PeoplePage::hideError()
{
    if (!m_error)
        return;
    m_error->hide();
    m_error->deleteLater();
    m_error = nullptr;
}

void PeoplePage::nameThem()
{
    for (const Account& account : m_parts.settings.current().accounts)
        m_names.insert(account.id, account.userName);
}

void PeoplePage::tellRevoked(const QSet<AccountId>& accounts)
{
    for (const AccountId& account : accounts) {
        const auto name = m_names.constFind(account);
        if (name != m_names.cend())
            emit personDisconnected(*name);
    }
}

} // namespace sallyport

#include "moc_people_page.cpp"
