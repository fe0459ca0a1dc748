#include "ui/people/access_box.h"

#include "ui/format.h"
#include "ui/widgets/icon.h"

#include <QAbstractItemView>
#include <QStyledItemDelegate>

#include <algorithm>
#include <initializer_list>

namespace sallyport {

namespace {

// Rows of a table, not of a menu: the drawing turns with the row that is chosen.
class Rows final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QSize words = QStyledItemDelegate::sizeHint(option, index);
        return {words.width() + theme::gap, std::max(words.height(), theme::control)};
    }
};

} // namespace

AccessBox::AccessBox(QWidget* parent)
    : QComboBox(parent)
{
    setMinimumHeight(theme::control);
    setItemDelegate(new Rows(this));
    view()->setIconSize(iconSize());
    fill(Choices::All);
}

void AccessBox::fill(Choices choices)
{
    m_choices = choices;
    clear();
    const auto add = [this](const std::optional<Access>& access) {
        const auto tint = !access    ? theme::Tint::Quiet
            : access == Access::Full ? theme::Tint::Attention
                                     : theme::Tint::Text;
        addItem(icon(format::accessIcon(access), tint), format::accessName(access),
                access ? QVariant(static_cast<int>(*access)) : QVariant());
        if (access)
            setItemData(count() - 1, format::accessMeaning(*access), Qt::ToolTipRole);
    };
    add(Access::View);
    if (choices == Choices::All) {
        for (const Access access : {Access::Upload, Access::Full, Access::DropBox})
            add(access);
    }
    add(std::nullopt);
}

void AccessBox::setChoices(Choices choices)
{
    if (choices == m_choices)
        return;
    const std::optional<Access> before = access();
    fill(choices);
    setAccess(before && choices == Choices::ViewAlone ? Access::View : before);
}

void AccessBox::setAccess(const std::optional<Access>& access)
{
    for (int at = 0; at < count(); ++at) {
        const QVariant value = itemData(at);
        if (value.isValid() == access.has_value()
            && (!access || value.toInt() == static_cast<int>(*access)))
            setCurrentIndex(at);
    }
}

std::optional<Access> AccessBox::access() const
{
    const QVariant value = currentData();
    return value.isValid() ? std::optional(static_cast<Access>(value.toInt())) : std::nullopt;
}

void AccessBox::hidePopup()
{
    QComboBox::hidePopup();
    // Qt hides first and tells what was chosen second.
    QMetaObject::invokeMethod(this, &AccessBox::popupClosed, Qt::QueuedConnection);
}

} // namespace sallyport

#include "moc_access_box.cpp"
