#include "core/settings_edits.h"

#include "core/escape.h"
#include "core/settings_store.h"

#include <algorithm>

namespace sallyport {

namespace {

constexpr qsizetype maxShareName = 255; // bytes, of a file name
constexpr qsizetype maxGuestName = 48;  // leaves room for a number
constexpr qsizetype minPassword = 10;   // characters

template <typename T, typename Id>
T* findById(QList<T>& list, const Id& id)
{
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const T& one) { return one.id == id; });
    return found == list.end() ? nullptr : &*found;
}

bool isShareName(const Settings& settings, const QByteArray& name)
{
    return std::any_of(settings.shares.begin(), settings.shares.end(),
                       [&](const Share& share) { return share.name == name; });
}

bool isTaken(const Settings& settings, const QString& userName)
{
    return std::any_of(settings.accounts.begin(), settings.accounts.end(),
                       [&](const Account& account) { return account.userName == userName; });
}

// Cut where a character begins, so that text stays text.
QByteArray cut(const QByteArray& name, qsizetype atMost)
{
    qsizetype end = std::min(name.size(), atMost);
    while (end > 0 && end < name.size() && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80)
        --end;
    return name.left(end);
}

// Easy to type anywhere: "Família 2024 (neu)" is "familia-2024-neu".
QString plainWord(const QByteArray& name)
{
    QString word;
    const QString text = QString::fromUtf8(name).normalized(QString::NormalizationForm_KD);
    for (const char32_t character : text.toLower().toUcs4()) {
        if (QChar::isMark(character))
            continue;
        const bool isGood = character != QChar::ReplacementCharacter
            && (QChar::isLetterOrNumber(character) || character == U'.' || character == U'_');
        if (isGood)
            word += QString::fromUcs4(&character, 1);
        else if (!word.isEmpty() && !word.endsWith(u'-'))
            word += u'-';
    }
    word.truncate(maxGuestName);
    if (word.endsWith(u'-') || (!word.isEmpty() && word.back().isHighSurrogate()))
        word.chop(1);
    return word.normalized(QString::NormalizationForm_C);
}

} // namespace

Share* findShare(Settings& settings, const ShareId& id)
{
    return findById(settings.shares, id);
}

Account* findAccount(Settings& settings, const AccountId& id)
{
    return findById(settings.accounts, id);
}

QByteArray freeShareName(const Settings& settings, const QByteArray& folder)
{
    const QByteArray last = folder.mid(folder.lastIndexOf('/') + 1);
    const QByteArray name = last.isEmpty() ? QByteArray("Computer") : cut(last, maxShareName);
    if (!isShareName(settings, name))
        return name;
    for (int number = 2;; ++number) {
        const QByteArray suffix = " (" + QByteArray::number(number) + ')';
        const QByteArray numbered = cut(name, maxShareName - suffix.size()) + suffix;
        if (!isShareName(settings, numbered))
            return numbered;
    }
}

QString freeGuestName(const Settings& settings, const QByteArray& shareName)
{
    const QString guest = QStringLiteral("guest");
    if (!isTaken(settings, guest))
        return guest;
    const QString word = plainWord(shareName);
    const QString named = guest + u'-' + word;
    if (!word.isEmpty() && isUserName(named) && !isTaken(settings, named))
        return named;
    const QString base = word.isEmpty() || !isUserName(named) ? guest : named;
    for (int number = 2;; ++number) {
        const QString numbered = QStringLiteral("%1-%2").arg(base).arg(number);
        if (!isTaken(settings, numbered))
            return numbered;
    }
}

QList<AccountId> removeShare(Settings& settings, const ShareId& id)
{
    const Share* share = findShare(settings, id);
    if (!share)
        return {};
    const AccountId guest = share->guest;
    settings.shares.removeIf([&](const Share& one) { return one.id == id; });
    for (Account& account : settings.accounts)
        account.access.remove(id);
    const Account* account = guest.value.isEmpty() ? nullptr : findAccount(settings, guest);
    const bool isNeeded = std::any_of(settings.shares.begin(), settings.shares.end(),
                                      [&](const Share& one) { return one.guest == guest; });
    if (!account || isNeeded || !account->access.isEmpty())
        return {};
    removeAccount(settings, guest);
    return {guest};
}

void removeAccount(Settings& settings, const AccountId& id)
{
    settings.accounts.removeIf([&](const Account& one) { return one.id == id; });
    for (Share& share : settings.shares) {
        if (share.guest == id)
            share.guest = {};
    }
}

Result<void> checkUserName(const Settings& settings, const QString& name, const AccountId& owner)
{
    if (!isUserName(name))
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("A name has 1 to 64 characters, without \"/\" and \":\" and "
                                    "without a space at its ends")};
    for (const Account& account : settings.accounts) {
        if (account.userName == name && account.id != owner)
            return Error{
                ErrorCode::AlreadyExists,
                QStringLiteral("There is somebody named %1 already").arg(escapedText(name))};
    }
    return {};
}

Result<void> checkNewPassword(const QByteArray& password)
{
    if (QString::fromUtf8(password).toUcs4().size() >= minPassword)
        return {};
    return Error{ErrorCode::InvalidArgument,
                 QStringLiteral("A password needs at least %1 characters").arg(minPassword)};
}

} // namespace sallyport
