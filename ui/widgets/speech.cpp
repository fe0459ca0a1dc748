#include "ui/widgets/speech.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QWidget>

namespace sallyport {

Announcement::Announcement(const QString& what)
    : QEvent(kind())
    , text(what)
{
}

QEvent::Type Announcement::kind()
{
    static const auto registered = static_cast<QEvent::Type>(registerEventType());
    return registered;
}

void announce(QWidget& about, const QString& text)
{
    Announcement said(text);
    QCoreApplication::sendEvent(&about, &said);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QAccessibleAnnouncementEvent event(&about, text);
#else
    // Before announcements, what is new goes into the description, and an alert says to read it.
    if (text != about.accessibleName())
        about.setAccessibleDescription(text);
    QAccessibleEvent event(&about, QAccessible::Alert);
#endif
    QAccessible::updateAccessibility(&event);
}

} // namespace sallyport
