#include "core/virtual_path.h"

#include <QTest>

#include "tests/support/rows.h"

using namespace sallyport;

class TestVirtualPath : public QObject {
    Q_OBJECT
private slots:
    void parsesToOneForm_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("normal");
        const auto row = [](const char* name, const QByteArray& text, const QByteArray& normal) {
            QTest::newRow(name) << text << normal;
        };
        row("the empty path is the root", "", "/");
        row("the root", "/", "/");
        row("relative starts at the root", "a/b", "/a/b");
        row("dots and doubled slashes go", "//a/./b//", "/a/b");
        row("parent by arithmetic", "/a/b/../c", "/a/c");
        row("cannot climb out", "/../../etc/passwd", "/etc/passwd");
        row("cannot climb out from below", "a/../../../b", "/b");
        row("three dots are a name", "/...", "/...");
        row("a backslash is a byte", "a\\..\\b", "/a\\..\\b");
        row("a tilde is a byte", "~/x", "/~/x");
        row("bytes pass through", "/\xff\xfe/\x01", "/\xff\xfe/\x01");
        row("up to the root", "/a/..", "/");
    }
    void parsesToOneForm()
    {
        ROW("trap.bytes", "A1");
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, normal);
        const auto path = VirtualPath::parse(text);
        QVERIFY(path);
        QCOMPARE(path->bytes(), normal);
    }

    void refusesWhatCannotBeAPath()
    {
        ROW("A4", "A7");
        QCOMPARE(VirtualPath::parse(QByteArray("a\0b", 3)).error().code,
                 ErrorCode::InvalidArgument);
        QVERIFY(VirtualPath::parse(QByteArray(255, 'x')));
        QCOMPARE(VirtualPath::parse(QByteArray(256, 'x')).error().code, ErrorCode::NameTooLong);
        const QByteArray longest = QByteArray("/") + QByteArray(255, 'x');
        QVERIFY(VirtualPath::parse(longest.repeated(16)));
        QCOMPARE(VirtualPath::parse(longest.repeated(16) + "/").error().code,
                 ErrorCode::NameTooLong);
    }

    void tellsItsParts()
    {
        const VirtualPath path = *VirtualPath::parse("/a/b/c");
        QCOMPARE(path.name(), QByteArray("c"));
        QCOMPARE(path.first(), QByteArray("a"));
        QCOMPARE(path.relative(), QByteArray("a/b/c"));
        QCOMPARE(path.withoutFirst().bytes(), QByteArray("/b/c"));
        QCOMPARE(path.parent().bytes(), QByteArray("/a/b"));
        QCOMPARE(path.parent().parent().parent().parent().bytes(), QByteArray("/"));
        QCOMPARE(path.components(), QList<QByteArray>({"a", "b", "c"}));
        QCOMPARE(path.child("d").bytes(), QByteArray("/a/b/c/d"));
        QCOMPARE(VirtualPath().child("d").bytes(), QByteArray("/d"));
        QCOMPARE(VirtualPath().relative(), QByteArray("."));
        QCOMPARE(VirtualPath().name(), QByteArray());
        QCOMPARE(VirtualPath().first(), QByteArray());
        QVERIFY(VirtualPath().components().isEmpty());
        QCOMPARE(VirtualPath::parse("/a")->withoutFirst(), VirtualPath());
    }

    void belowIsByComponentsNotByPrefix()
    {
        ROW("A3");
        const VirtualPath a = *VirtualPath::parse("/srv/a");
        QVERIFY(VirtualPath::parse("/srv/a/x")->isBelow(a));
        QVERIFY(!VirtualPath::parse("/srv/ab")->isBelow(a));
        QVERIFY(!a.isBelow(a));
        QVERIFY(a.isBelow(VirtualPath()));
        QVERIFY(!VirtualPath().isBelow(VirtualPath()));
    }
};

QTEST_GUILESS_MAIN(TestVirtualPath)
#include "tst_virtual_path.moc"
