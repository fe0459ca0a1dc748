#include "ui/widgets/tab_order.h"

#include <QList>
#include <QWidget>

#include <utility>

namespace sallyport {

void tabThrough(QWidget& content, QWidget& place)
{
    QList<QWidget*> stops;
    for (QWidget* next = content.nextInFocusChain(); next != &content;
         next = next->nextInFocusChain()) {
        if (content.isAncestorOf(next) && next->focusPolicy() != Qt::NoFocus)
            stops += next;
    }
    // Qt takes only what has a focus for a place in the order.
    QWidget* last = &place;
    while (last->focusPolicy() == Qt::NoFocus && !last->isWindow())
        last = last->previousInFocusChain();
    for (QWidget* stop : std::as_const(stops)) {
        QWidget::setTabOrder(last, stop);
        last = stop;
    }
}

} // namespace sallyport
