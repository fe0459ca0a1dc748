// AccountDialog adds a person, or changes one: name, how they sign in, what they may do in each
// share, until when. It closes when that is saved, and says beside the field what is not right.
//
// Threads: the main thread. The parts outlive it; it deletes itself when closed.
#pragma once

#include "core/settings.h"
#include "ui/core_parts.h"

#include <QDialog>

#include <optional>

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QDateEdit;
class QGridLayout;
class QLineEdit;
class QRadioButton;
class QScrollArea;

namespace sallyport {

class AccessForm;
class KeyList;
class PasswordField;
class PrimaryButton;
class TextLabel;
struct Error;

class AccountDialog final : public QDialog {
    Q_OBJECT
public:
    AccountDialog(const CoreParts& parts, QWidget* parent);                         // adds
    AccountDialog(const CoreParts& parts, const Account& account, QWidget* parent); // changes
    ~AccountDialog() override;
    void setLastSeen(const QString& text);

signals:
    void saved(const sallyport::AccountId& account);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    QWidget* buildName();
    QWidget* buildSignIn();
    QWidget* buildExpiry();
    QBoxLayout* buildButtons();
    void addRow(const QString& title, QWidget* field, QWidget* buddy);
    void fill(const Account& account);
    QSize wanted() const;
    void grow();

    enum class SignIn { PasswordOrKeys, KeysOnly, Open };
    static SignIn signInOf(const Account& account);
    SignIn signIn() const;
    QString nameProblem() const; // empty: it can be used
    void checkName();
    void followSignIn();
    std::optional<QDateTime> expires() const;
    void save();
    bool check(); // says what is not right, and leads there
    void showError(const QString& sentence);

    CoreParts m_parts;
    std::optional<Account> m_account; // as it was; none: a new one
    bool m_isSaving = false;
    QGridLayout* m_form = nullptr;
    QScrollArea* m_scroll = nullptr;
    QLineEdit* m_name = nullptr;
    TextLabel *m_nameSentence = nullptr, *m_signInSentence = nullptr, *m_error = nullptr;
    TextLabel *m_passwordTitle = nullptr, *m_lastSeen = nullptr;
    QRadioButton *m_both = nullptr, *m_keysOnly = nullptr, *m_open = nullptr;
    PasswordField* m_password = nullptr;
    KeyList* m_keys = nullptr;
    AccessForm* m_access = nullptr;
    QComboBox* m_expires = nullptr;
    QDateEdit* m_date = nullptr;
    QCheckBox* m_off = nullptr;
    PrimaryButton* m_save = nullptr;
};

} // namespace sallyport
