"""Logins that no honest client makes, packet by packet: what is answered, what is told, and what it costs."""

import base64
import contextlib
import json
import os
import threading

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from raw_ssh import DISCONNECT, IGNORE, USERAUTH_FAILURE, USERAUTH_PK_OK, USERAUTH_SUCCESS, Closed, Key, RawSsh, mpint, take_text, text, u32
from support import InteropCase, main, make_key, row

# RFC 4252 section 5.1: the methods that can go on, and that nothing was half a success.
FAILURE = bytes([USERAUTH_FAILURE]) + text("publickey,password") + b"\0"
KERBEROS = bytes.fromhex("06092a864886f712010202")  # its OID, as RFC 4462 sends it


class Rsa:
    def __init__(self, bits):
        self._key = rsa.generate_private_key(65537, bits)
        self._numbers = self._key.public_key().public_numbers()
        self.blob = text("ssh-rsa") + b"".join(
            mpint(number.to_bytes(bits // 8, "big")) for number in (self._numbers.e, self._numbers.n))

    def sign(self, data, algorithm):
        kind = {"rsa-sha2-512": hashes.SHA512, "rsa-sha2-256": hashes.SHA256, "ssh-rsa": hashes.SHA1}[algorithm]
        return text(algorithm) + text(self._key.sign(data, padding.PKCS1v15(), kind()))

    def line(self):
        return self._key.public_key().public_bytes(serialization.Encoding.OpenSSH,
                                                   serialization.PublicFormat.OpenSSH).decode() + "\n"


def one_bit_off(signature):
    return signature[:-1] + bytes([signature[-1] ^ 1])


class Logins(InteropCase):
    free = ("--set", "penalties.enabled=false")

    def peer(self):
        peer = RawSsh(self.server.port)
        self.addCleanup(peer.close)
        self.assertTrue(peer.service())
        return peer

    def refusals(self, count=0):
        """What was told of refused logins, once there are so many."""
        if count:
            self.server.wait_for(kind="loginRefused", count=count)
        return [event["message"] for event in self.server.select(kind="loginRefused")]

    def still_welcome(self, peer):
        self.assertEqual(peer.password("tester", self.password), bytes([USERAUTH_SUCCESS]))

    @row("D6")
    def test_methods_that_are_not_offered(self):
        self.serve(arguments=self.free)
        methods = {"hostbased": text("ssh-ed25519") + text(Key().blob) + text("host") + text("user") + text("x"),
                   "keyboard-interactive": text("") + text(""),
                   "gssapi-with-mic": u32(1) + text(KERBEROS),
                   "gssapi-keyex": text("mic"),
                   "password ": b"\0" + text(self.password),
                   "": b"", "x" * 1000: b""}
        for count, (method, rest) in enumerate(methods.items(), 1):
            peer = self.peer()
            self.assertEqual(peer.none("tester"), FAILURE)
            self.assertEqual(len(self.refusals(count - 1)), count - 1)  # the first none is how a client asks
            self.assertEqual(peer.ask_auth("tester", method, rest), FAILURE)
            self.server.wait_for(kind="loginRefused", count=count)
            self.assertEqual(self.refusals()[-1], "a method that is not offered")
            # One answer each: the next is that of the next question.
            self.still_welcome(peer)
            self.assertEqual(peer.passed, [])
            self.assertEqual(len(self.refusals(count)), count)

    @row("D6")
    def test_another_service_is_one_refusal_whatever_its_name(self):
        self.serve(arguments=self.free)
        # The last two look like libssh's words about a request of `none`.
        for count, service in enumerate(("ssh-konnection", "ssh-connection, method none ",
                                         "ssh-connection, method none for user 'tester"), 1):
            peer = self.peer()
            peer.send(peer.auth_request("tester", "none", service=service))
            self.assertEqual(peer.read(), FAILURE)
            self.still_welcome(peer)
            self.assertEqual(peer.passed, [])
            self.assertEqual(self.refusals(count), ["a method that is not offered"] * count)

    @row("D6")
    def test_a_second_none_is_a_try(self):
        self.serve(arguments=self.free)
        peer = self.peer()
        for count in range(6):
            self.assertEqual(peer.none("tester"), FAILURE)
            self.assertEqual(len(self.refusals(count)), count)
        self.assertNotEqual(peer.none("tester"), bytes([USERAUTH_SUCCESS]))
        self.server.wait_for(kind="disconnected")
        self.assertEqual(len(self.refusals(6)), 6)

    @row("D7")
    def test_passwords_that_are_none(self):
        self.serve(arguments=self.free)
        for count, password in enumerate([b"", self.password.encode() + b"\0junk", b"\0", b"x" * 1025,
                                          self.password.encode() * 100, b"\xff\xfe", self.password.encode() + b"\n"], 1):
            peer = self.peer()
            self.assertEqual(peer.password("tester", password), FAILURE)
            self.server.wait_for(kind="loginRefused", count=count)
            self.still_welcome(peer)
        self.assertLessEqual(set(self.refusals()), {"wrong password", "unknown user"})

    @row("D7")
    def test_a_name_that_goes_on_behind_a_nul(self):
        self.serve(arguments=self.free)
        key = Key(self.key)
        peer = self.peer()
        self.assertEqual(peer.password(b"tester\0evil", self.password), FAILURE)
        self.assertEqual(peer.none(b"tester\0evil"), FAILURE)
        # Signed and all: libssh compares what it read, so it is refused here or there.
        data = peer.signed_data(b"tester\0evil", key.blob)
        answer = peer.prove(b"tester\0evil", key.blob, key.sign(data))
        self.assertNotEqual(answer, bytes([USERAUTH_SUCCESS]))
        self.assertEqual(self.server.select(kind="loggedIn"), [])
        # Who signs for the name in front of the NUL is that one, and nobody hears of what is behind it.
        peer = self.peer()
        peer.prove(b"tester\0evil", key.blob, key.sign(peer.signed_data(b"tester", key.blob)))
        self.assertEqual(self.server.wait_for(kind="loggedIn")["user"], "tester")
        self.assertNotIn(b"evil", b"".join(self.server.lines))
        self.still_welcome(self.peer())

    @row("D7")
    def test_what_comes_behind_a_guest_does_not_change_the_name(self):
        self.serve(login=False, arguments=[*self.free, "--no-auth"])
        size = len(RawSsh.auth_request(None, "guest", "none"))
        for name, behind, type_ in ((b"guest\0evil", size, USERAUTH_FAILURE), (b"guest", size + 5, USERAUTH_SUCCESS)):
            peer = self.peer()
            peer.send_bytes(peer.pack(peer.auth_request(name, "none")) + peer.pack(bytes([IGNORE]) + text(bytes(behind - 5))))
            self.assertEqual(peer.read()[0], type_)

    @row("D7")
    def test_six_tries_and_the_penalty_they_cost(self):
        self.serve()
        peer = self.peer()
        for _ in range(5):
            self.assertEqual(peer.password("tester", "wrong"), FAILURE)
        self.assertIn(peer.password("tester", "wrong"), (None, FAILURE))
        came = peer.read_to_end()
        self.assertLessEqual({payload[0] for payload in came}, {DISCONNECT})
        self.assertEqual(len(self.refusals(6)), 6)
        # Ten at once are the 50 s of a penalty; what runs off meanwhile costs four more at most.
        peer = self.peer()
        for _ in range(6):
            peer.password("tester", "wrong")
        if not self.server.select(kind="blocked"):
            with contextlib.suppress(Closed):  # it may be blocked, and the news of it on its way
                peer = self.peer()
                for _ in range(2):
                    peer.password("tester", "wrong")
        blocked = self.server.wait_for(kind="blocked")
        self.assertRegex(blocked["message"], r"^1[0-4] failed logins$")

    @row("D8")
    def test_who_exists_is_not_told(self):
        self.cli("shares", "add", "Files", self.share)
        for name in ("known", "off", "late"):
            self.cli("users", "add", name, "--password-file", self.password_file, "--access", "Files=full",
                     *(("--expires", "2020-01-01") if name == "late" else ()))
        self.cli("users", "add", "keys", "--authorized-keys", self.authorized, "--access", "Files=full")
        settings = self.profile / "settings.json"
        found = json.loads(settings.read_text())
        for account in found["accounts"]:
            account["enabled"] = account["userName"] != "off"
        settings.write_text(json.dumps(found))
        self.serve(access=None, login=False, arguments=self.free)
        foreign = Key()
        users = ["known", "off", "late", "keys", "nobody", b"\xff\xfe", b"known\0x"]
        asked = {
            "none": lambda peer, user: peer.none(user),
            "wrong": lambda peer, user: peer.password(user, "wrong"),
            "right": lambda peer, user: peer.password(user, "wrong too" if user == "known" else self.password),
            "empty": lambda peer, user: peer.password(user, ""),
            "huge": lambda peer, user: peer.password(user, b"x" * 5000),
            "key": lambda peer, user: peer.probe(user, foreign.blob),
            "proof": lambda peer, user: peer.prove(user, foreign.blob, foreign.sign(peer.signed_data(user, foreign.blob))),
            "cut": lambda peer, user: peer.ask_auth(user, "password", b"\0" + u32(1000) + b"x"),
            "other": lambda peer, user: peer.ask_auth(user, "keyboard-interactive", text("") + text("")),
        }
        answers = {}

        def visit(number, user):
            for half in (list(asked)[:5], list(asked)[5:]):
                with RawSsh(self.server.port, source=f"127.0.0.{number + 10}") as peer:
                    peer.service()
                    peer.none(user)  # as all clients begin
                    answers[user] = answers.get(user, []) + [(name, asked[name](peer, user)) for name in half]

        visitors = [threading.Thread(target=visit, args=about) for about in enumerate(users)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
        self.assertEqual(answers["known"], [(name, FAILURE) for name in asked])
        for user in users:
            self.assertEqual(answers[user], answers["known"], user)
        self.assertEqual(self.server.select(kind="loggedIn"), [])
        # Only the log knows.
        self.assertGreater(len(set(self.refusals())), 3)
        self.assertEqual(self.peer().password("known", self.password), bytes([USERAUTH_SUCCESS]))

    @row("D9")
    def test_asking_about_keys_costs_nothing(self):
        self.serve()
        foreign, listed = [Key() for _ in range(49)], Key(self.key)
        peer = self.peer()
        self.assertEqual(peer.none("tester"), FAILURE)
        for key in foreign[:19]:
            self.assertEqual(peer.probe("tester", key.blob), FAILURE)
        # The twentieth is looked at, and is the right one; what comes after is not.
        self.assertEqual(peer.probe("tester", listed.blob),
                         bytes([USERAUTH_PK_OK]) + text("ssh-ed25519") + text(listed.blob))
        for key in foreign[19:] + [listed]:
            self.assertEqual(peer.probe("tester", key.blob), FAILURE)
        self.assertEqual(self.refusals(), [])
        self.still_welcome(peer)
        self.assertEqual(self.server.select(kind="blocked"), [])

    @row("D9")
    def test_a_key_is_good_for_its_user_alone(self):
        late = make_key(self.folder / "late")
        far = make_key(self.folder / "far")
        self.authorized.write_text(
            'expiry-time="20200101" ' + (self.folder / "late.pub").read_text()
            + 'from="192.0.2.0/24" ' + (self.folder / "far.pub").read_text())
        self.serve(arguments=self.free)
        for user, key in (("tester", Key(late)), ("tester", Key(far)), ("nobody", Key(late)), ("tester", Key())):
            peer = self.peer()
            self.assertEqual(peer.probe(user, key.blob), FAILURE)
            self.assertEqual(peer.prove(user, key.blob, key.sign(peer.signed_data(user, key.blob))), FAILURE)
        self.assertEqual(self.server.select(kind="loggedIn"), [])
        self.assertEqual(len(self.refusals(4)), 4)

    @row("D10")
    def test_signatures_that_prove_nothing(self):
        key = Key(self.key)
        other = Key()
        self.serve(arguments=self.free)
        first = self.peer()
        wrong = {
            "of nothing": lambda peer: key.sign(b""),
            "of another session": lambda peer: key.sign(first.signed_data("tester", key.blob)),
            "for another user": lambda peer: key.sign(peer.signed_data("root", key.blob)),
            "by another key": lambda peer: other.sign(peer.signed_data("tester", key.blob)),
            "for another algorithm": lambda peer: key.sign(peer.signed_data("tester", key.blob, "rsa-sha2-256")),
            "a bit is wrong": lambda peer: one_bit_off(key.sign(peer.signed_data("tester", key.blob))),
            "cut short": lambda peer: text("ssh-ed25519") + text(b"x" * 63),
            "of another type": lambda peer: text("ssh-rsa") + text(b"x" * 64),
            "empty": lambda peer: b"",
        }
        for count, (name, sign) in enumerate(wrong.items(), 1):
            peer = self.peer()
            peer.none("tester")
            self.assertEqual(peer.prove("tester", key.blob, sign(peer)), FAILURE)
            self.server.wait_for(kind="loginRefused", count=count)
            self.still_welcome(peer)
        self.assertEqual(len(self.refusals(len(wrong))), len(wrong))

    @row("D10")
    def test_rsa_that_is_too_weak(self):
        good, short = Rsa(2048), Rsa(1024)
        self.authorized.write_text(good.line() + short.line())
        self.serve(arguments=self.free)
        refused = 0
        for key, algorithm, fits in ((good, "rsa-sha2-512", True), (good, "rsa-sha2-256", True), (good, "ssh-rsa", False),
                                     (short, "rsa-sha2-512", False)):
            peer = self.peer()
            peer.none("tester")
            data = peer.signed_data("tester", key.blob, algorithm)
            answer = peer.prove("tester", key.blob, key.sign(data, algorithm), algorithm)
            self.assertEqual(answer, bytes([USERAUTH_SUCCESS]) if fits else FAILURE)
            if not fits:
                refused += 1
                self.server.wait_for(kind="loginRefused", count=refused)
                self.still_welcome(peer)
        self.assertEqual(len(self.refusals(2)), 2)

    @row("D11")
    def test_keys_of_types_nobody_here_knows(self):
        # The certificate is by and for a key that is listed.
        self.command("ssh-keygen", "-q", "-s", self.key, "-I", "x", "-n", "tester", f"{self.key}.pub")
        certificate = (self.folder / "key-cert.pub").read_text().split()
        blobs = {"ssh-ed448": text("ssh-ed448") + text(b"x" * 57),
                 "ssh-mldsa-65": text("ssh-mldsa-65") + text(b"x" * 1952),
                 "webauthn-sk-ecdsa-sha2-nistp256@openssh.com":
                     text("webauthn-sk-ecdsa-sha2-nistp256@openssh.com") + text("nistp256") + text(b"\4" + b"x" * 64)
                     + text("ssh:"),
                 certificate[0]: base64.b64decode(certificate[1])}
        self.serve(arguments=self.free)
        for kind, blob in blobs.items():
            peer = self.peer()
            self.assertEqual(peer.none("tester"), FAILURE)
            self.assertEqual(peer.probe("tester", blob, kind), FAILURE)
            key = Key(self.key)
            self.assertEqual(peer.probe("tester", key.blob)[0], USERAUTH_PK_OK)
            self.assertEqual(peer.prove("tester", key.blob, key.sign(peer.signed_data("tester", key.blob))),
                             bytes([USERAUTH_SUCCESS]))
        self.server.wait_for(kind="loggedIn", count=len(blobs))
        self.assertEqual(len(self.server.select(kind="loggedIn")), len(blobs))


class Library(InteropCase):
    def ciphers(self):
        with RawSsh(self.server.port, exchange=False) as peer:
            peer.exchange_banners()
            lists, at = [], 17  # the KEXINIT's type and its cookie
            payload = peer.read()
            for _ in range(4):
                names, at = take_text(payload, at)
                lists.append(names)
            return lists[2].decode().split(",")

    @row("event.fault")
    def test_a_libssh_that_checks_no_tags_is_offered_no_gcm(self):
        self.serve()
        self.assertIn("aes256-gcm@openssh.com", self.ciphers())
        self.server.stop()
        self.environment["LD_PRELOAD"] = os.environ["SALLYPORT_CARELESS_LIBCRYPTO"]
        self.environment["ASAN_OPTIONS"] = self.environment.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        self.serve()
        del self.environment["LD_PRELOAD"]
        self.assertEqual([name for name in self.ciphers() if "gcm" in name], [])
        said = self.server.wait_for(kind="fault")
        self.assertEqual(said["message"], "This libssh does not check AES-GCM, which is not offered")
        self.sftp("ls")
        self.server.stop()


if __name__ == "__main__":
    main()
