"""node's ssh2, the library behind many editors' remote folders."""

import base64
import hashlib
import json
import os
from pathlib import Path

from support import MIB, InteropCase, main, make_file, sha256


class Ssh2(InteropCase):
    def setUp(self):
        super().setUp()
        self.serve()
        here = Path(__file__).resolve().parent
        self.assertTrue((here / "node_modules/ssh2").is_dir(), "ssh2 is missing: run ./dev setup")
        self.script = here / "ssh2_client.js"

    def drive(self, *steps, check=0, **login):
        blob = base64.b64decode(Path(f"{self.host_key}.pub").read_text().split()[1])
        order = {"host": "127.0.0.1", "port": self.server.port, "username": "tester",
                 "fingerprint": hashlib.sha256(blob).hexdigest(), "steps": steps,
                 "privateKey": self.key.read_text(), **login}
        done = self.command("node", self.script, input=json.dumps(order).encode(), check=check)
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith(b"{")]

    def test_fast_transfers_both_ways(self):
        for size in (0, 1, 6 * MIB + 11):
            source = make_file(self.local / f"up{size}", size)
            there = make_file(self.share / f"down{size}", size, seed=1)
            answers = self.drive(["fastPut", str(source), f"/up{size}", {"concurrency": 64, "mode": 0o640}],
                                 ["fastGet", f"/down{size}", str(self.local / f"down{size}"), {"concurrency": 64}])
            self.assertEqual(answers, [{"ok": None}, {"ok": None}])
            self.assertEqual(sha256(source), sha256(self.share / f"up{size}"))
            self.assertEqual(sha256(there), sha256(self.local / f"down{size}"))
            if size > 0:  # it sets no mode on an empty file
                self.assertEqual(os.stat(self.share / f"up{size}").st_mode & 0o777, 0o640)

    def test_the_rest_of_its_requests(self):
        make_file(self.share / "file", 777, mode=0o604, mtime=1_600_000_000)
        there = os.stat(self.share / "file")
        # Not with its symlink(): it swaps the strings for servers that are not called OpenSSH.
        os.symlink("folder/file", self.share / "link")
        answers = self.drive(
            ["stat", "/file"], ["mkdir", "/folder"], ["mkdir", "/folder"], ["rename", "/file", "/folder/file"],
            ["lstat", "/link"], ["readlink", "/link"], ["realpath", "/folder/../link/"],
            ["ext_openssh_rename", "/folder/file", "/again"], ["ext_openssh_hardlink", "/again", "/hard"],
            ["ext_openssh_statvfs", "/"], ["chmod", "/again", 0o600], ["utimes", "/again", 1000, 2000], ["lstat", "/again"],
            ["stat", "/link"], ["unlink", "/link"], ["rmdir", "/folder"], ["readdir", "/"], ["stat", "/nothing"])
        self.assertEqual(answers[0]["ok"], {"size": 777, "mode": there.st_mode, "mtime": 1_600_000_000,
                                            "uid": there.st_uid, "gid": there.st_gid})
        self.assertEqual(answers[2]["code"], 4)
        self.assertEqual(answers[5], {"ok": "folder/file"})
        self.assertEqual(answers[6], {"ok": "/link"})
        self.assertEqual(answers[9]["ok"]["f_blocks"], os.statvfs(self.share).f_blocks)
        self.assertEqual((answers[12]["ok"]["mtime"], answers[12]["ok"]["mode"] & 0o777), (2000, 0o600))
        self.assertEqual(answers[13]["code"], 2)  # it dangles by now
        self.assertEqual(sorted(entry["name"] for entry in answers[16]["ok"]), ["again", "hard"])
        self.assertEqual(answers[17]["code"], 2)
        for number, answer in enumerate(answers):
            if number not in (2, 13, 17):
                self.assertIn("ok", answer, number)
        self.assertEqual(os.stat(self.share / "again").st_nlink, 2)

    def test_a_password_and_a_wrong_one(self):
        self.assertEqual(self.drive(["mkdir", "/made"], privateKey=None, password=self.password), [{"ok": None}])
        self.assertTrue((self.share / "made").is_dir())
        self.drive(["mkdir", "/other"], privateKey=None, password="wrong", check=1)
        self.assertFalse((self.share / "other").exists())


if __name__ == "__main__":
    main()
