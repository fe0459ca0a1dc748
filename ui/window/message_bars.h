// MessageBars is the place between toolbar and pages for what needs attention: one bar of a kind,
// the gravest on top. Each closes when its cause is gone; what cannot tell is closed by a person.
//
// Threads: the main thread.
#pragma once

#include "ui/core_parts.h"
#include "ui/widgets/surfaces.h"

#include <QMap>
#include <QWidget>

#include <functional>

namespace sallyport {

class MessageBars final : public QWidget {
    Q_OBJECT
public:
    enum class Cause {
        Start,        // sharing could not start
        SettingsFile, // the file changed and cannot be read
        Save,         // what was wished could not be saved
        NoNetwork,    // nobody can reach this computer
        Folder,       // what was dropped or chosen cannot be shared
        Archive,      // the activity is not being written down
        Keychain,     // passwords last until the program ends
        NotKept,      // the keychain has not taken a password
        Blocked,      // an address was blocked
        Elsewhere,    // settings were changed elsewhere
    };
    struct News {
        MessageBar::Kind kind = MessageBar::Kind::Attention;
        QString sentence, detail;
        struct Action {
            QString name, text;
            std::function<void()> run;
        };
        QList<Action> actions; // link buttons; the last is primary when `primary`
        bool primary = false;
        bool closable = false;
    };

    explicit MessageBars(QWidget* parent = nullptr);
    void show(Cause cause, const News& news); // in the place of an earlier one of the cause
    void close(Cause cause);
    bool isShowing(Cause cause) const { return m_bars.contains(cause); }
    using QWidget::close;
    using QWidget::show;

private:
    QMap<Cause, MessageBar*> m_bars;
};

} // namespace sallyport
