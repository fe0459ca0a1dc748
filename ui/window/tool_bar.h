// ToolBar is the row of actions on top of the window, and the menu at its end: the window's only
// list of actions, with their shortcuts.
//
// Threads: the main thread.
#pragma once

#include "ui/core_parts.h"

#include <QToolBar>

class QAction;
class QMenu;
class QTimer;
class QToolButton;

namespace sallyport {

class ToolBar final : public QToolBar {
    Q_OBJECT
public:
    // What `parts` refers to outlives it.
    explicit ToolBar(const CoreParts& parts, QWidget* parent = nullptr);

    enum class Content {
        FirstRun, // nothing to stop, to invite to, or to find
        Whole,
    };
    void setContent(Content content);
    void setNarrow(bool narrow);
    void openMenu();
signals:
    void startWished();
    void stopWished();
    void folderWished();
    void personWished();
    void inviteWished();
    void findWished();
    void preferencesWished();
    void howToConnectWished();
    void connectionCheckWished();
    void aboutWished();
    void quitWished();

private:
    QAction* add(const char* name, const QString& text, const char* drawing,
                 const QKeySequence& keys, void (ToolBar::*wished)());
    void addToMenu(const char* name, const QString& text, const char* drawing,
                   const QKeySequence& keys, void (ToolBar::*wished)());
    QToolButton* buttonOf(QAction* action) const;
    void followState();
    void showState();
    void style();

    const CoreParts m_parts;
    QAction *m_toggle, *m_gap, *m_folder, *m_person, *m_invite, *m_find, *m_menuAction = nullptr;
    QAction* m_howToConnect = nullptr;
    QMenu* m_menu;
    QTimer* m_slow; // what takes longer says so
    Content m_content = Content::Whole;
    bool m_narrow = false;
};

} // namespace sallyport
