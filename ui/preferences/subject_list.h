// The subjects of the preferences, with an icon each, in the look of the window's left column.
//
// Threads: the main thread.
#pragma once

#include <QListWidget>

namespace sallyport {

class SubjectList final : public QListWidget {
    Q_OBJECT
public:
    explicit SubjectList(QWidget* parent = nullptr);
    void addSubject(const QString& name, const QString& title, const QString& iconName);
    void choose(const QString& name); // nothing happens when there is none

    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
};

} // namespace sallyport
