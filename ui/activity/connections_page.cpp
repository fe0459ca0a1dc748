#include "ui/activity/connections_page.h"

#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/activity/block_question.h"
#include "ui/activity/blocked_addresses.h"
#include "ui/activity/connections_model.h"
#include "ui/activity/details_dialog.h"
#include "ui/activity/live_connections.h"
#include "ui/activity/table_view.h"
#include "ui/format.h"
#include "ui/shares/shown_invite.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/cells.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/surfaces.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QTimer>

#include <algorithm>

namespace sallyport {

namespace {

constexpr int pad = 10;    // beside the text of a cell
constexpr int avatar = 32; // across
constexpr int iconSide = 16;

using Column = ConnectionsModel::Column;

// Two lines a cell: the text and, quieter, what it says more.
class ConnectionsDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {0, std::max(theme::tallRow, lineHeight() * 2 + theme::block)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const bool first = index.column() == Column::Who;
        QRect rect = option.rect;
        painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1),
                          theme::color(theme::Tint::Hover));
        rect.adjust(pad, 0, -pad, 0);
        if (first) {
            const QString person = index.data(ConnectionsModel::PersonRole).toString();
            cells::paintAvatar(*painter,
                               QRect(rect.left(), rect.center().y() - avatar / 2, avatar, avatar),
                               person, person.isEmpty());
            rect.setLeft(rect.left() + avatar + pad);
        }
        if (const QString name = index.data(ConnectionsModel::IconRole).toString();
            !name.isEmpty()) {
            paintIcon(*painter,
                      QRect(rect.left(), rect.center().y() - iconSide / 2, iconSide, iconSide),
                      name, theme::Tint(index.data(ConnectionsModel::TintRole).toInt()));
            rect.setLeft(rect.left() + iconSide + theme::gap);
        }
        paintWords(*painter, rect, index);
    }

private:
    static int lineHeight() { return QFontMetrics(theme::font(theme::Type::Body)).height() + 2; }

    static void paintWords(QPainter& painter, const QRect& rect, const QModelIndex& index)
    {
        const QString text = index.data().toString();
        const QString more = index.data(ConnectionsModel::SubtextRole).toString();
        const QVariant progress = index.data(ConnectionsModel::ProgressRole);
        const auto weight =
            index.column() == Column::Who ? theme::Weight::Bold : theme::Weight::Normal;
        const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
        // A dash is no number.
        const auto tint = text == QLatin1String("—") ? theme::Tint::Quiet : theme::Tint::Text;
        if (more.isEmpty() && !progress.isValid()) {
            cells::paintText(painter, rect, text, tint, theme::Type::Body, weight, alignment);
            return;
        }
        const int height = lineHeight();
        const QRect above(rect.left(), rect.center().y() - height, rect.width(), height);
        QRect below(rect.left(), above.bottom() + 1, rect.width(), height);
        cells::paintText(painter, above, text, tint, theme::Type::Body, weight, alignment);
        if (!progress.isValid()) {
            cells::paintText(painter, below, more, theme::Tint::Quiet, theme::Type::Small,
                             theme::Weight::Normal, alignment, Qt::ElideRight);
            return;
        }
        // The words keep their place, so that the bar does not breathe with them.
        const int words = cells::widthOf(
            {ConnectionsModel::tr("%1 left").arg(QStringLiteral("88:88"))}, theme::Type::Small);
        cells::paintText(painter, below, more, theme::Tint::Quiet, theme::Type::Small,
                         theme::Weight::Normal, Qt::AlignRight | Qt::AlignVCenter, Qt::ElideRight);
        below.setRight(below.right() - words);
        cells::paintProgress(painter,
                             QRect(below.left(), below.center().y() - theme::progressBar / 2,
                                   below.width(), theme::progressBar),
                             progress.toDouble());
    }
};

// As high as its rows are, where there is room for them.
class FittingTable final : public TableView {
public:
    using TableView::TableView;
    QSize sizeHint() const override
    {
        const int rows = model() ? model()->rowCount() : 0;
        const int row = rows > 0 ? sizeHintForRow(0) : 0;
        return {TableView::sizeHint().width(), header()->sizeHint().height() + rows * row + 2};
    }
    QSize minimumSizeHint() const override
    {
        constexpr int seen = 3;
        const int row = std::max(sizeHintForRow(0), int(theme::tallRow));
        return {TableView::minimumSizeHint().width(),
                std::min(sizeHint().height(), header()->sizeHint().height() + seen * row)};
    }
};

} // namespace

ConnectionsPage::ConnectionsPage(const CoreParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_model(new ConnectionsModel(parts.live, parts.settings, this))
    , m_frame(new PageFrame(tr("Connections"), {}))
    , m_card(new Card)
    , m_blocked(new BlockedAddresses(parts))
    , m_quiet(new QTimer(this))
{
    setObjectName(QStringLiteral("connectionsPage"));
    auto* disconnectButton = pushButton({}, QStringLiteral("disconnect"));
    auto* blockButton = pushButton({}, QStringLiteral("block-address"));
    m_disconnect = disconnectButton;
    m_block = blockButton;
    m_disconnect->setObjectName(QStringLiteral("disconnect"));
    m_block->setObjectName(QStringLiteral("block"));
    m_frame->addControl(disconnectButton);
    m_frame->addControl(blockButton);

    auto* table = new FittingTable(tr("Connections"));
    m_table = table;
    table->setObjectName(QStringLiteral("connections"));
    // Who leaves takes the selection along: nobody else becomes the one to disconnect. Before the
    // table hears of it, which would choose a neighbour.
    connect(m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex&, int first, int last) {
                if (selectedRow() >= first && selectedRow() <= last)
                    m_table->selectionModel()->clear();
            });
    table->setModel(m_model);
    table->setItemDelegate(new ConnectionsDelegate(table));
    table->setUniformRowHeights(true);
    table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    const auto digits = [](const QString& longest, const QString& title) {
        return [longest, title] {
            return std::max(cells::widthOf({longest}),
                            cells::widthOf({title}, theme::Type::Small, theme::Weight::Bold));
        };
    };
    const auto title = [this](Column column) {
        return m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    };
    table->setColumns(
        {
            {[] {
                return avatar + pad
                    + cells::widthOf({QStringLiteral("guest-photo")}, theme::Type::Body,
                                     theme::Weight::Bold);
            }},
            {digits(QStringLiteral("255.255.255.255"), title(Column::From))},
            {},
            {digits(format::rate(88'800'000), title(Column::Rate))},
            {digits(format::size(88'800'000), title(Column::Moved)), 1},
            {digits(format::time(QDateTime::currentDateTimeUtc()), title(Column::Since)), 2},
        },
        [] {
            return cells::widthOf({ConnectionsModel::tr("Downloading %1")
                                       .arg(QStringLiteral("Photos/2024/IMG_2041.CR3"))});
        });
    auto* cardLayout = new QVBoxLayout(m_card);
    cardLayout->setContentsMargins(3, 3, 3, 3);
    cardLayout->addWidget(table);

    auto* empty =
        new EmptyState(QStringLiteral("connections"), tr("Nobody is connected"),
                       tr("Send the link to somebody. They appear here as soon as they connect."));
    m_empty = empty;
    auto* copy = new PrimaryButton(tr("Copy link"), QStringLiteral("link"));
    copy->setObjectName(QStringLiteral("copyLink"));
    m_copyLink = copy;
    new CopyAction(*copy, [this] { return inviteText(); });
    empty->setAction(copy);

    m_frame->body()->addWidget(m_card);
    m_frame->body()->addWidget(m_empty, 1);
    m_frame->body()->addWidget(m_blocked);
    m_frame->body()->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_frame);

    m_quiet->setInterval(60'000);
    connect(m_quiet, &QTimer::timeout, m_model, &ConnectionsModel::refreshQuiet);
    connect(m_disconnect, &QAbstractButton::clicked, this, &ConnectionsPage::disconnectSelected);
    connect(m_block, &QAbstractButton::clicked, this, &ConnectionsPage::blockSelected);
    connect(table, &TableView::menuAsked, this, &ConnectionsPage::openMenu);
    connect(table, &QAbstractItemView::activated, this, &ConnectionsPage::openDetails);
    connect(table, &TableView::copyAsked, this, [this] {
        if (selectedRow() >= 0)
            CopyAction::copy(m_model->details(selectedRow()).join(QLatin1Char('\n')),
                             CopyAction::Secret::No);
    });
    connect(table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { showSelected(); });
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &ConnectionsPage::showCounts);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &ConnectionsPage::showCounts);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &ConnectionsPage::timeQuiet);
    connect(&parts.sharing, &Sharing::stateChanged, this, [this] { showCounts(); });
    connect(&parts.sharing, &Sharing::shareStatusChanged, this, [this] { showCounts(); });
    connect(&parts.sharing, &Sharing::linksChanged, this, [this] { showCounts(); });
    connect(&parts.settings, &SettingsStore::changed, this, [this] { showCounts(); });
    showCounts();
    showSelected();
}

ConnectionsPage::~ConnectionsPage() = default;

void ConnectionsPage::showCounts()
{
    const int connections = m_model->rowCount();
    //: The halves of "4 people, 4 connections".
    m_frame->setSubtitle(connections == 0
                             ? QString()
                             : tr("%1, %2", "people, connections")
                                   .arg(tr("%n people", nullptr, m_parts.live.people()),
                                        tr("%n connections", nullptr, connections)));
    m_card->setVisible(connections > 0);
    m_empty->setVisible(connections == 0);
    m_copyLink->setVisible(!inviteText().isEmpty());
    m_table->updateGeometry();
    timeQuiet();
}

int ConnectionsPage::selectedRow() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? -1 : rows.first().row();
}

void ConnectionsPage::showSelected()
{
    const LiveConnection* live = m_model->at(selectedRow());
    m_disconnect->setVisible(live);
    m_block->setVisible(live);
    if (!live)
        return;
    const QString who = m_model->index(selectedRow(), Column::Who).data().toString();
    m_disconnect->setText(withoutKeys(tr("Disconnect %1").arg(who)));
    m_block->setText(tr("Block %1…").arg(format::address(live->info.peer)));
}

void ConnectionsPage::disconnectSelected()
{
    if (const LiveConnection* live = m_model->at(selectedRow()))
        m_parts.sharing.disconnect(live->info.id);
}

void ConnectionsPage::blockSelected()
{
    if (const LiveConnection* live = m_model->at(selectedRow()))
        askToBlock(m_parts, this, format::address(live->info.peer));
}

void ConnectionsPage::openMenu(const QPoint& global)
{
    if (selectedRow() < 0)
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("connectionMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(menuIcon(QStringLiteral("info")), tr("Details"), this,
                    &ConnectionsPage::openDetails);
    menu->addSeparator();
    menu->addAction(icon(QStringLiteral("disconnect")), m_disconnect->text(), this,
                    &ConnectionsPage::disconnectSelected);
    menu->addAction(icon(QStringLiteral("block-address")), m_block->text(), this,
                    &ConnectionsPage::blockSelected);
    menu->popup(global);
}

void ConnectionsPage::openDetails()
{
    const int row = selectedRow();
    if (row < 0)
        return;
    QList<DetailsDialog::Fact> facts;
    const QStringList lines = m_model->details(row);
    for (const QString& line : lines) {
        const qsizetype colon = line.indexOf(QLatin1String(": "));
        facts.append({line.left(colon), line.mid(colon + 2)});
    }
    (new DetailsDialog(m_model->index(row, Column::Who).data().toString(), facts, this))->open();
}

// The link of the first folder that somebody can open with it, for who has nobody connected yet.
QString ConnectionsPage::inviteText() const
{
    const Settings& settings = m_parts.settings.current();
    const QString host = inviteHosts(m_parts).value(0);
    for (const Share& share : settings.shares) {
        const Account* invited = invitedTo(settings, share);
        if (invited && !host.isEmpty() && leadsSomewhere(m_parts, share.id))
            return inviteLink(makeInvite(m_parts, share, invited, host));
    }
    return {};
}

void ConnectionsPage::timeQuiet()
{
    if (!isVisible() || !m_model->isAnyQuiet())
        m_quiet->stop();
    else if (!m_quiet->isActive())
        m_quiet->start();
}

void ConnectionsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_model->refreshQuiet();
    timeQuiet();
}

void ConnectionsPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    timeQuiet();
}

} // namespace sallyport

#include "moc_connections_page.cpp"
