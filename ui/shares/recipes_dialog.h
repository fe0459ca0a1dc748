// RecipesDialog has ready lines for each client program, every one pinned to the host key. Who
// connects, to which share and by which address is chosen above and rewrites all of them.
//
// Threads: the main thread. What `parts` refers to outlives it; it deletes itself when closed.
#pragma once

#include "core/settings.h"
#include "ui/core_parts.h"
#include "ui/shares/recipes.h"

#include <QDialog>

class QComboBox;

class QScrollArea;
class QToolButton;

namespace sallyport {

class PasswordRow;
class PasswordSecret;
class RecipeList;

class RecipesDialog final : public QDialog {
    Q_OBJECT
public:
    // Begins with the guest of `share`.
    RecipesDialog(const CoreParts& parts, const ShareId& share, QWidget* parent);
    void select(const QString& recipe); // by its id
    Invite invite() const;              // as chosen
signals:
    void newPasswordWanted(const sallyport::AccountId& account); // it has closed

private:
    QLayout* makeChoices();
    QLayout* makeFoot();
    void fillAccounts();
    void fillShares();
    void fillHosts();
    void fillAll();
    void rewrite();
    void showSelected();
    AccountId account() const;
    ShareId share() const;

    CoreParts m_parts;
    PasswordSecret* m_secret;
    QComboBox *m_as, *m_to, *m_address;
    RecipeList* m_list;
    QScrollArea* m_steps;
    QToolButton* m_showPassword;
    PasswordRow* m_password;
    QList<Recipe> m_recipes;
    Recipe m_shown;
};

} // namespace sallyport
