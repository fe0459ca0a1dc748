"""Two servers of one folder behind Debian's HAProxy, set up as README.md says."""

import contextlib
import re
import socket
import struct
import subprocess
import threading
from pathlib import Path

import paramiko

from disks import wait_until
from support import CLI, FULL, MIB, PATIENCE, InteropCase, Server, main, make_file, row, tool

README = Path(__file__).resolve().parents[2] / "README.md"
# Where the balancer's own connections come from: the only address that is trusted.
BALANCER = "127.0.0.100"
SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"


def recipe():
    """HAProxy's configuration in README.md."""
    return re.search(r"\n    defaults\n(?:(?:    .*)?\n)+", README.read_text())[0]


def header(address):
    """What a balancer says of a client from there."""
    return SIGNATURE + struct.pack("!BBH4s4sHH", 0x21, 0x11, 12, socket.inet_aton(address), socket.inet_aton("127.0.0.1"), 40001, 22)


class Balanced(InteropCase):
    def setUp(self):
        super().setUp()
        self.cli("settings", "set", "network.trustedProxies", BALANCER)
        self.cli("shares", "add", "work", self.share)
        self.cli("users", "add", "tester", "--password-file", self.password_file, "--authorized-keys", self.authorized, "--access", "work=full")
        exported = self.folder / "exported.json"
        self.cli("settings", "export", exported)
        self.keys = self.cli("host-key", "show").decode()
        self.profiles = [self.profile, self.folder / "second"]
        for command in (["settings", "import", exported], *(["host-key", "import", key] for key in sorted((self.profile / "keys").iterdir()))):
            self.command(CLI, *command, "--profile", self.profiles[1])
        self.assertEqual(self.command(CLI, "host-key", "show", "--profile", self.profiles[1]).stdout.decode(), self.keys)
        self.servers = [self.start(number) for number in (0, 1)]

    def start(self, number, port=0, *options):
        return Server(self, ["serve", "--json", "--profile", str(self.profiles[number]), "--addr", f"127.0.0.1:{port}", *options],
                      self.environment)

    def balance(self, ports, changes=()):
        """The recipe, with its addresses and ports replaced by those of this test; clients come to `self.port`."""
        text = recipe()
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.port = listening.getsockname()[1]
            replaced = [("bind :22", f"bind fd@{listening.fileno()}"), ("10.0.0.11:2022", f"127.0.0.1:{ports[0]} source {BALANCER}"),
                        ("10.0.0.12:2022", f"127.0.0.1:{ports[1]} source {BALANCER}"), ("inter 2s", "inter 100ms"), *changes]
            for old, new in replaced:
                self.assertIn(old, text)
                text = text.replace(old, new)
            config, self.control = self.folder / "haproxy.cfg", self.folder / "haproxy.socket"
            config.write_text(f"global\n    stats socket {self.control} mode 600\n{text}")
            log = (self.folder / "haproxy.log").open("wb")
            balancer = subprocess.Popen([tool("haproxy"), "-db", "-f", config], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                        env=self.environment, pass_fds=[listening.fileno()])
            log.close()
        self.addCleanup(lambda: (balancer.kill(), balancer.wait()))
        # One key of the kind that OpenSSH asks for first, and no other is taken.
        kind, key = self.keys.split()[1:3]
        self.known_hosts.write_text(f"[127.0.0.1]:{self.port} {kind} {key}\n")
        self.config = self.ssh_config(self.port)
        wait_until(lambda: self.control.exists() or balancer.poll() is not None, "HAProxy")
        self.assertIsNone(balancer.poll(), (self.folder / "haproxy.log").read_text())
        wait_until(lambda: self.states() == ["UP", "UP"], "both servers")

    def states(self):
        """What HAProxy thinks of the servers."""
        with socket.socket(socket.AF_UNIX) as asking:
            asking.connect(str(self.control))
            asking.sendall(b"show stat\n")
            lines = asking.makefile().read().splitlines()
        rows = [line.split(",") for line in lines[1:] if line]
        return [one[17].split()[0] for one in rows if one[0] == "sallyport" and one[1] != "BACKEND"]

    def log_in(self, address, password=None, port=None, first=b""):
        """A client that comes from `address` and sends `first`; None: it was not let in."""
        line = socket.create_connection(("127.0.0.1", port or self.port), PATIENCE, (address, 0))
        line.sendall(first)
        transport = paramiko.Transport(line)
        self.addCleanup(transport.close)
        try:
            transport.start_client(timeout=PATIENCE)
            transport.auth_password("tester", password or self.password)
        except (paramiko.SSHException, EOFError, OSError):
            transport.close()
            return None
        return transport

    def events(self, **fields):
        return [event for server in self.servers for event in server.select(**fields)]


class Failover(Balanced):
    ADDRESS = "127.0.0.7"

    def setUp(self):
        super().setUp()
        self.balance([server.port for server in self.servers])
        self.config = self.ssh_config(self.port, "tester", "ssh_config", f"BindAddress {self.ADDRESS}")

    def start(self, number, port=0):
        return super().start(number, port, "--bwlimit", "40M" if FULL else "8M")

    def files(self, folder):
        folder.mkdir()
        for number in range(100):
            make_file(folder / f"file {number:03}", (2 * MIB if FULL else 128 * 1024) + number, seed=number, mtime=1_400_000_000 + number)
        return folder

    def kill_while(self, going_on, folder):
        """Kills the server that serves the client when a third of the files is there, and again at two thirds. Each
        comes back once the client is with the other."""
        killed = []
        for count in (33, 66):
            wait_until(lambda: not going_on() or len(list(folder.rglob("file *"))) >= count, f"{count} files")
            self.assertTrue(going_on(), "all was over too soon")
            number, = (number for number, server in enumerate(self.servers)
                       if len(server.select(kind="loggedIn")) > len(server.select(kind="disconnected", user="tester")))
            victim, other = self.servers[number], self.servers[1 - number]
            before = len(other.select(kind="loggedIn"))
            victim.kill()
            killed.append(number)
            wait_until(lambda: not going_on() or len(other.select(kind="loggedIn")) > before, "the other server")
            self.servers[number] = self.start(number, victim.port)
        self.assertEqual(sorted(killed), [0, 1])

    @row("balancer")
    # Full: files of 2 MiB instead of 128 KiB
    def test_an_upload_of_100_files_survives_each_server(self):
        tree = self.files(self.local / "tree")
        script = self.folder / "script"
        script.write_text("\n".join([
            "set cmd:fail-exit yes", "set net:max-retries 100", "set net:timeout 60", "set net:reconnect-interval-base 1",
            "set net:reconnect-interval-multiplier 1", "set sftp:auto-confirm no",
            f'set sftp:connect-program "ssh -a -x -F {self.config}"', "open -u tester, sftp://sally/work",
            "mirror -R -c tree up", "bye"]) + "\n")
        with subprocess.Popen([tool("lftp"), "--norc", "-f", script], env=self.environment, cwd=self.local, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as client:
            self.addCleanup(client.kill)
            self.kill_while(lambda: client.poll() is None, self.share)
            said = client.communicate(timeout=PATIENCE * 2)[0]
        self.assertEqual(client.returncode, 0, said)
        self.assertNotRegex(said, b"(?i)host key|identification")
        self.same_tree(tree, self.share / "up")

    @row("balancer")
    # Full: files of 2 MiB instead of 128 KiB
    def test_a_download_of_100_files_survives_each_server(self):
        there = self.files(self.share / "down")
        tries, said, over = [], [], threading.Event()

        def get():
            """As a person would: the same command again until it is done."""
            while not tries or tries[-1] != 0 and len(tries) < 100:
                done = self.command("sftp", "-F", self.config, "-b", "-", "sally", input=b"get -apr work/down .\n", check=None)
                tries.append(done.returncode)
                said.append(done.stdout)
            over.set()

        client = threading.Thread(target=get, daemon=True)
        client.start()
        self.kill_while(lambda: not over.is_set(), self.local)
        client.join(PATIENCE * 2)
        self.assertEqual(tries[-1], 0, said[-1])
        self.assertGreaterEqual(len(tries), 3)
        self.assertNotRegex(b"".join(said), b"(?i)host key|identification")
        self.same_tree(there, self.local / "down")


class WhoComes(Balanced):
    def setUp(self):
        super().setUp()
        self.balance([server.port for server in self.servers])

    @row("balancer")
    def test_a_guesser_is_blocked_and_neither_the_balancer_nor_others_are(self):
        guesses = 0
        while not self.events(kind="blocked"):
            self.assertLess(guesses, 60)
            guesses += 1
            self.assertIsNone(self.log_in("127.0.0.66", "wrong horse"))
        self.assertIsNone(self.log_in("127.0.0.66"))  # not with the right one either
        self.assertEqual({event["peer"] for event in self.events(kind="blocked")}, {"127.0.0.66"})
        self.assertEqual({event["peer"].rsplit(":", 1)[0] for event in self.events(kind="loginRefused")}, {"127.0.0.66"})
        for address in ("127.0.0.67", "127.0.0.68", "127.0.0.69"):
            with self.log_in(address) as transport:
                self.assertEqual(transport.open_sftp_client().listdir("/"), ["work"])
        self.assertEqual(self.states(), ["UP", "UP"])
        for server in self.servers:
            server.stop()

    @row("balancer")
    def test_a_key_for_one_address_is_good_from_there_alone(self):
        lines = self.folder / "keys"
        lines.write_text(f'from="127.0.0.71" {(self.folder / "key.pub").read_text()}')
        for profile, server in zip(self.profiles, self.servers):
            self.command(CLI, "users", "add", "anna", "--authorized-keys", lines, "--access", "work=view", "--profile", profile)
        wait_until(lambda: all(server.select(kind="settings") for server in self.servers), "the new user")
        for address, code in (("127.0.0.71", 0), ("127.0.0.72", "fails")):
            self.config = self.ssh_config(self.port, "anna", "ssh_config", f"BindAddress {address}")
            self.sftp("ls work", check=code)
        self.assertEqual({event["peer"].rsplit(":", 1)[0] for event in self.events(kind="loggedIn")}, {"127.0.0.71"})

    @row("balancer")
    def test_a_header_of_a_stranger_is_not_believed(self):
        with socket.create_connection(("127.0.0.1", self.servers[0].port), PATIENCE, ("127.0.0.50", 0)) as stranger:
            stranger.sendall(header("203.0.113.9") + b"SSH-2.0-stranger\r\n")
            while stranger.recv(4096):
                pass
        told = self.servers[0].wait_for(kind="protocol")
        self.assertEqual(told["peer"].rsplit(":", 1)[0], "127.0.0.50")
        self.assertNotIn("203.0.113.9", str(self.events()))


class Line:
    """Between HAProxy and a server, to count the checks that got a banner."""

    def __init__(self, case, port):
        self.headers, self.banners, self._port = set(), 0, port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        case.addCleanup(self.close)

    def _run(self):
        while True:
            try:
                balancer, _ = self._listening.accept()
            except OSError:
                return
            # HAProxy ends a check with a reset.
            with contextlib.suppress(ConnectionError), balancer, socket.create_connection(
                    ("127.0.0.1", self._port), PATIENCE, (BALANCER, 0)) as server:
                said = balancer.recv(16, socket.MSG_WAITALL)
                self.headers.add(said)
                server.sendall(said)
                banner = server.recv(256)
                self.banners += banner.startswith(b"SSH-2.0-")
                balancer.sendall(banner)
                while balancer.recv(256):
                    pass

    def close(self):
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(PATIENCE)


class Checks(Balanced):
    @row("balancer")
    def test_1000_checks_are_no_event_and_cost_nothing(self):
        lines = [Line(self, server.port) for server in self.servers]
        self.balance([line.port for line in lines], [("inter 100ms", "inter 1ms"), ("timeout connect 5s", "timeout connect 5s\n    timeout check 60s"), (f"source {BALANCER}", "")])
        wait_until(lambda: min(line.banners for line in lines) >= 1000, "1,000 checks of each")
        self.assertEqual({header for line in lines for header in line.headers}, {SIGNATURE + b"\x20\0\0\0"})
        # Others look without a word, or say no more than who they are.
        for sent in (b"", SIGNATURE + b"\x20\0\0\0") * 200:
            with socket.create_connection(("127.0.0.1", self.servers[0].port), PATIENCE, (BALANCER, 0)) as check:
                check.sendall(sent)
        self.assertIsNotNone(self.log_in(BALANCER, port=self.servers[0].port, first=header(BALANCER)))
        self.assertEqual([event["kind"] for event in self.events() if event["kind"] not in ("connected", "loggedIn", "disconnected")],
                         ["listening"] * 2)
        self.assertEqual(len(self.events(kind="connected")), 1)


if __name__ == "__main__":
    main()
