// FirstRunPage is the window while nothing is shared: a drop zone, and what a person may rely on
// before anything is shared.
//
// Threads: the main thread.
#pragma once

#include "ui/core_parts.h"

#include <QString>
#include <QWidget>

namespace sallyport {

class DropZone;

class FirstRunPage final : public QWidget {
    Q_OBJECT
public:
    explicit FirstRunPage(const CoreParts& parts, QWidget* parent = nullptr);
    // Why the folder that was chosen is not shared; goes with the next choice.
    void showProblem(const QString& sentence);
signals:
    void folderChosen(const QByteArray& folder);

private:
    DropZone* m_zone;
};

} // namespace sallyport
