"""What the tests of load share: how much to do, what was reached, what a server costs, and many sessions at once.

How much: `./dev test` does the short form, SALLYPORT_FULL=1 the whole goal, and SALLYPORT_SOAK=MINUTES (`./dev soak`) as much
of it as the minutes allow. What was reached goes through figure() into the file SALLYPORT_FIGURES names, where there is one;
`soak.py` makes its table of it.
"""

import asyncio
import os
import re
import time
from pathlib import Path

import asyncssh

from support import FULL, MIB, PATIENCE, InteropCase

# A sanitizer keeps freed memory back on purpose: then only threads and descriptors are compared.
SANITIZED = os.environ.get("SALLYPORT_SANITIZED", "") != ""
# With this many minutes everything is done whole.
WHOLE_SOAK = 60
SOAK = float(os.environ.get("SALLYPORT_SOAK", "0"))
SHARE_OF_WHOLE = 1.0 if FULL else min(1.0, SOAK / WHOLE_SOAK)

CAPS = ["--set", "limits.maxConnections=400", "--set", "limits.maxUnauthenticated=400",
        "--set", "limits.maxUnauthenticatedPerAddress=400", "--set", "penalties.enabled=false"]


def scaled(short, whole):
    """How many, or how long: `short` in `./dev test`, `whole` in the full form."""
    return max(short, round(whole * SHARE_OF_WHOLE))


def figure(goal, what, target, reached, first_target=False):
    """Tells what was reached. `first_target`: stated and not asserted (a dagger in the table of goals)."""
    print(f"{goal}: {what}: {reached} (goal: {target}{' †' if first_target else ''})", flush=True)
    if path := os.environ.get("SALLYPORT_FIGURES"):
        with open(path, "a") as file:
            file.write("\t".join((goal, what, str(target) + (" †" if first_target else ""), str(reached))) + "\n")


def percentile(times, percent):
    return sorted(times)[min(len(times) - 1, int(len(times) * percent / 100))]


def milliseconds(seconds):
    return f"{seconds * 1000:.1f} ms"


def mebibytes(count):
    return f"{count / MIB:.1f} MiB"


def address(number):
    """A loopback address of one's own, for each of up to 50,000 clients."""
    return f"127.0.{number // 200}.{number % 200 + 2}"


class LoadCase(InteropCase):
    """InteropCase with a look at what the server's process costs, and asyncssh sessions."""

    def about(self, name):
        return Path(f"/proc/{self.server.process.pid}/{name}")

    def counts(self):
        """Threads and descriptors."""
        return len(os.listdir(self.about("task"))), len(os.listdir(self.about("fd")))

    def status(self, field):
        return int(re.search(rf"{field}:\s+(\d+) kB", self.about("status").read_text())[1]) * 1024

    def memory(self):
        """Resident bytes."""
        return self.status("VmRSS")

    def most_memory(self):
        """The most resident bytes since forget_most_memory()."""
        return self.status("VmHWM")

    def forget_most_memory(self):
        self.about("clear_refs").write_text("5")

    def settled(self):
        """The counts once the threads of the last connections are gone: the same twenty times in a row."""
        limit = time.monotonic() + PATIENCE
        last, same = None, 0
        while same < 20:
            self.assertLess(time.monotonic(), limit, "threads come and go")
            now = self.counts()
            same = same + 1 if now == last else 0
            last = now
            time.sleep(0.02)
        return last

    def connect(self, number=0, password=False, **options):
        """An asyncssh connection from an address of its own, to be entered with `async with`."""
        login = {"password": self.password, "client_keys": None} if password else {"client_keys": [str(self.key)]}
        return asyncssh.connect("127.0.0.1", self.server.port, username="tester", known_hosts=str(self.known_hosts),
                                config=None, agent_path=None, local_addr=(address(number), 0),
                                login_timeout=PATIENCE, **login, **options)

    @staticmethod
    def together(work, patience=3600):
        return asyncio.run(asyncio.wait_for(work, patience))
