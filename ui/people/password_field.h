// PasswordField is the password of one person in their dialog: the one they have, hidden until it
// is asked for, or a new one, generated or typed.
//
// Threads: the main thread. The store outlives it.
#pragma once

#include "core/identity.h"

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace sallyport {

class CredentialStore;
class PasswordRow;
class PasswordSecret;

class PasswordField final : public QWidget {
    Q_OBJECT
public:
    explicit PasswordField(CredentialStore& credentials, QWidget* parent = nullptr);
    ~PasswordField() override; // overwrites what was typed, as far as that can be done

    void setKept(const AccountId& account); // what is saved stays, until another is wanted
    void makeNew();                         // a generated one, in sight
    bool isNew() const { return m_isNew; }
    QByteArray password() const; // the new one, UTF-8, NFC
signals:
    void changed();

private:
    QWidget* buildKept();
    QWidget* buildNew();
    void showState();
    void setShown(bool shown);

    PasswordSecret* m_secret;
    PasswordRow* m_row = nullptr;
    QWidget *m_kept = nullptr, *m_new = nullptr;
    QLineEdit* m_edit = nullptr;
    QToolButton *m_eye = nullptr, *m_keep = nullptr;
    bool m_isNew = true;
    bool m_hasKept = false;
};

} // namespace sallyport
