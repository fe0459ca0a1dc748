// Events as the core makes them, for tests of what shows them.
#pragma once

#include "core/activity.h"

namespace sallyport::test {

using Kind = ActivityEvent::Kind;
using Outcome = ActivityEvent::Outcome;

// At noon, `seconds` later; of anna from 192.168.1.30.
inline ActivityEvent happening(Kind kind, qint64 seconds, std::optional<Outcome> outcome = {})
{
    ActivityEvent event;
    event.connection = 1;
    event.at = QDateTime(QDate(2026, 1, 2), QTime(12, 0), Qt::UTC).addSecs(seconds);
    event.peer = QStringLiteral("192.168.1.30:50112");
    event.user = QStringLiteral("anna");
    event.kind = kind;
    event.outcome = outcome;
    return event;
}

// A file of the share Photos that moves, or did.
inline ActivityEvent transfer(quint64 id, const QByteArray& name, qint64 seconds,
                              Outcome outcome = Outcome::Ok, Kind kind = Kind::Download)
{
    ActivityEvent event = happening(kind, seconds, outcome);
    event.id = id;
    event.share = "Photos";
    event.path = VirtualPath().child("Photos").child(name);
    event.bytes = 1'000'000;
    event.elapsed = std::chrono::milliseconds(500);
    if (outcome == Outcome::CutShort)
        event.error = Error{ErrorCode::Cancelled, QStringLiteral("The connection was lost")};
    else if (outcome >= Outcome::Refused)
        event.error =
            Error{ErrorCode::Failure, QStringLiteral("The disk of Photos reported an error")};
    return event;
}

inline ActivityEvent failure(Kind kind, qint64 seconds, const QString& why,
                             ErrorCode code = ErrorCode::PermissionDenied,
                             Outcome outcome = Outcome::Refused)
{
    ActivityEvent event = happening(kind, seconds, outcome);
    event.error = Error{code, why};
    return event;
}

} // namespace sallyport::test
