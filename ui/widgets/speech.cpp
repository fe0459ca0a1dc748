#include "ui/widgets/speech.h"

#include <QAccessible>
#include <QWidget>

namespace sallyport {

void announce(QWidget& about, const QString& text)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QAccessibleAnnouncementEvent event(&about, text);
    QAccessible::updateAccessibility(&event);
#else
    // Before announcements, what is new goes into the description, and an alert says to read it.
    about.setAccessibleDescription(text);
    QAccessibleEvent event(&about, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
#endif
}

} // namespace sallyport
