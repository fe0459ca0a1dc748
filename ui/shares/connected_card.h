// ConnectedCard shows who is connected to a share now, and what they do.
//
// Threads: the main thread. What `parts` refers to outlives it.
#pragma once

#include "core/settings.h"
#include "ui/core_parts.h"
#include "ui/widgets/surfaces.h"

class QListView;
class QToolButton;

namespace sallyport {

class ConnectedModel;
class TextLabel;

class ConnectedCard final : public Card {
    Q_OBJECT
public:
    explicit ConnectedCard(const CoreParts& parts, QWidget* parent = nullptr);
    void setShare(const ShareId& share);
signals:
    void showConnections();

protected:
    void changeEvent(QEvent* event) override;

private:
    void fit();
    ConnectedModel* m_model;
    QListView* m_rows;
    TextLabel* m_nobody;
    QToolButton* m_all;
};

} // namespace sallyport
