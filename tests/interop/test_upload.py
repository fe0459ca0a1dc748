"""View and upload, and drop box: what WinSCP, rclone and reput do, and that nothing that was there changes."""

import os
import stat

import paramiko

from support import MIB, InteropCase, describe, main, make_file, random_bytes, row, sha256


class Uploading(InteropCase):
    def connect(self, user="tester", password=None):
        client = paramiko.SSHClient()
        client.load_host_keys(str(self.known_hosts))
        client.connect("127.0.0.1", self.server.port, user, password=password or self.password, look_for_keys=False,
                       allow_agent=False)
        self.addCleanup(client.close)
        sftp = client.open_sftp()
        sftp.hang_up = client.close
        return sftp

    def refused(self, ask, *arguments):
        with self.assertRaises(OSError, msg=f"{getattr(ask, '__name__', ask)} {arguments}"):
            ask(*arguments)

    def send_as_winscp(self, sftp, path, content, mode=0o644, mtime=1_300_000_000):
        """OPEN x.filepart, WRITEs, CLOSE, RENAME to x, SETSTAT mode and times: WinSCP's way with larger files."""
        with sftp.open(path + ".filepart", "w") as file:
            file.set_pipelined(True)
            for at in range(0, len(content), 32768):
                file.write(content[at:at + 32768])
        sftp.rename(path + ".filepart", path)
        attributes = paramiko.SFTPAttributes()
        attributes.st_mode, attributes.st_atime, attributes.st_mtime = mode, mtime, mtime
        sftp._request(paramiko.sftp.CMD_SETSTAT, path.encode(), attributes)

    def what_was_there(self):
        (self.share / "old").mkdir()
        make_file(self.share / "old/inner", 500)
        make_file(self.share / "there", 1000)
        make_file(self.share / "report.txt", 2000)
        os.symlink("there", self.share / "link")
        return describe(self.share)

    def nothing_changed(self, before, *added):
        """All is as it was, but for what is named; without names, whatever was added."""
        after = describe(self.share)
        self.assertEqual({name: after.get(name) for name in before}, before)
        if added:
            self.assertEqual(sorted(os.listdir(self.share)),
                             sorted([*(os.fsdecode(name) for name in before if b"/" not in name), *added]))

    def rclone(self, *arguments, check=0):
        obscured = self.command("rclone", "obscure", "-", input=self.password.encode()).stdout.decode().strip()
        (self.folder / "rclone.conf").write_text("\n".join([
            "[sally]", "type = sftp", "host = 127.0.0.1", f"port = {self.server.port}", "user = tester",
            f"pass = {obscured}", f"known_hosts_file = {self.known_hosts}", "shell_type = none"]) + "\n")
        return self.command("rclone", "--config", self.folder / "rclone.conf", "--retries", "1", *arguments, check=check)


class Upload(Uploading):
    def setUp(self):
        super().setUp()
        self.before = self.what_was_there()
        self.serve(access="upload")

    @row("trap.partial-names")
    def test_winscp_uploads_through_filepart(self):
        content = random_bytes(3 * MIB + 1)
        sftp = self.connect()
        self.send_as_winscp(sftp, "/new.bin", content)
        self.assertEqual((self.share / "new.bin").read_bytes(), content)
        about = os.stat(self.share / "new.bin")
        self.assertEqual((int(about.st_mtime), stat.S_IMODE(about.st_mode)), (1_300_000_000, 0o644))
        # Onto something that was there: no, and the part stays its own.
        self.refused(self.send_as_winscp, sftp, "/there", content)
        self.refused(sftp.posix_rename, "/there.filepart", "/there")
        sftp.remove("/there.filepart")
        self.assertEqual(sorted(os.listdir(self.share)), ["link", "new.bin", "old", "report.txt", "there"])
        self.nothing_changed(self.before)

    @row("trap.partial-names")
    def test_rclone_copies_and_checks(self):
        tree = self.local / "tree"
        (tree / "sub").mkdir(parents=True)
        for number in range(10):
            make_file(tree / "sub" / str(number), number * 70_000, mtime=1_200_000_000 + number)
        self.rclone("copy", "tree", "sally:/sent")
        self.same_tree(tree, self.share / "sent", modes=False)
        self.rclone("check", "--download", "tree", "sally:/sent")
        before = describe(self.share)
        self.rclone("copy", "tree", "sally:/sent")  # again: there is nothing to do
        self.assertEqual(describe(self.share), before)
        # Another content under the names that are there: no, and nothing of it is left.
        make_file(tree / "sub/3", 1000, seed=1)
        make_file(tree / "there", 3000, seed=1)
        self.rclone("copy", "tree/sub", "sally:/sent/sub", check="fails")
        self.rclone("copyto", "tree/there", "sally:/there", check="fails")
        self.assertEqual(describe(self.share), before)
        self.nothing_changed(self.before, "sent")

    @row("trap.partial-names")
    def test_reput_resumes_what_was_sent_before(self):
        source = make_file(self.local / "large", 2 * MIB)
        sftp = self.connect()
        with sftp.open("/large", "w") as file:
            file.write(source.read_bytes()[:700_000])
        sftp.hang_up()
        self.server.wait_for(kind="disconnected", count=1)
        self.sftp("reput large")
        self.server.wait_for(kind="disconnected", count=2)  # while it is open, its files are the account's own
        self.same_file(source, self.share / "large", times=False, modes=False)
        # Resuming is all that is left of it: no new start, no rename, no removal.
        self.sftp("put large", check="fails")
        self.sftp("rename large other", check="fails")
        self.sftp("rm large", check="fails")
        self.sftp("reput large there", check="fails")
        self.same_file(source, self.share / "large", times=False, modes=False)
        self.nothing_changed(self.before)

    @row("status.PermissionDenied", "event.removed")
    def test_nothing_that_was_there_changes(self):
        sftp = self.connect()
        for path in ("/there", "/old/inner", "/link"):
            for mode in ("w", "r+", "a", "wx"):
                self.refused(sftp.open, path, mode)
            self.refused(sftp.remove, path)
            self.refused(sftp.chmod, path, 0o600)
            self.refused(sftp.utime, path, (1, 1))
            self.refused(sftp.truncate, path, 1)
            self.refused(sftp.rename, path, "/moved")
            self.refused(sftp.posix_rename, path, "/moved")
        for path in ("/old", "/"):
            self.refused(sftp.rmdir, path)
            self.refused(sftp.rename, path, "/moved")
            self.refused(sftp.chmod, path, 0o700)
        self.refused(sftp.symlink, "there", "/link2")
        self.assertEqual(sftp.open("/there").read(), (self.share / "there").read_bytes())
        self.assertEqual(self.server.wait_for(kind="removed", path="/there")["result"], "refused")
        # Inside a folder that was there, something new is fine.
        with sftp.open("/old/new", "wx") as file:
            file.write(b"new")
        sftp.mkdir("/folder")
        self.assertEqual((self.share / "old/new").read_bytes(), b"new")
        self.nothing_changed(self.before)

    def test_what_is_new_may_be_corrected_until_the_connection_ends(self):
        sftp = self.connect()
        sftp.mkdir("/folder")
        with sftp.open("/folder/mine", "w") as file:
            file.write(b"first")
        with sftp.open("/folder/mine", "w") as file:
            file.write(b"second")
        sftp.rename("/folder/mine", "/folder/renamed")
        sftp.chmod("/folder/renamed", 0o600)
        self.refused(sftp.rename, "/folder/renamed", "/there")
        self.assertEqual((self.share / "folder/renamed").read_bytes(), b"second")
        sftp.remove("/folder/renamed")
        sftp.rmdir("/folder")
        self.nothing_changed(self.before)
        sftp.mkdir("/kept")
        sftp.hang_up()
        self.server.wait_for(kind="disconnected", result="ok")  # the server has let go of it
        later = self.connect()
        self.refused(later.rmdir, "/kept")


class View(Uploading):
    @row("status.PermissionDenied")
    def test_viewing_changes_nothing(self):
        before = self.what_was_there()
        self.serve(access="view")
        sftp = self.connect()
        for ask in ((sftp.open, "/new", "w"), (sftp.open, "/there", "r+"), (sftp.mkdir, "/folder"), (sftp.remove, "/there"),
                    (sftp.rename, "/there", "/moved"), (sftp.chmod, "/there", 0o600), (sftp.symlink, "a", "/b"),
                    (sftp.rmdir, "/old"), (sftp.utime, "/there", (1, 1)), (sftp.truncate, "/there", 0)):
            self.refused(*ask)
        self.assertEqual(sftp.open("/link").read(), (self.share / "there").read_bytes())
        self.assertEqual(describe(self.share), before)


class DropBox(Uploading):
    def box(self):
        """A profile with one drop box for anna and berta."""
        self.cli("shares", "add", "box", self.share)
        for name in ("anna", "berta"):
            self.cli("users", "add", name, "--password-file", self.password_file, "--access", "box=drop")

    def open_box(self):
        return self.serve(login=False, access=None)

    @row("trap.partial-names")
    def test_winscp_rclone_and_reput(self):
        before = self.what_was_there()
        self.serve(access="drop")
        sftp = self.connect()
        self.assertEqual(sftp.listdir("/"), [])
        content = random_bytes(2 * MIB)
        self.send_as_winscp(sftp, "/new.bin", content)
        self.assertEqual((self.share / "new.bin").read_bytes(), content)
        self.assertEqual(int(os.stat(self.share / "new.bin").st_mtime), 1_300_000_000)
        self.assertEqual(sftp.listdir("/"), ["new.bin"])
        tree = self.local / "tree"
        tree.mkdir()
        for number in range(5):
            make_file(tree / str(number), number * 70_000, mtime=1_200_000_000 + number)
        self.rclone("copy", "tree", "sally:/sent")
        self.same_tree(tree, self.share / "sent", modes=False)
        source = make_file(self.local / "large", MIB)
        with sftp.open("/large", "w") as file:
            file.write(source.read_bytes()[:300_000])
        sftp.hang_up()
        self.server.wait_for(kind="disconnected", count=1)
        self.sftp("reput large")
        self.server.wait_for(kind="disconnected", count=2)  # while it is open, its files are the account's own
        self.same_file(source, self.share / "large", times=False, modes=False)
        # Not as much as the record of it lies among them.
        self.nothing_changed(before, "new.bin", "sent", "large")
        self.assertEqual(sorted(self.connect().listdir("/")), ["large", "new.bin", "sent"])

    @row("status.NotFound")
    def test_what_was_there_is_not_there(self):
        before = self.what_was_there()
        self.serve(access="drop")
        sftp = self.connect()
        for path in ("/there", "/old", "/old/inner", "/link"):
            for ask in (sftp.stat, sftp.lstat, sftp.open, sftp.listdir, sftp.remove, sftp.rmdir, sftp.readlink):
                self.refused(ask, path)
            self.refused(sftp.rename, path, "/moved")
        self.nothing_changed(before)

    def test_a_collision_gets_another_name_and_the_sender_does_not_notice(self):
        before = self.what_was_there()
        self.serve(access="drop")
        sftp = self.connect()
        with sftp.open("/report.txt", "w") as file:
            file.write(b"mine")
        self.assertEqual((self.share / "report (2).txt").read_bytes(), b"mine")
        self.assertEqual(sftp.stat("/report.txt").st_size, 4)
        sftp.utime("/report.txt", (1000, 2000))
        self.assertEqual(int(os.stat(self.share / "report (2).txt").st_mtime), 2000)
        self.assertEqual(sftp.open("/report.txt").read(), b"mine")
        self.send_as_winscp(sftp, "/there", b"more")
        self.assertEqual((self.share / "there (2)").read_bytes(), b"more")
        self.nothing_changed(before)

    @row("trap.partial-names")
    def test_two_accounts_never_see_each_others_files_also_after_a_restart(self):
        self.box()
        self.open_box()
        for restarted in (False, True):
            anna, berta = self.connect("anna"), self.connect("berta")
            if restarted:
                self.assertEqual(anna.listdir("/box"), ["anna's"])
                self.assertEqual(berta.listdir("/box"), ["berta's"])
            else:
                self.assertEqual((anna.listdir("/box"), berta.listdir("/box")), ([], []))
                for sftp, name in ((anna, "anna"), (berta, "berta")):
                    sftp.mkdir(f"/box/{name}'s")
                    with sftp.open(f"/box/{name}'s/file", "w") as file:
                        file.write(name.encode() * 1000)
            for sftp, mine, other in ((anna, "anna", "berta"), (berta, "berta", "anna")):
                self.assertEqual(sftp.listdir("/box"), [f"{mine}'s"])
                self.assertEqual(sftp.open(f"/box/{mine}'s/file").read(), mine.encode() * 1000)
                for path in (f"/box/{other}'s", f"/box/{other}'s/file"):
                    for ask in (sftp.stat, sftp.lstat, sftp.listdir, sftp.open, sftp.remove, sftp.rmdir):
                        self.refused(ask, path)
                    for ask in (sftp.readlink, lambda there: sftp.open(there, "r+"), lambda there: sftp.truncate(there, 0),
                                lambda there: sftp.chmod(there, 0o777), lambda there: sftp.utime(there, (1, 1)),
                                lambda there: sftp.open(f"{there}/new", "w"), lambda there: sftp.mkdir(f"{there}/new")):
                        self.refused(ask, path)
                    self.refused(sftp.rename, path, "/box/taken")
                    self.refused(sftp.posix_rename, path, "/box/taken")
                    self.refused(sftp._request, paramiko.sftp.CMD_EXTENDED, "hardlink@openssh.com", path, f"/box/{mine}'s/h")
            for name in ("anna", "berta"):
                self.assertEqual((self.share / f"{name}'s/file").read_bytes(), name.encode() * 1000)
                self.assertEqual(os.listdir(self.share / f"{name}'s"), ["file"])
            self.assertEqual(sorted(os.listdir(self.share)), ["anna's", "berta's"])
            if not restarted:
                self.server.stop()
                self.open_box()

    def test_the_same_name_from_two_accounts_is_two_files(self):
        self.box()
        self.open_box()
        anna, berta = self.connect("anna"), self.connect("berta")
        for sftp, words in ((anna, b"from anna"), (berta, b"from berta!")):
            self.send_as_winscp(sftp, "/box/scan.pdf", words)
        self.assertEqual(anna.open("/box/scan.pdf").read(), b"from anna")
        self.assertEqual(berta.open("/box/scan.pdf").read(), b"from berta!")
        self.assertEqual(sorted(path.read_bytes() for path in self.share.iterdir()), [b"from anna", b"from berta!"])
        self.assertEqual(len(anna.listdir("/box")), 1)
        self.assertEqual(len(berta.listdir("/box")), 1)

    def test_a_guest_without_password_sees_this_connections_files_only(self):
        self.serve(access="drop", login=False, arguments=["--no-auth"])
        self.config = self.ssh_config(self.server.port, "guest")
        make_file(self.local / "file", 5000)
        printed = self.sftp("put file", "ls -1", "get file back")
        self.assertIn(b"\nfile\n", printed)
        self.same_file(self.local / "file", self.local / "back", times=False, modes=False)
        self.assertEqual(self.sftp("ls -1").splitlines()[1:], [])
        self.sftp("get file again", check="fails")
        self.assertEqual(sha256(self.share / "file"), sha256(self.local / "file"))


if __name__ == "__main__":
    main()
