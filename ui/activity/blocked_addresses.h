// The addresses that are refused, each with the reason and Unblock: those the owner blocked, and
// those that must wait after failed logins. Hidden while there are none.
//
// Threads: the main thread. The parts outlive it.
#pragma once

#include "ui/core_parts.h"
#include "ui/widgets/surfaces.h"

class QScrollArea;

namespace sallyport {

class BlockedAddresses final : public Card {
    Q_OBJECT
public:
    explicit BlockedAddresses(const CoreParts& parts, QWidget* parent = nullptr);
    int count() const { return m_count; }

private:
    void refresh();
    QWidget* row(const QString& address, const QString& why);

    const CoreParts m_parts;
    QScrollArea* m_list;
    QStringList m_shown; // what the rows say
    int m_count = 0;
};

} // namespace sallyport
