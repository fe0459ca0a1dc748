// Icons: the drawings in resources/icons, tinted with the palette when painted, so that they follow
// theme, state and scale.
//
// Threads: the main thread.
#pragma once

#include "ui/widgets/theme.h"

#include <QIcon>
#include <QString>

class QPainter;
class QRect;

namespace sallyport {

// `name` is a file name of resources/icons without ".svg".
QIcon icon(const QString& name, theme::Tint tint = theme::Tint::Text);
// For menus and the tray's menu: the desktop's own drawing where its theme has one.
QIcon menuIcon(const QString& name);
// "sallyport-tray-on-symbolic": as it is installed, under the application's id, for the panel to
// draw.
QIcon trayIcon(const QString& name);
QIcon applicationIcon(); // in its own colours
void paintIcon(QPainter& painter, const QRect& where, const QString& name, theme::Tint tint);

} // namespace sallyport
