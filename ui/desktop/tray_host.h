// TrayHost says whether there is a tray to put an icon into. Panels may start after the program, at
// login for example, and may go while it runs.
//
// Threads: the main thread; asks over D-Bus without waiting.
// Source: the StatusNotifierItem specification of freedesktop.org; panels that only know the older
// system tray of X11 are asked once.
#pragma once

#include <QObject>

#include <memory>

class QDBusServiceWatcher;

namespace sallyport {

class TrayHost final : public QObject {
    Q_OBJECT
public:
    explicit TrayHost(QObject* parent = nullptr);
    ~TrayHost() override;

    bool isThere() const { return m_isThere; }
    bool isKnown() const { return m_isKnown; } // false: the first answer has not come yet
    // The tray of X11, where the menu is a window of this program.
    bool isOlder() const { return m_isOlder; }
signals:
    void changed(bool isThere);

private:
    void ask();
    void decide(bool isThere);
    Q_SLOT void hostRegistered();
    void askOlderTray();

    std::unique_ptr<QDBusServiceWatcher> m_watcher;
    bool m_isThere = false, m_isKnown = false, m_isOlder = false;
};

} // namespace sallyport
