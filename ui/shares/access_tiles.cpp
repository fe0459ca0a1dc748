#include "ui/shares/access_tiles.h"

#include "ui/format.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QButtonGroup>
#include <QGridLayout>

#include <algorithm>

namespace sallyport {

namespace {

struct Way {
    Access access;
    const char* name; // of the object
};
constexpr std::array<Way, 4> ways{{{Access::View, "accessView"},
                                   {Access::Upload, "accessUpload"},
                                   {Access::Full, "accessFull"},
                                   {Access::DropBox, "accessDropBox"}}};

} // namespace

AccessTiles::AccessTiles(QWidget* parent)
    : Card(parent)
    , m_group(new QButtonGroup(this))
    , m_grid(new QGridLayout)
{
    setObjectName(QStringLiteral("accessTiles"));
    for (std::size_t i = 0; i < ways.size(); ++i) {
        const Access access = ways[i].access;
        m_tiles[i] = new ChoiceTile(format::accessName(access), format::accessMeaning(access),
                                    format::accessIcon(access));
        m_tiles[i]->setObjectName(QLatin1String(ways[i].name));
        m_group->addButton(m_tiles[i], static_cast<int>(i));
    }
    // The tile that was clicked is checked when the grant has changed, not before.
    connect(m_group, &QButtonGroup::idClicked, this, [this](int id) {
        const Access wanted = ways[static_cast<std::size_t>(id)].access;
        check(m_access);
        if (m_access != wanted)
            emit accessWanted(wanted);
    });
    m_grid->setSpacing(theme::gap);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::block, theme::block, theme::block, theme::block);
    layout->setSpacing(theme::gap);
    layout->addWidget(
        new TextLabel(tr("What guests may do"), theme::Type::Heading, theme::Weight::Bold));
    layout->addLayout(m_grid);
    arrange();
}

void AccessTiles::setAccess(const std::optional<Access>& access)
{
    m_access = access;
    check(access);
}

void AccessTiles::check(const std::optional<Access>& access)
{
    if (!access) {
        m_group->setExclusive(false); // the only way to check none
        for (ChoiceTile* tile : m_tiles)
            tile->setChecked(false);
        m_group->setExclusive(true);
        return;
    }
    for (std::size_t i = 0; i < ways.size(); ++i) {
        if (ways[i].access == *access)
            m_tiles[i]->setChecked(true);
    }
}

void AccessTiles::setNarrow(bool narrow)
{
    if (m_narrow == narrow)
        return;
    m_narrow = narrow;
    arrange();
}

void AccessTiles::arrange()
{
    const int columns = m_narrow ? 2 : 4;
    for (ChoiceTile* tile : m_tiles)
        m_grid->removeWidget(tile);
    for (int i = 0; i < 4; ++i) {
        m_grid->addWidget(m_tiles[static_cast<std::size_t>(i)], i / columns, i % columns);
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
    }
}

int AccessTiles::wideWidth() const
{
    int widest = 0;
    for (const ChoiceTile* tile : m_tiles)
        widest = std::max(widest, tile->minimumSizeHint().width());
    return 2 * theme::block + 4 * widest + 3 * theme::gap;
}

} // namespace sallyport

#include "moc_access_tiles.cpp"
