"""psftp and pscp, PuTTY's own SSH and SFTP."""

import os

from support import MIB, InteropCase, main, make_file


class Psftp(InteropCase):
    def setUp(self):
        super().setUp()
        self.serve()
        self.ppk = self.folder / "key.ppk"
        self.command("puttygen", self.key, "-o", self.ppk, "-O", "private")
        listed = self.command("ssh-keygen", "-l", "-E", "sha256", "-f", f"{self.host_key}.pub").stdout.decode()
        self.fingerprint = listed.split()[1]

    def psftp(self, *lines, check=0, login=None):
        batch = self.folder / "batch"
        batch.write_text("\n".join(lines) + "\n")
        login = login or ["-i", self.ppk]
        return self.command("psftp", "-batch", "-noagent", "-P", str(self.server.port), "-hostkey", self.fingerprint,
                            *login, "-b", batch, "tester@127.0.0.1", check=check).stdout

    def test_files_and_trees_go_both_ways(self):
        for size in (0, 1, 3 * MIB + 7):
            source = make_file(self.local / f"up {size}", size)
            there = make_file(self.share / f"down {size}", size, seed=1)
            self.psftp(f'put "up {size}"', f'get "down {size}"')
            self.same_file(source, self.share / f"up {size}", times=False, modes=False)
            self.same_file(there, self.local / f"down {size}", times=False, modes=False)
        (self.local / "tree/a").mkdir(parents=True)
        for number in range(130):
            make_file(self.local / "tree/a" / str(number), number)
        self.psftp("put -r tree", "get -r tree back")
        self.same_tree(self.local / "tree", self.share / "tree", times=False, modes=False)
        self.same_tree(self.local / "tree", self.local / "back", times=False, modes=False)

    def test_the_rest_of_its_commands(self):
        make_file(self.share / "file", 100_000)
        (self.local / "file").write_bytes((self.share / "file").read_bytes()[:30_000])
        source = make_file(self.local / "up", 90_000, seed=1)
        (self.share / "up").write_bytes(source.read_bytes()[:20_000])
        self.psftp("reput up")
        self.same_file(source, self.share / "up", times=False, modes=False)
        self.assertEqual(self.server.wait_for(kind="upload", path="/up", result="ok")["bytes"], 70_000)
        self.psftp("del up")
        printed = self.psftp("pwd", "reget file", "mkdir folder", "mv file folder", "cd folder", "chmod 640 file",
                             "ls", "cd ..", "mv folder/file renamed", "rmdir folder")
        self.assertIn(b"Remote directory is /", printed)
        self.assertIn(b"file", printed)
        self.same_file(self.share / "renamed", self.local / "file", times=False, modes=False)
        self.assertEqual(os.stat(self.share / "renamed").st_mode & 0o777, 0o640)
        self.assertEqual(os.listdir(self.share), ["renamed"])

    def test_a_wrong_host_key_is_noticed(self):
        right, self.fingerprint = self.fingerprint, "SHA256:" + "A" * 43
        self.psftp("ls", check="fails")
        self.assertEqual(self.server.select(kind="loggedIn"), [])
        self.fingerprint = right
        self.psftp("ls", login=["-pwfile", self.password_file])
        self.assertEqual(self.server.wait_for(kind="loggedIn")["message"], "password")

    def test_pscp(self):
        source = make_file(self.local / "up", MIB)
        self.command("pscp", "-sftp", "-batch", "-noagent", "-p", "-P", str(self.server.port), "-hostkey", self.fingerprint,
                     "-i", self.ppk, source, "tester@127.0.0.1:/up")
        self.same_file(source, self.share / "up", modes=False)
        there = make_file(self.share / "down", MIB, mtime=1_100_000_007, seed=1)
        self.command("pscp", "-sftp", "-batch", "-noagent", "-p", "-P", str(self.server.port), "-hostkey", self.fingerprint,
                     "-i", self.ppk, "tester@127.0.0.1:/down", "down")
        self.same_file(there, self.local / "down", modes=False)


if __name__ == "__main__":
    main()
