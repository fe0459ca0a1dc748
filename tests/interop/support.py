"""What the interop tests share: a real `sallyport-cli serve` in a process of its own, keys and a pinned
known_hosts, files to move, and a look at both sides.

Run by ctest, which names the program in SALLYPORT_CLI and the folder for the rows in SALLYPORT_ROWS.
SALLYPORT_FULL=1 asks for the long forms. Everything lies in a temporary folder, $HOME included, listens on
127.0.0.0/8 only and is gone afterwards.
"""

import atexit
import contextlib
import functools
import hashlib
import json
import logging
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

import paramiko

CLI = os.environ.get("SALLYPORT_CLI", "sallyport-cli")
FULL = os.environ.get("SALLYPORT_FULL", "") not in ("", "0")
MIB = 1024 * 1024
# Only a guard against waiting for ever: sanitizers on a busy machine are ten times slower.
PATIENCE = 120.0
# paramiko tells every refusal that a test provokes.
logging.getLogger("paramiko").setLevel(logging.CRITICAL)
# What no reply may tell: the folder of the running case's share, unless its client named it first.
_share = None
_named = False

_record = None


def _write_record(rows, test, comparisons, passed):
    """As tests/support/rows.cpp writes it; emptied by the first record of a run."""
    global _record
    if "SALLYPORT_ROWS" not in os.environ:
        return
    if _record is None:
        folder = Path(os.environ["SALLYPORT_ROWS"])
        folder.mkdir(parents=True, exist_ok=True)
        _record = (folder / f"{Path(sys.argv[0]).stem}.tsv").open("w")
        atexit.register(_record.close)
    for name in rows:
        words = "passed" if passed else "failed"
        _record.write(f"{name}\t{Path(sys.argv[0]).stem} {test}\t{comparisons}\t{words}\n")
    _record.flush()


def row(*rows):
    """Tags a test with the rows of tests/rows.txt it proves."""

    def tag(function):
        @functools.wraps(function)
        def wrapped(self):
            before = self.comparisons
            passed = False
            try:
                function(self)
                passed = True
            finally:
                _write_record(rows, function.__name__, self.comparisons - before, passed)

        return wrapped

    return tag


def tool(name):
    """The path of a client; a test fails without it."""
    path = shutil.which(name)
    if path is None:
        raise AssertionError(f"{name} is missing: run ./dev setup")
    return path


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(MIB):
            digest.update(block)
    return digest.hexdigest()


def random_bytes(size, seed=0):
    return random.Random(f"{size} {seed}").randbytes(size)


def make_file(path, size, mode=0o644, mtime=1_234_567_890, seed=0):
    """A file of reproducible noise with a mode and a time worth comparing."""
    with open(path, "wb") as file:
        left, block = size, 0
        while left > 0:
            piece = random_bytes(min(left, 8 * MIB), f"{seed} {block}")
            file.write(piece)
            left -= len(piece)
            block += 1
    os.chmod(path, mode)
    os.utime(path, (mtime, mtime))
    return Path(os.fsdecode(path))


def describe(path, times=True, modes=True, folder_times=False):
    """A tree as {relative name in bytes: what there is}: type, mode, time, content."""
    found = {}
    root = os.fsencode(path)
    for folder, folders, files in os.walk(root):
        for name in folders + files:
            full = os.path.join(folder, name)
            about = os.lstat(full)
            entry = [stat.S_IFMT(about.st_mode)]
            if stat.S_ISLNK(about.st_mode):
                entry.append(os.readlink(full))
            else:
                if modes:
                    entry.append(oct(stat.S_IMODE(about.st_mode)))
                if stat.S_ISREG(about.st_mode):
                    entry.append(sha256(full))
                if times and stat.S_ISREG(about.st_mode) or folder_times and stat.S_ISDIR(about.st_mode):
                    entry.append(int(about.st_mtime))
            found[os.path.relpath(full, root)] = tuple(entry)
    return found


def run(*command, check=0, timeout=PATIENCE, **options):
    """Runs a client. `check` is the exit code it must have, None for any, "fails" for all but 0."""
    options.setdefault("stdin", subprocess.DEVNULL if "input" not in options else None)
    if options["stdin"] is None:
        del options["stdin"]
    tool(os.fspath(command[0]))
    done = subprocess.run([os.fspath(part) if not isinstance(part, bytes) else part for part in command],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout, **options)
    wrong = done.returncode == 0 if check == "fails" else check is not None and done.returncode != check
    if wrong:
        raise AssertionError(f"{command[0]} ended with {done.returncode}, not {check}:\n"
                             f"{command}\n{done.stdout.decode(errors='replace')}")
    return done


def make_key(path, kind="ed25519", *options):
    run("ssh-keygen", "-q", "-t", kind, "-N", "", "-C", path.name, "-f", path, *options)
    return path


# Of events, and the line with the password: a test that asks for another one would find none for ever.
KINDS = {"listening", "connected", "turnedAway", "loggedIn", "loginRefused", "disconnected", "download", "upload",
         "madeDirectory", "removed", "renamed", "linked", "changedAttributes", "escape", "denied", "protocol", "limit",
         "blocked", "unblocked", "shareLost", "shareBack", "fault", "settings", "stopped", "password"}


class Server:
    """A running `sallyport-cli`; its events are read as they come."""

    def __init__(self, case, arguments, environment=None, wait=True):
        self._case = case
        self.events = []
        self.lines = []
        self.port = None
        self._news = threading.Condition()
        self._errors = tempfile.TemporaryFile(dir=case.folder)
        self._ended = False
        self.process = subprocess.Popen([*case.wrapper, tool(CLI), *arguments], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=self._errors, env=environment)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        case.addCleanup(self.kill)
        if wait:
            first = self.wait_for(kind="listening")
            self.port = int(re.search(r"port (\d+)$", first["message"])[1])

    def _read(self):
        for line in self.process.stdout:
            with self._news:
                self.lines.append(line)
                try:
                    self.events.append(json.loads(line))
                except ValueError:
                    pass
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def select(self, **fields):
        if fields.get("kind", "listening") not in KINDS:
            raise ValueError(f"there is no event {fields['kind']}")
        return [event for event in list(self.events)
                if all(event.get(name) == value for name, value in fields.items())]

    def wait_for(self, count=1, **fields):
        """The `count`th event with these fields, waited for."""
        limit = time.monotonic() + PATIENCE
        with self._news:
            while len(self.select(**fields)) < count:
                if self._ended or not self._news.wait(limit - time.monotonic()):
                    raise AssertionError(f"no event {fields}; there are {self.events[-20:]}\n{self.errors()}")
            return self.select(**fields)[count - 1]

    def errors(self):
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace")

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self):
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    def stop(self):
        """Ends as a service manager would; the exit code also tells what the sanitizers found."""
        self.signal(signal.SIGTERM)
        code = self.wait()
        self._case.assertEqual(code, 0, f"sallyport-cli ended with {code}:\n{self.errors()}")

    def kill(self):
        if self.process.poll() is None:
            # Who looks on, strace, would leave it alive.
            for child in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(child), signal.SIGKILL)
            self.process.kill()
            self.process.wait()
        self._reader.join(PATIENCE)
        self.process.stdout.close()
        if self._errors.closed:
            return
        errors = self.errors()
        self._errors.close()
        # Where the test does not come to stop(), this tells more than that a connection was lost.
        if "Sanitizer" in errors or "runtime error:" in errors:
            raise AssertionError(f"a sanitizer ended sallyport-cli:\n{errors}")


def _look_at_replies():
    """Every packet paramiko gets is looked at, whatever the test is about. The rest of what no reply may
    tell, tests/support/host_words.cpp looks for."""
    send, read = paramiko.sftp.BaseSFTP._send_packet, paramiko.sftp.BaseSFTP._read_packet

    def sends(self, kind, packet):
        global _named
        _named = _named or _share is not None and _share in bytes(getattr(packet, "asbytes", lambda: packet)())
        return send(self, kind, packet)

    def reads(self):
        kind, data = read(self)
        if _share is not None and not _named and kind != paramiko.sftp.CMD_DATA and _share in data:
            raise AssertionError(f"a reply tells the share's folder: {data!r}")
        return kind, data

    paramiko.sftp.BaseSFTP._send_packet, paramiko.sftp.BaseSFTP._read_packet = sends, reads


_look_at_replies()


def _counted(name):
    plain = getattr(unittest.TestCase, name)

    @functools.wraps(plain)
    def wrapped(self, *arguments, **options):
        self.comparisons += 1
        return plain(self, *arguments, **options)

    return wrapped


class InteropCase(unittest.TestCase):
    """A temporary folder with `home`, `share` and `local`, a key, and a server when asked for."""

    maxDiff = 4000
    comparisons = 0
    # What the server is started through, and what leads into its namespaces.
    wrapper = enter = ()

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="sallyport-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        for name in ("home", "share", "local", "profile"):
            (self.folder / name).mkdir()
        self.share = self.folder / "share"
        global _share, _named
        _share, _named = os.fsencode(self.share), False
        self.local = self.folder / "local"
        self.profile = self.folder / "profile"
        home = self.folder / "home"
        (home / ".ssh").mkdir(mode=0o700)
        self.environment = {"HOME": str(home), "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin",
                            "LC_ALL": "C.UTF-8", "TMPDIR": str(self.folder)}
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            self.environment[f"XDG_{name}_HOME"] = str(home / name.lower())
        for name, value in os.environ.items():
            if name.endswith("SAN_OPTIONS"):
                self.environment[name] = value
        self.key = make_key(self.folder / "key")
        self.host_key = make_key(self.folder / "host_key")
        self.authorized = self.folder / "authorized_keys"
        self.authorized.write_text((self.folder / "key.pub").read_text())
        self.password = "correct-horse-42"
        self.password_file = self.folder / "password"
        self.password_file.write_text(self.password + "\n")
        self.known_hosts = self.folder / "known_hosts"
        self.server = None

    def serve(self, *folders, access="full", login=True, arguments=(), host_key=True, address="127.0.0.1:0", wait=True):
        """Starts the server; the user `tester` comes in by key or by password."""
        command = ["serve", "--json", "--profile", self.profile, "--addr", address]
        if folders or access is None:
            command += folders
        elif not any(str(part).startswith("--share") for part in arguments):
            command.append(self.share)
        if access:
            command += ["--access", access]
        if host_key:
            command += ["--host-key", self.host_key]
        if login:
            command += ["--user", "tester", "--password-file", self.password_file,
                        "--authorized-keys", self.authorized]
        self.server = Server(self, [os.fspath(part) for part in [*command, *arguments]], self.environment, wait)
        if wait and host_key:
            self.pin(self.server.port, self.host_key)
        return self.server

    def in_namespaces(self, kinds, prepare=":"):
        """Servers, editing commands and what inside() runs have mounts ("m") or a network ("n") of their own, kept by a
        process that sleeps there."""
        keeper = subprocess.Popen([tool("unshare"), f"-r{kinds}", "sh", "-c", f"{prepare}\nexec cat"],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(keeper.wait)
        self.addCleanup(keeper.stdin.close)
        self.addCleanup(keeper.stdout.close)
        keeper.stdin.write(b"ready\n")
        keeper.stdin.flush()
        self.assertEqual(keeper.stdout.readline(), b"ready\n")
        self.enter = [tool("nsenter"), "--preserve-credentials", "-U", *(f"-{kind}" for kind in kinds), "-t",
                      str(keeper.pid)]
        self.wrapper = self.enter

    def inside(self, *command, check=True):
        return subprocess.run([*self.enter, *map(str, command)], check=check, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)

    def pin(self, port, host_key):
        """Tells all clients which key to expect, and OpenSSH's how to come in: Host `sally`."""
        kind, key = Path(f"{host_key}.pub").read_text().split()[:2]
        self.known_hosts.write_text(f"[127.0.0.1]:{port} {kind} {key}\n")
        self.config = self.ssh_config(port)

    def ssh_config(self, port, user="tester", name="ssh_config", *lines):
        path = self.folder / name
        path.write_text("\n".join([
            "Host sally", "HostName 127.0.0.1", f"Port {port}", f"User {user}", f"IdentityFile {self.key}",
            "IdentitiesOnly yes", "BatchMode yes", f"UserKnownHostsFile {self.known_hosts}",
            "GlobalKnownHostsFile none", "StrictHostKeyChecking yes", "UpdateHostKeys no", "LogLevel ERROR",
            *lines]) + "\n")
        return path

    def command(self, *arguments, **options):
        """A client, or an editing command. A client that is not told the share's folder says nothing of it."""
        options.setdefault("env", self.environment)
        options.setdefault("cwd", self.local)
        done = run(*arguments, **options)
        batch = self.folder / "batch"
        said = [*arguments, options.get("input") or b"", batch.read_bytes() if batch in arguments else b""]
        knows = any(str(self.share) in os.fsdecode(part) for part in said)
        if CLI not in arguments and not knows and os.fsencode(self.share) in done.stdout:
            raise AssertionError(f"{arguments[0]} was told the share's folder:\n{done.stdout.decode(errors='replace')}")
        return done

    def cli(self, *arguments, **options):
        """An editing command on the test's profile."""
        return self.command(*self.enter, CLI, *arguments, "--profile", self.profile, **options).stdout

    def sftp(self, *lines, check=0, options=()):
        """OpenSSH's sftp with a batch; each line is text or bytes. Returns what it printed."""
        batch = self.folder / "batch"
        batch.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines) + b"\n")
        done = self.command("sftp", "-F", self.config, "-b", batch, *options, "sally", check=check)
        return done.stdout

    def same_tree(self, one, other, **options):
        left, right = describe(one, **options), describe(other, **options)
        self.assertGreater(len(left), 0, f"nothing in {one}")
        self.assertEqual(left, right)

    def same_file(self, one, other, times=True, modes=True):
        self.assertEqual(sha256(one), sha256(other), f"{one} and {other} differ")
        if modes:
            self.assertEqual(oct(os.stat(one).st_mode), oct(os.stat(other).st_mode))
        if times:
            self.assertEqual(int(os.stat(one).st_mtime), int(os.stat(other).st_mtime))


for _name in dir(unittest.TestCase):
    if _name.startswith("assert") and _name[6:7].isupper():
        setattr(InteropCase, _name, _counted(_name))


def main():
    unittest.main(verbosity=2)
