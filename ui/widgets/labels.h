// Labels in the type scale. All show plain text: a file name never becomes markup.
//
// Threads: the main thread. They follow palette and font changes by themselves.
#pragma once

#include "ui/widgets/theme.h"

#include <QLabel>
#include <QWidget>

namespace sallyport {

// A drawing of a fixed size beside words. It repeats what they say and has no name.
class IconLabel final : public QWidget {
    Q_OBJECT
public:
    IconLabel(const QString& iconName, int side, theme::Tint tint, QWidget* parent = nullptr);
    void setIcon(const QString& iconName, theme::Tint tint);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon;
    theme::Tint m_tint;
};

class TextLabel : public QLabel {
    Q_OBJECT
public:
    explicit TextLabel(const QString& text, theme::Type type = theme::Type::Body,
                       theme::Weight weight = theme::Weight::Normal,
                       theme::Tint tint = theme::Tint::Text, QWidget* parent = nullptr);
    void setTint(theme::Tint tint);
    void setFixedFont(bool fixed = true); // host keys, user names

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void restyle();
    theme::Type m_type;
    theme::Weight m_weight;
    theme::Tint m_tint;
    bool m_fixed = false;
};

// One line that is cut in the middle (paths, links) or at the end (sentences) when there is no
// room; the whole text is then its tool tip.
class ElidedLabel final : public TextLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text, theme::Type type = theme::Type::Body,
                         theme::Weight weight = theme::Weight::Normal,
                         theme::Tint tint = theme::Tint::Text, QWidget* parent = nullptr);
    void setElideMode(Qt::TextElideMode mode); // ElideMiddle at first
    void setFullText(const QString& text);
    void setText(const QString& text) { setFullText(text); }
    const QString& fullText() const { return m_full; }
    bool isElided() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void tellTheRest();
    int wholeWidth() const;
    QString m_full;
    Qt::TextElideMode m_mode = Qt::ElideMiddle;
};

} // namespace sallyport
