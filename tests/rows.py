#!/usr/bin/python3
"""The rows of tests/rows.txt and the tests that prove them.

rows.py table          writes the table in tests/README.md from the tags in the tests
rows.py check BUILD    the ctest "rows": the records that the tests left in BUILD/tests/rows prove
                       every row, and the table is the one that `table` would write

A test carries its rows: ROW("request.OPEN") first in a C++ test function, @row("request.OPEN") on a
Python one. A comment "Full: ..." right below the tag says what the test does with SALLYPORT_FULL=1.
A record is a line "row, test, comparisons, passed" in <program>.tsv, by tests/support/rows.cpp and
tests/interop/support.py.
"""

import ast
import re
import sys
from collections import namedtuple
from pathlib import Path

TESTS = Path(__file__).resolve().parent
BEGIN, END = "<!-- rows: begin -->\n", "<!-- rows: end -->\n"

Tag = namedtuple("Tag", "row test full place")
Record = namedtuple("Record", "row test comparisons passed")


def rows():
    """Name to words, in the order of rows.txt."""
    found = {}
    for line in (TESTS / "rows.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, words = (part.strip() for part in line.split("|", 1))
            found[name] = words
    return found


def cpp_tags(path):
    text = path.read_text()
    for use in re.finditer(r"^[ \t]*ROW\(([^;]*)\);[ \t]*\n((?:[ \t]*//.*\n)*)", text, re.M):
        function = re.findall(r"^\s*(?:static )?void (?:\w+::)?(\w+)\(", text[: use.start()], re.M)
        words = " ".join(line.strip(" /") for line in use[2].splitlines())
        full = words[len("Full: "):] if words.startswith("Full: ") else ""
        place = f"{path.relative_to(TESTS)}:{text.count(chr(10), 0, use.start()) + 1}"
        for row in re.findall(r'"([^"]*)"', use[1]):
            yield Tag(row, f"{path.stem}: {function[-1] if function else '?'}", full, place)


def python_tags(path):
    text = path.read_text()
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef):
            continue
        for use in node.decorator_list:
            if not (isinstance(use, ast.Call) and getattr(use.func, "id", "") == "row"):
                continue
            words = []
            for line in lines[use.end_lineno:]:
                if not line.strip().startswith("#"):
                    break
                words.append(line.strip(" #"))
            words = " ".join(words)
            full = words[len("Full: "):] if words.startswith("Full: ") else ""
            place = f"{path.relative_to(TESTS)}:{use.lineno}"
            for argument in use.args:
                yield Tag(argument.value, f"{path.stem}: {node.name}", full, place)


def tags():
    found = []
    for path in sorted([*TESTS.glob("*.cpp"), *TESTS.glob("*.h"), *TESTS.glob("support/*.cpp"),
                        *TESTS.glob("support/*.h")]):
        if path.name not in ("rows.h", "rows.cpp"):
            found += cpp_tags(path)
    for path in sorted(TESTS.glob("interop/*.py")):
        if path.name != "support.py":
            found += python_tags(path)
    return found


def misplaced():
    """Where a test says its full form and no tag does: the comment stands right below the tag, or the table misses it."""
    found = []
    for path in sorted([*TESTS.glob("*.cpp"), *TESTS.glob("*.h"), *TESTS.glob("interop/*.py")]):
        lines = path.read_text().splitlines()
        for number, line in enumerate(lines, 1):
            mark = "#" if path.suffix == ".py" else "//"
            above = next((one for one in reversed(lines[:number - 1]) if not one.strip().startswith(mark)), "")
            if line.strip().startswith(f"{mark} Full: ") and not above.strip().endswith((");", ")")):
                found.append(f"{path.relative_to(TESTS)}:{number}: the full form stands right below the tag")
    return found


def table():
    by_row = {}
    for tag in tags():
        by_row.setdefault(tag.row, []).append(tag)
    lines = ["| row | what it says | short form, in `./dev test` | full form, in `./dev test full` (load: `./dev soak`) |\n",
             "|---|---|---|---|\n"]
    for row, words in rows().items():
        used = by_row.get(row, [])
        short = "<br>".join(dict.fromkeys(tag.test for tag in used))
        full = "<br>".join(dict.fromkeys(f"{tag.test}: {tag.full}" for tag in used if tag.full))
        lines.append(f"| {row} | {words} | {short} | {full or 'the same'} |\n".replace("~", "\\~"))
    return "".join(lines)


def readme_parts():
    text = (TESTS / "README.md").read_text()
    before, rest = text.split(BEGIN)
    old, after = rest.split(END)
    return before + BEGIN, old, END + after


def write_table():
    before, _, after = readme_parts()
    (TESTS / "README.md").write_text(before + table() + after)


def records_of(path):
    """What one program left."""
    found = []
    for line in path.read_text(errors="replace").splitlines():
        row, test, comparisons, passed = line.split("\t")
        found.append(Record(row, test, int(comparisons), passed == "passed"))
    return found


def records(folder):
    """What this build's tests left. A file of a test that is gone says nothing."""
    programs = {path.stem for path in [*TESTS.glob("*.cpp"), *TESTS.glob("interop/*.py")]}
    return [record for path in sorted(folder.glob("*.tsv")) if path.stem in programs for record in records_of(path)]


def check(build):
    known = rows()
    wrong = []
    for tag in tags():
        if tag.row not in known:
            wrong.append(f"{tag.place}: there is no row {tag.row} in tests/rows.txt")
    proved = set()
    for record in records(build / "tests" / "rows"):
        if record.row not in known:
            wrong.append(f"{record.test}: there is no row {record.row} in tests/rows.txt")
        elif not record.passed:
            wrong.append(f"{record.test}: failed, so it does not prove {record.row}")
        elif record.comparisons == 0:
            wrong.append(f"{record.test}: compared nothing, so it does not prove {record.row}")
        else:
            proved.add(record.row)
    wrong += [f"no test proved the row {row}" for row in known if row not in proved]
    wrong += misplaced()
    if readme_parts()[1] != table():
        wrong.append("the table in tests/README.md is not what the tests say: run ./dev rows")
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(proved)} of {len(known)} rows proved")
    return 1 if wrong else 0


def main(arguments):
    if arguments == ["table"]:
        write_table()
        return 0
    if len(arguments) == 2 and arguments[0] == "check":
        return check(Path(arguments[1]))
    print("usage: rows.py table | check BUILD", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
