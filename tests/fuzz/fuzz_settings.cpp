// The settings file: loaded as it says or refused with words; and what is saved is loaded again.
#include "core/settings_store.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/choices.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sallyport::fuzz {

namespace {

// A file with a value in every place.
const QByteArray& sample()
{
    static const QByteArray text = [] {
        QFile file(QStringLiteral(SALLYPORT_TEST_DATA "/settings/v1.json"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(file.fileName()));
        return file.readAll();
    }();
    return text;
}

// What is in the file is what counts: nothing there may fall back to its default.
template <typename Value>
void demandAsSaid(const QJsonObject& object, const char* name, const Value& value, const char* what)
{
    const QJsonValue said = object.value(QLatin1String(name));
    if (!said.isUndefined())
        demand(said == QJsonValue(value), what);
}

template <typename T>
void demandThere(const QJsonObject& object, const char* name, const std::optional<T>& value,
                 const char* what)
{
    demand(object.contains(QLatin1String(name)) == value.has_value(), what);
}

void demandShare(const QJsonObject& object, const Share& share)
{
    demandAsSaid(object, "id", QString::fromLatin1(share.id.value), "a share has another id");
    demandAsSaid(object, "enabled", share.enabled, "a share that is off is on");
    demandAsSaid(object, "makeLinks", share.makeLinks, "links may be made");
    demandAsSaid(object, "atomicUpload", share.atomicUpload, "uploads are not atomic");
    demandAsSaid(object, "safeClose", share.safeClose, "closing is not safe");
    demandThere(object, "until", share.until, "a share's end is lost");
    demandThere(object, "root", share.root, "what the folder was is lost");
    demandThere(object, "maxFileSize", share.maxFileSize, "a limit is lost");
    demandThere(object, "quota", share.quota, "a quota is lost");
    demandThere(object, "keepFree", share.keepFree, "what stays free is lost");
    demand(object.value(QLatin1String("hide")).toArray().size() == share.hide.size(),
           "what is hidden is lost");
}

void demandAccount(const QJsonObject& object, const Account& account)
{
    demandAsSaid(object, "id", QString::fromLatin1(account.id.value), "an account has another id");
    demandAsSaid(object, "userName", account.userName, "an account has another name");
    demandAsSaid(object, "enabled", account.enabled, "an account that is off is on");
    demandAsSaid(object, "withoutPassword", account.withoutPassword, "a password is not needed");
    demandAsSaid(object, "passwordVerifier", QString::fromLatin1(account.passwordVerifier),
                 "another password counts");
    demand(account.withoutPassword == object.value(QLatin1String("withoutPassword")).toBool(false),
           "nobody said that no password is needed");
    demandThere(object, "expires", account.expires, "an account's end is lost");

    const QJsonObject access = object.value(QLatin1String("access")).toObject();
    demand(access.size() == account.access.size(), "there are more grants, or fewer");
    for (auto grant = account.access.begin(); grant != account.access.end(); ++grant) {
        const QString word = *grant == Access::View ? QStringLiteral("view")
            : *grant == Access::Upload              ? QStringLiteral("upload")
            : *grant == Access::Full                ? QStringLiteral("full")
                                                    : QStringLiteral("drop");
        demand(access.value(QString::fromLatin1(grant.key().value)) == QJsonValue(word),
               "a grant is another than the file says");
    }

    const QJsonArray keys = object.value(QLatin1String("keys")).toArray();
    demand(keys.size() == account.keys.size(), "there are more keys, or fewer");
    for (qsizetype i = 0; i < keys.size(); ++i) {
        const QJsonObject key = keys[i].toObject();
        demandAsSaid(key, "from", account.keys[i].from, "a key may come from elsewhere");
        demandAsSaid(key, "readOnly", account.keys[i].readOnly, "a key for reading alone writes");
        demandThere(key, "expires", account.keys[i].expires, "a key's end is lost");
    }
}

void demandAsWritten(const QByteArray& text, const Settings& loaded)
{
    const QJsonObject file = QJsonDocument::fromJson(text).object();
    const QJsonArray shares = file.value(QLatin1String("shares")).toArray();
    demand(shares.size() == loaded.shares.size(), "there are more shares, or fewer");
    for (qsizetype i = 0; i < shares.size(); ++i)
        demandShare(shares[i].toObject(), loaded.shares[i]);
    const QJsonArray accounts = file.value(QLatin1String("accounts")).toArray();
    demand(accounts.size() == loaded.accounts.size(), "there are more accounts, or fewer");
    for (qsizetype i = 0; i < accounts.size(); ++i)
        demandAccount(accounts[i].toObject(), loaded.accounts[i]);

    const QJsonObject network = file.value(QLatin1String("network")).toObject();
    if (network.contains(QLatin1String("allowFrom")))
        demand(network.value(QLatin1String("allowFrom")).toArray().size()
                   == loaded.network.allowFrom.size(),
               "others may connect");
    demand(network.value(QLatin1String("blocked")).toArray().size()
               == loaded.network.blocked.size(),
           "somebody is no longer blocked");
    demand(network.value(QLatin1String("trustedProxies")).toArray().size()
               == loaded.network.trustedProxies.size(),
           "others are trusted");
    const QJsonObject penalties = file.value(QLatin1String("penalties")).toObject();
    demandAsSaid(penalties, "enabled", loaded.penalties.enabled, "penalties are off");
    demand(penalties.value(QLatin1String("exempt")).toArray().size()
               == loaded.penalties.exempt.size(),
           "others are exempt from penalties");
}

// Like a disk that fails, or a person with an editor.
QByteArray edited(Choices& choices)
{
    QByteArray text = sample();
    while (!choices.isEmpty()) {
        const auto place = text.isEmpty() ? 0 : qsizetype(choices.number(2)) % text.size();
        switch (choices.below(5)) {
        case 0:
            text.truncate(place);
            break;
        case 1:
            if (!text.isEmpty())
                text[place] = char(text[place] ^ (1 << choices.below(8)));
            break;
        case 2:
            text.remove(place, choices.byte());
            break;
        case 3:
            text.insert(place, choices.bytes(choices.byte()));
            break;
        default:
            text.insert(place, text.mid(qsizetype(choices.number(2)), choices.byte()));
            break;
        }
        if (text.size() > 64 * 1024)
            break;
    }
    return text;
}

} // namespace

void settings(Input input)
{
    Choices choices(input);
    const QByteArray text = choices.isOneIn(2) ? edited(choices) : choices.rest();
    quint64 generation = 0;
    const auto loaded = settingsFromJson(text, &generation);
    if (!loaded) {
        demand(loaded.error().code == ErrorCode::Damaged && !loaded.error().message.isEmpty(),
               "a file is refused without a word");
        return;
    }
    demand(!sample().startsWith(text) || text.size() >= sample().trimmed().size(),
           "a file that was cut off is loaded");
    demandAsWritten(text, *loaded);
    demand(checkSettings(*loaded).has_value(), "what was loaded cannot be saved");

    const QByteArray saved = settingsToJson(*loaded, generation);
    quint64 again = 0;
    const auto back = settingsFromJson(saved, &again);
    demand(back.has_value(), "what was saved cannot be loaded");
    demand(*back == *loaded && again == generation, "what was saved is loaded as something else");
    demand(settingsToJson(*back, again) == saved, "saving twice gives two files");
}

} // namespace sallyport::fuzz
