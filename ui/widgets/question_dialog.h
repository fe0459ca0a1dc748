// QuestionDialog shows a Question: the heading beside an icon, what follows from the answers, the
// ways on at the right and Cancel at the left. TextDialog asks for one line of text in the same
// frame.
//
// Threads: the main thread. They delete themselves when closed.
#pragma once

#include "ui/dialogs.h"

#include <QDialog>

class QBoxLayout;
class QLineEdit;

namespace sallyport {

class TextLabel;

class QuestionDialog final : public QDialog {
    Q_OBJECT
public:
    QuestionDialog(const Question& question, QWidget* parent);
signals:
    void answered(qsizetype answer); // once

private:
    void addAnswers(const Question& question, QBoxLayout* layout);
    void answer(qsizetype index);
    bool m_isAnswered = false;
};

class TextDialog final : public QDialog {
    Q_OBJECT
public:
    // `check` says what is wrong with a text, in one sentence; empty accepts it.
    TextDialog(const QString& heading, const QString& label, const QString& text,
               std::function<QString(const QString&)> check, QWidget* parent);
signals:
    void answered(const QString& text);

private:
    void showComplaint(const QString& sentence);
    void tryText();

    std::function<QString(const QString&)> m_check;
    QLineEdit* m_field;
    TextLabel* m_complaint;
};

} // namespace sallyport
