"""What others nearby see by multicast DNS: a real Avahi on each of two computers on a wire."""

import signal
import subprocess

from support import InteropCase, main, make_file, row
from two_computers import Browser, Computer


class Nearby(InteropCase):
    def setUp(self):
        super().setUp()
        self.desk = Computer(self, "desk", "10.77.0.1")
        self.sofa = Computer(self, "sofa", "10.77.0.2", self.desk)
        self.desk.start_bus()
        self.sofa.start_bus()
        self.sofa.start_avahi()
        self.wrapper = self.desk.inside
        self.environment = self.desk.environment
        self.here = make_file(self.share / "file", 100_000)

    def serve_share(self):
        return self.serve(address="0.0.0.0:0")

    def serve_profile(self):
        return self.serve(access=None, login=False, address="0.0.0.0:0")

    def downloads(self, address, port):
        """From the other computer, by what was seen."""
        kind, key = (self.folder / "host_key.pub").read_text().split()[:2]
        self.known_hosts.write_text(f"[{address}]:{port} {kind} {key}\n")
        (self.local / "file").unlink(missing_ok=True)
        self.sofa.run("sftp", "-F", self.config, "-o", f"HostName={address}", "-o", f"Port={port}", "-b", "-", "sally", input=f"get file {self.local}/file\n".encode())
        self.same_file(self.here, self.local / "file", times=False)

    @row("nearby")
    def test_a_folder_is_seen_until_its_server_stops_or_dies(self):
        self.desk.start_avahi()
        browser = Browser(self.sofa)
        for number in (signal.SIGTERM, signal.SIGKILL):
            self.serve_share()
            seen = browser.wait_for("share @ desk")
            self.assertEqual(seen, {"share @ desk": ("10.77.0.1", self.server.port, ["path=/"])})
            self.downloads(*seen["share @ desk"][:2])
            self.server.signal(number)
            self.server.wait()
            browser.wait_for()

    @row("nearby")
    def test_what_is_seen_follows_the_settings(self):
        self.cli("shares", "add", "study", self.share)
        self.cli("shares", "add", "play", self.local)
        self.cli("users", "add", "anna", "--password-file", self.password_file, "--access", "study=full")
        self.desk.start_avahi()
        browser = Browser(self.sofa)
        self.serve_profile()
        both = ("play @ desk", "study @ desk")
        seen = browser.wait_for(*both)
        self.assertEqual({name: text for name, (_, _, text) in seen.items()},
                         {"play @ desk": ["path=/play"], "study @ desk": ["path=/study"]})
        self.assertEqual({port for _, port, _ in seen.values()}, {self.server.port})

        def set_to(key, value):
            self.cli("settings", "set", key, value)
            self.server.signal(signal.SIGHUP)

        set_to("network.allowFrom", "any")
        browser.wait_for()
        set_to("network.allowFrom", "lan")
        browser.wait_for(*both)
        set_to("network.announce", "false")
        browser.wait_for()
        self.cli("settings", "set", "network.announceUser", "true")
        set_to("network.announce", "true")
        seen = browser.wait_for(*both)
        # Nobody may come to the other one.
        self.assertEqual({name: sorted(text) for name, (_, _, text) in seen.items()},
                         {"play @ desk": ["path=/play"], "study @ desk": ["path=/study", "u=anna"]})
        self.assertNotIn(self.password, str(seen))
        self.cli("shares", "remove", "play")
        self.server.signal(signal.SIGHUP)
        browser.wait_for("study @ desk")
        self.server.stop()
        browser.wait_for()

    @row("nearby")
    def test_names_that_are_taken_and_an_avahi_that_comes_and_goes(self):
        self.serve_share()  # without Avahi everything else works
        self.downloads(self.desk.address, self.server.port)
        other = self.sofa.start("avahi-publish-service", "share @ desk", "_sftp-ssh._tcp", "22", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        browser = Browser(self.sofa)
        browser.wait_for("share @ desk")
        self.desk.start_avahi()
        seen = browser.wait_for("share @ desk", "share @ desk #2")
        self.assertEqual(seen["share @ desk #2"], ("10.77.0.1", self.server.port, ["path=/"]))
        self.desk.stop_avahi()
        browser.wait_for("share @ desk")
        Computer.end(other)
        browser.wait_for()
        self.desk.start_avahi()
        seen = browser.wait_for("share @ desk")
        self.assertEqual(seen["share @ desk"][1], self.server.port)
        self.server.stop()


if __name__ == "__main__":
    main()
