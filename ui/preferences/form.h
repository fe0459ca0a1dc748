// What the pages of the preferences are built of.
//
// Threads: the main thread.
#pragma once

#include "ui/widgets/labels.h"

#include <QGridLayout>
#include <QList>

class QAbstractButton;
class QComboBox;
class QLineEdit;

namespace sallyport {

// The small sentence beside a control: what it means, or what is wrong with its value. A screen
// reader hears it as the control's description.
class FieldHint final : public TextLabel {
    Q_OBJECT
public:
    // `control` outlives the hint. Without a meaning the hint shows only while something is wrong.
    explicit FieldHint(QWidget& control, const QString& meaning = {}, QWidget* parent = nullptr);
    void setMeaning(const QString& meaning);
    void complain(const QString& sentence); // until relax()
    void relax();
    bool isComplaining() const { return m_complains; }

private:
    void show(const QString& text, theme::Tint tint);

    QWidget& m_control;
    QString m_meaning;
    bool m_complains = false;
};

namespace form {

// A radio button or check box with its meaning below it.
QWidget* option(QAbstractButton* control, const QString& meaning);
// `below`, as far to the right as the text of a radio button or check box.
QWidget* indented(QWidget* below, const QAbstractButton& control);
TextLabel* heading(const QString& text);
// One of them is chosen, and Tab reaches that one; the arrow keys go on from there.
void exclude(QWidget& owner, const QList<QAbstractButton*>& buttons);
// A row: its name, the control and what is beside it.
void addRow(QGridLayout& grid, const QString& name, QWidget* control, FieldHint* hint = nullptr);
QGridLayout* grid();
QComboBox* comboBox(const QString& objectName, const QString& name);
QLineEdit* lineEdit(const QString& objectName, const QString& name);

} // namespace form

} // namespace sallyport
