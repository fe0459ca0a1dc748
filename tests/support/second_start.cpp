// What a start of the window does before there is a window, as a process for tst_single_instance:
// "first" and every handover it gets are lines on stdout; a second start prints "second".
#include "app/guard_process.h"
#include "app/single_instance.h"
#include "app/window_command_line.h"

#include <QCoreApplication>

#include <cstdio>

using namespace sallyport;

namespace {

void say(const QByteArray& line)
{
    std::fwrite(line.constData(), 1, std::size_t(line.size()), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    guardProcess();
    QList<QByteArray> arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(argv[i]);
    const auto command = parseWindowCommandLine(arguments);
    const auto& options = std::get<WindowOptions>(*command);
    const auto profile = Profile::open(options.profile);
    auto claim =
        SingleInstance::claim(*profile,
                              {options.folders, options.hidden, qgetenv("XDG_ACTIVATION_TOKEN"),
                               options.sharing, options.elsewhere},
                              std::chrono::seconds(2));
    if (!claim) {
        say(claim.error().message.toUtf8());
        return 1;
    }
    if (!*claim) {
        say("second");
        return 0;
    }
    const QCoreApplication application(argc, argv);
    SingleInstance first(**std::move(claim));
    QObject::connect(&first, &SingleInstance::handedOver, &first, [](const Handover& handover) {
        QByteArrayList fields{handover.hidden ? "hidden" : "shown",
                              handover.activationToken.toPercentEncoding()};
        if (handover.sharing != Handover::Sharing::AsLeft)
            fields.append(handover.sharing == Handover::Sharing::Start ? "start" : "stop");
        if (!handover.elsewhere.isEmpty())
            fields.append("elsewhere:" + handover.elsewhere.toPercentEncoding("/"));
        for (const QByteArray& folder : handover.folders)
            fields.append(folder.toPercentEncoding("/"));
        say(fields.join(' '));
    });
    say("first");
    return QCoreApplication::exec();
}
