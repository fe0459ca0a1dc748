// What a program gives up at its start, tried on a child of the test.
#include "app/guard_process.h"

#include <QTest>

#include "tests/support/rows.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace sallyport;

class TestGuardProcess : public QObject {
    Q_OBJECT
private slots:
    void coreFilesDebuggersAndPrivilegesAreGivenUp()
    {
        ROW("wall.process");
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            const bool before = ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 1;
            guardProcess();
            rlimit cores{1, 1};
            ::getrlimit(RLIMIT_CORE, &cores);
            ::_exit((before ? 0 : 1) | (cores.rlim_cur == 0 && cores.rlim_max == 0 ? 0 : 2)
                    | (::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : 4)
                    | (::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : 8));
        }
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
    }
};

QTEST_GUILESS_MAIN(TestGuardProcess)
#include "tst_guard_process.moc"
