// InviteCard is what somebody needs to get in: link, user name, password, host key, QR code, and
// the way to ready lines for each program.
//
// Threads: the main thread. What `parts` refers to outlives it.
#pragma once

#include "core/invite.h"
#include "core/settings.h"
#include "ui/core_parts.h"
#include "ui/widgets/surfaces.h"

class QGridLayout;

class QMenu;
class QPushButton;
class QToolButton;

namespace sallyport {

class CopyAction;
class ElidedLabel;
class LinkField;
class PasswordRow;
class PasswordSecret;
class QrCodeView;
class TextLabel;

class InviteCard final : public Card {
    Q_OBJECT
public:
    explicit InviteCard(const CoreParts& parts, QWidget* parent = nullptr);
    void setShare(const ShareId& share);
    void refresh(); // from settings and sharing
    void focusLink();
    PasswordSecret& secret() { return *m_secret; }
    // Wide has the QR code beside the facts, narrow behind a button.
    void setNarrow(bool narrow);
    int wideWidth() const; // below it, narrow fits better
signals:
    void recipesWanted();
    void newPasswordWanted(const sallyport::AccountId& account);

private:
    QWidget* makeFacts();
    QWidget* makeQrPart();
    QLayout* makeActions();
    void fillAddresses(const QStringList& hosts);
    void showQrCode();
    void updateButtons();

    CoreParts m_parts;
    ShareId m_share;
    Invite m_invite;
    QString m_link;
    QString m_host;       // in the link
    QString m_chosenHost; // under More addresses, for this page only; empty: the best
    bool m_narrow = false;
    PasswordSecret* m_secret;
    LinkField* m_field;
    QPushButton *m_copyPrimary, *m_copy, *m_copyPassword, *m_how;
    QToolButton *m_qrButton, *m_more;
    QMenu* m_addresses;
    CopyAction* m_passwordCopied;
    QGridLayout* m_grid;
    ElidedLabel* m_userName;
    TextLabel* m_keyName;
    PasswordRow* m_password;
    ElidedLabel* m_key;
    QToolButton* m_copyKey;
    QWidget* m_qrPart;
    QrCodeView* m_qr;
};

} // namespace sallyport
