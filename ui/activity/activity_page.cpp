#include "ui/activity/activity_page.h"

#include "core/activity_archive.h"
#include "core/settings_store.h"
#include "core/when_done.h"
#include "ui/activity/activity_model.h"
#include "ui/activity/activity_view.h"
#include "ui/activity/block_question.h"
#include "ui/activity/details_dialog.h"
#include "ui/dialogs.h"
#include "ui/format.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/surfaces.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QComboBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QShortcut>
#include <QSignalBlocker>
#include <QTimer>

#include <algorithm>

namespace sallyport {

namespace {

using Action = ActivityFilter::Action;
using Column = ActivityModel::Column;
using RowKind = ActivityModel::RowKind;

QComboBox* choice(const QString& name, const QString& accessibleName)
{
    auto* box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(accessibleName);
    box->setMinimumHeight(theme::control);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setMaximumWidth(box->fontMetrics().averageCharWidth() * 24);
    return box;
}

// Keeps the chosen one, also when the others change.
void refill(QComboBox& box, const QString& all, const QStringList& others)
{
    const QVariant chosen = box.currentData();
    const QSignalBlocker quiet(box);
    box.clear();
    box.addItem(all, QString());
    for (const QString& other : others)
        box.addItem(other, other);
    box.setCurrentIndex(std::max(0, box.findData(chosen)));
}

} // namespace

ActivityPage::ActivityPage(const CoreParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_model(new ActivityModel(parts.activity, parts.live, parts.settings, this))
    , m_view(new ActivityView(*m_model))
    , m_frame(new PageFrame(tr("Activity"), {}))
    , m_typing(new QTimer(this))
{
    setObjectName(QStringLiteral("activityPage"));
    m_export = pushButton(tr("Export"), QStringLiteral("export"));
    m_export->setObjectName(QStringLiteral("export"));
    m_frame->addControl(m_export);
    m_frame->body()->setSpacing(theme::rowGap);
    m_frame->body()->addWidget(makeFilters());
    m_frame->body()->addWidget(makeTable(), 1);
    m_nothing =
        new EmptyState(QStringLiteral("activity"), tr("Nothing has happened yet"),
                       tr("Who downloads, uploads or fails to log in is written down here."));
    m_noMatch = new EmptyState(QStringLiteral("find"), {}, {});
    auto* clear = linkButton(tr("Clear filters"));
    clear->setObjectName(QStringLiteral("clearFilters"));
    m_noMatch->setAction(clear);
    m_frame->body()->addWidget(m_nothing, 1);
    m_frame->body()->addWidget(m_noMatch, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_frame);

    connect(clear, &QAbstractButton::clicked, this, &ActivityPage::clearFilters);
    connect(m_export, &QAbstractButton::clicked, this, &ActivityPage::exportAll);
    connect(m_model, &ActivityModel::countsChanged, this, &ActivityPage::showCounts);
    connect(m_model, &ActivityModel::namesChanged, this, &ActivityPage::showNames);
    connect(&parts.settings, &SettingsStore::changed, this, [this] {
        showNames();
        m_view->viewport()->update(); // a remedy may be done
    });
    auto* problems = new QShortcut(QKeySequence(tr("Ctrl+P", "problems")), this);
    problems->setContext(Qt::WidgetWithChildrenShortcut);
    connect(problems, &QShortcut::activated, m_problems, &QAbstractButton::toggle);
    showNames();
    showCounts();
}

ActivityPage::~ActivityPage() = default;

QWidget* ActivityPage::makeFilters()
{
    m_find = new QLineEdit;
    m_find->setObjectName(QStringLiteral("findInActivity"));
    m_find->setPlaceholderText(tr("Find in activity"));
    m_find->setAccessibleName(tr("Find in activity"));
    m_find->setClearButtonEnabled(true);
    m_find->setMinimumHeight(theme::control);
    m_find->addAction(icon(QStringLiteral("find"), theme::Tint::Quiet), QLineEdit::LeadingPosition);
    m_find->installEventFilter(this);
    m_people = choice(QStringLiteral("people"), tr("Person"));
    m_shares = choice(QStringLiteral("folders"), tr("Folder"));
    m_actions = choice(QStringLiteral("actions"), tr("What happened"));
    m_actions->addItem(tr("All actions"), int(Action::All));
    m_actions->addItem(tr("Downloads"), int(Action::Downloads));
    m_actions->addItem(tr("Uploads"), int(Action::Uploads));
    m_actions->addItem(tr("Changes"), int(Action::Changes));
    m_actions->addItem(tr("Logins"), int(Action::Logins));
    m_actions->addItem(tr("Blocks and limits"), int(Action::Blocks));
    m_actions->addItem(tr("This computer"), int(Action::Here));
    m_problems = pushButton({}, QStringLiteral("problem"), theme::Tint::Problem);
    m_problems->setObjectName(QStringLiteral("problems"));
    m_problems->setCheckable(true);
    m_clear = linkButton(tr("Clear filters"));
    m_clear->setObjectName(QStringLiteral("clearRun"));
    m_clear->hide();

    auto* bar = new QWidget;
    bar->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_filters = new QBoxLayout(QBoxLayout::LeftToRight, bar);
    m_filters->setContentsMargins({});
    m_filters->setSpacing(theme::gap);
    bar->installEventFilter(this);
    m_choices = new QHBoxLayout;
    m_choices->setSpacing(theme::gap);
    for (QWidget* one : {static_cast<QWidget*>(m_people), static_cast<QWidget*>(m_shares),
                         static_cast<QWidget*>(m_actions), static_cast<QWidget*>(m_clear)})
        m_choices->addWidget(one);
    m_choices->addStretch();
    m_choices->addWidget(m_problems);
    m_filters->addWidget(m_find, 1);
    m_filters->addLayout(m_choices);

    m_typing->setSingleShot(true);
    m_typing->setInterval(150); // ms, after the last letter
    connect(m_typing, &QTimer::timeout, this, &ActivityPage::filter);
    connect(m_find, &QLineEdit::textChanged, m_typing, qOverload<>(&QTimer::start));
    connect(m_clear, &QAbstractButton::clicked, this, &ActivityPage::clearFilters);
    for (QComboBox* box : {m_people, m_shares, m_actions})
        connect(box, &QComboBox::currentIndexChanged, this, &ActivityPage::filter);
    connect(m_problems, &QAbstractButton::toggled, this, &ActivityPage::filter);
    return bar;
}

QWidget* ActivityPage::makeTable()
{
    m_table = new Card;
    m_view->setObjectName(QStringLiteral("activity"));
    auto* layout = new QVBoxLayout(m_table);
    layout->setContentsMargins(3, 3, 3, 3);
    layout->addWidget(m_view);
    m_pill = new PrimaryButton({}, QStringLiteral("sent"), m_view);
    m_pill->setObjectName(QStringLiteral("newEntries"));
    m_pill->hide();
    m_view->installEventFilter(this);

    connect(m_pill, &QAbstractButton::clicked, this, [this] {
        m_view->goToTop();
        m_view->setFocus();
    });
    connect(m_view, &ActivityView::unseenChanged, this, [this](int count) {
        m_pill->setText(tr("%n new", nullptr, count));
        m_pill->setVisible(count > 0);
        placePill();
    });
    connect(m_view, &QAbstractItemView::activated, this, &ActivityPage::openDetails);
    connect(m_view, &ActivityView::moreAsked, this, &ActivityPage::showRun);
    connect(m_view, &ActivityView::remedyAsked, this, [this](const QModelIndex& index) {
        if (const auto what = m_model->remedyOf(index))
            emit remedy(what->setting);
    });
    connect(m_view, &TableView::menuAsked, this, &ActivityPage::openMenu);
    connect(m_view, &TableView::copyAsked, this, [this] {
        if (m_view->currentIndex().isValid())
            CopyAction::copy(m_model->rowText(m_view->currentIndex()), CopyAction::Secret::No);
    });
    connect(m_view, &TableView::copyPathAsked, this, &ActivityPage::copyPath);
    return m_table;
}

// In one line where there is room, else the choices below the field.
void ActivityPage::arrangeFilters()
{
    const int least = m_find->fontMetrics().averageCharWidth() * 24;
    const bool fits =
        m_choices->sizeHint().width() + theme::gap + least <= m_filters->parentWidget()->width();
    const auto direction = fits ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
    if (m_filters->direction() == direction)
        return;
    m_filters->setDirection(direction);
    m_filters->parentWidget()->updateGeometry();
}

void ActivityPage::placePill()
{
    m_pill->adjustSize();
    m_pill->move((m_view->width() - m_pill->width()) / 2, m_view->header()->height() + theme::gap);
    m_pill->raise();
}

bool ActivityPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_view && event->type() == QEvent::Resize)
        placePill();
    if (watched == m_filters->parentWidget() && event->type() == QEvent::Resize)
        arrangeFilters();
    if (watched == m_find && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape && !m_find->text().isEmpty()) {
            m_find->clear();
            return true;
        }
        if (key == Qt::Key_Down) {
            m_view->setFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ActivityPage::focusSearch()
{
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void ActivityPage::showCounts()
{
    const int entries = m_model->entries(), problems = m_model->problems();
    //: The halves of "1,482 entries, 4 problems".
    m_frame->setSubtitle(entries == 0 ? QString()
                                      : tr("%1, %2", "entries, problems")
                                            .arg(tr("%Ln entries", nullptr, entries),
                                                 tr("%Ln problems", nullptr, problems)));
    m_problems->setText(tr("Problems %1", "and how many").arg(QLocale().toString(problems)));
    m_problems->setAccessibleName(tr("%Ln problems", nullptr, problems));
    const bool nothing = entries == 0;
    const bool noMatch = !nothing && m_model->shownEntries() == 0;
    m_nothing->setVisible(nothing);
    m_noMatch->setVisible(noMatch);
    if (noMatch)
        m_noMatch->setTexts(m_find->text().isEmpty()
                                ? tr("No matches")
                                : tr("No matches for “%1”").arg(m_find->text()),
                            {});
    m_table->setVisible(!nothing && !noMatch);
    m_filters->parentWidget()->setVisible(!nothing || m_model->filter().isActive());
    m_export->setVisible(!nothing);
    arrangeFilters();
}

void ActivityPage::showNames()
{
    QStringList people;
    for (const Account& account : m_parts.settings.current().accounts)
        people += account.userName;
    for (const QString& name : m_model->people()) {
        if (!people.contains(name))
            people += name;
    }
    refill(*m_people, tr("Everyone"), people);

    const QVariant chosen = m_shares->currentData();
    QList<QByteArray> shares;
    for (const Share& share : m_parts.settings.current().shares)
        shares += share.name;
    for (const QByteArray& name : m_model->shares()) {
        if (!shares.contains(name))
            shares += name;
    }
    {
        const QSignalBlocker quiet(m_shares);
        m_shares->clear();
        m_shares->addItem(tr("All folders"), QByteArray());
        for (const QByteArray& share : std::as_const(shares))
            m_shares->addItem(format::name(share), share);
        m_shares->setCurrentIndex(std::max(0, m_shares->findData(chosen)));
    }
    arrangeFilters();
    // Who was chosen may be gone: nobody filters without saying so.
    const ActivityFilter& now = m_model->filter();
    if (now.user != m_people->currentData().toString()
        || now.share != m_shares->currentData().toByteArray())
        filter();
}

void ActivityPage::filter()
{
    m_typing->stop();
    ActivityFilter filter;
    filter.user = m_people->currentData().toString();
    filter.share = m_shares->currentData().toByteArray();
    filter.action = Action(m_actions->currentData().toInt());
    filter.problemsOnly = m_problems->isChecked();
    filter.text = m_find->text().trimmed();
    filter.run = m_run;
    m_clear->setVisible(m_run.has_value());
    arrangeFilters();
    m_model->setFilter(filter);
}

void ActivityPage::clearFilters()
{
    m_run.reset();
    {
        const QSignalBlocker one(m_people), two(m_shares), three(m_actions), four(m_problems);
        m_people->setCurrentIndex(0);
        m_shares->setCurrentIndex(0);
        m_actions->setCurrentIndex(0);
        m_problems->setChecked(false);
    }
    m_find->clear(); // its own button hears of it too
    filter();
    m_view->setFocus();
}

// All files of a run, each in its row.
void ActivityPage::showRun(const QModelIndex& index)
{
    const ActivityFilter wanted = m_model->filterOfRun(index);
    if (!wanted.run)
        return;
    m_run = wanted.run;
    {
        const QSignalBlocker one(m_people), two(m_shares), three(m_actions);
        m_people->setCurrentIndex(std::max(0, m_people->findData(wanted.user)));
        m_shares->setCurrentIndex(std::max(0, m_shares->findData(wanted.share)));
        m_actions->setCurrentIndex(std::max(0, m_actions->findData(int(wanted.action))));
    }
    filter();
}

void ActivityPage::openDetails(const QModelIndex& index)
{
    if (m_model->kindOf(index) == RowKind::More)
        return showRun(index);
    const ActivityEvent* event = m_model->eventOf(index);
    if (!event)
        return;
    const auto text = [this, &index](Column column) {
        const QModelIndex cell = index.siblingAtColumn(column);
        if (const QString own = cell.data().toString();
            !own.isEmpty() || m_model->kindOf(index) != RowKind::Child)
            return own;
        return index.parent().siblingAtColumn(column).data().toString();
    };
    QList<DetailsDialog::Fact> facts;
    const auto add = [&facts](const QString& label, const QString& value) {
        if (!value.isEmpty())
            facts.append({label, value});
    };
    add(tr("Time"), format::moment(event->at));
    add(tr("Person"), text(Column::Person));
    add(tr("Address"), text(Column::Address));
    if (m_model->kindOf(index) != RowKind::Run && event->path)
        add(tr("Path"), format::name(event->path->bytes()));
    if (!event->target.isEmpty())
        add(tr("To"), format::name(event->target));
    add(tr("Size"), text(Column::Size));
    add(tr("Rate"), text(Column::Rate));
    if (event->elapsed.value_or(std::chrono::milliseconds(0)) >= std::chrono::seconds(1)
        && m_model->kindOf(index) != RowKind::Run)
        add(tr("Took"),
            format::span(std::chrono::duration_cast<std::chrono::seconds>(*event->elapsed)));
    add(tr("Program"), event->client.isEmpty() ? QString() : format::client(event->client));
    add(tr("Result"), text(Column::Result));
    auto* details = new DetailsDialog(text(Column::What), facts, this);
    if (const auto what = m_model->remedyOf(index))
        connect(details->addAction(what->text), &QAbstractButton::clicked, this,
                [this, details, setting = what->setting] {
                    details->accept();
                    emit remedy(setting);
                });
    details->open();
}

// On this computer, of what a row is about; empty: it is about no file, or its share is gone.
QByteArray ActivityPage::folderOf(const QModelIndex& index) const
{
    const ActivityEvent* event = m_model->eventOf(index);
    if (!event || !event->path || event->share.isEmpty())
        return {};
    VirtualPath path = *event->path;
    if (event->kind == ActivityEvent::Kind::Renamed
        && event->outcome == ActivityEvent::Outcome::Ok) {
        if (const Result<VirtualPath> now = VirtualPath::parse(event->target))
            path = *now;
    }
    for (const Share& share : m_parts.settings.current().shares) {
        if (share.name != event->share)
            continue;
        const VirtualPath inside = path.first() == share.name ? path.withoutFirst() : path;
        const VirtualPath folder = inside.parent();
        return folder.isRoot() ? share.folder : share.folder + folder.bytes();
    }
    return {};
}

void ActivityPage::copyPath()
{
    const ActivityEvent* event = m_model->eventOf(m_view->currentIndex());
    if (event && event->path)
        CopyAction::copy(format::name(event->path->bytes()), CopyAction::Secret::No);
}

void ActivityPage::openMenu(const QPoint& global)
{
    const QPersistentModelIndex index = m_view->currentIndex();
    const ActivityEvent* event = m_model->eventOf(index);
    if (!event)
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("activityMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const auto what = m_model->remedyOf(index)) {
        menu->addAction(icon(QStringLiteral("older-devices")), what->text, this,
                        [this, setting = what->setting] { emit remedy(setting); });
        menu->addSeparator();
    }
    menu->addAction(menuIcon(QStringLiteral("info")), tr("Details"), this,
                    [this, index] { openDetails(index); });
    if (event->path)
        menu->addAction(menuIcon(QStringLiteral("copy")), tr("Copy path"), this,
                        &ActivityPage::copyPath);
    if (const QByteArray folder = folderOf(index); !folder.isEmpty())
        menu->addAction(menuIcon(QStringLiteral("folder-open")), tr("Show in folder"), this,
                        [this, folder] { m_parts.dialogs.openOnDesktop(this, folder); });
    if (const QString address = format::address(event->peer); !address.isEmpty()) {
        menu->addSeparator();
        menu->addAction(icon(QStringLiteral("block-address")), tr("Block this address…"), this,
                        [this, address] { askToBlock(m_parts, this, address); });
    }
    menu->popup(global);
}

void ActivityPage::exportAll()
{
    const QString name = tr("Activity %1", "a file name, with a date")
                             .arg(QDate::currentDate().toString(Qt::ISODate));
    m_parts.dialogs.chooseNewFile(
        this, tr("Export"), name + QStringLiteral(".csv"),
        {tr("Spreadsheet (*.csv)"), tr("JSON lines (*.jsonl)")}, [this](const QString& file) {
            const auto format = file.endsWith(QLatin1String(".jsonl"), Qt::CaseInsensitive)
                    || file.endsWith(QLatin1String(".json"), Qt::CaseInsensitive)
                ? ActivityArchive::Format::JsonLines
                : ActivityArchive::Format::Csv;
            m_model->takeIn();
            const QList<ActivityEvent> events = m_model->matching();
            whenDone(m_parts.archive.exportTo(file, format, events), this,
                     [this, count = int(events.size())](const Result<void>& done) {
                         if (done)
                             say(true, tr("%Ln entries were exported.", nullptr, count));
                         else
                             say(false, format::sentence(done.error()));
                     });
        });
}

void ActivityPage::say(bool isGood, const QString& sentence)
{
    if (m_bar)
        m_bar->deleteLater();
    auto* bar =
        new MessageBar(isGood ? MessageBar::Kind::Good : MessageBar::Kind::Problem, sentence);
    bar->setObjectName(QStringLiteral("exported"));
    bar->setClosable();
    m_bar = bar;
    m_frame->body()->insertWidget(0, bar);
    connect(bar, &MessageBar::closed, this, [this] {
        m_bar->deleteLater();
        m_bar = nullptr;
    });
}

} // namespace sallyport

#include "moc_activity_page.cpp"
