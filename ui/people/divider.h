// Divider is a line between two things, in the tint of all lines.
//
// Threads: the main thread.
#pragma once

#include "ui/widgets/theme.h"

#include <QPainter>
#include <QWidget>

namespace sallyport {

class Divider final : public QWidget {
public:
    explicit Divider(QWidget* parent = nullptr)
        : QWidget(parent)
    {
        setFixedHeight(1);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).fillRect(rect(), theme::color(theme::Tint::Line));
    }
};

} // namespace sallyport
