// The window's command line, understood: `sallyport [FOLDER...]`. Parsing reads no file and changes
// nothing; every mistake is one sentence for stderr and exit code 2.
//
// Threads: pure functions, but for the current folder, which makes relative folders absolute.
#pragma once

#include "app/command_line.h"
#include "app/single_instance.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <variant>

namespace sallyport {

struct WindowOptions {
    QList<QByteArray> folders; // to share; absolute, the bytes that argv holds or a URI says
    bool hidden = false;       // only the tray icon, as at login
    Handover::Sharing sharing = Handover::Sharing::AsLeft;
    QByteArray elsewhere; // as in a Handover
    QString profile;      // --profile DIR, absolute; empty: the XDG folders
};

using WindowCommand = std::variant<HelpRequest, WindowOptions>;

// `arguments` without the program's name. InvalidArgument: a mistake in them, in one sentence.
Result<WindowCommand> parseWindowCommandLine(const QList<QByteArray>& arguments);

} // namespace sallyport
