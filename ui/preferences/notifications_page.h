// Notifications: how much the desktop is told.
//
// Threads: the main thread.
#pragma once

#include "ui/preferences/preferences_page.h"

class QRadioButton;

namespace sallyport {

class NotificationsPage final : public PreferencesPage {
    Q_OBJECT
public:
    explicit NotificationsPage(QWidget* parent = nullptr);
    void load(const Settings& settings) override;
    QWidget* write(Settings& settings) override;

private:
    QString chosen() const;
    QRadioButton *m_off, *m_important, *m_all;
};

} // namespace sallyport
