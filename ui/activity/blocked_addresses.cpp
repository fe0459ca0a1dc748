#include "ui/activity/blocked_addresses.h"

#include "core/activity_log.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/format.h"
#include "ui/reasons.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_order.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>
#include <cstring>

namespace sallyport {

namespace {

constexpr int mostSeen = 5; // rows, before the list scrolls

// An icon of a row; its word stands beside it.
class RowIcon final : public QWidget {
public:
    RowIcon() { setFixedSize(18, 18); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        paintIcon(painter, rect(), QStringLiteral("block-address"), theme::Tint::Attention);
    }
};

} // namespace

BlockedAddresses::BlockedAddresses(const CoreParts& parts, QWidget* parent)
    : Card(parent)
    , m_parts(parts)
    , m_list(new QScrollArea)
{
    setObjectName(QStringLiteral("blockedAddresses"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setWidgetResizable(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->viewport()->setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::block, theme::block, theme::block, theme::block);
    layout->setSpacing(theme::gap);
    layout->addWidget(
        new TextLabel(tr("Blocked addresses"), theme::Type::Heading, theme::Weight::Bold));
    layout->addWidget(m_list);

    // Penalties come and go with an event each, blocks with the settings.
    connect(&parts.activity, &ActivityLog::recorded, this, [this](const ActivityEvent& event) {
        if (event.kind == ActivityEvent::Kind::Blocked
            || event.kind == ActivityEvent::Kind::Unblocked)
            refresh();
    });
    connect(&parts.settings, &SettingsStore::changed, this, [this] { refresh(); });
    connect(&parts.sharing, &Sharing::stateChanged, this, [this] { refresh(); });
    refresh();
}

QWidget* BlockedAddresses::row(const QString& address, const QString& why)
{
    auto* line = new QWidget;
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins({});
    layout->setSpacing(theme::gap);
    auto* name = new TextLabel(address, theme::Type::Body, theme::Weight::Bold);
    name->setObjectName(QStringLiteral("blockedAddress"));
    auto* reason =
        new ElidedLabel({}, theme::Type::Body, theme::Weight::Normal, theme::Tint::Quiet);
    reason->setElideMode(Qt::ElideRight);
    reason->setFullText(why);
    reason->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* unblock = pushButton(tr("Unblock"), QStringLiteral("unblock-address"));
    unblock->setObjectName(QStringLiteral("unblock"));
    unblock->setAccessibleName(tr("Unblock %1").arg(address));
    connect(unblock, &QPushButton::clicked, this,
            [this, address] { m_parts.sharing.unblock(address); });
    layout->addWidget(new RowIcon);
    layout->addWidget(name);
    layout->addWidget(reason, 1);
    layout->addWidget(unblock);
    return line;
}

void BlockedAddresses::refresh()
{
    const auto penaltyText = [](const Penalty& penalty) {
        const QString until =
            format::time(QDateTime::currentDateTimeUtc().addSecs(qint64(penalty.left.count())));
        const KnownReason reason = knownReason(penalty.reason);
        if (reason.message && std::strcmp(reason.message, "%1 failed logins") == 0)
            return tr("%n wrong passwords, blocked until %1", nullptr,
                      reason.places.value(0).toInt())
                .arg(until);
        if (reason.message && std::strcmp(reason.message, "Blocked by the owner") == 0)
            return tr("You blocked it until %1").arg(until);
        return tr("%1, blocked until %2").arg(reasonOf(penalty.reason), until);
    };
    QList<std::pair<QString, QString>> all;
    for (const QString& address : m_parts.settings.current().network.blocked)
        all.append({address, tr("Blocked until you unblock it")});
    const QList<Penalty> penalties = m_parts.sharing.server().penalties();
    for (const Penalty& penalty : penalties) {
        const QString address = penalty.address.toString();
        if (std::none_of(all.cbegin(), all.cend(),
                         [&address](const auto& one) { return one.first == address; }))
            all.append({address, penaltyText(penalty)});
    }
    QStringList shown;
    for (const auto& [address, why] : std::as_const(all))
        shown << address << why;
    m_count = int(all.size());
    // Showing what has no parent yet would make a window of it.
    if (m_count == 0 || parentWidget())
        setVisible(m_count > 0);
    if (shown == m_shown && m_list->widget())
        return;
    m_shown = shown;
    auto* rows = new QWidget;
    rows->setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(rows);
    layout->setContentsMargins({});
    layout->setSpacing(theme::gap);
    for (const auto& [address, why] : std::as_const(all))
        layout->addWidget(row(address, why));
    const int height = rows->sizeHint().height();
    m_list->setWidget(rows);
    tabThrough(*rows, *m_list);
    m_list->viewport()->setAutoFillBackground(false);
    rows->setAutoFillBackground(false);
    const int one = (height + theme::gap) / std::max(m_count, 1);
    m_list->setMinimumHeight(std::min(height, mostSeen * one));
    m_list->setMaximumHeight(height);
}

} // namespace sallyport

#include "moc_blocked_addresses.cpp"
