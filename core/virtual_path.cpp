#include "core/virtual_path.h"

#include "core/guard.h"

namespace sallyport {

Result<VirtualPath> VirtualPath::parse(QByteArrayView bytes)
{
    if (bytes.size() > maxLength)
        return Error{ErrorCode::NameTooLong, QStringLiteral("The path is longer than 4096 bytes")};
    if (GUARD(zero_byte) && bytes.contains('\0'))
        return Error{ErrorCode::InvalidArgument, QStringLiteral("The path contains a zero byte")};

    QByteArray normal;
    normal.reserve(bytes.size() + 1);
    for (qsizetype start = 0; start < bytes.size();) {
        qsizetype end = bytes.indexOf('/', start);
        if (end < 0)
            end = bytes.size();
        const QByteArrayView component = bytes.sliced(start, end - start);
        start = end + 1;
        if (component.isEmpty() || component == ".")
            continue;
        if (component == "..") {
            normal.truncate(qMax(normal.lastIndexOf('/'), qsizetype(0)));
            continue;
        }
        if (component.size() > maxComponent)
            return Error{ErrorCode::NameTooLong,
                         QStringLiteral("A name in the path is longer than 255 bytes")};
        normal += '/';
        normal += component;
    }
    if (normal.size() > maxLength)
        return Error{ErrorCode::NameTooLong, QStringLiteral("The path is longer than 4096 bytes")};

    VirtualPath path;
    if (!normal.isEmpty())
        path.m_bytes = std::move(normal);
    return path;
}

QByteArray VirtualPath::relative() const
{
    return isRoot() ? QByteArrayLiteral(".") : m_bytes.sliced(1);
}

QByteArray VirtualPath::name() const
{
    return m_bytes.sliced(m_bytes.lastIndexOf('/') + 1);
}

QByteArray VirtualPath::first() const
{
    const qsizetype end = m_bytes.indexOf('/', 1);
    return m_bytes.sliced(1, (end < 0 ? m_bytes.size() : end) - 1);
}

VirtualPath VirtualPath::withoutFirst() const
{
    VirtualPath rest;
    if (const qsizetype end = m_bytes.indexOf('/', 1); end > 0)
        rest.m_bytes = m_bytes.sliced(end);
    return rest;
}

VirtualPath VirtualPath::parent() const
{
    VirtualPath above;
    if (const qsizetype end = m_bytes.lastIndexOf('/'); end > 0)
        above.m_bytes = m_bytes.first(end);
    return above;
}

VirtualPath VirtualPath::child(QByteArrayView name) const
{
    Q_ASSERT(!name.isEmpty() && !name.contains('/') && name != "." && name != "..");
    VirtualPath below;
    below.m_bytes = isRoot() ? m_bytes : m_bytes + '/';
    below.m_bytes += name;
    return below;
}

QList<QByteArray> VirtualPath::components() const
{
    return isRoot() ? QList<QByteArray>() : m_bytes.sliced(1).split('/');
}

bool VirtualPath::isBelow(const VirtualPath& other) const
{
    if (other.isRoot())
        return !isRoot();
    return m_bytes.size() > other.m_bytes.size() && m_bytes.startsWith(other.m_bytes)
        && m_bytes.at(other.m_bytes.size()) == '/';
}

} // namespace sallyport
