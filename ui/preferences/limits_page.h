// Limits: how fast, how many, how long.
//
// Threads: the main thread.
#pragma once

#include "ui/preferences/preferences_page.h"

class QDoubleSpinBox;
class QSpinBox;

namespace sallyport {

class LimitsPage final : public PreferencesPage {
    Q_OBJECT
public:
    explicit LimitsPage(QWidget* parent = nullptr);
    void load(const Settings& settings) override;
    QWidget* write(Settings& settings) override;

private:
    QDoubleSpinBox* m_speed; // megabytes a second
    QSpinBox *m_connections, *m_idle;
    double m_loadedSpeed = 0; // as the boxes show them
    int m_loadedIdle = 0;
};

} // namespace sallyport
