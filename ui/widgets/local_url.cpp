#include "ui/widgets/local_url.h"

namespace sallyport {

QUrl localUrl(const QByteArray& path)
{
    return QUrl::fromEncoded("file://" + path.toPercentEncoding("/"));
}

QByteArray localPath(const QUrl& url)
{
    return url.isLocalFile()
        ? QByteArray::fromPercentEncoding(url.path(QUrl::FullyEncoded).toLatin1())
        : QByteArray();
}

} // namespace sallyport
