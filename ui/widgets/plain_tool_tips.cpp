#include "ui/widgets/plain_tool_tips.h"

#include "core/guard.h"

#include <QApplication>
#include <QEvent>
#include <QLabel>

namespace sallyport {

namespace {

class PlainToolTips final : public QObject {
public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        // Qt's own label for them, of a private class; it is polished before it gets its text.
        if (GUARD(plain_tool_tips) && event->type() == QEvent::Polish
            && watched->inherits("QTipLabel")) {
            if (auto* const label = qobject_cast<QLabel*>(watched))
                label->setTextFormat(Qt::PlainText);
        }
        return QObject::eventFilter(watched, event);
    }
};

} // namespace

void installPlainToolTips(QApplication& application)
{
    application.installEventFilter(new PlainToolTips(&application));
}

} // namespace sallyport
