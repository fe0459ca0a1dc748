"""rclone: copy, sync and check, with its .partial names and its own idea of times."""

import os

from support import MIB, InteropCase, main, make_file, row


class Rclone(InteropCase):
    def setUp(self):
        super().setUp()
        self.serve()
        self.tree = self.local / "tree"
        (self.tree / "sub/deeper").mkdir(parents=True)
        for number, size in enumerate((0, 1, 255 * 1024, 252 * 1024 * 3 + 1, 9 * MIB + 3)):
            make_file(self.tree / f"file {number}", size, mtime=1_200_000_000 + number)
        for number in range(60):
            make_file(self.tree / "sub/deeper" / f"{number} ü", number * 11)

    def rclone(self, *arguments, check=0, chunk="32k"):
        remote = {"RCLONE_CONFIG": str(self.folder / "rclone.conf"),
                  "RCLONE_CONFIG_SALLY_TYPE": "sftp", "RCLONE_CONFIG_SALLY_HOST": "127.0.0.1",
                  "RCLONE_CONFIG_SALLY_PORT": str(self.server.port), "RCLONE_CONFIG_SALLY_USER": "tester",
                  "RCLONE_CONFIG_SALLY_KEY_FILE": str(self.key), "RCLONE_CONFIG_SALLY_KNOWN_HOSTS_FILE": str(self.known_hosts),
                  "RCLONE_CONFIG_SALLY_CHUNK_SIZE": chunk, "RCLONE_CONFIG_SALLY_SHELL_TYPE": "none"}
        (self.folder / "rclone.conf").touch()
        return self.command("rclone", "--retries", "1", *arguments, env={**self.environment, **remote}, check=check)

    @row("request.READ", "trap.mkdir-exists")
    def test_copy_both_ways_and_check(self):
        # 255k is the largest chunk that a server with 256 KiB packets may be asked for; above 252k
        # rclone once got wrong bytes from another server.
        for chunk in ("32k", "255k"):
            self.rclone("copy", "tree", f"sally:/up{chunk}", chunk=chunk)
            self.same_tree(self.tree, self.share / f"up{chunk}", modes=False)
            self.rclone("check", "--download", "tree", f"sally:/up{chunk}", chunk=chunk)
            self.rclone("copy", f"sally:/up{chunk}", f"down{chunk}", chunk=chunk)
            self.same_tree(self.tree, self.local / f"down{chunk}", modes=False)
        self.assertEqual([name for name in os.listdir(self.share / "up32k") if "partial" in name], [])

    def test_sync_moves_only_what_changed_and_removes_what_is_gone(self):
        self.rclone("sync", "tree", "sally:/")
        self.same_tree(self.tree, self.share, modes=False)
        (self.tree / "file 1").unlink()
        make_file(self.tree / "file 2", 1000, seed=3, mtime=1_300_000_000)
        os.rename(self.tree / "file 3", self.tree / "sub/moved")
        self.server.wait_for(kind="upload", result="ok", count=65)
        before = len(self.server.select(kind="upload", result="started"))
        self.rclone("sync", "tree", "sally:/")
        self.same_tree(self.tree, self.share, modes=False)
        self.server.wait_for(kind="upload", result="ok", count=67)
        self.assertEqual(len(self.server.select(kind="upload", result="started")) - before, 2)
        self.rclone("sync", "--track-renames", "tree", "sally:/")
        self.rclone("check", "tree", "sally:/", "--download")

    def test_check_notices_a_difference(self):
        self.rclone("copy", "tree", "sally:/")
        with open(self.share / "file 4", "r+b") as file:
            file.seek(5 * MIB)
            file.write(b"x")
        self.rclone("check", "--download", "tree", "sally:/", check="fails")
        self.assertGreater(len(self.server.select(kind="download")), 0)

    @row("ext.statvfs")
    def test_about_move_and_purge(self):
        said = self.rclone("about", "sally:/", "--json").stdout.decode()
        disk = os.statvfs(self.share)
        self.assertIn(str(disk.f_blocks * disk.f_frsize), said)
        self.rclone("copy", "tree", "sally:/a")
        self.rclone("moveto", "sally:/a", "sally:/b")
        self.same_tree(self.tree, self.share / "b", modes=False)
        self.rclone("purge", "sally:/b")
        self.assertEqual(os.listdir(self.share), [])


if __name__ == "__main__":
    main()
