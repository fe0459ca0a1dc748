// Small pieces the share page and its dialogs are built of.
//
// Threads: the main thread.
#pragma once

#include <QWidget>

class QScrollArea;

namespace sallyport {

// A line of one pixel between blocks.
class Divider final : public QWidget {
    Q_OBJECT
public:
    explicit Divider(QWidget* parent = nullptr);
    QSize sizeHint() const override { return {1, 1}; }

protected:
    void paintEvent(QPaintEvent* event) override;
};

// Scrolls `content` up and down only, without a frame or a surface of its own; takes it over.
QScrollArea* pageScroll(QWidget* content);

} // namespace sallyport
