"""How the cost grows: with connections, with names in a folder; and with the length of the way. For `--scale` and `--far`."""
import contextlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from figures import Holding, settle
from measure import forget_peak, memory, peak_memory, switches, tree, tree_cpu
from servers import BenchError, Sallyport

CONNECTIONS = (1, 10, 100, 300, 1000)
DELAYS = (50, 100)  # milliseconds there and back
FAR_SIZE = 64 * 2 ** 20  # bytes


def connections(bench, program):
    """One row a number of idle connections: what they cost in memory, threads and processor."""
    rows = []
    server = Sallyport(program, bench.work, bench.folder, bench.server_cores, profile="scale-profile",
                       caps=("--max-connections", str(max(CONNECTIONS) + 50)))
    server.start()
    try:
        with Holding(bench, server, 1):
            settle(server)
        settle(server)
        empty = memory(server.pid)
        for count in CONNECTIONS:
            cpu, begin = tree_cpu(server.pid), time.monotonic()
            with Holding(bench, server, count) as holding:
                login_cpu, took = tree_cpu(server.pid) - cpu, time.monotonic() - begin
                settle(server)
                before, idle_cpu = switches(server.pid), tree_cpu(server.pid)
                time.sleep(10)
                rows.append({
                    "connections": count, "memory": memory(server.pid), "kib_each": (memory(server.pid) - empty) / count / 1024,
                    "threads": sum(int(fields[17]) for fields in tree(server.pid).values()), "login_cpu_ms": login_cpu / count * 1000,
                    "logins_per_second": count / took, "idle_wakes": switches(server.pid) - before,
                    "idle_cpu": tree_cpu(server.pid) - idle_cpu})
                if holding.ask() != count:
                    raise BenchError("An idle connection was lost")
            settle(server)
    finally:
        server.stop()
    return rows


def print_connections(rows):
    print(f"{'connections':>11} {'memory MiB':>10} {'KiB each':>9} {'threads':>7} {'ms CPU a login':>14} {'logins/s':>8} "
          f"{'wakes in 10 s':>13} {'CPU in 10 s':>11}")
    for row in rows:
        print(f"{row['connections']:11} {row['memory'] / 2 ** 20:10.1f} {row['kib_each']:9.1f} {row['threads']:7} "
              f"{row['login_cpu_ms']:14.2f} {row['logins_per_second']:8.0f} {row['idle_wakes']:13} {row['idle_cpu']:11.2f}")


def folders(bench, program):
    """Peak memory and first reply of a listing of a thousand names, and of a million."""
    rows = []
    folder = bench.work / "large"
    folder.mkdir()
    source = folder / "source"
    source.write_bytes(b"content")
    for count in (1000, 1_000_000):
        (folder / str(count)).mkdir()
        for number in range(count):
            os.link(source, folder / str(count) / f"{number:07}")
    server = Sallyport(program, bench.work, folder, bench.server_cores, profile="folders-profile")
    server.start()
    try:
        for count in (1000, 1_000_000):
            forget_peak(server.pid)
            got = bench.run(server, "list", f"/{count}")
            if got is None or got["count"] != count:
                raise BenchError(f"A listing of {count} names was not whole")
            rows.append({"names": count, "peak": peak_memory(server.pid), "first_ms": got["first"] * 1000, "wall": got["wall"]})
    finally:
        server.stop()
        shutil.rmtree(folder)
    return rows


def print_folders(rows):
    print(f"{'names':>9} {'peak memory MiB':>15} {'first reply ms':>14} {'wall s':>7}")
    for row in rows:
        print(f"{row['names']:9,} {row['peak'] / 2 ** 20:15.1f} {row['first_ms']:14.2f} {row['wall']:7.2f}")


class Far:
    """A server as it looks from far away."""

    def __init__(self, server, delay):
        self._server = server
        self.name, self.user = server.name, server.user
        # Nothing more is measured than the clock: it may run on any core.
        self._relay = subprocess.Popen([sys.executable, "-B", Path(__file__).with_name("relay.py"), str(server.port), str(delay / 2)],
                                       stdout=subprocess.PIPE, text=True)
        self.port = int(self._relay.stdout.readline())

    def remote(self, name):
        return self._server.remote(name)

    def stop(self):
        self._relay.terminate()
        self._relay.wait()
        self._relay.stdout.close()


def far(bench, servers, rounds):
    """MiB a second, up and down, of each server from each distance: wall time, for it is waiting that is measured."""
    rows = []
    near = bench.folder / "far.bin"
    with (bench.folder / "download.bin").open("rb") as whole, near.open("wb") as part:
        part.write(whole.read(FAR_SIZE))
    size = near.stat().st_size
    for delay in DELAYS:
        with contextlib.ExitStack() as stack:
            ways = []
            for server in servers:
                way = Far(server, delay)
                stack.callback(way.stop)
                ways.append(way)
            took = {(way.name, verb): [] for way in ways for verb in ("download", "upload")}
            for _ in range(rounds):
                for way in ways:
                    for verb in ("download", "upload"):
                        target = bench.folder / "far-up.bin"
                        target.unlink(missing_ok=True)
                        more = [] if verb == "download" else ["--pattern", bench.work / "pattern", "--size", str(size)]
                        got = bench.run(way, verb, way.remote("far.bin" if verb == "download" else "far-up.bin"), *more)
                        if got is None or got["bytes"] != size:
                            raise BenchError(f"The {verb} from far away failed")
                        if verb == "upload" and target.read_bytes() != near.read_bytes():
                            raise BenchError("The upload from far away moved wrong contents")
                        took[way.name, verb].append(got["wall"])
            rows += [{"delay_ms": delay, "server": name, "verb": verb, "mib_per_second": size / median(values) / 2 ** 20,
                      "rounds": values} for (name, verb), values in took.items()]
    return rows


def print_far(rows):
    print(f"{'there and back':>14} {'':8} {'server':10} {'MiB/s':>6}")
    for row in rows:
        print(f"{row['delay_ms']:11} ms {row['verb']:8} {row['server']:10} {row['mib_per_second']:6.1f}")
