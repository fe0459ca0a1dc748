// TrayIcon is the program in the desktop's panel: whether anything is shared, whether anybody is
// there, and the few things worth doing without the window. Where there is no panel for it, or none
// yet, it is not there: isShown() says so, and the window is then never hidden.
//
// Threads: the main thread. It shows what is true, and forwards wishes.
#pragma once

#include "ui/core_parts.h"

#include <QIcon>
#include <QObject>
#include <QString>

#include <memory>

class QAction;
class QMenu;

namespace sallyport {

class TrayIcon final : public QObject {
    Q_OBJECT
public:
    enum class State { Off, On, Active, Problem };
    Q_ENUM(State)

    // What `parts` refers to outlives it.
    explicit TrayIcon(const CoreParts& parts, QObject* parent = nullptr);
    ~TrayIcon() override;

    bool isShown() const;
    bool isDecided() const; // false: whether there is a panel is not known yet
    State state() const;
    QString toolTip() const;
    QMenu& menu() const;
    // A line of news beside the icon, in the desktop's way; nothing where it is not shown.
    // Names may hold tags, which the desktop would show as links and pictures: they are shown as
    // they are written. Source: "Body markup" in the Desktop Notifications Specification.
    void showMessage(const QString& heading, const QString& text);
    static QString withoutMarkup(const QString& text);
signals:
    void shownChanged(bool shown);
    void showWindow();
    void showConnections();
    void quitAsked();
    void stopAsked(); // may ask first: over the window
    void pauseAsked();
    void messageClicked();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sallyport
