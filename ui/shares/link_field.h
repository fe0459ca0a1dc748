// LinkField shows a link large, in the fixed font: it can be selected and copied, not changed.
//
// Threads: the main thread.
#pragma once

#include "ui/widgets/theme.h"

#include <QLineEdit>

namespace sallyport {

class LinkField final : public QLineEdit {
    Q_OBJECT
public:
    explicit LinkField(QWidget* parent = nullptr);
    void setLink(const QString& link);
    void setTint(theme::Tint tint); // quiet while the link leads nowhere

protected:
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void restyle();
    void updateToolTip();
    theme::Tint m_tint = theme::Tint::Text;
    bool m_styling = false, m_byKeyboard = false;
};

} // namespace sallyport
