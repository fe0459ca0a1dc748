// SharePage is the page of one share: the invite, what guests may do, how long, who is here; and
// when its link leads nowhere, why, with the way on.
//
// It shows what settings and sharing say, and forwards wishes; what was clicked shows once it is
// true. A wish that failed is said above the page.
//
// Threads: the main thread. What `parts` refers to outlives it.
#pragma once

#include "core/result.h"
#include "core/settings.h"
#include "ui/core_parts.h"

#include <QFuture>
#include <QWidget>

class QBoxLayout;
class QTimer;

namespace sallyport {

class AccessTiles;
class ConnectedCard;
class InviteCard;
class MessageBar;
class ShareHeader;
class ShareNotice;

class SharePage final : public QWidget {
    Q_OBJECT
public:
    explicit SharePage(const CoreParts& parts, QWidget* parent = nullptr);
    void setShare(const ShareId& share);
    const ShareId& share() const { return m_share; }
    void focusLink(); // Copy link, and in sight
    // "How to connect", over this page.
    void showRecipes();
    // What did not work, until it is closed or something else is tried.
    void showProblem(const Error& error);
signals:
    void showConnections();
    void shareRemoved(); // here or elsewhere: the page shows nothing any more

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void connectParts();
    void connectWishes();
    void refresh();
    void refreshNotice(const Share& share);
    void arrange();
    void hideProblem();
    void report(const QFuture<Result<void>>& wish);
    void chooseFolder();
    void acceptFolder();
    void retry();
    void askForNewPassword(const AccountId& account);
    void makeNewPassword(const AccountId& account);
    int wideWidth() const;

    CoreParts m_parts;
    ShareId m_share;
    MessageBar* m_problem = nullptr;
    QBoxLayout* m_whole;
    QWidget* m_content;
    ShareHeader* m_header;
    ShareNotice* m_notice;
    InviteCard* m_invite;
    AccessTiles* m_access;
    ConnectedCard* m_connected;
    QTimer* m_startingForLong;
};

} // namespace sallyport
