// DesktopAutostart is the file by which the desktop starts the window, hidden, when the person logs
// in. There is none until it is asked for.
//
// Threads: the main thread. The disk is touched on `worker`.
// Source: Desktop Application Autostart Specification 0.5, Desktop Entry Specification 1.5.
#pragma once

#include "ui/preferences/autostart.h"

#include <QString>
#include <QThreadPool>

#include <functional>
#include <memory>

namespace sallyport {

class Reports;

class DesktopAutostart final : public Autostart {
public:
    // `folder` is $XDG_CONFIG_HOME/autostart, `program` the one to start, `profile` its --profile,
    // or empty. `worker` outlives it.
    DesktopAutostart(QString folder, QString program, QString profile, QThreadPool& worker);
    ~DesktopAutostart() override;
    static QString usualFolder();

    // Looks at what is there; isOn() is false until the future is finished.
    QFuture<Result<void>> load();
    bool isOn() const override { return m_isOn; }
    // PermissionDenied, NoSpace: it stays as it was.
    QFuture<Result<void>> setOn(bool on) override;

private:
    enum class Entry { Absent, Present };
    // On the worker; the answer comes back through the event loop.
    QFuture<Result<void>> ask(std::function<Result<Entry>()> work);
    QString file() const;

    const QString m_folder, m_program, m_profile;
    QThreadPool& m_worker;
    std::unique_ptr<Reports> m_reports;
    bool m_isOn = false;
};

} // namespace sallyport
