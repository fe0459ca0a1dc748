#include "ui/widgets/surfaces.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace sallyport {

Card::Card(QWidget* parent)
    : QFrame(parent)
{
}

void Card::setSurface(theme::Tint surface)
{
    m_surface = surface;
    update();
}

void Card::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::color(theme::Tint::Line), 1));
    painter.setBrush(theme::color(m_surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::cardRadius,
                            theme::cardRadius);
}

EmptyState::EmptyState(const QString& iconName, const QString& heading, const QString& sentence,
                       QWidget* parent)
    : QWidget(parent)
    , m_heading(new TextLabel(heading, theme::Type::Heading, theme::Weight::Bold))
    , m_sentence(
          new TextLabel(sentence, theme::Type::Body, theme::Weight::Normal, theme::Tint::Quiet))
    , m_layout(new QVBoxLayout)
{
    constexpr int side = 48;
    constexpr int widest = 340;
    m_heading->setAlignment(Qt::AlignHCenter);
    m_heading->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignHCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setMaximumWidth(widest);
    m_sentence->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    if (sentence.isEmpty())
        m_sentence->hide();         // showing what has no parent yet would make a window of it
    auto* middle = new QHBoxLayout; // stretches, since an aligned label would not wrap
    middle->addStretch(1);
    middle->addWidget(m_sentence, 1000);
    middle->addStretch(1);

    m_layout->setSpacing(theme::gap);
    m_layout->addWidget(new IconLabel(iconName, side, theme::Tint::Quiet), 0, Qt::AlignHCenter);
    m_layout->addSpacing(theme::pairGap);
    m_layout->addWidget(m_heading);
    m_layout->addLayout(middle);
    auto* page = new QVBoxLayout(this);
    page->addStretch(1);
    page->addLayout(m_layout);
    page->addStretch(1);
}

void EmptyState::setTexts(const QString& heading, const QString& sentence)
{
    m_heading->setText(heading);
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
}

void EmptyState::setAction(QAbstractButton* button)
{
    m_layout->addSpacing(theme::pairGap);
    m_layout->addWidget(button, 0, Qt::AlignHCenter);
}

PageFrame::PageFrame(const QString& title, const QString& subtitle, QWidget* parent)
    : QWidget(parent)
    , m_title(new TextLabel(title, theme::Type::Title, theme::Weight::Bold))
    , m_subtitle(
          new TextLabel(subtitle, theme::Type::Body, theme::Weight::Normal, theme::Tint::Quiet))
    , m_controls(new QHBoxLayout)
    , m_body(new QVBoxLayout)
{
    m_subtitle->setWordWrap(true);
    if (subtitle.isEmpty())
        m_subtitle->hide();
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_subtitle);
    m_controls->setSpacing(theme::gap);
    auto* head = new QHBoxLayout;
    head->setSpacing(theme::block);
    head->addLayout(words, 1);
    head->addLayout(m_controls);
    m_body->setSpacing(theme::block);
    auto* page = new QVBoxLayout(this);
    page->setSpacing(theme::block);
    page->setContentsMargins(theme::margin, theme::margin - theme::pairGap, theme::margin,
                             theme::margin);
    page->addLayout(head);
    page->addLayout(m_body, 1);
}

void PageFrame::setTitle(const QString& title)
{
    m_title->setText(title);
}

void PageFrame::setSubtitle(const QString& subtitle)
{
    m_subtitle->setText(subtitle);
    m_subtitle->setVisible(!subtitle.isEmpty());
}

void PageFrame::addControl(QWidget* control)
{
    m_controls->addWidget(control, 0, Qt::AlignVCenter);
}

void PageFrame::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int side = window()->width() < theme::narrowBelow ? theme::narrowMargin : theme::margin;
    if (layout()->contentsMargins().left() != side)
        layout()->setContentsMargins(side, side - theme::pairGap, side, side);
}

} // namespace sallyport

#include "moc_surfaces.cpp"
