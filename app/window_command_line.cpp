#include "app/window_command_line.h"

#include "app/common_options.h"

namespace sallyport {

namespace {

QString windowHelp()
{
    return QStringLiteral(
        R"(sallyport [FOLDER...]
Opens the window; each FOLDER is shared. A second start hands its folders to the window that is open.

  --hidden       start without the window: only its icon in the tray
  --profile DIR  settings, keys and state in DIR, apart from all others
  --help  --version

Without a display: sallyport-cli serve FOLDER.
)");
}

} // namespace

Result<WindowCommand> parseWindowCommandLine(const QList<QByteArray>& arguments)
{
    Common common;
    WindowOptions options;
    bool version = false;
    QList<Option> table{
        {"hidden", 0, nullptr, Common::set(options.hidden)},
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
        auto folder = argument::folder(QStringLiteral("FOLDER"), argument);
        if (!folder)
            return folder.error();
        options.folders.append(*std::move(folder));
    }
    options.profile = common.profile;
    return WindowCommand(options);
}

} // namespace sallyport
