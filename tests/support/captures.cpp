#include "tests/support/captures.h"

#include <QDir>
#include <QFile>

#include <filesystem>

#include <unistd.h>

namespace sallyport::test {

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool makeFile(const QString& path, const QByteArray& content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

// With names that are no text and folders that nobody may enter, which QDir leaves.
void removeAll(const std::filesystem::path& path)
{
    std::error_code error;
    if (std::filesystem::is_directory(std::filesystem::symlink_status(path, error))) {
        std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
        std::vector<std::filesystem::path> inside;
        for (const auto& entry : std::filesystem::directory_iterator(path, error))
            inside.push_back(entry.path());
        for (const auto& entry : inside)
            removeAll(entry);
    }
    std::filesystem::remove(path, error);
}

} // namespace

QByteArray capturedHandle(int number)
{
    return "handle" + QByteArray::number(number).rightJustified(2, '0');
}

QList<Capture> captures()
{
    QList<Capture> found;
    const QDir folder(QStringLiteral(SALLYPORT_CAPTURES));
    for (const QString& name : folder.entryList({QStringLiteral("*.sftp")}, QDir::Files)) {
        const QString client = name.chopped(5);
        found.append({client.toUtf8(), contentOf(folder.filePath(name)),
                      contentOf(folder.filePath(client + QStringLiteral(".answers")))});
    }
    return found;
}

void removeCapturedTree(const QByteArray& folder)
{
    removeAll(folder.toStdString());
}

bool makeCapturedTree(const QByteArray& folder)
{
    removeCapturedTree(folder);
    const QDir root(QFile::decodeName(folder));
    return root.mkpath(QStringLiteral("folder")) && root.mkpath(QStringLiteral("empty"))
        && makeFile(root.filePath(QStringLiteral("hello.txt")), QByteArray("hello\n").repeated(100))
        && makeFile(root.filePath(QStringLiteral("folder/a.bin")), QByteArray(2000, '\1'))
        && makeFile(root.filePath(QStringLiteral("folder/b b.bin")), QByteArray(10, '\2'))
        && ::symlink("hello.txt", (folder + "/link").constData()) == 0;
}

} // namespace sallyport::test
