"""What a transfer cost: CPU seconds of a process and everything below it, and of everyone else.

CPU seconds are the figure to trust: wall time on a shared machine is noise.
"""
import dataclasses
import os
import time
from pathlib import Path

ATTEMPTS = 3  # of one sample, until it is undisturbed
TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid):
    """The fields of /proc/PID/stat behind the name, or None when the process is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return None
    return text.rpartition(")")[2].split()


def tree(root):
    """The live processes from `root` down, with their stat fields."""
    stats = {int(p.name): _stat(p.name) for p in Path("/proc").iterdir() if p.name.isdigit()}
    children = {}
    for pid, fields in stats.items():
        if fields:
            children.setdefault(int(fields[1]), []).append(pid)
    found, waiting = {}, [root]
    while waiting:
        pid = waiting.pop()
        if stats.get(pid):
            found[pid] = stats[pid]
            waiting += children.get(pid, [])
    return found


def tree_cpu(root):
    """User and system seconds of `root`, of all below it, and of those that ended and were reaped.

    A server that forks for each connection keeps the seconds of the ended ones in its
    cutime and cstime, so nothing is lost when a child ends between two calls.
    """
    return sum(sum(int(field) for field in fields[11:15]) for fields in tree(root).values()) / TICKS


def busy_cpu(cores):
    """Seconds these cores did not idle, whoever used them; steal by the hypervisor counts."""
    busy = 0
    for line in Path("/proc/stat").read_text().splitlines():
        name, *fields = line.split()
        if name in {f"cpu{core}" for core in cores}:
            user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, fields[:8])
            busy += user + nice + system + irq + softirq + steal
    return busy / TICKS


class Meter:
    """From begin() to end(): CPU of one server's tree, and foreign load on the measured cores."""

    def __init__(self, server_pid, cores):
        self._pid = server_pid
        self._cores = cores

    def _now(self):
        return (time.monotonic(), tree_cpu(self._pid), busy_cpu(self._cores), sum(os.times()[:2]))

    def begin(self):
        self._begin = self._now()

    def end(self, client_cpu):
        """Server CPU seconds, and what others used, in cores."""
        wall, server, busy, own = (b - a for a, b in zip(self._begin, self._now()))
        return server, max(0.0, busy - server - client_cpu - own) / wall


class Quiet:
    """Waits until nobody else uses the cores; `patience` seconds in all, then no more."""

    LOOK = 0.5  # seconds

    def __init__(self, cores, limit, patience):
        self._cores = cores
        self._limit = limit  # in cores
        self._left = patience

    def wait(self):
        while self._left > 0:
            busy = busy_cpu(self._cores)
            time.sleep(self.LOOK)
            if busy_cpu(self._cores) - busy <= self._limit * self.LOOK:
                return
            self._left -= self.LOOK


def calmest(case, server, number, quiet):
    """The sample of one round, its first undisturbed attempt or its calmest one, and all attempts. Wrong contents of one are
    those of the sample."""
    tried = []
    while len(tried) < ATTEMPTS and not (tried and not tried[-1].disturbed):
        quiet.wait()
        sample = case.sample(server, number, len(tried) + 1)
        sample.contents_right = case.is_right(server, sample)
        tried.append(sample)
        print(f"round {number} {sample.case:19} {sample.server:10} server {sample.server_cpu:6.3f} s  "
              f"client {sample.client_cpu:6.3f} s  wall {sample.wall:6.3f} s  foreign {sample.foreign:.2f}"
              f"{' disturbed' if sample.disturbed else ''}{'' if sample.contents_right else ' WRONG CONTENTS'}", flush=True)
    best = min(tried, key=lambda sample: sample.foreign)
    return dataclasses.replace(best, attempt=tried[-1].attempt,
                               contents_right=all(sample.contents_right for sample in tried)), tried


def memory(root):
    """Bytes of memory of `root` and all below it; what processes share is shared among them (PSS)."""
    total = 0
    for pid in tree(root):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def peak_memory(pid):
    """The most resident bytes of one process since forget_peak()."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise ValueError(f"process {pid} does not tell its memory")


def forget_peak(pid):
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def switches(root):
    """How often the threads of `root` and all below it were given a processor: wake-ups."""
    count = 0
    for pid in tree(root):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for line in (thread / "status").read_text().splitlines():
                if "ctxt_switches" in line:
                    count += int(line.split()[1])
    return count
