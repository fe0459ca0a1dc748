"""Bytes that are no SSH, packets that lie about themselves, and a line that flips bits: the connection ends, and no wrong
byte gets through."""

import contextlib
import random
import socket
import struct
import subprocess
import threading

from attacks import AttackCase
from raw_ssh import *  # noqa: F403 the numbers of the messages
from raw_ssh import SUITES, Closed, take_text, text, u32
from support import FULL, PATIENCE, main, row, sha256, tool

# Of OpenSSH's client: cipher and MAC.
CLIENT_SUITES = (("aes256-gcm@openssh.com", "hmac-sha2-256"), ("chacha20-poly1305@openssh.com", "hmac-sha2-256"),
                 ("aes256-ctr", "hmac-sha2-256-etm@openssh.com"), ("aes128-ctr", "hmac-sha2-512"))


class Flipper:
    """A relay on 127.0.0.1 that turns bit `bit` of byte `at` of what the client sends behind its first NEWKEYS."""

    def __init__(self, case, at, bit):
        self._case, self._at, self._bit = case, at, bit
        self.flipped = False
        self.at_server = None  # its address as the server sees it
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        client, _ = self._listening.accept()
        server = socket.create_connection(("127.0.0.1", self._case.server.port))
        self.at_server = "{}:{}".format(*server.getsockname())
        self.earlier = self._case.visits(self.at_server)
        back = threading.Thread(target=self._back, args=(server, client))
        back.start()
        with contextlib.suppress(OSError):
            self._forward(client, server)
        back.join()
        client.close()
        server.close()

    @staticmethod
    def _back(server, client):
        with contextlib.suppress(OSError):
            while piece := server.recv(65536):
                client.sendall(piece)
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)

    def _forward(self, client, server):
        clear, secret = b"", 0  # before the keys; how many bytes behind them
        begun = False
        while piece := client.recv(65536):
            if not begun:
                clear += piece
                begins = self._keys_begin(clear)
                if begins is None:
                    server.sendall(piece)
                    continue
                begun = True
                server.sendall(piece[:len(piece) - (len(clear) - begins)])
                piece = clear[begins:]
            at = self._at - secret
            secret += len(piece)
            if 0 <= at < len(piece):
                piece = piece[:at] + bytes([piece[at] ^ 1 << self._bit]) + piece[at + 1:]
                server.sendall(piece)
                self.flipped = True
                # A length that was flipped makes the server wait for more than the client sends: it gets more.
                while True:
                    server.sendall(bytes(16384))
            server.sendall(piece)
        server.shutdown(socket.SHUT_WR)

    @staticmethod
    def _keys_begin(clear):
        """Where the packet after NEWKEYS begins, once that is known."""
        at = clear.find(b"\n") + 1
        while at and at + 6 <= len(clear):
            size = struct.unpack_from(">I", clear, at)[0]
            kind, end = clear[at + 5], at + 4 + size
            if end > len(clear):
                return None
            if kind == NEWKEYS:
                return end
            at = end
        return None

    def end(self):
        self._listening.close()
        self._thread.join(PATIENCE)


class Packets(AttackCase):
    def says(self, data, hang_up=False):
        """What the server answers to these bytes, and tells of them, until it has hung up."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=PATIENCE) as peer:
            name = "{}:{}".format(*peer.getsockname())
            earlier, got = self.visits(name), b""
            with contextlib.suppress(ConnectionError):
                peer.sendall(data)
                if hang_up:
                    peer.shutdown(socket.SHUT_WR)
                while piece := peer.recv(65536):
                    got += piece
        return got, self.whole(name, earlier)

    @row("D3")
    # Full: 1,000 random blobs instead of 100
    def test_what_is_no_ssh_is_closed_and_not_echoed(self):
        chosen = random.Random(3)
        banner = b"SSH-2.0-Sallyport"
        clear = [
            b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"SSH-1.5-old\r\n", b"SSH-3.0-new\r\n", b"ssh-2.0-x\r\n", b"\r\n", b"\n\n\n",
            b"PROXY TCP4 10.0.0.1 127.0.0.1 1 2\r\n", b"PROXY UNKNOWN\r\n",
            b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\x0a\0\0\1\x7f\0\0\1\0\1\0\2",  # a PROXY header of version 2
            b"SSH-2.0-" + b"a" * 120 + b"\r\n", b"SSH-2.0-" + b"a" * 300, b"x" * 130, bytes(130), b"EHLO x\r\n", b"\x1b[2J\r\n",
            b"hello\r\nSSH-2.0-late\r\n", *(chosen.randbytes(chosen.randrange(130, 400)) for _ in range(1000 if FULL else 100))]
        for data in clear:
            if data.startswith(b"SSH-2.0-") and len(data.split(b"\n")[0]) < 128:
                continue
            got, events = self.says(data)
            self.assertTrue(got == b"" or got.startswith(banner) and got.count(b"\n") == 1 and len(got) < 40, (data, got))
            self.assertEqual([event["kind"] for event in events], ["connected", "protocol", "disconnected"], data)
            self.assertEqual({event.get("message") for event in events[1:]}, {"This is not an SSH client"})
            self.assertEqual([event["result"] for event in events[1:]], ["failed", "failed"])
        # Cut short before it was clear what it is: no offence.
        got, events = self.says(b"SSH-2.", hang_up=True)
        self.assertEqual([event["kind"] for event in events], ["connected", "disconnected"])
        # The longest banner libssh takes is welcome.
        peer = self.connect(banner=b"SSH-2.0-" + b"a" * 118 + b"\r\n")
        peer.log_in("tester", self.password).close()
        self.assertEqual(self.told(peer), [("loggedIn", "password")])
        self.still_serves()

    @row("D18")
    def test_compression_is_not_to_be_had(self):
        for forced in (b"zlib", b"zlib@openssh.com", b"zlib,zlib@openssh.com"):
            peer = self.connect(exchange=False, patience=30.0)
            peer.exchange_banners()
            peer.send(peer.kexinit(compression=forced))
            came = peer.read_to_end()
            self.assertEqual({payload[0] for payload in came} - {DISCONNECT}, {KEXINIT})
            lists, at = [], 17
            for _ in range(8):
                names, at = take_text(came[0], at)
                lists.append(names)
            self.assertEqual(lists[6:], [b"none", b"none"])
            offered = forced.decode().replace(",", ", ")
            self.assertEqual(self.told(peer), [("protocol", f"The client offered only {offered} as compression")])
        # Preferred, but not forced: it comes in without.
        peer = self.connect(exchange=False)
        peer.exchange_banners()
        peer.exchange_keys(ours=peer.kexinit(compression=b"zlib@openssh.com,zlib,none"))
        peer.log_in("tester", self.password)
        self.assertEqual(self.download(peer.open_sftp()), self.content)
        peer.close()
        self.sftp("get file", options=("-C",))
        self.assertEqual((self.local / "file").read_bytes(), self.content)
        self.still_serves()

    @row("D19")
    def test_nothing_is_slipped_in_under_strict_key_exchange(self):
        slipped = {"ignore": bytes([IGNORE]) + text("x"), "debug": bytes([DEBUG]) + b"\0" + text("x") + text(""),
                   "unimplemented": bytes([UNIMPLEMENTED]) + u32(0), "unknown": bytes([192])}
        strict = "The client broke the SSH protocol: Received unexpected packets in strict KEX mode."
        for payload in slipped.values():
            # Before the offer, and between the offer and the keys: as who stands in the middle would.
            for late in (False, True):
                peer = self.connect(exchange=False, strict=True)
                peer.exchange_banners()
                peer.send(peer.kexinit() if late else payload)
                peer.send(payload if late else peer.kexinit())
                with contextlib.suppress(Closed):
                    peer.send(bytes([KEX_ECDH_INIT]) + text(b"\x09" + bytes(31)))
                    peer.send(bytes([NEWKEYS]))
                came = []
                while (read := peer.read()) is not None:
                    came.append(read[0])
                    if read[0] == NEWKEYS:
                        break
                self.assertEqual(set(came) - {KEXINIT, UNIMPLEMENTED, KEX_ECDH_REPLY, NEWKEYS, DISCONNECT}, set())
                self.assertEqual(self.told(peer), [("protocol", strict)])
        # Sequence numbers begin anew, so that nothing slipped in before can be made up for behind the keys.
        peer = self.connect(strict=True)
        peer.log_in("tester", self.password)
        self.assertEqual(self.download(peer.open_sftp()), self.content)
        peer.close()
        peer = self.connect(strict=True)
        peer._out_sequence += 1
        peer.send(bytes([SERVICE_REQUEST]) + text("ssh-userauth"))
        peer.read_to_end()
        self.assertEqual(self.told(peer), [("protocol", "The client broke the SSH protocol: HMAC error")])
        self.still_serves()

    def craft(self, peer, length, padding, rest):
        """A packet whose length and padding say what the test likes, sealed as a good one."""
        sealed = peer._out.seal(peer._out_sequence, u32(length) + bytes([padding]) + rest)
        peer._out_sequence += 1
        with contextlib.suppress(Closed):
            peer.send_bytes(sealed)

    @row("D21")
    def test_packets_that_lie_end_the_connection(self):
        lies = {
            "a padding longer than the packet": lambda peer, size: self.craft(peer, size, 200, bytes(size - 1)),
            "a padding as long as the packet": lambda peer, size: self.craft(peer, size, size, bytes(size - 1)),
            "the longest padding": lambda peer, size: self.craft(peer, size, 255, bytes(size - 1)),
            "no length": lambda peer, size: self.craft(peer, 0, 0, bytes(size - 1)),
            "too short for its padding": lambda peer, size: self.craft(peer, 1, 4, bytes(size - 1)),
            "256 KiB and one": lambda peer, size: self.craft(peer, 2**18 + 1, 4, bytes(2**18)),
            "2 GiB": lambda peer, size: self.craft(peer, 2**31, 4, bytes(size - 1)),
            "4 GiB": lambda peer, size: self.craft(peer, 2**32 - 1, 4, bytes(size - 1)),
        }
        for suite in SUITES:
            # The least that fills blocks, with the length counted where the cipher counts it.
            size = 16 if "gcm" in suite or "etm" in suite else 12
            for name, lie in lies.items():
                for logged_in in (False, True):
                    peer = self.logged_in(suite=suite) if logged_in else self.connect(suite=suite)
                    lie(peer, size)
                    came = {payload[0] for payload in peer.read_to_end()}
                    self.assertEqual(came - {DISCONNECT}, set(), (suite, name))
                    told = self.told(peer)
                    self.assertEqual([kind for kind, _ in told], ["loggedIn", "protocol"] if logged_in else ["protocol"], (suite, name))
                    self.assertRegex(told[-1][1], "^The client broke the SSH protocol: .+")
            # Nothing but padding: before login the end; afterwards answered as any message nobody knows (RFC 4253 11.4).
            peer = self.connect(suite=suite, patience=30.0)
            self.craft(peer, size, size - 1, bytes(size - 1))
            self.assertEqual({payload[0] for payload in peer.read_to_end()} - {DISCONNECT}, {UNIMPLEMENTED})
            self.assertEqual(self.told(peer), [("protocol", "An empty packet came")])
            peer = self.logged_in(suite=suite)
            self.craft(peer, size, size - 1, bytes(size - 1))
            self.assertEqual(peer.read()[0], UNIMPLEMENTED)
            self.assertEqual(self.download(peer.open_sftp()), self.content)
            peer.close()
        self.still_serves()

    @row("D20")
    # Full: 200 flips a suite instead of 8
    def test_a_flipped_bit_ends_the_connection_wherever_it_is(self):
        chosen = random.Random(20)
        for suite in SUITES:
            for number in range(200 if FULL else 8):
                peer = self.logged_in(suite=suite)
                channel = peer.open_sftp()
                handle = channel.open("/flipped", 2 | 8 | 16)
                payload = channel.payload(CHANNEL_DATA, text(text(
                    b"\6" + u32(7) + text(handle) + bytes(8) + text(b"wrong" * 100))))
                packet = bytearray(peer.pack(payload))
                # Each part has its turn: the length, the padding's length, the payload, the padding, the MAC.
                tag, padding = peer._out.tag, 8
                part = (range(0, 4), range(4, 5), range(5, len(packet) - tag - padding), range(len(packet) - tag - padding,
                        len(packet) - tag), range(len(packet) - tag, len(packet)))[number % 5]
                packet[chosen.choice(part)] ^= 1 << chosen.randrange(8)
                with contextlib.suppress(Closed):
                    peer.send_bytes(bytes(packet))
                    for _ in range(20):  # more than any length that is believed
                        peer.send_bytes(bytes(16384))
                answered = [payload for payload in peer.read_to_end() if payload[0] == CHANNEL_DATA]
                self.assertEqual(answered, [], suite)
                told = self.told(peer)
                self.assertEqual([kind for kind, _ in told], ["loggedIn", "upload", "protocol"], (suite, told))
                self.assertEqual((self.share / "flipped").read_bytes(), b"")
        self.still_serves()

    @row("G-24")
    # Full: 4 suites with 200 flips each instead of 10
    def test_openssh_over_a_line_that_flips_a_bit(self):
        chosen = random.Random(24)
        source = self.local / "up"
        source.write_bytes(chosen.randbytes(20_000))
        (self.folder / "batch").write_text("get /file\nput up /up\nls -l\n")
        # Host, key and user as always, but through the relay: the known key is that of the alias.
        kind, key = (self.folder / "host_key.pub").read_text().split()[:2]
        self.known_hosts.write_text(f"sally {kind} {key}\n")
        ended = {"clean": 0, "broken": 0}
        for cipher, mac in CLIENT_SUITES:
            for _ in range(200 if FULL else 10):
                (self.share / "up").unlink(missing_ok=True)
                (self.local / "file").unlink(missing_ok=True)
                flipper = Flipper(self, chosen.randrange(0, 26_000), chosen.randrange(8))
                done = subprocess.run(
                    [tool("sftp"), "-F", self.config, "-o", "HostKeyAlias=sally", "-P", str(flipper.port), "-c", cipher, "-o",
                     f"MACs={mac}", "-b", self.folder / "batch", "sally"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT, timeout=PATIENCE, env=self.environment, cwd=self.local)
                flipper.end()
                told = [event["kind"] for event in self.whole(flipper.at_server, flipper.earlier)]
                if flipper.flipped:
                    ended["broken"] += 1
                    self.assertEqual(told.count("protocol"), 1, (cipher, told, done.stdout))
                    if done.returncode == 0:  # it was in the very last words: all was done by then
                        self.assertEqual(sha256(self.share / "up"), sha256(source))
                        self.assertEqual((self.local / "file").read_bytes(), self.content)
                else:
                    ended["clean"] += 1
                    self.assertEqual(done.returncode, 0, (cipher, done.stdout))
                    self.assertEqual(told.count("protocol"), 0, told)
                    self.assertEqual(sha256(self.share / "up"), sha256(source))
                # Whatever came through is right, as far as it came.
                if (self.share / "up").exists():
                    self.assertTrue(source.read_bytes().startswith((self.share / "up").read_bytes()))
                if (self.local / "file").exists():
                    self.assertTrue(self.content.startswith((self.local / "file").read_bytes()))
        self.assertGreater(ended["broken"], 0)
        self.assertGreater(ended["clean"], 0)
        self.known_hosts.write_text(f"[127.0.0.1]:{self.server.port} {kind} {key}\n")
        self.still_serves()

    @row("D26")
    def test_nothing_in_common_is_told_once_and_no_offence(self):
        weak = {"KexAlgorithms": "diffie-hellman-group1-sha1", "Ciphers": "aes128-cbc", "MACs": "hmac-md5",
                "HostKeyAlgorithms": "ssh-dss"}
        words = {"KexAlgorithms": "key exchange", "Ciphers": "cipher", "MACs": "MAC", "HostKeyAlgorithms": "host key"}
        ours = {"KexAlgorithms": b"curve25519-sha256", "Ciphers": b"aes256-ctr", "MACs": b"hmac-sha2-256", "HostKeyAlgorithms": b"ssh-ed25519"}
        visits = 1
        for option, value in weak.items():
            if option == "HostKeyAlgorithms":
                continue  # Debian's client has no DSA any more: the raw one below
            options = ["-o", f"{option}={value}"] + (["-o", "Ciphers=aes128-ctr"] if option == "MACs" else [])
            for _ in range(5):  # libssh closes at once, now and then before its own offer is sent
                done = self.command("sftp", "-F", self.config, *options, "-o", "LogLevel=INFO", "-b", "/dev/null", "sally", check=255)
                visits += 1
                last = self.server.wait_for(kind="disconnected", count=visits)["connection"]
                if b"Their offer: " in done.stdout:
                    break
            self.assertIn(b"Their offer: ", done.stdout)
            self.assertIn(ours[option], done.stdout)
            events = self.server.select(connection=last)
            self.assertEqual([event["kind"] for event in events], ["connected", "protocol", "disconnected"])
            said = events[1]["message"]
            self.assertRegex(said, f"^The client offered only {value}.* as {words[option]}$")
        for change in ({"host_keys": b"ssh-dss"}, {"kex": b""}, {"kex": b"x" * 3000}):
            peer = self.connect(exchange=False)
            peer.exchange_banners()
            peer.send(peer.kexinit(**change))
            self.assertEqual({payload[0] for payload in peer.read_to_end()} - {DISCONNECT}, {KEXINIT})
            told = self.told(peer)
            self.assertEqual([kind for kind, _ in told], ["protocol"])
            self.assertLess(len(told[0][1]), 300)
        self.still_serves()

    @row("D26")
    def test_nothing_in_common_costs_an_address_what_a_silent_visit_costs(self):
        self.server.stop()
        self.arguments = []
        self.start()
        # A second each: 49 in a row are not refused, and broken SSH would be from the second on.
        for _ in range(40):
            peer = self.connect(exchange=False, source="127.0.0.9")
            peer.exchange_banners()
            peer.send(peer.kexinit(kex=b"diffie-hellman-group1-sha1"))
            peer.read_to_end()
            self.ended(peer)
        self.assertEqual(self.server.select(kind="blocked"), [])
        with self.logged_in(source="127.0.0.9") as peer:
            self.assertEqual(self.download(peer.open_sftp()), self.content)


if __name__ == "__main__":
    main()
