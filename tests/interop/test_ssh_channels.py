"""Everything a client may ask of a connection that is not SFTP, more channels than there are, and windows that lie."""

import struct

from attacks import AttackCase
from raw_ssh import *  # noqa: F403 the numbers of the messages
from raw_ssh import take_text, text, u32
from support import MIB, main, row

ADDRESS = text("127.0.0.1") + u32(22)
# Kind of channel, what follows, and what the event calls it.
CHANNELS = (
    ("direct-tcpip", ADDRESS + ADDRESS, "direct-tcpip"), ("forwarded-tcpip", ADDRESS + ADDRESS, "forwarded-tcpip"),
    ("x11", ADDRESS, "x11"), ("direct-streamlocal@openssh.com", text("/tmp/x") + text("") + u32(0), "a channel that is no session"),
    ("forwarded-streamlocal@openssh.com", text("/tmp/x") + text(""), "a channel that is no session"),
    ("tun@openssh.com", u32(1) + u32(0), "a channel that is no session"),
    ("auth-agent@openssh.com", b"", "a channel that is no session"), ("auth-agent", b"", "a channel that is no session"),
    ("", b"", "a channel that is no session"), ("x" * 3000, b"", "a channel that is no session"))
GLOBALS = (("tcpip-forward", ADDRESS), ("cancel-tcpip-forward", ADDRESS), ("streamlocal-forward@openssh.com", text("/tmp/x")),
           ("cancel-streamlocal-forward@openssh.com", text("/tmp/x")), ("no-more-sessions@openssh.com", b""),
           ("hostkeys-prove-00@openssh.com", text("x")), ("", b""), ("x" * 3000, b""))
TERMINAL = text("xterm") + u32(80) + u32(24) + u32(0) + u32(0) + text("")
# Request on a channel, what follows, and what the event calls it, None where libssh answers alone.
REQUESTS = (
    ("shell", b"", "shell"), ("exec", text("id"), "exec"), ("exec", text("scp -t /"), "exec"), ("env", text("A") + text("b"), "env"),
    ("env", text("LD_PRELOAD") + text("/file"), "env"), ("pty-req", TERMINAL, "pty"),
    ("x11-req", b"\0" + text("MIT-MAGIC-COOKIE-1") + text("00") + u32(0), "x11"), ("auth-agent-req@openssh.com", b"", None),
    ("subsystem", text("netconf"), "subsystem"), ("subsystem", text(""), "subsystem"), ("subsystem", text("SFTP"), "subsystem"),
    ("break", u32(1), None), ("foo@bar", b"", None), ("", b"", None), ("x" * 3000, b"", None))


class Refusals(AttackCase):
    @row("D14")
    def test_all_that_is_not_sftp_is_refused_and_the_connection_stays(self):
        peer = self.logged_in()
        for kind, rest, _ in CHANNELS:
            peer.send(bytes([CHANNEL_OPEN]) + text(kind) + u32(7) + u32(2**20) + u32(32768) + rest)
            reply = peer.expect(CHANNEL_OPEN_CONFIRMATION, CHANNEL_OPEN_FAILURE)
            # For channel 7, because the administrator forbids it.
            self.assertEqual((reply[0], reply[1:9]), (CHANNEL_OPEN_FAILURE, u32(7) + u32(1)), kind)
        for name, rest in GLOBALS:
            peer.send(bytes([GLOBAL_REQUEST]) + text(name) + b"\1" + rest)
            self.assertEqual(peer.expect(REQUEST_SUCCESS, REQUEST_FAILURE), bytes([REQUEST_FAILURE]), name)
        peer.send(bytes([GLOBAL_REQUEST]) + text("keepalive@openssh.com") + b"\1")
        self.assertEqual(peer.expect(REQUEST_SUCCESS, REQUEST_FAILURE), bytes([REQUEST_SUCCESS]))
        channel = peer.open_channel()
        for name, rest, _ in REQUESTS:
            self.assertIs(channel.request(name, rest), False, name)
        for name in ("KILL", "TERM"):  # RFC 4254 section 6.9: never answered
            channel.request("signal", text(name), want_reply=False)
        # The same channel, and another one, are still good for what they are there for.
        channel.start_sftp()
        self.assertEqual(self.download(channel), self.content)
        self.assertEqual(self.download(peer.open_sftp()), self.content)
        # On a channel that speaks SFTP they are refused as well.
        for name, rest, _ in REQUESTS:
            self.assertIs(channel.request(name, rest), False, name)
        self.assertIs(channel.request("subsystem", text("sftp")), False)
        self.assertEqual(self.download(channel), self.content)
        peer.close()
        # Each once, in the order they came first.
        expected = [*(words for _, _, words in CHANNELS), "tcpip-forward", *(words for _, _, words in REQUESTS if words), "signal"]
        self.assertEqual(self.told(peer, "denied"), [("denied", words) for words in dict.fromkeys(expected)])
        self.assertEqual({event["result"] for event in self.server.select(peer=peer.name, kind="denied")}, {"refused"})
        self.assertEqual(self.told(peer, "protocol"), [])
        self.still_serves()

    @row("D14")
    def test_openssh_gets_no_shell_no_command_and_no_tunnel(self):
        ssh = ("ssh", "-F", self.config, "-o", "LogLevel=INFO")
        for arguments, said in ((("sally", "id"), b"exec request failed"), (("-tt", "sally"), b"PTY allocation request failed"),
                                (("-A", "sally", "id"), b"exec request failed"),
                                (("-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1", "-N", "sally"), b"remote port forwarding failed"),
                                (("-W", "127.0.0.1:1", "sally"), b"administratively prohibited")):
            done = self.command(*ssh, *arguments, check=255)
            self.assertIn(said, done.stdout)
        self.command("scp", "-O", "-F", self.config, "sally:/file", "got", check="fails")
        self.assertFalse((self.local / "got").exists())
        self.command("scp", "-F", self.config, "sally:/file", "got")
        self.assertEqual((self.local / "got").read_bytes(), self.content)
        self.sftp("get file", options=("-A", "-o", "ForwardX11=yes"))
        self.assertEqual((self.local / "file").read_bytes(), self.content)
        self.still_serves()

    @row("D15")
    def test_of_a_thousand_channels_ten_are_opened(self):
        peer = self.logged_in()
        channels = [peer.open_sftp() for _ in range(10)]
        self.assertEqual({peer.open_channel() for _ in range(990)}, {None})
        # Ten sessions, each with handles of its own.
        for number, channel in enumerate(channels):
            self.assertEqual(channel.status(b"\x0e" + u32(9) + text(f"/made{number}") + u32(0)), 0)
            self.assertEqual(self.download(channel), self.content)
        handles = [channel.open("/file") for channel in channels]
        self.assertEqual(channels[0].status(b"\5" + u32(4) + text(handles[1][:-1] + b"\7") + struct.pack(">QI", 0, 10)), 4)
        # One that is closed makes room for one.
        peer.send(channels[3].payload(CHANNEL_CLOSE))
        peer.expect(CHANNEL_CLOSE)
        self.assertEqual(self.download(peer.open_sftp()), self.content)
        self.assertIsNone(peer.open_channel())
        for number in (0, 9):
            self.assertEqual(self.download(channels[number]), self.content)
        peer.close()
        self.assertEqual(self.told(peer, "limit"), [("limit", "More than 10 channels")])
        self.assertEqual(sorted(path.name for path in self.share.iterdir()), ["file", *(f"made{number}" for number in range(10))])
        self.still_serves()

    @row("D15")
    def test_ten_downloads_at_once_on_one_connection(self):
        size, depth = 2 * MIB, 32768
        contents = []
        for number in range(10):
            contents.append((self.content * (size // len(self.content) + 1))[number:number + size])
            (self.share / f"down{number}").write_bytes(contents[-1])
        peer = self.logged_in()
        channels = [peer.open_sftp(window=2**31 - 1) for _ in range(10)]
        handles = [channel.open(f"/down{number}") for number, channel in enumerate(channels)]
        # All is asked for before the first answer is read.
        for at in range(0, size, depth):
            for channel, handle in zip(channels, handles):
                channel.send_sftp(b"\5" + u32(at // depth) + text(handle) + struct.pack(">QI", at, depth))
        waiting = {channel.number: size // depth for channel in channels}
        buffers = {channel.number: bytearray() for channel in channels}
        arrived = {channel.number: {} for channel in channels}
        while any(waiting.values()):
            payload = peer.expect(CHANNEL_DATA)
            number = struct.unpack_from(">I", payload, 1)[0]
            buffer = buffers[number]
            buffer += take_text(payload, 5)[0]
            while len(buffer) >= 4 and len(buffer) >= 4 + struct.unpack_from(">I", buffer)[0]:
                length, kind, request = struct.unpack_from(">IBI", buffer)
                self.assertEqual(kind, 103)
                arrived[number][request] = bytes(buffer[13:4 + length])
                del buffer[:4 + length]
                waiting[number] -= 1
        for channel, content in zip(channels, contents):
            pieces = arrived[channel.number]
            self.assertTrue(b"".join(pieces[request] for request in sorted(pieces)) == content, channel.number)
        peer.close()
        self.ended(peer)
        self.still_serves()


class Windows(AttackCase):
    def logged_in(self, **options):
        return super().logged_in(patience=30.0, **options)  # a server that does not hang up is found out soon

    def ends_it(self, peer, message, *others):
        self.assertEqual({payload[0] for payload in peer.read_to_end()} - {CHANNEL_EOF, CHANNEL_CLOSE, CHANNEL_DATA, CHANNEL_WINDOW_ADJUST},
                         {DISCONNECT})
        self.assertEqual(self.told(peer), [self.entered, *others, ("protocol", message)])

    @row("D23")
    def test_a_window_opened_past_its_end_ends_the_connection(self):
        for first, more in ((2**32 - 1, 2**20), (2**31, 2**31 + 2**20), (2 * MIB + 1, 2**32 - 1)):
            peer = self.logged_in()
            channel = peer.open_sftp(window=2 * MIB)
            channel.adjust(first - 2 * MIB)
            channel.status(b"\x11" + u32(1) + text("/none"))  # it was heard
            channel.adjust(more)
            self.ends_it(peer, "The client's window was opened too far")
        # The largest there is, is allowed.
        peer = self.logged_in()
        channel = peer.open_sftp(window=2**32 - 1)
        handle = channel.open("/file")
        kind, _, rest = channel.ask(b"\5" + u32(2) + text(handle) + struct.pack(">QI", 0, 1000))
        self.assertEqual((kind, rest[4:]), (103, self.content[:1000]))
        channel.adjust(1000)  # less than was used
        self.assertEqual(channel.status(b"\4" + u32(3) + text(handle)), 0)
        peer.close()
        self.assertEqual(self.told(peer, "protocol"), [])
        self.still_serves()

    @row("D23")
    def test_packets_for_channels_that_never_were_end_the_connection(self):
        for kind in (CHANNEL_WINDOW_ADJUST, CHANNEL_DATA, CHANNEL_EXTENDED_DATA, CHANNEL_EOF, CHANNEL_CLOSE, CHANNEL_REQUEST):
            for number in (0, 42, 44, 2**32 - 1):
                peer = self.logged_in()
                peer.open_sftp()
                peer.send(bytes([kind]) + u32(number) + (u32(1) if kind == CHANNEL_EXTENDED_DATA else b"") + text("12345678") + b"\0")
                self.ends_it(peer, "Something came for a channel that is not there")
            peer = self.logged_in()
            peer.send(bytes([kind]) + b"\0\0")
            self.ends_it(peer, "Something came for a channel that is not there")
        # A late word to a channel that was there is none of that.
        peer = self.logged_in()
        first, second = peer.open_sftp(), peer.open_sftp()
        peer.send(first.payload(CHANNEL_CLOSE))
        peer.expect(CHANNEL_CLOSE)
        first.adjust(1000)
        self.assertEqual(self.download(second), self.content)
        peer.close()
        self.assertEqual(self.told(peer, "protocol"), [])
        self.still_serves()

    @row("D23")
    def test_more_data_than_the_window_allows_ends_the_connection(self):
        peer = self.logged_in()
        # It reads nothing: requests for 16 MiB of replies stop the server's reading, and then comes more than twice the window.
        channel = peer.open_sftp(window=1000)
        handle = channel.open("/file")
        ask = text(b"\5" + u32(4) + text(handle) + struct.pack(">QI", 0, 32768))
        asked = ask * (32768 // len(ask))
        sent = peer.flood(channel.payload(CHANNEL_DATA, text(asked)) for _ in range(400))
        self.assertLess(sent, 400)
        came = peer.read_to_end()
        self.assertEqual({payload[0] for payload in came} - {CHANNEL_WINDOW_ADJUST, CHANNEL_EOF, CHANNEL_CLOSE, CHANNEL_DATA, DISCONNECT}, set())
        told = self.told(peer)
        self.assertEqual(told[0], self.entered)
        self.assertEqual([entry for entry in told if entry[0] == "protocol"], [("protocol", "More data came than the window allows")])
        self.still_serves()

    @row("D23")
    def test_a_channel_asked_for_amid_the_end_is_not_opened(self):
        for open_channels in (1, 3):
            peer = self.logged_in()
            channels = [peer.open_sftp() for _ in range(open_channels)]
            # In one piece, of which libssh reads 4 KiB at once: the last comes while the channels are freed.
            more = bytes([CHANNEL_OPEN]) + text("session") + u32(100) + u32(2**20) + u32(32768)
            peer.send_bytes(b"".join(peer.pack(payload) for payload in (
                channels[0].payload(CHANNEL_EXTENDED_DATA, u32(1) + text("x")), bytes([IGNORE]) + text(bytes(8500)), *[more] * 20)))
            came = peer.read_to_end()
            self.assertNotIn(CHANNEL_OPEN_CONFIRMATION, {payload[0] for payload in came})
            self.assertEqual(self.told(peer), [self.entered, ("protocol", "Data came on a stream that SFTP does not have")])
        self.still_serves()


if __name__ == "__main__":
    main()
