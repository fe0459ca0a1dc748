// StrayWindows notes what becomes a window while it lives: a part that is shown before it has a
// parent does, for a moment.
//
// Threads: the test's.
#pragma once

#include <QApplication>
#include <QEvent>
#include <QStringList>
#include <QWidget>

namespace sallyport::test {

class StrayWindows final : public QObject {
public:
    StrayWindows() { qApp->installEventFilter(this); }
    QStringList shown() const { return m_shown; } // the classes, in order

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (event->type() == QEvent::Show && widget && widget->isWindow())
            m_shown += QString::fromLatin1(widget->metaObject()->className());
        return false;
    }

private:
    QStringList m_shown;
};

} // namespace sallyport::test
