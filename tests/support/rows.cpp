#include "tests/support/rows.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace sallyport::test {

namespace {

// Opened once a run, emptied: what an earlier run proved does not count for this one.
// SALLYPORT_ROWS names another folder.
QFile& record()
{
    static QFile file([] {
        const QFileInfo program(QCoreApplication::applicationFilePath());
        const QDir folder(qEnvironmentVariable("SALLYPORT_ROWS",
                                               program.absolutePath() + QStringLiteral("/rows")));
        folder.mkpath(QStringLiteral("."));
        return folder.filePath(program.fileName() + QStringLiteral(".tsv"));
    }());
    if (!file.isOpen() && !file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file;
}

} // namespace

RowTag::~RowTag()
{
    const char* tag = QTest::currentDataTag();
    for (const char* row : m_rows) {
        QByteArray line = row;
        line += '\t' + QCoreApplication::applicationFilePath().section(u'/', -1).toUtf8() + ' '
            + QTest::currentTestFunction();
        if (tag)
            line += QByteArray(" [") + QByteArray(tag).simplified() + ']';
        line += '\t' + QByteArray::number(comparisons - m_before) + '\t'
            + (QTest::currentTestFailed() ? "failed" : "passed") + '\n';
        record().write(line);
    }
    record().flush();
}

} // namespace sallyport::test
