"""The servers that are measured: OpenSSH's sshd with internal-sftp, Sallyport, and what is left of it without confinement,
rights and activity.

All run on 127.0.0.1 with the same keys and folder, in the foreground, with all their guards on.
"""
import datetime
import itertools
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path


class BenchError(Exception):
    """One sentence for the person who runs the bench."""


def run_text(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout or done.stderr).strip()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """A running server. `work` has the keys and gets its files, `folder` is what it serves."""

    name = ""
    lacks = ()  # ciphers of the client: cases with one of them are done without this server

    def __init__(self, work, folder, cores):
        self.work = work
        self.folder = folder
        self.port = 0
        self._cores = cores
        self._process = None

    @staticmethod
    def serial(count=itertools.count(1)):
        return next(count)

    @property
    def pid(self):
        return self._process.pid

    def _start(self, command):
        self._log = self.work / f"{self.name}-{self.serial()}.log"
        self.started_at = time.time()
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=lambda: os.sched_setaffinity(0, self._cores))

    def _await(self, listening):
        """Waits until listening(log lines) gives a port."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            port = listening(self._log.read_text(errors="replace").splitlines())
            if port:
                self.port = port
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.02)
        raise BenchError(f"{self.name} does not listen")

    def stop(self):
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


class OpenSsh(Server):
    name = "openssh"

    def __init__(self, *args):
        super().__init__(*args)
        self.user = pwd.getpwuid(os.getuid()).pw_name
        self._sshd = shutil.which("sshd") or "/usr/sbin/sshd"
        if not os.access(self._sshd, os.X_OK):
            raise BenchError("sshd is missing; run ./dev setup")

    def version(self):
        return run_text("ssh", "-V")

    def remote(self, name):
        return str(self.folder / name)

    def start(self):
        if os.getuid() == 0:
            os.makedirs("/run/sshd", 0o755, exist_ok=True)  # as Debian's own service does
        port = free_port()
        config = self.work / "sshd_config"
        config.write_text(f"""\
Port {port}
ListenAddress 127.0.0.1
HostKey {self.work}/host_key
AuthorizedKeysFile {self.work}/user_key.pub
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
Subsystem sftp internal-sftp
""")
        self._start([self._sshd, "-D", "-e", "-f", config])
        self._await(lambda lines: port if any("Server listening on" in s for s in lines) else 0)


class Sallyport(Server):
    """All settings as they are by default; only what must be named is named, and caps where a case needs more."""

    name = "sallyport"
    user = "bench"

    def __init__(self, program, *args, access="full", caps=(), profile="profile"):
        super().__init__(*args)
        self._program = program
        self._access = access
        self._caps = caps
        self._profile = profile
        if not os.access(program, os.X_OK):
            raise BenchError(f"{program} is missing; build the bench preset")

    def version(self):
        return run_text(self._program, "--version")

    def remote(self, name):
        return f"/{name}"

    def start(self):
        self._start([
            self._program, "serve", self.folder, "--access", self._access, "--addr", "127.0.0.1:0",
            "--user", self.user, "--authorized-keys", self.work / "user_key.pub",
            "--host-key", self.work / "host_key", "--profile", self.work / self._profile, "--json", *self._caps])
        self._await(lambda lines: next((int(event["message"].rpartition(" port ")[2]) for event in events(lines)
                                        if event["kind"] == "listening"), 0))

    def took(self):
        """Seconds from the start of the process to the event that it listens, by its own clock."""
        first = next(event for event in self.events() if event["kind"] == "listening")
        return datetime.datetime.fromisoformat(first["time"]).timestamp() - self.started_at

    def events(self):
        """What it told so far."""
        return events(self._log.read_text(errors="replace").splitlines())


def events(lines):
    found = []
    for line in lines:
        try:
            found.append(json.loads(line))
        except ValueError:
            pass  # half a line, or stderr
    return found


class Bare(Server):
    """The same transport and SFTP, and nothing around them: what Sallyport's walls cost is the difference."""

    name = "bare"
    user = "bench"

    def __init__(self, program, *args):
        super().__init__(*args)
        self._program = program
        if not os.access(program, os.X_OK):
            raise BenchError(f"{program} is missing; build the bench preset")

    def version(self):
        return "Sallyport's core alone"

    def remote(self, name):
        return f"/{name}"

    def start(self):
        self._start([self._program, self.folder, self.work / "host_key"])
        self._await(lambda lines: int(lines[0]) if lines and lines[0].isdigit() else 0)
