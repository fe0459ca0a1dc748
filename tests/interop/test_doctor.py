"""The doctor on computers that are well, and ill in each way: in a network namespace of their own, with a LAN, with
buses, a real avahi-daemon, a real gnome-keyring, and rules of the real nft."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import paramiko

from support import CLI, InteropCase, main, make_key, run, tool

HERE = Path(__file__).parent
PORT = 2022
NETWORK = """
ip link set lo up
ip link add eth0 type veth peer name wire
ip address add 192.168.77.2/24 dev eth0
ip link set eth0 up
ip link set wire up
ip route add default via 192.168.77.1
mount -t tmpfs none /run
mount --bind "$0/passwd" /etc/passwd
mount --bind "$0/group" /etc/group
mkdir /run/avahi-daemon
echo ready
exec cat
"""
AVAHI = "[server]\nuse-ipv6=no\nallow-interfaces=eth0\n[publish]\npublish-hinfo=no\npublish-workstation=no\n"


class Doctor(InteropCase):
    enter = ()

    def start(self, *command, says=None, environment=None):
        """A process of this computer, until the test is over; with `says`, once it has printed a line with that."""
        process = subprocess.Popen([*self.enter, *command], env=environment or self.environment, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stdin.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        seen = []
        while says is not None:
            line = process.stdout.readline()
            self.assertNotEqual(line, "", f"{command} ended: {seen}")
            seen.append(line)
            if says in line:
                return process, line.strip()
        return process, ""

    def computer(self, *, buses=True):
        """One whose network is 192.168.77.0/24, with a keychain and Avahi."""
        self.environment["PATH"] = os.environ["PATH"] + ":/usr/sbin:/sbin"
        # The users that avahi-daemon asks for are the one there is.
        (self.folder / "passwd").write_text("root:x:0:0:root:/root:/bin/sh\navahi:x:0:0::/:/bin/false\n")
        (self.folder / "group").write_text("root:x:0:\navahi:x:0:\nnetdev:x:0:\n")
        keeper, _ = self.start(tool("unshare"), "-rmn", "sh", "-ec", NETWORK, str(self.folder), says="ready")
        self.enter = (tool("nsenter"), "--preserve-credentials", "-U", "-m", "-n", "-t", str(keeper.pid))
        self.wrapper = self.enter
        if buses:
            for name in ("SYSTEM", "SESSION"):
                _, address = self.start("dbus-daemon", "--session", "--nofork", "--print-address",
                                        f"--address=unix:path={self.folder / name}", says="unix:")
                self.environment[f"DBUS_{name}_BUS_ADDRESS"] = address
            self.start(tool("gnome-keyring-daemon"), "--foreground", "--components=secrets")
            configuration = self.folder / "avahi.conf"
            configuration.write_text(AVAHI)
            self.start("avahi-daemon", "--no-drop-root", "--no-chroot", "--no-rlimits", "--no-proc-title", "-f",
                       str(configuration), says="Server startup complete")

    def rules(self, text):
        run(*self.enter, "nft", "-f", "-", input=text.encode(), env=self.environment)

    def profile_with_a_guest(self):
        self.cli("shares", "add", "photos", self.share)
        self.cli("users", "add", "tester", "--password-file", self.password_file, "--access", "photos=view")

    def serve_profile(self, address=f"0.0.0.0:{PORT}"):
        return self.serve(access=None, login=False, host_key=False, address=address)

    def examine(self, *before, check, text=False):
        """What the doctor says, by kind; `check` is its exit code."""
        words = () if text else ("--json",)
        # The self-test and the handshake fill libcrypto's caches at once, and of what both fetched it may forget one.
        environment = {**self.environment, "ASAN_OPTIONS": self.environment.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}
        done = run(*self.enter, *before, tool(CLI), "doctor", *words, "--profile", self.profile, check=check,
                   env=environment)
        if text:
            return done.stdout.decode()
        findings = [json.loads(line) for line in done.stdout.decode().splitlines()]
        for finding in findings:
            if finding["weight"] != "good":
                self.assertTrue(finding["advice"], finding)
        return {finding["kind"]: finding for finding in findings}

    def weights(self, findings):
        return {finding["weight"] for finding in findings.values()}

    def well(self):
        self.computer()
        self.profile_with_a_guest()
        self.rules("table inet filter {\nchain input {\ntype filter hook input priority 0; policy drop;\n"
                   f"iif lo accept\nct state established,related accept\ntcp dport {PORT} accept\n}}\n}}\n")
        self.serve_profile()

    def test_a_healthy_server_has_no_finding(self):
        self.well()
        found = self.examine(check=0)
        self.assertEqual(self.weights(found), {"good"}, found)
        self.assertEqual(set(found), {"listening", "shared", "address", "handshake", "firewall", "libssh", "isolation",
                                      "keychain", "avahi", "clients"})
        self.assertIn("192.168.77.2 (eth0)", found["address"]["sentence"])
        key = self.cli("host-key", "show").decode().split()[0]
        self.assertIn("192.168.77.2:2022", found["handshake"]["sentence"])
        self.assertTrue("SHA256:" in found["handshake"]["sentence"] and key.startswith("SHA256:"))
        self.assertIn("good     Sallyport listens on port 2022\n", self.examine(check=0, text=True))
        # Nobody but root sees the descriptors of the server, which keeps its memory to itself.
        anybody = ("setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace")
        run(*self.enter, *anybody, "ls", "-l", f"/proc/{self.server.process.pid}/fd", check="fails")
        self.assertEqual(self.weights(self.examine(*anybody, check=0)), {"good"})

    def test_a_rule_of_nftables_that_is_in_the_way(self):
        self.well()
        self.rules(f"insert rule inet filter input iifname eth0 tcp dport {PORT} drop")
        found = self.examine(check=1)
        self.assertEqual(found["firewallCloses"]["weight"], "problem")
        self.assertRegex(found["firewallCloses"]["sentence"], "inet filter input, handle [0-9]+: drop")
        self.assertIn("nft insert rule inet filter input tcp dport 2022 accept", found["firewallCloses"]["advice"])
        self.assertIn("handshake", found)  # from here itself it is open
        self.rules(f"insert rule inet filter input tcp dport {PORT} drop")
        self.assertIn("handshakeUnanswered", self.examine(check=1))
        # Whoever may not look says so, and nothing else.
        unseen = self.examine("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin", check=1)
        self.assertEqual(unseen["firewallUnread"]["weight"], "note")
        self.assertNotIn("firewallCloses", unseen)
        # What is advised helps.
        self.rules("flush ruleset")
        self.assertEqual(self.weights(self.examine(check=0)), {"good"})

    def test_a_port_that_is_taken_and_by_whom(self):
        self.computer()
        self.profile_with_a_guest()
        code = f"import socket, time; s = socket.create_server(('', {PORT})); print('ready', flush=True); time.sleep(999)"
        other, _ = self.start(sys.executable, "-c", code, says="ready")
        found = self.examine(check=1)
        self.assertRegex(found["portTaken"]["sentence"], f"^Port 2022 is used by python3[.0-9]* \\(process {other.pid}\\)")
        self.assertIn("settings set network.port 2023", found["portTaken"]["advice"])
        self.cli("settings", "set", "network.port", "2023")
        found = self.examine(check=1)
        self.assertNotIn("portTaken", found)
        self.assertIn("sallyport-cli serve", found["notRunning"]["advice"])
        self.serve_profile(address="0.0.0.0:2023")
        self.assertEqual(self.weights(self.examine(check=0)), {"good"})

    def test_a_handshake_that_hangs(self):
        self.well()
        self.server.signal(signal.SIGSTOP)
        found = self.examine(check=1)
        self.server.signal(signal.SIGCONT)
        self.assertIn("192.168.77.2:2022", found["handshakeHung"]["sentence"])
        self.assertEqual(self.weights(self.examine(check=0)), {"good"})

    def test_neither_keychain_nor_avahi(self):
        self.computer(buses=False)
        self.profile_with_a_guest()
        self.serve_profile()
        found = self.examine(check=0)
        self.assertEqual({kind for kind, finding in found.items() if finding["weight"] != "good"}, {"noKeychain", "noAvahi"})
        self.assertIn("session bus", found["noKeychain"]["sentence"])
        _, address = self.start("dbus-daemon", "--session", "--nofork", "--print-address",
                                f"--address=unix:path={self.folder / 'empty'}", says="unix:")
        for name in ("SYSTEM", "SESSION"):
            self.environment[f"DBUS_{name}_BUS_ADDRESS"] = address
        self.assertIn("noAvahi", self.examine(check=0))
        # Where it should not be announced, nobody misses Avahi.
        self.cli("settings", "set", "network.announce", "false")
        self.assertIn("notAnnounced", self.examine(check=0))

    def test_an_address_that_others_do_not_reach(self):
        self.computer()
        self.profile_with_a_guest()
        self.serve_profile(address=f"127.0.0.1:{PORT}")
        self.assertIn("network.addresses", self.examine(check=1)["onlyThisComputer"]["advice"])
        self.server.stop()
        run(*self.enter, "sh", "-ec", "ip link add wg0 type veth peer name far\nip address add 10.8.0.2/24 dev wg0\n"
            "ip link set wg0 up\nip link set far up", env=self.environment)
        self.serve_profile(address=f"10.8.0.2:{PORT}")
        self.assertIn("10.8.0.2 (wg0) and not at 192.168.77.2", self.examine(check=1)["wrongAddress"]["sentence"])
        self.server.stop()
        self.serve_profile()
        found = self.examine(check=0)
        self.assertIn("wg0", found["otherAddresses"]["sentence"])
        self.assertIn("192.168.77.2 (eth0)", found["address"]["sentence"])
        self.server.stop()
        self.cli("settings", "set", "network.addresses", "192.0.2.7")
        self.assertIn("192.0.2.7", self.examine(check=1)["addressMissing"]["sentence"])
        self.cli("settings", "set", "network.addresses", "")
        self.assertIn("notRunning", self.examine(check=1))

    def test_a_kernel_without_landlock(self):
        found = self.examine(sys.executable, HERE / "without_landlock.py", check=1)
        self.assertEqual(found["noIsolation"]["weight"], "note")
        self.assertIn("isolation", self.examine(check=1))

    def test_a_run_with_a_folder_of_its_own_is_found_by_its_port(self):
        self.computer()
        self.serve(self.share, address=f"0.0.0.0:{PORT}")
        found = self.examine(check=0)
        self.assertIn("handshake", found)
        self.assertNotIn("nothingShared", found)

    def test_settings_that_cannot_be_read(self):
        (self.profile / "settings.json").write_text("{")
        run(CLI, "doctor", "--profile", self.profile, check=4, env=self.environment)

    def test_clients_that_failed_by_their_stage(self):
        self.profile_with_a_guest()
        self.serve_profile(address="127.0.0.1:0")
        port = self.server.port
        self.cli("users", "allow", "tester", "photos=full")
        key = self.folder / "host"
        (self.folder / "host.pub").write_text(self.cli("host-key", "show").decode().split("\n")[0].split(" ", 1)[1])
        self.pin(port, key)
        stranger = make_key(self.folder / "stranger")
        self.command("sftp", "-F", self.config, "-o", "HostKeyAlgorithms=ssh-rsa", "sally", check="fails")
        self.command("sftp", "-F", self.config, "-o", f"IdentityFile={stranger}", "sally", check="fails")
        for user in ("tester", "nobody"):
            with paramiko.SSHClient() as client:
                client.load_host_keys(str(self.known_hosts))
                with self.assertRaises(paramiko.AuthenticationException):
                    client.connect("127.0.0.1", port, user, "sesame", look_for_keys=False, allow_agent=False)
        self.command("curl", "-s", "--max-time", "30", f"http://127.0.0.1:{port}/", check="fails")
        self.server.wait_for(kind="protocol", count=2)
        self.server.stop()  # what happened is on disk now
        found = self.examine(check=1)
        for kind, says, advice in (("noCommonAlgorithm", "offered only ssh-rsa", "network.olderDevices true"),
                                   ("unknownKey", "a key for tester", "public key"),
                                   ("wrongPassword", "a wrong password for tester", "users passwd"),
                                   ("unknownUser", "asked for nobody", "users list"),
                                   ("neverSpokeSsh", "never spoke SSH", "SFTP")):
            self.assertEqual(found[kind]["weight"], "note")
            self.assertTrue(found[kind]["sentence"].startswith("127.0.0.1 "), found[kind])
            self.assertIn(says, found[kind]["sentence"])
            self.assertIn(advice, found[kind]["advice"])


if __name__ == "__main__":
    main()
