#include "ui/shares/secrets_dialog.h"

#include <QSignalSpy>
#include <QTest>
#include <QtWidgets>

#include "tests/support/rows.h"

using namespace sallyport;

namespace {

PrivateThing thing(PrivateThing::Kind kind, const char* path, const char* hide, qsizetype more = 0)
{
    PrivateThing made;
    made.kind = kind;
    made.path = path;
    made.hide = QLatin1String(hide);
    made.isFolder = kind == PrivateThing::Kind::SshKeys;
    made.more = more;
    return made;
}

FolderFindings home()
{
    using Kind = PrivateThing::Kind;
    FolderFindings found;
    found.things = {
        thing(Kind::SshKeys, ".ssh", ".ssh"),
        thing(Kind::PasswordDatabase, "Documents/home.kdbx", "*.kdbx", 2),
        thing(Kind::ProgramSecrets, "Projects/shop/.env", ".env"),
        thing(Kind::ProgramSecrets, "Projects/blog/.env", ".env"),
        thing(Kind::LinkOut, "Pictures/old", ""),
    };
    return found;
}

} // namespace

class TestSecretsDialog : public QObject {
    Q_OBJECT

    QWidget m_window;
    QPointer<SecretsDialog> m_dialog;
    std::unique_ptr<QSignalSpy> m_decided;

    void show(const FolderFindings& findings)
    {
        m_dialog = new SecretsDialog("/home/anna", findings, &m_window);
        m_decided = std::make_unique<QSignalSpy>(m_dialog.data(), &SecretsDialog::decided);
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog));
    }

    template <typename T>
    T* find(const char* name) const
    {
        return m_dialog->findChild<T*>(QLatin1String(name));
    }

    QList<QCheckBox*> boxes() const
    {
        return m_dialog->findChildren<QCheckBox*>(QStringLiteral("hideThing"));
    }

    QStringList answer() const { return m_decided->value(0).value(0).toStringList(); }

private slots:
    void cleanup() { delete m_dialog; }

    void theSafeAnswerHidesWhatIsChecked()
    {
        show(home());
        QCOMPARE(find<QLabel>("heading")->text(), QStringLiteral("“anna” holds private things"));
        QCOMPARE(boxes().size(), 4); // the link leads out: nothing to decide
        boxes()[1]->click();
        QVERIFY(find<QPushButton>("hideAndShare")->isDefault());
        find<QPushButton>("hideAndShare")->click();
        QCOMPARE(m_decided->size(), 1);
        QCOMPARE(answer(), QStringList({QStringLiteral(".ssh"), QStringLiteral(".env")}));
    }

    void namesWithADotAreHiddenOnRequest()
    {
        show(home());
        find<QCheckBox>("hideDots")->click();
        find<QPushButton>("hideAndShare")->click();
        QCOMPARE(answer(),
                 QStringList({QStringLiteral(".ssh"), QStringLiteral("*.kdbx"),
                              QStringLiteral(".env"), QStringLiteral(".*")}));
    }

    void everythingIsSharedOnRequest()
    {
        show(home());
        find<QPushButton>("shareEverything")->click();
        QCOMPARE(m_decided->size(), 1);
        QVERIFY(answer().isEmpty());
    }

    void cancelAndEscShareNothing()
    {
        show(home());
        find<QPushButton>("cancel")->click();
        QVERIFY(m_decided->isEmpty());
        QTRY_VERIFY(m_dialog.isNull());
        show(home());
        QTest::keyClick(m_dialog.data(), Qt::Key_Escape);
        QVERIFY(m_decided->isEmpty());
        QTRY_VERIFY(m_dialog.isNull());
    }

    void itSaysWhatEachThingIsAndHowManyMoreThereAre()
    {
        show(home());
        QCOMPARE(boxes()[0]->text(), QStringLiteral(".ssh/"));
        QCOMPARE(boxes()[0]->accessibleDescription(), QStringLiteral("SSH keys and known hosts"));
        QVERIFY(boxes()[1]->accessibleDescription().contains(QStringLiteral("2 more")));
        QVERIFY(find<QLabel>("incomplete") == nullptr);
        delete m_dialog;
        FolderFindings large = home();
        large.complete = false;
        show(large);
        QVERIFY(find<QLabel>("incomplete")->isVisible());
    }

    void aHundredThingsScrollInsteadOfGrowingTheWindow()
    {
        FolderFindings many;
        for (int i = 0; i < 100; ++i)
            many.things += thing(PrivateThing::Kind::ProgramSecrets,
                                 qPrintable(QStringLiteral("Projects/%1/.env").arg(i)), ".env");
        show(many);
        QCOMPARE(boxes().size(), 100);
        QVERIFY(m_dialog->height() < 600);
    }

    void aNameThatWouldDeceiveIsShownAsEscapes()
    {
        FolderFindings found;
        found.things = {
            thing(PrivateThing::Kind::PasswordDatabase, "a\xe2\x80\xaexdbk\n.kdbx", "*.kdbx")};
        show(found);
        QVERIFY(!boxes()[0]->text().contains(QChar(0x202e)));
        QVERIFY(!boxes()[0]->text().contains(u'\n'));
    }

    void tabReachesEveryControl()
    {
        show(home());
        QSet<QString> reached;
        for (int i = 0; i < 12; ++i) {
            QTest::keyClick(m_dialog.data(), Qt::Key_Tab);
            QVERIFY(m_dialog->focusWidget());
            reached += m_dialog->focusWidget()->objectName();
        }
        QCOMPARE(reached,
                 QSet<QString>({QStringLiteral("hideThing"), QStringLiteral("hideDots"),
                                QStringLiteral("cancel"), QStringLiteral("shareEverything"),
                                QStringLiteral("hideAndShare")}));
    }
};

QTEST_MAIN(TestSecretsDialog)
#include "tst_secrets_dialog.moc"
