"""What is no transfer: memory, the cost of the walls, the start, the window."""
import json
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from statistics import median

from measure import memory, switches, tree_cpu
from report import refusal
from servers import BenchError

IDLE = 50  # connections whose memory is measured


@dataclass
class Figure:
    """Smaller is better. `reached` is None when it was refused; `note` says why, or more."""
    what: str
    must: str
    aim: str
    reached: float | None
    limit: float
    goal: float | None
    unit: str
    note: str = ""
    rounds: list = field(default_factory=list)

    def said(self):
        if self.reached is None:
            return f"no figure: {self.note}"
        word = "MISSED"
        if self.reached <= self.limit:
            word = "met"
        if self.goal is not None and self.reached <= self.goal:
            word = "aim reached"
        return f"{self.reached:g} {self.unit}, {word}{'; ' + self.note if self.note else ''}"


class Holding:
    """`count` connections that are logged in and do nothing, in a `with`."""

    def __init__(self, bench, server, count):
        self._process = subprocess.Popen(
            bench.command(server, "--step", "--count", str(count), "--size", "4096", "hold", server.remote("small/00000")),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=bench.pin_client)
        self._count = count
        self._asked = False

    def __enter__(self):
        if self._process.stdout.readline() != "ready\n":
            raise BenchError(f"{self._count} connections could not be held")
        return self

    def ask(self):
        """Each once more, and no more than once; how many answered."""
        self._asked = True
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())["count"]

    def __exit__(self, kind, *rest):
        if kind is None:
            if not self._asked:
                self.ask()
            self._process.stdin.write("\n")
            self._process.stdin.flush()
            self._process.wait(120)
        else:
            self._process.kill()
            self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()


def idle_memory(bench, servers, rounds):
    """KiB for each idle connection, of each server."""
    found = {}
    for server in servers:
        each = []
        for _ in range(rounds):
            with Holding(bench, server, 1):
                settle(server)
                few = memory(server.pid)
            settle(server)
            with Holding(bench, server, IDLE + 1) as holding:
                settle(server)
                each.append((memory(server.pid) - few) / IDLE / 1024)
                if holding.ask() != IDLE + 1:
                    raise BenchError("An idle connection was lost")
        found[server.name] = [round(value, 1) for value in each]
    note = ", ".join(f"{name} {median(values):g}" for name, values in found.items() if name != "sallyport")
    return Figure(f"memory of an idle connection (PSS, of {IDLE})", "80 KiB", "40", median(found["sallyport"]), 80, 40, "KiB",
                  note, found["sallyport"])


def settle(server, quiet=0.3):
    """Until the server had nothing to do for a while: what connections let go of when idle is gone."""
    deadline = time.monotonic() + 30
    time.sleep(2.5)  # buffers are let go of after two seconds
    while time.monotonic() < deadline:
        before = switches(server.pid)
        time.sleep(quiet)
        if switches(server.pid) == before:
            return


def walls(samples):
    """What confinement, rights and activity together cost of the CPU of each case that the bare server did too."""
    made = []
    for case in dict.fromkeys(sample.case for sample in samples):
        rows = {name: [s for s in samples if s.case == case and s.server == name] for name in ("sallyport", "bare")}
        if not all(rows.values()):
            continue
        made.append(more(f"walls, of the CPU of {case}", ("5 %", "2"), (5, 2), rows["sallyport"], rows["bare"]))
    return made


def more(what, said, bounds, dear, cheap):
    """How many per cent more server CPU the one set of samples took than the other."""
    both = dear + cheap
    refused = refusal(both)
    one, other = (median(sample.server_cpu for sample in row) for row in (dear, cheap))
    note = f"{dear[0].server} {one:.3f} s, {cheap[0].server} {other:.3f} s"
    if disturbed := sum(sample.disturbed for sample in both):
        note += f"; {disturbed} samples disturbed (f) however often repeated"
    return Figure(what, *said, None if refused else round((one / max(other, 0.001) - 1) * 100, 1), *bounds, "%",
                  refused or note, [sample.server_cpu for sample in dear])


def start(make, rounds):
    """Milliseconds from the start of the process to its listening, after the first run."""
    took = []
    for _ in range(rounds + 1):
        server = make()
        try:
            server.start()
            took.append(server.took() * 1000)
        finally:
            server.stop()
    return Figure("start of `serve` to listening", "120 ms", "", round(median(took[1:]), 1), 120, None, "ms",
                  f"first run {took[0]:.0f} ms", [round(value, 1) for value in took[1:]])


def idle_wakes(bench, server, count, seconds=10):
    """How often any thread of the server woke while `count` connections did nothing; and its CPU seconds."""
    with Holding(bench, server, count) as holding:
        settle(server)
        before, cpu = switches(server.pid), tree_cpu(server.pid)
        time.sleep(seconds)
        woken, used = switches(server.pid) - before, tree_cpu(server.pid) - cpu
        if holding.ask() != count:
            raise BenchError("An idle connection was lost")
    return Figure(f"wake-ups of {count} idle connections in {seconds} s", "0", "", woken, 0, None, "wake-ups",
                  f"{used:.2f} s of CPU")
