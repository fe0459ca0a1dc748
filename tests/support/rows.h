// Tags a test with the rows of tests/rows.txt that it proves, and counts its comparisons: include
// this after <QTest>, and write ROW("request.OPEN") as the first line of a test function.
//
// At the end of the function a line "row, test, comparisons, passed" goes to
// rows/<program>.tsv beside the program; `tests/rows.py check` reads them all and fails for a row
// that no test proved, or that was proved by a test that compared nothing.
//
// Threads: the test's own.
#pragma once

#include <QTest>

#include <initializer_list>
#include <vector>

namespace sallyport::test {

// Comparisons made so far by this program: QCOMPARE, QVERIFY and QTRY_ of both.
inline int comparisons = 0;

class RowTag {
public:
    RowTag(std::initializer_list<const char*> rows)
        : m_rows(rows)
        , m_before(comparisons)
    {
    }
    ~RowTag();
    RowTag(const RowTag&) = delete;
    RowTag& operator=(const RowTag&) = delete;

private:
    std::vector<const char*> m_rows;
    int m_before;
};

} // namespace sallyport::test

#define ROW(...) const ::sallyport::test::RowTag sallyportRowTag({__VA_ARGS__})

// Qt's macros, with a count. Source: qtestcase.h of Qt 6.4.
#undef QVERIFY
#define QVERIFY(statement)                                                                         \
    do {                                                                                           \
        ++::sallyport::test::comparisons;                                                          \
        if (!QTest::qVerify(static_cast<bool>(statement), #statement, "", __FILE__, __LINE__))     \
            return;                                                                                \
    } while (false)
#undef QVERIFY2
#define QVERIFY2(statement, description)                                                           \
    do {                                                                                           \
        ++::sallyport::test::comparisons;                                                          \
        if (statement) {                                                                           \
            if (!QTest::qVerify(true, #statement, "", __FILE__, __LINE__))                         \
                return;                                                                            \
        } else {                                                                                   \
            if (!QTest::qVerify(false, #statement, (description), __FILE__, __LINE__))             \
                return;                                                                            \
        }                                                                                          \
    } while (false)
#undef QCOMPARE
#define QCOMPARE(actual, expected)                                                                 \
    do {                                                                                           \
        ++::sallyport::test::comparisons;                                                          \
        if (!QTest::qCompare(actual, expected, #actual, #expected, __FILE__, __LINE__))            \
            return;                                                                                \
    } while (false)
