// ShareActions does what a person wishes of a share, wherever the wish came from: add, rename,
// open, switch, remove. What takes something away asks first.
//
// Threads: the main thread. `window` is what questions stand over.
#pragma once

#include "core/folder_scan.h"
#include "core/identity.h"
#include "core/result.h"
#include "core/settings_editor.h"
#include "ui/core_parts.h"

#include <QObject>
#include <QStringList>

class QTimer;

namespace sallyport {

class ShareActions final : public QObject {
    Q_OBJECT
public:
    // What `parts` refers to outlives it.
    ShareActions(const CoreParts& parts, QWidget& window);

    void chooseFolder();
    // One after the other: a folder with private things asks before the next is looked at. One
    // that does not answer is refused, so that the next has its turn.
    void addFolders(const QList<QByteArray>& folders);
    void setShared(const ShareId& share, bool on);
    void rename(const ShareId& share);
    void openFolder(const ShareId& share);
    void remove(const ShareId& share);
signals:
    void added(const sallyport::SettingsEditor::NewShare& share);
    void wasThere(const sallyport::ShareId& share); // the folder is shared already
    void refused(const QString& folder, const sallyport::Error& error);
    void failed(const sallyport::Error& error);

private:
    void addNext();
    void giveUp();
    void found(const QByteArray& folder, const FolderFindings& findings);
    void add(const QByteArray& folder, const QStringList& hide);
    const CoreParts m_parts;
    QWidget& m_window;
    QList<QByteArray> m_waiting; // to be added
    QByteArray m_folder;         // is being added
    bool m_adding = false;
    int m_turn = 0; // what answers an earlier one comes too late
    QTimer* const m_patience;
};

} // namespace sallyport
