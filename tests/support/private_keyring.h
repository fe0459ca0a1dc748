// PrivateKeyring is a real gnome-keyring-daemon on the session bus of this process, with its files
// below XDG_DATA_HOME. It refuses to run unless the process was given a bus and a HOME of its own,
// see tst_keychain.
//
// Threads: the test's, whose event loop runs while it waits.
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>

namespace sallyport::test {

class PrivateKeyring {
public:
    static constexpr const char* loginPassword = "login-password-of-the-test";

    PrivateKeyring();
    ~PrivateKeyring(); // ends what still runs

    // Each ends the daemon that runs, if any.
    bool startUnlocked(const char* password = loginPassword); // makes the keyring the first time
    bool startLocked();                                       // nobody can be asked
    bool startWithPrompter();                                 // locked; asks `prompter`
    bool startWithRealPrompt(); // locked; gcr's own prompt, on a display of its own
    void stop();

    // What the prompter will answer to the next question: "password x" or "cancel".
    bool promptWillGet(const QByteArray& answer);
    bool typeIntoRealPrompt(const QByteArray& word);

    // A stopped process answers nothing until it goes on.
    static bool pause(const QProcess& process);
    static bool goOn(const QProcess& process);
    QProcess& daemon() { return m_daemon; }
    QProcess& prompter() { return m_prompter; }

    static QString file(); // of the login keyring

private:
    bool start(const QByteArray& input, const QStringList& options);
    bool startPrompter();

    QProcess m_daemon, m_prompter, m_display, m_realPrompter;
    QByteArray m_prompterName, m_displayName;
};

} // namespace sallyport::test
