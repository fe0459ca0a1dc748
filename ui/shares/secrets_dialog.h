// SecretsDialog says which private things a folder holds before it is shared, and asks which of
// them to hide.
//
// Threads: the main thread. Deletes itself when closed.
#pragma once

#include "core/folder_scan.h"

#include <QByteArray>
#include <QDialog>
#include <QStringList>

class QCheckBox;

namespace sallyport {

class SecretsDialog final : public QDialog {
    Q_OBJECT
public:
    SecretsDialog(const QByteArray& folder, const FolderFindings& findings, QWidget* parent);
signals:
    // Share it, and hide what matches these globs; none: everything is shared.
    void decided(const QStringList& hide);

private:
    QLayout* makeHead(const QString& folder);
    QWidget* makeList(const FolderFindings& findings);
    static QString thingMeaning(const PrivateThing& thing);
    QLayout* makeButtons();
    void decide(const QStringList& hide);
    QStringList checked() const;

    struct Row {
        QCheckBox* box;
        QString hide;
    };
    QList<Row> m_rows;
    QCheckBox* m_dots;
};

} // namespace sallyport
