// PageStack holds the pages at the right of the window, one in sight.
//
// Threads: the main thread.
#pragma once

#include "ui/core_parts.h"
#include "ui/window/place.h"

#include <QStackedWidget>

namespace sallyport {

class ActivityPage;
class ConnectionsPage;
class FirstRunPage;
class PeoplePage;
class SharePage;

class PageStack final : public QStackedWidget {
    Q_OBJECT
public:
    // What `parts` refers to outlives it.
    explicit PageStack(const CoreParts& parts, QWidget* parent = nullptr);

    void showPlace(const Place& place);
    void focusPage(Qt::FocusReason reason = Qt::TabFocusReason); // its first control
    void focusLink();
    void showRecipes();
    void addPerson();
    void find();
    void refuseFolder(const QString& sentence); // on the first page, beside the drop zone
signals:
    void folderChosen(const QByteArray& folder);
    void connectionsWished();
    void shareRemoved();
    void personDisconnected(const QString& name);
    void remedyWished(const QString& settingsPath);

private:
    FirstRunPage* m_firstRun;
    SharePage* m_share;
    PeoplePage* m_people;
    ConnectionsPage* m_connections;
    ActivityPage* m_activity;
};

} // namespace sallyport
