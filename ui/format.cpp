#include "ui/format.h"

#include "core/escape.h"
#include "ui/reasons.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QLocale>
#include <QRegularExpression>

#include <array>

namespace sallyport::format {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(format)
};

enum class Zero { Keep, Drop }; // of "41.0 MB"

QString amount(quint64 bytes, Zero zero)
{
    if (bytes < 1000)
        return Words::tr("%n bytes", nullptr, int(bytes));
    static constexpr std::array units{
        QT_TRANSLATE_NOOP("format", "%1 kB"), QT_TRANSLATE_NOOP("format", "%1 MB"),
        QT_TRANSLATE_NOOP("format", "%1 GB"), QT_TRANSLATE_NOOP("format", "%1 TB"),
        QT_TRANSLATE_NOOP("format", "%1 PB"),
    };
    double value = double(bytes) / 1000;
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    const qint64 tenths = qRound64(value * 10);
    const bool whole = tenths >= 1000 || (zero == Zero::Drop && tenths % 10 == 0);
    return Words::tr(units.at(unit)).arg(QLocale().toString(value, 'f', whole ? 0 : 1));
}

// The C locale is for programs: it has seconds in its short time and no order of its own.
bool isPlain(const QLocale& locale)
{
    return locale.language() == QLocale::C;
}

QString clock(const QTime& time)
{
    const QLocale locale;
    return isPlain(locale) ? time.toString(QStringLiteral("HH:mm"))
                           : locale.toString(time, QLocale::ShortFormat);
}

} // namespace

QString size(quint64 bytes)
{
    return amount(bytes, Zero::Drop);
}

QString rate(quint64 bytesPerSecond)
{
    return Words::tr("%1/s", "bytes a second").arg(amount(bytesPerSecond, Zero::Keep));
}

QString time(const QDateTime& utc)
{
    return clock(utc.toLocalTime().time());
}

QString day(const QDateTime& utc)
{
    const QDate then = utc.toLocalTime().date();
    const QDate today = QDate::currentDate();
    if (then == today)
        return Words::tr("Today");
    if (then == today.addDays(-1))
        return Words::tr("Yesterday");
    //: A day as a heading, as QDate::toString() writes it.
    return QLocale().toString(
        then, then.year() == today.year() ? Words::tr("d MMMM") : Words::tr("d MMMM yyyy"));
}

QString date(const QDateTime& utc)
{
    const QDate then = utc.toLocalTime().date();
    //: A day inside a sentence, as QDate::toString() writes it.
    return QLocale().toString(then,
                              then.year() == QDate::currentDate().year()
                                  ? Words::tr("d MMM", "a short date")
                                  : Words::tr("d MMM yyyy", "a short date"));
}

QString moment(const QDateTime& utc)
{
    const QDateTime local = utc.toLocalTime();
    //: A date and a time.
    return Words::tr("%1, %2").arg(QLocale().toString(local.date(), QLocale::LongFormat),
                                   local.time().toString(QStringLiteral("HH:mm:ss")));
}

QString span(std::chrono::seconds time)
{
    const qint64 seconds = qMax(qint64(time.count()), qint64(0));
    const qint64 minutes = (seconds + 30) / 60;
    const QLocale locale;
    if (seconds < 60)
        return Words::tr("%1 s", "seconds").arg(locale.toString(seconds));
    if (minutes < 60)
        return Words::tr("%1 min").arg(locale.toString(minutes));
    if (minutes % 60 == 0)
        return Words::tr("%1 h").arg(locale.toString(minutes / 60));
    return Words::tr("%1 h %2 min")
        .arg(locale.toString(minutes / 60), locale.toString(minutes % 60));
}

QString countdown(std::chrono::seconds time)
{
    const qint64 seconds = qMax(qint64(time.count()), qint64(0));
    const auto two = [](qint64 number) {
        return QString::number(number).rightJustified(2, QLatin1Char('0'));
    };
    if (seconds < 3600)
        return QStringLiteral("%1:%2").arg(QString::number(seconds / 60), two(seconds % 60));
    return QStringLiteral("%1:%2:%3")
        .arg(QString::number(seconds / 3600), two(seconds / 60 % 60), two(seconds % 60));
}

QString name(const QByteArray& bytes)
{
    return escaped(bytes);
}

QString accessName(const std::optional<Access>& access)
{
    if (!access)
        return Words::tr("No access");
    switch (*access) {
    case Access::View:
        return Words::tr("View");
    case Access::Upload:
        return Words::tr("View and upload");
    case Access::Full:
        return Words::tr("Full");
    case Access::DropBox:
        return Words::tr("Drop box");
    }
    return {};
}

QString accessMeaning(Access access)
{
    switch (access) {
    case Access::View:
        return Words::tr("Open and download");
    case Access::Upload:
        return Words::tr("Only add new files");
    case Access::Full:
        return Words::tr("Also change and delete");
    case Access::DropBox:
        return Words::tr("See only what they sent");
    }
    return {};
}

QString accessIcon(const std::optional<Access>& access)
{
    if (!access)
        return QStringLiteral("access-none");
    switch (*access) {
    case Access::View:
        return QStringLiteral("show");
    case Access::Upload:
        return QStringLiteral("access-upload");
    case Access::Full:
        return QStringLiteral("access-full");
    case Access::DropBox:
        return QStringLiteral("access-dropbox");
    }
    return {};
}

QString untilChoice(const std::optional<QDateTime>& until)
{
    if (!until)
        return Words::tr("Until I stop it");
    // A time of the clock says enough when it comes within a day.
    const qint64 left = QDateTime::currentDateTimeUtc().secsTo(*until);
    const bool soon = left >= -24 * 3600 && left < 24 * 3600;
    //: A time ("15:02") or a date ("31 Dec").
    return Words::tr("Until %1").arg(soon ? time(*until) : date(*until));
}

QString isolation(Isolation isolation)
{
    //: By the kernel: each connection sees its own shares only.
    return isolation == Isolation::Active ? Words::tr("Isolation: active")
                                          : Words::tr("Isolation: not available");
}

QString isolationMeaning(Isolation isolation)
{
    return isolation == Isolation::Active
        ? Words::tr("The system keeps each connection inside its shares, "
                    "even where Sallyport should have a fault.")
        : Words::tr("This system has no Landlock 2 or newer. "
                    "Sallyport alone keeps each connection inside its shares.");
}

QString address(const QString& peer)
{
    if (!QHostAddress(peer).isNull() || peer.contains(QLatin1Char('/')))
        return peer; // without a port: an address, or a network
    const QString host = peer.section(QLatin1Char(':'), 0, -2);
    if (host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']')))
        return host.sliced(1, host.size() - 2);
    return host.isEmpty() ? peer : host;
}

QString client(const QString& banner)
{
    // "SSH-2.0-OpenSSH_9.2p1 Debian-2", "SSH-2.0-rclone/v1.65.0", "SSH-2.0-WinSCP_release_6.1.2"
    static const QRegularExpression form(
        QStringLiteral("^SSH-[0-9.]+-([A-Za-z]+[A-Za-z0-9]*)(?:[^0-9 ]*([0-9]+(?:\\.[0-9]+)?))?"));
    const QRegularExpressionMatch match = form.match(banner);
    if (!match.hasMatch())
        return escapedText(banner, 40);
    const QString program = escapedText(match.captured(1), 40);
    const QString version = match.captured(2);
    return version.isEmpty() ? program : program + QLatin1Char(' ') + version;
}

QString sentence(const Error& error)
{
    const QString why = error.message.isEmpty() ? reasonOf(error.code) : reasonOf(error.message);
    //: The end of a sentence: %1 is one without its period.
    return Words::tr("%1.", "sentence").arg(why);
}

} // namespace sallyport::format
