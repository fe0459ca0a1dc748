// MainWindow puts the parts of the window together: toolbar, message bars, left column, pages,
// status line. It decides which page is in sight and where the keyboard is; what is shown and done
// there is the parts' own.
//
// Threads: the main thread.
#pragma once

#include "core/result.h"
#include "core/settings_editor.h"
#include "ui/core_parts.h"
#include "ui/window/place.h"

#include <QMainWindow>
#include <QStringList>

namespace sallyport {

class DropOutline;
class MessageBars;
class PageStack;
class ShareActions;
class SideBar;
class StatusLine;
class ToolBar;
class Troubles;

class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    // What `parts` refers to outlives the window.
    explicit MainWindow(const CoreParts& parts, QWidget* parent = nullptr);

    void
    addFolders(const QList<QByteArray>& folders); // paths; also from a second start of the program
    // A place that was to be shared, and is no folder of this computer: says so.
    void refuse(const QByteArray& place);
    void showShare(const ShareId& share);
    void showPreferences(const QString& page = {});
    const Place& place() const;
signals:
    void quitAsked(); // by the menu, or by closing it

protected:
    void closeEvent(QCloseEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    enum class Turn { Forward, Back };
    void connectToolBar();
    void connectSideBar();
    void connectActions();
    void addShortcuts();
    void follow();
    void goTo(const Place& place);
    void shared(const SettingsEditor::NewShare& share);
    void alreadyShared(const ShareId& share);
    void invite();
    void focusLink();
    void turnFocus(Turn turn);
    void setNarrow(bool narrow);
    void restoreLook();
    void rememberLook();

    const CoreParts m_parts;
    ToolBar* m_toolBar;
    MessageBars* m_bars;
    SideBar* m_sideBar;
    PageStack* m_pages;
    StatusLine* m_status;
    DropOutline* m_outline;
    ShareActions* m_actions;
    Troubles* m_troubles;
    QByteArray m_remembered; // the geometry as it is saved
    bool m_narrow = false;
    bool m_linkWaits = false; // for the focus, until there is one
};

} // namespace sallyport
