#include "ui/preferences/preferences_dialog.h"

#include "core/settings_editor.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "core/when_done.h"
#include "ui/dialogs.h"
#include "ui/format.h"
#include "ui/preferences/autostart.h"
#include "ui/preferences/general_page.h"
#include "ui/preferences/limits_page.h"
#include "ui/preferences/network_page.h"
#include "ui/preferences/notifications_page.h"
#include "ui/preferences/security_page.h"
#include "ui/preferences/subject_list.h"
#include "ui/preferences/waiting_change.h"
#include "ui/shares/pieces.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/surfaces.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>

namespace sallyport {

namespace {

constexpr int mostListed = 10;   // lines of a question
const QSize wholeSize(800, 560); // a little more than the picture's: its hints stay on one line

} // namespace

PreferencesDialog::PreferencesDialog(const CoreParts& parts, QWidget* parent)
    : QDialog(parent)
    , m_parts(parts)
    , m_subjects(new SubjectList)
    , m_stack(new QStackedWidget)
    , m_general(new GeneralPage(parts.autostart))
    , m_ok(new PrimaryButton(tr("OK")))
    , m_bars(new QVBoxLayout)
{
    setObjectName(QStringLiteral("preferencesDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    setWindowTitle(tr("Preferences"));

    addPage(QStringLiteral("general"), tr("General"), QStringLiteral("preferences"), m_general);
    addPage(QStringLiteral("network"), tr("Network"), QStringLiteral("network-here"),
            new NetworkPage(parts));
    addPage(QStringLiteral("security"), tr("Security"), QStringLiteral("lock"),
            new SecurityPage(parts));
    addPage(QStringLiteral("limits"), tr("Limits"), QStringLiteral("limits"), new LimitsPage);
    addPage(QStringLiteral("notifications"), tr("Notifications"), QStringLiteral("notifications"),
            new NotificationsPage);
    connect(m_subjects, &SubjectList::currentRowChanged, m_stack, &QStackedWidget::setCurrentIndex);
    m_subjects->setCurrentRow(0);

    auto* body = new QHBoxLayout;
    body->setSpacing(theme::block + theme::pairGap);
    body->addWidget(m_subjects);
    body->addWidget(m_stack, 1);
    m_ok->setObjectName(QStringLiteral("ok"));
    m_ok->setDefault(true);
    QPushButton* cancel = pushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancel"));
    cancel->setAutoDefault(false);
    m_ok->setMinimumWidth(cancel->sizeHint().width());
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(theme::gap);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_ok);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::block, theme::block, theme::block + theme::pairGap,
                               theme::block);
    layout->setSpacing(theme::rowGap);
    layout->addLayout(m_bars);
    layout->addLayout(body, 1);
    layout->addWidget(new Divider);
    layout->addLayout(buttons);
    resize(sizeHint().expandedTo(wholeSize));

    connect(m_ok, &QPushButton::clicked, this, &PreferencesDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &PreferencesDialog::reject);
    connect(&parts.settings, &SettingsStore::changed, this, [this] {
        // What the person is at is not taken from under their hands, be it half a word; only what
        // they change is saved later.
        if (inputs() == m_untouched)
            reload();
    });
    reload();
    tellWaiting();
}

void PreferencesDialog::addPage(const QString& name, const QString& title, const QString& iconName,
                                PreferencesPage* page)
{
    m_subjects->addSubject(name, title, iconName);
    page->setObjectName(name + QStringLiteral("Page"));
    QScrollArea* area = pageScroll(page);
    area->setMinimumWidth(page->minimumSizeHint().width()
                          + area->verticalScrollBar()->sizeHint().width());
    m_stack->addWidget(area);
    m_pages += page;
}

void PreferencesDialog::showPage(const QString& name)
{
    m_subjects->choose(name);
}

void PreferencesDialog::reload()
{
    m_change.shown = m_parts.settings.current();
    for (PreferencesPage* page : std::as_const(m_pages))
        page->load(m_change.shown);
    m_untouched = inputs();
}

// What stands in the controls, as it was typed and chosen.
QStringList PreferencesDialog::inputs() const
{
    QStringList all;
    for (const QLineEdit* edit : m_stack->findChildren<QLineEdit*>()) { // numbers have one inside
        if (!qobject_cast<const QComboBox*>(edit->parentWidget()))
            all += edit->text();
    }
    for (const QComboBox* box : m_stack->findChildren<QComboBox*>()) {
        // What is shown of a choice may change by itself: an address of this computer.
        const bool isChosen = box->currentText() == box->itemText(box->currentIndex());
        const QVariant value = isChosen ? box->currentData() : QVariant();
        all += value.isValid() ? value.toString() : box->currentText();
    }
    for (const QAbstractButton* button : m_stack->findChildren<QAbstractButton*>()) {
        if (button->isCheckable())
            all += button->isChecked() ? QStringLiteral("on") : QString();
    }
    return all;
}

// What the pages say; false: something is wrong, and shown.
bool PreferencesDialog::gather()
{
    m_change.wanted = m_change.shown;
    for (qsizetype i = 0; i < m_pages.size(); ++i) {
        if (QWidget* wrong = m_pages[i]->write(m_change.wanted)) {
            m_subjects->setCurrentRow(int(i));
            wrong->setFocus();
            return false;
        }
    }
    Settings whole = m_parts.settings.current();
    m_change.carryRest(whole);
    m_change.carryEnding(whole);
    if (const auto checked = checkSettings(whole); !checked) {
        complain(format::sentence(checked.error()));
        return false;
    }
    return true;
}

QList<ConnectionInfo> PreferencesDialog::endedBy(const PreferencesChange& change) const
{
    QList<ConnectionInfo> ended;
    if (m_parts.sharing.state() != Sharing::State::On)
        return ended;
    const Settings& now = m_parts.settings.current();
    const bool all = change.restarts(now);
    const QSet<AccountId> losers = change.losers(now);
    for (const ConnectionInfo& connection : m_parts.sharing.server().connections()) {
        const bool isLoggedIn = !connection.account.value.isEmpty();
        if (isLoggedIn && (all || losers.contains(connection.account)))
            ended += connection;
    }
    return ended;
}

void PreferencesDialog::accept()
{
    if (!m_ok->isEnabled() || !gather())
        return;
    const QList<ConnectionInfo> ended = endedBy(m_change);
    if (ended.isEmpty())
        save(true);
    else
        askWhen(ended);
}

void PreferencesDialog::askWhen(const QList<ConnectionInfo>& ended)
{
    QSet<QString> people;
    QStringList lines;
    for (const ConnectionInfo& connection : ended) {
        const QString name = format::name(connection.user.toUtf8());
        people += name;
        lines += tr("%1 from %2").arg(name, format::address(connection.peer));
    }
    lines.removeDuplicates();
    if (lines.size() > mostListed) {
        const int more = int(lines.size()) - mostListed + 1;
        lines = lines.first(mostListed - 1);
        lines += tr("… and %n more", nullptr, more);
    }
    Question question;
    question.name = QStringLiteral("endsConnectionsQuestion");
    question.icon = QStringLiteral("connections");
    question.heading = tr("%n people are connected", nullptr, int(people.size()));
    question.text = tr("What you changed ends their connections. Files that are on their way are "
                       "cut short. The other changes are made at once.");
    question.details = lines;
    question.answers = {{tr("Cancel"), Question::Role::Cancel},
                        {tr("Change now"), Question::Role::Drastic},
                        {tr("When nobody is connected"), Question::Role::Safe}};
    m_parts.dialogs.ask(this, question, [this](qsizetype answer) {
        if (answer == 0)
            return;
        if (answer == 2)
            WaitingChange::wait(m_parts,
                                [change = m_change](Settings& now) { change.carryEnding(now); });
        save(answer == 1);
    });
}

void PreferencesDialog::save(bool withEnding)
{
    m_ok->setEnabled(false);
    const auto change = [change = m_change, withEnding](Settings& now) {
        change.carryRest(now);
        if (withEnding)
            change.carryEnding(now);
    };
    whenDone(m_parts.editor.change(change), this, [this](const Result<void>& saved) {
        if (saved)
            return saveAutostart();
        m_ok->setEnabled(true);
        complain(format::sentence(saved.error()));
    });
}

void PreferencesDialog::saveAutostart()
{
    Autostart* autostart = m_parts.autostart;
    if (!autostart || autostart->isOn() == m_general->wantsStartAtLogin())
        return finish();
    whenDone(autostart->setOn(m_general->wantsStartAtLogin()), this,
             [this](const Result<void>& set) {
                 if (set)
                     return finish();
                 m_ok->setEnabled(true);
                 reload(); // the rest is saved
                 showPage(QStringLiteral("general"));
                 complain(format::sentence(set.error()));
             });
}

void PreferencesDialog::finish()
{
    QDialog::accept();
}

void PreferencesDialog::complain(const QString& sentence)
{
    if (!m_problem) {
        m_problem = new MessageBar(MessageBar::Kind::Problem, sentence);
        m_problem->setObjectName(QStringLiteral("preferencesProblem"));
        m_problem->setClosable();
        connect(m_problem, &MessageBar::closed, this, [this] { m_problem->hide(); });
        m_bars->addWidget(m_problem);
    }
    m_problem->setSentence(sentence);
    m_problem->show();
}

void PreferencesDialog::tellWaiting()
{
    WaitingChange* waiting = WaitingChange::current(m_parts);
    if (!waiting)
        return;
    auto* bar = new MessageBar(MessageBar::Kind::Attention,
                               tr("A change waits until nobody is connected."));
    bar->setObjectName(QStringLiteral("waitingChange"));
    QAbstractButton* now = bar->addAction(tr("Change now"));
    now->setObjectName(QStringLiteral("changeNow"));
    m_bars->addWidget(bar);
    connect(now, &QAbstractButton::clicked, waiting, &WaitingChange::makeNow);
    connect(waiting, &QObject::destroyed, bar, &QObject::deleteLater);
}

} // namespace sallyport

#include "moc_preferences_dialog.cpp"
