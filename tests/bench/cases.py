"""The cases, the one client all servers get, and the check of what was moved."""
import contextlib
import hashlib
import json
import os
import random
import subprocess
import threading
from dataclasses import dataclass, field

from measure import Meter
from servers import BenchError

# Bytes repeated to make any file. A prime, so that two blocks of a file never have equal bytes:
# a block at the wrong place is seen.
PATTERN_SIZE = 1048573
# Seconds after which a transfer hangs.
TIMEOUT = 300


@dataclass
class Sample:
    case: str
    server: str
    round: int
    attempt: int
    bytes: int
    server_cpu: float  # seconds
    client_cpu: float
    wall: float
    foreign: float  # cores used by others on the measured cores
    key_exchanges: int
    disturbed: bool
    contents_right: bool = False


@dataclass
class Bench:
    """Where files lie and how large they are. `folder` is served; both lie in memory."""
    client: str
    work: object
    folder: object
    size: int
    cipher: str
    server_cores: set
    client_cores: set
    foreign_limit: float = 0.15
    hashes: dict = field(default_factory=dict)

    def prepare(self):
        pattern = random.Random(2).randbytes(PATTERN_SIZE)
        (self.work / "pattern").write_bytes(pattern)
        with open(self.folder / "download.bin", "wb") as file:
            left = self.size
            while left > 0:
                left -= file.write(pattern[:left])
        self.expected = sha256(self.folder / "download.bin")

    def command(self, server, *what):
        return [self.client, "--host", "127.0.0.1", "--port", str(server.port),
                "--user", server.user, "--identity", self.work / "user_key",
                "--host-key", self.work / "host_key.pub", "--cipher", self.cipher, *what]

    def pin_client(self):
        os.sched_setaffinity(0, self.client_cores)


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def watchdog(process):
    timer = threading.Timer(TIMEOUT, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class Transfer:
    """One file, one way."""

    def __init__(self, bench):
        self.bench = bench

    def prepare(self):
        pass

    def sample(self, server, round_number, attempt):
        """One timed transfer; what was moved is checked by the caller, outside the timed part."""
        bench = self.bench
        self.prepare()
        client = subprocess.Popen(bench.command(server, "--step", *self.arguments(server)),
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                  preexec_fn=bench.pin_client)
        with client, watchdog(client):
            # Logged in, nothing moves: what follows until the result is what is measured.
            if client.stdout.readline() != "ready\n":
                raise BenchError(f"The client could not log in to {server.name}")
            meter = Meter(server.pid, bench.server_cores | bench.client_cores)
            meter.begin()
            self.go(client)
            line = client.stdout.readline()
            if not line:
                raise BenchError(f"The {self.name} from {server.name} failed")
            result = json.loads(line)
            server_cpu, foreign = meter.end(result["cpu"])
            self.go(client)
        if client.returncode != 0:
            raise BenchError(f"The {self.name} from {server.name} did not end well")
        return Sample(self.name, server.name, round_number, attempt, result["bytes"],
                      round(server_cpu, 3), round(result["cpu"], 3), round(result["wall"], 3),
                      round(foreign, 3), result["keyExchanges"], foreign > bench.foreign_limit)

    @staticmethod
    def go(client):
        client.stdin.write("\n")
        client.stdin.flush()


class Download(Transfer):
    name = "download"

    def arguments(self, server):
        return ["download", server.remote("download.bin")]

    def contents_right(self, server):
        """Gets the same file once more, into a file, and compares that."""
        copy = self.bench.work / "copy.bin"
        done = subprocess.run(
            self.bench.command(server, *self.arguments(server), "--output", copy),
            stdout=subprocess.DEVNULL, timeout=TIMEOUT, preexec_fn=self.bench.pin_client)
        right = done.returncode == 0 and sha256(copy) == self.bench.expected
        copy.unlink(missing_ok=True)
        return right

    def file(self):
        return self.bench.folder / "download.bin"


class Upload(Transfer):
    name = "upload"

    def prepare(self):
        self.file().unlink(missing_ok=True)

    def arguments(self, server):
        return ["upload", server.remote("upload.bin"), "--pattern", self.bench.work / "pattern",
                "--size", str(self.bench.size)]

    def contents_right(self, server):
        return self.file().is_file() and sha256(self.file()) == self.bench.expected

    def file(self):
        return self.bench.folder / "upload.bin"


CASES = {case.name: case for case in (Download, Upload)}
