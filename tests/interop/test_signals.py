"""What ends or reloads a server, under load: signals, a terminal that closes; and a library it cannot trust."""

import os
import pty
import signal
import subprocess
import time

from disks import DiskCase, wait_until
from support import CLI, MIB, PATIENCE, main, random_bytes, row, tool

UPLOADS = 8
STARTED = "the uploads on their way"


class Signals(DiskCase):
    def upload(self, number, content):
        """OpenSSH's sftp, whose exit code tells whether the server took everything."""
        source = self.local / f"up{number}"
        source.write_bytes(content)
        process = subprocess.Popen([tool("sftp"), "-F", self.config, "-b", "-", "sally"], stdin=subprocess.PIPE,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environment)
        process.stdin.write(f"put {source} /up{number}\n".encode())
        process.stdin.close()
        self.addCleanup(process.wait, PATIENCE)
        self.addCleanup(process.kill)
        return process

    def begin(self, bytes_each):
        self.contents = [random_bytes(bytes_each, number) for number in range(UPLOADS)]
        uploads = [self.upload(number, content) for number, content in enumerate(self.contents)]
        wait_until(lambda: all(self.arrived(number) > 0 for number in range(UPLOADS)), STARTED)
        return uploads

    def arrived(self, number):
        try:
            return (self.share / f"up{number}").stat().st_size
        except FileNotFoundError:
            return 0

    def all_is_there(self, uploads):
        for number, process in enumerate(uploads):
            self.assertEqual(process.wait(PATIENCE), 0)
            self.assertEqual((self.share / f"up{number}").read_bytes(), self.contents[number])

    @row("E23", "G-65")
    def test_a_stop_under_uploads_is_clean_and_keeps_what_was_taken(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            for name in self.share.iterdir():
                name.unlink()
            self.serve(arguments=["--bwlimit", "8M"])
            uploads = self.begin(32 * MIB)
            started = time.monotonic()
            self.server.signal(number)
            self.assertEqual(self.server.wait(), 0)
            self.assertLess(time.monotonic() - started, 50)  # 5 s, and ten times that on a busy machine
            self.assertEqual(self.server.events[-1]["kind"], "stopped")
            self.assertEqual(self.server.events[-1]["result"], "ok")
            cut = self.server.select(kind="upload", result="cut short")
            self.assertEqual(len(cut), UPLOADS)
            for event in cut:
                self.assertEqual(event["message"], "The server stopped")
            for number, process in enumerate(uploads):
                self.assertNotEqual(process.wait(PATIENCE), 0)
                got = (self.share / f"up{number}").read_bytes()
                self.assertLess(len(got), 32 * MIB)
                self.assertEqual(got, self.contents[number][:len(got)])  # nothing wrong, and no hole

    @row("E23", "G-65")
    def test_draining_finishes_the_uploads_and_hanging_up_only_reloads(self):
        self.serve(arguments=["--bwlimit", "4M", "--drain", "60s"])
        uploads = self.begin(MIB)
        self.server.signal(signal.SIGHUP)
        self.server.wait_for(kind="settings")
        self.server.signal(signal.SIGTERM)
        self.all_is_there(uploads)
        self.assertEqual(self.server.wait(), 0)
        self.assertEqual(len(self.server.select(kind="upload", result="ok")), UPLOADS)
        self.assertEqual(self.server.events[-1]["result"], "ok")

    @row("E22")
    def test_a_terminal_that_closes_ends_no_upload(self):
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [CLI, "serve", "--profile", self.profile, "--addr", "127.0.0.1:0", "--host-key", self.host_key, "--user",
             "tester", "--authorized-keys", self.authorized, "--access", "full", "--bwlimit", "4M", "--log-file",
             self.local / "log", self.share],
            stdin=slave, stdout=slave, stderr=slave, env=self.environment, start_new_session=True,
            preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)))  # its terminal, from now on
        self.addCleanup(process.wait, PATIENCE)
        self.addCleanup(process.kill)
        os.close(slave)
        said = b""
        while b"listening on 127.0.0.1 port " not in said or b"\n" not in said.partition(b"port ")[2]:
            said += os.read(master, 1000)
        port = int(said.partition(b"port ")[2].split()[0])
        self.pin(port, self.host_key)
        uploads = self.begin(MIB)
        os.close(master)  # SIGHUP, and nowhere to write to
        self.all_is_there(uploads)
        later = self.upload(0, self.contents[0])
        self.assertEqual(later.wait(PATIENCE), 0)
        self.assertIsNone(process.poll())
        self.assertIn("Reloaded", (self.local / "log").read_text())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(PATIENCE), 0)

    def algorithms(self, cipher):
        return self.sftp("ls", options=("-c", cipher), check=None)

    @row("E24")
    def test_a_libssh_that_does_not_check_gcm_is_not_trusted_with_it(self):
        for name in ("ASAN_OPTIONS", "TSAN_OPTIONS"):
            self.environment[name] = self.environment.get(name, "") + ":verify_asan_link_order=0"
        (self.share / "seen").write_bytes(b"x")
        self.serve()
        self.assertIn(b"seen", self.algorithms("aes256-gcm@openssh.com"))
        self.server.stop()
        self.environment["LD_PRELOAD"] = os.environ["SALLYPORT_BLIND_LIBCRYPTO"]
        self.serve()
        del self.environment["LD_PRELOAD"]
        event = self.server.wait_for(kind="fault")
        self.assertEqual(event["message"], "This libssh does not check AES-GCM, which is not offered")
        self.assertNotIn(b"seen", self.algorithms("aes256-gcm@openssh.com,aes128-gcm@openssh.com"))
        refused = self.server.wait_for(kind="protocol")["message"]
        self.assertRegex(refused, "offered only aes256-gcm@openssh.com, aes128-gcm@openssh.com.* as cipher")
        self.assertIn(b"seen", self.algorithms("chacha20-poly1305@openssh.com"))
        self.server.stop()


if __name__ == "__main__":
    main()
