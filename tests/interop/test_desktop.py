"""The installed window on a desktop of its own: a bus that starts it, a display, a panel. What speaks to it are
programs nobody here wrote (gapplication, gio, gdbus, xdg-mime), and file managers' entries as they were installed."""

import configparser
import json
import os
import random
import re
import shlex
import signal
import socket
import struct
import subprocess
import tempfile
import time
import xml.etree.ElementTree as xml
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

import paramiko

from support import CLI, PATIENCE, InteropCase, main, make_file, make_key, run, tool

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = os.environ["SALLYPORT_BUILD"]
ID = "io.github.sallyport.Sallyport"
PATH = "/" + ID.replace(".", "/")
PORT = 2022
# Names that a careless way through a shell or a URI takes for something else.
ODD = ["Ph\u00f6tos", "two words", "it's", 'say "hi"', "100% #1?", "$HOME", "back\\slash", "-rf", "a\nb"]


class Desktop(InteropCase):
    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory(prefix="sallyport-installed-")
        cls.addClassCleanup(place.cleanup)
        cls.prefix = Path(place.name)
        cls.data = cls.prefix / "share"
        run("cmake", "--install", BUILD, "--prefix", cls.prefix, "--component", "sallyport")
        os.environ["PATH"] = f"{cls.prefix}/bin:{os.environ['PATH']}"
        cls.rsa_key = make_key(cls.prefix / "rsa", "rsa")  # the program would need seconds to make one

    def setUp(self):
        super().setUp()
        self.addCleanup(self.end_everything)
        runtime, home = self.folder / "run", Path(self.environment["HOME"])
        runtime.mkdir(mode=0o700)
        # An address of the test's own, so that the port is free.
        self.address = f"127.{random.randrange(1, 255)}.{random.randrange(256)}.{random.randrange(1, 255)}"
        self.environment.update(XDG_RUNTIME_DIR=str(runtime), XDG_DATA_DIRS=f"{self.data}:/usr/share", QT_QPA_PLATFORM="xcb", NO_AT_BRIDGE="1")
        self.settings = home / "config/sallyport/settings.json"
        self.archive = home / "state/sallyport/activity.jsonl"
        for key, value in (("network.addresses", self.address), ("network.port", str(PORT)), ("network.announce", "false")):
            self.command(CLI, "settings", "set", key, value)
        for key in (self.host_key, self.rsa_key):
            self.command(CLI, "host-key", "import", key)
        display = self.starts("Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", stdout=subprocess.PIPE)
        self.environment["DISPLAY"] = f":{display.stdout.readline().strip()}"
        bus = self.folder / "bus.conf"
        bus.write_text((ROOT / "tests/data/private_bus.conf").read_text().replace(
            "</busconfig>", f"<servicedir>{self.data}/dbus-1/services</servicedir></busconfig>"))
        daemon = self.starts("dbus-daemon", "--nofork", "--print-address=1", f"--config-file={bus}", stdout=subprocess.PIPE)
        address = daemon.stdout.readline().strip()
        self.environment.update(DBUS_SESSION_BUS_ADDRESS=address, DBUS_SYSTEM_BUS_ADDRESS=address)
        # Without one, hiding is minimising.
        self.panel = self.starts(os.environ["SALLYPORT_PANEL"], stdout=subprocess.PIPE)
        self.assertEqual(self.panel.stdout.readline(), "ready\n")

    def starts(self, *command, env=None, cwd=None, stdout=subprocess.DEVNULL):
        """A program that goes on running, as the window does where it is the first start."""
        tool(os.fspath(command[0]))
        process = subprocess.Popen(command, env={**self.environment, **(env or {})}, cwd=cwd or self.environment["HOME"],
                                   stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.DEVNULL, text=True)
        if process.stdout:
            self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def end_everything(self):
        """What the bus started is no child of ours: it is known by the test's folder in its environment."""
        mark = os.fsencode(f"XDG_RUNTIME_DIR={self.folder}/run\0")
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (entry / "environ").read_bytes():
                    os.kill(int(entry.name), signal.SIGKILL)
            except OSError:
                pass

    def until(self, there, what):
        limit = time.monotonic() + PATIENCE
        while not (found := there()):
            self.assertLess(time.monotonic(), limit, f"not in time: {what}")
            time.sleep(0.05)
        return found

    def owner(self):
        """The process that has the application's name on the bus."""
        told = self.bus("org.freedesktop.DBus", "/", "org.freedesktop.DBus.GetConnectionUnixProcessID", ID, check=None)
        found = re.search(rb"\(uint32 (\d+),\)", told)
        return int(found[1]) if found else None

    def bus(self, name, path, method, *arguments, check=0):
        return self.command("gdbus", "call", "--session", "--dest", name, "--object-path", path, "--method", method, *arguments,
                            check=check).stdout

    def application(self, method, *arguments, **options):
        return self.bus(ID, PATH, f"org.freedesktop.Application.{method}", *arguments, **options)

    def windows(self):
        return self.command("xdotool", "search", "--onlyvisible", "--name", "^Sallyport$", check=None).stdout.split()

    def saved(self):
        return json.loads(self.settings.read_text())

    def shared(self):
        return {unquote_to_bytes(share["folder"]) for share in self.saved()["shares"]}

    def is_open(self):
        """Whether the server listens. It is not asked itself: who connects and says nothing is penalised."""
        place = f"{struct.unpack('=I', socket.inet_aton(self.address))[0]:08X}:{PORT:04X} 00000000:0000 0A"
        return place in Path("/proc/net/tcp").read_text()

    def was_open(self):
        return self.archive.exists() and b"listening on" in self.archive.read_bytes()

    def quits(self):
        """Ends the program as logging out does."""
        process = self.owner()
        os.kill(process, signal.SIGTERM)
        self.until(lambda: not Path(f"/proc/{process}/exe").exists(), "the end of the program")

    def make_folder(self, name="Photos"):
        folder = self.share / name
        folder.mkdir(parents=True)
        make_file(folder / "picture.jpg", 1000)
        return folder

    def look_into(self, name, user="guest"):
        """What a guest finds in a share."""
        self.command(CLI, "users", "passwd", user, "--password-file", self.password_file)
        kind, key = Path(f"{self.host_key}.pub").read_text().split()[:2]
        limit = time.monotonic() + PATIENCE
        while True:  # until the program has read the password
            client = paramiko.SSHClient()
            client.get_host_keys().add(f"[{self.address}]:{PORT}", kind, paramiko.Ed25519Key(filename=str(self.host_key)))
            try:
                client.connect(self.address, PORT, user, self.password, look_for_keys=False, allow_agent=False)
                return client.open_sftp().listdir(f"/{name}")
            except paramiko.AuthenticationException:
                self.assertLess(time.monotonic(), limit, "the password is not taken")
                time.sleep(1)
            finally:
                client.close()

    # The bus.

    def test_activate_opens_the_window(self):
        self.command("gapplication", "launch", ID)
        self.until(self.windows, "the window")
        first = self.owner()
        self.assertEqual(os.readlink(f"/proc/{first}/exe"), str(self.prefix / "bin/sallyport"))
        # A desktop of X11 finds the entry of a window by this.
        entry = self.entry(self.data / "applications" / f"{ID}.desktop")["Desktop Entry"]
        self.assertEqual(self.command("xdotool", "search", "--onlyvisible", "--class", f"^{entry['StartupWMClass']}$").stdout.split(),
                         self.windows())
        self.command("gapplication", "launch", ID)
        # A second start without the bus meets the same one.
        self.command("sallyport")
        self.assertEqual(self.owner(), first)
        self.assertEqual(len(self.windows()), 1)
        self.quits()
        self.assertIsNone(self.owner())

    def test_open_shares_the_folder(self):
        folders = [self.make_folder("two words #1 100%"), self.make_folder("\u00fcber")]
        self.command("gapplication", "launch", ID, folders[0])
        self.until(lambda: self.shared() == {os.fsencode(folders[0])}, "the share")
        self.until(self.is_open, "the server")
        self.assertTrue(self.windows())
        self.assertEqual(self.look_into("two words #1 100%"), ["picture.jpg"])
        # And into the program that runs.
        first = self.owner()
        self.command("gapplication", "launch", ID, folders[1])
        self.until(lambda: self.shared() == {os.fsencode(folder) for folder in folders}, "the second share")
        self.assertEqual(self.owner(), first)

    def test_open_takes_folders_of_this_computer_only(self):
        self.command("gapplication", "action", ID, "start-hidden")
        self.until(self.owner, "the program")
        folder = self.make_folder()
        for uri in (f"sftp://far/{folder}", f"file://far{folder}", f"file://{folder}#x", f"file://{folder}?x", "file:///a%00b",
                    "trash:///", "https://example.org/", str(folder), ""):
            told = self.application("Open", f"['file://{folder}', '{uri}']", "{}", check="fails").decode()
            self.assertIn("InvalidArgs", told)
            self.assertIn(f"Only folders of this computer can be shared, not {uri}".rstrip(), told)
            self.until(self.windows, "the window that says so")
        # What is no folder, or not there, the window says; neither is shared.
        for path in (folder / "picture.jpg", self.share / "missing"):
            self.application("Open", f"['file://{path}']", "{}")
        self.application("Open", f"['file://localhost{folder}']", "{}")
        self.until(lambda: self.shared(), "the share")
        self.assertEqual(self.shared(), {os.fsencode(folder)})

    def test_each_action_does_what_it_says(self):
        folder = self.make_folder()
        self.command("gapplication", "launch", ID, folder)
        self.until(self.is_open, "the server")
        self.assertEqual(set(self.command("gapplication", "list-actions", ID).stdout.decode().split()),
                         {"start-sharing", "stop-sharing", "start-hidden"})
        self.command("gapplication", "action", ID, "stop-sharing")
        self.until(lambda: not self.is_open(), "the end of sharing")
        self.until(lambda: self.saved()["ui"].get("sharing") is False, "what the next start will do")
        self.command("gapplication", "action", ID, "start-sharing")
        self.until(self.is_open, "the server again")
        self.until(lambda: self.saved()["ui"].get("sharing") is True, "what the next start will do")
        for action, words in (("quit", "There is no action quit"), ("", "There is no action")):
            self.assertIn(words, self.application("ActivateAction", action, "[]", "{}", check="fails").decode())
        self.assertIn("takes no parameters", self.application("ActivateAction", "stop-sharing", "[<1>]", "{}", check="fails").decode())
        self.assertTrue(self.is_open())
        self.quits()

        # Where it does not run the bus starts it, hidden, and what is shared is as it was left.
        self.command("gapplication", "action", ID, "start-hidden")
        self.until(self.is_open, "the server of the next start")
        self.assertEqual(self.windows(), [])
        self.command("gapplication", "launch", ID)
        self.until(self.windows, "the window")
        self.quits()
        self.archive.unlink()
        self.command("gapplication", "action", ID, "stop-sharing")
        self.until(self.owner, "the program")
        self.until(lambda: self.saved()["ui"].get("sharing") is False, "what the next start will do")
        self.assertEqual(self.windows(), [])
        self.assertFalse(self.is_open() or self.was_open())
        self.quits()
        self.command("gapplication", "action", ID, "start-sharing")
        self.until(self.is_open, "the server")
        self.assertEqual(self.windows(), [])

    def test_a_profile_of_its_own_leaves_the_name_to_the_usual_one(self):
        other = self.starts("sallyport", "--profile", self.profile)
        self.until(self.windows, "its window")
        self.assertIsNone(self.owner())
        self.command("gapplication", "launch", ID)
        self.assertNotEqual(self.until(self.owner, "the program"), other.pid)

    def test_where_nobody_uses_the_bus_the_command_lines_do_the_same(self):
        folder = self.make_folder("two words")
        entry = self.entry(self.data / "applications" / f"{ID}.desktop")
        self.assertIsNone(self.owner())
        self.starts("gio", "launch", self.without_bus(), folder)
        self.until(self.is_open, "the server")
        first = self.until(self.owner, "the program")
        for action, open_after in (("stop-sharing", False), ("start-sharing", True), ("start-hidden", True)):
            self.assertEqual(entry["Desktop Entry"]["Actions"].count(f"{action};"), 1)
            self.command(*shlex.split(entry[f"Desktop Action {action}"]["Exec"]))
            self.until(lambda: self.is_open() == open_after, action)
        self.assertEqual(self.owner(), first)

    def without_bus(self):
        """The desktop file as a desktop reads it that knows no D-Bus activation."""
        path = self.folder / "plain.desktop"
        path.write_text((self.data / "applications" / f"{ID}.desktop").read_text().replace("DBusActivatable=true\n", ""))
        return path

    # File managers.

    @staticmethod
    def entry(path):
        parser = configparser.RawConfigParser(strict=False, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
        parser.optionxform = str
        parser.read(path)
        return parser

    def odd_folders(self):
        return [self.make_folder(name) for name in ODD]

    def shares_all(self, folders):
        self.until(lambda: self.shared() >= {os.fsencode(folder) for folder in folders}, "the shares")
        self.assertEqual(self.shared(), {os.fsencode(folder) for folder in folders})
        self.until(self.is_open, "the server")

    def test_nautilus_shares_what_is_selected(self):
        """It starts what lies in the person's folder of scripts, in the folder that is open, and names what is selected."""
        scripts = Path(self.environment["XDG_DATA_HOME"]) / "nautilus/scripts"
        scripts.mkdir(parents=True)
        (scripts / "Share over SFTP").symlink_to(self.data / "sallyport/nautilus-scripts/Share over SFTP")
        folders = self.odd_folders()
        self.nautilus(scripts, self.share, folders)
        self.shares_all(folders)
        # Nothing selected: the folder that is open. Far away: none of this computer.
        inside = self.make_folder("open")
        self.nautilus(scripts, inside, [])
        self.shares_all([*folders, inside])
        far = {"NAUTILUS_SCRIPT_SELECTED_URIS": "sftp://far/folder\n", "NAUTILUS_SCRIPT_CURRENT_URI": "sftp://far/"}
        self.assertEqual(self.starts(scripts / "Share over SFTP", env=far).wait(PATIENCE), 0)
        self.assertEqual(self.shared(), {os.fsencode(folder) for folder in [*folders, inside]})

    def nautilus(self, scripts, here, folders):
        told = {"NAUTILUS_SCRIPT_CURRENT_URI": f"file://{quote(str(here))}",
                "NAUTILUS_SCRIPT_SELECTED_FILE_PATHS": "".join(f"{folder}\n" for folder in folders),
                "NAUTILUS_SCRIPT_SELECTED_URIS": "".join(f"file://{quote(str(folder))}\n" for folder in folders)}
        self.starts(scripts / "Share over SFTP", *(folder.name for folder in folders), cwd=here, env=told)

    def test_dolphin_shares_what_is_selected(self):
        """KIO reads service menus as desktop entries, and hands over paths, an argument each."""
        menu = self.entry(self.data / "kio/servicemenus" / f"{ID}.share.desktop")
        about = menu["Desktop Entry"]
        self.assertEqual((about["Type"], about["MimeType"], about["Actions"]), ("Service", "inode/directory;", "share;"))
        action = menu["Desktop Action share"]
        self.assertEqual(action["Name"], "Share over SFTP")
        command = shlex.split(action["Exec"])
        self.assertEqual(command.pop(), "%F")
        folders = self.odd_folders()
        self.starts(*command, *folders)
        self.shares_all(folders)

    def test_nemo_shares_what_is_selected(self):
        """Nemo puts URIs between quotes into the line, and splits it as a shell would."""
        action = self.entry(self.data / "nemo/actions" / f"{ID}.share.nemo_action")["Nemo Action"]
        self.assertEqual((action["Name"], action["Selection"], action["Extensions"]), ("Share over SFTP", "NotNone", "dir;"))
        self.assertEqual(action["Quote"], "double")
        tool(action["Dependencies"].rstrip(";"))
        folders = self.odd_folders()
        # What GLib leaves as it is in the path of a URI.
        uris = [f'"file://{quote(str(folder), safe="/!$&()*+,;=:@" + chr(39))}"' for folder in folders]
        line = action["Exec"].replace("%U", " ".join(uris))
        self.assertNotEqual(line, action["Exec"])
        self.starts(*shlex.split(line))
        self.shares_all(folders)

    def test_it_never_becomes_what_opens_folders(self):
        other = self.folder / "other"
        (other / "applications").mkdir(parents=True)
        (other / "applications/files.desktop").write_text(
            "[Desktop Entry]\nType=Application\nName=Files\nExec=true %U\nMimeType=inode/directory;\n")
        empty = self.folder / "empty"
        (empty / "applications").mkdir(parents=True)
        for folder in (self.data, other, empty):
            run("update-desktop-database", folder / "applications")
        for others, expected in ((other, b"files.desktop"), (empty, b"")):
            seen = []
            for folders in (f"{others}", f"{self.data}:{others}"):
                environment = {**self.environment, "XDG_DATA_DIRS": folders}
                seen.append(self.command("xdg-mime", "query", "default", "inode/directory", env=environment, check=None).stdout.strip())
                self.assertNotIn(ID.encode(), self.command("gio", "mime", "inode/directory", env=environment, check=None).stdout)
            self.assertEqual(seen, [expected, expected])

    # What is installed.

    def test_what_is_installed_is_valid(self):
        self.command("desktop-file-validate", self.data / "applications" / f"{ID}.desktop")
        metainfo = self.data / "metainfo" / f"{ID}.metainfo.xml"
        self.command("appstreamcli", "validate", "--no-net", "--strict", metainfo)
        tree = xml.parse(metainfo)
        self.assertEqual(tree.findtext("id"), ID)
        self.assertEqual(tree.findtext("launchable"), f"{ID}.desktop")
        version = self.command("sallyport", "--version").stdout.decode().split()[1]
        self.assertEqual(tree.find("releases/release").get("version"), version)
        # The pictures are those of the project, in their sizes.
        pictures = tree.findall("screenshots/screenshot/image")
        self.assertGreater(len(pictures), 3)
        for picture in pictures:
            content = (ROOT / "resources/screenshots" / Path(picture.text).name).read_bytes()
            self.assertEqual(struct.unpack(">II", content[16:24]), (int(picture.get("width")), int(picture.get("height"))))
        for folder in ("applications", "dbus-1/services", "kio/servicemenus", "metainfo", "nemo/actions"):
            self.assertEqual([path.name for path in (self.data / folder).iterdir() if not path.name.startswith(ID)
                              and path.name != "mimeinfo.cache"], [])
        icons = {str(path.relative_to(self.data / "icons/hicolor")) for path in (self.data / "icons").rglob("*.svg")}
        self.assertEqual(icons, {f"{size}/apps/{ID}.svg" for size in ("scalable", "16x16", "22x22")}
                         | {f"symbolic/apps/{ID}-{name}symbolic.svg"
                            for name in ("", "tray-on-", "tray-off-", "tray-active-", "tray-problem-")})
        service = self.entry(self.data / f"dbus-1/services/{ID}.service")["D-BUS Service"]
        self.assertEqual(service["Exec"], f"{self.prefix}/bin/sallyport --hidden")

    def test_the_panel_gets_the_icon_by_its_name(self):
        self.command("gapplication", "action", ID, "start-hidden")
        item = self.panel.stdout.readline().strip()
        told = self.bus(item, "/StatusNotifierItem", "org.freedesktop.DBus.Properties.Get", "org.kde.StatusNotifierItem", "IconName")
        self.assertEqual(told, f"(<'{ID}-tray-off-symbolic'>,)\n".encode())


if __name__ == "__main__":
    main()
