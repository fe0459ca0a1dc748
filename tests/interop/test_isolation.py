"""The second wall, seen from the system calls: what a connection's thread opens once it is inside."""

import re
import sys
from pathlib import Path

import paramiko

from support import MIB, InteropCase, make_file, main, row, tool

HERE = Path(__file__).parent
STATED = "Isolation is not available"


class Isolation(InteropCase):
    def limits(self):
        return dict(line.split(":", 1) for line in
                    Path(f"/proc/{self.server.process.pid}/status").read_text().splitlines() if ":" in line)

    def visit(self):
        """Everything a client may cause: a login, all kinds of requests, hashes, new keys."""
        make_file(self.share / "down", 3 * MIB)
        (self.share / "a").mkdir()
        (self.share / "b").mkdir()
        make_file(self.local / "up", 3 * MIB)
        self.config = self.ssh_config(self.server.port, "tester", "ssh_config", "RekeyLimit 1M")
        printed = self.sftp("ls -la /", "get down", "put up", "put -f up again", "rename up a/up", "ln a/up b/up",
                            "ln -s a/up link", "ls -l link", "chmod 600 a/up", "df", "mkdir c", "rmdir c", "rm again",
                            "reget down", "get -p link linked")
        self.same_file(self.share / "down", self.local / "down", times=False)
        self.same_file(self.local / "up", self.local / "linked", times=False, modes=False)
        self.same_file(self.local / "up", self.share / "b/up", times=False, modes=False)
        with paramiko.SSHClient() as client:
            client.load_host_keys(str(self.known_hosts))
            client.connect("127.0.0.1", self.server.port, "tester", self.password, look_for_keys=False,
                           allow_agent=False)
            sftp = client.open_sftp()
            with sftp.open("down") as file:
                self.assertEqual(len(file.check("sha256")), 32)
            sftp.truncate("down", 10)
            sftp.utime("down", (1, 2))
            self.assertEqual(sftp.stat("down").st_size, 10)
        return printed.decode()

    @row("wall.landlock")
    def test_a_connection_needs_no_file_outside_once_it_is_inside(self):
        trace = self.folder / "trace"
        self.wrapper = (tool("strace"), "-D", "-f", "-qq", "-o", trace, "-e", "trace=open,openat,openat2,creat,"
                        "landlock_create_ruleset,landlock_restrict_self")
        # The leak sanitizer does not work below another tracer.
        self.environment["ASAN_OPTIONS"] = self.environment.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        self.serve()
        # Rows of `ls` have the file's local date: the zone is known, too.
        self.assertRegex(self.visit(), r"Feb 1[34] +2009")
        self.server.signal(15)
        self.assertEqual(self.server.wait(), 0)
        confined, opened, outside = set(), 0, []
        has_landlock = False
        for line in trace.read_text(errors="replace").splitlines():
            thread, call = line.split(None, 1)
            if re.search(r"landlock_create_ruleset\(.*VERSION\) += [2-9]", call):
                has_landlock = True
            if re.search(r"landlock_restrict_self.* = 0$", call):
                confined.add(thread)
            elif thread in confined and "open" in call:
                opened += 1
                # Below the root's descriptor, or again what was looked at.
                inside = re.match(r'open(at2)?\(\d+,|openat\(\d+, "[^/"]|open(at)?\((AT_FDCWD, )?"/proc/self/fd/\d+"',
                                  call)
                if not inside or "EACCES" in call:
                    outside.append(call)
        # At the start it is tried out on the folder of all folders. And the C library may ask once whether to give
        # memory back to the system at all, or only mark it as free; either will do.
        outside = [call for call in outside if "/proc/sys/vm/overcommit_memory" not in call]
        self.assertEqual(len(outside), int(has_landlock), outside)
        self.assertTrue(all(call.startswith('openat(AT_FDCWD, "/", ') for call in outside), outside)
        if not has_landlock:
            self.assertEqual(len(self.server.select(kind="fault")), 1)
            return
        self.assertEqual(len(confined), 3)  # tried out, OpenSSH, paramiko
        self.assertGreater(opened, 10)
        self.assertEqual(self.server.select(kind="fault"), [])

    @row("wall.landlock", "wall.process")
    def test_a_kernel_without_it_is_said_and_everything_works(self):
        self.wrapper = (sys.executable, HERE / "without_landlock.py")
        self.serve()
        stated = self.server.wait_for(kind="fault")
        self.assertIn(STATED, stated["message"])
        self.visit()
        limits = self.limits()
        self.assertEqual(limits["NoNewPrivs"].strip(), "1")
        self.assertRegex(Path(f"/proc/{self.server.process.pid}/limits").read_text(), r"core file size +0 +0 ")
        self.assertEqual(len(self.server.select(kind="fault")), 1)
        self.server.stop()


if __name__ == "__main__":
    main()
