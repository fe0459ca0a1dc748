// KeyList holds the public keys of one person and takes more: pasted, of a file, or dropped. What
// it does not take it says, in a sentence below; a private key is refused and not kept.
//
// Threads: the main thread. The parts outlive it.
#pragma once

#include "core/authorized_keys.h"
#include "ui/core_parts.h"

#include <QWidget>

class QMimeData;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace sallyport {

class Card;
class TextLabel;

class KeyList final : public QWidget {
    Q_OBJECT
public:
    explicit KeyList(const CoreParts& parts, QWidget* parent = nullptr);

    void setKeys(const QList<AuthorizedKey>& keys);
    const QList<AuthorizedKey>& keys() const { return m_keys; }
    void addText(QByteArray text); // lines of an authorized_keys file
    void addFile(const QString& path);

    static bool canTake(const QMimeData& dropped); // a file, or text
    void take(const QMimeData& dropped);
signals:
    void changed();
    void resized(); // more or less is shown

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void paste();
    void chooseFile();
    void add(const AuthorizedKeys& found, const QByteArray& text);
    void remove(const QByteArray& key);
    void showKeys();
    QWidget* row(const AuthorizedKey& key);
    void say(const QStringList& sentences);
    void showHovering(bool hovering);

    CoreParts m_parts;
    QList<AuthorizedKey> m_keys;
    Card* m_card;
    QScrollArea* m_scroll;
    QPushButton *m_paste, *m_file;
    TextLabel* m_sentence;
};

} // namespace sallyport
