// Security: who is kept out, what links do, what proves this computer.
//
// Threads: the main thread. The parts outlive the page.
#pragma once

#include "ui/core_parts.h"
#include "ui/preferences/preferences_page.h"

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace sallyport {

class SecurityPage final : public PreferencesPage {
    Q_OBJECT
public:
    explicit SecurityPage(const CoreParts& parts, QWidget* parent = nullptr);
    void load(const Settings& settings) override;
    QWidget* write(Settings& settings) override;

private:
    QCheckBox *m_penalties, *m_older;
    QSpinBox* m_tries;
    QComboBox* m_links;
    QWidget* m_linksRow;
};

} // namespace sallyport
