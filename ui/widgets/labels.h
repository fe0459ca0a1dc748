// Labels in the type scale. All show plain text: a file name never becomes markup.
//
// Threads: the main thread. They follow palette and font changes by themselves.
#pragma once

#include "ui/widgets/theme.h"

#include <QLabel>

namespace sallyport {

class TextLabel : public QLabel {
    Q_OBJECT
public:
    explicit TextLabel(const QString& text, theme::Type type = theme::Type::Body,
                       theme::Weight weight = theme::Weight::Normal,
                       theme::Tint tint = theme::Tint::Text, QWidget* parent = nullptr);
    void setTint(theme::Tint tint);
    void setFixedFont(); // host keys, user names

protected:
    void changeEvent(QEvent* event) override;

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
    using TextLabel::TextLabel;
    void setElideMode(Qt::TextElideMode mode); // ElideMiddle at first
    void setFullText(const QString& text);
    const QString& fullText() const { return m_full; }
    bool isElided() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QString m_full;
    Qt::TextElideMode m_mode = Qt::ElideMiddle;
};

} // namespace sallyport
