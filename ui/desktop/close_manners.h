// CloseManners decides what closing the window means. With an icon in the panel it hides, and says
// once that sharing goes on; without one it is minimised, so that it never vanishes while something
// is shared. Where nothing is shared and no icon is there, closing is quitting.
//
// Threads: the main thread.
#pragma once

#include "ui/core_parts.h"

#include <QObject>
#include <QPointer>

class QWidget;

namespace sallyport {

class TrayIcon;

class CloseManners final : public QObject {
    Q_OBJECT
public:
    // All outlive it.
    CloseManners(const CoreParts& parts, QWidget& window, TrayIcon& tray,
                 QObject* parent = nullptr);

    void present();     // brings the window to the front, from wherever it is
    void startHidden(); // only the icon; minimised where there is none
    // Once the program ends, closing is nothing special.
    void letGo();
signals:
    void quitAsked();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void hide();
    void follow(bool isTrayShown);

    const CoreParts m_parts;
    QWidget& m_window;
    TrayIcon& m_tray;
    bool m_isHidden = false; // only the icon brings it back
};

} // namespace sallyport
