// One subject of the preferences: controls that show settings and write what was chosen.
//
// Threads: the main thread.
#pragma once

#include "core/settings.h"

#include <QWidget>

class QVBoxLayout;

namespace sallyport {

class PreferencesPage : public QWidget {
    Q_OBJECT
public:
    explicit PreferencesPage(const QString& title, QWidget* parent = nullptr);

    virtual void load(const Settings& settings) = 0;
    // Writes what the controls say over `settings`, which are those of the last load(); a control
    // that was left alone writes what it was given. A value that cannot be is explained beside its
    // control, which is the answer; null: all are fine.
    virtual QWidget* write(Settings& settings) = 0;

protected:
    QVBoxLayout* body() const { return m_body; }

private:
    QVBoxLayout* m_body;
};

} // namespace sallyport
