// General: start-up.
//
// Threads: the main thread. `autostart` outlives the page; null: this system knows no start at
// login.
#pragma once

#include "ui/preferences/preferences_page.h"

class QCheckBox;

namespace sallyport {

class Autostart;

class GeneralPage final : public PreferencesPage {
    Q_OBJECT
public:
    explicit GeneralPage(const Autostart* autostart, QWidget* parent = nullptr);
    void load(const Settings& settings) override;
    QWidget* write(Settings& settings) override;
    bool wantsStartAtLogin() const;

private:
    const Autostart* m_autostart;
    QCheckBox *m_atLogin, *m_hidden;
};

} // namespace sallyport
