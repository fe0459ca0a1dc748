"""A profile served while it is edited; what a start refuses; the exit codes."""

import json
import os
import signal
import socket
import subprocess

import paramiko

from support import CLI, InteropCase, describe, main, make_file, row


class Profile(InteropCase):
    def setUp(self):
        super().setUp()
        self.second = self.folder / "second"
        self.second.mkdir()
        make_file(self.share / "file", 100)
        make_file(self.second / "other", 100)

    def people(self):
        self.cli("shares", "add", "study", self.share)
        self.cli("shares", "add", "play", self.second)
        self.cli("users", "add", "anna", "--password-file", self.password_file, "--access", "study=full", "--access", "play=view")
        self.cli("users", "add", "berta", "--password-file", self.password_file, "--access", "study=view")
        self.cli("users", "add", "carl", "--authorized-keys", self.authorized, "--access", "play=full")

    def connect(self, user):
        client = paramiko.SSHClient()
        client.load_host_keys(str(self.known_hosts))
        login = {"key_filename": str(self.key)} if user == "carl" else {"password": self.password}
        client.connect("127.0.0.1", self.server.port, user, look_for_keys=False, allow_agent=False, **login)
        self.addCleanup(client.close)
        sftp = client.open_sftp()
        sftp.transport = client.get_transport()
        peer = "%s:%d" % sftp.transport.sock.getsockname()[:2]
        sftp.number = self.server.wait_for(kind="loggedIn", user=user, peer=peer)["connection"]
        return sftp

    def open_profile(self):
        return self.serve(login=False, access=None)

    @row("event.settings", "event.disconnected")
    def test_hangup_ends_exactly_the_connections_that_lost_a_right(self):
        self.people()
        self.open_profile()
        anna, berta, carl = (self.connect(name) for name in ("anna", "berta", "carl"))
        self.assertEqual([sorted(who.listdir("/")) for who in (anna, berta, carl)], [["play", "study"], ["study"], ["play"]])
        # From full to view is a loss for anna; more for berta is none.
        self.cli("users", "allow", "anna", "study=view")
        self.cli("users", "allow", "berta", "study=full")
        self.server.signal(signal.SIGHUP)
        self.server.wait_for(kind="disconnected", connection=anna.number)
        self.assertEqual(berta.listdir("/study"), ["file"])
        self.assertEqual(carl.listdir("/play"), ["other"])
        # The next connection has what is left, and what is new.
        again = self.connect("anna")
        with self.assertRaises(PermissionError):
            again.remove("/study/file")
        self.connect("berta").mkdir("/study/made")
        # A share that goes takes those who had it; carl's is another one.
        self.cli("shares", "remove", "study")
        self.server.signal(signal.SIGHUP)
        self.server.wait_for(kind="disconnected", connection=berta.number)
        self.server.wait_for(kind="disconnected", connection=again.number)
        self.assertEqual(carl.listdir("/play"), ["other"])
        self.assertEqual(len(self.server.select(kind="disconnected", user="carl")), 0)
        self.assertIn("ended", " ".join(event["message"] for event in self.server.select(kind="settings")))
        # Made again under its name, it is nobody's.
        self.cli("shares", "add", "study", self.share)
        self.server.signal(signal.SIGHUP)
        self.cli("users", "add", "dora", "--password-file", self.password_file, "--access", "study=view")
        self.server.signal(signal.SIGHUP)
        while True:  # until the new settings are in
            try:
                dora = self.connect("dora")
                break
            except paramiko.AuthenticationException:
                pass
        self.assertEqual(sorted(dora.listdir("/study")), sorted(os.listdir(self.share)))
        self.assertEqual(self.connect("anna").listdir("/"), ["play"])
        self.server.stop()

    def test_a_user_that_is_removed_is_gone(self):
        self.people()
        self.open_profile()
        berta, carl = self.connect("berta"), self.connect("carl")
        self.cli("users", "remove", "berta")
        self.server.signal(signal.SIGHUP)
        self.server.wait_for(kind="disconnected", connection=berta.number)
        self.assertEqual(carl.listdir("/play"), ["other"])
        with self.assertRaises(paramiko.AuthenticationException):
            self.connect("berta")

    def test_editors_at_once_lose_nothing(self):
        self.cli("shares", "add", "study", self.share)
        names = [f"user{number}" for number in range(12)]
        editors = [subprocess.Popen([CLI, "users", "add", name, "--authorized-keys", self.authorized, "--access", "study=view",
                                     "--profile", self.profile], env=self.environment) for name in names]
        for editor in editors:
            self.assertEqual(editor.wait(), 0)
        listed = json.loads(self.cli("users", "list", "--json"))
        self.assertEqual(sorted(user["name"] for user in listed), sorted(names))

    def test_the_host_key_is_made_once_and_kept(self):
        self.serve(host_key=False)
        first = self.command("ssh-keyscan", "-t", "ed25519", "-p", str(self.server.port), "127.0.0.1").stdout
        self.server.stop()
        self.serve(host_key=False)
        again = self.command("ssh-keyscan", "-t", "ed25519", "-p", str(self.server.port), "127.0.0.1").stdout
        key = [line.split()[2] for line in first.splitlines() if not line.startswith(b"#")]
        self.assertEqual([line.split()[2] for line in again.splitlines() if not line.startswith(b"#")], key)
        self.assertIn(key[0], self.cli("host-key", "show"))
        keys = [path for path in (self.profile / "keys").iterdir() if not path.name.endswith(".pub")]
        self.assertGreaterEqual(len(keys), 2)
        for path in keys:
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.assertEqual((self.profile / "settings.json").exists(), False)

    def test_one_server_a_profile(self):
        self.people()
        first = self.open_profile()
        second = self.serve(login=False, access=None, wait=False)
        self.assertEqual(second.wait(), 1)
        self.assertEqual(len(second.errors().strip().splitlines()), 1, second.errors())
        self.server = first
        # A folder of its own takes no lock.
        self.serve()
        self.server.stop()
        first.stop()


class Start(InteropCase):
    def ends(self, code, *arguments):
        """`serve` ends with this code and one line."""
        done = self.command(CLI, "serve", "--profile", self.profile, *arguments, check=code)
        self.assertEqual(len(done.stdout.strip().splitlines()), 1, done.stdout)
        return done.stdout.decode()

    def test_exit_codes(self):
        login = ["--user", "tester", "--password-file", self.password_file, "--host-key", self.host_key]
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            self.assertIn(str(port), self.ends(3, self.share, "--addr", f"127.0.0.1:{port}", *login))
        self.assertIn("192.0.2.1", self.ends(3, self.share, "--addr", "192.0.2.1:0", *login))
        self.ends(2, self.share, "--nonsense")
        self.ends(2, self.share, "--access", "everything")
        self.assertIn("limits.loginGrace", self.ends(2, self.share, *login, "--set", "limits.loginGrase=20s"))
        self.ends(2, self.share, "--no-auth", "--allow-from", "any")
        self.ends(2, self.folder / "missing", "--addr", "127.0.0.1:0", *login)
        (self.profile / "settings.json").write_text('{"version": 1, "shares": [')
        before = (self.profile / "settings.json").read_bytes()
        self.ends(4)
        self.assertEqual((self.profile / "settings.json").read_bytes(), before)
        self.assertGreater(len(describe(self.profile)), 0)

    def test_nobody_comes_in_without_a_password_once_anyone_may_connect(self):
        # What is said for a run and what is saved meet only in the server.
        self.serve(access=None, login=False, arguments=["--no-auth", self.share])
        guest = paramiko.Transport(("127.0.0.1", self.server.port))
        self.addCleanup(guest.close)
        guest.start_client()
        guest.auth_none("guest")
        self.cli("settings", "set", "network.allowFrom", "any")
        self.server.signal(signal.SIGHUP)
        self.server.wait_for(kind="disconnected", user="guest")
        again = paramiko.Transport(("127.0.0.1", self.server.port))
        self.addCleanup(again.close)
        again.start_client()
        with self.assertRaises(paramiko.SSHException):
            again.auth_none("guest")
        self.server.stop()
        # The profile's own guest, and the word of one run.
        settings = json.loads((self.profile / "settings.json").read_text())
        settings["network"]["allowFrom"] = ["lan"]
        settings["accounts"] = [{"id": "0" * 32, "userName": "open", "withoutPassword": True, "access": {}}]
        (self.profile / "settings.json").write_text(json.dumps(settings))
        for everybody in ("any", "0.0.0.0/0", "lan,::/0"):
            self.assertIn("open needs no password", self.ends(2, "--allow-from", everybody))

    @row("event.stopped")
    def test_a_stop_finishes_the_requests_in_hand_and_the_second_signal_hurries(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            self.serve()
            self.server.signal(number)
            self.assertEqual(self.server.wait(), 0)
            self.assertEqual(self.server.events[-1]["kind"], "stopped")
        make_file(self.share / "down", 3_000_000)
        self.serve(arguments=["--drain", "60s", "--bwlimit", "1M"])
        client = subprocess.Popen(["sftp", "-F", self.config, "-b", "-", "sally"], stdin=subprocess.PIPE, cwd=self.local,
                                  env=self.environment, stdout=subprocess.DEVNULL)
        self.addCleanup(client.wait)
        client.stdin.write(b"get down\n")
        client.stdin.close()
        self.server.wait_for(kind="download", result="started")
        self.server.signal(signal.SIGTERM)
        self.assertEqual(client.wait(), 0)
        self.same_file(self.share / "down", self.local / "down", times=False)
        self.assertEqual(self.server.wait(), 0)

    def test_stop_after_ends_by_itself(self):
        self.serve(arguments=["--stop-after", "1s"])
        self.assertEqual(self.server.wait(), 0)
        self.assertEqual(self.server.events[-1]["kind"], "stopped")


if __name__ == "__main__":
    main()
