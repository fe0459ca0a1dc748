#include "app/window_command_line.h"

#include "app/common_options.h"
#include "app/folder_uri.h"

namespace sallyport {

namespace {

QString windowHelp()
{
    return QStringLiteral(
        R"(sallyport [FOLDER...]
Opens the window; each FOLDER, a path or a file URI, is shared. A second start hands its folders to the
window that is open.

  --hidden         start without the window: only its icon in the tray
  --start-sharing  share what is switched on, in the window that is open or hidden
  --stop-sharing   stop all sharing, and do not share at the next start
  --profile DIR    settings, keys and state in DIR, apart from all others
  --help  --version

Without a display: sallyport-cli serve FOLDER.
)");
}

} // namespace

Result<WindowCommand> parseWindowCommandLine(const QList<QByteArray>& arguments)
{
    Common common;
    WindowOptions options;
    bool version = false, startSharing = false, stopSharing = false;
    QList<Option> table{
        {"hidden", 0, nullptr, Common::set(options.hidden)},
        {"start-sharing", 0, nullptr, Common::set(startSharing)},
        {"stop-sharing", 0, nullptr, Common::set(stopSharing)},
        {"version", 0, nullptr, Common::set(version)},
    };
    for (const Option& option : common.options()) {
        if (QLatin1String(option.name) != QLatin1String("verbose"))
            table.append(option);
    }
    const auto folders = readArguments(arguments, table);
    if (!folders)
        return folders.error();
    if (common.help)
        return WindowCommand(HelpRequest{windowHelp()});
    if (version)
        return WindowCommand(HelpRequest{QStringLiteral("sallyport " SALLYPORT_VERSION "\n")});
    for (const QByteArray& argument : *folders) {
        if (isUri(argument)) {
            if (const auto folder = folderOfUri(argument))
                options.folders.append(*folder);
            else if (options.elsewhere.isEmpty())
                options.elsewhere = argument;
            continue;
        }
        auto folder = argument::folder(QStringLiteral("FOLDER"), argument);
        if (!folder)
            return folder.error();
        options.folders.append(*std::move(folder));
    }
    if (!options.elsewhere.isEmpty())
        options.folders.clear(); // all or none, as the desktop's Open
    if (stopSharing && (startSharing || !options.folders.isEmpty()))
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("--stop-sharing excludes --start-sharing and every FOLDER")};
    if (startSharing || stopSharing) {
        options.hidden = true;
        options.sharing = startSharing ? Handover::Sharing::Start : Handover::Sharing::Stop;
    }
    options.profile = common.profile;
    return WindowCommand(options);
}

} // namespace sallyport
