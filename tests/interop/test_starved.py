"""A computer that runs out of descriptors, threads, ports, room for its log, or of the right time."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import paramiko

from disks import DiskCase, wait_until
from support import CLI, FULL, MIB, main, make_file, random_bytes, row, tool

NOBODY = 54321  # an id that has no process
YEARS = 10 * 365 * 24 * 3600


class Starved(DiskCase):
    def silent(self):
        """A connection that says nothing."""
        one = socket.create_connection(("127.0.0.1", self.server.port))
        self.addCleanup(one.close)
        return one

    def count(self, what):
        return len(os.listdir(f"/proc/{self.server.process.pid}/{what}"))

    @row("E15", "G-45")
    # Full: 100 rounds instead of 4
    def test_without_descriptors_it_refuses_and_recovers(self):
        self.wrapper = (tool("prlimit"), "--nofile=64")
        content = random_bytes(MIB)
        (self.share / "down").write_bytes(content)
        # Files of one client may take three quarters of all: with what the server has open, these are all there are. UBSan
        # needs a few for itself: where pipe() fails, it takes an object of a class it has not met for a broken one.
        files = 40 if "undefined" in os.environ.get("SALLYPORT_SANITIZED", "") else 64
        self.serve(arguments=["--set", f"limits.maxHandlesPerChannel={files}", "--set", "penalties.enabled=false"])
        visit = self.visit()
        visit.put(content, "/up")
        self.server.wait_for(kind="upload", result="ok")
        before = self.count("fd")
        for turn in range(100 if FULL else 4):
            faults = len(self.server.select(kind="fault"))
            held = [visit.sftp.open("/down", "rb")]
            with self.assertRaises(OSError):
                for _ in range(files):
                    held.append(visit.sftp.open("/down", "rb"))
            self.assertGreater(len(held), 30)
            waiting = [self.silent() for _ in range(30)]
            event = self.server.wait_for(faults + 1, kind="fault")
            self.assertIn("Too many files are open", event["message"])
            # Nobody gets a place, though one descriptor of a low number was free. One may be refused just now.
            self.assertLessEqual(self.count("fd"), before + len(held) + 1)
            # Who is in goes on, with what he has and with what he gives back.
            self.assertEqual(held[-1].read(), content)
            held.pop().close()
            self.assertEqual(sorted(visit.sftp.listdir("/"))[0], "down")
            for one in waiting:
                one.close()
            for file in held:
                file.close()
            wait_until(lambda: self.lets_in(content), "a login, now that there is something left")
            wait_until(lambda: self.count("fd") <= before, "the descriptors of who is gone")
        visit.put(content, "/again")
        self.assertEqual((self.share / "again").read_bytes(), content)
        self.server.stop()

    def serve_as_nobody(self):
        """Root has as many threads as it likes: the server runs as a user of its own."""
        if os.geteuid() != 0:
            self.wrapper = (tool("unshare"), "-r")
        else:
            program = self.folder / "program"
            shutil.copy(CLI, program)
            for place in [self.folder, *self.folder.rglob("*")]:
                os.chown(place, NOBODY, NOBODY)
            self.wrapper = (tool("setpriv"), f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "sh", "-c",
                            'shift; exec "$0" "$@"', program)
        self.serve()

    @row("E17")
    def test_without_threads_newcomers_are_refused_and_the_rest_goes_on(self):
        make_file(self.share / "down", 2 * MIB)
        self.serve_as_nobody()
        visit = self.visit()
        early = paramiko.Transport(("127.0.0.1", self.server.port))  # has its thread, but nothing to log in with
        self.addCleanup(early.close)
        early.start_client(timeout=100)
        self.limit_threads(self.count("task"))
        for turn in range(3):
            refused = self.silent()
            self.assertEqual(refused.recv(100), b"")
            event = self.server.wait_for(turn + 1, kind="limit")
            self.assertIn("No thread is left", event["message"])
        self.assertEqual(visit.get("/down"), (self.share / "down").read_bytes())
        visit.put(b"all the same", "/up")
        # A login needs a thread to open its shares: without one they are not available to it.
        early.auth_password("tester", self.password)
        with self.assertRaises(OSError):
            paramiko.SFTPClient.from_transport(early).listdir("/down")
        self.limit_threads("")
        wait_until(lambda: self.lets_in(b"all the same"), "a login")
        self.server.stop()

    def limit_threads(self, soft):
        """Only the soft limit, which may rise again; set by the user whom it binds."""
        as_nobody = self.wrapper[:4] if os.geteuid() == 0 else ()
        hard = resource.getrlimit(resource.RLIMIT_NPROC)[1]
        subprocess.run([*as_nobody, tool("prlimit"), f"--pid={self.server.process.pid}", f"--nproc={soft or hard}:"],
                       check=True)

    def lets_in(self, content):
        try:
            again = self.visit()
        except (OSError, EOFError, paramiko.SSHException):
            return False
        self.assertEqual(again.get("/up"), content)
        again.close()
        return True

    def ends(self, code, *arguments, wrapper=()):
        # What is said is one sentence, and no other port is listened on instead.
        done = subprocess.run([*wrapper, CLI, "serve", "--profile", self.profile, "--no-auth", self.share,
                               *map(str, arguments)], env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        said = done.stderr.decode()
        self.assertEqual(done.returncode, code, said)
        self.assertEqual((done.stdout, said.count("\n")), (b"", 1), said)
        return said

    @row("E11")
    def test_a_port_that_cannot_be_had_is_said_with_what_to_do(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            self.assertIn(str(port), self.ends(3, "--addr", f"127.0.0.1:{port}"))
        self.assertIn("192.0.2.1", self.ends(3, "--addr", "192.0.2.1:0"))
        # In a network of its own, where a low port is not for everybody.
        low = (tool("unshare"), "-rn", tool("setpriv"), "--bounding-set=-net_bind_service", "--inh-caps=-net_bind_service")
        said = self.ends(3, "--addr", "127.0.0.1:22", wrapper=low)
        self.assertIn("22", said)
        self.assertIn("ip_unprivileged_port_start", said)

    @row("E19")
    def test_settings_that_cannot_be_written_are_said_and_stay_as_they_are(self):
        # The profile turns read-only, but for what is open to be written: its log.
        state = self.profile / "state"
        self.in_namespaces("m", f"mount -t tmpfs none {self.profile}; mkdir {state}; mount --bind {state} {state}")
        edit = [CLI, "settings", "set", "limits.maxChannels", "5", "--profile", self.profile]
        self.people({"box": self.share}, {"anna": ["box=full"]})
        self.open_profile()
        visit = self.visit("anna")
        self.inside("mount", "-o", "remount,ro,bind", self.profile)
        files = self.inside("sha256sum", self.profile / "settings.json").stdout, self.inside("ls", "-A", self.profile).stdout
        for _ in range(2):
            done = self.inside(*edit, check=False)
            said = done.stdout.decode()
            self.assertEqual((done.returncode, said.count("\n")), (1, 1), said)
            self.assertIn("ettings", said)
            self.assertNotIn("maxChannels=5", self.inside(CLI, "settings", "get", "--profile", self.profile).stdout.decode())
        self.assertEqual((self.inside("sha256sum", self.profile / "settings.json").stdout,
                          self.inside("ls", "-A", self.profile).stdout), files)
        # Who is in goes on, others come, and a reload finds what was there.
        visit.put(b"all the same", "/box/up")
        self.server.signal(signal.SIGHUP)
        self.server.wait_for(kind="settings")
        self.assertEqual(self.visit("anna").get("/box/up"), b"all the same")
        self.server.stop()
        # It starts there, too.
        self.open_profile()
        self.assertEqual(self.visit("anna").get("/box/up"), b"all the same")
        self.inside("mount", "-o", "remount,rw,bind", self.profile)
        self.inside(*edit)
        self.assertIn("maxChannels=5", self.inside(CLI, "settings", "get", "--profile", self.profile).stdout.decode())
        self.server.stop()

    @row("E21")
    def test_a_log_without_room_stops_nothing(self):
        content = random_bytes(2 * MIB)
        self.wrapper = (tool("unshare"), "-rm", "sh", "-c", f'mount -t tmpfs -o size=16k none {self.local}; exec "$0" "$@"')
        self.serve(arguments=["--log-file", self.local / "log", "--log-format", "json"])
        visit = self.visit()
        for turn in range(40):  # more lines than there is room for
            visit.put(content if turn % 20 == 0 else b"", f"/up{turn}")
        self.server.wait_for(40, kind="upload", result="ok")
        self.assertEqual(visit.get("/up20"), content)
        log = Path(f"/proc/{self.server.process.pid}/root{self.local}/log")
        self.assertLessEqual(log.stat().st_size, 16 * 1024)
        # With the disk's folder gone, opening it anew is no fault either.
        self.server.signal(signal.SIGHUP)
        self.server.wait_for(kind="settings")
        self.assertEqual(self.visit().get("/up20"), content)
        self.server.stop()

    @row("E14")
    def test_a_clock_that_jumps_moves_no_limit(self):
        offset = self.folder / "offset"
        offset.write_text("0")
        self.environment |= {"LD_PRELOAD": os.environ["SALLYPORT_OTHER_CLOCK"], "SALLYPORT_CLOCK_OFFSET": str(offset)}
        for name in ("ASAN_OPTIONS", "TSAN_OPTIONS"):
            self.environment[name] = self.environment.get(name, "") + ":verify_asan_link_order=0"
        expires = time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + YEARS // 2))
        self.authorized.write_text(f'expiry-time="{expires}" ' + (self.folder / "key.pub").read_text())
        self.serve(arguments=["--set", "limits.idleTimeout=1h", "--set", "limits.loginGrace=100s"])
        content = random_bytes(MIB)
        visit = self.visit()
        file = visit.sftp.open("/up", "wb")
        file.write(content[:1000])
        silent = self.silent()
        silent.recv(1000)
        self.guess_until_refused()
        for turn, jump in enumerate((YEARS, -YEARS, 0, YEARS)):
            offset.write_text(str(jump))
            year = time.gmtime(time.time() + jump).tm_year
            file.write(content[1000:2000])
            visit.put(content, f"/{jump}")
            done = self.server.wait_for(turn // 3 + 1, kind="upload", path=f"/{jump}", result="ok")
            self.assertTrue(done["time"].startswith(str(year)), done)
            # Nobody's time is over, and no penalty is.
            self.assertFalse(self.is_closed(silent))
            self.assertTrue(self.is_refused("127.0.0.77"))
            # What is written as a date is judged by the clock, and one before this program was made is no clock.
            self.assertEqual(self.visit_by_key(), jump == 0)
        file.close()
        self.assertEqual(self.server.select(kind="limit"), [])
        offset.write_text("0")
        self.server.stop()

    def guess_until_refused(self):
        for _ in range(30):
            if self.is_refused("127.0.0.77"):
                return
            with socket.create_connection(("127.0.0.1", self.server.port), source_address=("127.0.0.77", 0)) as plain:
                transport = paramiko.Transport(plain)
                try:
                    transport.start_client(timeout=100)
                    transport.auth_password("tester", "a guess")
                except (paramiko.SSHException, EOFError, OSError):
                    pass
                transport.close()
        raise AssertionError("never refused")

    def is_refused(self, source):
        with socket.create_connection(("127.0.0.1", self.server.port), source_address=(source, 0)) as plain:
            plain.settimeout(100)
            try:
                return plain.recv(4) == b""
            except ConnectionResetError:
                return True

    def is_closed(self, one):
        one.setblocking(False)
        try:
            return one.recv(1000) == b""
        except BlockingIOError:
            return False

    def visit_by_key(self):
        with paramiko.SSHClient() as client:
            client.load_host_keys(str(self.known_hosts))
            try:
                client.connect("127.0.0.1", self.server.port, "tester", key_filename=str(self.key), look_for_keys=False,
                               allow_agent=False)
                return True
            except paramiko.AuthenticationException:
                return False


if __name__ == "__main__":
    main()
