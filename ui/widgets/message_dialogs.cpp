#include "ui/widgets/message_dialogs.h"

#include "ui/format.h"
#include "ui/widgets/local_url.h"
#include "ui/widgets/question_dialog.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QRegularExpression>
#include <QStandardPaths>

namespace sallyport {

namespace {

QFileDialog* fileDialog(QWidget* parent, const QString& title, const QString& name,
                        const QUrl& place)
{
    auto* const dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(name);
    dialog->setDirectoryUrl(place.isValid() ? place
                                            : QUrl::fromLocalFile(QStandardPaths::writableLocation(
                                                QStandardPaths::HomeLocation)));
    return dialog;
}

// "csv" of "Table (*.csv)"
QString suffixOf(const QString& filter)
{
    static const QRegularExpression pattern(QStringLiteral("\\*\\.(\\w+)"));
    return pattern.match(filter).captured(1);
}

// The last part of a path, for headings.
QString lastOf(QByteArray path)
{
    while (path.size() > 1 && path.endsWith('/'))
        path.chop(1);
    return format::name(path.mid(path.lastIndexOf('/') + 1));
}

// True when the question is on the screen already.
bool comesToFront(QWidget* parent, const QString& name)
{
    const auto dialogs = parent->findChildren<QDialog*>(name, Qt::FindDirectChildrenOnly);
    for (QDialog* const dialog : dialogs) {
        if (!dialog->isVisible())
            continue; // answered, and about to be deleted
        dialog->raise();
        dialog->activateWindow();
        return true;
    }
    return false;
}

} // namespace

void MessageDialogs::chooseFolder(QWidget* parent, const QString& title,
                                  std::function<void(const QString&)> chosen)
{
    const QString name = QStringLiteral("folderDialog");
    if (comesToFront(parent, name))
        return;
    QFileDialog* const dialog = fileDialog(parent, title, name, m_place);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    open(dialog, std::move(chosen));
}

void MessageDialogs::chooseFile(QWidget* parent, const QString& title, const QString& filter,
                                std::function<void(const QString&)> chosen)
{
    const QString name = QStringLiteral("fileDialog");
    if (comesToFront(parent, name))
        return;
    QFileDialog* const dialog = fileDialog(parent, title, name, m_place);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(filter);
    open(dialog, std::move(chosen));
}

void MessageDialogs::chooseNewFile(QWidget* parent, const QString& title, const QString& suggestion,
                                   const QStringList& filters,
                                   std::function<void(const QString&)> chosen)
{
    const QString name = QStringLiteral("newFileDialog");
    if (comesToFront(parent, name))
        return;
    QFileDialog* const dialog = fileDialog(parent, title, name, m_place);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(suffixOf(filters.value(0)));
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(suffixOf(filter));
    });
    dialog->selectFile(suggestion);
    open(dialog, std::move(chosen));
}

void MessageDialogs::open(QFileDialog* dialog, std::function<void(const QString&)> chosen)
{
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [this, dialog, chosen = std::move(chosen)](const QString& path) {
                         m_place = dialog->directoryUrl();
                         if (!path.isEmpty())
                             chosen(path);
                     });
    dialog->open();
}

void MessageDialogs::ask(QWidget* parent, const Question& question,
                         std::function<void(qsizetype)> answered)
{
    if (!question.name.isEmpty() && comesToFront(parent, question.name))
        return;
    auto* const dialog = new QuestionDialog(question, parent);
    QObject::connect(dialog, &QuestionDialog::answered, parent, std::move(answered));
    dialog->open();
}

void MessageDialogs::askText(QWidget* parent, const QString& heading, const QString& label,
                             const QString& text, std::function<QString(const QString&)> check,
                             std::function<void(const QString&)> answered)
{
    auto* const dialog = new TextDialog(heading, label, text, std::move(check), parent);
    QObject::connect(dialog, &TextDialog::answered, parent, std::move(answered));
    dialog->open();
}

void MessageDialogs::openOnDesktop(QWidget* parent, const QByteArray& path)
{
    if (QDesktopServices::openUrl(localUrl(path)))
        return;
    ask(parent,
        {QStringLiteral("notOpened"),
         QuestionDialog::tr("“%1” was not opened").arg(lastOf(path)),
         QuestionDialog::tr("No program of this computer opens it."),
         {},
         {{QuestionDialog::tr("Close"), Question::Role::Cancel}},
         QStringLiteral("warning")},
        [](qsizetype) {});
}

} // namespace sallyport
