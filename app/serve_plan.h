// What one `serve` run shares and with whom: the options and the profile together, before anything
// listens.
//
// Threads: the main thread. Reads the files that the options name, and stdin for "-".
#pragma once

#include "app/command_line.h"
#include "core/result.h"
#include "core/settings.h"
#include "core/sharing.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace sallyport {

struct ServePlan {
    Sharing::Override override; // of the profile's settings
    Sharing::Layout layout = Sharing::Layout::Named;
    bool servesProfile = true; // else folders of the command line: nothing is remembered
    QString userName;          // of the account made for this run; empty: the profile's accounts
    QByteArray password;       // generated for this run; empty: none
    QStringList remarks;       // about lines of --authorized-keys that do not count

    // `profile` are the settings as they are saved. Every error is a usage mistake.
    static Result<ServePlan> make(const ServeOptions& options, const Settings& profile);
};

} // namespace sallyport
