// Words and numbers as a person reads them, in the language of the window. All text of more than
// one page is here; what one page alone says stands in that page.
//
// Threads: the main thread; pure functions over QLocale() and the translations installed.
#pragma once

#include "core/activity.h"
#include "core/isolation.h"
#include "core/result.h"
#include "core/settings.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <chrono>
#include <optional>

namespace sallyport::format {

QString size(quint64 bytes);                  // "1.3 GB"
QString rate(quint64 bytesPerSecond);         // "12.4 MB/s"
QString time(const QDateTime& utc);           // "14:36"
QString day(const QDateTime& utc);            // "Today", "Yesterday", "3 November"
QString date(const QDateTime& utc);           // "31 Dec", with the year where it is another
QString moment(const QDateTime& utc);         // date and time, for tool tips
QString span(std::chrono::seconds time);      // "2 min", "1 h 5 min"
QString countdown(std::chrono::seconds time); // "0:02"

// Raw bytes of a name or a path as text: UTF-8, and what is none, or would deceive (controls,
// bidi), as escapes. Never rich text: labels are Qt::PlainText.
QString name(const QByteArray& bytes);

QString accessName(const std::optional<Access>& access);    // "View and upload", "No access"
QString accessMeaning(Access access);                       // "Only add new files"
QString accessIcon(const std::optional<Access>& access);    // "access-upload"; "show" is View's
QString untilChoice(const std::optional<QDateTime>& until); // "Until I stop it", "Until 15:02"

QString isolation(Isolation isolation); // "Isolation: active"
QString isolationMeaning(Isolation isolation);

QString address(const QString& peer); // "192.168.1.7", of "192.168.1.7:50112"
// The client program of an SSH banner: "WinSCP 6.1", "OpenSSH 9.2".
QString client(const QString& banner);

// What an error means to the person at the window, with what to do; ends with a period.
QString sentence(const Error& error);

// One row of the activity list: the sentence, and the word in its last column. `tries`: of logins
// that failed for this address within a minute, this one included.
QString happened(const ActivityEvent& event, int tries = 1);
QString result(const ActivityEvent& event);
// How a row is coloured: red for what did not work, amber for what was refused or cut short. A row
// of Attention or Problem is one of the list's problems.
enum class Weight { Plain, Good, Attention, Problem };
Weight weight(const ActivityEvent& event);
// What the owner can do about it, as a link in the row.
struct Remedy {
    QString text;
    QString setting; // its path in the settings: "network.olderDevices"
};
std::optional<Remedy> remedy(const ActivityEvent& event);

} // namespace sallyport::format
