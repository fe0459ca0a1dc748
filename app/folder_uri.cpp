#include "app/folder_uri.h"

#include "app/argument_values.h"
#include "ui/widgets/local_url.h"

#include <QSysInfo>
#include <QUrl>

#include <algorithm>
#include <cctype>

namespace sallyport {

bool isUri(const QByteArray& argument)
{
    const qsizetype length = argument.indexOf("://");
    return length > 0 && std::isalpha(static_cast<unsigned char>(argument.front())) != 0
        && std::all_of(argument.begin(), argument.begin() + length, [](char c) {
               return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-'
                   || c == '.';
           });
}

std::optional<QByteArray> folderOfUri(const QByteArray& uri)
{
    const QUrl url = QUrl::fromEncoded(uri);
    const QString host = url.host();
    const bool isHere = host.isEmpty() || host == QLatin1String("localhost")
        || host == QSysInfo::machineHostName().toLower();
    if (!url.isLocalFile() || !isHere || url.hasQuery() || url.hasFragment())
        return std::nullopt;
    const QByteArray path = localPath(url);
    if (!path.startsWith('/') || path.contains('\0'))
        return std::nullopt;
    const auto folder = argument::folder(QStringLiteral("FOLDER"), path);
    return folder ? std::optional(*folder) : std::nullopt;
}

} // namespace sallyport
