#include "ui/desktop/sharing_switch.h"

#include "core/settings_editor.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "ui/activity/live_connections.h"
#include "ui/dialogs.h"
#include "ui/format.h"

#include <QPointer>
#include <QWidget>

#include <algorithm>
#include <optional>

namespace sallyport {

namespace {

// As long as anybody waits for a transfer: a window that is asked again ends it sooner.
constexpr std::chrono::hours untilFinished{24};
constexpr qsizetype mostLines = 10;

QString rememberedKey()
{
    return QStringLiteral("sharing");
}

void remember(const CoreParts& parts, bool sharing)
{
    if (SharingSwitch::isRemembered(parts.settings.current()) == sharing)
        return;
    // A failure takes nothing from what is shared now; the next change says why nothing is saved.
    (void)parts.editor.change(
        [sharing](Settings& settings) { settings.ui.insert(rememberedKey(), sharing); });
}

// What is left of a transfer, where its size and rate are known.
std::optional<std::chrono::seconds> left(const LiveConnection& connection)
{
    const ConnectionInfo& info = connection.info;
    if (!info.size || !info.moved || connection.rate == 0)
        return std::nullopt;
    const quint64 bytes = *info.size - std::min(*info.size, *info.moved);
    return std::chrono::seconds((bytes + connection.rate - 1) / connection.rate);
}

bool moves(const LiveConnection& connection)
{
    return connection.info.transferring && !connection.finished;
}

QStringList lines(const QList<LiveConnection>& connections)
{
    QStringList result;
    for (const LiveConnection& connection : connections) {
        if (!moves(connection) || result.size() == mostLines)
            continue;
        // A path on the wire starts with a slash, which says nothing to a person.
        const QString file = format::name(connection.info.file.bytes().mid(1));
        const auto time = left(connection);
        result.append(time ? SharingSwitch::tr("%1: %2, %3 left")
                                 .arg(connection.info.user, file, format::countdown(*time))
                           : SharingSwitch::tr("%1: %2").arg(connection.info.user, file));
    }
    return result;
}

// How long the slowest takes; nothing when that cannot be said of one of them.
std::optional<std::chrono::seconds> longest(const QList<LiveConnection>& connections)
{
    std::chrono::seconds result{0};
    for (const LiveConnection& connection : connections) {
        if (!moves(connection))
            continue;
        const auto time = left(connection);
        if (!time)
            return std::nullopt;
        result = std::max(result, *time);
    }
    return result;
}

Question question(const CoreParts& parts, SharingSwitch::For what)
{
    const bool quits = what == SharingSwitch::For::Quit;
    const auto time = longest(parts.live.all());
    const QString finishing = time
        ? SharingSwitch::tr("Finishing takes about %1. New connections are refused meanwhile.")
              .arg(format::span(*time))
        : SharingSwitch::tr("Finishing takes a while. New connections are refused meanwhile.");
    const QString now = quits ? SharingSwitch::tr("Quitting now leaves unfinished files.")
                              : SharingSwitch::tr("Stopping now leaves unfinished files.");
    Question result;
    result.name = quits ? QStringLiteral("quitQuestion") : QStringLiteral("stopQuestion");
    result.icon = QStringLiteral("connections");
    result.heading =
        SharingSwitch::tr("%n transfer(s) are still running", nullptr, parts.live.transfers());
    result.text = finishing + u'\n' + now;
    result.details = lines(parts.live.all());
    result.answers = {
        {SharingSwitch::tr("Cancel"), Question::Role::Cancel},
        {quits ? SharingSwitch::tr("Quit now") : SharingSwitch::tr("Stop now"),
         Question::Role::Drastic},
        {quits ? SharingSwitch::tr("Finish, then quit") : SharingSwitch::tr("Finish, then stop"),
         Question::Role::Safe},
    };
    return result;
}

} // namespace

void SharingSwitch::start(const CoreParts& parts)
{
    remember(parts, true);
    parts.sharing.start();
}

void SharingSwitch::stop(const CoreParts& parts, QWidget* parent)
{
    askFirst(parts, parent, For::Stop, [parts](std::chrono::seconds drain) {
        remember(parts, false);
        parts.sharing.stop(drain);
    });
}

void SharingSwitch::pause(const CoreParts& parts, QWidget* parent, std::chrono::seconds duration)
{
    askFirst(parts, parent, For::Stop, [parts, duration](std::chrono::seconds drain) {
        parts.sharing.pause(duration, drain);
    });
}

void SharingSwitch::askFirst(const CoreParts& parts, QWidget* parent, For what,
                             std::function<void(std::chrono::seconds drain)> goOn)
{
    if (!parts.live.isMoving())
        return goOn(std::chrono::seconds{0});
    parts.dialogs.ask(parent, question(parts, what), [goOn = std::move(goOn)](qsizetype answer) {
        if (answer == 1)
            goOn(std::chrono::seconds{0});
        if (answer == 2)
            goOn(untilFinished);
    });
}

bool SharingSwitch::isRemembered(const Settings& settings)
{
    return settings.ui.value(rememberedKey()).toBool(true);
}

} // namespace sallyport

#include "moc_sharing_switch.cpp"
