"""Disks that fail on demand, and who meets them: for tests of shares whose disk hangs, fails or goes away."""

import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import paramiko

from support import PATIENCE, InteropCase, tool


def wait_until(condition, what):
    limit = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > limit:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.05)


class StubbornDisk:
    """The program stubborn_disk on a mount point of its own; see there."""

    def __init__(self, case, name, below=None):
        self._control = case.folder / f"{name}.control"
        self._held = case.folder / f"{name}.control.held"
        self.below = below or case.folder / f"{name}.below"
        self.place = case.folder / name
        self.below.mkdir(exist_ok=True)
        self.place.mkdir(exist_ok=True)
        self._process = None
        self.do("")
        self.mount()
        case.addCleanup(self.kill)

    def mount(self):
        self._process = subprocess.Popen([tool(os.environ.get("SALLYPORT_STUBBORN_DISK", "stubborn_disk")), self.below,
                                          self.place, self._control, "-f"], stderr=subprocess.DEVNULL)
        wait_until(lambda: os.path.ismount(self.place), f"the mount {self.place}")

    def do(self, what):
        fresh = self._control.with_suffix(".new")
        fresh.write_text(what)
        fresh.rename(self._control)

    def hang(self):
        self._held.unlink(missing_ok=True)
        self.do("hang")

    def wait_held(self):
        """Until a call is taken and not answered."""
        wait_until(self._held.exists, "a call to the disk")

    def stop(self):
        """No call is taken from here on: each of its threads stands."""
        self._process.send_signal(signal.SIGSTOP)
        tasks = Path(f"/proc/{self._process.pid}/task")
        wait_until(lambda: all(task.read_text().rpartition(")")[2].split()[0] == "T" for task in tasks.glob("*/stat")),
                   "a disk that stands still")

    def unmount(self, *options):
        subprocess.run([tool("fusermount3"), "-u", *options, self.place], check=True)
        self._process.wait(PATIENCE)

    def kill(self):
        """Whoever waits for it is answered by the kernel then."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        subprocess.run([tool("fusermount3"), "-q", "-u", "-z", self.place], check=False)


class Visit:
    """A client that is logged in, and its connection's number in the log."""

    def __init__(self, case, user, password=None):
        self.client = paramiko.SSHClient()
        self.client.load_host_keys(str(case.known_hosts))
        case.addCleanup(self.client.close)
        self.client.connect("127.0.0.1", case.server.port, user, password or case.password, look_for_keys=False,
                            allow_agent=False, banner_timeout=PATIENCE, auth_timeout=PATIENCE)
        self.sftp = self.client.open_sftp()
        self.sftp.get_channel().settimeout(PATIENCE)
        peer = "%s:%d" % self.client.get_transport().sock.getsockname()[:2]
        self.number = case.server.wait_for(kind="loggedIn", user=user, peer=peer)["connection"]

    def put(self, content, path):
        with self.sftp.open(path, "wb") as file:
            file.set_pipelined(True)
            file.write(content)

    def get(self, path):
        with self.sftp.open(path, "rb") as file:
            return file.read()

    def close(self):
        self.client.close()


class Background(threading.Thread):
    """A call on a thread of its own, and how it ended."""

    def __init__(self, case, function, *arguments):
        super().__init__(daemon=True)
        self._call = lambda: function(*arguments)
        self.result = self.error = None
        self.start()
        case.addCleanup(self.join, 1)

    def run(self):
        try:
            self.result = self._call()
        except BaseException as error:  # for the test to look at
            self.error = error

    def ended(self):
        self.join(PATIENCE)
        if self.is_alive():
            raise AssertionError("it still waits")
        return self


class DiskCase(InteropCase):
    def visit(self, user="tester", password=None):
        return Visit(self, user, password)

    def put_fails_with(self, visit, path, number):
        """The errno paramiko makes of the status: EACCES of PERMISSION_DENIED, ENOENT of NO_SUCH_FILE, none else."""
        with self.assertRaises(OSError) as failed:
            visit.put(b"not to be written", path)
        self.assertEqual(failed.exception.errno, number, failed.exception)

    def people(self, shares, users):
        """A profile: shares by name, and users with what they have."""
        for name, folder in shares.items():
            self.cli("shares", "add", name, folder)
        for user, access in users.items():
            self.cli("users", "add", user, "--password-file", self.password_file,
                     *(part for one in access for part in ("--access", one)))

    def open_profile(self, **options):
        return self.serve(login=False, access=None, **options)

    def archive(self):
        """The activity on disk, which must be whole lines."""
        lines = (self.profile / "state" / "activity.jsonl").read_bytes()
        self.assertTrue(lines.endswith(b"\n"))
        return [json.loads(line) for line in lines.splitlines()]
