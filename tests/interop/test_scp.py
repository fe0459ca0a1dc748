"""OpenSSH's scp, which speaks SFTP since version 9 and judges by the exit status."""

import os

from support import MIB, InteropCase, main, make_file, row


class Scp(InteropCase):
    def setUp(self):
        super().setUp()
        self.serve()

    def scp(self, *arguments, check=0):
        return self.command("scp", "-F", self.config, *arguments, check=check)

    @row("trap.scp-exit")
    def test_files_go_both_ways_and_scp_calls_it_a_success(self):
        for size in (0, 1, 3 * MIB + 5):
            source = make_file(self.local / f"up {size}", size, mode=0o600)
            self.scp("-p", source, "sally:/")
            self.same_file(source, self.share / f"up {size}")
            there = make_file(self.share / f"down {size}", size, mode=0o755, seed=1)
            self.scp("-p", f"sally:/down {size}", ".")
            self.same_file(there, self.local / f"down {size}")

    def test_trees_go_both_ways(self):
        tree = self.local / "tree"
        (tree / "a/b").mkdir(parents=True)
        for number in range(120):
            make_file(tree / "a/b" / f"n{number}", number * 7)
        for folder in ("tree", "tree/a", "tree/a/b"):
            os.chmod(self.local / folder, 0o755)
        self.scp("-rp", tree, "sally:")
        self.same_tree(tree, self.share / "tree")
        self.scp("-rp", "sally:tree", "back")
        self.same_tree(self.share / "tree", self.local / "back")

    def test_odd_names_and_globs(self):
        local, share = os.fsencode(self.local), os.fsencode(self.share)
        names = [b"new\nline", b'double " quote', b"single ' quote", "Grüße".encode(), b"not utf-8 \xff\xfe", b"two  spaces"]
        for number, name in enumerate(names):
            make_file(os.path.join(local, name), 100 + number, mode=0o640, mtime=1_000_000_000 + number)
            self.scp("-p", b"./" + name, b"sally:/up " + name)
            self.same_file(os.path.join(local, name), os.path.join(share, b"up " + name))
        (self.local / "back").mkdir()
        self.scp("-p", "sally:/up *", "back")
        self.same_tree(self.share, self.local / "back")
        self.assertEqual(len(os.listdir(self.local / "back")), len(names))

    @row("ext.expand-path")
    def test_a_tilde_is_the_top(self):
        make_file(self.share / "file", 100)
        self.scp("-p", "sally:~/file", "one")
        self.scp("-p", "sally:~tester/file", "two")
        self.same_file(self.share / "file", self.local / "one")
        self.same_file(self.share / "file", self.local / "two")
        self.scp("sally:~somebody/file", "three", check="fails")
        self.assertFalse((self.local / "three").exists())

    @row("trap.channels", "event.denied")
    def test_the_old_protocol_is_refused_politely(self):
        make_file(self.local / "file", 10)
        self.scp("-O", "file", "sally:file", check="fails")
        self.assertFalse((self.share / "file").exists())
        self.assertEqual(self.server.wait_for(kind="denied")["message"], "exec")
        self.scp("file", "sally:file")
        self.same_file(self.local / "file", self.share / "file", times=False)

    def test_failures_are_failures(self):
        make_file(self.share / "file", 10)
        self.scp("sally:missing", ".", check="fails")
        self.scp(self.share / "file", "sally:/no/such/folder/", check="fails")
        self.assertEqual(os.listdir(self.local), [])


if __name__ == "__main__":
    main()
