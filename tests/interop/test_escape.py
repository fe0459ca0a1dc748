"""Every request, on every kind of path that leads out of the share: what lies outside is never read or changed.

With both resolvers: the kernel's openat2(), and the walk that takes its place where there is none. The same
requests to a server that is not confined must succeed, or this would prove nothing.
"""

import os
import socket
import stat
import subprocess
import threading
from pathlib import Path

import paramiko
from paramiko import sftp as protocol

from support import CLI, InteropCase, describe, main, make_file, row, tool

SECRET = b"what lies outside"

# Runs a program in whose eyes the kernel has no openat2(): a seccomp filter answers ENOSYS.
WITHOUT_OPENAT2 = """
import ctypes, errno, os, struct, sys
openat2, allow, refuse = 437, 0x7fff0000, 0x00050000 | errno.ENOSYS
code = b"".join(struct.pack("HBBI", *line) for line in
                ((0x20, 0, 0, 0), (0x15, 0, 1, openat2), (0x06, 0, 0, refuse), (0x06, 0, 0, allow)))
lines = ctypes.create_string_buffer(code)
program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(lines)))
libc = ctypes.CDLL(None, use_errno=True)
if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, program, 0, 0):
    sys.exit(os.strerror(ctypes.get_errno()))
os.execv(sys.argv[1], sys.argv[1:])
"""


class Pipe:
    """A socket that paramiko takes for a channel."""

    def __init__(self, connected):
        self.send, self.recv, self.close = connected.send, connected.recv, connected.close

    def get_name(self):
        return "pipe"


def attributes(**fields):
    made = paramiko.SFTPAttributes()
    for name, value in fields.items():
        setattr(made, name, value)
    return made


class Escape(InteropCase):
    def setUp(self):
        super().setUp()
        self.outside = self.folder / "outside"
        (self.outside / "dir").mkdir(parents=True)
        for name in ("secret", "dir/secret"):
            (self.outside / name).write_bytes(SECRET)
            os.utime(self.outside / name, (1_000_000_000, 1_000_000_000))
        (self.share / "inner").mkdir()
        make_file(self.share / "file", 100)
        up = "../" * 30
        self.links = {"abs-dir": self.outside, "rel-dir": "../outside", "inner/up": "../../outside",
                      "chain": "chain2", "chain2": "inner/chain3", "inner/chain3": "../rel-dir",
                      "around": "inner/../../outside", "proc-root": f"/proc/self/root{self.outside}",
                      "proc-relative": f"{up}proc/self/root{self.outside}", "cwd": "/proc/self/cwd/../outside"}
        self.hidden = self.share / "x.hidden"
        self.hidden.mkdir()
        (self.hidden / "secret").write_bytes(SECRET)
        (self.hidden / "dir").mkdir()
        os.symlink("x.hidden", self.share / "to-hidden")
        for name, target in self.links.items():
            os.symlink(target, self.share / name)
        for name in ("fifo", "inner/fifo"):
            os.mkfifo(self.share / name)
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(self.share / "socket"))
        os.symlink("/dev/zero", self.share / "zero")
        self.before = self.everything()

    def everything(self):
        """The whole world but for the programs' own: nothing of it may change."""
        times = {path: path.stat().st_mtime_ns for path in (self.outside, self.outside / "dir", self.share, self.hidden)}
        return describe(self.outside), describe(self.share), times

    def requests(self, path, follows):
        """Every request with this path, {words: a call}; only those that follow a link at its end, or all."""
        ask = self.sftp_client._request
        path = os.fsencode(path)
        below = path + b"/new"
        inside = self.top + b"/inner/new"
        for words, flags in (("read", 1), ("write", 2), ("create", 2 | 8), ("truncate", 2 | 8 | 16), ("append", 2 | 4 | 8),
                             ("read and write", 3), ("create a new one", 2 | 8 | 32)):
            yield words, lambda flags=flags: ask(protocol.CMD_OPEN, path, flags, attributes())
        yield "list", lambda: ask(protocol.CMD_OPENDIR, path)
        yield "attributes", lambda: ask(protocol.CMD_STAT, path)
        yield "size", lambda: ask(protocol.CMD_SETSTAT, path, attributes(st_size=1))
        yield "mode", lambda: ask(protocol.CMD_SETSTAT, path, attributes(st_mode=0o777))
        yield "times", lambda: ask(protocol.CMD_SETSTAT, path, attributes(st_atime=1, st_mtime=1))
        yield "owner", lambda: ask(protocol.CMD_SETSTAT, path, attributes(st_uid=1, st_gid=1))
        yield "space", lambda: ask(protocol.CMD_EXTENDED, "statvfs@openssh.com", path)
        yield "check", lambda: ask(protocol.CMD_EXTENDED, "check-file-name", path, "sha256", 0, 0, 0, 0, 0)
        yield "a folder below", lambda: ask(protocol.CMD_MKDIR, below, attributes())
        yield "a link below", lambda: ask(protocol.CMD_SYMLINK, "file", below)
        yield "a file below", lambda: ask(protocol.CMD_OPEN, below, 2 | 8, attributes())
        yield "rename to below", lambda: ask(protocol.CMD_RENAME, self.top + b"/file", below)
        if follows:
            return
        yield "attributes of a link", lambda: ask(protocol.CMD_LSTAT, path)
        yield "text of a link", lambda: ask(protocol.CMD_READLINK, path)
        yield "mode of a link", lambda: ask(protocol.CMD_EXTENDED, "lsetstat@openssh.com", path, attributes(st_mode=0o777))
        yield "times of a link", lambda: ask(protocol.CMD_EXTENDED, "lsetstat@openssh.com", path,
                                             attributes(st_atime=1, st_mtime=1))
        yield "remove", lambda: ask(protocol.CMD_REMOVE, path)
        yield "remove a folder", lambda: ask(protocol.CMD_RMDIR, path)
        yield "make a folder", lambda: ask(protocol.CMD_MKDIR, path, attributes())
        yield "make a link", lambda: ask(protocol.CMD_SYMLINK, "file", path)
        for words, start in (("rename", (protocol.CMD_RENAME,)), ("replace", (protocol.CMD_EXTENDED, "posix-rename@openssh.com")),
                             ("hard link", (protocol.CMD_EXTENDED, "hardlink@openssh.com"))):
            yield f"{words} from", lambda start=start: ask(*start, path, inside)
            yield f"{words} to", lambda start=start: ask(*start, self.top + b"/file", path)

    def paths(self):
        """(path, whether its end is a link, which may itself be looked at and removed)."""
        for link in [*self.links, "to-hidden"]:
            yield f"/{link}", True
            for end in ("secret", "dir", "dir/secret", "missing"):
                yield f"/{link}/{end}", False
        for end in ("", "/secret", "/dir"):
            yield f"/x.hidden{end}", False
        for path in ("/../outside/secret", "/inner/../../outside/secret", "/" + "../" * 40 + f"{self.outside}/secret",
                     "../outside/secret", f"{self.outside}/secret", "/proc/self/root", "/etc/passwd"):
            yield path, False

    def attempt(self):
        """What succeeded, of all that must not."""
        succeeded, tried = [], 0
        for path, is_link in self.paths():
            for words, call in self.requests(self.top + os.fsencode(path) if path.startswith("/") else path, is_link):
                tried += 1
                try:
                    call()
                    succeeded.append(f"{words} {path}")
                except OSError as error:
                    self.assertNotIn(str(self.folder), str(error), f"{words} {path}")
        self.assertGreater(tried, 1500)
        return succeeded

    def check(self):
        self.top = b""
        self.assertEqual(self.attempt(), [])
        self.assertEqual(self.everything(), self.before)
        # A link's own text tells nothing of this computer; special files are not opened, nor waited for.
        for name in ("abs-dir", "proc-root", "zero"):
            with self.assertRaises(OSError):
                self.sftp_client.readlink(name)
        for name in ("fifo", "inner/fifo", "socket", "zero"):
            for flags in (1, 2, 3, 2 | 8 | 16):
                with self.assertRaises(OSError, msg=name):
                    self.sftp_client._request(protocol.CMD_OPEN, f"/{name}", flags, attributes())
        # Links that a client makes lead nowhere either.
        for target in ("../outside/secret", str(self.outside / "secret"), "rel-dir/secret", "x.hidden/secret",
                       "/proc/self/root/etc/passwd"):
            try:
                self.sftp_client.symlink(target, "/made")
            except OSError:
                continue
            with self.assertRaises(OSError, msg=target):
                self.sftp_client.open("/made")
            self.sftp_client.remove("/made")
        self.race()
        self.assertEqual(describe(self.outside), self.before[0])
        self.assertEqual((self.hidden / "secret").read_bytes(), SECRET)
        # And all the while what is inside is served.
        self.assertEqual(self.sftp_client.open("/file").read(), (self.share / "file").read_bytes())
        self.assertEqual(stat.S_IMODE(self.sftp_client.stat("/inner").st_mode), stat.S_IMODE(os.stat(self.share / "inner").st_mode))

    def race(self):
        """A link that leads now in, now out: each read gives what is inside, or nothing."""
        (self.share / "inner/secret").write_bytes(b"inside")
        os.symlink("inner", self.share / "swap")
        done = threading.Event()

        def swap():
            while not done.is_set():
                for target in ("../outside", "inner"):
                    os.symlink(target, self.folder / "next")
                    os.rename(self.folder / "next", self.share / "swap")

        swapper = threading.Thread(target=swap)
        swapper.start()
        try:
            inside = refused = 0
            while min(inside, refused) < 200:
                try:
                    with self.sftp_client.open("/swap/secret", "r+") as file:
                        self.assertEqual(file.read(), b"inside")
                        file.seek(0)
                        file.write(b"inside")
                    inside += 1
                except OSError:
                    refused += 1
        finally:
            done.set()
            swapper.join()

    def connect(self):
        self.serve(arguments=["--hide", "*.hidden"])
        client = paramiko.SSHClient()
        client.load_host_keys(str(self.known_hosts))
        client.connect("127.0.0.1", self.server.port, "tester", password=self.password, look_for_keys=False,
                       allow_agent=False)
        self.addCleanup(client.close)
        self.sftp_client = client.open_sftp()

    @row("status.PermissionDenied", "status.NotFound", "event.escape", "A2", "A10", "A12", "A22", "B1")
    def test_no_request_leads_out(self):
        self.connect()
        self.check()
        self.assertEqual(self.server.wait_for(kind="escape")["result"], "refused")
        self.server.stop()

    @row("status.PermissionDenied", "status.NotFound", "A2", "A10", "A11", "A12", "A22", "B1")
    def test_no_request_leads_out_where_the_kernel_has_no_openat2(self):
        self.wrapper = ("/usr/bin/python3", "-c", WITHOUT_OPENAT2)
        self.connect()
        self.assertIn("Seccomp:\t2\n", Path(f"/proc/{self.server.process.pid}/status").read_text())
        self.check()
        self.server.stop()

    def subsystem(self, *arguments):
        """A client on a socket, with `sallyport-cli subsystem` at its other end."""
        here, there = socket.socketpair()
        process = subprocess.Popen([tool(CLI), "subsystem", *map(str, arguments)], stdin=there, stdout=there,
                                   stderr=subprocess.DEVNULL, env=self.environment, cwd=self.share)
        there.close()
        self.sftp_client = paramiko.SFTPClient(Pipe(here))

        def end():
            here.close()
            process.wait()

        self.addCleanup(end)

    @row("subsystem.root")
    def test_the_same_requests_lead_out_where_nothing_confines_them(self):
        self.subsystem()
        self.top = os.fsencode(self.share)
        succeeded = []
        for path in ("/rel-dir/secret", "/abs-dir/secret", "/chain/dir/secret", "/inner/up/secret"):
            for words, call in self.requests(self.top + os.fsencode(path), False):
                if words in ("read", "attributes", "mode", "size", "check"):
                    call()
                    succeeded.append(words)
        self.assertEqual(len(succeeded), 20)
        self.assertNotEqual(self.everything()[0], self.before[0])


if __name__ == "__main__":
    main()
