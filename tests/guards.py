#!/usr/bin/python3
"""The guards of tests/guards.txt and the tests that fail without them.

guards.py check COMPILER        the ctest "guards": the table, the sources and the tests agree, and what is shipped
                                cannot lack a guard
guards.py run [NAME...]         builds in build/dev, once: with all guards every test of the table passes, and without
                                a guard each of its tests fails. Only a test that ran counts: it left its rows, or
                                its process died in it
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import rows

ROOT = rows.TESTS.parent
BUILD = ROOT / "build" / "dev"
CRASHES = (signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGSEGV)
USE = re.compile(r"\bGUARD\((\w+)\)")
# No test takes as long, and who waits for ever without a guard has not failed.
PATIENCE = 240

Guard = namedtuple("Guard", "name words tests")
Test = namedtuple("Test", "program name")


def table():
    guards = []
    for number, line in enumerate((rows.TESTS / "guards.txt").read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(" "):
            guards[-1].tests.append(Test(*line.split(None, 1)))
        else:
            name, words = (part.strip() for part in line.split("|", 1))
            guards.append(Guard(name, words, []))
    return guards


# The table.

def uses():
    """Guard to the sources it stands in; and the headers, which it must not stand in."""
    found, headers = {}, []
    for folder in ("core", "app", "ui"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix == ".cpp":
                for name in USE.findall(path.read_text()):
                    found.setdefault(name, set()).add(path)
            elif path.suffix == ".h" and path.name != "guard.h" and USE.search(path.read_text()):
                headers.append(path)
    return found, headers


def refuses(*options):
    """Does CMake refuse to leave out a guard with these options?"""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["cmake", "-S", ROOT, "-B", folder, "-G", "Ninja", "-DSALLYPORT_WINDOW=OFF", *options],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode != 0 and "may lack a guard" in re.sub(r"\s+", " ", done.stdout)


def compiles(compiler, assertion, *options):
    source = f'#include "core/guard.h"\nstatic_assert({assertion});\n'
    done = subprocess.run([compiler, "-std=c++20", "-x", "c++", "-fsyntax-only", "-I", ROOT, *options, "-"], input=source,
                          text=True, stderr=subprocess.PIPE)
    return done.returncode == 0


def check(compiler):
    wrong = []
    guards = table()
    names = [guard.name for guard in guards]
    wrong += [f"tests/guards.txt has {name} twice" for name in set(names) if names.count(name) > 1]
    found, headers = uses()
    wrong += [f"{path.relative_to(ROOT)}: GUARD() is for .cpp files" for path in headers]
    wrong += [f"{name} of tests/guards.txt stands in no source" for name in names if name not in found]
    wrong += [f"GUARD({name}) is not in tests/guards.txt" for name in sorted(found) if name not in names]
    tagged = {tag.test for tag in rows.tags()}
    contracts = {test.split(": ")[1] for test in tagged if test.startswith("file_system_contract")}
    bound = {path.stem for path in rows.TESTS.glob("tst_*.cpp") if "file_system_contract.h" in path.read_text()}
    for guard in guards:
        if not guard.tests:
            wrong.append(f"{guard.name} has no test in tests/guards.txt")
        for test in guard.tests:
            function = test.name.split(":")[0]
            if f"{test.program}: {function}" not in tagged and not (test.program in bound and function in contracts):
                wrong.append(f"{guard.name}: there is no test {test.program} {test.name} with a row")
    if names:
        off = f"-DSALLYPORT_GUARD_{names[0].upper()}=OFF"
        if not refuses("-DCMAKE_BUILD_TYPE=RelWithDebInfo", off):
            wrong.append("a release can be built without a guard")
        if not refuses("-DCMAKE_BUILD_TYPE=Debug", "-DSALLYPORT_TESTS=OFF", off):
            wrong.append("a build without tests can lack a guard")
        if not compiles(compiler, "GUARD(x)") or not compiles(compiler, "!GUARD(x)", "-DSALLYPORT_WITHOUT_x=1"):
            wrong.append("core/guard.h does not switch")
        if not compiles(compiler, "GUARD(x)", "-DSALLYPORT_WITHOUT_x=1", "-DNDEBUG"):
            wrong.append("core/guard.h switches in what is shipped")
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(guards)} guards, {sum(len(guard.tests) for guard in guards)} tests that fail without one")
    return 1 if wrong else 0


# The run.

def cmake(*arguments):
    done = subprocess.run(["cmake", *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}\ncmake {' '.join(map(str, arguments))} failed")


def build(guards, chosen):
    """The whole programs, and those that lack one of the chosen guards."""
    names = {guard.name for guard in chosen}
    cmake("--preset", "dev", *(f"-DSALLYPORT_GUARD_{guard.name.upper()}={'OFF' if guard.name in names else 'ON'}"
                                  for guard in guards))
    programs = {test.program for guard in chosen for test in guard.tests}
    targets = {program for program in programs if program.startswith("tst_")}
    if targets != programs:
        targets |= {"sallyport-cli", "recipe_lines", "home_of_environment", "careless_libcrypto"}
    cmake("--build", BUILD, "-j2", "--target", *sorted(targets), *(f"without_{guard.name}" for guard in chosen))


def ctests():
    """What ctest knows: program to command, environment and whether it wants the computer for itself."""
    done = subprocess.run(["ctest", "--test-dir", BUILD, "--show-only=json-v1"], stdout=subprocess.PIPE, check=True)
    found = {}
    for test in json.loads(done.stdout)["tests"]:
        properties = {each["name"]: each["value"] for each in test.get("properties", [])}
        environment = dict(entry.split("=", 1) for entry in properties.get("ENVIRONMENT", []))
        alone = properties.get("RUN_SERIAL", False) or properties.get("PROCESSORS", 1) > 1
        found[test["name"].replace("interop_", "test_", 1)] = test.get("command"), environment, alone
    return found


def heard(test, printed, exit_code):
    """Of QtTest: did the function begin, in one class at least; and its first failure, in words."""
    function = test.name.partition(":")[0]
    begun, failure, missing = set(re.findall(rf"^INFO   : (\w+)::{function}\(\) entering", printed, re.M)), "", 0
    lines = printed.splitlines()
    for number, line in enumerate(lines):
        fail = re.match(r"(?:FAIL!|XPASS) *: (\w+)::(\w+)\(.*?\) ?(.*)", line)
        if not fail:
            continue
        if fail[3].startswith("Function not found"):
            begun.discard(fail[1])
            missing += 1
        elif fail[2] == function:
            failure = failure or " ".join([fail[3], *(more.strip() for more in lines[number + 1:number + 4]
                                                      if re.match(r"   (Actual|Expected|Loc:)", more))])
    # Beside what was not found, nothing else may have failed.
    return begun, failure, exit_code == missing


def judge_cpp(test, printed, exit_code, verdicts):
    begun, failure, otherwise_well = heard(test, printed, exit_code)
    if -exit_code in CRASHES and begun:  # the process ended before its function could say how
        return "failed", failure or f"ended by signal {-exit_code}"
    if not begun or not verdicts:
        return f"did not run (exit code {exit_code})", ""
    if failure:
        return "failed", failure
    if not all(verdicts) or not otherwise_well:
        return f"did not fail, but its program did (exit code {exit_code})", ""
    return "passed", ""


def judge_python(test, printed, exit_code, verdicts):
    if not verdicts or exit_code < 0:
        return f"did not run (exit code {exit_code})", ""
    if not all(verdicts):
        last = re.findall(r"^(?!AssertionError$)\w[\w.]*(?:Error|Exception|Expired|Closed|Lost)\b.*", printed, re.M)
        return "failed", last[-1] if last else ""
    if exit_code != 0:
        return f"did not fail, but its program did (exit code {exit_code})", ""
    return "passed", ""


def outcome(command, environment, test):
    """passed, failed, or in words why neither; why it failed; what it printed."""
    python = test.program.startswith("test_")
    records = Path(environment["SALLYPORT_ROWS"]) / f"{test.program}.tsv"
    records.unlink(missing_ok=True)
    process = subprocess.Popen([*command, *(["-k", f"*.{test.name}"] if python else ["-v1", test.name])], cwd=BUILD,
                               env={**os.environ, **environment}, text=True, errors="replace",
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        printed = process.communicate(timeout=PATIENCE)[0]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return f"did not end within {PATIENCE} s", "", process.communicate()[0]
    function, _, data = test.name.partition(":")
    name = f"{test.program} {function}" + (f" [{' '.join(data.split())}]" if data else "")
    verdicts = [record.passed for record in (rows.records_of(records) if records.exists() else [])
                if record.test == name or record.test.startswith(f"{name} [")]
    return *(judge_python if python else judge_cpp)(test, printed, process.returncode, verdicts), printed


def work(known, guard, program, tests):
    """The tests of one program, without the guard if one is named: each with outcome() and seconds."""
    folder = BUILD / "without" / (guard.name if guard else "nothing")
    command, environment, _ = known.get(program, (None, {}, False))
    if not command:
        return [(test, "is not known to ctest", "", "", 0.0) for test in tests]
    environment = {**environment, "SALLYPORT_ROWS": str(folder / "rows")}
    if guard and program.startswith("tst_"):
        command = [str(folder / program), *command[1:]]
    elif guard:
        environment["SALLYPORT_CLI"] = str(folder / "sallyport-cli")
    found = []
    for test in tests:
        begun = time.monotonic()
        found.append((test, *outcome(command, environment, test), time.monotonic() - begun))
    return found


def run(names):
    guards = table()
    unknown = set(names) - {guard.name for guard in guards}
    if unknown:
        sys.exit(f"tests/guards.txt has no {', '.join(sorted(unknown))}")
    chosen = [guard for guard in guards if guard.name in names or not names]
    begun = time.monotonic()
    build(guards, chosen)
    known = ctests()
    print(f"-- built ({time.monotonic() - begun:.0f} s)", flush=True)
    wrong = [f"{guard.name} has no test" for guard in chosen if not guard.tests]

    jobs = {}
    for guard in chosen:
        for test in guard.tests:
            jobs.setdefault((None, test.program), {})[test] = None
            jobs.setdefault((guard.name, test.program), {})[test] = None
    by_name = {guard.name: guard for guard in chosen}
    said = threading.Lock()

    def do(job):
        (name, program), tests = job
        found = work(known, by_name.get(name), program, list(tests))
        with said:
            for test, how, why, printed, seconds in found:
                where = f"without {name}" if name else "with all guards"
                print(f"{where}: {test.program} {test.name} {how} ({seconds:.0f} s) {why}"[:400], flush=True)
                if how != ("failed" if name else "passed"):
                    wrong.append(f"{where}: {test.program} {test.name} {how}")
                    print(printed[-3000:], flush=True)

    alone = [job for job in jobs.items() if known.get(job[0][1], (None, None, False))[2]]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(do, [job for job in jobs.items() if job not in alone]))
    for job in alone:
        do(job)
    cmake("--preset", "dev", *(f"-DSALLYPORT_GUARD_{guard.name.upper()}=ON" for guard in guards))
    for line in wrong:
        print("WRONG:", line, file=sys.stderr)
    print(f"{len(chosen)} guards, {sum(len(guard.tests) for guard in chosen)} tests, {len(wrong)} wrong, "
          f"{time.monotonic() - begun:.0f} s")
    return 1 if wrong else 0


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "check":
        return check(arguments[1])
    if arguments and arguments[0] == "run":
        return run(arguments[1:])
    print("usage: guards.py check COMPILER | run [NAME...]", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
