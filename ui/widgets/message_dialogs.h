// MessageDialogs asks with real dialogs. Each is modal to the window of its parent only, and
// opened: nothing waits for it. A question that is asked again while it is open comes to the front
// instead, and the later asker gets no answer.
//
// Threads: the main thread.
#pragma once

#include "ui/dialogs.h"

#include <QUrl>

class QFileDialog;

namespace sallyport {

class MessageDialogs final : public Dialogs {
public:
    void chooseFolder(QWidget* parent, const QString& title,
                      std::function<void(const QString& folder)> chosen) override;
    void chooseFile(QWidget* parent, const QString& title, const QString& filter,
                    std::function<void(const QString& file)> chosen) override;
    void chooseNewFile(QWidget* parent, const QString& title, const QString& suggestion,
                       const QStringList& filters,
                       std::function<void(const QString& file)> chosen) override;
    void ask(QWidget* parent, const Question& question,
             std::function<void(qsizetype answer)> answered) override;
    void askText(QWidget* parent, const QString& heading, const QString& label, const QString& text,
                 std::function<QString(const QString&)> check,
                 std::function<void(const QString& text)> answered) override;
    void openOnDesktop(QWidget* parent, const QByteArray& path) override;

private:
    void open(QFileDialog* dialog, std::function<void(const QString&)> chosen);

    QUrl m_place; // the folder that was looked at last
};

} // namespace sallyport
