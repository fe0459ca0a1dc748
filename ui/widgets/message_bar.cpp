#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/speech.h"
#include "ui/widgets/surfaces.h"

#include <QAccessibleWidget>
#include <QHBoxLayout>
#include <QPainter>

namespace sallyport {

namespace {

struct Look {
    const char* icon;
    theme::Tint tint;
    theme::Tint surface;
};

Look look(MessageBar::Kind kind)
{
    switch (kind) {
    case MessageBar::Kind::Good:
        return {"check", theme::Tint::Good, theme::Tint::GoodSurface};
    case MessageBar::Kind::Attention:
        return {"warning", theme::Tint::Attention, theme::Tint::AttentionSurface};
    case MessageBar::Kind::Problem:
        break;
    }
    return {"problem", theme::Tint::Problem, theme::Tint::ProblemSurface};
}

// A screen reader takes a bar for an alert; its name is what it says.
QAccessibleInterface* alertOf(const QString& className, QObject* object)
{
    if (className != QLatin1String("sallyport::MessageBar"))
        return nullptr;
    return new QAccessibleWidget(qobject_cast<QWidget*>(object), QAccessible::AlertMessage);
}

} // namespace

MessageBar::MessageBar(Kind kind, const QString& sentence, QWidget* parent)
    : QFrame(parent)
    , m_kind(kind)
    , m_text(new TextLabel({}, theme::Type::Body, theme::Weight::Bold))
    , m_more(new TextLabel({}))
    , m_words(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_actions(new QHBoxLayout)
{
    constexpr int side = 20;
    constexpr int upright = 10;
    static const bool known = (QAccessible::installFactory(alertOf), true);
    Q_UNUSED(known)
    for (TextLabel* label : {m_text, m_more}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_more->hide();
    m_words->setSpacing(theme::gap);
    m_words->addWidget(m_text);
    m_words->addWidget(m_more);
    m_actions->setSpacing(theme::gap);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::block, upright, theme::rowGap, upright);
    row->setSpacing(theme::rowGap);
    row->addWidget(new IconLabel(QLatin1String(look(kind).icon), side, look(kind).tint));
    row->addLayout(m_words, 1);
    row->addLayout(m_actions);
    setSentence(sentence);
}

void MessageBar::setSentence(const QString& sentence)
{
    if (m_sentence == sentence)
        return;
    m_sentence = sentence;
    m_text->setText(sentence);
    setAccessibleName(sentence);
    arrange();
    if (isVisible())
        announce(*this, sentence);
}

void MessageBar::setDetail(const QString& detail)
{
    m_detail = detail;
    m_more->setText(detail);
    m_more->setVisible(!detail.isEmpty());
    arrange();
}

QAbstractButton* MessageBar::addAction(const QString& text)
{
    QAbstractButton* button = linkButton(text);
    add(button);
    return button;
}

QAbstractButton* MessageBar::addPrimaryAction(const QString& text)
{
    auto* button = new PrimaryButton(text);
    add(button);
    return button;
}

void MessageBar::setClosable()
{
    QToolButton* button = iconButton(QStringLiteral("close"), tr("Not now"));
    button->setObjectName(QStringLiteral("closeBar"));
    connect(button, &QToolButton::clicked, this, &MessageBar::closed);
    add(button);
}

void MessageBar::add(QAbstractButton* action)
{
    m_actions->addWidget(action, 0, Qt::AlignVCenter);
    arrange();
}

void MessageBar::paintEvent(QPaintEvent*)
{
    constexpr int edge = 4;
    const Look mine = look(m_kind);
    QPainter painter(this);
    painter.fillRect(rect(), theme::color(mine.surface));
    painter.fillRect(QRect(0, 0, edge, height()), theme::color(mine.tint));
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme::color(theme::Tint::Line));
}

void MessageBar::showEvent(QShowEvent* event)
{
    QFrame::showEvent(event);
    announce(*this, m_sentence);
}

void MessageBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    arrange();
}

// Both sentences on one line where they fit, else the second below the first.
void MessageBar::arrange()
{
    const int words = m_text->fontMetrics().horizontalAdvance(m_sentence) + theme::gap
        + m_more->fontMetrics().horizontalAdvance(m_detail);
    const int around = theme::block + 3 * theme::rowGap + 20 + m_actions->sizeHint().width();
    const bool beside = words + 2 * theme::gap < width() - around;
    m_words->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_words->setSpacing(beside ? theme::gap : 2);
    m_text->setWordWrap(!beside); // a label that may wrap asks for less than its line
    m_words->setStretch(0, 0);
    m_words->setStretch(1, beside ? 1 : 0);
}

} // namespace sallyport
