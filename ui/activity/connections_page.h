// ConnectionsPage shows who is connected and what moves, and the addresses that are refused.
//
// Threads: the main thread. The parts outlive it.
#pragma once

#include "ui/core_parts.h"

#include <QWidget>

class QAbstractButton;
class QStackedLayout;

namespace sallyport {

class BlockedAddresses;
class ConnectionsModel;
class PageFrame;
class TableView;

class ConnectionsPage final : public QWidget {
    Q_OBJECT
public:
    explicit ConnectionsPage(const CoreParts& parts, QWidget* parent = nullptr);
    ~ConnectionsPage() override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void showCounts();
    void showSelected();
    void timeQuiet();
    void openMenu(const QPoint& global);
    void openDetails();
    void disconnectSelected();
    void blockSelected();
    QString inviteText() const;
    int selectedRow() const;

    const CoreParts m_parts;
    ConnectionsModel* m_model;
    PageFrame* m_frame;
    TableView* m_table;
    QWidget *m_card, *m_empty;
    QAbstractButton *m_disconnect, *m_block, *m_copyLink;
    BlockedAddresses* m_blocked;
    QTimer* m_quiet; // once a minute, while somebody is quiet and the page is seen
};

} // namespace sallyport
