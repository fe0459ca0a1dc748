"""restic: a backup repository on the share."""

import os

from support import InteropCase, main, make_file


class Restic(InteropCase):
    def setUp(self):
        super().setUp()
        self.serve()
        (self.folder / "restic-password").write_text("repository\n")

    def restic(self, *arguments):
        return self.command(
            "restic", "--no-cache", "--repo", "sftp:sally:/repository", "--password-file", self.folder / "restic-password",
            "-o", f"sftp.command=ssh -F {self.config} sally -s sftp", *arguments, timeout=300).stdout

    def test_backup_check_and_restore(self):
        tree = self.local / "tree"
        (tree / "sub/deep").mkdir(parents=True)
        for number in range(60):
            make_file(tree / "sub/deep" / f"{number}", 1000 + number * 997, mtime=1_000_000_000 + number)
        make_file(tree / "large", 12_000_000, mode=0o600)
        os.symlink("large", tree / "link")
        self.restic("init")
        self.restic("backup", "tree")
        make_file(tree / "large", 12_500_000, seed=1)
        (tree / "sub/deep/5").unlink()
        self.restic("backup", "tree")
        self.restic("check", "--read-data")
        self.assertEqual(self.restic("snapshots", "--compact", "--json").count(b'"short_id"'), 2)
        self.restic("restore", "latest", "--target", self.local / "back")
        self.same_tree(tree, self.local / "back/tree")
        self.restic("forget", "--keep-last", "1", "--prune")
        self.restic("check", "--read-data")
        # The repository is sound when read without us, too.
        self.command("restic", "--no-cache", "--repo", self.share / "repository", "--password-file",
                     self.folder / "restic-password", "check", "--read-data")
        self.server.stop()


if __name__ == "__main__":
    main()
