// SharingFixture is a Sharing on 127.0.0.1 with its store, in a folder of its own: two real
// folders, Photos and Inbox; anna has both, ben looks at the photos.
//
// Threads: the test's.
#pragma once

#include "core/activity.h"
#include "core/settings_store.h"
#include "core/sharing.h"
#include "tests/support/open_ssh.h"
#include "tests/support/recording_sink.h"

#include <QTemporaryDir>

#include <memory>

namespace sallyport::test {

class SharingFixture {
public:
    static constexpr int patience = 20'000; // milliseconds

    // `keys`: a folder of host keys, made there when it has none.
    SharingFixture(const OpenSshKey& key, const QString& keys,
                   OpenShare openShare = openLocalShare);
    ~SharingFixture();
    SharingFixture(const SharingFixture&) = delete;
    SharingFixture& operator=(const SharingFixture&) = delete;

    QString path(const QString& name) const { return m_place.filePath(name); }
    bool save(const Settings& settings); // and waits for it
    bool start();                        // and waits
    bool stop();
    Sharing::ShareStatus::Now statusOf(const ShareId& share) const;
    std::unique_ptr<OpenSshClient> connectAs(const char* user,
                                             const QStringList& options = {}) const;
    QThreadPool& writer() { return m_writer; } // the store's

    Settings settings; // what the constructor saved; change and save()
    ShareId photos, inbox;
    AccountId anna, ben;
    RecordingSink sink;
    std::unique_ptr<SettingsStore> store;
    std::unique_ptr<Sharing> sharing;

private:
    const OpenSshKey& m_key;
    QTemporaryDir m_place;
    QThreadPool m_writer;
};

} // namespace sallyport::test
