"""Where the server's time goes, for `--profile`: its system calls, and the libraries and calls that processor time is spent in.

By perf, which must be allowed to look at other processes and at the kernel's tracepoints: root is.
"""
import shutil
import signal
import subprocess
import time

from servers import BenchError

CALLS = ("openat2", "openat", "statx", "newfstatat", "close", "pread64", "pwrite64", "getdents64", "poll", "recvfrom", "sendto",
         "read", "write", "futex")
SETTLE = 1  # seconds until perf has attached


def spent(bench, server, case):
    """One piece of work of one client, its login included."""
    if not shutil.which("perf"):
        raise BenchError("perf is missing; install linux-perf")
    counts, times = bench.work / "perf.stat", bench.work / "perf.data"
    watching = [
        ["perf", "stat", "-x,", "-e", ",".join(f"syscalls:sys_enter_{call}" for call in CALLS), "-o", counts],
        ["perf", "record", "-q", "-e", "cpu-clock", "-F", "4000", "-g", "-o", times],
    ]
    running = [subprocess.Popen([*command, "-p", str(server.pid)], stderr=subprocess.DEVNULL) for command in watching]
    time.sleep(SETTLE)
    sample = case.sample(server, 1, 1)
    for perf in running:
        perf.send_signal(signal.SIGINT)
        perf.wait()
    print(f"\n{case.name}: {sample.count} done, {sample.bytes >> 20} MiB, server CPU {sample.server_cpu:.2f} s")
    print("  calls    " + ", ".join(calls(counts)))
    print("  in       " + ", ".join(shares(times, "--no-children", "--sort", "dso")))
    print("  in calls " + ", ".join(share for share in shares(times, "--children", "--sort", "symbol") if "__x64_sys_" in share))


def calls(counts):
    for line in counts.read_text().splitlines():
        fields = line.split(",")
        if len(fields) > 2 and fields[0].isdigit() and int(fields[0]) > 0:
            yield f"{fields[0]} {fields[2].removeprefix('syscalls:sys_enter_')}"


def shares(times, *options, least=1.5):
    """"58.05% [kernel.kallsyms]" and so on, from perf's own report."""
    report = subprocess.run(["perf", "report", "-i", times, "-g", "none", *options], capture_output=True, text=True)
    for line in report.stdout.splitlines():
        fields = [field for field in line.split() if field not in ("[k]", "[.]")]
        shown = [field for field in fields if field.endswith("%")]
        if line.startswith("#") or not shown or float(shown[0][:-1]) < least:
            continue
        name = next(field for field in fields if not field.endswith("%"))
        yield f"{shown[0]} {name}"
