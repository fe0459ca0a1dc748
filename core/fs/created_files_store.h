// CreatedFilesStore holds the record of each share, who sent what, one file a share in the state
// folder. A record is read when the first login needs it and stays.
//
// Threads: any.
#pragma once

#include "core/fs/created_files.h"
#include "core/guarded.h"
#include "core/hash_map.h"
#include "core/identity.h"

#include <QString>

#include <functional>
#include <memory>

namespace sallyport {

class CreatedFilesStore {
public:
    using Failed = std::function<void(const ShareId&, const Error&)>;
    // `stateFolder` is made when needed; empty: nothing is written, the records end with the
    // program. `failed` hears once of a record that cannot be read or written; on any thread, it
    // must not call back.
    explicit CreatedFilesStore(QString stateFolder, Failed failed = {});
    std::shared_ptr<CreatedFiles> of(const ShareId& share);
    // For a share that is gone: its record and the file of it.
    void remove(const ShareId& share);

private:
    QString filePath(const ShareId& share) const;

    const QString m_stateFolder;
    const Failed m_failed;
    Guarded<HashMap<ShareId, std::shared_ptr<CreatedFiles>>> m_records;
};

} // namespace sallyport
