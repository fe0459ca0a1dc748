#include "ui/widgets/harmless_wheel.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>

namespace sallyport {

namespace {

class HarmlessWheel final : public QObject {
public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Polish || event->type() == QEvent::Wheel) {
            auto* const box = qobject_cast<QWidget*>(watched);
            const bool hasValue =
                qobject_cast<QComboBox*>(box) || qobject_cast<QAbstractSpinBox*>(box);
            if (hasValue && event->type() == QEvent::Polish) {
                // Or the wheel would give it the focus first.
                if (box->focusPolicy() == Qt::WheelFocus)
                    box->setFocusPolicy(Qt::StrongFocus);
            } else if (hasValue && !box->hasFocus()) {
                event->ignore(); // so that it goes on to what scrolls
                return true;
            }
        }
        return QObject::eventFilter(watched, event);
    }
};

} // namespace

void installHarmlessWheel(QApplication& application)
{
    application.installEventFilter(new HarmlessWheel(&application));
}

} // namespace sallyport
