#include "core/fs/created_files_store.h"

#include <QDir>

namespace sallyport {

CreatedFilesStore::CreatedFilesStore(QString stateFolder, Failed failed)
    : m_stateFolder(std::move(stateFolder))
    , m_failed(std::move(failed))
{
}

QString CreatedFilesStore::filePath(const ShareId& share) const
{
    if (m_stateFolder.isEmpty())
        return {};
    return QDir(m_stateFolder)
        .filePath(
            QStringLiteral("sent-%1").arg(QString::fromLatin1(share.value.toPercentEncoding())));
}

std::shared_ptr<CreatedFiles> CreatedFilesStore::of(const ShareId& share)
{
    const auto records = m_records.lock();
    auto& record = (*records)[share];
    if (!record) {
        if (!m_stateFolder.isEmpty())
            QDir().mkpath(m_stateFolder);
        record = std::make_shared<CreatedFiles>(
            filePath(share),
            m_failed ? [failed = m_failed, share](const Error& error) { failed(share, error); }
                     : CreatedFiles::Failed());
    }
    return record;
}

void CreatedFilesStore::remove(const ShareId& share)
{
    const auto records = m_records.lock();
    records->erase(share);
    if (!m_stateFolder.isEmpty())
        QFile::remove(filePath(share));
}

} // namespace sallyport
