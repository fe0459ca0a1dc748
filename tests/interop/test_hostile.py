"""What needs the server in a process of its own to be seen: its memory, its system calls, its mounts."""

import os
import struct
import time
from pathlib import Path

import paramiko

from load import SANITIZED, LoadCase, scaled
from raw_ssh import CHANNEL_CLOSE, CHANNEL_DATA, CHANNEL_EOF, CHANNEL_EXTENDED_DATA, RawSsh, text, u32
from support import FULL, MIB, main, make_file, row, tool

STAT, MKDIR, READ, READDIR, OPENDIR = b"\x11", b"\x0e", b"\x05", b"\x0c", b"\x0b"


class Hostile(LoadCase):
    def raw(self):
        peer = RawSsh(self.server.port).log_in("tester", self.password)
        self.addCleanup(peer.close)
        return peer

    def paramiko(self):
        client = paramiko.SSHClient()
        client.load_host_keys(str(self.known_hosts))
        client.connect("127.0.0.1", self.server.port, "tester", password=self.password, look_for_keys=False,
                       allow_agent=False)
        self.addCleanup(client.close)
        return client.open_sftp()

    def grown_while_served(self, client, base):
        most = 0
        for _ in range(20):
            time.sleep(0.05)
            self.assertEqual(client.stat("/file").st_size, 4 * MIB)
            most = max(most, self.memory() - base)
        return most

    @row("C11")
    # Full: a million names instead of 20,000
    def test_a_huge_folder_is_one_stream(self):
        count = scaled(20_000, 1_000_000)
        source = self.folder / "one"
        source.write_bytes(b"")
        (self.share / "many").mkdir()
        where = os.open(self.share / "many", os.O_RDONLY | os.O_DIRECTORY)
        for number in range(count):
            if number % 60_000 == 0:  # a file has no more names than a disk gives it
                source = self.folder / f"one-{number}"
                source.write_bytes(b"")
            os.link(source, f"{number:07d}", dst_dir_fd=where)
        os.close(where)
        trace = self.folder / "trace"
        self.wrapper = (tool("strace"), "-D", "-f", "-qq", "-e", "trace=getdents64", "-e", "signal=none", "-o", str(trace))
        # Under a tracer LeakSanitizer cannot look.
        self.environment["ASAN_OPTIONS"] = self.environment.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        self.serve()
        channel = self.raw().open_sftp()

        def calls():
            return trace.read_text().count("getdents64(")

        before = calls()
        kind, _, rest = channel.ask(OPENDIR + u32(1) + text("/many"))
        self.assertEqual(kind, 102)
        handle = rest[4:]
        self.assertEqual(calls(), before)  # nothing is read before it is asked for
        names, replies, first = 0, 0, None
        while True:
            kind, _, rest = channel.ask(READDIR + u32(2) + text(handle))
            first = first or calls() - before
            if kind != 104:
                break
            number, = struct.unpack_from(">I", rest)
            self.assertLessEqual(number, 100)
            self.assertLessEqual(len(rest), 34_000)
            names, replies = names + number, replies + 1
            channel.adjust(len(rest) + 100)
        self.assertEqual((kind, rest[:4]), (101, u32(1)))
        self.assertEqual(first, 1)
        self.assertEqual(names, count + 2)
        # One stream to its end: 32 KiB a call, and the last one empty.
        self.assertLess(calls() - before, count * 40 // 32768 + 10)
        self.assertEqual(channel.status(READDIR + u32(3) + text(handle)), 1)
        self.server.stop()

    def serve_with_a_mount(self, resolver, other_disks):
        """A disk is mounted below the share, where the server alone sees it."""
        self.cli("shares", "add", "Photos", self.share)
        self.cli("users", "add", "tester", "--password-file", self.password_file, "--access", "Photos=full")
        if not other_disks:
            self.cli("settings", "set", "shares.Photos.otherDisks", "false")
        (self.share / "mnt").mkdir(exist_ok=True)
        script = 'mount -t tmpfs none "$0/mnt" && echo mounted >"$0/mnt/file" && exec "$@"'
        self.wrapper = (tool("unshare"), "-rm", "sh", "-c", script, str(self.share))
        if resolver:
            self.environment["SALLYPORT_RESOLVER"] = resolver
        self.serve(access=None, login=False)
        self.mounted = Path(f"/proc/{self.server.process.pid}/root{self.share}/mnt")
        client = self.paramiko()
        client.chdir("/Photos")
        return client

    def check_a_mount(self, resolver):
        make_file(self.share / "file", 1000)
        os.symlink("mnt/file", self.share / "link")
        sftp = self.serve_with_a_mount(resolver, True)
        self.assertEqual(sftp.open("mnt/file").read(), b"mounted\n")
        self.assertEqual(sftp.open("link").read(), b"mounted\n")
        with sftp.open("mnt/new", "w") as file:
            file.write(b"new")
        self.assertEqual((self.mounted / "new").read_bytes(), b"new")
        for move in (sftp.rename, sftp.posix_rename):
            with self.assertRaisesRegex(OSError, "several disks"):
                move("file", "mnt/file2")
        self.assertEqual(self.server.select(kind="escape"), [])
        self.server.stop()

    def check_no_mount(self, resolver):
        make_file(self.share / "file", 1000)
        os.symlink("mnt/file", self.share / "link")
        sftp = self.serve_with_a_mount(resolver, False)
        self.assertEqual(sorted(sftp.listdir(".")), ["file", "link", "mnt"])
        tried = [lambda: sftp.open("mnt/file"), lambda: sftp.open("link"), lambda: sftp.open("mnt/new", "w"),
                 lambda: sftp.open("mnt/file", "r+"), lambda: sftp.listdir("mnt"), lambda: sftp.stat("mnt/file"),
                 lambda: sftp.lstat("mnt/file"), lambda: sftp.chmod("mnt/file", 0o600), lambda: sftp.mkdir("mnt/new"),
                 lambda: sftp.remove("mnt/file"), lambda: sftp.rename("mnt/file", "out"),
                 lambda: sftp.rename("file", "mnt/in"), lambda: sftp.symlink("file", "mnt/new"), lambda: sftp.stat("link")]
        for number, call in enumerate(tried):
            with self.assertRaises(PermissionError, msg=number):
                call()
        self.assertEqual(self.server.wait_for(len(tried), kind="escape", result="refused")["share"], "Photos")
        self.assertEqual([path.name for path in self.mounted.iterdir()], ["file"])
        self.assertEqual((self.mounted / "file").read_bytes(), b"mounted\n")
        self.assertEqual(sftp.open("file").read(), (self.share / "file").read_bytes())
        self.server.stop()

    @row("A20")
    def test_a_mount_below_the_share_is_part_of_it(self):
        self.check_a_mount("")

    @row("A20")
    def test_a_mount_below_the_share_is_part_of_it_for_the_walk(self):
        self.check_a_mount("walk")

    @row("A20", "event.escape")
    def test_a_share_may_keep_to_one_disk(self):
        self.check_no_mount("")

    @row("A20")
    def test_a_share_may_keep_to_one_disk_for_the_walk(self):
        self.check_no_mount("walk")

    @row("C13", "event.limit")
    # Full: waits for the 60 s after which such a client has to go
    def test_requests_whose_replies_nobody_reads(self):
        (self.share / "file").write_bytes(bytes(4 * MIB))
        self.serve()
        other = self.paramiko()
        self.assertEqual(other.stat("/file").st_size, 4 * MIB)
        silent = self.raw()
        channel = silent.open_sftp(window=2**32 - 1)
        handle = channel.open("/file")
        time.sleep(0.5)
        base = self.memory()
        # Of those with the largest replies, and of the smallest. A client that reads nothing does not hear what its
        # window is.
        requests = [text(READ + u32(number) + text(handle) + struct.pack(">QI", 0, 255 * 1024)) for number in range(100)]
        requests += [text(STAT + u32(7) + text("/"))] * 99_900
        self.assertEqual(len(requests), 100_000)
        channel.send(b"".join(requests))
        grown = self.grown_while_served(other, base)
        # Now that it takes no more, more requests cost no more.
        full = self.memory()
        channel.send(b"".join(requests[-40_000:]))
        more = self.grown_while_served(other, full)
        print(f"C13: memory grown by {grown / MIB:.1f} MiB, then by {more / MIB:.1f} MiB", flush=True)
        if not SANITIZED:
            # What a channel may have unsent, twice while it is encrypted, and the requests not taken.
            self.assertLess(grown, 8 * MIB)
            self.assertLess(more, 4 * MIB)
        if FULL:
            limit = self.server.wait_for(kind="limit")
            self.assertEqual((limit["result"], limit["message"]), ("refused", "The client took nothing for 60 s"))
        silent.close()
        self.assertEqual(other.stat("/file").st_size, 4 * MIB)
        self.server.stop()

    @row("C14", "event.protocol")
    def test_data_that_is_no_sftp_ends_the_connection(self):
        self.serve()
        peer = self.raw()
        channel = peer.open_sftp()
        self.assertEqual(channel.status(MKDIR + u32(1) + text("/one") + u32(0)), 0)
        packet = text(MKDIR + u32(2) + text("/two") + u32(0))
        peer.send(channel.payload(CHANNEL_EXTENDED_DATA, u32(1) + text(packet)))
        peer.read_to_end()
        self.assertEqual(self.server.wait_for(kind="protocol")["result"], "failed")
        self.assertFalse((self.share / "two").exists())
        self.server.stop()

    @row("C15")
    def test_what_comes_behind_the_end_is_not_done(self):
        self.serve()
        peer = self.raw()
        for number, end in enumerate((CHANNEL_EOF, CHANNEL_CLOSE)):
            channel = peer.open_sftp()
            self.assertEqual(channel.status(MKDIR + u32(1) + text(f"/before-{number}") + u32(0)), 0)
            late = text(MKDIR + u32(2) + text(f"/late-{number}") + u32(0))
            # In one go, so that both are there before the server looks; and once more, later.
            data = channel.payload(CHANNEL_DATA, text(late))
            peer.send_bytes(peer.pack(channel.payload(end)) + peer.pack(data))
            peer.expect(CHANNEL_CLOSE)
            if end == CHANNEL_EOF:
                peer.send(channel.payload(CHANNEL_CLOSE))
            peer.send(data)
            again = peer.open_sftp()
            self.assertEqual(again.status(MKDIR + u32(3) + text(f"/after-{number}") + u32(0)), 0)
            self.assertFalse((self.share / f"late-{number}").exists())
        self.server.stop()


if __name__ == "__main__":
    main()
