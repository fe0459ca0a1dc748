// PeoplePage shows who may do what in each share, and changes it: a click on a cell, a dialog for a
// person, a question before somebody is removed.
//
// Threads: the main thread. The parts outlive it.
#pragma once

#include "core/identity.h"
#include "ui/core_parts.h"

#include <QHash>
#include <QSet>
#include <QString>
#include <QWidget>

#include <optional>

class QModelIndex;
class QPushButton;

namespace sallyport {

class EmptyState;
class MessageBar;
class PageFrame;
class PeopleModel;
class PeopleTable;
class PrimaryButton;
enum class Access;
struct Error;

class PeoplePage final : public QWidget {
    Q_OBJECT
public:
    explicit PeoplePage(const CoreParts& parts, QWidget* parent = nullptr);
    ~PeoplePage() override;
    void addPerson(); // opens the dialog

signals:
    // A right was taken from somebody who was connected; their connections end.
    void personDisconnected(const QString& name);

private:
    void build();
    void editPerson(const QModelIndex& index);
    void removePerson(const QModelIndex& index);
    void setAccess(const AccountId& account, const ShareId& share,
                   const std::optional<Access>& access);
    void undo();
    void copyRow(const QModelIndex& index);
    void showMenu(const QPoint& globalPosition);
    void showState();
    void showError(const Error& error);
    void hideError();
    void nameThem();
    void tellRevoked(const QSet<AccountId>& accounts);

    CoreParts m_parts;
    PeopleModel* m_model;
    PeopleTable* m_table;
    PageFrame* m_frame;
    QWidget* m_card;
    QWidget* m_emptyCard;
    EmptyState* m_empty;
    QPushButton *m_edit, *m_remove;
    PrimaryButton* m_add;
    MessageBar* m_error = nullptr;
    // Also of those who are gone: they are told about once more.
    QHash<AccountId, QString> m_names;
};

} // namespace sallyport
