"""What `--json` says about a whole scenario, line by line."""

import datetime
import os
import re
import signal
import socket
import stat
import subprocess
import time
from pathlib import Path

import paramiko

from support import InteropCase, main, make_file, row

# The fields of each kind; nothing else may appear.
FIELDS = {"time", "kind", "connection", "id", "peer", "user", "share", "path", "pathBytes", "target", "targetBytes",
          "bytes", "elapsed", "result", "message", "client"}
# Those that differ each time, and the kinds they come with. Nothing else may have them, these must.
ANEW = {"connected": {"peer"}, "turnedAway": {"peer"}, "loggedIn": {"peer"}, "loginRefused": {"peer"},
        "disconnected": {"peer", "elapsed"}, "download": {"peer", "id", "elapsed"}, "upload": {"peer", "id", "elapsed"},
        "madeDirectory": {"peer", "elapsed"}, "removed": {"peer"}, "renamed": {"peer"}, "linked": {"peer"},
        "changedAttributes": {"peer"}, "escape": {"peer"}, "denied": {"peer"}, "protocol": {"peer"},
        "limit": {"peer", "elapsed"}, "blocked": {"peer", "elapsed"}, "stopped": {"elapsed"}}


class Events(InteropCase):
    def connect(self, user="tester", password=None):
        client = paramiko.SSHClient()
        client.load_host_keys(str(self.known_hosts))
        try:
            client.connect("127.0.0.1", self.server.port, user, password=password or self.password, look_for_keys=False,
                           allow_agent=False)
        except Exception:
            client.close()
            raise
        self.addCleanup(client.close)
        return client

    def told(self):
        """The events without what differs each time: times, peers, ids, elapsed, progress."""
        lines = []
        for event in self.server.events:
            if event.get("result") == "running":
                continue
            lines.append({name: value for name, value in event.items() if name not in ("time", "peer", "id", "elapsed")})
        return lines

    @row("event.fields", "event.listening", "event.password", "event.connected", "event.loggedIn", "event.loginRefused",
         "event.disconnected", "event.download", "event.upload", "event.madeDirectory", "event.removed", "event.renamed",
         "event.linked", "event.changedAttributes", "event.escape", "event.denied", "event.stopped")
    def test_a_whole_visit(self):
        photos = self.folder / "photos"
        photos.mkdir()
        make_file(photos / "a.jpg", 3000)
        os.symlink("../share", self.share / "out")
        self.serve(login=False, access=None, arguments=["--share", f"Photos={photos}:view", "--share",
                                                        f"Box={self.share}:full"])
        password = self.server.wait_for(kind="password")["message"]
        with self.assertRaises(paramiko.AuthenticationException):
            self.connect("anna", "wrong")
        self.server.wait_for(kind="disconnected")
        client = self.connect("guest", password)
        sftp = client.open_sftp()
        sftp.mkdir("/Box/new")
        with sftp.open(b"/Box/b\xff.bin", "w") as file:
            file.write(b"x" * 1000)
        sftp.rename(b"/Box/b\xff.bin", "/Box/b.bin")
        sftp.symlink("b.bin", "/Box/now")
        sftp.chmod("/Box/b.bin", 0o644)
        sftp.truncate("/Box/b.bin", 500)
        with sftp.open("/Photos/a.jpg") as file:
            self.assertEqual(len(file.read()), 3000)
        with self.assertRaises(PermissionError):
            sftp.open("/Box/out/x")
        with self.assertRaises(PermissionError):
            sftp.remove("/Photos/a.jpg")
        with self.assertRaises(paramiko.SSHException):
            client.exec_command("id")
        sftp.remove("/Box/b.bin")
        sftp.rmdir("/Box/new")
        sftp.listdir("/")
        client.close()
        self.server.wait_for(kind="disconnected", count=2)
        self.server.stop()

        here = f"listening on 127.0.0.1 port {self.server.port}"
        banner = self.server.select(kind="connected")[0]["client"]
        self.assertRegex(banner, r"^SSH-2\.0-paramiko")
        out, into = {"user": "guest", "connection": 2}, {"result": "ok"}
        box, view = {**out, "share": "Box"}, {**out, "share": "Photos"}
        expected = [
            {"kind": "listening", "message": here},
            {"kind": "password", "user": "guest", "message": password},
            {"kind": "connected", "connection": 1, "client": banner},
            {"kind": "loginRefused", "connection": 1, "user": "anna", "result": "refused", "message": "unknown user"},
            {"kind": "disconnected", "connection": 1, "user": "anna", "result": "ok", "bytes": 0},
            {"kind": "connected", "connection": 2, "client": banner},
            {"kind": "loggedIn", **out, **into, "message": "password"},
            {"kind": "madeDirectory", **box, **into, "path": "/Box/new"},
            {"kind": "upload", **box, "result": "started", "path": "/Box/b\\xff.bin", "pathBytes": "L0JveC9i/y5iaW4=",
             "bytes": 0},
            {"kind": "upload", **box, **into, "path": "/Box/b\\xff.bin", "pathBytes": "L0JveC9i/y5iaW4=", "bytes": 1000},
            {"kind": "renamed", **box, **into, "path": "/Box/b\\xff.bin", "pathBytes": "L0JveC9i/y5iaW4=",
             "target": "/Box/b.bin"},
            {"kind": "linked", **box, **into, "path": "/Box/now", "target": "b.bin"},
            {"kind": "changedAttributes", **box, **into, "path": "/Box/b.bin", "message": "mode 0644"},
            {"kind": "changedAttributes", **box, **into, "path": "/Box/b.bin", "message": "size 500"},
            {"kind": "download", **view, "result": "started", "path": "/Photos/a.jpg", "bytes": 0},
            {"kind": "download", **view, **into, "path": "/Photos/a.jpg", "bytes": 3000},
            {"kind": "escape", **box, "result": "refused", "path": "/Box/out/x", "message": "The link leads out of Box"},
            {"kind": "removed", **view, "result": "refused", "path": "/Photos/a.jpg", "message": "Photos may only be viewed"},
            {"kind": "denied", **out, "result": "refused", "message": "exec"},
            {"kind": "removed", **box, **into, "path": "/Box/b.bin"},
            {"kind": "removed", **box, **into, "path": "/Box/new"},
            {"kind": "disconnected", **out, **into, "bytes": 4000},
            {"kind": "stopped", **into},
        ]
        told = self.told()
        for number, (line, wanted) in enumerate(zip(told, expected)):
            self.assertEqual(line, wanted, f"line {number + 1}")
        self.assertEqual(len(told), len(expected), told[len(expected):])
        self.check_form()

    def check_form(self):
        """What holds for every line."""
        self.assertEqual(len(self.server.lines), len(self.server.events), "each line is one JSON object")
        ids, peers = {}, {}
        for event in self.server.events:
            self.assertLessEqual(set(event), FIELDS)
            self.assertEqual(set(event) & {"time", "peer", "id", "elapsed"}, ANEW.get(event["kind"], set()) | {"time"}, event)
            for name in {"connection", "id", "bytes", "elapsed"} & set(event):
                self.assertGreaterEqual(event[name], 0)
            self.assertRegex(event["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
            datetime.datetime.fromisoformat(event["time"].replace("Z", "+00:00"))
            self.assertNotIn("", [value for value in event.values() if isinstance(value, str)])
            if "connection" in event:
                self.assertRegex(event["peer"], r"^127\.0\.0\.[12]:\d+$")
                self.assertEqual(event["peer"], peers.setdefault(event["connection"], event["peer"]))
            if event["kind"] in ("download", "upload"):
                ids.setdefault(event["id"], []).append(event["result"])
        self.assertEqual(len(set(peers.values())), len(peers))
        for results in ids.values():
            self.assertEqual(results[0], "started")
            self.assertIn(results[-1], ("ok", "failed", "refused", "cut short"))
            self.assertEqual(set(results[1:-1]) - {"running"}, set())

    @row("event.download", "event.upload")
    def test_progress_is_told_at_most_four_times_a_second(self):
        self.serve(arguments=["--bwlimit", "4M"])
        make_file(self.share / "down", 10 * 1024 * 1024)
        began = time.monotonic()
        self.sftp("get down")
        seconds = time.monotonic() - began
        lines = self.server.select(kind="download")
        self.server.wait_for(kind="download", result="ok")
        running = self.server.select(kind="download", result="running")
        self.assertGreater(len(running), 1, lines)
        self.assertLessEqual(len(running), 4 * seconds + 1)
        moved = [event["bytes"] for event in running]
        self.assertEqual(moved, sorted(moved))

    @row("event.turnedAway")
    def test_a_peer_outside_the_allowed_networks_is_turned_away(self):
        self.serve(arguments=["--allow-from", "127.0.0.2/32"])
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=60) as peer:
            self.assertEqual(peer.recv(100), b"")
        self.server.wait_for(kind="turnedAway")
        self.sftp("ls", options=("-o", "BindAddress=127.0.0.2"))
        self.server.wait_for(kind="disconnected")
        self.server.stop()
        banner, login = (self.server.select(kind=kind)[0] for kind in ("connected", "loggedIn"))
        self.assertRegex(banner["client"], r"^SSH-2\.0-OpenSSH_\S+")
        self.assertRegex(login["message"], r"^publickey SHA256:[A-Za-z0-9+/]{43}$")
        here = {"connection": 1, "user": "tester", "result": "ok"}
        self.assertEqual(self.told(), [
            {"kind": "listening", "message": f"listening on 127.0.0.1 port {self.server.port}"},
            {"kind": "turnedAway", "result": "refused", "message": "Only this network may connect"},
            {"kind": "connected", "connection": 1, "client": banner["client"]},
            {"kind": "loggedIn", **here, "message": login["message"]},
            {"kind": "disconnected", **here, "bytes": 0},
            {"kind": "stopped", "result": "ok"}])
        self.assertRegex(self.server.select(kind="turnedAway")[0]["peer"], r"^127\.0\.0\.1:\d+$")
        self.check_form()

    @row("event.blocked", "event.turnedAway", "event.loginRefused")
    def test_ten_quick_failures_block_an_address(self):
        self.serve()
        failures = 0
        while not self.server.select(kind="blocked"):
            self.assertLess(failures, 30)
            try:
                self.connect("tester", "wrong")
                self.fail("a wrong password came in")
            except (paramiko.SSHException, OSError, EOFError):
                failures += 1
            # Either the try was refused, or there was none any more.
            self.server.wait_for(kind="loginRefused", count=min(failures, 10))
        blocked = self.server.wait_for(kind="blocked")
        self.assertEqual((blocked["peer"], blocked["elapsed"]), ("127.0.0.1", 60_000))
        self.assertRegex(blocked["message"], r"^1\d failed logins$")
        refused = [event["message"] for event in self.server.select(kind="loginRefused")]
        self.assertEqual(set(refused), {"wrong password"})
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=60) as peer:
            self.assertEqual(peer.recv(100), b"")
        self.server.wait_for(kind="turnedAway")
        # Another address is still welcome.
        self.sftp("ls", options=("-o", "BindAddress=127.0.0.2"))

    @row("event.limit", "event.protocol")
    def test_silence_and_junk_before_login(self):
        self.serve(arguments=["--set", "limits.loginGrace=2s"])
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=60) as peer:
            while peer.recv(1000):
                pass
        self.server.wait_for(kind="disconnected")
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=60) as peer:
            peer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            said = b""
            while piece := peer.recv(1000):
                said += piece
            self.assertNotIn(b"HTTP", said)
        self.server.wait_for(kind="disconnected", count=2)
        self.server.stop()
        silent, junk = {"message": "No login within 2 s"}, {"message": "This is not an SSH client"}
        self.assertEqual(self.told(), [
            {"kind": "listening", "message": f"listening on 127.0.0.1 port {self.server.port}"},
            {"kind": "connected", "connection": 1},
            {"kind": "limit", "connection": 1, "result": "refused", **silent},
            {"kind": "disconnected", "connection": 1, "bytes": 0, "result": "failed", **silent},
            {"kind": "connected", "connection": 2, "client": "GET / HTTP/1.1"},
            {"kind": "protocol", "connection": 2, "result": "failed", **junk},
            {"kind": "disconnected", "connection": 2, "bytes": 0, "result": "failed", **junk},
            {"kind": "stopped", "result": "ok"}])
        self.assertGreaterEqual(self.server.select(kind="limit")[0]["elapsed"], 2000)
        self.check_form()

    @row("event.shareLost", "event.shareBack")
    def test_a_folder_goes_and_comes_back(self):
        self.serve(login=True, access=None, arguments=["--share", f"Stick={self.share}:full"])
        make_file(self.share / "file", 10)
        sftp = self.connect().open_sftp()
        self.assertEqual(sftp.listdir("/Stick"), ["file"])
        os.rename(self.share, self.folder / "away")
        lost = self.server.wait_for(kind="shareLost")
        self.assertEqual(lost["share"], "Stick")
        os.rename(self.folder / "away", self.share)
        self.assertEqual(self.server.wait_for(kind="shareBack")["share"], "Stick")
        self.assertEqual(self.connect().open_sftp().listdir("/Stick"), ["file"])
        self.assertEqual([line for line in self.told() if "connection" not in line], [
            {"kind": "listening", "message": f"listening on 127.0.0.1 port {self.server.port}"},
            {"kind": "shareLost", "share": "Stick", "message": "The folder of Stick is not there"},
            {"kind": "shareBack", "share": "Stick"}])

    @row("event.listening")
    def test_one_line_for_each_socket(self):
        self.serve(address="[::1]:0")
        self.assertRegex(self.server.events[0]["message"], r"^listening on ::1 port [1-9]\d*$")
        with socket.create_connection(("::1", self.server.port), timeout=60) as peer:
            self.assertTrue(peer.recv(8).startswith(b"SSH-2.0-"))
        self.assertRegex(self.server.wait_for(kind="connected")["peer"], r"^\[::1\]:\d+$")
        self.server.stop()
        self.assertEqual(len(self.server.select(kind="listening")), 1)


class Secrets(InteropCase):
    @row("event.password")
    def test_a_generated_password_is_in_no_file_and_no_log(self):
        passwords = set()
        for form in ("text", "json", "openssh"):
            passwords.add(self.visit_and_look(form))
        self.assertEqual(len(passwords), 3)  # the next one is another one

    def visit_and_look(self, form):
        log = self.folder / f"{form} log"
        self.serve(login=False, access="full", arguments=["--log-file", log, "--log-format", form, "-v"])
        event = self.server.wait_for(kind="password")
        password = event["message"]
        self.assertEqual(event["user"], "guest")
        self.assertGreaterEqual(len(password), 12)
        for name in ("cmdline", "environ"):
            self.assertNotIn(password.encode(), Path(f"/proc/{self.server.process.pid}/{name}").read_bytes())
        client = paramiko.SSHClient()
        client.load_host_keys(str(self.known_hosts))
        client.connect("127.0.0.1", self.server.port, "guest", password=password, look_for_keys=False, allow_agent=False)
        client.open_sftp().mkdir(f"/made {form}")
        client.close()
        self.server.wait_for(kind="disconnected")
        self.server.stop()
        self.assertIn("guest", log.read_text())
        self.assertNotIn(password, self.server.errors())
        self.assertEqual(sum(password.encode() in line for line in self.server.lines), 1)
        looked = 0
        for folder, _, files in os.walk(self.folder):
            for name in files:
                path = Path(folder) / name
                if stat.S_ISREG(path.lstat().st_mode):
                    looked += 1
                    self.assertNotIn(password.encode(), path.read_bytes(), path)
        self.assertGreater(looked, 3)
        return password

    def test_without_a_terminal_and_without_json_it_says_so(self):
        done = self.command("env", os.environ["SALLYPORT_CLI"], "serve", self.share, "--profile", self.profile, "--addr",
                            "127.0.0.1:0", "--host-key", self.host_key, check=2)
        self.assertEqual(len(done.stdout.strip().splitlines()), 1, done.stdout)

    def test_on_a_terminal_it_is_shown_there(self):
        master, slave = os.openpty()
        self.addCleanup(os.close, master)
        with subprocess.Popen([os.environ["SALLYPORT_CLI"], "serve", self.share, "--profile", self.profile, "--addr",
                               "127.0.0.1:0", "--host-key", self.host_key], stderr=slave, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, env=self.environment) as process:
            os.close(slave)
            line = process.stdout.readline().decode()
            self.assertRegex(line, r"^listening on 127\.0\.0\.1 port \d+$")
            shown = b""
            while not re.search(rb"[a-z]+-[a-z]+(-[a-z]+)*-\d+", shown):
                shown += os.read(master, 1000)
            process.send_signal(signal.SIGTERM)
            rest = process.stdout.read()
            self.assertEqual(process.wait(), 0)
        password = re.search(rb"[a-z]+-[a-z]+(-[a-z]+)*-\d+", shown)[0]
        self.assertNotIn(password, rest)


if __name__ == "__main__":
    main()
