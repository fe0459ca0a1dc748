#include "app/doctor_command.h"

#include "app/console.h"
#include "app/profile.h"
#include "core/activity_archive.h"
#include "core/activity_log.h"
#include "core/doctor.h"
#include "core/settings_file.h"
#include "core/when_done.h"

#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThreadPool>

#include <algorithm>

namespace sallyport {

namespace {

constexpr int eventsRead = 10'000; // more than a day of failed tries that anybody would read

QString weightName(Finding::Weight weight)
{
    switch (weight) {
    case Finding::Weight::Good:
        return QStringLiteral("good");
    case Finding::Weight::Note:
        return QStringLiteral("note");
    case Finding::Weight::Problem:
        return QStringLiteral("problem");
    }
    return {};
}

QByteArray jsonLine(const Finding& finding)
{
    QJsonObject object{{QStringLiteral("kind"), finding.kind},
                       {QStringLiteral("weight"), weightName(finding.weight)},
                       {QStringLiteral("sentence"), finding.sentence}};
    if (!finding.advice.isEmpty())
        object.insert(QStringLiteral("advice"), finding.advice);
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray textLines(const Finding& finding)
{
    constexpr int column = 9;
    QString text = weightName(finding.weight).leftJustified(column) + finding.sentence + u'\n';
    if (!finding.advice.isEmpty())
        text += QString(column, u' ') + finding.advice + u'\n';
    return text.toUtf8();
}

QList<ActivityEvent> lastEvents(const QString& folder)
{
    QThreadPool reader;
    reader.setMaxThreadCount(1);
    ActivityLog log(1);
    ActivityArchive archive(folder, log, reader, ActivityArchive::Rotation{});
    QList<ActivityEvent> events;
    QEventLoop loop;
    whenDone(archive.last(eventsRead), &loop, [&](const Result<QList<ActivityEvent>>& read) {
        if (read)
            events = *read;
        loop.quit();
    });
    loop.exec();
    return events;
}

QList<Finding> examine(Doctor::Subject subject)
{
    Doctor doctor;
    QList<Finding> all;
    QEventLoop loop;
    QObject::connect(&doctor, &Doctor::examined, &loop, [&](const QList<Finding>& findings) {
        all = findings;
        loop.quit();
    });
    doctor.examine(std::move(subject));
    loop.exec();
    return all;
}

} // namespace

int runDoctor(const DoctorOptions& options)
{
    const auto profile = Profile::open(options.profile);
    if (!profile)
        return fail(profile.error());
    const auto settings = SettingsFile(profile->settingsFile).read();
    if (!settings)
        return fail({settings.error().code,
                     aboutSettings(settings.error().message, profile->settingsFile)});
    Doctor::Subject subject;
    subject.settings = settings->settings;
    subject.serverLock = profile->serverLock;
    subject.events = lastEvents(profile->state);
    const QList<Finding> findings = examine(std::move(subject));
    for (const Finding& finding : findings)
        print(options.json ? jsonLine(finding) : textLines(finding));
    const bool isIll = std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.weight == Finding::Weight::Problem;
    });
    return isIll ? 1 : 0;
}

} // namespace sallyport
