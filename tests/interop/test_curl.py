"""curl with libssh2: its own SSH, its own SFTP."""

from support import MIB, InteropCase, main, make_file


class Curl(InteropCase):
    def setUp(self):
        super().setUp()
        self.serve()

    def curl(self, *arguments, check=0, login=True):
        # libssh2 wants to see the known key in $HOME.
        (self.folder / "home/.ssh/known_hosts").write_text(self.known_hosts.read_text())
        options = ["--silent", "--show-error", "--max-time", "120"]
        if login:
            options += ["--user", "tester:", "--key", self.key, "--pubkey", f"{self.key}.pub"]
        return self.command("curl", *options, *arguments, check=check)

    def url(self, path):
        return f"sftp://127.0.0.1:{self.server.port}{path}"

    def test_files_go_both_ways(self):
        for size in (0, 1, 4 * MIB + 3):
            source = make_file(self.local / f"up{size}", size)
            self.curl("--upload-file", source, self.url(f"/sub/up{size}"), "--ftp-create-dirs", "--create-file-mode", "0640")
            self.same_file(source, self.share / f"sub/up{size}", times=False, modes=False)
            self.assertEqual((self.share / f"sub/up{size}").stat().st_mode & 0o777, 0o640)
            there = make_file(self.share / f"down{size}", size, seed=1)
            self.curl("--remote-time", "--output", f"down{size}", self.url(f"/down{size}"))
            self.same_file(there, self.local / f"down{size}")

    def test_ranges_resuming_listing_and_quoted_commands(self):
        there = make_file(self.share / "file", 100_000).read_bytes()
        self.assertEqual(self.curl("--range", "5000-5999", self.url("/file")).stdout, there[5000:6000])
        (self.local / "part").write_bytes(there[:40_000])
        self.curl("--continue-at", "-", "--output", "part", self.url("/file"))
        self.assertEqual((self.local / "part").read_bytes(), there)
        (self.share / "begun").write_bytes(there[:70_000])
        self.curl("--continue-at", "70000", "--upload-file", self.local / "part", self.url("/begun"))
        self.assertEqual((self.share / "begun").read_bytes(), there)
        (self.share / "begun").unlink()
        self.assertIn(b"file", self.curl(self.url("/")).stdout)
        self.curl("--quote", "rename /file /moved", "--quote", "chmod 600 /moved", "--quote", "mkdir /folder", self.url("/"))
        self.assertEqual(sorted(path.name for path in self.share.iterdir()), ["folder", "moved"])
        self.assertEqual((self.share / "moved").stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.curl(self.url("/missing"), check=78).returncode, 78)

    def test_a_password_does_too(self):
        there = make_file(self.share / "file", 1000)
        config = self.folder / "curlrc"
        config.write_text(f'user = "tester:{self.password}"\n')
        self.curl("--config", config, "--output", "file", self.url("/file"), login=False)
        self.same_file(there, self.local / "file", times=False)
        self.assertEqual(self.server.wait_for(kind="loggedIn")["message"], "password")
        config.write_text('user = "tester:wrong"\n')
        self.curl("--config", config, self.url("/file"), login=False, check=67)


if __name__ == "__main__":
    main()
