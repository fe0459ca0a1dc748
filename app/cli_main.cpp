// sallyport-cli: reads the command line and hands it to the command it names.
#include "app/command_line.h"
#include "app/console.h"
#include "app/doctor_command.h"
#include "app/edit_command.h"
#include "app/guard_process.h"
#include "app/serve.h"
#include "app/subsystem_command.h"

#include <QCoreApplication>

#include <csignal>

using namespace sallyport;

int main(int argc, char** argv)
{
    // A reader that went away is an error of the write, not the end of the program.
    std::signal(SIGPIPE, SIG_IGN);
    guardProcess();
    const QCoreApplication application(argc, argv);
    QList<QByteArray> arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(argv[i]);
    const auto command = parseCommandLine(arguments);
    if (!command)
        return fail(command.error());
    if (const auto* help = std::get_if<HelpRequest>(&*command))
        print(help->text.toUtf8());
    if (const auto* options = std::get_if<DoctorOptions>(&*command))
        return runDoctor(*options);
    if (const auto* options = std::get_if<EditOptions>(&*command))
        return runEdit(*options);
    if (const auto* options = std::get_if<ServeOptions>(&*command))
        return runServe(*options);
    if (const auto* options = std::get_if<SubsystemOptions>(&*command))
        return runSubsystemCommand(*options);
    return 0;
}
