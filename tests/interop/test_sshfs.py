"""sshfs: a mounted folder, with git and the habits of programs that think it is a disk."""

import os
import random
import shutil
import subprocess
import time
from pathlib import Path

from support import MIB, PATIENCE, InteropCase, main, make_file, random_bytes, row, sha256


class Mounted(InteropCase):
    def setUp(self):
        super().setUp()
        self.assertTrue(Path("/dev/fuse").exists(), "there is no /dev/fuse here, so sshfs cannot mount")
        self.serve()
        self.mount = self.folder / "mount"
        self.mount.mkdir()
        # In the foreground, so that it is ours to wait for.
        self.sshfs = subprocess.Popen(
            ["sshfs", "-f", "-F", self.config, "-o", "attr_timeout=0,entry_timeout=0,cache=no",
             "sally:/", self.mount], env=self.environment, stdout=subprocess.DEVNULL)
        self.addCleanup(self.unmount)
        limit = time.monotonic() + PATIENCE
        while not os.path.ismount(self.mount):
            self.assertIsNone(self.sshfs.poll(), "sshfs ended")
            self.assertLess(time.monotonic(), limit, "sshfs does not mount")
            time.sleep(0.02)

    def unmount(self):
        subprocess.run(["fusermount3", "-u", self.mount], check=False)
        try:
            self.sshfs.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            subprocess.run(["fusermount3", "-uz", self.mount], check=False)
            self.sshfs.kill()
            self.sshfs.wait()

    def git(self, *arguments, where):
        return self.command("git", "-c", "user.name=A", "-c", "user.email=a@b", "-c", "gc.auto=0",
                            "-c", "safe.directory=*", *arguments, cwd=where).stdout.decode()

    def test_git_clones_and_commits(self):
        origin = self.local / "origin"
        origin.mkdir()
        self.git("init", "-q", "-b", "main", where=origin)
        for number in range(40):
            make_file(origin / f"file{number}", 2000 + number, seed=number)
        self.git("add", "-A", where=origin)
        self.git("commit", "-qm", "first", where=origin)
        self.git("clone", "-q", "--no-hardlinks", f"file://{origin}", self.mount / "clone", where=self.local)
        clone = self.mount / "clone"
        for number in range(3):
            (clone / f"file{number}").write_text(f"changed {number}\n")
            self.git("commit", "-qam", f"change {number}", where=clone)
        self.git("mv", "file5", "moved", where=clone)
        self.git("commit", "-qm", "move", where=clone)
        self.git("checkout", "-q", "-b", "side", "HEAD~2", where=clone)
        self.git("checkout", "-q", "main", where=clone)
        self.assertEqual(self.git("status", "--porcelain", where=clone), "")
        # The other side sees a sound repository of the same content.
        direct = self.share / "clone"
        self.same_tree(clone, direct, folder_times=True)
        self.assertNotIn("error", self.git("fsck", "--full", "--strict", where=direct))
        self.assertEqual(self.git("rev-list", "--count", "HEAD", where=direct).strip(), "5")
        self.git("push", "-q", "origin", "main:back", where=clone)
        self.assertEqual(self.git("rev-parse", "back", where=origin), self.git("rev-parse", "main", where=direct))

    @row("trap.out-of-order", "request.WRITE")
    def test_random_writes_and_truncation_past_the_end(self):
        size = 2 * MIB
        expected = bytearray(size)
        dice = random.Random(7)
        with open(self.mount / "file", "wb", buffering=0) as file:
            file.truncate(size)
            for number in range(200):
                at = dice.randrange(size - 9000)
                piece = random_bytes(dice.randrange(1, 9000), number)
                os.pwrite(file.fileno(), piece, at)
                expected[at:at + len(piece)] = piece
            file.truncate(size + 12345)
            expected += bytes(12345)
            file.truncate(size // 2)
            del expected[size // 2:]
        self.assertEqual((self.share / "file").read_bytes(), bytes(expected))
        os.truncate(self.mount / "file", size)
        self.assertEqual((self.share / "file").read_bytes(), bytes(expected) + bytes(size - size // 2))

    @row("trap.out-of-order")
    def test_renames_over_open_files_and_unlinked_files_stay_readable(self):
        first = make_file(self.mount / "one", 300_000)
        before = first.read_bytes()
        make_file(self.mount / "two", 1000, seed=1)
        with open(self.mount / "two", "rb") as old, open(self.mount / "one", "r+b") as moving:
            os.rename(self.mount / "one", self.mount / "two")
            self.assertEqual(old.read(), random_bytes(1000, "1 0"))
            moving.write(b"still the same file")
        self.assertEqual((self.share / "two").read_bytes(), b"still the same file" + before[19:])
        with open(self.mount / "two", "r+b") as kept:
            os.unlink(self.mount / "two")
            self.assertEqual(kept.read(), b"still the same file" + before[19:])
        self.assertFalse((self.share / "two").exists())

    @row("ext.hardlink", "request.READLINK", "request.SETSTAT")
    def test_cp_a_keeps_everything_it_can(self):
        tree = self.local / "tree"
        (tree / "a/b").mkdir(parents=True)
        for number in range(30):
            make_file(tree / "a/b" / f"file {number}", number * 1000, mode=0o600 + number % 8,
                      mtime=1_000_000_000 + number)
        os.link(tree / "a/b/file 3", tree / "a/twin")
        for folder, mode in (("a/b", 0o711), ("a", 0o750)):
            os.chmod(tree / folder, mode)
        os.utime(tree / "a/b", (1_111_111_001,) * 2)
        self.command("cp", "-a", tree, self.mount / "copy")
        # sshfs sets owner and times of a link on what it points at, which has to be there before the
        # link is, and cp takes names in any order; and by itself sshfs reads no link with "..".
        for link, target, inner in (("link", "a/b/file 1", 1), ("a/inner", "b/file 2", 2)):
            os.symlink(target, tree / link)
            os.utime(tree / link, (1_000_000_000 + inner,) * 2, follow_symlinks=False)
            self.command("cp", "-a", tree / link, self.mount / "copy" / link)
        for folder, age in (("a", 2), (".", 3)):
            os.utime(tree / folder, (1_111_111_000 + age,) * 2)
            os.utime(self.mount / "copy" / folder, (1_111_111_000 + age,) * 2)
        self.same_tree(tree, self.share / "copy", folder_times=True)
        self.assertEqual(os.stat(self.share / "copy/a/twin").st_ino, os.stat(self.share / "copy/a/b/file 3").st_ino)
        self.command("cp", "-a", self.mount / "copy", self.local / "back")
        self.same_tree(tree, self.local / "back", folder_times=True)
        os.link(self.mount / "copy/a/b/file 1", self.mount / "hard")
        self.assertEqual(os.stat(self.share / "hard").st_nlink, 2)

    @row("ext.statvfs", "request.STAT")
    def test_it_looks_like_a_disk(self):
        make_file(self.share / "file", 5000, mode=0o640)
        there, here = os.stat(self.share / "file"), os.stat(self.mount / "file")
        for field in ("st_mode", "st_size", "st_uid", "st_gid", "st_mtime"):
            self.assertEqual(int(getattr(here, field)), int(getattr(there, field)), field)
        here, there = os.statvfs(self.mount), os.statvfs(self.share)
        self.assertEqual(here.f_blocks * here.f_frsize, there.f_blocks * there.f_frsize)
        shutil.rmtree(self.mount / "nothing", ignore_errors=True)
        os.mkdir(self.mount / "folder")
        with self.assertRaises(OSError):
            os.mkdir(self.mount / "folder")
        with self.assertRaises(FileNotFoundError):
            os.stat(self.mount / "missing")
        os.rmdir(self.mount / "folder")
        self.assertFalse((self.share / "folder").exists())

    def test_two_programs_at_once_on_one_mount(self):
        script = ("import sys,hashlib\nname,seed=sys.argv[1:]\n"
                  "data=(seed*1000).encode()\n"
                  "for n in range(20):\n"
                  "    open(name,'wb').write(data*(n+1))\n"
                  "    assert open(name,'rb').read()==data*(n+1)\n")
        clients = [subprocess.Popen(["/usr/bin/python3", "-c", script, self.mount / f"f{n}", f"seed {n} "])
                   for n in range(4)]
        for client in clients:
            self.assertEqual(client.wait(), 0)
        for number in range(4):
            self.assertEqual((self.share / f"f{number}").read_bytes(), f"seed {number} ".encode() * 1000 * 20)
        self.assertEqual(sha256(self.mount / "f1"), sha256(self.share / "f1"))


if __name__ == "__main__":
    main()
