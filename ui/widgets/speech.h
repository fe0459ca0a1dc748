// What a screen reader is told without the focus going anywhere.
//
// Threads: the main thread.
#pragma once

#include <QEvent>
#include <QString>

class QWidget;

namespace sallyport {

// `text` is said once, as news about `about`, which keeps its name.
void announce(QWidget& about, const QString& text);

// Sent to the widget that something was said about, whether or not anybody listens.
class Announcement final : public QEvent {
public:
    explicit Announcement(const QString& what);
    static QEvent::Type kind();
    const QString text;
};

} // namespace sallyport
