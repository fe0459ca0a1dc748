"""`sallyport-cli subsystem`: driven by `sftp -D`, and as the Subsystem of a stock sshd."""

import getpass
import os
import pwd
from pathlib import Path

from support import CLI, MIB, InteropCase, main, make_file, make_key, row, tool


class Direct(InteropCase):
    def sftp_direct(self, *lines, options="", check=0):
        server = f"{tool(CLI)} subsystem {options}"
        self.assertNotIn(" ", tool(CLI))  # -D splits at spaces
        batch = self.folder / "batch"
        batch.write_text("\n".join(lines) + "\n")
        return self.command("sftp", "-b", batch, "-D", server, check=check).stdout.decode(errors="replace")

    @row("subsystem.root")
    def test_with_a_root_it_is_confined(self):
        there = make_file(self.share / "down", 3 * MIB + 1)
        source = make_file(self.local / "up", 3 * MIB + 2, seed=1)
        os.symlink("../local/up", self.share / "out")
        os.symlink("/etc/passwd", self.share / "absolute")
        printed = self.sftp_direct("pwd", "put -p up", "get -p down", options=f"--root {self.share}")
        self.assertIn("Remote working directory: /\n", printed)
        self.same_file(source, self.share / "up")
        self.same_file(there, self.local / "down")
        for path in ("out", "absolute", "../local/up", "/etc/passwd", str(self.local / "up")):
            said = self.sftp_direct(f"get {path} stolen", options=f"--root {self.share}", check=1)
            self.assertNotIn(str(self.folder) + "/share", said)
            self.assertFalse((self.local / "stolen").exists(), path)

    @row("subsystem.root")
    def test_without_one_it_is_the_computers_own_tree(self):
        home = self.folder / "home"
        make_file(home / "file", 1000)
        os.symlink(home / "file", self.share / "absolute")
        printed = self.sftp_direct("pwd", "get file", f"get {self.share}/absolute two", "cd /", "pwd")
        self.assertIn(f"Remote working directory: {home}\n", printed)
        self.assertIn("Remote working directory: /\n", printed)
        self.same_file(home / "file", self.local / "file", times=False)
        self.same_file(home / "file", self.local / "two", times=False)

    @row("subsystem.flags")
    def test_flags(self):
        make_file(self.share / "file", 1000)
        printed = self.sftp_direct("pwd", "get file", options=f"-d {self.share}")
        self.assertIn(f"Remote working directory: {self.share}\n", printed)
        for line in ("put file new", "rm file", "mkdir folder", "rename file other", "chmod 600 file", "ln -s file link"):
            self.sftp_direct(line, options=f"-R --root {self.share}", check=1)
        self.sftp_direct("get file again", options=f"-R --root {self.share}")
        self.assertEqual(os.listdir(self.share), ["file"])
        make_file(self.local / "source", 10, mode=0o666)
        self.sftp_direct("put source masked", "mkdir masked-folder", options=f"-u 027 --root {self.share}")
        self.assertEqual(os.stat(self.share / "masked").st_mode & 0o777, 0o640)
        self.assertEqual(os.stat(self.share / "masked-folder").st_mode & 0o777, 0o750)
        quiet = self.sftp_direct("get file", options=f"--root {self.share}")
        told = self.sftp_direct("get file", options=f"-e -l INFO --root {self.share}")
        self.assertNotIn('open "/file"', quiet)
        self.assertIn('open "/file"', told)

    def test_mistakes_are_told_and_end_with_2(self):
        for arguments in (["--root"], ["-u", "9x"], ["-l", "LOUD"], ["--nonsense"], ["-d"]):
            done = self.command(CLI, "subsystem", *arguments, check=2)
            self.assertEqual(len(done.stdout.strip().splitlines()), 1, done.stdout)


class UnderSshd(InteropCase):
    def setUp(self):
        super().setUp()
        make_key(self.folder / "sshd_host_key")
        if os.geteuid() == 0 and not Path("/run/sshd").exists():
            Path("/run/sshd").mkdir(mode=0o755)
            self.addCleanup(Path("/run/sshd").rmdir)

    def sshd(self, options=""):
        """A stock sshd, a process for each connection on two pipes (`-i`): no port is needed."""
        sanitizers = [f"SetEnv {name}={value}" for name, value in self.environment.items() if name.endswith("SAN_OPTIONS")]
        config = self.folder / "sshd_config"
        config.write_text("\n".join([
            f"HostKey {self.folder}/sshd_host_key", "PidFile none", "UsePAM no", "StrictModes no",
            "PasswordAuthentication no", "PermitRootLogin yes", f"AuthorizedKeysFile {self.authorized}", *sanitizers,
            f"Subsystem sftp {tool(CLI)} subsystem {options}"]) + "\n")
        kind, key = Path(f"{self.folder}/sshd_host_key.pub").read_text().split()[:2]
        self.known_hosts.write_text(f"stock {kind} {key}\n")
        daemon = f"{tool('/usr/sbin/sshd')} -i -e -f {config}"
        self.config = self.ssh_config(22, getpass.getuser(), "ssh_config", "HostKeyAlias stock",
                                      f"ProxyCommand {daemon} 2>>{self.folder}/sshd.log")

    @row("subsystem.root")
    def test_with_a_root(self):
        self.sshd(f"--root {self.share}")
        source = make_file(self.local / "up", 5 * MIB + 1, mode=0o600)
        there = make_file(self.share / "down", 5 * MIB + 2, seed=1)
        self.sftp("put -p up", "get -p down", "ls -l", "df")
        self.same_file(source, self.share / "up")
        self.same_file(there, self.local / "down")
        self.command("scp", "-F", self.config, "-p", "sally:down", "again")
        self.same_file(there, self.local / "again")
        tree = self.local / "tree"
        (tree / "a/b").mkdir(parents=True, mode=0o755)
        for number in range(130):
            make_file(os.path.join(os.fsencode(tree / "a/b"), b"\xff %d" % number), number * 100, mtime=1_000_000_000 + number)
        for folder in (tree / "a/b", tree / "a"):
            os.chmod(folder, 0o750)
            os.utime(folder, (1_050_000_000,) * 2)
        self.sftp("put -rp tree", "get -rp tree back")
        self.same_tree(tree, self.share / "tree", folder_times=True)
        self.same_tree(tree, self.local / "back", folder_times=True)
        self.sftp("get /etc/passwd stolen", check=1)
        self.assertFalse((self.local / "stolen").exists())

    @row("subsystem.root")
    def test_without_one(self):
        self.sshd()
        source = make_file(self.local / "up", MIB)
        printed = self.sftp("pwd", f"put -p up {self.share}/up", f"get -p {self.share}/up back").decode()
        self.assertIn(f"Remote working directory: {pwd.getpwuid(os.geteuid()).pw_dir}\n", printed)
        self.same_file(source, self.share / "up")
        self.same_file(source, self.local / "back")


if __name__ == "__main__":
    main()
