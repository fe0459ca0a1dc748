// Shows all that is known of a row, a label and a value each, to read and to copy.
//
// Threads: the main thread. It deletes itself when closed.
#pragma once

#include <QDialog>
#include <QList>
#include <QString>

class QAbstractButton;
class QBoxLayout;

namespace sallyport {

class DetailsDialog final : public QDialog {
    Q_OBJECT
public:
    struct Fact {
        QString label, value;
    };
    DetailsDialog(const QString& heading, const QList<Fact>& facts, QWidget* parent);
    QAbstractButton* addAction(const QString& text); // a link at the left

private:
    QBoxLayout* m_buttons;
};

} // namespace sallyport
