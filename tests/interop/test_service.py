"""As systemd starts it: sockets handed over, readiness told, and the unit's walls around it."""

import os
import re
import socket
import sys
import time
from pathlib import Path

import paramiko

from support import CLI, PATIENCE, InteropCase, main, make_file, run, tool

HERE = Path(__file__).parent
UNIT = HERE.parent.parent / "installer/linux/sallyport.service"
STATED = "Isolation is not available"


def free_port(address):
    with socket.socket() as taken:
        taken.bind((address, 0))
        return taken.getsockname()[1]


def listening_ports():
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {int(row[1].split(":")[1], 16) for row in rows if row[3] == "0A"}


class Service(InteropCase):
    def setUp(self):
        super().setUp()
        make_file(self.share / "down", 1_000_000)
        make_file(self.local / "up", 1_000_000, seed=1)

    def moves_files(self, *options):
        name = f"up{len(list(self.share.iterdir()))}"
        self.sftp("get -p down got", f"put -p up {name}", f"chmod 600 {name}", f"rename {name} {name}.done", options=options)
        self.same_file(self.share / "down", self.local / "got")
        self.same_file(self.local / "up", self.share / f"{name}.done", modes=False)

    def test_two_sockets_are_handed_over_and_readiness_is_told(self):
        notify = self.folder / "notify"
        manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(manager.close)
        manager.bind(str(notify))
        manager.settimeout(PATIENCE)
        places = [(address, free_port(address)) for address in ("127.0.0.1", "127.0.0.2")]
        self.environment["NOTIFY_SOCKET"] = str(notify)
        self.wrapper = (tool("systemd-socket-activate"), *(f"--listen={address}:{port}" for address, port in places),
                        *(f"--setenv={name}" for name in self.environment))
        # It starts the program when the first client knocks, whom the sockets keep waiting.
        self.serve(wait=False)
        kind, key = Path(f"{self.host_key}.pub").read_text().split()[:2]
        self.known_hosts.write_text("".join(f"[{address}]:{port} {kind} {key}\n" for address, port in places))
        self.config = self.ssh_config(places[0][1])
        limit = time.monotonic() + PATIENCE
        while not {port for _, port in places} <= listening_ports():
            self.assertLess(time.monotonic(), limit)
            time.sleep(0.02)
        for address, port in places:
            self.moves_files("-o", f"HostName={address}", "-o", f"Port={port}")
        self.assertEqual(manager.recv(100), b"READY=1")
        told = sorted(event["message"] for event in self.server.select(kind="listening"))
        self.assertEqual(told, [f"listening on {address} port {port}" for address, port in places])
        self.server.stop()
        self.assertEqual(manager.recv(100), b"STOPPING=1")

    def behind_the_walls(self, without="", arguments=()):
        self.wrapper = ("/usr/bin/python3", "-B", HERE / "as_the_unit.py", UNIT)
        self.environment["SALLYPORT_UNIT_WITHOUT"] = without
        # The leak sanitizer traces its own process, which the unit forbids.
        self.environment["ASAN_OPTIONS"] = self.environment.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        return self.serve(arguments=arguments)

    def test_the_units_walls_let_it_work_and_keep_isolation_active(self):
        server = self.behind_the_walls()
        status = dict(line.split(":\t", 1) for line in
                      Path(f"/proc/{server.process.pid}/status").read_text().splitlines() if ":\t" in line)
        self.assertEqual((status["Seccomp"], status["NoNewPrivs"]), ("2", "1"))
        # The share lies in /tmp, which no option of the unit hides.
        self.assertTrue(str(self.share).startswith("/tmp/"), self.share)
        self.moves_files()
        told = self.command(*self.wrapper, CLI, "doctor", "--json", "--profile", self.profile, check=None).stdout
        self.assertIn(b'"kind":"isolation"', told)
        with paramiko.SSHClient() as client:
            client.load_host_keys(str(self.known_hosts))
            client.connect("127.0.0.1", server.port, "tester", self.password, look_for_keys=False, allow_agent=False)
            self.assertEqual(len(client.open_sftp().open("down").check("sha256")), 32)
        self.sftp("mkdir folder", "symlink down link", "ls -la", "df", "rm link", "rmdir folder", "put -f up synced")
        server.stop()
        self.assertEqual([event for event in server.events if STATED in event.get("message", "")], [])

    def replaced(self, without):
        """The group and the mode of a file that an atomic upload took the place of."""
        ours = {os.getgid(), os.stat(self.share).st_gid}
        team = 12345 if os.geteuid() == 0 else next((group for group in os.getgroups() if group not in ours), os.getgid())
        old = self.share / "old"
        make_file(old, 100)
        os.chown(old, -1, team)
        old.chmod(0o664)
        self.behind_the_walls(without, ["--set", "shares.*.atomicUpload=true"])
        inode = old.stat().st_ino
        self.sftp("put up old")
        self.same_file(self.local / "up", old, modes=False, times=False)
        self.server.stop()
        self.assertNotEqual(old.stat().st_ino, inode)
        return old.stat().st_gid == team, old.stat().st_mode & 0o777

    def test_a_file_that_is_replaced_keeps_its_group(self):
        self.assertEqual(self.replaced(""), (True, 0o664))

    def test_where_its_group_cannot_be_kept_another_one_gains_nothing(self):
        self.assertEqual(self.replaced("fchown")[1], 0o644)

    def test_without_landlocks_calls_isolation_is_not_there_and_said(self):
        server = self.behind_the_walls("landlock_create_ruleset landlock_add_rule landlock_restrict_self")
        self.moves_files()
        server.stop()
        self.assertEqual(len([event for event in server.events if STATED in event.get("message", "")]), 1)

    def test_the_unit_is_as_tight_as_stated(self):
        # Nothing is installed here: the program of the unit is another.
        unit = self.folder / "sallyport.service"
        unit.write_text(UNIT.read_text().replace("ExecStart=sallyport-cli", "ExecStart=/bin/true"))
        told = run("systemd-analyze", "--user", "security", "--offline=true", unit,
                   env={**self.environment, "XDG_RUNTIME_DIR": str(self.folder)}).stdout.decode()
        figure = re.search(r"Overall exposure level for \S+: ([0-9.]+)", told)
        self.assertIsNotNone(figure, told)
        print(figure[0], file=sys.stderr)
        self.assertLessEqual(float(figure[1]), 6.3, told)


if __name__ == "__main__":
    main()
