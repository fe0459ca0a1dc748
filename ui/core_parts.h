// CoreParts is what the window shows and asks: the parts of core it was given, and the way it asks
// questions of a person.
//
// Threads: the main thread. Owned by the program, which outlives every widget.
#pragma once

namespace sallyport {

class ActivityArchive;
class ActivityLog;
class Autostart;
class CredentialStore;
class Dialogs;
class LiveConnections;
class SettingsEditor;
class SettingsStore;
class Sharing;

struct CoreParts {
    SettingsStore& settings;
    SettingsEditor& editor;
    Sharing& sharing;
    ActivityLog& activity;
    ActivityArchive& archive;
    CredentialStore& credentials;
    LiveConnections& live;
    Dialogs& dialogs;
    Autostart* autostart = nullptr; // ui/preferences/autostart.h; null: no start at login here
};

} // namespace sallyport
