// sallyport_shots: pictures of every page and dialog, for looking at, and a check that no text in
// them is cut off.
//
//     sallyport_shots FOLDER [NAME...]    all looks; only shots and looks that begin with a NAME
//
// Exit code 1: a text is cut off, or a picture could not be taken.
#include "tests/shots/catalogue.h"
#include "tests/shots/clipping.h"
#include "tests/shots/look.h"
#include "tests/shots/stage.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QCursor>
#include <QDir>
#include <QProcess>

#include <algorithm>
#include <cstdio>

#include <fcntl.h>
#include <sys/prctl.h>

using namespace sallyport;
using namespace sallyport::shots;

namespace {

bool isWanted(const char* name, const QStringList& names)
{
    return names.isEmpty() || std::any_of(names.begin(), names.end(), [name](const QString& begin) {
               return QLatin1String(name).startsWith(begin);
           });
}

// Our own German words have room, at the usual width; the names a person chose may be as long as
// they like, and a narrow window says less.
Elision elision(const Look& look, Set set)
{
    const bool isUsual = look.window.width() >= theme::narrowBelow && set != Set::Crowded;
    return look.isGerman() && isUsual ? Elision::Never : Elision::WithToolTip;
}

// The faults of one look.
int takeAll(const Look& look, const QString& folder, const QStringList& names, const Stage& stage)
{
    int faults = 0, taken = 0;
    for (const Set set : {Set::Empty, Set::Typical, Set::Troubled, Set::Damaged, Set::Crowded}) {
        QList<Shot> wanted;
        for (const Shot& shot : catalogue()) {
            if (shot.set == set && isWanted(shot.name, names))
                wanted.append(shot);
        }
        if (wanted.isEmpty())
            continue;
        Scene scene(stage);
        prepare(set, scene);
        MainWindow window(scene.parts());
        window.resize(look.window);
        window.show();
        window.activateWindow();
        Scene::settle();
        for (const Shot& shot : wanted) {
            QWidget* const widget = shot.take(scene, window);
            Scene::settle(300);
            QStringList cut;
            if (!widget)
                cut.append(QStringLiteral("there is nothing to see"));
            else if (!widget->grab().save(
                         QStringLiteral("%1/%2.png").arg(folder, QLatin1String(shot.name))))
                cut.append(QStringLiteral("the picture cannot be written"));
            else
                cut = clipped(*widget, elision(look, set));
            for (const QString& fault : cut)
                std::printf("%s/%s: %s\n", look.name, shot.name, qPrintable(fault));
            faults += int(cut.size());
            ++taken;
            if (widget && widget != &window)
                widget->close();
            Scene::settle();
        }
    }
    std::printf("%s: %d pictures, %d faults\n", look.name, taken, faults);
    std::fflush(stdout);
    return faults;
}

int runLook(int argc, char** argv, const Look& look, const QString& folder,
            const QStringList& names)
{
    QDir().mkpath(folder);
    // The stage may lie over the folder: it is reached through this.
    const int place =
        ::open(QFile::encodeName(folder).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    const Stage stage = enterStage();
    prepare(look);
    const QApplication application(argc, argv);
    put(look);
    QCursor::setPos(look.window.width() + 100, look.window.height() + 100); // over nothing
    ::prctl(PR_SET_NAME, "nginx"); // who has the port, in a picture
    const QString here = QStringLiteral("/proc/self/fd/%1").arg(place);
    return takeAll(look, here, names, stage) == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    if (arguments.isEmpty()) {
        std::fputs("usage: sallyport_shots FOLDER [NAME...]\n", stderr);
        return 2;
    }
    const QString folder = QDir(arguments.takeFirst()).absolutePath();
    const QByteArray chosen = qgetenv("SALLYPORT_LOOK");
    QStringList names = arguments;
    QList<Look> wanted;
    for (const Look& look : looks()) {
        if (chosen == look.name)
            return runLook(argc, argv, look, QDir(folder).filePath(QLatin1String(look.name)),
                           names);
        if (names.removeAll(QLatin1String(look.name)) > 0)
            wanted.append(look);
    }
    int result = 0;
    for (const Look& look : wanted.isEmpty() ? looks() : wanted) {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("SALLYPORT_LOOK"), QLatin1String(look.name));
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedChannels);
        process.start(QStringLiteral("/proc/self/exe"), QStringList{folder} + names);
        const bool ended = process.waitForStarted() && process.waitForFinished(-1);
        if (!ended || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
            result = 1;
    }
    return result;
}
