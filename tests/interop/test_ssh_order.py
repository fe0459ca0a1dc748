"""SSH messages that come when they must not: none of them opens a channel or lets anybody in."""

import itertools
import random

from attacks import AttackCase
from raw_ssh import *  # noqa: F403 the numbers of the messages
from raw_ssh import Closed, take_text, text, u32
from support import FULL, main, row

MESSAGES = {
    "disconnect": bytes([DISCONNECT]) + u32(11) + text("bye") + text(""),
    "ignore": bytes([IGNORE]) + text("x"),
    "unimplemented": bytes([UNIMPLEMENTED]) + u32(0),
    "debug": bytes([DEBUG]) + b"\0" + text("x") + text(""),
    "service request": bytes([SERVICE_REQUEST]) + text("ssh-userauth"),
    "service accept": bytes([SERVICE_ACCEPT]) + text("ssh-userauth"),
    "kexinit": None,  # of the peer's own making
    "newkeys": bytes([NEWKEYS]),
    "ecdh init": bytes([KEX_ECDH_INIT]) + text(b"\x09" + bytes(31)),
    "none": bytes([USERAUTH_REQUEST]) + text("tester") + text("ssh-connection") + text("none"),
    "probe": bytes([USERAUTH_REQUEST]) + text("tester") + text("ssh-connection") + text("publickey") + b"\0"
             + text("ssh-ed25519") + text(text("ssh-ed25519") + text(bytes(32))),
    "failure": bytes([USERAUTH_FAILURE]) + text("password") + b"\1",
    "success": bytes([USERAUTH_SUCCESS]),
    "pk ok": bytes([USERAUTH_PK_OK]) + text("ssh-ed25519") + text(bytes(32)),
    "info response": bytes([USERAUTH_INFO_RESPONSE]) + u32(1) + text("x"),
    "global request": bytes([GLOBAL_REQUEST]) + text("tcpip-forward") + b"\1" + text("127.0.0.1") + u32(0),
    "channel open": bytes([CHANNEL_OPEN]) + text("session") + u32(0) + u32(2**20) + u32(32768),
    "channel data": bytes([CHANNEL_DATA]) + u32(43) + text("\0\0\0\5\1\0\0\0\3"),
    "channel request": bytes([CHANNEL_REQUEST]) + u32(43) + text("subsystem") + b"\1" + text("sftp"),
    "open confirmation": bytes([CHANNEL_OPEN_CONFIRMATION]) + u32(0) + u32(0) + u32(2**20) + u32(32768),
}
# What nobody hears who is not logged in.
OPENED = {USERAUTH_SUCCESS, REQUEST_SUCCESS, CHANNEL_OPEN_CONFIRMATION, CHANNEL_DATA, CHANNEL_SUCCESS}


class Order(AttackCase):
    def send_named(self, peer, name):
        peer.send(MESSAGES[name] or peer.kexinit())

    def answers(self, peer):
        """The types of all that comes until the server has hung up, which it does when the peer says no more."""
        came = {payload[0] for payload in peer.passed}
        peer.socket.shutdown(1)
        while (payload := peer.read()) is not None:
            came.add(payload[0])
            if payload[0] == NEWKEYS:
                break  # keys that this client has not made
        return came

    def try_messages(self, names, begin=lambda peer: None, **options):
        """What is answered to them, sent one after the other."""
        peer = self.connect(source=f"127.0.{random.randrange(1, 200)}.{random.randrange(1, 200)}", **options)
        try:
            begin(peer)
            for name in names:
                self.send_named(peer, name)
            came = self.answers(peer)
        except (Closed, OSError):
            came = {payload[0] for payload in peer.passed}
        except AssertionError as error:
            raise AssertionError(f"{names}: {error}") from error
        peer.close()
        self.tried += 1
        if came & OPENED:
            raise AssertionError(f"{names} opened something: {came}")
        return came

    def nobody_came_in(self):
        """All connections of this test have ended, and no event tells of anything but refusals."""
        first = len(self.server.select(kind="loggedIn"))
        self.server.wait_for(kind="disconnected", count=self.tried + first)
        self.assertEqual(first, 1, "the login before the test")
        allowed = {"connected", "disconnected", "protocol", "loginRefused"}
        seen = [event for event in self.server.events if event.get("connection", 1) > 1]
        self.assertEqual({event["kind"] for event in seen} - allowed, set())
        broken = [event["connection"] for event in seen if event["kind"] == "protocol"]
        self.assertEqual(len(broken), len(set(broken)), "one event an incident")
        self.assertGreater(len(broken), self.tried // 2)

    @row("G-23")
    # Full: all 8,000 triples instead of 1,000 of them
    def test_no_three_messages_before_login_open_anything(self):
        self.assertEqual(len(MESSAGES), 20)
        triples = list(itertools.product(MESSAGES, repeat=3))
        self.assertEqual(len(triples), 8000)
        self.tried = 0
        if not FULL:
            triples = random.Random(23).sample(triples, 1000)
        answered = set()
        for triple in triples:
            answered |= self.try_messages(triple)
        # The server did read them: these are the answers to some.
        self.assertLessEqual({DISCONNECT, SERVICE_ACCEPT, USERAUTH_FAILURE}, answered)
        self.nobody_came_in()
        self.still_serves()

    @row("G-23")
    # Full: all 400 pairs after each of the 12 states instead of 10 of them
    def test_no_two_messages_after_any_state_open_anything(self):

        def secure(*steps):
            def begin(peer):
                for step in steps:
                    step(peer)

            return begin, {}

        def plain(*steps):
            def begin(peer):
                peer.exchange_banners()
                for step in steps:
                    step(peer)

            return begin, {"exchange": False}

        def kexinit(peer):
            peer.send(peer.kexinit())
            peer.passed.append(peer.read())
            self.assertEqual(peer.passed[-1][0], KEXINIT)

        def half_exchange(peer):
            peer.send(MESSAGES["ecdh init"])
            peer.passed.append(peer.read())
            self.assertEqual(peer.passed[-1][0], KEX_ECDH_REPLY)

        def refused(peer, reply):
            self.assertEqual(reply[0], USERAUTH_FAILURE)

        def service(peer):
            self.assertIsNotNone(peer.service())

        states = {
            "banners": plain(),
            "offers": plain(kexinit),
            "half a key exchange": plain(kexinit, half_exchange),
            "keys": secure(),
            "strict keys": (lambda peer: None, {"strict": True}),
            "service": secure(service),
            "none refused": secure(service, lambda peer: refused(peer, peer.none("tester"))),
            "a strange key refused": secure(service, lambda peer: refused(peer, peer.probe("tester", text("ssh-ed25519") + text(bytes(32))))),
            "the right key shown": secure(service, lambda peer: self.assertEqual(peer.probe("tester", self.blob)[0], USERAUTH_PK_OK)),
            "a password refused": secure(service, lambda peer: refused(peer, peer.password("tester", "wrong"))),
            "a strange method refused": secure(service, lambda peer: refused(peer, peer.ask_auth("tester", "hostbased"))),
            "a strange user refused": secure(service, lambda peer: refused(peer, peer.none("nobody"))),
        }
        self.assertEqual(len(states), 12)
        pairs = list(itertools.product(MESSAGES, repeat=2))
        self.assertEqual(len(pairs), 400)
        self.tried = 0
        chosen = random.Random(12)
        for name, (begin, options) in states.items():
            for pair in pairs if FULL else chosen.sample(pairs, 10):
                self.try_messages(pair, begin, **options)
        self.nobody_came_in()
        self.still_serves()

    def test_the_same_client_comes_in_when_it_keeps_the_order(self):
        with self.connect() as peer:
            self.assertIsNotNone(peer.service())
            self.assertEqual(peer.password("tester", self.password)[0], USERAUTH_SUCCESS)
            self.send_named(peer, "channel open")
            self.assertEqual(peer.expect(CHANNEL_OPEN_CONFIRMATION, CHANNEL_OPEN_FAILURE)[0], CHANNEL_OPEN_CONFIRMATION)
        self.assertEqual(self.told(peer), [("loggedIn", "password")])

    def is_thrown_out(self, peer, kind, message, before=()):
        """The server says why, hangs up, and tells of it once."""
        came = peer.read_to_end()
        self.assertEqual([payload[0] for payload in came if payload[0] not in (CHANNEL_EOF, CHANNEL_CLOSE)], [DISCONNECT])
        self.assertEqual(take_text(came[-1], 5)[0].decode(), message)
        self.assertEqual(self.told(peer), [*before, (kind, message)])
        self.assertEqual(self.server.select(kind="disconnected", peer=peer.name)[0]["result"], "failed")

    def rejected(self, number):
        return f"The client broke the SSH protocol: Packet filter: rejected packet (type {number})"

    @row("D4")
    def test_what_only_a_server_says_ends_the_connection(self):
        for name in ("success", "failure", "pk ok", "service accept"):
            for steps in (0, 1, 2):
                peer = self.connect()
                if steps > 0:
                    peer.service()
                if steps > 1:
                    self.assertEqual(peer.none("tester")[0], USERAUTH_FAILURE)
                self.send_named(peer, name)
                peer.passed.clear()
                self.is_thrown_out(peer, "protocol", self.rejected(MESSAGES[name][0]))
            # And before any keys.
            peer = self.connect(exchange=False)
            peer.exchange_banners()
            peer.send(peer.kexinit())
            self.send_named(peer, name)
            came = peer.read_to_end()
            self.assertEqual({payload[0] for payload in came} - {DISCONNECT}, {KEXINIT})
            self.assertEqual(self.told(peer), [("protocol", self.rejected(MESSAGES[name][0]))])
        self.still_serves()

    @row("D5")
    def test_channels_and_requests_before_login_end_the_connection(self):
        for number in (*range(80, 83), *range(90, 101)):
            for service in (False, True):
                peer = self.connect()
                if service:
                    peer.service()
                peer.send(bytes([number]) + text("session") + u32(0) + u32(2**20) + u32(32768))
                self.is_thrown_out(peer, "protocol", self.rejected(number))
        # The whole of what a client would send, in one write and without waiting for a single answer.
        peer = self.connect()
        peer.send_bytes(b"".join(peer.pack(MESSAGES[name]) for name in ("channel open", "channel request", "channel data")))
        self.is_thrown_out(peer, "protocol", self.rejected(CHANNEL_OPEN))
        self.still_serves()

    @row("D12")
    def test_a_user_name_that_changes_ends_the_connection(self):
        for first in ("nobody", "tester ", "Tester", ""):
            peer = self.connect()
            peer.service()
            self.assertEqual(peer.none(first)[0], USERAUTH_FAILURE)
            # The right one and the right password: too late.
            self.assertEqual(peer.password("tester", self.password)[0], USERAUTH_FAILURE)
            came = peer.read_to_end()
            self.assertEqual([(payload[0], take_text(payload, 5)[0]) for payload in came], [(DISCONNECT, b"The user name changed")])
            self.assertEqual(self.told(peer), [("loginRefused", "the user name changed")])
        self.still_serves()

    @row("D13")
    def test_a_login_after_the_login_ends_the_connection(self):
        asked = [MESSAGES["none"], MESSAGES["probe"],
                 bytes([USERAUTH_REQUEST]) + text("tester") + text("ssh-connection") + text("password") + b"\0" + text(self.password),
                 bytes([USERAUTH_REQUEST]) + text("root") + text("ssh-connection") + text("password") + b"\0" + text("x")]
        for request in asked:
            peer = self.logged_in()
            peer.open_sftp()
            peer.send(request)
            self.is_thrown_out(peer, "protocol", self.rejected(USERAUTH_REQUEST), [self.entered])
        self.still_serves()

    @row("D13")
    def test_a_login_amid_a_key_exchange_and_an_answer_nobody_asked_for_end_the_connection(self):
        for logged_in in (False, True):
            peer = self.logged_in() if logged_in else self.connect()
            before = [self.entered] if logged_in else []
            if not logged_in:
                peer.service()
            peer.send_bytes(peer.pack(peer.kexinit()) + peer.pack(
                bytes([USERAUTH_REQUEST]) + text("tester") + text("ssh-connection") + text("password") + b"\0"
                + text(self.password)))
            # New keys are for those who are logged in.
            self.assertEqual({payload[0] for payload in peer.read_to_end()} - {DISCONNECT}, {KEXINIT} if logged_in else set())
            self.assertEqual(self.told(peer), [*before, ("protocol", self.rejected(USERAUTH_REQUEST if logged_in else KEXINIT))])
            peer = self.logged_in() if logged_in else self.connect()
            if not logged_in:
                peer.service()
                peer.none("tester")
            self.send_named(peer, "info response")
            self.is_thrown_out(peer, "protocol", self.rejected(USERAUTH_INFO_RESPONSE), before)
        self.still_serves()


if __name__ == "__main__":
    main()
