"""lftp: mirrors both ways, several files at once."""

import os

from support import MIB, InteropCase, main, make_file


class Lftp(InteropCase):
    def setUp(self):
        super().setUp()
        self.serve()

    def lftp(self, *lines, check=0):
        script = self.folder / "script"
        script.write_text("\n".join([
            "set cmd:fail-exit yes", "set net:max-retries 1", "set net:timeout 60", "set net:reconnect-interval-base 1",
            "set sftp:auto-confirm no", f'set sftp:connect-program "ssh -a -x -F {self.config}"',
            "open -u tester, sftp://sally", *lines, "bye"]) + "\n")
        return self.command("lftp", "--norc", "-f", script, check=check)

    def tree(self, path):
        (path / "a/b c").mkdir(parents=True)
        for number in range(40):
            make_file(path / "a/b c" / f"file {number}", number * 5000, mtime=1_000_000_000 + 60 * number)
        make_file(path / "large", 6 * MIB + 1, mode=0o600)
        for folder in ("a", "a/b c"):
            os.chmod(path / folder, 0o755)
        return path

    def test_mirror_both_ways(self):
        tree = self.tree(self.local / "tree")
        self.lftp("mirror -R --parallel=4 tree up")
        self.same_tree(tree, self.share / "up")
        self.lftp("mirror --parallel=4 up down")
        self.same_tree(self.share / "up", self.local / "down")

    def test_a_mirror_follows_changes_and_deletes(self):
        tree = self.tree(self.local / "tree")
        self.lftp("mirror -R tree up")
        (tree / "large").unlink()
        make_file(tree / "a/new", 1000)
        make_file(tree / "a/b c/file 3", 777, mtime=1_400_000_000)
        self.lftp("mirror -R --delete tree up")
        self.same_tree(tree, self.share / "up")

    def test_a_large_file_in_pieces_and_dot_dot_at_the_top(self):
        there = make_file(self.share / "large", 8 * MIB)
        self.lftp("pget -n 4 large")
        self.same_file(there, self.local / "large", modes=False)
        (self.share / "folder").mkdir()
        make_file(self.share / "folder/x", 10)
        printed = self.lftp("cd ../..", "pwd", "cd folder", "cd ..", "cls -1", "mv folder/x y", "chmod 600 y", "rmdir folder",
                            "rm y").stdout
        self.assertIn(b"large", printed)
        self.assertEqual(os.listdir(self.share), ["large"])


if __name__ == "__main__":
    main()
