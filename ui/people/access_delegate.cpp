#include "ui/people/access_delegate.h"

#include "ui/format.h"
#include "ui/people/access_box.h"
#include "ui/people/people_model.h"
#include "ui/widgets/cells.h"
#include "ui/widgets/icon.h"

#include <QPainter>

#include <algorithm>

namespace sallyport {

namespace {

constexpr int side = 10;   // between a cell's edge and its words
constexpr int avatar = 32; // a circle
constexpr int icon16 = 16, arrow = 12;
constexpr int boxInset = 5, boxPadding = 8;
constexpr double boxRadius = 5;

// What widthOf() adds is for plain cells; these have margins of their own.
constexpr int plainMargins = 20;
constexpr int rounding = 2; // of the widths of letters

constexpr int beforeWord = boxInset + boxPadding + icon16 + theme::gap;

QStringList accessWords()
{
    QStringList words{format::accessName(std::nullopt)};
    for (const Access access : {Access::View, Access::Upload, Access::DropBox})
        words += format::accessName(access);
    return words;
}

} // namespace

int AccessDelegate::nameWidth(const QStringList& names, const QStringList& secondLines)
{
    const int words = std::max(cells::widthOf(names, theme::Type::Body, theme::Weight::Bold),
                               cells::widthOf(secondLines, theme::Type::Small));
    return side + avatar + side + words - plainMargins + rounding + side;
}

int AccessDelegate::leastAccessWidth()
{
    // Full alone is bold.
    const int words = std::max(
        cells::widthOf(accessWords()),
        cells::widthOf({format::accessName(Access::Full)}, theme::Type::Body, theme::Weight::Bold));
    return beforeWord + words - plainMargins + rounding + boxPadding + boxInset;
}

int AccessDelegate::accessWidth()
{
    return leastAccessWidth() + arrow + theme::gap;
}

int AccessDelegate::lastSeenWidth()
{
    const QDateTime widest(QDate(2024, 9, 28), QTime(23, 59), Qt::UTC);
    return cells::widthOf(
        {PeopleModel::tr("Last seen"), format::date(widest), format::time(widest)},
        theme::Type::Body, theme::Weight::Bold);
}

QRect AccessDelegate::boxIn(const QRect& cell)
{
    QRect box(cell.left() + boxInset, 0, cell.width() - 2 * boxInset, theme::control);
    box.moveTop(cell.center().y() - box.height() / 2);
    return box;
}

void AccessDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    cells::paintRow(*painter, option, index.column() == 0);
    const QRect& cell = option.rect;
    painter->fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1),
                      theme::color(theme::Tint::Hover));
    if (index.column() == 0)
        paintName(*painter, option.rect, index);
    else if (index.data(PeopleModel::ShareRole).isValid())
        paintAccess(*painter, option.rect, index);
    else
        cells::paintText(*painter, option.rect.adjusted(side, 0, -side, 0), index.data().toString(),
                         theme::Tint::Quiet);
}

void AccessDelegate::paintName(QPainter& painter, const QRect& where, const QModelIndex& index)
{
    const QString name = index.data().toString();
    const bool idle = index.data(PeopleModel::IdleRole).toBool();
    QRect badge(where.left() + side, 0, avatar, avatar);
    badge.moveTop(where.center().y() - avatar / 2 + 1);
    cells::paintAvatar(painter, badge, name, index.data(PeopleModel::GuestRole).toBool());

    const QRect words(badge.right() + 1 + side, where.top(),
                      where.right() - side - badge.right() - side, where.height());
    const int first = QFontMetrics(theme::font(theme::Type::Body, theme::Weight::Bold)).height();
    const int second = QFontMetrics(theme::font(theme::Type::Small)).height();
    const int top = words.center().y() - (first + second) / 2;
    cells::paintText(painter, QRect(words.left(), top, words.width(), first), name,
                     idle ? theme::Tint::Quiet : theme::Tint::Text, theme::Type::Body,
                     theme::Weight::Bold);
    cells::paintText(painter, QRect(words.left(), top + first, words.width(), second),
                     index.data(PeopleModel::SecondLineRole).toString(),
                     idle ? theme::Tint::Attention : theme::Tint::Quiet, theme::Type::Small,
                     theme::Weight::Normal, Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideRight);
}

void AccessDelegate::paintAccess(QPainter& painter, const QRect& where, const QModelIndex& index)
{
    const QVariant value = index.data(PeopleModel::AccessRole);
    const bool granted = value.isValid();
    const bool full = granted && value.toInt() == static_cast<int>(Access::Full);
    const bool isChoice = index.flags().testFlag(Qt::ItemIsEditable);
    const QRect box = boxIn(where);
    if (granted && isChoice) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(theme::color(theme::Tint::Line));
        painter.setBrush(theme::color(theme::Tint::Card));
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), boxRadius, boxRadius);
        painter.restore();
    }
    const QRect picture(box.left() + boxPadding, box.center().y() - icon16 / 2 + 1, icon16, icon16);
    paintIcon(painter, picture, index.data(PeopleModel::IconRole).toString(),
              full          ? theme::Tint::Attention
                  : granted ? theme::Tint::Text
                            : theme::Tint::Quiet);

    const auto weight = full ? theme::Weight::Bold : theme::Weight::Normal;
    const QString word = index.data().toString();
    QRect text(picture.right() + 1 + theme::gap, box.top(), 0, box.height());
    text.setRight(box.right() - boxPadding);
    const int wordWidth =
        QFontMetrics(theme::font(theme::Type::Body, weight)).horizontalAdvance(word);
    // The word goes first: without room for both, the arrow stays away.
    if (isChoice && wordWidth + theme::pairGap + arrow <= text.width()) {
        paintIcon(painter,
                  QRect(text.right() - arrow + 1, box.center().y() - arrow / 2 + 1, arrow, arrow),
                  QStringLiteral("collapse"), theme::Tint::Quiet);
        text.setRight(text.right() - arrow - theme::pairGap);
    }
    cells::paintText(painter, text, word, granted ? theme::Tint::Text : theme::Tint::Quiet,
                     theme::Type::Body, weight, Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideRight);
}

QSize AccessDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    const int words = QFontMetrics(theme::font(theme::Type::Body, theme::Weight::Bold)).height()
        + QFontMetrics(theme::font(theme::Type::Small)).height();
    return {accessWidth(), std::max(theme::tallRow, words + 2 * theme::gap)};
}

QWidget* AccessDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&,
                                      const QModelIndex& index) const
{
    auto* box = new AccessBox(parent);
    box->setObjectName(QStringLiteral("accessEditor"));
    box->setAccessibleName(index.data(Qt::AccessibleTextRole).toString());
    if (index.data(PeopleModel::OpenRole).toBool())
        box->setChoices(AccessBox::Choices::ViewAlone);
    auto* self = const_cast<AccessDelegate*>(this); // the signals of a delegate are not const
    connect(box, &QComboBox::activated, self, [self, box] { emit self->commitData(box); });
    connect(box, &AccessBox::popupClosed, self, [self, box] { emit self->closeEditor(box); });
    // Open at once, as soon as the view has put it in its place.
    QMetaObject::invokeMethod(box, &AccessBox::showPopup, Qt::QueuedConnection);
    return box;
}

void AccessDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    auto* box = qobject_cast<AccessBox*>(editor);
    if (!box || box->view()->isVisible()) // what somebody is choosing from stays as it is
        return;
    const QVariant value = index.data(Qt::EditRole);
    box->setAccess(value.isValid() ? std::optional(static_cast<Access>(value.toInt()))
                                   : std::nullopt);
}

void AccessDelegate::setModelData(QWidget* editor, QAbstractItemModel* model,
                                  const QModelIndex& index) const
{
    if (auto* box = qobject_cast<AccessBox*>(editor))
        model->setData(index, box->currentData(), Qt::EditRole);
}

void AccessDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                          const QModelIndex&) const
{
    editor->setGeometry(boxIn(option.rect));
}

} // namespace sallyport

#include "moc_access_delegate.cpp"
