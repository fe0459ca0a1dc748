#include "ui/shares/recipe_list.h"

#include "ui/widgets/cells.h"
#include "ui/widgets/icon.h"

#include <QEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace sallyport {

using theme::Tint;
using theme::Type;
using theme::Weight;

namespace {

enum Role { IdRole = Qt::UserRole, IconRole };

constexpr int iconSide = 16;
constexpr int padding = 4;

bool isGroup(const QModelIndex& index)
{
    return index.data(IdRole).toString().isEmpty();
}

class RecipeDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        const bool group = isGroup(index);
        const QFontMetrics metrics(
            theme::font(group ? Type::Small : Type::Body, group ? Weight::Bold : Weight::Normal));
        const int text = metrics.horizontalAdvance(index.data().toString());
        return {text + 2 * padding + (group ? 0 : iconSide + theme::gap) + theme::gap,
                metrics.height() + (group ? theme::rowGap : theme::gap + 2)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const QRect row = option.rect.adjusted(padding, 0, -padding, 0);
        if (isGroup(index)) {
            cells::paintText(*painter, row, index.data().toString(), Tint::Quiet, Type::Small,
                             Weight::Bold, Qt::AlignLeft | Qt::AlignBottom);
            return;
        }
        cells::paintRow(*painter, option, true);
        const QRect drawing(row.left(), row.center().y() - iconSide / 2 + 1, iconSide, iconSide);
        paintIcon(*painter, drawing, index.data(IconRole).toString(), Tint::Text);
        cells::paintText(*painter, row.adjusted(iconSide + theme::gap, 0, 0, 0),
                         index.data().toString(), Tint::Text);
    }
};

} // namespace

RecipeList::RecipeList(QWidget* parent)
    : QListWidget(parent)
{
    setObjectName(QStringLiteral("recipeList"));
    setAccessibleName(tr("Programs to connect with"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new RecipeDelegate(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setAutoFillBackground(false);
}

void RecipeList::fill(const QList<Recipe>& recipes)
{
    if (count() > 0)
        return;
    QString group;
    for (const Recipe& recipe : recipes) {
        if (recipe.group != group) {
            group = recipe.group;
            auto* heading = new QListWidgetItem(group, this);
            heading->setFlags(Qt::NoItemFlags);
        }
        auto* item = new QListWidgetItem(recipe.name, this);
        item->setData(IdRole, recipe.id);
        item->setData(IconRole, recipe.icon);
        item->setToolTip({});
    }
    updateGeometry();
}

void RecipeList::select(const QString& id)
{
    for (int i = 0; i < count(); ++i) {
        if (item(i)->data(IdRole).toString() == id)
            setCurrentRow(i);
    }
}

QString RecipeList::selected() const
{
    return currentItem() ? currentItem()->data(IdRole).toString() : QString();
}

QSize RecipeList::sizeHint() const
{
    return {sizeHintForColumn(0) + theme::block, QListWidget::sizeHint().height()};
}

QSize RecipeList::minimumSizeHint() const
{
    return {sizeHint().width(), QListWidget::minimumSizeHint().height()};
}

void RecipeList::changeEvent(QEvent* event)
{
    QListWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        scheduleDelayedItemsLayout();
}

} // namespace sallyport

#include "moc_recipe_list.cpp"
