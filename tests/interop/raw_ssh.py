"""A raw SSH client for tests that break the rules: every packet is of the test's own making, at the time of its choosing.

    peer = RawSsh(port, source="127.0.0.7")     # banners and keys exchanged; RawSsh(port, exchange=False): nothing yet
    peer.service()                              # SERVICE_REQUEST ssh-userauth
    peer.password("tester", "wrong")            # the reply's payload, b"\\x33..." = USERAUTH_FAILURE
    peer.log_in("tester", "right")              # all of it, and fails the test unless it succeeds; key=Key(case.key)
    channel = peer.open_channel(window=2**32 - 1, max_packet=10)      # None: refused
    channel.start_sftp()
    channel.ask(bytes([17]) + u32(1) + text(b"/"))                    # one SFTP request: (type, id, rest)
    peer.send(bytes([IGNORE]) + text(b"x"))     # any payload at all; send_bytes() for bytes that are no packet
    peer.read()                                 # the next payload; None: the server has hung up
    peer.expect(CHANNEL_DATA)                   # reads on until one of these types; the others are in peer.passed
    peer.rekey()

It speaks curve25519-sha256 with a cipher of SUITES and believes any host key: the tests are about the server. Nothing of
it waits longer than `patience` seconds: then it is an AssertionError. Threads: one at a time.
"""

import hashlib
import hmac
import os
import socket
import struct
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from support import PATIENCE

DISCONNECT, IGNORE, UNIMPLEMENTED, DEBUG, SERVICE_REQUEST, SERVICE_ACCEPT = range(1, 7)
KEXINIT, NEWKEYS, KEX_ECDH_INIT, KEX_ECDH_REPLY = 20, 21, 30, 31
USERAUTH_REQUEST, USERAUTH_FAILURE, USERAUTH_SUCCESS, USERAUTH_BANNER, USERAUTH_PK_OK = 50, 51, 52, 53, 60
USERAUTH_INFO_RESPONSE = 61
GLOBAL_REQUEST, REQUEST_SUCCESS, REQUEST_FAILURE = 80, 81, 82
CHANNEL_OPEN, CHANNEL_OPEN_CONFIRMATION, CHANNEL_OPEN_FAILURE, CHANNEL_WINDOW_ADJUST, CHANNEL_DATA = 90, 91, 92, 93, 94
CHANNEL_EXTENDED_DATA, CHANNEL_EOF, CHANNEL_CLOSE, CHANNEL_REQUEST, CHANNEL_SUCCESS, CHANNEL_FAILURE = 95, 96, 97, 98, 99, 100

# What this client can speak: name of the cipher, of the MAC, bytes of key.
SUITES = {
    "aes128-ctr": (b"aes128-ctr", b"hmac-sha2-256", 16),
    "aes256-ctr-etm": (b"aes256-ctr", b"hmac-sha2-256-etm@openssh.com", 32),
    "aes128-gcm": (b"aes128-gcm@openssh.com", b"hmac-sha2-256", 16),
    "aes256-gcm": (b"aes256-gcm@openssh.com", b"hmac-sha2-256", 32),
}


def u32(number):
    return struct.pack(">I", number)


def u64(number):
    return struct.pack(">Q", number)


def text(value):
    """A string of SSH and of SFTP: its length, then its bytes."""
    value = value.encode() if isinstance(value, str) else value
    return u32(len(value)) + value


def mpint(raw):
    """Big-endian bytes as SSH's number: no zeros in front, but one where the first bit is set."""
    raw = raw.lstrip(b"\0")
    return text(b"\0" + raw if raw and raw[0] & 0x80 else raw)


def take_text(payload, at):
    """The string at `at`, and where the next field begins."""
    size, = struct.unpack_from(">I", payload, at)
    return payload[at + 4:at + 4 + size], at + 4 + size


class Key:
    """An Ed25519 key: made anew, or the one in a file of OpenSSH's."""

    def __init__(self, path=None):
        self._key = (serialization.load_ssh_private_key(Path(path).read_bytes(), None) if path
                     else Ed25519PrivateKey.generate())
        self.blob = text("ssh-ed25519") + text(self._key.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw))

    def sign(self, data):
        return text("ssh-ed25519") + text(self._key.sign(data))


class Closed(Exception):
    """The server has hung up, or the socket broke."""


class Plain:
    """How packets look before the first keys, and what all directions share."""

    block, tag = 8, 0
    length_is_clear = True
    length_is_padded = True  # the padding is chosen so that blocks are full with the length

    def seal(self, sequence, packet):
        return packet

    def open_length(self, sequence, head):
        return head

    def open(self, sequence, head, rest):
        return head + rest


class Ctr(Plain):
    block, tag = 16, 32

    def __init__(self, key, iv, mac_key, etm):
        cipher = Cipher(algorithms.AES(key), modes.CTR(iv))
        self._encryptor, self._decryptor = cipher.encryptor(), cipher.decryptor()
        self._mac_key = mac_key
        self.length_is_clear, self.length_is_padded = etm, not etm

    def _mac(self, sequence, data):
        return hmac.digest(self._mac_key, u32(sequence) + data, "sha256")

    def seal(self, sequence, packet):
        if self.length_is_clear:
            sealed = packet[:4] + self._encryptor.update(packet[4:])
            return sealed + self._mac(sequence, sealed)
        return self._encryptor.update(packet) + self._mac(sequence, packet)

    def open_length(self, sequence, head):
        return head if self.length_is_clear else self._decryptor.update(head)

    def open(self, sequence, head, rest):
        body, mac = rest[:-self.tag], rest[-self.tag:]
        if self.length_is_clear:
            assert mac == self._mac(sequence, head + body), "a wrong MAC came"
            return head + self._decryptor.update(body)
        packet = head + self._decryptor.update(body)
        assert mac == self._mac(sequence, packet), "a wrong MAC came"
        return packet


class Gcm(Plain):
    block, tag = 16, 16
    length_is_padded = False

    def __init__(self, key, iv):
        self._gcm = AESGCM(key)
        self._fixed, self._counter = iv[:4], int.from_bytes(iv[4:12], "big")

    def _nonce(self):
        nonce = self._fixed + (self._counter % 2**64).to_bytes(8, "big")
        self._counter += 1
        return nonce

    def seal(self, sequence, packet):
        return packet[:4] + self._gcm.encrypt(self._nonce(), packet[4:], packet[:4])

    def open(self, sequence, head, rest):
        return head + self._gcm.decrypt(self._nonce(), rest, head)


class RawSsh:
    def __init__(self, port, source="127.0.0.1", host="127.0.0.1", exchange=True, suite="aes128-ctr", strict=False,
                 banner=b"SSH-2.0-raw_1.0\r\n", patience=PATIENCE):
        """`strict` offers OpenSSH's strict key exchange: sequence numbers begin anew with each NEWKEYS."""
        self.socket = socket.socket(socket.AF_INET)
        self.socket.settimeout(patience)
        self.socket.bind((source, 0))
        self.socket.connect((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.suite, self.strict = SUITES[suite], strict
        self.banner = banner
        self.server_banner = b""
        self.session_id = None
        self.passed = []  # payloads that expect() read past
        self.key_exchanges = 0
        self.channels = {}
        self._strict_agreed = False
        self._in, self._out = Plain(), Plain()
        self._in_sequence = self._out_sequence = 0
        self._buffer = bytearray()
        if exchange:
            self.exchange_banners()
            self.exchange_keys()

    def __enter__(self):
        return self

    def __exit__(self, *about):
        self.close()

    def close(self):
        self.socket.close()

    # Bytes.

    def send_bytes(self, data):
        """Bytes as they are. Raises Closed where the server does not take them."""
        try:
            self.socket.sendall(data)
        except socket.timeout as error:
            raise AssertionError("the server takes nothing") from error
        except OSError as error:
            raise Closed(str(error)) from error

    def _fill(self, size):
        while len(self._buffer) < size:
            try:
                piece = self.socket.recv(256 * 1024)
            except socket.timeout as error:
                raise AssertionError("nothing comes from the server") from error
            except OSError as error:
                raise Closed(str(error)) from error
            if not piece:
                raise Closed("the server has hung up")
            self._buffer += piece

    def _take(self, size):
        self._fill(size)
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def exchange_banners(self):
        self.send_bytes(self.banner)
        while not self.server_banner.startswith(b"SSH-"):
            while b"\n" not in self._buffer:
                self._fill(len(self._buffer) + 1)
            self.server_banner = self._take(self._buffer.index(b"\n") + 1)

    # Packets.

    def pack(self, payload, padding=None):
        """A packet as it goes over the wire; counts as sent."""
        direction = self._out
        if padding is None:
            padding = direction.block - (1 + len(payload) + 4 * direction.length_is_padded) % direction.block
            padding += direction.block if padding < 4 else 0
        packet = u32(1 + len(payload) + padding) + bytes([padding]) + payload + os.urandom(padding)
        sealed = direction.seal(self._out_sequence, packet)
        self._out_sequence = (self._out_sequence + 1) % 2**32
        return sealed

    def send(self, payload):
        self.send_bytes(self.pack(payload))

    def flood(self, payloads, at_once=64):
        """Sends all of them without reading; how many were sent before the server hung up."""
        sent, batch = 0, []
        try:
            for payload in payloads:
                batch.append(self.pack(payload))
                if len(batch) == at_once:
                    self.send_bytes(b"".join(batch))
                    sent, batch = sent + len(batch), []
            self.send_bytes(b"".join(batch))
            sent += len(batch)
        except Closed:
            pass
        return sent

    def read(self):
        """The next payload; None once the server has hung up."""
        direction = self._in
        try:
            clear = direction.length_is_clear
            head = direction.open_length(self._in_sequence, self._take(4 if clear else direction.block))
            size, = struct.unpack_from(">I", head)
            assert 2 <= size <= 2**18 + 1024, f"a packet of {size} bytes came"
            packet = direction.open(self._in_sequence, head, self._take(4 + size - len(head) + direction.tag))
        except Closed:
            return None
        self._in_sequence = (self._in_sequence + 1) % 2**32
        return packet[5:4 + size - packet[4]]

    def expect(self, *types):
        """The next payload of one of these types. A key exchange that the server begins is gone along with."""
        while True:
            payload = self.read()
            if payload is None:
                raise AssertionError(f"the server hung up; before that came {self.passed[-5:]}")
            if payload[0] in types:
                return payload
            if payload[0] == KEXINIT and self.session_id:
                self.exchange_keys(payload)
            else:
                self.passed.append(payload)

    def read_to_end(self):
        """All that comes until the server hangs up."""
        came = []
        while (payload := self.read()) is not None:
            came.append(payload)
        return came

    # Keys. Source: RFC 4253 sections 7 and 8, RFC 8731.

    def kexinit(self, kex=b"curve25519-sha256", host_keys=b"ssh-ed25519,rsa-sha2-512,ecdsa-sha2-nistp256", guess=False,
                compression=b"none"):
        cipher, mac, _ = self.suite
        kex += b",kex-strict-c-v00@openssh.com" if self.strict else b""
        return bytes([KEXINIT]) + os.urandom(16) + b"".join(
            text(names) for names in (kex, host_keys, cipher, cipher, mac, mac, compression, compression, b"", b"")
        ) + bytes([guess]) + u32(0)

    def exchange_keys(self, theirs=None, ours=None, guess=None):
        """The first keys or new ones; `theirs` is a KEXINIT of the server that was read already, `guess` what is sent right
        behind ours."""
        ours = ours or self.kexinit()
        self.send(ours)
        if guess:
            self.send(guess)
        while theirs is None:
            payload = self.read()
            if payload is None:
                raise AssertionError("the server hung up during the key exchange")
            if payload[0] == KEXINIT:
                theirs = payload
            else:
                self.passed.append(payload)
        self._strict_agreed = self._strict_agreed or self.strict and b"kex-strict-s-v00@openssh.com" in theirs
        secret = X25519PrivateKey.generate()
        point = secret.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.send(bytes([KEX_ECDH_INIT]) + text(point))
        payload = self.read()
        if payload is None or payload[0] != KEX_ECDH_REPLY:
            raise AssertionError(f"no reply to the key exchange but {payload}")
        host_key, at = take_text(payload, 1)
        their_point, _ = take_text(payload, at)
        shared = mpint(secret.exchange(X25519PublicKey.from_public_bytes(their_point)))
        self.host_key = host_key
        digest = hashlib.sha256(b"".join(text(part) for part in (
            self.banner.rstrip(b"\r\n"), self.server_banner.rstrip(b"\r\n"), ours, theirs, host_key, point, their_point))
            + shared).digest()
        self.session_id = self.session_id or digest
        self.send(bytes([NEWKEYS]))
        self._out = self._direction(shared, digest, b"A", b"C", b"E")
        payload = self.read()
        if payload is None or payload[0] != NEWKEYS:
            raise AssertionError(f"no new keys but {payload}")
        self._in = self._direction(shared, digest, b"B", b"D", b"F")
        if self._strict_agreed:
            self._in_sequence = self._out_sequence = 0
        self.key_exchanges += 1

    rekey = exchange_keys

    def _direction(self, shared, digest, iv, key, mac):
        def derive(letter, size):
            made = hashlib.sha256(shared + digest + letter + self.session_id).digest()
            while len(made) < size:
                made += hashlib.sha256(shared + digest + made).digest()
            return made[:size]

        cipher, mac_name, size = self.suite
        if b"gcm" in cipher:
            return Gcm(derive(key, size), derive(iv, 12))
        return Ctr(derive(key, size), derive(iv, 16), derive(mac, 32), b"-etm" in mac_name)

    # Login. Source: RFC 4252. Each returns the payload of the answer, None if the server hung up.

    def answer(self, *types):
        """The next payload of one of these types; None if the server hung up."""
        try:
            return self.expect(*types)
        except AssertionError as error:
            if "hung up" in str(error):
                return None
            raise

    def service(self, name="ssh-userauth"):
        self.send(bytes([SERVICE_REQUEST]) + text(name))
        return self.answer(SERVICE_ACCEPT)

    def auth_request(self, user, method, rest=b"", service="ssh-connection"):
        """The payload of a USERAUTH_REQUEST; user and method may be bytes that no client would send."""
        return bytes([USERAUTH_REQUEST]) + text(user) + text(service) + text(method) + rest

    def ask_auth(self, user, method, rest=b""):
        self.send(self.auth_request(user, method, rest))
        return self.answer(USERAUTH_FAILURE, USERAUTH_SUCCESS, USERAUTH_PK_OK)

    def none(self, user):
        return self.ask_auth(user, "none")

    def password(self, user, password):
        return self.ask_auth(user, "password", b"\0" + text(password))

    def probe(self, user, blob, algorithm="ssh-ed25519"):
        return self.ask_auth(user, "publickey", b"\0" + text(algorithm) + text(blob))

    def signed_data(self, user, blob, algorithm="ssh-ed25519", session_id=None):
        """What a client signs to prove that it has the key. Source: RFC 4252 section 7."""
        return text(session_id or self.session_id) + self.auth_request(
            user, "publickey", b"\1" + text(algorithm) + text(blob))

    def prove(self, user, blob, signature, algorithm="ssh-ed25519"):
        """`signature` is the signature's own string: text(algorithm) + text(bytes)."""
        return self.ask_auth(user, "publickey", b"\1" + text(algorithm) + text(blob) + text(signature))

    def log_in(self, user, password=None, key=None):
        """By password, or with an Ed25519 key of the caller's: a Key."""
        assert self.service(), "the server does not let clients log in"
        reply = self.prove(user, key.blob, key.sign(self.signed_data(user, key.blob))) if key else self.password(user, password)
        assert reply and reply[0] == USERAUTH_SUCCESS, f"the login was answered {reply}"
        return self

    # Channels. Source: RFC 4254.

    def open_channel(self, window=2 * 1024 * 1024, max_packet=32 * 1024, kind="session", rest=b""):
        number = len(self.channels)
        self.send(bytes([CHANNEL_OPEN]) + text(kind) + u32(number) + u32(window) + u32(max_packet) + rest)
        reply = self.answer(CHANNEL_OPEN_CONFIRMATION, CHANNEL_OPEN_FAILURE)
        while reply and reply[1:5] != u32(number):  # that of another channel
            reply = self.answer(CHANNEL_OPEN_CONFIRMATION, CHANNEL_OPEN_FAILURE)
        if reply is None or reply[0] == CHANNEL_OPEN_FAILURE:
            return None
        _, remote, their_window, their_packet = struct.unpack_from(">IIII", reply, 1)
        self.channels[number] = RawChannel(self, number, remote, their_window, their_packet)
        return self.channels[number]

    def open_sftp(self, **options):
        channel = self.open_channel(**options)
        assert channel, "the channel was refused"
        channel.start_sftp()
        return channel


class RawChannel:
    def __init__(self, peer, number, remote, window, max_packet):
        self.peer, self.number, self.remote = peer, number, remote
        self.window, self.max_packet = window, max_packet  # of the server when it opened; not kept up
        self._received = bytearray()

    def payload(self, kind, rest=b""):
        return bytes([kind]) + u32(self.remote) + rest

    def request(self, name, rest=b"", want_reply=True):
        """True, False, or None if the server hung up."""
        self.peer.send(self.payload(CHANNEL_REQUEST, text(name) + bytes([want_reply]) + rest))
        if not want_reply:
            return True
        reply = self.peer.answer(CHANNEL_SUCCESS, CHANNEL_FAILURE)
        return reply and reply[0] == CHANNEL_SUCCESS

    def send(self, data):
        """In pieces that the server takes; its window is the caller's to mind."""
        size = min(self.max_packet, 32 * 1024)
        self.peer.send_bytes(b"".join(self.peer.pack(self.payload(CHANNEL_DATA, text(data[at:at + size])))
                                      for at in range(0, len(data), size)))

    def adjust(self, size):
        self.peer.send(self.payload(CHANNEL_WINDOW_ADJUST, u32(size)))

    def start_sftp(self):
        assert self.request("subsystem", text("sftp")), "SFTP was refused"
        self.send_sftp(bytes([1]) + u32(3))
        kind, _, _ = self.receive_sftp()
        assert kind == 2, f"no VERSION but {kind}"

    def send_sftp(self, packet):
        """`packet` without its length: type, id and the rest."""
        self.send(text(packet))

    def receive_sftp(self):
        """The next SFTP packet: type, id (VERSION: its number) and the rest."""
        while len(self._received) < 4 or len(self._received) < 4 + struct.unpack_from(">I", self._received)[0]:
            payload = self.peer.expect(CHANNEL_DATA)
            assert struct.unpack_from(">I", payload, 1)[0] == self.number, "data of another channel"
            self._received += take_text(payload, 5)[0]
        size, = struct.unpack_from(">I", self._received)
        packet = bytes(self._received[4:4 + size])
        del self._received[:4 + size]
        return packet[0], struct.unpack_from(">I", packet, 1)[0], packet[5:]

    def ask(self, packet):
        self.send_sftp(packet)
        return self.receive_sftp()

    def status(self, packet):
        """The code of the STATUS that answers."""
        kind, _, rest = self.ask(packet)
        assert kind == 101, f"no STATUS but {kind}"
        return struct.unpack_from(">I", rest)[0]

    def open(self, path, flags=1, number=1):
        """The handle of a file; `flags` as in SFTP: 1 read, 2 write, 8 create, 16 truncate."""
        kind, _, rest = self.ask(bytes([3]) + u32(number) + text(path) + u32(flags) + u32(0))
        assert kind == 102, f"no HANDLE but {kind}"
        return take_text(rest, 0)[0]
