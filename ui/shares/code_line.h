// CodeLine shows one line for a terminal or a program, whole, in the fixed font: it can be selected
// and has its Copy button. What is copied is what is shown, without the breaks of the wrapping.
//
// Threads: the main thread.
#pragma once

#include "ui/widgets/surfaces.h"

#include <QPlainTextEdit>

namespace sallyport {

class CodeText final : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit CodeText(QWidget* parent = nullptr);
    void setCode(const QString& code);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void restyle();
    int neededHeight() const;
    int lines() const;
    void fit();
    bool m_styling = false;
};

class CodeLine final : public Card {
    Q_OBJECT
public:
    // `name` says what the line is for, to a screen reader.
    CodeLine(const QString& name, const QString& code, QWidget* parent = nullptr);
    void setCode(const QString& code);
    QString code() const;

private:
    CodeText* m_text;
};

} // namespace sallyport
