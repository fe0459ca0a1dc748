"""Nothing lost on the disk: the order of the system calls, full and read-only disks, a server that is killed, quotas,
and that everybody's client works with safe close and atomic upload both on."""

import ctypes
import os
import random
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

import paramiko

from support import CLI, FULL, MIB, PATIENCE, InteropCase, main, make_file, random_bytes, row, tool

BOTH = ["--set", "shares.*.safeClose=true", "--set", "shares.*.atomicUpload=true"]
TEMPORARY = re.compile(r"\.sallyport-[0-9a-f]{32}")


class Durable(InteropCase):
    def connect(self, user="tester"):
        client = paramiko.SSHClient()
        client.load_host_keys(str(self.known_hosts))
        client.connect("127.0.0.1", self.server.port, user, key_filename=str(self.key), look_for_keys=False,
                       allow_agent=False, timeout=PATIENCE, banner_timeout=PATIENCE, auth_timeout=PATIENCE)
        self.addCleanup(client.close)
        sftp = client.open_sftp()
        sftp.hang_up = client.close
        return sftp

    def refused(self, ask, *arguments):
        with self.assertRaises(OSError) as caught:
            ask(*arguments)
        return str(caught.exception)

    def close(self, sftp, file):
        """paramiko's own close() keeps the answer to itself."""
        file.flush()
        if file.pipelined:
            sftp._finish_responses(file)
        file._closed = True
        sftp._request(paramiko.sftp.CMD_CLOSE, file.handle)

    def until(self, question, what):
        limit = time.monotonic() + PATIENCE
        while not question():
            if time.monotonic() > limit:
                raise AssertionError(f"never: {what}")
            time.sleep(0.05)

    def temporaries(self, root=None):
        return [os.path.join(folder, name) for folder, _, names in os.walk(root or self.share) for name in names
                if TEMPORARY.fullmatch(name)]


class Order(Durable):
    """What strace saw of one upload of three WRITEs."""

    CALLS = "openat,openat2,open,pwrite64,fsync,fdatasync,renameat2,renameat,rename,close,sendto,write"

    def traced(self, *arguments, fsync=False, old=False):
        trace = self.folder / "trace"
        trace.unlink(missing_ok=True)
        self.wrapper = (tool("strace"), "-f", "-y", "-s", "16", "-o", str(trace), "-e", f"trace={self.CALLS}",
                        "-e", "signal=none")
        # The leak sanitizer does not work where somebody else traces.
        self.environment["ASAN_OPTIONS"] = self.environment.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        if old:
            make_file(self.share / "file", 1000)
        self.serve(arguments=arguments)
        sftp = self.connect()
        with sftp.open("/file", "w") as file:
            for piece in range(3):
                file.write(bytes([65 + piece]) * 1000)
                file.flush()
            if fsync:
                sftp._request(paramiko.sftp.CMD_EXTENDED, "fsync@openssh.com", file.handle)
        sftp.hang_up()
        self.server.wait_for(kind="disconnected")
        # strace itself does not listen to signals. Of the server's threads the first is meant: the system passes one by that
        # strace holds just now, and the thread sanitizer keeps a signal back in a thread of the pool until that has work.
        tracer = self.server.process.pid
        server = int(Path(f"/proc/{tracer}/task/{tracer}/children").read_text().split()[0])
        self.assertEqual(ctypes.CDLL(None).tgkill(server, server, int(signal.SIGTERM)), 0)
        self.assertEqual(self.server.wait(), 0)
        self.assertEqual((self.share / "file").read_bytes(), b"A" * 1000 + b"B" * 1000 + b"C" * 1000)
        steps = []
        share = re.escape(str(self.share))
        name = rf"{share}/(\.sallyport-[0-9a-f]{{32}}|file)"
        for line in trace.read_text(errors="replace").splitlines():
            line = re.sub(r"^\d+ +", "", line)
            if re.match(rf"pwrite64\(\d+<{name}", line):
                steps.append("write")
            elif found := re.match(rf"fsync\(\d+<({share}(/[^>]*)?)>", line):
                steps.append("fsync file" if found[2] else "fsync folder")
            elif re.match(r"renameat2?\(|rename\(", line) and str(self.share) in line:
                steps.append("rename")
            elif re.match(rf"close\(\d+<{name}", line):
                steps.append("close")
            elif re.match(r"(sendto|write)\(\d+<(socket|TCP)", line) and steps and steps[-1] != "reply":
                steps.append("reply")
        first = steps.index("write")
        return steps[first:]

    def without_copy_closed(self, steps):
        """A descriptor more is closed before a rename: what the file system kept back is told then."""
        return [step for number, step in enumerate(steps)
                if not (step == "close" and "rename" in steps[number:number + 2])]

    @row("ext.fsync")
    def test_fsync_reaches_the_name(self):
        steps = self.traced(fsync=True)
        self.assertEqual(steps[:9], ["write", "reply"] * 3 + ["fsync file", "fsync folder", "reply"])
        self.assertEqual(steps[9:11], ["close", "reply"])

    @row("request.CLOSE")
    def test_safe_close_syncs_before_it_answers(self):
        steps = self.traced("--set", "shares.*.safeClose=true")
        self.assertEqual(steps[:10], ["write", "reply"] * 3 + ["fsync file", "fsync folder", "close", "reply"])

    @row("E6")
    def test_atomic_upload_renames_before_it_answers(self):
        steps = self.without_copy_closed(self.traced("--set", "shares.*.atomicUpload=true", old=True))
        self.assertEqual(steps[:9], ["write", "reply"] * 3 + ["rename", "close", "reply"])
        self.assertNotIn("fsync file", steps)

    @row("E6", "G-62")
    def test_both_sync_the_file_rename_and_sync_the_folder(self):
        steps = self.traced(*BOTH, old=True)
        self.assertEqual(steps[:11], ["write", "reply"] * 3 + ["fsync file", "rename", "fsync folder", "close", "reply"])

    @row("ext.fsync")
    def test_an_atomic_upload_that_was_synced_keeps_its_name_too(self):
        steps = self.without_copy_closed(self.traced("--set", "shares.*.atomicUpload=true", fsync=True))
        self.assertEqual(steps[:12], ["write", "reply"] * 3
                         + ["fsync file", "reply", "rename", "fsync folder", "close", "reply"])


class Disk(Durable):
    """A disk of 1 MiB of its own, that only the server sees."""

    def small_disk(self, *arguments, access="full"):
        script = f'mount -t tmpfs -o size=1m,mode=0777 none "{self.share}" && exec "$@"'
        self.wrapper = (tool("unshare"), "-rm", "sh", "-c", script, "sh")
        self.serve(access=access, arguments=arguments)
        self.disk = f"/proc/{self.server.process.pid}/root{self.share}"

    def in_its_world(self, *command):
        self.command("nsenter", "-t", str(self.server.process.pid), "-U", "-m", "--preserve-credentials", *command)

    def fill(self, *arguments):
        self.small_disk(*arguments)
        sftp = self.connect()
        with sftp.open("/file", "w") as file:
            file.write(b"old" * 1000)
        message = ""
        file = sftp.open("/file", "w")
        with self.assertRaises(OSError) as caught:
            for _ in range(16):
                file.write(random_bytes(128 * 1024))
        message = str(caught.exception)
        self.assertIn("No space left", message)
        return sftp, file

    @row("E1", "G-43")
    def test_a_full_disk_spares_the_old_file(self):
        sftp, file = self.fill("--set", "shares.*.atomicUpload=true")
        # The handle is still open, and its bytes are free already.
        self.assertEqual(self.temporaries(self.disk), [])
        self.assertEqual(sftp.stat("/file").st_size, 3000)
        self.assertIn("No space left", self.refused(self.close, sftp, file))
        self.assertEqual(sftp.open("/file").read(), b"old" * 1000)
        self.assertEqual(sftp.listdir("/"), ["file"])
        with sftp.open("/other", "w") as other:
            other.write(b"x" * 500_000)
        self.assertEqual(sftp.stat("/other").st_size, 500_000)
        self.server.wait_for(kind="upload", path="/file", result="failed")
        self.server.wait_for(kind="fault", path="/file")
        self.assertEqual(len(self.server.select(kind="fault")), 1)

    @row("E1", "G-43")
    def test_a_full_disk_in_place_leaves_a_valid_file(self):
        sftp, file = self.fill()
        file.close()
        size = sftp.stat("/file").st_size
        self.assertGreater(size, 500_000)
        self.assertTrue((random_bytes(128 * 1024) * 9).startswith(sftp.open("/file").read(128 * 1024)))
        sftp.remove("/file")
        sftp.mkdir("/folder")
        self.assertEqual(sftp.listdir("/"), ["folder"])

    @row("G-43")
    def test_a_disk_that_turns_read_only(self):
        for options in ([], ["--set", "shares.*.atomicUpload=true"]):
            with self.subTest(options=options):
                self.small_disk(*options)
                sftp = self.connect()
                with sftp.open("/file", "w") as file:
                    file.write(b"old")
                # Nothing open for writing: the system refuses otherwise.
                self.in_its_world("mount", "-o", "remount,ro", str(self.share))
                self.assertIn("read-only", self.refused(sftp.open, "/file", "w"))
                self.assertIn("read-only", self.refused(sftp.open, "/new", "w"))
                self.assertIn("read-only", self.refused(sftp.rename, "/file", "/other"))
                self.assertEqual(sftp.open("/file").read(), b"old")
                self.in_its_world("mount", "-o", "remount,rw", str(self.share))
                with sftp.open("/file", "w") as file:
                    file.write(b"new")
                self.assertEqual(sftp.open("/file").read(), b"new")
                self.assertEqual(self.temporaries(self.disk), [])
                self.server.kill()

    @row("G-43")
    def test_a_disk_that_is_unmounted_under_an_upload(self):
        self.small_disk("--set", "shares.*.atomicUpload=true")
        sftp = self.connect()
        with sftp.open("/file", "w") as file:
            file.write(b"old")
        file = sftp.open("/file", "w")
        file.write(b"new")
        self.in_its_world("umount", "-l", str(self.share))
        # Taken where nobody would ever see it: better refused.
        self.refused(self.close, sftp, file)
        self.refused(sftp.open, "/other", "w")
        self.assertEqual(list(self.share.iterdir()), [])


class Killed(Durable):
    """kill -9 at random points under upload."""

    SIZE = 3 * MIB

    def upload(self, content, kill_at):
        """Sends `content` as fast as it goes and kills the server when `kill_at` bytes are sent; behind the end: around
        the CLOSE. True: CLOSE was answered."""
        sftp = self.connect()
        try:
            file = sftp.open("/file", "w")
            file.set_pipelined(True)
            for at in range(0, len(content), 32768):
                if at >= kill_at:
                    self.server.process.kill()
                file.write(content[at:at + 32768])
            if kill_at >= len(content):
                delay = (kill_at - len(content)) / 1e6
                threading.Timer(delay, self.server.process.kill).start()
            self.close(sftp, file)
            return True
        except (OSError, EOFError, paramiko.SSHException):
            return False
        finally:
            self.server.process.wait(PATIENCE)
            sftp.hang_up()

    def kill_and_resume(self, points, *arguments, atomic):
        chance = random.Random(points)
        self.serve(arguments=arguments)
        before = None
        slowest = 0
        closed = 0
        for point in range(points):
            content = random_bytes(self.SIZE, seed=point)
            # Two of three within the bytes, one of three within 5 ms of the CLOSE.
            kill_at = chance.randrange(self.SIZE) if point % 3 else self.SIZE + chance.randrange(5000)
            if atomic:
                self.share.joinpath("file").unlink(missing_ok=True) if point % 4 == 0 else None
                before = (self.share / "file").read_bytes() if (self.share / "file").exists() else None
            answered = self.upload(content, kill_at)
            closed += answered
            started = time.monotonic()
            self.serve(arguments=arguments)
            slowest = max(slowest, time.monotonic() - started)
            there = (self.share / "file").read_bytes() if (self.share / "file").exists() else None
            if atomic:
                self.assertTrue(there in (before, content), f"point {point}: mixed")
                if answered:
                    self.assertEqual(there, content)
                self.sftp("ls")  # whoever comes has the share opened, and that sweeps
                self.until(lambda: not self.temporaries(), "the temporary file is swept")
            else:
                self.assertEqual(there, content[:len(there)], f"point {point}: not the beginning of what was sent")
            (self.local / "file").write_bytes(content)
            if there != content:
                self.sftp("put file" if atomic else "reput file")
            self.same_file(self.local / "file", self.share / "file", times=False, modes=False)
            self.server.events.clear()
        self.server.stop()
        print(f"{points} kills, {closed} of them after CLOSE was answered; listening again after {slowest:.2f} s at most")

    @row("G-60", "E6")
    # Full: 100 kills
    def test_atomic_uploads_are_old_or_new(self):
        self.kill_and_resume(100 if FULL else 10, "--set", "shares.*.atomicUpload=true", atomic=True)

    @row("G-60", "E6")
    # Full: 100 kills
    def test_uploads_in_place_are_resumed(self):
        self.kill_and_resume(100 if FULL else 10, atomic=False)


class Quota(Durable):
    def limits(self):
        return [event for event in list(self.server.events) if event["kind"] == "limit"]

    @row("E1", "ext.statvfs", "event.limit")
    def test_parallel_uploads_share_the_quota(self):
        quota = 4 * MIB
        make_file(self.share / "there", MIB)
        self.serve(arguments=["--set", f"shares.*.quota={quota}"])
        done, failed = [], []

        def send(number):
            sftp = self.connect()
            with sftp.open(f"/{number}", "w") as file:
                try:
                    for _ in range(32):
                        file.write(bytes(64 * 1024))
                        done.append(number)
                except OSError as error:
                    failed.append(str(error))
            sftp.hang_up()

        threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        total = sum(path.stat().st_size for path in self.share.iterdir())
        self.assertLessEqual(total, quota)
        # paramiko cuts what it sends into pieces of 32 KiB: less than one of those is left.
        self.assertGreater(total, quota - 32 * 1024)
        self.assertTrue(failed)
        for message in failed:
            self.assertIn("is full: it holds at most 4 MiB", message)
        self.server.wait_for(kind="limit", count=len(failed))
        self.assertEqual({event["result"] for event in self.limits()}, {"refused"})
        sftp = self.connect()
        self.assertRegex(self.sftp("df").decode(), rf"\n +{quota // 1024} +{quota // 1024} +0 ")
        # Neither by a hole, nor by a size, nor by appending, nor by a copy.
        with sftp.open("/hole", "w") as file:
            file.seek(10 * MIB)
            self.refused(file.write, b"x")
        self.refused(sftp.truncate, "/hole", 10 * MIB)
        with sftp.open("/there", "a") as file:
            self.refused(file.write, bytes(32 * 1024))
        # Smaller is fine, and what it leaves is room again.
        sftp.truncate("/there", 1000)
        with sftp.open("/new", "w") as file:
            file.write(bytes(MIB - 40_000))
        self.assertLessEqual(sum(path.stat().st_size for path in self.share.iterdir()), quota)

    @row("E1")
    def test_an_atomic_upload_over_the_quota_spares_the_old_file(self):
        self.serve(arguments=[*BOTH, "--set", "shares.*.quota=1M"])
        sftp = self.connect()
        with sftp.open("/file", "w") as file:
            file.write(b"old")
        file = sftp.open("/file", "w")
        with self.assertRaises(OSError):
            for _ in range(40):
                file.write(bytes(32 * 1024))
        self.assertEqual(self.temporaries(), [])
        self.assertIn("is full", self.refused(self.close, sftp, file))
        self.assertEqual((self.share / "file").read_bytes(), b"old")

    @row("E1")
    def test_space_that_stays_free_is_not_used(self):
        about = os.statvfs(self.share)
        keep = about.f_bavail * about.f_frsize + (1 << 40)
        self.serve(arguments=["--set", f"shares.*.keepFree={keep}"])
        sftp = self.connect()
        with sftp.open("/file", "w") as file:
            self.assertIn("of its disk stay free", self.refused(file.write, b"x"))
        self.assertRegex(self.sftp("df").decode(), r" 0 +100%")
        self.assertEqual((self.share / "file").stat().st_size, 0)

    def test_a_share_that_is_not_there_has_no_options(self):
        for setting, words in (("shares.Nobody.quota=1M", "There is no share Nobody"),
                               ("shares.*.quoat=1M", "the nearest is quota"),
                               ("shares.*.quota=many", "must be a size in bytes"),
                               ("shares.quota=1M", "shares.NAME.quota")):
            done = self.command(CLI, "serve", self.share, "--profile", self.profile, "--addr", "127.0.0.1:0", "--set",
                                setting, check=2)
            self.assertIn(words, done.stdout.decode())
        self.cli("shares", "add", "Pho.tos", self.share)
        self.cli("settings", "set", "shares.Pho.tos.quota", "10M")
        self.assertEqual(self.cli("settings", "get", "shares.Pho.tos.quota"), b"10M\n")
        self.cli("settings", "set", "shares.*.quota", "")
        self.assertEqual(self.cli("settings", "get", "shares.Pho.tos.quota"), b"\n")
        self.command(CLI, "settings", "set", "shares.Photos.quota", "1M", "--profile", self.profile, check="fails")


class Everybody(Durable):
    """Clients nobody here wrote, with both options on."""

    @row("E6", "request.CLOSE", "trap.partial-names")
    def test_openssh(self):
        self.serve(arguments=BOTH)
        make_file(self.local / "file", 2 * MIB + 3, mode=0o640)
        self.sftp("put -p file", "put -f file synced", "mkdir d", "put file d/file")
        self.same_file(self.local / "file", self.share / "file")
        for name in ("synced", "d/file"):
            self.same_file(self.local / "file", self.share / name, times=False, modes=False)
        make_file(self.local / "file", MIB, seed=1)
        self.sftp("put file", "rename file other", "ls -l")
        self.same_file(self.local / "file", self.share / "other", times=False, modes=False)
        (self.share / "half").write_bytes((self.local / "file").read_bytes()[:500_000])
        self.sftp("reput file half")
        self.same_file(self.local / "file", self.share / "half", times=False, modes=False)
        self.assertEqual(self.temporaries(), [])

    @row("trap.partial-names")
    def test_winscps_sequence(self):
        for access in ("full", "upload", "drop"):
            with self.subTest(access=access):
                self.serve(access=access, arguments=BOTH)
                sftp = self.connect()
                content = random_bytes(MIB + 1, seed=access)
                name = f"/{access}.bin"
                with sftp.open(name + ".filepart", "w") as file:
                    file.set_pipelined(True)
                    for at in range(0, len(content), 32768):
                        file.write(content[at:at + 32768])
                sftp.rename(name + ".filepart", name)
                sftp.utime(name, (1_300_000_000, 1_300_000_000))
                self.assertEqual((self.share / name[1:]).read_bytes(), content)
                self.assertEqual(int((self.share / name[1:]).stat().st_mtime), 1_300_000_000)
                # Cut short and gone on with by the size, as after a lost line.
                file = sftp.open(f"/{access}.cut", "w")
                file.write(content[:200_000])
                file.flush()
                sftp.hang_up()
                self.server.wait_for(kind="disconnected")
                again = self.connect()
                size = again.stat(f"/{access}.cut").st_size
                self.assertEqual(size, 200_000)
                with again.open(f"/{access}.cut", "r+") as file:
                    file.seek(size)
                    file.write(content[size:])
                self.assertEqual((self.share / f"{access}.cut").read_bytes(), content)
                self.server.stop()
        self.assertEqual(self.temporaries(), [])

    @row("E6")
    def test_rclone(self):
        self.serve(arguments=BOTH)
        obscured = self.command("rclone", "obscure", "-", input=self.password.encode()).stdout.decode().strip()
        (self.folder / "rclone.conf").write_text("\n".join([
            "[sally]", "type = sftp", "host = 127.0.0.1", f"port = {self.server.port}", "user = tester",
            f"pass = {obscured}", f"known_hosts_file = {self.known_hosts}", "shell_type = none"]) + "\n")
        tree = self.local / "tree"
        (tree / "sub").mkdir(parents=True)
        for number in range(12):
            make_file(tree / "sub" / str(number), number * 50_000, mtime=1_200_000_000 + number)
        rclone = ("rclone", "--config", self.folder / "rclone.conf", "--retries", "1")
        self.command(*rclone, "sync", "tree", "sally:/sent")
        self.same_tree(tree, self.share / "sent", modes=False)
        make_file(tree / "sub/3", 70_000, mtime=1_300_000_000, seed=1)
        self.command(*rclone, "sync", "tree", "sally:/sent")
        self.same_tree(tree, self.share / "sent", modes=False)
        self.command(*rclone, "check", "--download", "tree", "sally:/sent")
        self.assertEqual(self.temporaries(), [])

    @row("E6")
    def test_sshfs(self):
        self.serve(arguments=BOTH)
        mount = self.folder / "mount"
        mount.mkdir()
        self.command("sshfs", "-F", self.config, "sally:/", mount)
        self.addCleanup(subprocess.run, ["fusermount3", "-u", "-z", mount], check=False, stderr=subprocess.DEVNULL)
        tree = self.local / "tree"
        tree.mkdir()
        for number in range(8):
            make_file(tree / str(number), number * 40_000)
        self.command("cp", "-a", tree, mount / "tree")
        self.same_tree(tree, self.share / "tree")
        make_file(tree / "3", 100_000, seed=1)
        self.command("cp", "-a", tree / "3", mount / "tree/3")
        self.same_file(tree / "3", self.share / "tree/3")
        # Written and read at once, as an editor does; and moved while it is open.
        with open(mount / "note", "w") as file:
            file.write("first\n")
            file.flush()
            os.fsync(file.fileno())
            self.assertEqual((mount / "note").read_text(), "first\n")
            os.rename(mount / "note", mount / "moved")
            file.write("second\n")
        self.assertEqual((self.share / "moved").read_text(), "first\nsecond\n")
        with open(mount / "moved", "r+b") as file:
            file.seek(6)
            file.write(b"SECOND")
        self.assertEqual((self.share / "moved").read_text(), "first\nSECOND\n")
        self.command("fusermount3", "-u", mount)
        self.assertEqual(self.temporaries(), [])

    @row("A21")
    def test_reserved_names_are_nobodys(self):
        planted = ".sallyport-" + "0123456789abcdef" * 2
        (self.share / planted).write_bytes(b"planted")
        self.serve(arguments=["--set", "shares.*.atomicUpload=true"])
        sftp = self.connect()
        upload = sftp.open("/file", "w")
        upload.write(b"mine")
        # The planted one looks like that of a server that died.
        self.until(lambda: not (self.share / planted).exists(), "what was planted is swept")
        (self.share / planted).write_bytes(b"planted")
        names = [os.path.basename(path) for path in self.temporaries()]
        self.assertEqual(len(names), 2)
        self.assertEqual(sftp.listdir("/"), [])
        self.assertNotIn(b".sallyport", self.sftp("ls -la"))
        for name in names:
            for ask in (sftp.stat, sftp.lstat, sftp.open, sftp.listdir, sftp.remove, sftp.readlink):
                with self.assertRaises(FileNotFoundError, msg=f"{ask.__name__} {name}"):
                    ask(f"/{name}")
            for ask in (lambda: sftp.open(f"/{name}", "w"), lambda: sftp.open(f"/{name}x", "w"),
                        lambda: sftp.mkdir(f"/{name}y"), lambda: sftp.symlink("file", f"/{name}z")):
                with self.assertRaises(PermissionError):
                    ask()
        self.assertEqual((self.share / planted).read_bytes(), b"planted")
        upload.close()
        with self.assertRaises(PermissionError):
            sftp.rename("/file", f"/{planted}0")
        with self.assertRaises(PermissionError):
            sftp.posix_rename("/file", f"/{planted}")
        self.assertEqual((self.share / "file").read_bytes(), b"mine")

    @row("E5")
    def test_eight_writers_and_a_reader(self):
        self.serve(arguments=["--set", "shares.*.atomicUpload=true"])
        versions = [random_bytes(300_000, seed=number) for number in range(9)]
        (self.share / "file").write_bytes(versions[8])
        ended = threading.Event()
        wrong, seen, troubles = [], set(), []

        def write(number, sftp):
            try:
                for _ in range(200):
                    if len(seen) > 2:
                        break
                    with sftp.open("/file", "w") as file:
                        file.set_pipelined(True)
                        file.write(versions[number])
                sftp.hang_up()
            except Exception as error:  # for the main thread to tell
                troubles.append(error)

        def read(sftp):
            while not ended.is_set():
                content = sftp.open("/file").read()
                seen.add(content in versions and versions.index(content))
                if content not in versions:
                    wrong.append(len(content))
            sftp.hang_up()

        # One after another: so many at once would be turned away.
        reader = threading.Thread(target=read, args=(self.connect(),))
        writers = [threading.Thread(target=write, args=(number, self.connect())) for number in range(8)]
        reader.start()
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        ended.set()
        reader.join()
        self.assertEqual((troubles, wrong), ([], []))
        self.assertGreater(len(seen), 2)
        self.assertIn((self.share / "file").read_bytes(), versions)
        self.assertEqual(os.listdir(self.share), ["file"])


if __name__ == "__main__":
    main()
