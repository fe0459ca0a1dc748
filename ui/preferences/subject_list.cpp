#include "ui/preferences/subject_list.h"

#include "ui/widgets/cells.h"
#include "ui/widgets/icon.h"

#include <QEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace sallyport {

namespace {

enum Role { NameRole = Qt::UserRole, IconRole };

constexpr int iconSide = 16;

class SubjectDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        const QFontMetrics metrics(theme::font(theme::Type::Body));
        return {metrics.horizontalAdvance(index.data().toString()) + iconSide + 3 * theme::gap,
                std::max(theme::pageRow, metrics.height() + theme::gap)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        cells::paintRow(*painter, option, true);
        const QRect row = option.rect.adjusted(theme::gap, 0, -theme::gap, 0);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const QRect drawing(row.left(), row.center().y() - iconSide / 2 + 1, iconSide, iconSide);
        paintIcon(*painter, drawing, index.data(IconRole).toString(),
                  selected ? theme::Tint::AccentText : theme::Tint::Text);
        cells::paintText(*painter, row.adjusted(iconSide + theme::gap, 0, 0, 0),
                         index.data().toString(), theme::Tint::Text);
    }
};

} // namespace

SubjectList::SubjectList(QWidget* parent)
    : QListWidget(parent)
{
    setObjectName(QStringLiteral("subjects"));
    setAccessibleName(tr("Subjects"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new SubjectDelegate(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setAutoFillBackground(false);
}

void SubjectList::addSubject(const QString& name, const QString& title, const QString& iconName)
{
    auto* subject = new QListWidgetItem(title, this);
    subject->setData(NameRole, name);
    subject->setData(IconRole, iconName);
}

void SubjectList::choose(const QString& name)
{
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(NameRole).toString() == name)
            setCurrentRow(row);
    }
}

QSize SubjectList::sizeHint() const
{
    constexpr int room = 48; // the column is not as narrow as its longest word
    return {sizeHintForColumn(0) + room, QListWidget::sizeHint().height()};
}

void SubjectList::changeEvent(QEvent* event)
{
    QListWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        scheduleDelayedItemsLayout();
}

} // namespace sallyport

#include "moc_subject_list.cpp"
