#include "ui/desktop/close_manners.h"

#include "core/settings_editor.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/desktop/tray_icon.h"

#include <QEvent>
#include <QWidget>

namespace sallyport {

namespace {

QString saidKey()
{
    return QStringLiteral("backgroundSaid");
}

} // namespace

CloseManners::CloseManners(const CoreParts& parts, QWidget& window, TrayIcon& tray, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_window(window)
    , m_tray(tray)
{
    m_window.installEventFilter(this);
    connect(&tray, &TrayIcon::shownChanged, this, &CloseManners::follow);
    connect(&tray, &TrayIcon::showWindow, this, &CloseManners::present);
}

void CloseManners::present()
{
    m_isHidden = false;
    m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
}

void CloseManners::startHidden()
{
    m_isHidden = true;
    if (m_tray.isDecided())
        follow(m_tray.isShown());
}

void CloseManners::letGo()
{
    m_window.removeEventFilter(this);
}

// The panel is gone, or there never was one: what is hidden would have no way back.
void CloseManners::follow(bool isTrayShown)
{
    if (isTrayShown || !m_isHidden)
        return;
    m_isHidden = false;
    m_window.showMinimized();
}

void CloseManners::hide()
{
    m_isHidden = true;
    m_window.hide();
    const bool shares = m_parts.sharing.state() != Sharing::State::Off;
    if (!shares || m_parts.settings.current().ui.value(saidKey()).toBool())
        return;
    m_tray.showMessage(
        QStringLiteral("Sallyport"),
        tr("Sallyport keeps sharing in the background. Quit from the menu to stop."));
    // Said again next time when this cannot be saved.
    (void)m_parts.editor.change([](Settings& settings) { settings.ui.insert(saidKey(), true); });
}

bool CloseManners::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != &m_window || event->type() != QEvent::Close)
        return QObject::eventFilter(watched, event);
    event->ignore();
    if (m_tray.isShown())
        hide();
    else if (m_parts.sharing.state() != Sharing::State::Off || m_parts.sharing.pausedUntil())
        m_window.showMinimized();
    else
        emit quitAsked();
    return true;
}

} // namespace sallyport

#include "moc_close_manners.cpp"
