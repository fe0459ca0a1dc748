#!/usr/bin/python3
"""The guards of tests/guards.txt and the tests that fail without them.

guards.py check COMPILER        the ctest "guards": the table, the sources and the tests agree, and what is shipped
                                cannot lack a guard
guards.py run [NAME...]         builds in build/guards: with all guards every test of the table passes, and without a
                                guard each of its tests fails
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import rows

ROOT = rows.TESTS.parent
BUILD = ROOT / "build" / "guards"
USE = re.compile(r"\bGUARD\((\w+)\)")

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
    for guard in guards:
        if not guard.tests:
            wrong.append(f"{guard.name} has no test in tests/guards.txt")
        for test in guard.tests:
            function = test.name.split(":")[0]
            if f"{test.program}: {function}" not in tagged and function not in contracts:
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


def build(guards, off, tests):
    cmake("--preset", "guards", *(f"-DSALLYPORT_GUARD_{guard.name.upper()}={'OFF' if guard is off else 'ON'}"
                                  for guard in guards))
    targets = {test.program for test in tests if test.program.startswith("tst_")}
    if any(test.program.startswith("test_") for test in tests):
        targets |= {"sallyport-cli", "recipe_lines", "home_of_environment", "careless_libcrypto"}
    if targets:
        cmake("--build", BUILD, "-j2", "--target", *sorted(targets))


def ctests():
    """What ctest knows: program to command and environment."""
    done = subprocess.run(["ctest", "--test-dir", BUILD, "--show-only=json-v1"], stdout=subprocess.PIPE, check=True)
    found = {}
    for test in json.loads(done.stdout)["tests"]:
        properties = {each["name"]: each["value"] for each in test.get("properties", [])}
        environment = dict(entry.split("=", 1) for entry in properties.get("ENVIRONMENT", []))
        environment["SALLYPORT_ROWS"] = str(BUILD / "rows")
        found[test["name"].replace("interop_", "test_", 1)] = test.get("command"), environment
    return found


def outcome(known, test):
    """passed, failed, or in words why it did not run; and what it printed."""
    if test.program not in known or not known[test.program][0]:
        return "is not known to ctest", ""
    command, environment = known[test.program]
    python = test.program.startswith("test_")
    process = subprocess.Popen([*command, *(["-k", test.name] if python else [test.name])], cwd=BUILD, text=True,
                               env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               errors="replace", start_new_session=True)
    try:
        printed = process.communicate(timeout=600)[0]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return "failed", process.communicate()[0]
    if python:
        ran = f"{test.name} (" in printed
    else:  # a crash ends the process before it says how the function ended
        ran = f"::{test.name.split(':')[0]}(" in printed or process.returncode < 0
    if not ran or "Data tag not found" in printed:
        return f"did not run (exit code {process.returncode})", printed
    return "passed" if process.returncode == 0 else "failed", printed


def run(names):
    guards = table()
    unknown = set(names) - {guard.name for guard in guards}
    if unknown:
        sys.exit(f"tests/guards.txt has no {', '.join(sorted(unknown))}")
    chosen = [guard for guard in guards if guard.name in names or not names]
    begun = time.monotonic()
    wrong = []
    tests = list(dict.fromkeys(test for guard in chosen for test in guard.tests))
    build(guards, None, tests)
    known = ctests()
    print(f"-- with all guards ({time.monotonic() - begun:.0f} s)", flush=True)
    for test in tests:
        how, printed = outcome(known, test)
        if how != "passed":
            wrong.append(f"{test.program} {test.name} {how}, with all guards")
            print(printed[-3000:], wrong[-1], sep="\n", flush=True)
    for guard in chosen:
        build(guards, guard, guard.tests)
        red = 0
        for test in guard.tests:
            how, printed = outcome(known, test)
            if how == "failed":
                red += 1
            else:
                wrong.append(f"{test.program} {test.name} {how}, without {guard.name}")
                print(printed[-3000:], wrong[-1], sep="\n", flush=True)
        print(f"-- without {guard.name}: {red} of {len(guard.tests)} fail ({time.monotonic() - begun:.0f} s)", flush=True)
    build(guards, None, [])
    for line in wrong:
        print("WRONG:", line, file=sys.stderr)
    print(f"{len(chosen)} guards, {len(wrong)} wrong, {time.monotonic() - begun:.0f} s")
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
