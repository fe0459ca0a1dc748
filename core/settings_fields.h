// The tables of the settings: each value's name in the file, its type, bounds, and what it is, in
// one place. The tables read, write, check, and serve `--set` and `settings get`. A new setting is
// a member with its default in settings.h or server_settings.h, and a line here.
//
// Threads: the tables are immutable.
#pragma once

#include "core/result.h"
#include "core/settings.h"

#include <QJsonValue>
#include <QList>
#include <QString>

#include <functional>

namespace sallyport {

// One value of an Owner (Network, Share, ...). Errors of the setters are sentences that start with
// the path: "limits.loginGrace must be a time from 1s to 2m, not "5h"".
template <typename Owner>
struct Field {
    QString name;
    const char* meaning;                            // one sentence, for `settings get`
    bool required = false;                          // in the file
    std::function<QJsonValue(const Owner&)> toJson; // Undefined: left out
    std::function<Result<void>(Owner&, const QJsonValue&, const QString& path)> fromJson;
    std::function<QString(const Owner&)> toText;
    std::function<Result<void>(Owner&, const QString&, const QString& path)> fromText;
};

const QList<Field<Network>>& networkFields();
const QList<Field<Limits>>& limitsFields();
const QList<Field<Penalties>>& penaltiesFields();
const QList<Field<RootMark>>& rootFields();
const QList<Field<Share>>& shareFields(); // all but `root`
const QList<Field<AuthorizedKey>>& keyFields();
const QList<Field<Account>>& accountFields(); // all but `keys` and `access`

// The options of shares by their path, "shares.Photos.quota" or "shares.*.quota".
bool isShareOption(const QString& path);
Result<QString> shareOption(const Settings& settings, const QString& path);
Result<void> setShareOption(Settings& settings, const QString& path, const QString& value);

// "view", "upload", "full", "drop", as in the file.
QJsonValue accessToJson(Access access);
Result<Access> accessFromJson(const QJsonValue& value, const QString& path);

// Bytes as JSON text: UTF-8 as it is, "%" and bytes that are not UTF-8 as %XX.
QString escapedBytes(const QByteArray& bytes);
std::optional<QByteArray> unescapedBytes(const QString& text); // nothing: a "%" without two digits

// A value as it is quoted in a message: short, one line.
QString shown(const QJsonValue& value);

} // namespace sallyport
