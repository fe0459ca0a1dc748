// WindowFixture is everything a window stands on, for real, in a folder of its own: settings file,
// server on 127.0.0.1, activity, live numbers, passwords in memory. Only the questions are answered
// by the test.
//
// Threads: the test's. What it made goes in the right order when it goes; widgets go before it.
#pragma once

#include "core/activity_archive.h"
#include "core/activity_log.h"
#include "core/keychain/session_credential_store.h"
#include "core/settings_editor.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/activity/live_connections.h"
#include "ui/core_parts.h"
#include "ui/dialogs.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

namespace sallyport::test {

// Answers what it was told to, at once, and remembers what was asked. What it was not told to
// answer it leaves unanswered: Cancel, in questions.
class DialogsDouble final : public Dialogs {
public:
    QStringList folders;                // for the next chooseFolder(), the first first
    QStringList files, newFiles, texts; // for the others
    QList<int> answers;                 // the role of the next ask() as an int of Question::Role

    QStringList titles;        // of all file dialogs, in order
    QList<Question> questions; // of ask()
    QStringList opened;        // of openOnDesktop()
    QStringList refusedTexts;  // what `check` said of texts

    bool waits = false; // chooseFolder() and askText() are answered by answerNow()
    void answerNow();

    void willAnswer(Question::Role role) { answers += static_cast<int>(role); }

    void chooseFolder(QWidget* parent, const QString& title,
                      std::function<void(const QString&)> chosen) override;
    void chooseFile(QWidget* parent, const QString& title, const QString& filter,
                    std::function<void(const QString&)> chosen) override;
    void chooseNewFile(QWidget* parent, const QString& title, const QString& suggestion,
                       const QStringList& filters,
                       std::function<void(const QString&)> chosen) override;
    void ask(QWidget* parent, const Question& question,
             std::function<void(qsizetype)> answered) override;
    void askText(QWidget* parent, const QString& heading, const QString& label, const QString& text,
                 std::function<QString(const QString&)> check,
                 std::function<void(const QString&)> answered) override;
    void openOnDesktop(QWidget* parent, const QByteArray& path) override;

private:
    void answer(std::function<void()> how);
    std::function<void()> m_waiting;
};

class WindowFixture {
public:
    static constexpr int patience = 30'000; // milliseconds

    // Settings are the defaults, on 127.0.0.1 with a port of the system's choice, saved.
    WindowFixture();
    ~WindowFixture();
    WindowFixture(const WindowFixture&) = delete;
    WindowFixture& operator=(const WindowFixture&) = delete;

    const CoreParts& parts() const { return *m_parts; }
    const Settings& settings() const { return store->current(); }
    QString path(const QString& name) const { return m_place.filePath(name); }

    // A folder with one file, "hello.txt"; its absolute path.
    QString makeFolder(const QString& name) const;
    static void writeFile(const QString& path, const QByteArray& content);
    // All below spin the event loop and fail the test when it takes longer than `patience`.
    bool change(const std::function<void(Settings&)>& change);
    std::optional<SettingsEditor::NewShare> share(const QString& folder);
    std::optional<AccountId> addPerson(const SettingsEditor::Person& person);
    bool startSharing();
    bool stopSharing();
    QThreadPool& worker() { return m_worker; }
    quint16 port() const { return sharing->server().port(); }

    template <typename T>
    static bool isDone(const QFuture<Result<T>>& future)
    {
        return QTest::qWaitFor([&future] { return future.isFinished(); }, patience)
            && future.isValid() && future.resultCount() == 1 && future.result().has_value();
    }

private:
    QTemporaryDir m_place;
    QThreadPool m_writer, m_worker, m_archiveWriter;

public:
    // Parts that a test may use directly; never null.
    std::unique_ptr<SettingsStore> store;
    std::unique_ptr<SessionCredentialStore> credentials;
    std::unique_ptr<SettingsEditor> editor;
    std::unique_ptr<ActivityLog> activity;
    std::unique_ptr<ActivityArchive> archive;
    std::unique_ptr<Sharing> sharing;
    std::unique_ptr<LiveConnections> live;
    DialogsDouble dialogs;

private:
    std::unique_ptr<CoreParts> m_parts;
};

} // namespace sallyport::test
