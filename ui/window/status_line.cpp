#include "ui/window/status_line.h"

#include "core/isolation.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/activity/live_connections.h"
#include "ui/format.h"
#include "ui/widgets/cells.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/speech.h"

#include <QHBoxLayout>
#include <QPainter>

namespace sallyport {

namespace {

constexpr int drawing = 14;
constexpr int newsShown = 8000; // milliseconds

// The words beside it say the same.
class StateDot final : public QWidget {
public:
    explicit StateDot(const Sharing& sharing)
        : m_sharing(sharing)
    {
        setFixedSize(10, 10);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        const bool on = m_sharing.state() == Sharing::State::On;
        painter.setBrush(theme::color(on ? theme::Tint::Good : theme::Tint::Quiet));
        painter.drawEllipse(QRectF(1, 1, 8, 8));
    }

private:
    const Sharing& m_sharing;
};

QHBoxLayout* row(QWidget* holder, int gap)
{
    auto* layout = new QHBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gap);
    return layout;
}

TextLabel* label(const char* name, theme::Tint tint = theme::Tint::Text)
{
    auto* made = new TextLabel({}, theme::Type::Body, theme::Weight::Normal, tint);
    made->setObjectName(QLatin1String(name));
    return made;
}

TextLabel* dot()
{
    return new TextLabel(QStringLiteral("·"), theme::Type::Body, theme::Weight::Normal,
                         theme::Tint::Quiet);
}

} // namespace

StatusLine::StatusLine(const CoreParts& parts, QWidget* parent)
    : QStatusBar(parent)
    , m_parts(parts)
    , m_dot(new StateDot(parts.sharing))
    , m_rates(new QWidget)
    , m_state(label("sharingState"))
    , m_between(dot())
    , m_reach(label("sharingReach", theme::Tint::Quiet))
    , m_betweenToo(dot())
    , m_isolation(label("isolation", theme::Tint::Quiet))
    , m_beforeNearby(dot())
    , m_nearby(label("nearby", theme::Tint::Quiet))
    , m_sending(label("sendingRate"))
    , m_receiving(label("receivingRate"))
    , m_connected(label("connectedCount"))
    , m_people(new IconLabel(QStringLiteral("people"), drawing, theme::Tint::Quiet))
{
    setObjectName(QStringLiteral("statusLine"));
    setSizeGripEnabled(false);
    setMinimumHeight(theme::statusBar);

    auto* left = new QWidget;
    QHBoxLayout* words = row(left, theme::gap);
    words->setContentsMargins(theme::gap, 3, 0, 3);
    for (QWidget* part : {m_dot, static_cast<QWidget*>(m_state), static_cast<QWidget*>(m_between),
                          static_cast<QWidget*>(m_reach), static_cast<QWidget*>(m_betweenToo),
                          static_cast<QWidget*>(m_isolation), static_cast<QWidget*>(m_beforeNearby),
                          static_cast<QWidget*>(m_nearby)})
        words->addWidget(part);
    addWidget(left);

    m_nearby->setText(tr("Not shown nearby"));
    m_nearby->setToolTip(tr("Avahi, which shows this computer to others nearby, does not run or "
                            "refuses. Links work all the same."));

    fitRates();
    QHBoxLayout* rates = row(m_rates, theme::gap - 2);
    rates->addWidget(new IconLabel(QStringLiteral("sent"), drawing, theme::Tint::Quiet));
    rates->addWidget(m_sending);
    rates->addSpacing(theme::gap);
    rates->addWidget(new IconLabel(QStringLiteral("received"), drawing, theme::Tint::Quiet));
    rates->addWidget(m_receiving);
    rates->addSpacing(theme::gap);
    auto* right = new QWidget;
    QHBoxLayout* numbers = row(right, theme::gap - 2);
    numbers->setContentsMargins(0, 3, theme::gap, 3);
    numbers->addWidget(m_rates);
    numbers->addWidget(m_people);
    numbers->addWidget(m_connected);
    addPermanentWidget(right);

    connect(&m_parts.sharing, &Sharing::stateChanged, this, &StatusLine::followState);
    connect(&m_parts.sharing, &Sharing::failed, this, &StatusLine::followState);
    connect(&m_parts.sharing, &Sharing::nearbyChanged, this, &StatusLine::followState);
    connect(&m_parts.settings, &SettingsStore::changed, this, &StatusLine::followState);
    connect(&m_parts.live, &LiveConnections::changed, this, &StatusLine::followNumbers);
    connect(&m_parts.live, &LiveConnections::countChanged, this, &StatusLine::followNumbers);
    followState();
}

void StatusLine::setNarrow(bool narrow)
{
    if (m_narrow == narrow)
        return;
    m_narrow = narrow;
    followState();
}

void StatusLine::say(const QString& news)
{
    showMessage(news, newsShown);
    announce(*this, news);
}

void StatusLine::changeEvent(QEvent* event)
{
    QStatusBar::changeEvent(event);
    if (event->type() != QEvent::FontChange)
        return;
    fitRates();
    reformat(); // it is as high as its labels were when it was last laid out
}

// Room for the widest number, so that changing digits do not shake the row. From 100 on there are
// no tenths.
void StatusLine::fitRates()
{
    const QFontMetrics metrics(theme::font(theme::Type::Body));
    const QString widest = format::rate(88'800'000);
    m_sending->setMinimumWidth(metrics.horizontalAdvance(tr("Sending %1").arg(widest)) + 1);
    m_receiving->setMinimumWidth(metrics.horizontalAdvance(tr("Receiving %1").arg(widest)) + 1);
}

void StatusLine::followState()
{
    const bool on = m_parts.sharing.state() == Sharing::State::On;
    m_state->setText(state());
    m_reach->setText(reach());
    for (QWidget* part : {m_between, m_reach, m_betweenToo, m_isolation})
        part->setVisible(on && !m_narrow);
    const Isolation isolated = isolation();
    m_isolation->setText(format::isolation(isolated));
    m_isolation->setToolTip(format::isolationMeaning(isolated));
    const bool unseen = on && m_parts.sharing.nearby() == Sharing::Nearby::Unavailable;
    m_beforeNearby->setVisible(unseen && !m_narrow);
    m_nearby->setVisible(unseen && !m_narrow);
    QStringList more{reach(), m_isolation->text()};
    if (unseen)
        more += m_nearby->text();
    m_state->setToolTip(on && m_narrow ? more.join(QLatin1Char('\n')) : QString());
    m_dot->update();
    followNumbers();
}

void StatusLine::followNumbers()
{
    const bool on = m_parts.sharing.state() != Sharing::State::Off;
    const auto connected = static_cast<int>(m_parts.live.all().size());
    m_rates->setVisible(on && m_parts.live.isMoving());
    m_sending->setText(tr("Sending %1").arg(format::rate(m_parts.live.sending())));
    m_receiving->setText(tr("Receiving %1").arg(format::rate(m_parts.live.receiving())));
    const bool any = on && !m_parts.settings.current().shares.isEmpty();
    m_connected->setText(connected > 0 ? tr("%n connected", nullptr, connected)
                                       : tr("Nobody connected"));
    m_people->setVisible(any);
    m_connected->setVisible(any);
}

QString StatusLine::state() const
{
    switch (m_parts.sharing.state()) {
    case Sharing::State::Starting:
        return tr("Starting…");
    case Sharing::State::Stopping:
        return tr("Stopping…");
    case Sharing::State::On:
        return tr("Sharing on port %1").arg(m_parts.sharing.server().port());
    case Sharing::State::Off:
        break;
    }
    if (const auto until = m_parts.sharing.pausedUntil())
        return tr("Paused until %1").arg(format::time(*until));
    return tr("Not sharing");
}

QString StatusLine::reach() const
{
    const QStringList from = m_parts.settings.current().network.allowFrom;
    if (from.contains(QLatin1String("any")))
        return tr("Anyone who can reach this computer");
    if (from == QStringList(QStringLiteral("lan")))
        return tr("This network only");
    return tr("Only chosen addresses");
}

} // namespace sallyport

#include "moc_status_line.cpp"
