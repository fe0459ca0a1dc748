// AccessForm is what one person may do in each share, in the dialog of that person: a box for every
// share, in two columns where the names are short.
//
// Threads: the main thread.
#pragma once

#include "core/settings.h"
#include "ui/people/access_box.h"

#include <QHash>
#include <QWidget>

class QGridLayout;

namespace sallyport {

class AccessForm final : public QWidget {
    Q_OBJECT
public:
    explicit AccessForm(const QList<Share>& shares, QWidget* parent = nullptr);
    void setAccess(const QHash<ShareId, Access>& access);
    QHash<ShareId, Access> access() const;
    void setChoices(AccessBox::Choices choices);

private:
    struct Line {
        ShareId share;
        AccessBox* box = nullptr;
    };
    QList<Line> m_lines;
};

} // namespace sallyport
