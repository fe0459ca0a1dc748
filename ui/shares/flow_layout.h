// FlowLayout places widgets in a row like words in a line: those that do not fit go to the next.
// Buttons keep their widths in every language and at every width of the window that way.
//
// Threads: the main thread.
#pragma once

#include "ui/widgets/theme.h"

#include <QLayout>
#include <QList>

#include <memory>
#include <vector>

namespace sallyport {

class FlowLayout final : public QLayout {
    Q_OBJECT
public:
    explicit FlowLayout(int spacing = theme::gap, QWidget* parent = nullptr);
    ~FlowLayout() override;
    void addItem(QLayoutItem* item) override; // takes it over
    // What comes from here on stands at the right, in the row of what comes before; below, left.
    void pushRight() { m_firstAtRight = count(); }
    int count() const override;
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override; // all in one row
    QSize minimumSize() const override;
    void setGeometry(const QRect& where) override;

private:
    enum class Move { No, Yes };
    int place(const QRect& where, Move move) const; // returns the height
    std::vector<std::unique_ptr<QLayoutItem>> m_items;
    int m_firstAtRight = -1;
};

} // namespace sallyport
