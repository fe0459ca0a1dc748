#include "ui/widgets/buttons.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/speech.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QMimeData>
#include <QPainter>
#include <QStyleOptionButton>
#include <QTimer>

#include <algorithm>

namespace sallyport {

namespace {

constexpr int primaryPadding = 14; // left and right of what a primary button holds
constexpr auto copiedShown = std::chrono::milliseconds(1500);

// Only the weight is ours: size and family stay the application's, also when they change.
QFont boldAsAround()
{
    QFont font;
    font.setWeight(QFont::DemiBold);
    return font;
}

// With some air beside the text, which Fusion leaves out.
class RoomyButton final : public QPushButton {
public:
    using QPushButton::QPushButton;
    QSize sizeHint() const override { return QPushButton::sizeHint() + QSize(air, 0); }
    QSize minimumSizeHint() const override
    {
        return QPushButton::minimumSizeHint() + QSize(air, 0);
    }

private:
    static constexpr int air = 4;
};

// Text that looks like a link in every palette.
class LinkButton final : public QToolButton {
public:
    LinkButton(const QString& text, QWidget* parent)
        : QToolButton(parent)
    {
        constexpr int height = 28;
        setText(text);
        setAutoRaise(true);
        setToolButtonStyle(Qt::ToolButtonTextOnly);
        setMinimumHeight(height);
        setFocusPolicy(Qt::StrongFocus);
        tint();
    }

protected:
    void changeEvent(QEvent* event) override
    {
        QToolButton::changeEvent(event);
        if (event->type() == QEvent::PaletteChange)
            tint();
    }

private:
    void tint()
    {
        const QColor color = theme::color(theme::Tint::AccentText);
        if (palette().color(QPalette::Active, QPalette::ButtonText) == color)
            return;
        QPalette palette;
        palette.setColor(QPalette::Active, QPalette::ButtonText, color);
        palette.setColor(QPalette::Inactive, QPalette::ButtonText, color);
        setPalette(palette);
    }
};

} // namespace

PrimaryButton::PrimaryButton(const QString& text, const QString& iconName, QWidget* parent)
    : QPushButton(text, parent)
{
    setFont(boldAsAround());
    setMinimumHeight(theme::control);
    setAutoDefault(false);
    setAttribute(Qt::WA_Hover);
    if (!iconName.isEmpty())
        setIcon(::sallyport::icon(iconName, theme::Tint::OnAccent));
}

QSize PrimaryButton::sizeHint() const
{
    const int text = fontMetrics().size(Qt::TextShowMnemonic, this->text()).width();
    const int drawing = icon().isNull() ? 0 : iconSize().width() + theme::gap;
    return {text + drawing + 2 * primaryPadding,
            std::max(theme::control, fontMetrics().height() + 2 * theme::pairGap)};
}

QSize PrimaryButton::minimumSizeHint() const
{
    return sizeHint();
}

void PrimaryButton::paintEvent(QPaintEvent*)
{
    QStyleOptionButton option;
    initStyleOption(&option);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    QColor fill = theme::color(isEnabled() ? theme::Tint::Accent : theme::Tint::Track);
    if (isDown())
        fill = fill.darker(115);
    else if (hovered && isEnabled())
        fill = fill.darker(106); // darker never costs the white text its contrast
    const QColor text = theme::color(isEnabled() ? theme::Tint::OnAccent : theme::Tint::Quiet);

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect()), theme::buttonRadius, theme::buttonRadius);

    const int drawing = icon().isNull() ? 0 : iconSize().width() + theme::gap;
    const int words = fontMetrics().size(Qt::TextShowMnemonic, this->text()).width();
    const int left = std::max(theme::pairGap, (width() - words - drawing) / 2);
    if (drawing > 0) {
        const QRect where(QPoint(left, (height() - iconSize().height()) / 2), iconSize());
        icon().paint(&painter, QStyle::visualRect(layoutDirection(), rect(), where),
                     Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
    }
    painter.setPen(text);
    painter.setFont(font());
    painter.drawText(QRect(left + drawing, 0, width() - left - drawing, height()),
                     static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextShowMnemonic),
                     this->text());
    if (option.state.testFlag(QStyle::State_HasFocus)
        && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        painter.setPen(QPen(text, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(3, 3, -3, -3), 2, 2);
    }
}

QPushButton* pushButton(const QString& text, const QString& iconName, theme::Tint iconTint,
                        QWidget* parent)
{
    auto* button = new RoomyButton(text, parent);
    button->setMinimumHeight(theme::control);
    button->setAutoDefault(false);
    if (!iconName.isEmpty())
        button->setIcon(icon(iconName, iconTint));
    return button;
}

QToolButton* iconButton(const QString& iconName, const QString& name, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setIconSize({16, 16});
    button->setAutoRaise(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setMinimumSize(theme::control, theme::control);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

QToolButton* linkButton(const QString& text, QWidget* parent)
{
    return new LinkButton(text, parent);
}

QString withoutKeys(QString text)
{
    return text.replace(u'&', QLatin1String("&&"));
}

CopyAction::CopyAction(QAbstractButton& button, std::function<QString()> text, Secret secret)
    : QObject(&button)
    , m_button(button)
    , m_text(std::move(text))
    , m_secret(secret)
    , m_back(new QTimer(this))
{
    m_back->setSingleShot(true);
    m_back->setInterval(copiedShown);
    connect(m_back, &QTimer::timeout, this, &CopyAction::showAsBefore);
    connect(&m_button, &QAbstractButton::clicked, this, [this] {
        const QString answer = m_text ? m_text() : QString();
        if (answer.isEmpty())
            return;
        copy(answer, m_secret);
        showCopied();
    });
}

void CopyAction::copy(const QString& text, Secret secret)
{
    auto* data = new QMimeData; // the clipboard's from now on
    data->setText(text);
    // Source: KDE's Klipper, which keeps nothing in its history that is marked so. Others followed.
    if (secret == Secret::Yes)
        data->setData(QStringLiteral("x-kde-passwordManagerHint"), QByteArrayLiteral("secret"));
    QGuiApplication::clipboard()->setMimeData(data);
}

void CopyAction::showCopied()
{
    if (!m_back->isActive()) {
        m_label = m_button.text();
        m_toolTip = m_button.toolTip();
        m_icon = m_button.icon();
        m_least = m_button.minimumSize();
        m_most = m_button.maximumSize();
        m_button.setFixedWidth(m_button.width());
        const bool primary = qobject_cast<PrimaryButton*>(&m_button) != nullptr;
        if (!m_icon.isNull() || m_label.isEmpty())
            m_button.setIcon(
                icon(QStringLiteral("check"), primary ? theme::Tint::OnAccent : theme::Tint::Good));
        if (m_label.isEmpty())
            m_button.setToolTip(tr("Copied"));
        else
            m_button.setText(tr("Copied"));
        announce(m_button, tr("Copied"));
    }
    m_back->start();
}

void CopyAction::showAsBefore()
{
    m_button.setIcon(m_icon);
    m_button.setToolTip(m_toolTip);
    m_button.setText(m_label);
    m_button.setMinimumSize(m_least);
    m_button.setMaximumSize(m_most);
    m_button.setAccessibleDescription({});
}

void paintSwitch(QPainter& painter, const QRectF& where, bool on, bool enabled, bool focus)
{
    const QColor edge = theme::color(on && enabled ? theme::Tint::Accent : theme::Tint::Quiet);
    const QRectF track = where.adjusted(0.75, 0.75, -0.75, -0.75);
    const double round = track.height() / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(edge, 1.5));
    painter.setBrush(on ? edge : theme::color(theme::Tint::Card));
    painter.drawRoundedRect(track, round, round);
    const double knob = round - 3.25;
    const double x = on ? track.right() - round : track.left() + round;
    painter.setPen(Qt::NoPen);
    painter.setBrush(on ? theme::color(enabled ? theme::Tint::OnAccent : theme::Tint::Card) : edge);
    painter.drawEllipse(QPointF(x, track.center().y()), knob, knob);
    if (focus) {
        painter.setPen(QPen(theme::color(theme::Tint::AccentText), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(where.adjusted(-3, -3, 3, 3), round + 3, round + 3);
    }
    painter.restore();
}

} // namespace sallyport

#include "moc_buttons.cpp"
