#!/usr/bin/python3
"""`./dev soak [MINUTES]`: the goals of load, as far as the minutes go, and what was reached.

    soak.py MINUTES CLI

Runs every test here that carries a row of the load goals (G-01 to G-08, G-80), one file after another, on the program CLI.
An hour does everything whole. Prints goal | target | reached, and fails when a test failed: tests assert all but the first
targets, which are marked † and only told.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import rows  # noqa: E402

GOALS = ("G-01", "G-02", "G-03", "G-04", "G-05", "G-06", "G-07", "G-08", "G-80")


def files():
    """The test files with a load goal, in the order of the goals."""
    found = {}
    for path in sorted(HERE.glob("test_*.py")):
        if goals := [tag.row for tag in rows.python_tags(path) if tag.row in GOALS]:
            found[path] = min(goals)
    return sorted(found, key=found.get)


def run(path, minutes, cli, figures):
    print(f"\n== {path.stem}", flush=True)
    environment = {**os.environ, "SALLYPORT_CLI": str(cli), "SALLYPORT_SOAK": str(minutes), "SALLYPORT_FIGURES": str(figures),
                   "PYTHONWARNINGS": "ignore"}
    for name in ("SALLYPORT_FULL", "SALLYPORT_ROWS"):
        environment.pop(name, None)
    wanted = [tag.test.split(": ")[1] for tag in rows.python_tags(path) if tag.row in GOALS]
    names = [option for name in dict.fromkeys(wanted) for option in ("-k", name)]
    return subprocess.run(["/usr/bin/python3", "-B", path, *names], env=environment, check=False).returncode == 0


def table(lines):
    heads = ("goal", "what", "target", "reached")
    widths = [max(len(row[at]) for row in [heads, *lines]) for at in range(3)]
    for row in [heads, *lines]:
        print("  ".join(row[at].ljust(widths[at]) for at in range(3)) + "  " + row[3])


def main(arguments):
    if len(arguments) != 2:
        print("usage: soak.py MINUTES CLI", file=sys.stderr)
        return 2
    minutes, cli = float(arguments[0]), Path(arguments[1]).resolve()
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sallyport-soak-") as folder:
        figures = Path(folder) / "figures"
        figures.touch()
        failed = [path.stem for path in files() if not run(path, minutes, cli, figures)]
        lines = sorted((line.split("\t") for line in figures.read_text().splitlines()), key=lambda line: line[0])
    print(f"\n{(time.monotonic() - begin) / 60:.1f} minutes; † is told, all else is asserted\n")
    table(lines)
    missing = sorted(set(GOALS) - {line[0] for line in lines})
    if missing:
        print(f"\nNothing was told about {', '.join(missing)}")
    if failed:
        print(f"\nFailed: {', '.join(failed)}")
    return 1 if failed or missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
