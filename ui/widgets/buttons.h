// The buttons of the window. Each has an accessible name; each icon-only one a tool tip too.
//
// Threads: the main thread.
#pragma once

#include "ui/widgets/theme.h"

#include <QPushButton>
#include <QRadioButton>
#include <QToolButton>

#include <functional>

class QPainter;
class QTimer;

namespace sallyport {

// The one accent button of a page or dialog: flat, bold.
class PrimaryButton : public QPushButton {
    Q_OBJECT
public:
    explicit PrimaryButton(const QString& text, const QString& iconName = {},
                           QWidget* parent = nullptr);
    QSize sizeHint() const override;

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

// An ordinary push button of control height with one of our icons.
QPushButton* pushButton(const QString& text, const QString& iconName = {},
                        theme::Tint iconTint = theme::Tint::Text, QWidget* parent = nullptr);
// Only an icon; `name` is its accessible name and tool tip.
QToolButton* iconButton(const QString& iconName, const QString& name, QWidget* parent = nullptr);
// Text that looks like a link and is a button.
QToolButton* linkButton(const QString& text, QWidget* parent = nullptr);

// `text` for a button or a menu, where a single "&" would mark a key: for what holds a name.
QString withoutKeys(QString text);

// Puts a text on the clipboard, then shows a check and "Copied" for 1.5 s at unchanged width, and
// says "Copied" to a screen reader. A secret is marked so that no clipboard history keeps it.
class CopyAction final : public QObject {
    Q_OBJECT
public:
    enum class Secret { No, Yes };
    // `button` is its parent. `text` is asked when the button is clicked; empty copies nothing.
    CopyAction(QAbstractButton& button, std::function<QString()> text, Secret secret = Secret::No);
    static void copy(const QString& text, Secret secret);
    void showCopied(); // for who copies later, after the keychain has answered

private:
    void showAsBefore();
    QAbstractButton& m_button;
    std::function<QString()> m_text;
    Secret m_secret;
    QTimer* m_back;
    QString m_label, m_toolTip;
    QIcon m_icon;
    QSize m_least, m_most;
};

// One of several ways, with its meaning: a radio button painted as a tile.
class ChoiceTile final : public QRadioButton {
    Q_OBJECT
public:
    ChoiceTile(const QString& title, const QString& meaning, const QString& iconName,
               QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    int heightForWidth(int width) const override; // a long meaning takes a second line

protected:
    bool hitButton(const QPoint& position) const override;
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_meaning, m_icon;
};

// An on/off switch; the sidebar's delegate paints the same one.
void paintSwitch(QPainter& painter, const QRectF& where, bool on, bool enabled, bool focus);

} // namespace sallyport
