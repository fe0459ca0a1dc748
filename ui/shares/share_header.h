// ShareHeader is the top of a share's page: its name, where its folder is, how long it is shared,
// and the button that ends it.
//
// Threads: the main thread.
#pragma once

#include "core/settings.h"
#include "core/sharing.h"

#include <QWidget>

class QBoxLayout;
class QPushButton;
class QToolButton;

namespace sallyport {

class ElidedLabel;
class IconLabel;
class UntilBox;

class ShareHeader final : public QWidget {
    Q_OBJECT
public:
    explicit ShareHeader(QWidget* parent = nullptr);
    void fill(const Share& share, Sharing::ShareStatus::Now now, Sharing::State state);
    void setNarrow(bool narrow); // the controls below the name
    int wideWidth() const;
signals:
    void openFolderWanted();
    void untilWanted(const std::optional<QDateTime>& until);
    void stopWanted();
    void renameWanted();
    void optionsWanted();
    void removeWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeTitle();
    QWidget* makeControls();
    void restyle();
    IconLabel* m_icon;
    ElidedLabel *m_title, *m_path;
    QToolButton *m_open, *m_more;
    UntilBox* m_until;
    QPushButton* m_stop;
    QWidget* m_controls;
    QBoxLayout *m_top, *m_below;
    bool m_narrow = false;
};

} // namespace sallyport
