// DropZone is the large dashed area of an empty window: drop a folder on it, or choose one.
//
// Threads: the main thread. The dialogs outlive it.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QWidget>

class QMimeData;

namespace sallyport {

class Dialogs;
class PrimaryButton;
class TextLabel;

class DropZone final : public QWidget {
    Q_OBJECT
public:
    explicit DropZone(Dialogs& dialogs, QWidget* parent = nullptr);
    // A sentence below the button: why what was chosen is not shared. Empty: none.
    void showProblem(const QString& sentence);
    // The paths of this computer that are dragged; empty: nothing that could be shared.
    static QList<QByteArray> localPaths(const QMimeData& dragged);
signals:
    void folderChosen(const QByteArray& folder); // one after the other, where several are dropped

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void choose();
    void restyle();
    void setHovered(bool hovered);
    Dialogs& m_dialogs;
    TextLabel* m_problem;
    PrimaryButton* m_button = nullptr;
    bool m_hovered = false;
};

} // namespace sallyport
