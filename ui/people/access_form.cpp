#include "ui/people/access_form.h"

#include "ui/format.h"
#include "ui/widgets/labels.h"

#include <QGridLayout>

#include <algorithm>

namespace sallyport {

namespace {

// Long names have a line of their own.
int columnsFor(const QList<Share>& shares)
{
    constexpr int shortName = 12; // characters
    const bool fit = std::all_of(shares.begin(), shares.end(), [](const Share& share) {
        return format::name(share.name).size() <= shortName;
    });
    return fit ? 2 : 1;
}

} // namespace

AccessForm::AccessForm(const QList<Share>& shares, QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("accessForm"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins({});
    grid->setVerticalSpacing(theme::gap);
    grid->setHorizontalSpacing(theme::rowGap);
    if (shares.isEmpty())
        grid->addWidget(new TextLabel(tr("Nothing is shared yet."), theme::Type::Body,
                                      theme::Weight::Normal, theme::Tint::Quiet),
                        0, 0);
    const int columns = columnsFor(shares);
    for (int at = 0; at < shares.size(); ++at) {
        const QString name = format::name(shares[at].name);
        auto* label = new ElidedLabel({});
        label->setFullText(name);
        if (columns > 1) // short, so it need not be cut
            label->setMinimumWidth(label->fontMetrics().horizontalAdvance(name) + theme::pairGap);
        auto* box = new AccessBox;
        box->setObjectName(QStringLiteral("access-%1").arg(name));
        box->setAccessibleName(tr("Access to %1").arg(name));
        box->setAccess(std::nullopt);
        label->setBuddy(box);
        grid->addWidget(label, at / columns, at % columns * 2);
        grid->addWidget(box, at / columns, at % columns * 2 + 1);
        m_lines.append({shares[at].id, box});
    }
    for (int column = 0; column < columns; ++column)
        grid->setColumnStretch(2 * column, 1); // a single share takes the left half all the same
}

void AccessForm::setAccess(const QHash<ShareId, Access>& access)
{
    for (const Line& line : m_lines) {
        const auto found = access.constFind(line.share);
        line.box->setAccess(found == access.cend() ? std::nullopt : std::optional(*found));
    }
}

QHash<ShareId, Access> AccessForm::access() const
{
    QHash<ShareId, Access> access;
    for (const Line& line : m_lines) {
        if (const std::optional<Access> one = line.box->access())
            access.insert(line.share, *one);
    }
    return access;
}

void AccessForm::setChoices(AccessBox::Choices choices)
{
    for (const Line& line : m_lines)
        line.box->setChoices(choices);
}

} // namespace sallyport

#include "moc_access_form.cpp"
