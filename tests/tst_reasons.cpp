// Core speaks English; the window translates it by a table. Whatever core says must be in it.
#include "ui/reasons.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"

using namespace sallyport;

namespace {

QString content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// The literals of a source that are sentences: QStringLiteral("…") and the texts of its tables.
QStringList sentences(QString source)
{
    source.replace(QStringLiteral("'\"'"), QStringLiteral("''")); // a character, no text
    // Adjacent literals are one.
    source.remove(QRegularExpression(QStringLiteral("(?<!\\\\)\"\\s*\\n\\s*\"")));
    source.replace(QRegularExpression(QStringLiteral("(^|[^:])//[^\\n]*")), QStringLiteral("\\1"));
    static const QRegularExpression literal(QStringLiteral("\"((?:[^\"\\\\\\n]|\\\\.)*)\""));
    QStringList found;
    for (auto match = literal.globalMatch(source); match.hasNext();) {
        QString text = match.next().captured(1);
        text.replace(QStringLiteral("\\\""), QStringLiteral("\""));
        // A sentence begins with a capital or a place, and has words.
        static const QRegularExpression sentence(
            QStringLiteral("^(?:[A-Z]|%1|from=|\"%1|expiry-time=)[^{}<>|]*\\s\\S+.*[^:,/ ]$"));
        if (sentence.match(text).hasMatch() && !text.contains(QLatin1String("\\n")))
            found += text;
    }
    return found;
}

} // namespace

class TestReasons : public QObject {
    Q_OBJECT

private slots:
    void whateverCoreSaysIsInTheTable()
    {
        QSet<QString> known;
        for (const char* message : knownReasons())
            known.insert(QString::fromUtf8(message));
        // What never reaches a person as a reason, each with why.
        QStringList untold;
        for (const QString& line :
             content(QStringLiteral(SALLYPORT_SOURCE "/tests/data/untold_messages.txt"))
                 .split(QLatin1Char('\n'))) {
            if (!line.isEmpty() && !line.startsWith(QLatin1Char('#')))
                untold += line;
        }
        QSet<QString> used;
        QStringList missing;
        int looked = 0;
        QDirIterator files(QStringLiteral(SALLYPORT_SOURCE "/core"),
                           {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            if (path.endsWith(QLatin1String("/settings_fields.cpp")))
                continue; // what the command line says of each setting
            for (const QString& sentence : sentences(content(path))) {
                ++looked;
                if (untold.contains(sentence))
                    used.insert(sentence);
                else if (!known.contains(sentence))
                    missing += path.section(QStringLiteral("/core/"), -1) + QStringLiteral(": ")
                        + sentence;
            }
        }
        QVERIFY(looked > 100);
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
        for (const QString& sentence : untold)
            QVERIFY2(used.contains(sentence), qPrintable(sentence)); // the list lies
    }

    void shortReasonsOfALoginAreInTheTable()
    {
        const QString login = content(QStringLiteral(SALLYPORT_SOURCE "/core/ssh/login.cpp"))
            + content(QStringLiteral(SALLYPORT_SOURCE "/core/ssh/refusal.cpp"));
        static const QRegularExpression word(
            QStringLiteral("(?:return|failWith\\()\\s*QStringLiteral\\(\"([^\"]+)\"\\)"));
        int looked = 0;
        for (auto match = word.globalMatch(login); match.hasNext(); ++looked) {
            const QString text = match.next().captured(1);
            QVERIFY2(knownReason(text).message, qPrintable(text));
        }
        QVERIFY(looked >= 10);
    }

    void placesAreFilledAndMadeSafe()
    {
        QCOMPARE(reasonOf(QStringLiteral("No space left on Photos")),
                 QStringLiteral("The disk of Photos is full"));
        QCOMPARE(reasonOf(QStringLiteral("No space left on a\nb")),
                 QStringLiteral("The disk of a\\x0ab is full"));
        QCOMPARE(reasonOf(QStringLiteral("Photos and Music are different shares")),
                 QStringLiteral("Photos and Music are different shared folders"));
        QCOMPARE(reasonOf(QStringLiteral("nobody knows\u202e this")),
                 QStringLiteral("nobody knows\\xe2\\x80\\xae this"));
    }

    void theRowThatSaysMostIsTaken()
    {
        QCOMPARE(reasonOf(QStringLiteral("The folder of Music is not available now")),
                 QStringLiteral("Its folder does not answer"));
        QCOMPARE(knownReason(QStringLiteral("12 failed logins")).places,
                 QStringList{QStringLiteral("12")});
    }
};

QTEST_MAIN(TestReasons)
#include "tst_reasons.moc"
