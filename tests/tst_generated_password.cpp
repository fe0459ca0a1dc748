#include "core/auth/generated_password.h"

#include "core/auth/word_list.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include "tests/support/rows.h"

#include <algorithm>
#include <cmath>

using namespace sallyport;

class TestGeneratedPassword : public QObject {
    Q_OBJECT
private slots:
    void wordsAreShortSortedAndDifferent()
    {
        static const QRegularExpression shape(QStringLiteral("\\A[a-z]{3,7}\\z"));
        for (const char* word : passwordWords)
            QVERIFY2(shape.match(QLatin1String(word)).hasMatch(), word);
        const auto less = [](const char* a, const char* b) { return qstrcmp(a, b) < 0; };
        QVERIFY(std::is_sorted(passwordWords.begin(), passwordWords.end(), less));
        const auto twin =
            std::adjacent_find(passwordWords.begin(), passwordWords.end(),
                               [&](const char* a, const char* b) { return !less(a, b); });
        QVERIFY(twin == passwordWords.end());
    }

    void threeWordsAndFourDigitsAreFortyBits()
    {
        const double bits = 3 * std::log2(double(passwordWords.size())) + std::log2(10'000.0);
        QVERIFY(bits >= 40);
    }

    void passwordsAreMadeOfTheWordsAndDiffer()
    {
        static const QRegularExpression shape(
            QStringLiteral("\\A([a-z]+)-([a-z]+)-([a-z]+)-([0-9]{4})\\z"));
        QSet<QString> words;
        for (const char* word : passwordWords)
            words.insert(QLatin1String(word));
        QSet<QString> passwords, used, numbers;
        constexpr int count = 5'000;
        for (int i = 0; i < count; ++i) {
            const QString password = QString::fromLatin1(generatedPassword());
            const auto match = shape.match(password);
            QVERIFY2(match.hasMatch(), qPrintable(password));
            for (int part = 1; part <= 3; ++part) {
                QVERIFY(words.contains(match.captured(part)));
                used.insert(match.captured(part));
            }
            numbers.insert(match.captured(4));
            passwords.insert(password);
        }
        // Two equal ones among 5,000 of 2^43 come once in 700,000 runs.
        QCOMPARE(passwords.size(), count);
        // 15,000 draws miss a given word once in 750,000 runs: every word can come.
        QVERIFY(used.size() >= words.size() - 1);
        // Of 10,000 numbers 5,000 draws show 3,935 on average; 3,600 is eight deviations away.
        QVERIFY(numbers.size() > 3'600);
    }
};

QTEST_GUILESS_MAIN(TestGeneratedPassword)
#include "tst_generated_password.moc"
