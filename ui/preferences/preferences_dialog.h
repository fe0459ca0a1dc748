// The preferences: subjects at the left, a page of each at the right. OK saves them all; nothing is
// saved before, but for the host keys, which say so. What would end connections says whose and asks
// when. Deletes itself when closed.
//
// Threads: the main thread. The parts outlive the dialog.
#pragma once

#include "core/server.h"
#include "core/settings.h"
#include "ui/core_parts.h"
#include "ui/preferences/preferences_change.h"

#include <QDialog>
#include <QList>
#include <QStringList>

class QStackedWidget;
class QVBoxLayout;

namespace sallyport {

class GeneralPage;
class MessageBar;
class PreferencesPage;
class PrimaryButton;
class SubjectList;

class PreferencesDialog final : public QDialog {
    Q_OBJECT
public:
    explicit PreferencesDialog(const CoreParts& parts, QWidget* parent = nullptr);

    // "general", "network", "security", "limits" or "notifications"; does not open the dialog.
    void showPage(const QString& name);
    void accept() override;

private:
    void addPage(const QString& name, const QString& title, const QString& iconName,
                 PreferencesPage* page);
    void reload();
    QStringList inputs() const;
    bool gather();
    QList<ConnectionInfo> endedBy(const PreferencesChange& change) const;
    void askWhen(const QList<ConnectionInfo>& ended);
    void save(bool withEnding);
    void saveAutostart();
    void finish();
    void complain(const QString& sentence);
    void tellWaiting();

    const CoreParts& m_parts;
    SubjectList* m_subjects;
    QStackedWidget* m_stack;
    QList<PreferencesPage*> m_pages;
    GeneralPage* m_general;
    PrimaryButton* m_ok;
    QVBoxLayout* m_bars;
    MessageBar* m_problem = nullptr;
    PreferencesChange m_change;
    QStringList m_untouched; // what the controls held when they were filled
};

} // namespace sallyport
