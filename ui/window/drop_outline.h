// DropOutline is the dashed line around the window while a folder is dragged over it. It lies on
// top of everything and takes no clicks.
//
// Threads: the main thread.
#pragma once

#include <QWidget>

namespace sallyport {

class DropOutline final : public QWidget {
    Q_OBJECT
public:
    explicit DropOutline(QWidget* window); // covers it while shown
    void cover();

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace sallyport
