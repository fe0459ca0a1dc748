// Dialogs asks a person: for a file, for a decision. Everything is asynchronous: nothing waits in a
// nested event loop. The real one is MessageDialogs (ui/widgets/message_dialogs.h); tests answer by
// themselves.
//
// Threads: the main thread. `parent` may not be null; an answer is dropped when it is gone.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace sallyport {

struct Question {
    enum class Role { Cancel, Safe, Drastic }; // Safe is primary and default; Cancel stands left
    struct Answer {
        QString text;
        Role role = Role::Safe;
    };
    QString name;          // of the object, for tests: "quitQuestion"
    QString heading;       // may name a folder or a person in quotes
    QString text;          // the consequence, in whole sentences
    QStringList details;   // lines below it, at most ten
    QList<Answer> answers; // the first Cancel is what Esc gives
    QString icon;          // a name of ui/widgets/icon.h; empty: none
};

class Dialogs {
public:
    virtual ~Dialogs() = default;

    // An empty path is never reported: cancelled is silence.
    virtual void chooseFolder(QWidget* parent, const QString& title,
                              std::function<void(const QString& folder)> chosen) = 0;
    virtual void chooseFile(QWidget* parent, const QString& title, const QString& filter,
                            std::function<void(const QString& file)> chosen) = 0;
    virtual void chooseNewFile(QWidget* parent, const QString& title, const QString& suggestion,
                               const QStringList& filters,
                               std::function<void(const QString& file)> chosen) = 0;
    // Reports the index in `answers`, also for Cancel.
    virtual void ask(QWidget* parent, const Question& question,
                     std::function<void(qsizetype answer)> answered) = 0;
    // One line of text; accepted only when `check` returns an empty string for it.
    virtual void askText(QWidget* parent, const QString& heading, const QString& label,
                         const QString& text, std::function<QString(const QString&)> check,
                         std::function<void(const QString& text)> answered) = 0;
    // Opens a folder or file of this computer in the desktop's own program.
    virtual void openOnDesktop(QWidget* parent, const QByteArray& path) = 0;
};

} // namespace sallyport
