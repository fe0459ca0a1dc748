"""OpenSSH's sftp against a folder with full access."""

import os
import stat

from support import MIB, InteropCase, describe, main, make_file, make_key, row, sha256

# Each a name that some client or server has stumbled over.
NAMES = [b"with spaces  two", b'double " quote', b"single ' quote", b"new\nline", b"tab\there",
         "Grüße, 世界 🚪".encode(), b"not utf-8 \xff\xfe\x80", b"back\\slash", b"-dash", b"star * and ? and [x]",
         b"#hash", b"%41 percent", b"colon:semicolon;", b"~tilde", b"$HOME `x` $(x)"]


def quoted(name):
    """As sftp's own command line wants it: quotes, and a backslash before what they do not protect."""
    escaped = b""
    for byte in (bytes([value]) for value in name):
        escaped += (b"\\" if byte in (b"\\", b'"') else b"") + byte
    return b'"' + escaped + b'"'


class Sftp(InteropCase):
    def setUp(self):
        super().setUp()
        self.serve()

    @row("request.OPEN", "request.READ", "request.WRITE", "request.CLOSE", "event.download", "event.upload")
    def test_a_file_comes_and_goes_whole(self):
        for size in (0, 1, 32768, 255 * 1024 + 1, 5 * MIB + 17):
            source = make_file(self.local / f"up{size}", size)
            make_file(self.share / f"down{size}", size, seed=1)
            self.sftp(f"put up{size}", f"get down{size}")
            self.same_file(source, self.share / f"up{size}", times=False)
            self.same_file(self.share / f"down{size}", self.local / f"down{size}", times=False)
            end = self.server.wait_for(kind="upload", path=f"/up{size}", result="ok")
            self.assertEqual(end.get("bytes", 0), size)
            end = self.server.wait_for(kind="download", path=f"/down{size}", result="ok")
            self.assertEqual(end.get("bytes", 0), size)
        self.server.stop()

    @row("request.STAT", "request.SETSTAT")
    def test_modes_and_times_are_kept_with_p(self):
        make_file(self.local / "up", 1000, mode=0o640, mtime=1_000_000_001)
        make_file(self.share / "down", 1000, mode=0o751, mtime=1_100_000_003)
        self.sftp("put -p up", "get -p down")
        self.same_file(self.local / "up", self.share / "up")
        self.same_file(self.share / "down", self.local / "down")

    @row("request.OPENDIR", "request.REMOVE")
    def test_trees_go_both_ways_with_r(self):
        tree = self.local / "tree"
        for folder in ("", "a", "a/b", "a/b/c", "empty"):
            (tree / folder).mkdir(mode=0o755)
            os.chmod(tree / folder, 0o755)
        for number in range(250):  # more than one READDIR reply
            make_file(tree / "a" / f"file {number}", number, mtime=1_000_000_000 + number)
        make_file(tree / "a/b/c/deep", 100_000, mode=0o600)
        for folder, mode in (("empty", 0o700), ("a/b/c", 0o711), ("a/b", 0o755), ("a", 0o750)):
            os.chmod(tree / folder, mode)
            os.utime(tree / folder, (1_050_000_000 + mode,) * 2)
        self.sftp("put -rp tree")
        self.same_tree(tree, self.share / "tree", folder_times=True)
        self.sftp("get -rp tree back")
        self.same_tree(tree, self.local / "back", folder_times=True)
        # Once more over what is there: MKDIR of an existing folder is no obstacle.
        make_file(tree / "a/file 7", 7000, seed=1)
        os.utime(tree / "a", (1_060_000_000,) * 2)
        self.sftp("put -rp tree")
        self.same_tree(tree, self.share / "tree", folder_times=True)

    def test_reget_and_reput_continue(self):
        whole = make_file(self.share / "down", 3 * MIB)
        (self.local / "down").write_bytes(whole.read_bytes()[:MIB + 11])
        source = make_file(self.local / "up", 3 * MIB, seed=2)
        (self.share / "up").write_bytes(source.read_bytes()[:MIB + 13])
        self.sftp("reget down", "reput up")
        self.same_file(whole, self.local / "down", times=False, modes=False)
        self.same_file(source, self.share / "up", times=False, modes=False)
        # The rest moved, not the whole.
        end = self.server.wait_for(kind="download", path="/down", result="ok")
        self.assertEqual(end["bytes"], 3 * MIB - (MIB + 11))
        end = self.server.wait_for(kind="upload", path="/up", result="ok")
        self.assertEqual(end["bytes"], 3 * MIB - (MIB + 13))

    @row("request.RENAME", "ext.posix-rename", "event.renamed")
    def test_rename_overwrites_where_the_client_asks_for_it(self):
        make_file(self.share / "one", 10)
        make_file(self.share / "two", 20)
        before = sha256(self.share / "one")
        self.sftp("rename one two")  # posix-rename
        self.assertEqual(sha256(self.share / "two"), before)
        self.assertFalse((self.share / "one").exists())
        make_file(self.share / "three", 30)
        self.sftp("rename -l two three", check="fails")  # SSH_FXP_RENAME
        self.assertEqual(sha256(self.share / "two"), before)
        self.sftp("rename -l two four")
        self.assertEqual(sha256(self.share / "four"), before)
        self.server.wait_for(kind="renamed", path="/one", target="/two", result="ok")
        self.server.wait_for(kind="renamed", path="/two", target="/four", result="ok")

    @row("request.READLINK", "ext.hardlink", "event.linked")
    def test_links(self):
        make_file(self.share / "file", 50)
        self.sftp("ln file hard", "ln -s file soft", "get soft")
        self.assertEqual(os.stat(self.share / "hard").st_ino, os.stat(self.share / "file").st_ino)
        self.assertEqual(os.readlink(self.share / "soft"), "file")
        self.same_file(self.share / "file", self.local / "soft", times=False)
        self.server.wait_for(kind="linked", path="/soft", target="file", result="ok")
        self.assertIn(b"soft", self.sftp("ls -l"))

    def test_chmod_df_mkdir_rm_and_globs(self):
        for name in ("a1.txt", "a2.txt", "b1.txt", "a3.dat"):
            make_file(self.share / name, 5, seed=name)
        before = describe(self.share)
        self.assertEqual(self.sftp("ls -1 a*.txt").splitlines()[1:], [b"a1.txt", b"a2.txt"])
        self.sftp("chmod 600 a1.txt", "mkdir new", "rename a3.dat new/a3.dat", "mget -p [ab]?.txt", "rm a*.txt")
        self.assertEqual(sorted(os.listdir(self.share)), ["b1.txt", "new"])
        self.assertEqual(stat.S_IMODE(os.stat(self.local / "a1.txt").st_mode), 0o600)
        os.chmod(self.local / "a1.txt", 0o644)
        self.assertEqual(describe(self.local), {name: before[name] for name in (b"a1.txt", b"a2.txt", b"b1.txt")})
        self.sftp("mput -p a?.txt new")
        self.same_file(self.local / "a1.txt", self.share / "new/a1.txt")
        self.same_file(self.local / "a2.txt", self.share / "new/a2.txt")
        self.sftp("rm new/a?.txt")
        self.sftp("chmod 640 b1.txt")
        self.assertEqual(stat.S_IMODE(os.stat(self.share / "b1.txt").st_mode), 0o640)
        self.sftp("rmdir new", check="fails")  # not empty
        self.sftp("rm new/a3.dat", "rmdir new")
        self.assertFalse((self.share / "new").exists())

    @row("ext.statvfs")
    def test_df_tells_the_size_of_the_disk(self):
        printed = self.sftp("df").decode()
        disk = os.statvfs(self.share)
        total = int(printed.splitlines()[-1].split()[0])
        self.assertEqual(total, disk.f_blocks * disk.f_frsize // 1024, printed)

    @row("trap.bytes")
    def test_names_are_bytes(self):
        folder = os.fsencode(self.share)
        local = os.fsencode(self.local)
        for number, name in enumerate(NAMES):
            make_file(os.path.join(folder, name), 100 + number)
        self.sftp("get -rp / all")
        self.same_tree(self.share, self.local / "all")
        for number, name in enumerate(NAMES):
            if b"\n" in name:  # a batch is lines: only -r and globs carry this one
                continue
            make_file(os.path.join(local, b"source"), 200 + number)
            self.sftp(b"put -p source " + quoted(b"/up " + name),
                      b"rename " + quoted(b"/up " + name) + b" " + quoted(b"/moved " + name),
                      b"ln -s " + quoted(b"moved " + name) + b" " + quoted(b"/soft " + name),
                      b"ln " + quoted(b"/moved " + name) + b" " + quoted(b"/hard " + name),
                      b"get -p " + quoted(b"/soft " + name) + b" back")
            self.same_file(os.path.join(local, b"source"), os.path.join(folder, b"moved " + name))
            self.same_file(os.path.join(local, b"source"), os.path.join(local, b"back"))
            self.assertEqual(os.readlink(os.path.join(folder, b"soft " + name)), b"moved " + name)
            self.assertEqual(os.stat(os.path.join(folder, b"hard " + name)).st_nlink, 2)
            os.unlink(os.path.join(folder, b"soft " + name))
        (self.local / "globbed").mkdir()
        self.sftp("get -p /new?line globbed", "mkdir /lines", "put -p globbed/new?line /lines", "chmod 600 /lines/new?line")
        line = os.path.join(folder, b"new\nline")
        self.same_file(line, os.path.join(local, b"globbed/new\nline"))
        self.same_file(line, os.path.join(folder, b"lines/new\nline"), modes=False)
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(folder, b"lines/new\nline")).st_mode), 0o600)
        self.sftp("rm /lines/new?line", "rmdir /lines")
        self.assertFalse((self.share / "lines").exists())
        self.sftp("put -rp all")
        self.same_tree(self.local / "all", self.share / "all")
        self.assertIn(b"not utf-8 \xff\xfe\x80", os.listdir(os.path.join(folder, b"all")))
        self.server.stop()

    @row("status.NotFound", "status.Failure")
    def test_mistakes_are_told_in_words(self):
        (self.share / "folder").mkdir()
        make_file(self.share / "folder/file", 1)
        self.assertIn(b"not found", self.sftp("get missing", check=1))
        said = self.sftp("rmdir folder", check=1)
        self.assertNotIn(os.fsencode(self.folder), said)
        self.assertEqual(describe(self.share).keys(), {b"folder", b"folder/file"})

    @row("request.REALPATH", "ext.limits", "ext.users-groups-by-id")
    def test_what_the_client_asks_first(self):
        make_file(self.share / "file", 1)
        printed = self.sftp("pwd", "cd ..", "pwd", "ls -l", options=("-vvv",)).decode()
        self.assertEqual(printed.count("Remote working directory: /\n"), 2)
        self.assertIn("server upload/download buffer sizes 261120 / 261120", printed.replace(";", "\n"))
        self.assertRegex(printed, r"-rw-r--r--\s+\S+\s+owner\s+group\s+1 ")

    @row("event.loginRefused")
    def test_a_wrong_host_key_and_a_wrong_password_are_refused(self):
        other = make_key(self.folder / "other_key")
        self.pin(self.server.port, other)
        self.assertIn(b"REMOTE HOST IDENTIFICATION HAS CHANGED",
                      self.command("sftp", "-F", self.config, "-o", "LogLevel=INFO", "sally", check="fails").stdout)
        self.pin(self.server.port, self.host_key)
        # A key that is not on the list is a question, a wrong password is a failed login.
        self.key = other
        config = self.ssh_config(self.server.port, "tester", "other_config")
        self.command("sftp", "-F", config, "sally", check="fails")
        self.assertEqual(self.server.select(kind="loginRefused"), [])
        asker = self.folder / "asker"
        asker.write_text("#!/bin/sh\necho wrong\n")
        asker.chmod(0o700)
        self.command("sftp", "-F", config, "-o", "BatchMode=no", "-o", "NumberOfPasswordPrompts=2", "sally", check="fails",
                     env={**self.environment, "SSH_ASKPASS": str(asker), "SSH_ASKPASS_REQUIRE": "force"})
        refused = self.server.wait_for(kind="loginRefused", count=2)
        self.assertEqual((refused["user"], refused["message"]), ("tester", "wrong password"))


if __name__ == "__main__":
    main()
