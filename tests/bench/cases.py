"""The cases, the one client all servers get, and the check of what was moved."""
import contextlib
import hashlib
import json
import os
import random
import shutil
import subprocess
import threading
from dataclasses import dataclass, field

from measure import Meter
from servers import BenchError

# Bytes repeated to make any file. A prime, so that two blocks of a file never have equal bytes:
# a block at the wrong place is seen.
PATTERN_SIZE = 1048573
# Seconds after which a transfer hangs.
TIMEOUT = 600
SMALL = 4096  # bytes
GCM, CHACHA = "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"


@dataclass
class Sample:
    case: str
    server: str
    round: int
    attempt: int
    bytes: int
    count: int
    server_cpu: float  # seconds
    client_cpu: float
    wall: float
    foreign: float  # cores used by others on the measured cores
    key_exchanges: int
    disturbed: bool
    contents_right: bool = False


@dataclass
class Amounts:
    """How much each case does."""
    size: int  # bytes of one large file
    files: int
    stats: int
    names: int
    connections: int

    @classmethod
    def whole(cls, size):
        return cls(size=size, files=10_000, stats=50_000, names=100_000, connections=100)

    @classmethod
    def smoke(cls):
        return cls(size=4 * 2 ** 20, files=200, stats=500, names=1000, connections=5)


@dataclass
class Bench:
    """Where files lie and how large they are. `folder` is served; both lie in memory."""
    client: str
    work: object
    folder: object
    amounts: Amounts
    cipher: str
    server_cores: set
    client_cores: set
    foreign_limit: float = 0.15
    expected: str = ""
    small: dict = field(default_factory=dict)  # name to hash

    @property
    def size(self):
        return self.amounts.size

    def prepare(self):
        pattern = random.Random(2).randbytes(PATTERN_SIZE)
        (self.work / "pattern").write_bytes(pattern)
        with open(self.folder / "download.bin", "wb") as file:
            left = self.size
            while left > 0:
                left -= file.write(pattern[:left])
        self.expected = sha256(self.folder / "download.bin")
        # The small files are the pattern, cut; as the client makes them.
        twice = pattern + pattern[:SMALL]
        (self.folder / "small").mkdir()
        for number in range(self.amounts.files):
            at = number * SMALL % PATTERN_SIZE
            content = twice[at:at + SMALL]
            name = f"{number:05}"
            (self.folder / "small" / name).write_bytes(content)
            self.small[name] = hashlib.sha256(content).digest()
        (self.folder / "small-up").mkdir()
        (self.folder / "names").mkdir()
        for number in range(self.amounts.names):
            os.close(os.open(self.folder / "names" / f"{number:06} of many", os.O_CREAT | os.O_WRONLY, 0o644))

    def command(self, server, *what, cipher=None):
        return [self.client, "--host", "127.0.0.1", "--port", str(server.port),
                "--user", server.user, "--identity", self.work / "user_key",
                "--host-key", self.work / "host_key.pub", "--cipher", cipher or self.cipher,
                *map(os.fspath, what)]

    def run(self, server, *what, cipher=None):
        """One client to its end, and what it told; None when it failed."""
        done = subprocess.run(self.command(server, *what, cipher=cipher), stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=TIMEOUT, preexec_fn=self.pin_client)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def pin_client(self):
        os.sched_setaffinity(0, self.client_cores)


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).digest() for path in folder.iterdir()}


def flip(path, at):
    """One bit of one byte."""
    with open(path, "r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1]))


@contextlib.contextmanager
def watchdog(processes):
    def kill():
        for process in processes:
            process.kill()

    timer = threading.Timer(TIMEOUT, kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class Case:
    """Something a client does. `clients` say it: the arguments of each client that works at once."""

    name = ""
    cipher = None  # None: the bench's

    def __init__(self, bench):
        self.bench = bench

    def prepare(self):
        pass

    def clients(self, server):
        raise NotImplementedError

    def expected(self):
        """Bytes and count that all clients together must tell."""
        raise NotImplementedError

    def sample(self, server, round_number, attempt):
        """One timed piece of work; what was moved is checked by the caller, outside the timed part."""
        bench = self.bench
        self.prepare()
        with contextlib.ExitStack() as stack:
            clients = [stack.enter_context(subprocess.Popen(
                bench.command(server, "--step", *arguments, cipher=self.cipher), stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, text=True, preexec_fn=bench.pin_client))
                for arguments in self.clients(server)]
            stack.enter_context(watchdog(clients))
            for client in clients:
                # Logged in, nothing moves: what follows until the result is what is measured.
                if client.stdout.readline() != "ready\n":
                    raise BenchError(f"The client could not log in to {server.name}")
            meter = Meter(server.pid, bench.server_cores | bench.client_cores)
            meter.begin()
            for client in clients:
                self.go(client)
            lines = [client.stdout.readline() for client in clients]
            if not all(lines):
                raise BenchError(f"The {self.name} from {server.name} failed")
            results = [json.loads(line) for line in lines]
            client_cpu = sum(result["cpu"] for result in results)
            server_cpu, foreign = meter.end(client_cpu)
            for client in clients:
                self.go(client)
        if any(client.returncode != 0 for client in clients):
            raise BenchError(f"The {self.name} from {server.name} did not end well")
        return Sample(self.name, server.name, round_number, attempt,
                      sum(result["bytes"] for result in results), sum(result["count"] for result in results),
                      round(server_cpu, 3), round(client_cpu, 3), round(max(result["wall"] for result in results), 3),
                      round(foreign, 3), sum(result["keyExchanges"] for result in results),
                      foreign > bench.foreign_limit)

    @staticmethod
    def go(client):
        client.stdin.write("\n")
        client.stdin.flush()

    def is_right(self, server, sample):
        return (sample.bytes, sample.count) == self.expected() and self.contents_right(server)

    def contents_right(self, server):
        raise NotImplementedError

    @contextlib.contextmanager
    def spoiled(self, server):
        """One wrong byte, name or size on the server's side; contents_right() must be false meanwhile."""
        at = random.randrange(self.file().stat().st_size)
        flip(self.file(), at)
        yield f"byte {at}"
        flip(self.file(), at)


class Download(Case):
    name = "download"
    streams = 1

    def clients(self, server):
        return [["download", server.remote("download.bin")]] * self.streams

    def expected(self):
        return self.streams * self.bench.size, self.streams

    def contents_right(self, server):
        """Gets the same file once more, into a file, and compares that."""
        copy = self.bench.work / "copy.bin"
        got = self.bench.run(server, "download", server.remote("download.bin"), "--output", copy, cipher=self.cipher)
        right = got is not None and sha256(copy) == self.bench.expected
        copy.unlink(missing_ok=True)
        return right

    def file(self):
        return self.bench.folder / "download.bin"


class Upload(Case):
    name = "upload"
    streams = 1

    def prepare(self):
        for file in self.files():
            file.unlink(missing_ok=True)

    def clients(self, server):
        return [["upload", server.remote(file.name), "--pattern", self.bench.work / "pattern", "--size",
                 str(self.bench.size)] for file in self.files()]

    def expected(self):
        return self.streams * self.bench.size, self.streams

    def contents_right(self, server):
        right = all(file.is_file() and sha256(file) == self.bench.expected for file in self.files())
        return right

    def files(self):
        return [self.bench.folder / f"upload{number}.bin" for number in range(self.streams)]

    def file(self):
        return self.files()[-1]


class DownloadChaCha(Download):
    name, cipher = "download chacha20", CHACHA


class UploadChaCha(Upload):
    name, cipher = "upload chacha20", CHACHA


class Download4(Download):
    name, streams = "download x4", 4


class Upload4(Upload):
    name, streams = "upload x4", 4


class SmallUp(Case):
    name = "small files up"

    def prepare(self):
        # The folder stays: a server may keep what it knows of it.
        for path in self.folder().iterdir():
            path.unlink()

    def folder(self):
        return self.bench.folder / "small-up"

    def clients(self, server):
        return [["store", server.remote("small-up"), "--pattern", self.bench.work / "pattern", "--size", str(SMALL),
                 "--count", str(self.bench.amounts.files), "--requests", "32"]]

    def expected(self):
        return self.bench.amounts.files * SMALL, self.bench.amounts.files

    def contents_right(self, server):
        return hashes(self.folder()) == self.bench.small

    def file(self):
        return self.folder() / f"{self.bench.amounts.files // 2:05}"


class SmallDown(SmallUp):
    name = "small files down"

    def prepare(self):
        pass

    def folder(self):
        return self.bench.folder / "small"

    def clients(self, server):
        return [["fetch", server.remote("small"), "--size", str(SMALL), "--count", str(self.bench.amounts.files),
                 "--requests", "32"]]

    def contents_right(self, server):
        copy = self.bench.work / "copies"
        copy.mkdir()
        got = self.bench.run(server, *self.clients(server)[0], "--output", copy)
        right = got is not None and hashes(copy) == self.bench.small
        shutil.rmtree(copy)
        return right


class Stat(Case):
    name, in_flight = "stat, 64 in flight", 64

    def clients(self, server):
        return [["stat", server.remote("small"), "--files", str(self.bench.amounts.files), "--size", str(SMALL),
                 "--count", str(self.bench.amounts.stats), "--requests", str(self.in_flight)]]

    def expected(self):
        return 0, self.bench.amounts.stats

    def contents_right(self, server):
        """Every size once more; the client compares each."""
        got = self.bench.run(server, "stat", server.remote("small"), "--files", str(self.bench.amounts.files), "--size",
                             str(SMALL), "--count", str(self.bench.amounts.files))
        return got is not None and got["count"] == self.bench.amounts.files

    @contextlib.contextmanager
    def spoiled(self, server):
        file = self.bench.folder / "small" / f"{self.bench.amounts.files // 3:05}"
        content = file.read_bytes()
        file.write_bytes(content[:-1])
        yield "a file one byte shorter"
        file.write_bytes(content)


class StatOneByOne(Stat):
    name, in_flight = "stat, one at a time", 1


class Listing(Case):
    name = "readdir"

    def clients(self, server):
        return [["list", server.remote("names")]]

    def expected(self):
        return 0, self.bench.amounts.names

    def contents_right(self, server):
        listing = self.bench.work / "names.txt"
        got = self.bench.run(server, *self.clients(server)[0], "--output", listing)
        right = got is not None and sorted(listing.read_text().splitlines()) == [
            f"{number:06} of many" for number in range(self.bench.amounts.names)]
        listing.unlink(missing_ok=True)
        return right

    @contextlib.contextmanager
    def spoiled(self, server):
        name = self.bench.folder / "names" / f"{self.bench.amounts.names // 2:06} of many"
        other = name.with_name(name.name.replace("many", "mani"))
        name.rename(other)
        yield "a name with another letter"
        other.rename(name)


class Connect(Case):
    name = "connect and log in"

    def clients(self, server):
        return [["connect", server.remote("small/00000"), "--size", str(SMALL), "--count",
                 str(self.bench.amounts.connections)]]

    def expected(self):
        return 0, self.bench.amounts.connections

    def contents_right(self, server):
        got = self.bench.run(server, "connect", server.remote("small/00000"), "--size", str(SMALL))
        return got is not None and got["count"] == 1

    @contextlib.contextmanager
    def spoiled(self, server):
        file = self.bench.folder / "small" / "00000"
        content = file.read_bytes()
        file.write_bytes(content + b"x")
        yield "a file one byte longer"
        file.write_bytes(content)


CASES = {case.name: case for case in (Download, Upload, DownloadChaCha, UploadChaCha, Download4, Upload4, SmallUp, SmallDown,
                                      Stat, StatOneByOne, Listing, Connect)}
