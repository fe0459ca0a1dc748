// sallyport: the window.
#include "app/application_id.h"
#include "app/console.h"
#include "app/guard_process.h"
#include "app/single_instance.h"
#include "app/stop_signals.h"
#include "app/translations.h"
#include "app/window_command_line.h"
#include "app/window_program.h"
#include "ui/widgets/harmless_wheel.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/plain_tool_tips.h"
#include "ui/widgets/theme.h"

#include <QApplication>

#include <csignal>

using namespace sallyport;

int main(int argc, char** argv)
{
    std::signal(SIGPIPE, SIG_IGN); // a reader that went away is an error of the write
    guardProcess();
    setProgramName("sallyport");
    QList<QByteArray> arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(argv[i]);
    const auto command = parseWindowCommandLine(arguments);
    if (!command)
        return fail(command.error());
    if (const auto* help = std::get_if<HelpRequest>(&*command)) {
        print(help->text.toUtf8());
        return 0;
    }
    const auto& options = std::get<WindowOptions>(*command);
    const auto profile = Profile::open(options.profile);
    if (!profile)
        return fail(profile.error());
    auto claim =
        SingleInstance::claim(*profile,
                              {options.folders, options.hidden, qgetenv("XDG_ACTIVATION_TOKEN"),
                               options.sharing, options.elsewhere});
    if (!claim)
        return fail(claim.error());
    if (!*claim)
        return 0; // the window that is open has taken it

    int program = 1; // Qt's own options are no options of ours
    QApplication application(program, argv);
    QApplication::setApplicationName(QStringLiteral("Sallyport"));
    QApplication::setApplicationVersion(QStringLiteral(SALLYPORT_VERSION));
    QApplication::setDesktopFileName(QLatin1String(applicationId));
    QApplication::setWindowIcon(applicationIcon());
    QApplication::setQuitOnLastWindowClosed(false);
    installTranslations(application);
    theme::install();
    installPlainToolTips(application);
    installHarmlessWheel(application);
    SingleInstance instance(**std::move(claim));
    StopSignals stopSignals;
    return WindowProgram(options, *profile, instance, stopSignals).run();
}
