"""Clients that want the server's memory, its threads or its time: each gets little of them, another client's transfer
arrives whole meanwhile, and nothing is left behind."""

import contextlib
import resource
import socket
import threading
import time

from load import SANITIZED, LoadCase, figure
from raw_ssh import (CHANNEL_DATA, CHANNEL_OPEN, CHANNEL_REQUEST, DEBUG, GLOBAL_REQUEST, IGNORE, KEX_ECDH_INIT,
                     SERVICE_REQUEST, Closed, Key, RawSsh, take_text, text, u32, u64)
from support import CLI, FULL, MIB, PATIENCE, main, make_file, row

UNKNOWN = 192  # OpenSSH's PING, which libssh does not know
PIECE = 32 * 1024


class Attack(LoadCase):
    source = "127.0.0.66"

    def setUp(self):
        super().setUp()
        self.up = make_file(self.local / "up", 8 * MIB)
        self.down = make_file(self.share / "down", 8 * MIB, seed=1)
        self.big = self.share / "big"
        with self.big.open("wb") as file:
            file.truncate(64 * MIB)

    def peer(self, **options):
        return RawSsh(self.server.port, source=self.source, **options)

    def logged_in(self, **options):
        # With a key: the memory that a verification of a password takes is not the attack's.
        return self.peer(suite="aes128-gcm", **options).log_in("tester", key=Key(self.key))

    def transfer(self, name):
        """What somebody else does meanwhile."""
        self.command("sftp", "-F", self.config, "-o", "BindAddress=127.0.0.200", "-b", "-", "sally",
                     input=f"put up {name}\nget down {name}\n".encode())
        self.same_file(self.up, self.share / name, times=False)
        self.same_file(self.down, self.local / name, times=False)

    @contextlib.contextmanager
    def attacked(self, *arguments, most=32 * MIB):
        """The server before, and what the attack in this block may take of it."""
        self.serve(arguments=arguments)
        self.transfer("before")
        counts, memory = self.settled(), self.memory()
        self.forget_most_memory()
        trouble = []

        def meanwhile():
            try:
                self.transfer("meanwhile")
            except BaseException as error:  # told where it counts
                trouble.append(error)

        other = threading.Thread(target=meanwhile)
        other.start()
        try:
            yield
        finally:
            other.join()
        self.assertEqual(trouble, [])
        grown = self.most_memory() - memory
        print(f"grown by {grown / MIB:.1f} MiB at most", flush=True)
        if not SANITIZED:
            self.assertLess(grown, most)
        self.assertEqual(self.settled(), counts, "threads, descriptors")
        self.transfer("after")
        self.server.stop()

    def ended_by(self, kind, message):
        """The one event of this kind, of the attacker."""
        event = self.server.wait_for(kind=kind)
        self.assertEqual(event["message"], message)
        self.assertTrue(event["peer"].startswith(self.source + ":"), event)
        self.assertEqual(len(self.server.select(kind=kind)), 1)


class BeforeTheLogin(Attack):
    @row("G-28")
    def test_a_flood_of_service_requests(self):
        with self.attacked(), self.peer() as peer:
            sent = peer.flood(bytes([SERVICE_REQUEST]) + text("ssh-userauth") for _ in range(20_000))
            self.assertLess(len(peer.read_to_end()), 10)
            print(f"{sent} sent")
            self.ended_by("protocol", "A service was asked for that is not there")

    @row("D24", "G-28")
    def test_floods_that_nothing_reads(self):
        floods = {"unknown": bytes([UNKNOWN]) + text("ping"), "ignore": bytes([IGNORE]) + text("x" * 200),
                  "debug": bytes([DEBUG, 0]) + text("x" * 200) + text("")}
        with self.attacked("--set", "penalties.enabled=false"):
            for number, (name, payload) in enumerate(floods.items(), 1):
                with self.peer() as peer:
                    peer.flood(payload for _ in range(20_000))
                    # What it got to hear of is bounded too: one answer a packet at most.
                    self.assertLess(len(peer.read_to_end()), 1000)
                    event = self.server.wait_for(kind="limit", count=number)
                    self.assertEqual(event["message"], "Too much came before the login")

    @row("D1")
    def test_a_byte_a_while_ends_with_the_grace(self):
        self.serve(arguments=["--set", "limits.loginGrace=2s"])

        def dawdle():
            with socket.create_connection(("127.0.0.1", self.server.port), source_address=(self.source, 0)) as peer:
                peer.settimeout(0.2)
                said, begun = b"", time.monotonic()
                with contextlib.suppress(ConnectionError):
                    for byte in b"SSH-2.0-slow" + b"x" * 1000:
                        peer.send(bytes([byte]))
                        with contextlib.suppress(socket.timeout):
                            piece = peer.recv(1000)
                            if not piece:
                                break
                            said += piece
                took.append((time.monotonic() - begun, said))

        took = []
        slow = [threading.Thread(target=dawdle) for _ in range(6)]
        for one in slow:
            one.start()
        for one in slow:
            one.join()
        self.assertEqual(len(took), 6)
        for seconds, said in took:
            self.assertGreater(seconds, 1.9)
            self.assertNotIn(b"slow", said)
        self.server.wait_for(kind="limit", count=6)
        self.assertEqual({event["message"] for event in self.server.select(kind="limit")}, {"No login within 2 s"})
        blocked = self.server.wait_for(kind="blocked")  # at 10 s each
        self.assertEqual((blocked["peer"], blocked["elapsed"]), (self.source, 60_000))
        self.assertEqual(blocked["message"], "Connected again and again without a login")

    @row("D1")
    def test_nobody_waits_longer_than_two_minutes(self):
        said = self.command(CLI, "serve", self.share, "--profile", self.profile, "--addr", "127.0.0.1:0",
                            "--set", "limits.loginGrace=121s", check=2).stdout
        self.assertEqual(said, b'sallyport-cli: limits.loginGrace must be a time from 1s to 2m, not "121s"\n')

    @row("D1", "D2", "G-03")
    def test_900_silent_connections_leave_room_for_logins(self):
        count = 900
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        self.serve()
        self.sftp("ls", options=("-o", "BindAddress=127.0.1.1"))
        threads = self.settled()[0]
        with contextlib.ExitStack() as stack:
            for number in range(count):
                stack.enter_context(socket.create_connection(
                    ("127.0.0.1", self.server.port), timeout=PATIENCE, source_address=(f"127.0.0.{2 + number % 250}", 0)))
            self.server.wait_for(kind="limit", count=count - 32)
            self.assertEqual(self.settled()[0], threads + 32)
            times = []
            for number in range(20):
                begin = time.monotonic()
                self.sftp("ls", options=("-o", f"BindAddress=127.0.1.{number + 1}"))
                times.append(time.monotonic() - begin)
            figure("G-03", "20 logins beside 900 silent connections, slowest", "2 s", f"{max(times):.2f} s", first_target=True)
            self.server.wait_for(kind="loggedIn", count=21)
            self.assertLessEqual(self.settled()[0], threads + 32)
        self.assertEqual(self.settled()[0], threads)
        self.server.stop()


class AfterTheLogin(Attack):
    @row("D24", "G-28")
    # Full: every kind of request that is answered by itself
    def test_answers_that_nobody_takes(self):
        kinds = {"unknown packets": lambda channel: bytes([UNKNOWN]),
                 "global requests": lambda channel: bytes([GLOBAL_REQUEST]) + text("keepalive@openssh.com") + b"\1",
                 "channel requests": lambda channel: channel.payload(CHANNEL_REQUEST, text("x") + b"\1"),
                 "channels": lambda channel: bytes([CHANNEL_OPEN]) + text("x") + u32(7) + u32(1) + u32(1)}
        names = list(kinds) if FULL else ["unknown packets", "global requests"]
        with self.attacked("--set", "penalties.enabled=false"):
            for number, name in enumerate(names, 1):
                with self.logged_in() as peer:
                    payload = kinds[name](peer.open_sftp())
                    sent = peer.flood((payload for _ in range(600_000)), at_once=512)
                    print(f"{name}: {sent} sent", flush=True)
                    self.assertLess(sent, 600_000)
                    event = self.server.wait_for(kind="limit", count=number)
                    self.assertEqual(event["message"], "The client asks for answers and does not take them")

    @row("G-28", "D22")
    def test_a_huge_window_and_nothing_read(self):
        with self.attacked(), self.logged_in() as peer:
            channel = peer.open_sftp(window=2**32 - 1)
            handle = channel.open("/big")
            channel.send(b"".join(text(bytes([5]) + u32(number) + text(handle) + u64(number * PIECE) + u32(PIECE))
                                  for number in range(1024)))
            self.transfer("while-it-waits")
            for number in range(1024):  # and all of it is there once it is read
                kind, same, rest = channel.receive_sftp()
                self.assertEqual((kind, same, len(rest)), (103, number, 4 + PIECE))

    @row("G-28")
    def test_more_data_than_the_window_allows(self):
        with self.attacked(), self.logged_in(patience=30) as peer:
            channel = peer.open_sftp(window=2**32 - 1)
            handle = channel.open("/big")
            # So much to answer that nothing more is taken.
            channel.send(b"".join(text(bytes([5]) + u32(number) + text(handle) + u64(number * PIECE) + u32(PIECE))
                                  for number in range(2048)))
            peer.flood(channel.payload(CHANNEL_DATA, text(bytes(PIECE))) for _ in range(400))
            peer.read_to_end()
            self.ended_by("protocol", "More data came than the window allows")

    @row("G-28", "D17")
    def test_new_keys_again_and_again(self):
        with self.attacked(), self.logged_in(patience=30) as peer:
            with contextlib.suppress(AssertionError, Closed):
                for _ in range(200):
                    peer.rekey()
            self.assertIn(peer.key_exchanges, range(15, 25))
            self.ended_by("limit", "New keys were asked for too often")

    @row("D17")
    def test_a_wrong_guess_is_passed_over(self):
        self.serve()
        with self.logged_in() as peer:
            channel = peer.open_sftp()
            for _ in range(3):
                # The server prefers another type of host key, so what follows is not for it.
                peer.rekey(ours=peer.kexinit(host_keys=b"rsa-sha2-512,ssh-ed25519", guess=True),
                           guess=bytes([KEX_ECDH_INIT]) + text(b"x" * 32))
                self.assertEqual(channel.ask(bytes([16]) + u32(5) + text(b"."))[:2], (104, 5))
            self.assertEqual(peer.key_exchanges, 4)
        self.server.wait_for(kind="disconnected")
        self.assertEqual(self.server.select(kind="protocol"), [])
        self.server.stop()

    @row("D22", "G-28")
    # Full: the packet size of 10, too, that makes libssh spin for 40 s of a processor; tst_listener spins less
    def test_windows_and_packets_of_any_size(self):
        if FULL:
            self.spin()
        with self.attacked("--set", "penalties.enabled=false"):
            with self.logged_in() as peer:
                # libssh says nothing to a channel that takes nothing; what comes next is served.
                peer.send(bytes([CHANNEL_OPEN]) + text("session") + u32(77) + u32(2**20) + u32(0))
                self.assertEqual(peer.open_sftp().ask(bytes([16]) + u32(5) + text(b"/"))[:2], (104, 5))
            for size in (1, 9, 11):
                with self.logged_in() as peer:
                    try:
                        channel = peer.open_sftp(max_packet=size)
                        kind, number, rest = channel.ask(bytes([16]) + u32(5) + text(b"/"))
                        self.assertEqual((kind, number), (104, 5))
                        print(f"packets of {size}: served", flush=True)
                    except Closed:
                        print(f"packets of {size}: hung up on", flush=True)
            with self.logged_in() as peer:
                channel = peer.open_channel(window=0)
                self.assertTrue(channel.request("subsystem", text("sftp")))
                channel.send_sftp(bytes([1]) + u32(3))
                for _ in range(2):  # a byte at a time where no more is allowed
                    channel.adjust(1)
                    self.assertEqual(len(peer.expect(CHANNEL_DATA)), 1 + 4 + 4 + 1)
                channel.adjust(2**32 - 3)
                self.assertEqual(take_text(peer.expect(CHANNEL_DATA), 5)[0][2:3], b"\2")

    def spin(self):
        with self.attacked(most=320 * MIB):
            memory = self.memory()
            with self.logged_in() as peer:
                channel = peer.open_channel(max_packet=10, window=2**32 - 1)
                channel.request("subsystem", text("sftp"))
                channel.send_sftp(bytes([1]) + u32(3))
                self.transfer("while-it-spins")
                attacker = self.server.wait_for(kind="loggedIn", peer="%s:%d" % peer.socket.getsockname())["connection"]
                self.server.wait_for(kind="disconnected", connection=attacker)
                # On a fast processor libssh has queued all it may within 10 s, and the limit of answers ends it.
                said = [event["message"] for kind in ("fault", "limit") for event in self.server.select(kind=kind)]
                self.assertIn(said, (["The connection used a processor for 10 s and moved nothing"],
                                     ["The client asks for answers and does not take them"]))
            self.settled()
            self.assertLess(self.memory(), memory + 32 * MIB)

    @row("G-28")
    def test_requests_without_reading_a_reply(self):
        with self.attacked(), self.logged_in() as peer:
            channel = peer.open_sftp(window=2**32 - 1)
            count = 100_000  # more than the window allows, and less than what ends a connection for that
            sender = threading.Thread(target=lambda: channel.send(b"".join(
                text(bytes([17]) + u32(number) + text("/down")) for number in range(count))))
            sender.start()
            self.transfer("while-it-waits")
            sender.join()
            for number in range(count):
                kind, same, _ = channel.receive_sftp()
                self.assertEqual((kind, same), (105, number))


if __name__ == "__main__":
    main()
