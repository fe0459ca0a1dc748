// DamagedSettingsPage stands in place of everything when the settings cannot be read: what the last
// good copy would allow, and the choice between that and nothing shared. Nothing runs before.
//
// Threads: the main thread. The parts outlive it.
#pragma once

#include "core/settings.h"
#include "ui/core_parts.h"

#include <QWidget>

class QAbstractButton;
class QBoxLayout;

namespace sallyport {

class MessageBar;
class PeopleModel;

class DamagedSettingsPage final : public QWidget {
    Q_OBJECT
public:
    // After load() has failed.
    explicit DamagedSettingsPage(const CoreParts& parts, QWidget* parent = nullptr);
    ~DamagedSettingsPage() override;

signals:
    void settled(); // one of the two is saved, or somebody has mended the file
    void closed();  // as a window of its own, without an answer

protected:
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void addTexts(QBoxLayout& body);
    void addCopy(QBoxLayout& body);
    void addChoices(QBoxLayout& body);
    Settings nothingShared() const;
    void use(const Settings& settings);

    CoreParts m_parts;
    QBoxLayout* m_bars;
    MessageBar* m_error = nullptr;
    QAbstractButton* m_primary = nullptr;
    bool m_isSaving = false;
};

} // namespace sallyport
