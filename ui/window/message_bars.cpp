#include "ui/window/message_bars.h"

#include <QAbstractButton>
#include <QVBoxLayout>

namespace sallyport {

MessageBars::MessageBars(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("messageBars"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
}

void MessageBars::show(Cause cause, const News& news)
{
    close(cause);
    auto* bar = new MessageBar(news.kind, news.sentence);
    bar->setDetail(news.detail);
    for (qsizetype place = 0; place < news.actions.size(); ++place) {
        const News::Action& action = news.actions.at(place);
        const bool primary = news.primary && place + 1 == news.actions.size();
        QAbstractButton* button =
            primary ? bar->addPrimaryAction(action.text) : bar->addAction(action.text);
        button->setObjectName(action.name);
        connect(button, &QAbstractButton::clicked, this, action.run);
    }
    if (news.closable) {
        bar->setClosable();
        connect(bar, &MessageBar::closed, this, [this, cause] { close(cause); });
    }
    m_bars.insert(cause, bar);
    const auto place = std::distance(m_bars.begin(), m_bars.find(cause));
    qobject_cast<QVBoxLayout*>(layout())->insertWidget(static_cast<int>(place), bar);
    bar->show();
}

void MessageBars::close(Cause cause)
{
    MessageBar* bar = m_bars.take(cause);
    if (!bar)
        return;
    bar->hide();
    bar->deleteLater(); // one of its buttons may have asked for it
}

} // namespace sallyport

#include "moc_message_bars.cpp"
