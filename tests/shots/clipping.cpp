#include "tests/shots/clipping.h"

#include "ui/widgets/labels.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTreeView>

namespace sallyport::shots {

namespace {

// Half a pixel of rounding at broken scales.
constexpr int slack = 1;
constexpr qsizetype shortText = 12; // characters: "1,023.4 MB/s"
constexpr int cellPadding = 8;      // pixels; less than any delegate leaves around its text

QString place(const QWidget& widget)
{
    QStringList names;
    for (const QWidget* at = &widget; at; at = at->parentWidget()) {
        names.prepend(at->objectName().isEmpty() ? QLatin1String(at->metaObject()->className())
                                                 : at->objectName());
        if (at->isWindow())
            break;
    }
    return names.join(u'/');
}

bool isTooSmall(const QWidget& widget, const QSize& needed)
{
    return needed.width() > widget.width() + slack || needed.height() > widget.height() + slack;
}

QString sizes(const QSize& needed, const QSize& has)
{
    return QStringLiteral("%1x%2 in %3x%4")
        .arg(needed.width())
        .arg(needed.height())
        .arg(has.width())
        .arg(has.height());
}

class Looker {
public:
    explicit Looker(Elision allowed)
        : m_allowed(allowed)
    {
    }
    QStringList faults;

    void look(const QWidget& widget)
    {
        if (const auto* elided = qobject_cast<const ElidedLabel*>(&widget))
            lookAtElided(*elided);
        else if (const auto* label = qobject_cast<const QLabel*>(&widget))
            lookAtLabel(*label);
        else if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
            lookAtButton(*button);
        else if (const auto* box = qobject_cast<const QComboBox*>(&widget))
            lookAtBox(*box);
        else if (const auto* field = qobject_cast<const QLineEdit*>(&widget))
            lookAtField(*field);
        else if (const auto* header = qobject_cast<const QHeaderView*>(&widget))
            lookAtHeader(*header);
        if (const auto* view = qobject_cast<const QTreeView*>(&widget))
            lookAtCells(*view);
        lookAtParent(widget);
    }

private:
    void fault(const QWidget& widget, const QString& what, const QString& text)
    {
        faults.append(QStringLiteral("%1: %2: \"%3\"").arg(place(widget), what, text.left(80)));
    }
    void lookAtElided(const ElidedLabel& label)
    {
        if (!label.isElided())
            return;
        if (m_allowed == Elision::Never)
            fault(label, QStringLiteral("elided"), label.fullText());
        else if (label.toolTip().isEmpty())
            fault(label, QStringLiteral("elided, and no tool tip"), label.fullText());
    }
    void lookAtLabel(const QLabel& label)
    {
        if (label.text().isEmpty())
            return;
        const bool wraps = label.wordWrap();
        const QSize needed =
            wraps ? QSize(0, label.heightForWidth(label.width())) : label.sizeHint();
        if (isTooSmall(label, needed))
            fault(label, sizes(needed, label.size()), label.text());
    }
    void lookAtButton(const QAbstractButton& button)
    {
        if (!button.text().isEmpty() && isTooSmall(button, button.sizeHint()))
            fault(button, sizes(button.sizeHint(), button.size()), button.text());
    }
    void lookAtBox(const QComboBox& box)
    {
        // The frame and the arrow take what an empty box takes.
        const int words = box.fontMetrics().horizontalAdvance(box.currentText());
        if (words + box.height() / 2 > box.width())
            fault(box, QStringLiteral("too narrow"), box.currentText());
    }
    void lookAtField(const QLineEdit& field)
    {
        const QString text = field.text().isEmpty() ? field.placeholderText() : QString();
        if (field.fontMetrics().horizontalAdvance(text) > field.width())
            fault(field, QStringLiteral("too narrow"), text);
    }
    void lookAtHeader(const QHeaderView& header)
    {
        if (header.orientation() != Qt::Horizontal || !header.model())
            return;
        for (int i = 0; i < header.count(); ++i) {
            const QString title = header.model()->headerData(i, Qt::Horizontal).toString();
            const bool mayBeCut = m_allowed == Elision::WithToolTip
                && !header.model()->headerData(i, Qt::Horizontal, Qt::ToolTipRole).isNull();
            if (!header.isSectionHidden(i) && !title.isEmpty() && !mayBeCut
                && header.fontMetrics().horizontalAdvance(title) > header.sectionSize(i))
                fault(header, QStringLiteral("column too narrow"), title);
        }
    }
    // What is short, a time or a number, says nothing once it is cut; what is long may be, where a
    // tool tip tells the rest.
    void lookAtCells(const QTreeView& view)
    {
        for (QModelIndex row = view.indexAt(QPoint(1, 1)); row.isValid();
             row = view.indexBelow(row)) {
            const QRect seen = view.visualRect(row);
            if (seen.top() > view.viewport()->height())
                return;
            for (int column = 0; column < view.model()->columnCount(row.parent()); ++column) {
                const QModelIndex cell = row.siblingAtColumn(column);
                const QString text = cell.data().toString();
                if (view.isColumnHidden(column) || text.isEmpty()
                    || view.isFirstColumnSpanned(row.row(), row.parent()))
                    continue;
                const bool mayBeCut =
                    text.size() > shortText && !cell.data(Qt::ToolTipRole).toString().isEmpty();
                if (!mayBeCut
                    && view.fontMetrics().horizontalAdvance(text) + cellPadding
                        > view.columnWidth(column))
                    fault(view, QStringLiteral("cell too narrow"), text);
            }
        }
    }
    // Nothing with a text reaches out of what it lies in, except in what scrolls.
    void lookAtParent(const QWidget& widget)
    {
        const bool hasText = qobject_cast<const QLabel*>(&widget)
            || qobject_cast<const QAbstractButton*>(&widget)
            || qobject_cast<const QComboBox*>(&widget);
        const QWidget* const parent = widget.parentWidget();
        if (!hasText || !parent || widget.isWindow()
            || parent->rect().adjusted(-slack, -slack, slack, slack).contains(widget.geometry()))
            return;
        const auto* const area = qobject_cast<const QAbstractScrollArea*>(parent->parentWidget());
        if (area && area->viewport() == parent)
            return;
        fault(widget, QStringLiteral("reaches out of its parent"), widget.accessibleName());
    }

    const Elision m_allowed;
};

} // namespace

QStringList clipped(const QWidget& window, Elision allowed)
{
    Looker looker(allowed);
    looker.look(window);
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (widget->isVisibleTo(&window))
            looker.look(*widget);
    }
    return looker.faults;
}

} // namespace sallyport::shots
