"""Whatever a stranger writes into a name, a banner or a path is one line of the log, and moves no cursor."""

import base64
import json
import re
import shutil
import struct

from attacks import AttackCase
from raw_ssh import *  # noqa: F403 the numbers of the messages
from raw_ssh import text, u32
from support import main, row

# Controls, C1, line and paragraph separators, bidi, what is no UTF-8, and what other programs would interpret.
HOSTILE = [
    bytes(range(1, 32)) + b"\x7f", "".join(map(chr, range(0x80, 0xa0))).encode(), "\u2028\u2029\u061c\u200e\u200f".encode(),
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069".encode(), b"\xff\xfe\x80\xc0\xaf\xed\xa0\x80", b"\x1b[2J\x1b]0;x\x07",
    b"a\nkind\r\nFailed password for root from 10.0.0.1 port 22 ssh2", b'"}\n{"kind":"loggedIn","user":"root"}', b"\\x0a\\\\n%n%s%d",
    b"<img src=x onerror=alert(1)><a href='http://x'>x</a>", b"x" * 5000]
UNSAFE = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def escaped(data, most=None):
    """As the log writes it; cut before what would pass `most` bytes."""
    words = ""
    for character in re.findall(r"(?s).", data.decode("utf-8", "surrogateescape")):
        raw = character.encode("utf-8", "surrogateescape")
        if UNSAFE.match(character) or 0xdc80 <= ord(character) <= 0xdcff:
            one = "".join(f"\\x{byte:02x}" for byte in raw)
        else:
            one = "\\\\" if character == "\\" else character
        if most is not None and len((words + one).encode()) > most:
            break
        words += one
    return words


class Escaping(AttackCase):
    arguments = [*AttackCase.arguments, "-v"]

    def start(self, *arguments):
        pass  # each form of the log has a server of its own

    def attack(self):
        """One connection a name, with the name wherever a client may write one; the count of events each time."""
        for data in HOSTILE:
            # The user's name, and what is said on leaving.
            peer = self.connect()
            peer.service()
            self.assertEqual(peer.none(data)[0], USERAUTH_FAILURE)
            self.assertEqual(peer.password(data, "x")[0], USERAUTH_FAILURE)
            peer.send(bytes([DISCONNECT]) + u32(11) + text(data) + text(data))
            self.assertIsNone(peer.read())
            self.told(peer)
            # The banner, which is one line of at most 127 bytes.
            line = data.replace(b"\n", b"").replace(b"\r", b"")[:100]
            peer = self.connect(banner=b"SSH-2.0-" + line + b"\r\n")
            peer.close()
            self.told(peer)
            # The names of algorithms.
            peer = self.connect(exchange=False)
            peer.exchange_banners()
            peer.send(peer.kexinit(kex=data))
            peer.read_to_end()
            self.told(peer)
            # Paths, and the targets of links; the kind of a channel, of a request, and of a subsystem.
            peer = self.logged_in()
            peer.open_channel(kind=data)
            channel = peer.open_channel()
            self.assertFalse(channel.request(data))
            self.assertFalse(channel.request("subsystem", text(b"x" + data)))
            self.assertFalse(channel.request("exec", text(data)))
            channel.start_sftp()
            name = data.replace(b"/", b"|")[:200]
            self.assertEqual(channel.status(b"\x0e" + u32(1) + text(b"/" + name) + u32(0)), 0)
            self.assertEqual(channel.status(b"\x14" + u32(2) + text(name) + text(b"/l" + name)), 0)
            self.assertEqual(channel.status(b"\x0d" + u32(3) + text(b"/" + name + b"/none")), 2)
            peer.close()
            self.told(peer)

    @row("D16", "A9")
    def test_every_form_of_the_log(self):
        for form in ("json", "text", "openssh"):
            log = self.folder / f"{form}.log"
            self.serve(arguments=[*self.arguments, "--log-format", form, "--log-file", log])
            self.attack()
            self.server.stop()
            shutil.rmtree(self.share)
            self.share.mkdir()
            lines = log.read_bytes().decode().split("\n")
            self.assertEqual(lines.pop(), "")
            for line in lines:
                self.assertIsNone(UNSAFE.search(line), line)
            # On stdout, one JSON object an event, whatever the file's form is.
            self.assertEqual(len(self.server.lines), len(self.server.events))
            self.assertEqual(b"".join(self.server.lines).count(b"\n"), len(self.server.events))
            if form == "json":
                self.assertEqual([json.loads(line) for line in lines],
                                 [event for event in self.server.events if event["kind"] != "password"])
                self.check_events()
            elif form == "text":
                self.assertEqual(len(lines), len(self.server.events))
            else:
                # A name that imitates a line is part of one line: none tells of a failure but the failures.
                failed = [line for line in lines if re.search(r" sshd\[\d+\]: Failed .* ssh2$", line)]
                self.assertEqual(len(failed), len(self.server.select(kind="loginRefused")))
                self.assertEqual([line for line in lines if "Accepted" in line and "root" in line], [])

    def check_events(self):
        for event in self.server.events:
            for name, value in event.items():
                if isinstance(value, str):
                    self.assertIsNone(UNSAFE.search(value), event)
                    if name not in ("path", "target", "pathBytes", "targetBytes"):
                        self.assertLessEqual(len(value.encode()), 600, event)
        users = [event["user"] for event in self.server.select(kind="loginRefused")]
        self.assertEqual(users, [user for data in HOSTILE for user in [self.shown(data)]])
        banners = [event["client"] for event in self.server.select(kind="connected")]
        for data in HOSTILE:
            line = data.replace(b"\n", b"").replace(b"\r", b"")[:100]
            self.assertEqual(banners.count(self.shown(b"SSH-2.0-" + line)), 1, line)
        made = self.server.select(kind="madeDirectory")
        self.assertEqual(len(made), len(HOSTILE))
        for event, data in zip(made, HOSTILE):
            name = b"/" + data.replace(b"/", b"|")[:200]
            self.assertEqual(event["path"], escaped(name))  # whole
            if event["path"] != name.decode(errors="replace"):
                self.assertEqual(base64.b64decode(event["pathBytes"]), name)
        linked = self.server.select(kind="linked")
        for event, data in zip(linked, HOSTILE):
            name = data.replace(b"/", b"|")[:200]
            self.assertEqual((event["path"], event["target"]), (escaped(b"/l" + name), escaped(name)))
        self.assertEqual(len(linked), len(HOSTILE))
        # What a client says on leaving is nobody's business.
        left = [event["connection"] for event in self.server.select(kind="loginRefused")]
        goodbyes = [event for event in self.server.select(kind="disconnected") if event["connection"] in left]
        self.assertEqual(len(goodbyes), len(HOSTILE))
        self.assertEqual({(event["result"], event.get("message")) for event in goodbyes}, {("ok", None)})
        self.assertEqual({event["message"] for event in self.server.select(kind="denied")},
                         {"a channel that is no session", "subsystem", "exec"})
        self.assertEqual(self.canaries.disturbed(), [])

    @staticmethod
    def shown(data):
        """Of a peer: what is no UTF-8 is one replacement each, and all of it is cut at 256 bytes."""
        return escaped(data.decode("utf-8", "replace").encode(), 256)


if __name__ == "__main__":
    main()
