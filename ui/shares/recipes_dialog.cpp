#include "ui/shares/recipes_dialog.h"

#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/format.h"
#include "ui/shares/flow_layout.h"
#include "ui/shares/password_row.h"
#include "ui/shares/pieces.h"
#include "ui/shares/recipe_list.h"
#include "ui/shares/recipe_steps.h"
#include "ui/shares/shown_invite.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_order.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

namespace sallyport {

namespace {

QComboBox* choice(const QString& objectName, const QString& name)
{
    auto* box = new QComboBox;
    box->setObjectName(objectName);
    box->setAccessibleName(name);
    box->setMinimumHeight(theme::control);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return box;
}

// A word and its box stay together when the row breaks.
QWidget* pair(const QString& word, QComboBox* box)
{
    auto* label = new TextLabel(word);
    label->setBuddy(box);
    auto* both = new QWidget;
    auto* layout = new QHBoxLayout(both);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap);
    layout->addWidget(label);
    layout->addWidget(box);
    return both;
}

// Fills in what is there now and keeps what was chosen.
void refill(QComboBox& box, const QList<std::pair<QString, QByteArray>>& entries)
{
    const QSignalBlocker quiet(box);
    const QByteArray chosen = box.currentData().toByteArray();
    box.clear();
    for (const auto& [text, data] : entries)
        box.addItem(text, data);
    box.setCurrentIndex(std::max(0, box.findData(chosen)));
}

} // namespace

RecipesDialog::RecipesDialog(const CoreParts& parts, const ShareId& share, QWidget* parent)
    : QDialog(parent)
    , m_parts(parts)
    , m_secret(new PasswordSecret(parts.credentials, this))
    , m_list(new RecipeList)
    , m_steps(pageScroll(new QWidget))
{
    setObjectName(QStringLiteral("recipesDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("How to connect"));
    setWindowModality(Qt::WindowModal);
    m_steps->setObjectName(QStringLiteral("recipeSteps"));

    auto* body = new QHBoxLayout;
    body->setSpacing(theme::block);
    body->addWidget(m_list);
    body->addWidget(m_steps, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::margin - 4, theme::block + 2, theme::margin - 4,
                               theme::block);
    layout->setSpacing(theme::rowGap);
    layout->addLayout(makeChoices());
    layout->addWidget(new Divider);
    layout->addLayout(body, 1);
    layout->addWidget(new Divider);
    layout->addLayout(makeFoot());
    resize(820, 580);

    fillAccounts();
    const Settings& settings = m_parts.settings.current();
    if (const Share* first = findShare(settings, share)) {
        const Account* invited = invitedTo(settings, *first);
        m_as->setCurrentIndex(std::max(0, invited ? m_as->findData(invited->id.value) : 0));
        fillShares();
        m_to->setCurrentIndex(std::max(0, m_to->findData(share.value)));
    }
    fillAll();
    select(QStringLiteral("sftp"));

    connect(m_as, &QComboBox::currentIndexChanged, this, &RecipesDialog::fillAll);
    connect(m_to, &QComboBox::currentIndexChanged, this, &RecipesDialog::rewrite);
    connect(m_address, &QComboBox::currentIndexChanged, this, &RecipesDialog::rewrite);
    connect(m_list, &RecipeList::currentRowChanged, this, &RecipesDialog::showSelected);
    connect(&m_parts.settings, &SettingsStore::changed, this, &RecipesDialog::fillAll);
    connect(&m_parts.sharing, &Sharing::stateChanged, this, &RecipesDialog::fillAll);
    connect(&m_parts.sharing, &Sharing::linksChanged, this, &RecipesDialog::fillAll);
    connect(&m_parts.sharing, &Sharing::hostKeysChanged, this, &RecipesDialog::fillAll);
    connect(m_password, &PasswordRow::newPasswordWanted, this, [this] {
        const AccountId wanted = account();
        accept();
        emit newPasswordWanted(wanted);
    });
}

QLayout* RecipesDialog::makeChoices()
{
    m_as = choice(QStringLiteral("connectAs"), tr("Connect as"));
    m_to = choice(QStringLiteral("connectTo"), tr("to", "a shared folder"));
    m_to->setAccessibleName(tr("Shared folder"));
    m_address = choice(QStringLiteral("connectAddress"), tr("address"));
    auto* row = new FlowLayout(theme::rowGap);
    row->addWidget(pair(tr("Connect as"), m_as));
    row->addWidget(pair(tr("to", "a shared folder"), m_to));
    row->addWidget(pair(tr("address"), m_address));
    return row;
}

QLayout* RecipesDialog::makeFoot()
{
    m_showPassword = linkButton(tr("Show password…"));
    m_showPassword->setObjectName(QStringLiteral("showPasswordHere"));
    m_password = new PasswordRow(*m_secret);
    m_password->hide();
    auto* copy = iconButton(QStringLiteral("copy"), tr("Copy password"));
    copy->setObjectName(QStringLiteral("copyPasswordHere"));
    copy->hide();
    connect(copy, &QToolButton::clicked, m_secret, &PasswordSecret::copy);
    connect(m_secret, &PasswordSecret::copied, copy,
            [action = new CopyAction(*copy, {})] { action->showCopied(); });
    connect(m_password, &PasswordRow::changed, copy,
            [this, copy] { copy->setVisible(!m_password->isHidden() && m_password->canCopy()); });
    connect(m_showPassword, &QToolButton::clicked, this, [this] {
        m_showPassword->hide();
        m_password->show();
        m_secret->show();
    });
    auto* close = new PrimaryButton(tr("Close"));
    close->setObjectName(QStringLiteral("close"));
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_showPassword);
    foot->addWidget(m_password);
    foot->addWidget(copy, 0, Qt::AlignTop);
    foot->addStretch(1);
    foot->addWidget(close, 0, Qt::AlignTop);
    return foot;
}

void RecipesDialog::select(const QString& recipe)
{
    m_list->select(recipe);
    showSelected();
}

Invite RecipesDialog::invite() const
{
    const Settings& settings = m_parts.settings.current();
    const Share* to = findShare(settings, share());
    return to ? makeInvite(m_parts, *to, findAccount(settings, account()), m_address->currentText())
              : Invite();
}

AccountId RecipesDialog::account() const
{
    return {m_as->currentData().toByteArray()};
}

ShareId RecipesDialog::share() const
{
    return {m_to->currentData().toByteArray()};
}

void RecipesDialog::fillAccounts()
{
    QList<std::pair<QString, QByteArray>> entries;
    for (const Account& one : m_parts.settings.current().accounts) {
        if (!one.access.isEmpty())
            entries.emplace_back(one.userName, one.id.value);
    }
    refill(*m_as, entries);
}

// Of those the account may see; all, where there is no account yet.
void RecipesDialog::fillShares()
{
    const Settings& settings = m_parts.settings.current();
    const Account* as = findAccount(settings, account());
    QList<std::pair<QString, QByteArray>> entries;
    for (const Share& one : settings.shares) {
        if (!as || as->access.contains(one.id))
            entries.emplace_back(format::name(one.name), one.id.value);
    }
    refill(*m_to, entries);
}

void RecipesDialog::fillHosts()
{
    QList<std::pair<QString, QByteArray>> entries;
    for (const QString& host : inviteHosts(m_parts))
        entries.emplace_back(host, host.toUtf8());
    refill(*m_address, entries);
}

void RecipesDialog::fillAll()
{
    fillAccounts();
    fillShares();
    fillHosts();
    rewrite();
}

void RecipesDialog::rewrite()
{
    m_recipes = recipesFor(invite());
    m_list->fill(m_recipes);
    const Account* as = findAccount(m_parts.settings.current(), account());
    m_secret->setAccount(account(), as ? as->passwordVerifier : QByteArray());
    m_password->setLogin(PasswordRow::loginOf(as));
    showSelected();
}

void RecipesDialog::showSelected()
{
    const QString id = m_list->selected();
    const auto found = std::find_if(m_recipes.begin(), m_recipes.end(),
                                    [&id](const Recipe& recipe) { return recipe.id == id; });
    if (found == m_recipes.end() || *found == m_shown)
        return;
    m_shown = *found;
    m_steps->setWidget(new RecipeSteps(m_shown)); // deletes the one before
    m_steps->widget()->setAutoFillBackground(false);
    tabThrough(*m_steps->widget(), *m_steps);
    m_steps->verticalScrollBar()->setValue(0);
}

} // namespace sallyport

#include "moc_recipes_dialog.cpp"
