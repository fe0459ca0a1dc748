#include "ui/shares/flow_layout.h"

#include <algorithm>
#include <utility>

namespace sallyport {

FlowLayout::FlowLayout(int spacing, QWidget* parent)
    : QLayout(parent)
{
    setSpacing(spacing);
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem* item)
{
    m_items.emplace_back(item);
}

int FlowLayout::count() const
{
    return static_cast<int>(m_items.size());
}

QLayoutItem* FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    QLayoutItem* taken = m_items[static_cast<std::size_t>(index)].release();
    m_items.erase(m_items.begin() + index);
    return taken;
}

int FlowLayout::heightForWidth(int width) const
{
    return place({0, 0, width, 0}, Move::No);
}

QSize FlowLayout::sizeHint() const
{
    QSize size;
    for (const auto& item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize one = item->sizeHint();
        size.rwidth() += one.width() + (size.isEmpty() ? 0 : spacing());
        size.setHeight(std::max(size.height(), one.height()));
    }
    return size;
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto& item : m_items) {
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize());
    }
    return size;
}

void FlowLayout::setGeometry(const QRect& where)
{
    QLayout::setGeometry(where);
    const int spare = std::max(0, where.height() - heightForWidth(where.width()));
    place(where.adjusted(0, spare / 2, 0, 0), Move::Yes);
}

int FlowLayout::place(const QRect& where, Move move) const
{
    struct Placed {
        QLayoutItem* item;
        QSize size;
        bool atRight;
    };
    std::vector<Placed> row;
    int top = where.y();
    int used = 0;
    const auto finishRow = [&] {
        int height = 0;
        for (const Placed& one : row)
            height = std::max(height, one.size.height());
        int left = where.x();
        bool pushed = !row.empty() && row.front().atRight; // alone in its row: nothing to push from
        for (const Placed& one : row) {
            if (one.atRight && !std::exchange(pushed, true))
                left += std::max(0, where.width() - used);
            if (move == Move::Yes)
                one.item->setGeometry({{left, top + (height - one.size.height()) / 2}, one.size});
            left += one.size.width() + spacing();
        }
        if (!row.empty())
            top += height + spacing();
        row.clear();
        used = 0;
    };
    for (int i = 0; i < count(); ++i) {
        QLayoutItem* item = itemAt(i);
        if (item->isEmpty())
            continue;
        QSize size = item->sizeHint().expandedTo(item->minimumSize());
        size.setWidth(std::min(size.width(), std::max(where.width(), item->minimumSize().width())));
        if (item->hasHeightForWidth())
            size.setHeight(item->heightForWidth(size.width()));
        if (!row.empty() && used + spacing() + size.width() > where.width())
            finishRow();
        used += (row.empty() ? 0 : spacing()) + size.width();
        row.push_back({item, size, m_firstAtRight >= 0 && i >= m_firstAtRight});
    }
    finishRow();
    return std::max(0, top - spacing() - where.y());
}

} // namespace sallyport

#include "moc_flow_layout.cpp"
