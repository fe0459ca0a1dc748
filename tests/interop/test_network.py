"""Lines that are slow, stall or break at every step, peers that vanish, and a computer that sleeps."""

import contextlib
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

from attacks import AttackCase
from raw_ssh import *  # noqa: F403 the numbers of the messages
from raw_ssh import text, u32
from support import FULL, MIB, PATIENCE, InteropCase, main, make_file, row, sha256, tool


class Relay:
    """A line on 127.0.0.1 between clients and the server: `delay` seconds each way; hold() and go_on(); reset()."""

    def __init__(self, case, delay=0.0):
        self._case, self._delay = case, delay
        self._flows = threading.Event()
        self._flows.set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._pairs, self._threads = [], []
        self.moved = 0
        accepting = threading.Thread(target=self._accept, daemon=True)
        accepting.start()
        case.addCleanup(self.close)

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._case.server.port))
                self._pairs.append((client, server))
                for one, other in ((client, server), (server, client)):
                    thread = threading.Thread(target=self._pump, args=(one, other), daemon=True)
                    thread.start()
                    self._threads.append(thread)

    def _pump(self, one, other):
        """What came is due `delay` later, so that much may be under way at once."""
        under_way, open_ended = [], True
        with contextlib.suppress(OSError, ValueError):
            while open_ended or under_way:
                wait = max(0.0, under_way[0][0] - time.monotonic()) if under_way else None
                reading = [one] if open_ended and sum(len(piece) for _, piece in under_way) < 4 * MIB else []
                ready, _, _ = select.select(reading, [], [], wait)
                if ready:
                    piece = one.recv(65536)
                    open_ended = bool(piece)
                    if piece:
                        under_way.append((time.monotonic() + self._delay, piece))
                while under_way and under_way[0][0] <= time.monotonic():
                    self._flows.wait()
                    other.sendall(under_way[0][1])
                    self.moved += len(under_way.pop(0)[1])
            other.shutdown(socket.SHUT_WR)

    def hold(self):
        self._flows.clear()

    def go_on(self):
        self._flows.set()

    def reset(self):
        """Breaks every connection on both sides at once."""
        for pair in self._pairs:
            for one in pair:
                with contextlib.suppress(OSError):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    one.shutdown(socket.SHUT_RD)
        self.go_on()
        for pair in self._pairs:
            for one in pair:
                one.close()
        self._pairs.clear()

    def close(self):
        self._listening.close()
        self.reset()


class Network(AttackCase):
    def through(self, relay, *options):
        """sftp's command line over the relay; the known key is that of the alias."""
        kind, key = (self.folder / "host_key.pub").read_text().split()[:2]
        names = self.folder / "alias"
        names.write_text(f"sally {kind} {key}\n")
        return [tool("sftp"), "-F", str(self.config), "-o", "HostKeyAlias=sally", "-o", f"UserKnownHostsFile={names}",
                "-P", str(relay.port), *options]

    def run_through(self, relay, *lines, check=0):
        batch = self.folder / "batch"
        batch.write_text("\n".join(lines) + "\n")
        return self.command(*self.through(relay, "-b", str(batch)), "sally", check=check).stdout

    @row("G-46")
    # Full: 500 ms each way instead of 100
    def test_a_slow_line_only_takes_longer(self):
        relay = Relay(self, 0.5 if FULL else 0.1)
        there = make_file(self.share / "down", 3 * MIB)
        source = make_file(self.local / "up", 3 * MIB, seed=1)
        self.run_through(relay, "get -p down", "put -p up", "ls -l")
        self.same_file(there, self.local / "down")
        self.same_file(source, self.share / "up")
        ended = self.server.wait_for(kind="disconnected", count=2)
        self.assertEqual(ended["result"], "ok")
        relay.close()
        self.still_serves()

    @row("G-46")
    # Full: the line stalls for 45 s instead of 2
    def test_a_line_that_stalls_goes_on_and_holds_up_nobody(self):
        relay = Relay(self)
        there = make_file(self.share / "down", 24 * MIB)
        source = make_file(self.local / "up", 8 * MIB, seed=1)
        (self.folder / "batch").write_text("get down\nput up\n")
        with subprocess.Popen([*self.through(relay, "-b", self.folder / "batch"), "sally"], env=self.environment, cwd=self.local,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as client:
            while relay.moved < 2 * MIB:
                self.assertIsNone(client.poll())
                time.sleep(0.01)
            relay.hold()
            until = time.monotonic() + (45 if FULL else 2)
            while time.monotonic() < until:
                with self.logged_in() as other:
                    self.assertEqual(self.download(other.open_sftp()), self.content)
            relay.go_on()
            printed = client.communicate(timeout=PATIENCE * 2)[0]
            self.assertEqual(client.returncode, 0, printed)
        self.same_file(there, self.local / "down", times=False, modes=False)
        self.same_file(source, self.share / "up", times=False, modes=False)
        relay.close()
        self.assertEqual(self.server.select(kind="limit"), [])
        self.still_serves()

    @row("G-46")
    # Full: broken 20 times instead of 3
    def test_a_line_that_breaks_leaves_what_was_acknowledged_to_go_on_from(self):
        source = make_file(self.local / "up", 8 * MIB, seed=1)
        there = make_file(self.share / "down", 8 * MIB, seed=2)
        broken, turns = 0, 20 if FULL else 3

        def lines():
            return [("re" if (self.local / "down").exists() else "") + "get down",
                    ("re" if (self.share / "up").exists() else "") + "put up"]

        for turn in range(turns):
            relay = Relay(self)
            (self.folder / "batch").write_text("\n".join(lines()) + "\n")
            with subprocess.Popen([*self.through(relay, "-b", self.folder / "batch", "-l", "64000"), "sally"], env=self.environment,
                                  cwd=self.local, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT) as client:
                while client.poll() is None and relay.moved < 16 * MIB // (turns + 1):
                    time.sleep(0.005)
                relay.reset()
                broken += client.wait(PATIENCE) != 0
                client.stdout.read()
            relay.close()
            self.server.wait_for(kind="disconnected", count=turn + 2)
            if (self.local / "down").exists():
                self.assertTrue(there.read_bytes().startswith((self.local / "down").read_bytes()))
            if (self.share / "up").exists():
                self.assertTrue(source.read_bytes().startswith((self.share / "up").read_bytes()))
        self.assertGreater(broken, 0)
        cut = [event["connection"] for event in self.server.events if event.get("result") == "cut short"]
        self.assertEqual(len(cut), len(set(cut)), "one row a transfer that was cut short")
        self.assertGreater(len(cut), 0)
        # What came whole before the line broke is not asked for again: sftp calls that an error.
        ends = zip(lines(), (there, source), (self.local / "down", self.share / "up"))
        self.sftp(*(line for line, whole, part in ends if not part.exists() or part.stat().st_size < whole.stat().st_size))
        self.same_file(there, self.local / "down", times=False, modes=False)
        self.same_file(source, self.share / "up", times=False, modes=False)
        self.still_serves()

    def steps(self):
        """What a client may have done when it is gone: a name and how it gets there, the events that are left."""

        def plain(*sent):
            def reach():
                peer = self.connect(exchange=False)
                for data in sent:
                    peer.send_bytes(data)
                return peer

            return reach

        def offers(peer):
            peer.send(peer.kexinit())
            self.assertEqual(peer.read()[0], KEXINIT)
            return peer

        def half_keys(peer):
            peer.send(bytes([KEX_ECDH_INIT]) + text(b"\x09" + bytes(31)))
            self.assertEqual(peer.read()[0], KEX_ECDH_REPLY)
            return peer

        def bannered():
            peer = self.connect(exchange=False)
            peer.exchange_banners()
            return peer

        def asked(peer):
            self.assertIsNotNone(peer.service())
            return peer

        def refused(peer):
            self.assertEqual(peer.none("tester")[0], USERAUTH_FAILURE)
            return peer

        def opened(peer):
            self.assertIsNotNone(peer.open_channel())
            return peer

        def amid_a_packet(peer):
            channel = peer.open_sftp()
            handle = channel.open("/cut", 2 | 8 | 16)
            self.assertEqual(channel.status(b"\6" + u32(2) + text(handle) + bytes(8) + text(b"x" * 1000)), 0)
            channel.send(u32(20_000) + b"\6" + u32(3) + text(handle) + struct.pack(">QI", 1000, 19_979) + b"y" * 500)
            return peer

        def unread(peer):
            channel = peer.open_sftp(window=2**31 - 1)
            handle = channel.open("/file")
            for number in range(200):
                channel.send_sftp(b"\5" + u32(number) + text(handle) + struct.pack(">QI", 0, 60_000))
            channel.receive_sftp()
            return peer

        nothing, entered = [], [self.entered]
        lost = "The connection was lost"
        return (
            ("connected", plain(), nothing), ("half a banner", plain(b"SSH-2.0-half"), nothing), ("banner", bannered, nothing),
            ("offers", lambda: offers(bannered()), nothing), ("half a key exchange", lambda: half_keys(offers(bannered())), nothing),
            ("keys", self.connect, nothing), ("service", lambda: asked(self.connect()), nothing),
            ("none refused", lambda: refused(asked(self.connect())), nothing), ("logged in", self.logged_in, entered),
            ("channel", lambda: opened(self.logged_in()), entered),
            ("amid an upload", lambda: amid_a_packet(self.logged_in()), [*entered, ("upload", ""), ("upload", lost)]),
            ("amid a download", lambda: unread(self.logged_in()), [*entered, ("download", ""), ("download", lost)]))

    @row("D25", "G-46")
    # Full: 100 times a step and way instead of twice
    def test_clients_gone_at_any_step_leave_nothing(self):
        steps = self.steps()
        self.assertEqual(len(steps), 12)
        for number, (name, reach, left) in enumerate(steps, 1):
            for times in range(200 if FULL else 4):
                self.source = f"127.{number}.{10 + times}.1"  # a name of its own, whatever the port
                peer = reach()
                if times % 2:  # a reset, else only the end
                    peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                peer.close()
                told = [(kind, words) for kind, words in self.told(peer) if kind != "connected"]
                running = [event for event in self.server.select(peer=peer.name, result="running")]
                self.assertEqual(len(told) - len(running), len(left), (name, told))
                self.assertEqual([told[0], told[-1]] if told else [], [left[0], left[-1]] if left else [], name)
                self.assertEqual(len(self.server.select(peer=peer.name, kind="disconnected")), 1)
                self.assertEqual(len(self.server.select(peer=peer.name, kind="connected")), 1)
        self.assertEqual((self.share / "cut").read_bytes()[:1000], b"x" * 1000)
        self.assertEqual(self.server.select(kind="protocol") + self.server.select(kind="fault") + self.server.select(kind="limit"), [])
        self.still_serves()


class Sleep(AttackCase):
    """The whole program stands still, as when the computer sleeps."""

    arguments = ["--set", "limits.maxUnauthenticatedPerAddress=32", "--set", "limits.loginGrace=3s", "--bwlimit", "12M"]

    def start(self, *arguments):
        self.serve(arguments=[*self.arguments, *arguments])

    def sleep(self, seconds):
        self.server.signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.server.signal(signal.SIGCONT)

    @row("E13", "G-64")
    # Full: asleep for 120 s instead of 5
    def test_transfers_go_on_and_nobody_is_punished(self):
        seconds = 120 if FULL else 5
        there = make_file(self.share / "down", 5 * MIB)
        sources = [make_file(self.local / f"up{number}", 2 * MIB, seed=number) for number in range(8)]
        clients = []
        for number in range(8):
            batch = self.folder / f"batch{number}"
            batch.write_text(f"get down down{number}\nput up{number}\n")
            clients.append(subprocess.Popen(["sftp", "-F", self.config, "-b", batch, "sally"], env=self.environment, cwd=self.local,
                                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
            self.addCleanup(clients[-1].kill)
        self.server.wait_for(kind="download", result="started", count=8)
        # One that opens no window while the computer sleeps (a full socket is the kernel's to end, which is awake here),
        # one that is idle, and many that have not logged in.
        unread = self.logged_in(source="127.0.0.2")
        channel = unread.open_sftp(window=150_000)
        handle = channel.open("/down")
        for number in range(100):
            channel.send_sftp(b"\5" + u32(number) + text(handle) + struct.pack(">QI", 0, 50_000))
        idle = self.logged_in(source="127.0.0.2")
        idle_channel = idle.open_sftp()
        silent = [self.connect(source="127.0.0.3") for _ in range(8)]
        # On a busy computer some are through by now.
        self.assertLess(len(self.server.select(kind="download", result="ok")), len(clients))
        self.sleep(seconds)
        for number, client in enumerate(clients):
            printed = client.communicate(timeout=PATIENCE * 2)[0]
            self.assertEqual(client.returncode, 0, printed)
            self.assertEqual(sha256(self.local / f"down{number}"), sha256(there))
            self.assertEqual(sha256(self.share / f"up{number}"), sha256(sources[number]))
        for number in range(100):
            kind, _, rest = channel.receive_sftp()
            self.assertEqual((kind, len(rest)), (103, 50_004))
            channel.adjust(len(rest) + 13)
        self.assertEqual(idle_channel.ask(b"\x11" + u32(1) + text("/down"))[0], 105)
        # Those who slept through their time to log in have to come again, and may.
        for peer in silent:
            self.ended(peer)
        self.assertEqual(self.server.select(kind="blocked"), [])
        peer = self.logged_in(source="127.0.0.3")
        self.assertEqual(self.download(peer.open_sftp()), self.content)
        for other in (unread, idle, peer):
            other.close()
            self.assertEqual([entry for entry in self.told(other) if entry[0] in ("limit", "protocol", "fault")], [])

    @row("E13")
    def test_who_only_waits_is_punished_as_ever(self):
        peers = [self.connect(source="127.0.0.4") for _ in range(8)]
        self.sleep(0.1)
        for peer in peers:
            self.assertEqual(self.told(peer), [("limit", "No login within 3 s")])
        self.assertEqual(self.server.wait_for(kind="blocked")["peer"], "127.0.0.4")


class Addresses(InteropCase):
    """A network of the test's own, in which addresses come and go: all of one interface that stays."""

    # Addresses of IPv4 are aliases of lo, lo:7 for one that ends with 7. Source: netdevice(7), ipv6(7) of Linux.
    CHANGE = r"""if True:
        import fcntl, ipaddress, socket, struct, sys
        what, address = sys.argv[1], ipaddress.ip_address(sys.argv[2])
        with socket.socket(socket.AF_INET6 if address.version == 6 else socket.AF_INET, socket.SOCK_DGRAM) as any:
            up = 0x8914, struct.pack("16sh22x", b"lo", 0x41)
            if address.version == 6:
                changes = [(0x8916 if what == "add" else 0x8936, struct.pack("16sIi", address.packed, 128, 1))]
            else:
                alias = b"lo:%d" % address.packed[-1]
                changes = ([(number, struct.pack("16sHH4s16x", alias, socket.AF_INET, 0, value))
                            for number, value in ((0x8916, address.packed), (0x891c, b"\xff" * 4))] if what == "add"
                           else [(0x8914, struct.pack("16sh22x", alias, 0))])
            for request in (up, *changes):
                fcntl.ioctl(any, *request)
    """

    def setUp(self):
        super().setUp()
        self.in_namespaces("n")
        make_file(self.share / "file", MIB)

    def change(self, what, address):
        self.inside(sys.executable, "-c", self.CHANGE, what, address)

    def fetch(self, address, check=0):
        """Asked there, the server gives its file; `check` as run() has it."""
        kind, key = (self.folder / "host_key.pub").read_text().split()[:2]
        self.known_hosts.write_text(f"[{address}]:{self.server.port} {kind} {key}\n")
        (self.local / "file").unlink(missing_ok=True)
        self.command(*self.enter, "sftp", "-F", self.ssh_config(self.server.port), "-o", f"HostName={address}",
                     "-o", "ConnectTimeout=20", "sally:/file", self.local, check=check)
        if check == 0:
            self.assertEqual(sha256(self.local / "file"), sha256(self.share / "file"))

    @row("E12")
    def test_an_address_that_comes_back_is_served_by_the_same_socket(self):
        for address, place in (("10.77.0.7", "10.77.0.7:0"), ("fd00:77::7", "[fd00:77::7]:0")):
            self.change("add", address)
            self.serve(address=place)
            self.fetch(address)
            for _ in range(3):
                self.change("remove", address)
                self.fetch(address, check="fails")
                self.change("add", address)
                self.fetch(address)
            # Nothing was to be done about it, and nobody was to be told.
            kinds = {event["kind"] for event in self.server.events}
            self.assertEqual(len(self.server.select(kind="listening")), 1)
            self.assertFalse(kinds & {"fault", "stopped", "settings"}, kinds)
            self.assertEqual(self.server.errors(), "")
            self.server.stop()

    @row("E12")
    def test_who_listens_everywhere_serves_addresses_that_come_later(self):
        self.serve(address=":0")
        self.server.wait_for(2, kind="listening")
        self.assertEqual([event["message"] for event in self.server.select(kind="listening")],
                         [f"listening on {place} port {self.server.port}" for place in ("0.0.0.0", "::")])
        for address in ("10.77.0.7", "10.77.0.8", "fd00:77::7"):
            self.fetch(address, check="fails")
            self.change("add", address)
            self.fetch(address)
            self.change("remove", address)
            self.fetch(address, check="fails")
            self.change("add", address)
            self.fetch(address)
        self.server.stop()


if __name__ == "__main__":
    main()
