"""paramiko, and what can be seen only from a library: raw attributes, statuses, extensions."""

import os
import stat

import paramiko
from paramiko import sftp as protocol

from support import MIB, InteropCase, main, make_file, random_bytes, row, sha256


class Paramiko(InteropCase):
    def setUp(self):
        super().setUp()
        self.serve()
        client = paramiko.SSHClient()
        client.load_host_keys(str(self.known_hosts))
        client.connect("127.0.0.1", self.server.port, "tester", password=self.password, look_for_keys=False,
                       allow_agent=False)
        self.addCleanup(client.close)
        self.client = client
        self.sftp = client.open_sftp()

    @row("event.loggedIn")
    def test_a_password_after_keys_that_are_not_known(self):
        # It asks for the login service before each of the three.
        transport = paramiko.Transport(("127.0.0.1", self.server.port))
        self.addCleanup(transport.close)
        transport.start_client()
        for _ in range(2):
            with self.assertRaises(paramiko.AuthenticationException):
                transport.auth_publickey("tester", paramiko.ECDSAKey.generate())
        self.assertEqual(transport.auth_password("tester", self.password), [])
        self.assertTrue(transport.is_authenticated())
        self.server.wait_for(kind="loggedIn", count=2)
        self.assertEqual(self.server.select(kind="protocol"), [])

    def test_files_go_both_ways_with_prefetch_and_pipelining(self):
        there = make_file(self.share / "down", 5 * MIB + 1)
        source = make_file(self.local / "up", 5 * MIB + 2, seed=1)
        self.sftp.get("/down", str(self.local / "down"))
        about = self.sftp.put(str(source), "/up")
        self.assertEqual(about.st_size, 5 * MIB + 2)
        self.same_file(there, self.local / "down", times=False)
        self.same_file(source, self.share / "up", times=False)
        with self.sftp.open("/piped", "wb") as file:
            file.set_pipelined(True)
            for number in range(100):
                file.write(random_bytes(30_000, number))
        self.assertEqual(os.stat(self.share / "piped").st_size, 3_000_000)
        with self.sftp.open("/piped", "rb") as file:
            pieces = file.readv([(number * 30_000, 30_000) for number in range(99, -1, -1)])
            self.assertEqual([bytes(piece) for piece in pieces],
                             [random_bytes(30_000, number) for number in range(99, -1, -1)])

    @row("request.STAT", "request.SETSTAT")
    def test_attributes(self):
        make_file(self.share / "file", 1234, mode=0o640, mtime=1_500_000_000)
        os.symlink("file", self.share / "link")
        about, there = self.sftp.stat("/link"), os.stat(self.share / "file")
        self.assertEqual((about.st_size, about.st_mode, about.st_mtime, about.st_uid, about.st_gid),
                         (1234, there.st_mode, 1_500_000_000, there.st_uid, there.st_gid))
        self.assertTrue(stat.S_ISLNK(self.sftp.lstat("/link").st_mode))
        with self.sftp.open("/file", "r+") as file:
            self.assertEqual(file.stat().st_size, 1234)
            file.truncate(99)
            file.chmod(0o604)
            file.utime((1_400_000_000, 1_400_000_001))
        there = os.stat(self.share / "file")
        self.assertEqual((there.st_size, stat.S_IMODE(there.st_mode), int(there.st_atime), int(there.st_mtime)),
                         (99, 0o604, 1_400_000_000, 1_400_000_001))
        self.sftp.chown("/file", there.st_uid, there.st_gid)
        with self.assertRaises(PermissionError):
            self.sftp.chown("/file", there.st_uid + 1, there.st_gid)
        self.sftp.chmod("/file", 0o4755)
        self.assertEqual(stat.S_IMODE(os.stat(self.share / "file").st_mode), 0o755)

    @row("request.OPENDIR")
    def test_a_long_listing_has_each_name_once(self):
        names = sorted(f"name {number:05d}" for number in range(3000))
        for name in names:
            (self.share / name).touch()
        listed = self.sftp.listdir_attr("/")
        self.assertEqual(sorted(entry.filename for entry in listed), names)
        self.assertIn("owner", listed[0].longname)
        self.assertEqual(sorted(entry.filename for entry in self.sftp.listdir_iter("/", read_aheads=8)), names)

    @row("status.NotFound", "status.PermissionDenied", "status.Failure", "status.NotSupported", "request.unknown",
         "trap.mkdir-exists")
    def test_statuses(self):
        (self.share / "folder").mkdir()
        make_file(self.share / "file", 10)
        os.symlink("/etc/passwd", self.share / "out")
        for ask, code in ((lambda: self.sftp.stat("/missing"), protocol.SFTP_NO_SUCH_FILE),
                          (lambda: self.sftp.stat("/file/below"), protocol.SFTP_NO_SUCH_FILE),
                          (lambda: self.sftp.open("/out"), protocol.SFTP_PERMISSION_DENIED),
                          (lambda: self.sftp.open("/folder"), protocol.SFTP_FAILURE),
                          (lambda: self.sftp.mkdir("/folder"), protocol.SFTP_FAILURE),
                          (lambda: self.sftp.rename("/file", "/folder"), protocol.SFTP_FAILURE),
                          (lambda: self.sftp.remove("/folder"), protocol.SFTP_FAILURE),
                          (lambda: self.sftp._request(protocol.CMD_EXTENDED, "no-such@example.org"),
                           protocol.SFTP_OP_UNSUPPORTED),
                          (lambda: self.sftp._request(99, "x"), protocol.SFTP_OP_UNSUPPORTED)):
            self.assertEqual(self.status(ask), code)
        self.assertEqual(self.sftp.stat("/file").st_size, 10)

    def status(self, ask):
        """The status code a request is answered with; paramiko turns codes into exceptions."""
        seen = []
        plain = self.sftp._convert_status
        self.sftp._convert_status = lambda message: seen.append(message.get_int()) or self.refuse(message)
        try:
            with self.assertRaises(IOError):
                ask()
        finally:
            self.sftp._convert_status = plain
        return seen[-1]

    def refuse(self, message):
        words = message.get_text()
        self.assertNotIn(str(self.folder), words)
        self.assertGreater(len(words), 3)
        raise IOError(words)

    @row("ext.check-file")
    def test_check_file(self):
        there = make_file(self.share / "file", 3 * MIB + 1)
        with self.sftp.open("/file", "rb") as file:
            self.assertEqual(file.check("sha256").hex(), sha256(there))
            blocks = file.check("sha256", block_size=MIB)
            self.assertEqual(len(blocks), 4 * 32)
            self.assertEqual(blocks[:32].hex(), file.check("sha256", 0, MIB).hex())

    @row("ext.posix-rename")
    def test_posix_rename_overwrites(self):
        make_file(self.share / "one", 10)
        make_file(self.share / "two", 20)
        self.sftp.posix_rename("/one", "/two")
        self.assertEqual(os.stat(self.share / "two").st_size, 10)
        self.assertEqual(self.sftp.listdir("/"), ["two"])

    @row("event.disconnected", "event.loggedIn", "event.connected")
    def test_a_file_left_open_is_cut_short(self):
        file = self.sftp.open("/left", "wb")
        file.write(b"x" * 100_000)
        file.flush()
        self.client.get_transport().sock.close()
        cut = self.server.wait_for(kind="upload", path="/left", result="cut short")
        self.assertLessEqual(cut.get("bytes", 0), 100_000)
        connected = self.server.wait_for(kind="connected")
        self.assertIn("paramiko", connected["client"])
        gone = self.server.wait_for(kind="disconnected", connection=connected["connection"])
        self.assertEqual(gone["user"], "tester")
        logged_in = self.server.wait_for(kind="loggedIn")
        self.assertEqual((logged_in["message"], logged_in["result"]), ("password", "ok"))


if __name__ == "__main__":
    main()
