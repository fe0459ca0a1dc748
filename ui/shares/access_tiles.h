// AccessTiles asks what the share's guest may do. They change that one account and nobody else.
//
// Threads: the main thread. The editor outlives it.
#pragma once

#include "core/settings.h"
#include "ui/widgets/surfaces.h"

#include <array>
#include <optional>

class QButtonGroup;
class QGridLayout;

namespace sallyport {

class ChoiceTile;

class AccessTiles final : public Card {
    Q_OBJECT
public:
    explicit AccessTiles(QWidget* parent = nullptr);
    void setAccess(const std::optional<Access>& access); // nullopt: none is checked
    void setNarrow(bool narrow);                         // two by two
    int wideWidth() const;
signals:
    void accessWanted(sallyport::Access access);

private:
    void arrange();
    void check(const std::optional<Access>& access);
    std::optional<Access> m_access;
    bool m_narrow = false;
    QButtonGroup* m_group;
    QGridLayout* m_grid;
    std::array<ChoiceTile*, 4> m_tiles{};
};

} // namespace sallyport
