"""What the tests that attack a server share: canaries beside the share, the events of one connection, and a look at
what the server keeps open."""

import base64
import ctypes
import hashlib
import os
import struct
import time
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from raw_ssh import USERAUTH_SUCCESS, RawSsh, text
from support import PATIENCE, InteropCase, make_file, random_bytes, sha256

# What every connection has, however it ends.
FRAME = {"connected", "disconnected"}
CAPS = ["--set", "limits.maxConnections=400", "--set", "limits.maxUnauthenticated=400",
        "--set", "limits.maxUnauthenticatedPerAddress=400"]
NO_PENALTIES = ["--set", "penalties.enabled=false"]


class Canaries:
    """Files beside the share that nobody may look at: the kernel tells of any opening, reading or change."""

    ALL_EVENTS = 0xfff

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._descriptor = self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        assert self._descriptor >= 0, os.strerror(ctypes.get_errno())
        self._files = [make_file(folder / name, 5000, seed=name) for name in ("canary", ".hidden", "passwd")]
        self._hashes = [sha256(path) for path in self._files]
        for path in [folder, *self._files]:
            watched = self._libc.inotify_add_watch(self._descriptor, os.fsencode(path), self.ALL_EVENTS)
            assert watched >= 0, os.strerror(ctypes.get_errno())

    def disturbed(self):
        """The kernel's events since the last call; whether all is as it was, too."""
        try:
            events = os.read(self._descriptor, 65536)
        except BlockingIOError:
            events = b""
        found = [struct.unpack_from("iI", events, at)[1] for at in range(0, len(events), 16) if len(events) - at >= 16]
        changed = [path.name for path, digest in zip(self._files, self._hashes) if sha256(path) != digest]
        while True:  # our own look at them is not news
            try:
                os.read(self._descriptor, 65536)
            except BlockingIOError:
                return found + changed

    def close(self):
        os.close(self._descriptor)


class AttackCase(InteropCase):
    """A server with a file to read, attackers of the test's own making, and a count of what is left afterwards."""

    arguments = [*CAPS, *NO_PENALTIES]
    source = "127.0.0.1"  # where its clients come from

    def setUp(self):
        super().setUp()
        self.canaries = Canaries(self.folder / "outside")
        self.addCleanup(self.canaries.close)
        self.content = random_bytes(100_000)
        (self.share / "file").write_bytes(self.content)
        self._private = serialization.load_ssh_private_key(self.key.read_bytes(), None)
        self.blob = base64.b64decode((self.folder / "key.pub").read_text().split()[1])
        digest = base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip("=")
        self.entered = ("loggedIn", f"publickey SHA256:{digest}")
        self.start()

    def start(self, *arguments):
        self.serve(arguments=[*self.arguments, *arguments])
        # Whatever the first login makes once and for all is made.
        with self.logged_in() as peer:
            self.assertEqual(self.download(peer.open_sftp()), self.content)
        self.ended(peer)
        self.base_line = self.settled()

    def connect(self, **options):
        options.setdefault("source", self.source)
        peer = RawSsh(self.server.port, **options)
        # By then the socket knows no more where it was.
        peer.name = "{}:{}".format(*peer.socket.getsockname())
        peer.earlier = self.visits(peer.name)
        self.addCleanup(peer.close)
        return peer

    def logged_in(self, **options):
        """With the key, which costs the server less than a password does."""
        peer = self.connect(**options)
        assert peer.service(), "the server does not let clients log in"
        signature = text("ssh-ed25519") + text(self._private.sign(peer.signed_data("tester", self.blob)))
        reply = peer.prove("tester", self.blob, signature)
        assert reply and reply[0] == USERAUTH_SUCCESS, f"the login was answered {reply}"
        return peer

    def download(self, channel, path="/file"):
        """The whole of a file, over a channel of the raw client."""
        handle, content = channel.open(path), b""
        while True:
            kind, _, rest = channel.ask(b"\x05" + struct.pack(">I", 2) + struct.pack(">I", len(handle)) + handle
                                        + struct.pack(">QI", len(content), 32768))
            if kind != 103:
                self.assertEqual((kind, rest[:4]), (101, b"\0\0\0\1"), "the end of the file")
                break
            content += rest[4:]
            channel.adjust(len(rest) + 13)
        self.assertEqual(channel.status(b"\x04" + struct.pack(">I", 3) + struct.pack(">I", len(handle)) + handle), 0)
        return content

    def visits(self, name):
        """How many connections of this address and port have ended: with thousands, ports come back."""
        return len(self.server.select(kind="disconnected", peer=name))

    def whole(self, name, earlier=0):
        """All events of the connection that came from there after `earlier` others, once it has ended."""
        last = self.server.wait_for(earlier + 1, kind="disconnected", peer=name)
        return self.server.select(connection=last["connection"])

    def ended(self, peer):
        """Waits for the end of a connection; its events without those that every connection has."""
        return [event for event in self.whole(peer.name, peer.earlier) if event["kind"] not in FRAME]

    def told(self, peer, kind=None):
        """(kind, message) of each event of a connection that has ended."""
        return [(event["kind"], event.get("message", "")) for event in self.ended(peer)
                if kind is None or event["kind"] == kind]

    def counts(self):
        about = Path(f"/proc/{self.server.process.pid}")
        return {"threads": len(os.listdir(about / "task")), "descriptors": len(os.listdir(about / "fd"))}

    def settled(self):
        """The counts once the threads of the last connections are gone: the same ten times in a row."""
        limit = time.monotonic() + PATIENCE
        last, same = None, 0
        while same < 10:
            self.assertLess(time.monotonic(), limit, "threads come and go")
            now = self.counts()
            same = same + 1 if now == last else 0
            last = now
            time.sleep(0.02)
        return last

    def still_serves(self):
        """Nothing is left of the attacks, nobody looked outside, and who has the password gets the file."""
        limit = time.monotonic() + PATIENCE
        while self.counts() != self.base_line and time.monotonic() < limit:
            time.sleep(0.02)
        self.assertEqual(self.counts(), self.base_line)
        self.assertEqual(self.canaries.disturbed(), [])
        with self.logged_in() as peer:
            self.assertEqual(self.download(peer.open_sftp()), self.content)
        self.assertEqual([kind for kind, _ in self.told(peer)], ["loggedIn", "download", "download"])
