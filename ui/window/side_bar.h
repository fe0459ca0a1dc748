// SideBar is the left column, the only navigation: shared folders on top, People, Connections and
// Activity below. The two lists have one selection between them.
//
// Threads: the main thread.
#pragma once

#include "ui/core_parts.h"
#include "ui/window/place.h"

#include <QWidget>

class QHBoxLayout;
class QListView;
class QToolButton;

namespace sallyport {

class PageListModel;
class PlaceDelegate;
class ShareListModel;
class TextLabel;

class SideBar final : public QWidget {
    Q_OBJECT
public:
    // What `parts` refers to outlives it.
    explicit SideBar(const CoreParts& parts, QWidget* parent = nullptr);

    const Place& place() const { return m_place; }
    void setPlace(const Place& place); // no signal
    void setNarrow(bool narrow);
    void focusShares(Qt::FocusReason reason = Qt::ShortcutFocusReason);
    void focusPages();
    ShareListModel& shares() const { return *m_shareModel; }
signals:
    void placeChosen(const sallyport::Place& place); // by a person
    void opened(const sallyport::Place& place);      // Enter: the focus goes to the page
    void folderWished();
    void switchWished(const sallyport::ShareId& share, bool on);
    void renameWished(const sallyport::ShareId& share);
    void openFolderWished(const sallyport::ShareId& share);
    void removeWished(const sallyport::ShareId& share);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QListView* makeList(PlaceDelegate* delegate);
    void choose(const Place& place);
    void showMenu(const QPoint& where);
    void fitHeights();
    void fitWidth();
    Place placeAt(const QListView* list) const;

    ShareListModel* m_shareModel;
    PageListModel* m_pageModel;
    PlaceDelegate *m_shareDelegate, *m_pageDelegate;
    TextLabel* m_title;
    QListView *m_shares, *m_pages;
    QToolButton* m_add;
    QHBoxLayout* m_addRow = nullptr;
    Place m_place;
    bool m_narrow = false, m_setting = false;
};

} // namespace sallyport
