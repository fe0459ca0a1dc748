"""The lines of an invite, run as they are by a shell in an empty HOME, with host key checking on: they move
a file, and each of them fails once somebody else answers in the server's place."""

import json
import os
import shutil
import subprocess

from support import InteropCase, main, make_file, sha256
from terminal import Terminal

LINES = os.environ.get("SALLYPORT_RECIPE_LINES", "")
FILE = b"it's a cat [1].bin"


class Recipes(InteropCase):
    def setUp(self):
        super().setUp()
        self.guest = self.folder / "guest"
        self.name = b"Photos"

    def begin(self, name=b"Photos"):
        """One share of that name, with a file in it; the lines for a guest with a password."""
        self.name = name
        self.start("127.0.0.1:0")
        make_file(os.path.join(os.fsencode(self.share), FILE), 300_000)
        self.new_home()
        keys = [line.split(" ", 1)[1] for line in self.cli("host-key", "show").decode().splitlines()]
        self.assertEqual(len(keys), 2)
        made = self.command(LINES, "tester", "127.0.0.1", str(self.server.port), name, FILE, *keys)
        self.lines = json.loads(made.stdout)

    def start(self, address):
        self.server = self.serve(access="view", host_key=False, address=address,
                                 arguments=[b"--share", self.name + b"=" + os.fsencode(self.share)])

    def new_home(self):
        shutil.rmtree(self.guest, ignore_errors=True)
        self.guest.mkdir()

    def shell(self, line):
        return Terminal(self, line, self.guest)

    def trust(self):
        code, said = self.shell(self.lines["saveHostKey"]).end()
        self.assertEqual((code, said), (0, ""))
        self.assertEqual(oct(os.stat(self.guest / ".ssh").st_mode & 0o777), "0o700")

    def works(self, line, *talk):
        terminal = self.shell(line)
        for question, text in ((b"assword:", self.password.encode()), *talk):
            terminal.answer(question, text)
        code, said = terminal.end()
        self.assertEqual(code, 0, f"{line}\n{said}")

    def arrived(self, *path):
        here = os.path.join(os.fsencode(self.guest), *path)
        self.assertEqual(sha256(here), sha256(os.path.join(os.fsencode(self.share), FILE)))

    def fails(self, line):
        """Before any password is asked for; nothing arrives."""
        code, said = self.shell(line).end()
        self.assertNotEqual(code, 0, f"{line}\nworked:\n{said}")
        self.assertNotIn("assword:", said)
        for folder, _, names in os.walk(os.fsencode(self.guest)):
            self.assertNotIn(FILE, names, folder)

    def move_by_each(self):
        get = b"get " + quoted(FILE)
        # A name with quotes is not in the line: the guest begins one folder higher.
        enter = [(b"sftp>", b"cd " + quoted(self.name))] if b'"' in self.name else []
        self.trust()
        self.works(self.lines["sftp"], *enter, (b"sftp>", get), (b"100%", b"bye"))
        self.arrived(FILE)
        self.new_home()
        self.trust()
        self.works(self.lines["scpFolder"])
        self.arrived(self.name, FILE)
        self.works(self.lines["scpFile"])
        self.arrived(FILE)
        self.new_home()
        self.trust()
        self.works(self.lines["rclone"])
        self.arrived(self.name, FILE)
        self.new_home()
        self.trust()
        self.mount_by_sshfs()

    def mount_by_sshfs(self):
        mount = os.path.join(os.fsencode(self.guest), self.name)
        self.addCleanup(subprocess.run, ["fusermount3", "-uzq", mount], check=False)
        terminal = self.shell(self.lines["sshfs"])
        terminal.answer(b"assword:", self.password.encode())
        code, said = terminal.end()
        self.assertEqual(code, 0, said)
        self.assertTrue(os.path.ismount(mount))
        self.arrived(self.name, FILE)
        code, said = self.shell(self.lines["sshfsTakeDown"]).end()
        self.assertEqual(code, 0, said)
        self.assertFalse(os.path.ismount(mount))

    def test_each_line_moves_a_file(self):
        self.begin()
        self.move_by_each()

    def test_each_line_moves_a_file_of_a_share_with_an_odd_name(self):
        self.begin(b"My \"best\" [old] 'Photos'? 100% $HOME & co: gr\xc3\xbcn")
        self.move_by_each()

    def test_each_line_fails_once_the_host_key_is_another(self):
        self.begin()
        self.trust()
        port = self.server.port
        self.server.stop()
        self.cli("host-key", "regenerate")
        self.start(f"127.0.0.1:{port}")
        for line in ("sftp", "scpFolder", "scpFile", "sshfs", "rclone"):
            with self.subTest(line=line):
                self.fails(self.lines[line])
        self.assertEqual(self.server.select(kind="loggedIn"), [])

    def test_without_the_saved_key_nothing_is_trusted_on_first_use(self):
        self.begin()
        for line in ("sftp", "sshfs", "rclone"):
            with self.subTest(line=line):
                self.fails(self.lines[line])


def quoted(name):
    """As sftp reads its own commands."""
    return b'"' + name.replace(b'"', b'\\"') + b'"'


if __name__ == "__main__":
    main()
