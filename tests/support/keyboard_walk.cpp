#include "tests/support/keyboard_walk.h"

#include "ui/widgets/surfaces.h"

#include <QAccessible>
#include <QTest>
#include <QtWidgets>

#include <algorithm>
#include <array>

namespace sallyport::test {

namespace {

constexpr int mostStops = 500;

QString nameOf(QWidget* widget)
{
    QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
    return spoken ? spoken->text(QAccessible::Name).trimmed() : QString();
}

QString describe(const QWidget* widget)
{
    QStringList path;
    for (; widget && !widget->isWindow(); widget = widget->parentWidget()) {
        if (path.isEmpty() || !widget->objectName().isEmpty())
            path.prepend(
                QStringLiteral("%1 \"%2\"")
                    .arg(QLatin1String(widget->metaObject()->className()), widget->objectName()));
    }
    return path.join(QStringLiteral(" > "));
}

bool isHere(const QWidget* widget, const QWidget& window)
{
    return widget->window() == &window && widget->isVisible() && widget->isEnabled();
}

// The parts that Qt builds its controls of answer for nothing themselves: the field of a spin box,
// the cross that empties a field, the second view of a table.
bool isPart(const QWidget* widget)
{
    const QWidget* parent = widget->parentWidget();
    return qobject_cast<const QAbstractSpinBox*>(parent) || qobject_cast<const QComboBox*>(parent)
        || qobject_cast<const QLineEdit*>(parent)
        || (qobject_cast<const QAbstractItemView*>(widget)
            && qobject_cast<const QAbstractItemView*>(parent));
}

bool isControl(const QWidget* widget)
{
    if (qobject_cast<const QScrollBar*>(widget) || qobject_cast<const QHeaderView*>(widget))
        return false;
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget)
        || qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget)
        || qobject_cast<const QAbstractItemView*>(widget)
        || qobject_cast<const QAbstractSlider*>(widget) || qobject_cast<const QTextEdit*>(widget)
        || qobject_cast<const QPlainTextEdit*>(widget);
}

bool isReadOnlyLabel(const QWidget* widget)
{
    return qobject_cast<const QLabel*>(widget) != nullptr;
}

// As the window system would send it: to the window, which knows who has the focus.
void press(QWidget& window, Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier)
{
    QTest::keyClick(window.windowHandle(), key, with);
}

// Everything that the key stops at until it is where it has been. Some controls have stops within,
// as a date has its day, month and year.
QList<QWidget*> stops(QWidget& window, Qt::Key key)
{
    constexpr int mostWithin = 8;
    QList<QWidget*> reached;
    int within = 0;
    for (int step = 0; step < mostStops && within < mostWithin; ++step) {
        press(window, key, key == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier);
        QWidget* focus = QApplication::focusWidget();
        if (!focus)
            break;
        within = !reached.isEmpty() && focus == reached.last() ? within + 1 : 0;
        if (within > 0)
            continue;
        if (reached.contains(focus))
            break;
        reached += focus;
    }
    return reached;
}

// Where it is seen: what is scrolled away counts as at the edge.
QRect placeOf(const QWidget* widget, const QWidget& window)
{
    QRect place(widget->mapTo(&window, QPoint()), widget->size());
    for (const QWidget* around = widget->parentWidget(); around && around != &window;
         around = around->parentWidget()) {
        if (!qobject_cast<const QAbstractScrollArea*>(around->parentWidget()))
            continue;
        const int top = around->mapTo(&window, QPoint()).y();
        const int bottom = top + around->height() - 1;
        place.setTop(std::clamp(place.top(), top, bottom));
        place.setBottom(std::clamp(place.bottom(), top, bottom));
    }
    return place;
}

// The bars come first, though they stand below the toolbar.
bool isInBar(const QWidget* widget)
{
    while (widget && !qobject_cast<const MessageBar*>(widget))
        widget = widget->parentWidget();
    return widget;
}

// Tab goes down and to the right; up again once, from the last stop to the first.
QStringList stepsBack(const QList<QWidget*>& stops, const QWidget& window)
{
    QStringList steps;
    for (qsizetype i = 0; i < stops.size(); ++i) {
        QWidget* next = stops.at((i + 1) % stops.size());
        const QRect from = placeOf(stops.at(i), window);
        const QRect to = placeOf(next, window);
        if (to.bottom() <= from.top() && to.left() <= from.right() && !isInBar(stops.at(i)))
            steps +=
                QStringLiteral("back up: %1, then %2").arg(describe(stops.at(i)), describe(next));
    }
    return steps.size() > 1 ? steps : QStringList();
}

// With the arrows from one radio button to the others of its group.
void walkGroup(QWidget& window, QRadioButton& from, QSet<QWidget*>& reached)
{
    constexpr std::array arrows = {Qt::Key_Down, Qt::Key_Right, Qt::Key_Up, Qt::Key_Left};
    constexpr int most = 10;
    from.setFocus(Qt::TabFocusReason);
    for (const Qt::Key arrow : arrows) {
        for (int step = 0; step < most; ++step) {
            press(window, arrow);
            QWidget* focus = QApplication::focusWidget();
            if (!qobject_cast<QRadioButton*>(focus))
                break;
            reached += focus;
        }
    }
}

} // namespace

QList<QWidget*> controlsOf(const QWidget& window)
{
    QList<QWidget*> all;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        if (isHere(widget, window) && isControl(widget) && !isPart(widget))
            all += widget;
    }
    return all;
}

QStringList keyboardFaults(QWidget& window)
{
    QStringList faults;
    const QList<QWidget*> controls = controlsOf(window);
    for (QWidget* control : controls) {
        const QString name = nameOf(control);
        if (name.isEmpty() || name == control->objectName())
            faults += QStringLiteral("no name: %1").arg(describe(control));
    }
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        const int policy = widget->focusPolicy();
        const bool byMouseAlone = (policy & Qt::ClickFocus) != 0 && (policy & Qt::TabFocus) == 0;
        if (isHere(widget, window) && byMouseAlone && !isPart(widget) && !isReadOnlyLabel(widget)
            && !qobject_cast<QRadioButton*>(widget))
            faults += QStringLiteral("by mouse alone: %1").arg(describe(widget));
    }

    const QList<QWidget*> forward = stops(window, Qt::Key_Tab);
    const QList<QWidget*> back = stops(window, Qt::Key_Backtab);
    QSet<QWidget*> reached(forward.cbegin(), forward.cend());
    for (QWidget* stop : forward) {
        if (nameOf(stop).isEmpty() && !controls.contains(stop))
            faults += QStringLiteral("a stop without a name: %1").arg(describe(stop));
        if (!back.contains(stop))
            faults += QStringLiteral("not on the way back: %1").arg(describe(stop));
    }
    if (controls.size() > 1 && forward.size() == 1)
        faults += QStringLiteral("Tab does not leave: %1").arg(describe(forward.first()));
    faults += stepsBack(forward, window);
    for (QWidget* stop : forward) {
        if (auto* radio = qobject_cast<QRadioButton*>(stop))
            walkGroup(window, *radio, reached);
    }
    for (QWidget* control : controls) {
        if (!reached.contains(control))
            faults += QStringLiteral("not reached: %1").arg(describe(control));
    }
    return faults;
}

} // namespace sallyport::test
