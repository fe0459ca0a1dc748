// PasswordRow shows a password as dots, as words, or says why it cannot: with what helps then.
//
// Threads: the main thread. The secret outlives the row.
#pragma once

#include "core/settings.h"
#include "ui/shares/password_secret.h"

#include <QWidget>

class QToolButton;

namespace sallyport {

class IconLabel;
class TextLabel;

class PasswordRow final : public QWidget {
    Q_OBJECT
public:
    explicit PasswordRow(PasswordSecret& secret, QWidget* parent = nullptr);
    // Accounts that log in without one, or by keys only, have nothing to show; nor has nobody.
    enum class Login { Password, KeysOnly, Open, Nobody };
    static Login loginOf(const Account* account); // null: nobody
    void setLogin(Login login);
    // False while copying it cannot work.
    bool canCopy() const;
signals:
    void newPasswordWanted();
    void changed();

protected:
    void hideEvent(QHideEvent* event) override; // leaving the page hides it

private:
    void refresh();
    PasswordSecret& m_secret;
    Login m_login = Login::Password;
    IconLabel* m_lock;
    TextLabel* m_text;
    QWidget* m_ways; // Unlock and a new password, together
    QToolButton *m_eye, *m_unlock, *m_renew;
};

} // namespace sallyport
