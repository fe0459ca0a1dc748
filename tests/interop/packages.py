#!/usr/bin/python3
"""packages.py FOLDER: `./dev test package`. The packages of FOLDER in the life of a computer: a clean root of Debian
with nothing of the build in it, in which they are installed, used, upgraded, removed and purged.

Runs as root. The root is debootstrap's smallest, filled by apt from where this computer's apt takes Debian; it is kept
in FOLDER-root for the next run. What runs inside has no way out but the network, which is this computer's own, so that
a stock sftp outside reaches it.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PACKAGES = Path(sys.argv.pop(1)).resolve()
PLACE = PACKAGES.parent / (PACKAGES.name + "-root")
os.environ["SALLYPORT_CLI"] = "/usr/bin/env"  # names the program inside, which is in no path out here

from support import InteropCase, Server, main, make_file, run, sha256, tool  # noqa: E402

# A process of its own mounts, whose root is $1; as the user $2; in the control groups of SALLYPORT_GROUPS.
ENTER = """
set -e
root=$1 user=$2
shift 2
for group in $SALLYPORT_GROUPS; do echo $$ >"$group/cgroup.procs"; done
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount -t tmpfs tmpfs "$root/dev"
for node in null zero full random urandom tty; do
    : >"$root/dev/$node"
    mount --bind "/dev/$node" "$root/dev/$node"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mkdir -p "$root/.outside"
cd "$root"
pivot_root . .outside
exec chroot . /bin/sh -c 'umount -l /.outside && cd / && exec setpriv --reuid="$0" --regid="$0" --init-groups "$@"' "$user" "$@"
"""
# What the person types: a systemd of their own, the unit, what it says of it; it all ends with standard input.
MANAGER = """
mkdir -p ~/.config/systemd/user/sallyport.service.d
printf '[Service]\\nStandardOutput=append:/home/person/events\\nStandardError=append:/home/person/events\\n' \\
    >~/.config/systemd/user/sallyport.service.d/log.conf
/lib/systemd/systemd --user </dev/null >&2 &
for try in $(seq 100); do systemctl --user list-units >/dev/null 2>&1 && break; sleep 0.1; done
systemctl --user start sallyport.service || systemctl --user status sallyport.service >&2
systemctl --user show -p ActiveState,SubState,MainPID,StatusErrno sallyport.service
pid=$(systemctl --user show -p MainPID --value sallyport.service)
sed -n 's/^\\(Seccomp\\|NoNewPrivs\\|Seccomp_filters\\):[[:space:]]*/\\1=/p' /proc/$pid/status
echo told
cat >/dev/null
systemctl --user stop sallyport.service
systemctl --user exit
wait
"""
# Where apt and dpkg keep what they know; none of it is ours to remove.
BOOKS = ("var/lib/apt", "var/lib/dpkg", "var/cache", "var/log", "proc", "sys", "dev", "run", "tmp", "home", "packages")


def debian():
    """(address, suite, components) of each place of Debian's own that apt knows."""
    told = run("apt-get", "indextargets", "--format", "$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)",
               "Created-By: Packages").stdout.decode()
    found = {}
    for origin, place, suite, component in (line.split("|") for line in told.splitlines()):
        if origin == "Debian":
            found.setdefault((place, suite), []).append(component)
    return [(place, suite, " ".join(sorted(set(components)))) for (place, suite), components in found.items()]


def base():
    """The smallest Debian of this computer's own release, made once."""
    folder = PLACE / "base"
    if not (folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        run("apt-get", "update", "-q", timeout=600)
        release = re.search(r"^VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text(), re.M)[1]
        places = debian()
        main_place = next(place for place, suite, _ in places if suite == release)
        proxy = re.search(r'^Acquire::http::Proxy "(.*)";', run("apt-config", "dump").stdout.decode(), re.M)
        environment = {**os.environ, **({"http_proxy": proxy[1]} if proxy else {})}
        print(f"making the smallest {release}", flush=True)
        # What it mounts goes with it.
        run("unshare", "-m", "--propagation", "private", "debootstrap", "--variant=minbase", release, folder, main_place,
            timeout=1800, env=environment)
        (folder / "etc/apt/sources.list").write_text("".join(f"deb {place} {suite} {parts}\n" for place, suite, parts in places))
        shutil.copytree("/etc/apt/apt.conf.d", folder / "etc/apt/apt.conf.d", dirs_exist_ok=True)
        shutil.copytree("/etc/apt/auth.conf.d", folder / "etc/apt/auth.conf.d", dirs_exist_ok=True)
        for name in ("resolv.conf", "hosts"):
            shutil.copy(f"/etc/{name}", folder / "etc" / name)
        (folder / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
        (folder / "usr/sbin/policy-rc.d").chmod(0o755)
        (folder / "made").touch()
    return folder


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Packages(InteropCase):
    def setUp(self):
        super().setUp()
        self.root = PLACE / "root"
        shutil.rmtree(self.root, ignore_errors=True)
        run("cp", "-a", base(), self.root)
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        self.inside("useradd", "--create-home", "--uid", "1000", "person")
        self.home = self.root / "home/person"
        (self.root / "packages").mkdir()
        (self.root / "run/user/1000").mkdir(parents=True, mode=0o700)
        os.chown(self.root / "run/user/1000", 1000, 1000)

    def prefix(self, user, groups=()):
        home = "/root" if user == 0 else "/home/person"
        return ("unshare", "-m", "--propagation", "private", "env", "-i", f"HOME={home}", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin", f"SALLYPORT_GROUPS={' '.join(map(str, groups))}",
                *(("XDG_RUNTIME_DIR=/run/user/1000",) if user else ()),
                "sh", "-c", ENTER, "sh", str(self.root), str(user))

    def inside(self, *command, user=0, timeout=900, **options):
        return run(*self.prefix(user), *command, timeout=timeout, **options).stdout.decode()

    def person(self, *command, **options):
        return self.inside(*command, user=1000, **options)

    def serve_inside(self, *arguments):
        """`sallyport-cli serve` as the person; the events come out."""
        self.wrapper = self.prefix(1000)
        self.server = Server(self, ["sallyport-cli", "serve", "--json", *map(str, arguments)])
        return self.server

    def apt(self, *arguments):
        self.inside("apt-get", "-y", "-q", "-o", "APT::Install-Recommends=false", "-o", "DPkg::Lock::Timeout=60",
                    "-o", "Dir::Cache::Archives=/var/cache/apt/archives", *arguments)

    def installed(self):
        told = self.inside("dpkg-query", "-W", "-f", "${Package} ${Version} ${db:Status-Status}\n")
        return {name: version for name, version, status in map(str.split, told.splitlines()) if status == "installed"}

    def package(self, name):
        """The file of a package, as it lies inside."""
        found = list(PACKAGES.glob(f"{name}_*.deb"))
        self.assertEqual(len(found), 1, f"{name} in {PACKAGES}")
        shutil.copy(found[0], self.root / "packages")
        return f"/packages/{found[0].name}"

    def lower(self, name):
        """The same package with a lower version."""
        folder = self.folder / f"lower-{name}"
        run("dpkg-deb", "-R", self.root / self.package(name)[1:], folder)
        control = folder / "DEBIAN/control"
        control.write_text(re.sub(r"^Version: .*$", "Version: 0.0.1-1", control.read_text(), flags=re.M))
        run("dpkg-deb", "--root-owner-group", "-b", folder, self.root / f"packages/{name}-lower.deb")
        return f"/packages/{name}-lower.deb"

    def known(self, port):
        """Tells sftp which key this computer has, as its own command shows it. Returns the fingerprints."""
        lines = [line.split(" ") for line in self.person("sallyport-cli", "host-key", "show").splitlines()]
        self.known_hosts.write_text("".join(f"[127.0.0.1]:{port} {kind} {key}\n" for _, kind, key, *_ in lines))
        self.config = self.ssh_config(port)
        return [line[0] for line in lines]

    def moves_files(self, port, folder, remote):
        """A stock sftp moves files both ways; `folder` is where they are inside."""
        self.known(port)
        for old in self.local.glob("*"):
            old.unlink()
        make_file(folder / "down", 3_000_000, seed=port)
        make_file(self.local / "up", 2_000_000, seed=port + 1)
        self.sftp(f"get -p {remote}down", f"put -p up {remote}up", f"get {remote}up back")
        for here, there in ((self.local / "down", folder / "down"), (self.local / "up", folder / "up"),
                            (self.local / "back", folder / "up")):
            self.assertEqual(sha256(here), sha256(there))

    def make_profile(self, port):
        photos = self.home / "Photos"
        photos.mkdir()
        os.chown(photos, 1000, 1000)
        shutil.copy(self.folder / "key.pub", self.home / "key.pub")
        for line in ("shares add photos /home/person/Photos",
                     "users add tester --authorized-keys /home/person/key.pub --access photos=full",
                     "settings set network.addresses 127.0.0.1", f"settings set network.port {port}"):
            self.person("sallyport-cli", *line.split())

    def what_is_set(self):
        return [self.person("sallyport-cli", *line.split()) for line in
                ("shares list --json", "users list --json", "host-key show", "settings get")]

    def in_the_window(self, port):
        """The window, as installed: it opens, shares, and goes when it is asked to."""
        tool("xdotool")
        display = subprocess.Popen([tool("Xvfb"), "-displayfd", "1", "-screen", "0", "1280x800x24", "-ac", "-nolisten", "tcp"],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(display.stdout.close)
        self.addCleanup(display.wait)
        self.addCleanup(display.terminate)
        name = f":{display.stdout.readline().strip()}"
        with (self.folder / "window.log").open("w+") as log:
            window = subprocess.Popen([*self.prefix(1000), "env", f"DISPLAY={name}", "sallyport"], stdout=log,
                                      stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
            try:
                shown = b""
                limit = time.monotonic() + 120
                while not shown or not self.listens(port):
                    log.seek(0)
                    self.assertIsNone(window.poll(), f"the window ended:\n{log.read()}")
                    self.assertLess(time.monotonic(), limit, f"the window does not open, or does not share:\n{log.read()}")
                    time.sleep(0.1)
                    shown = run("xdotool", "search", "--onlyvisible", "--name", "Sallyport", check=None,
                                env={**os.environ, "DISPLAY": name}).stdout
                self.moves_files(port, self.home / "Photos", "/photos/")
                window.send_signal(signal.SIGTERM)
                self.assertEqual(window.wait(60), 0)
            finally:
                if window.poll() is None:
                    window.kill()
                    window.wait()

    @staticmethod
    def listens(port):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def serves_the_profile(self, port):
        server = self.serve_inside()
        self.assertEqual(server.port, port)
        self.moves_files(port, self.home / "Photos", "/photos/")
        server.stop()

    def control_groups(self):
        """Groups of the person's own, in which a systemd may do what it likes, and outside of which it may do nothing."""
        made = []
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, controller, inner = line.split(":", 2)
            place = {"": ("unified", ""), "name=systemd": ("systemd",)}.get(controller, ())
            for folder in (Path("/sys/fs/cgroup", one, inner[1:]) for one in place):
                if (folder / "cgroup.procs").exists():
                    made.append(folder / f"sallyport-{os.getpid()}")
        for group in made:
            group.mkdir()
            self.addCleanup(run, "find", group, "-depth", "-type", "d", "-exec", "rmdir", "{}", "+", check=None)
            for path in (group, *(group / name for name in ("cgroup.procs", "cgroup.threads", "cgroup.subtree_control", "tasks"))):
                if path.exists():
                    os.chown(path, 1000, 1000)
        return made

    def as_a_service(self, port):
        """The unit, as installed, in a real systemd of the person's: ready, behind its walls, and serving a share in /tmp."""
        self.apt("install", "systemd")
        (self.root / "run/systemd/system").mkdir(parents=True, exist_ok=True)  # which says that systemd runs here
        share = self.root / "tmp/Shared"
        share.mkdir()
        os.chown(share, 1000, 1000)
        self.person("sallyport-cli", "shares", "add", "shared", "/tmp/Shared")
        self.person("sallyport-cli", "users", "allow", "tester", "shared=full")
        (self.home / "run").write_text(MANAGER)
        with (self.folder / "manager.log").open("w+b") as log:
            manager = subprocess.Popen([*self.prefix(1000, self.control_groups()), "bash", "/home/person/run"],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
            try:
                told = dict(line.decode().strip().split("=", 1) for line in iter(manager.stdout.readline, b"told\n") if b"=" in line)
                log.seek(0)
                self.assertEqual(told.get("ActiveState"), "active", f"{told}\n{log.read().decode()}")
                self.assertEqual(told["Seccomp"], "2")
                self.assertEqual(told["NoNewPrivs"], "1")
                self.moves_files(port, share, "/shared/")
                events = (self.home / "events").read_text()
                self.assertIn(f"listening on 127.0.0.1 port {port}", events)
                self.assertNotIn("Isolation is not available", events)
                print(f"the unit in a real systemd: {told}", flush=True)
            finally:
                manager.stdin.close()
                manager.wait(60)
                manager.stdout.close()
        self.assertIn(" stopped: ", (self.home / "events").read_text())
        shutil.rmtree(share)
        self.person("sallyport-cli", "shares", "remove", "shared")
        (self.root / "run/systemd/system").rmdir()

    def ours(self):
        """Every file of the system's that is named after us, or that a package of ours owns."""
        told = self.inside("sh", "-c", "cat /var/lib/dpkg/info/sallyport*.list 2>/dev/null || true").splitlines()
        files = {line for line in told if (self.root / line[1:]).is_file() or (self.root / line[1:]).is_symlink()}
        for folder, folders, names in os.walk(self.root):
            inner = os.path.relpath(folder, self.root)
            folders[:] = [name for name in folders if os.path.normpath(os.path.join(inner, name)) not in BOOKS]
            files |= {os.path.normpath(f"/{inner}/{name}") for name in folders + names if "sallyport" in name.lower()}
        return files

    def test_the_life_of_a_computer(self):
        self.apt("update")
        self.the_command_line_alone()
        self.upgrade_remove_and_purge()

    def the_command_line_alone(self):
        before = self.installed()
        self.apt("install", self.package("sallyport-cli"))
        added = set(self.installed()) - set(before)
        print(f"sallyport-cli brings {len(added)}: {' '.join(sorted(added))}", flush=True)
        self.assertIn("libssh-4", added)
        unwanted = [name for name in added
                    if re.search(r"widget|gui|x11|xcb|wayland|keychain|keyring|secret|kwallet|kf5|kf6|gtk|dbus-daemon", name)]
        self.assertEqual(unwanted, [])
        depends = self.inside("dpkg-query", "-W", "-f", "${Depends}", "sallyport-cli")
        self.assertIn("libssh-4 (>= 0.10.6-0+deb12u3)", depends)
        self.assertIn("/usr/share/man/man1/sallyport-cli.1.gz", self.ours())
        # A folder, a guest, a key: as the README says it.
        files = self.home / "Files"
        files.mkdir()
        os.chown(files, 1000, 1000)
        shutil.copy(self.folder / "key.pub", self.home / "key.pub")
        server = self.serve_inside("/home/person/Files", "--access", "full", "--user", "tester", "--authorized-keys",
                                   "/home/person/key.pub", "--addr", "127.0.0.1:0")
        self.moves_files(server.port, files, "/")
        server.stop()
        self.apt("purge", "--autoremove", "sallyport-cli")
        self.assertEqual(self.ours(), set())
        shutil.rmtree(self.home / ".config")
        shutil.rmtree(self.home / ".local")

    def upgrade_remove_and_purge(self):
        both = ("sallyport", "sallyport-cli")
        self.apt("install", *(self.lower(name) for name in both))
        self.assertEqual({self.installed()[name] for name in both}, {"0.0.1-1"})
        port = free_port()
        self.make_profile(port)
        self.in_the_window(port)
        self.serves_the_profile(port)
        before = self.what_is_set()

        self.apt("install", *(self.package(name) for name in both))
        self.assertNotIn("0.0.1-1", {self.installed()[name] for name in both})
        self.assertEqual(self.what_is_set(), before)
        self.in_the_window(port)
        self.serves_the_profile(port)
        self.as_a_service(port)
        self.assertEqual(self.what_is_set(), before)
        self.inside("dpkg", "--verify", *both)

        def person_has():
            return {path: sha256(path) for path in self.home.rglob("*") if path.is_file()}

        had = person_has()
        self.assertTrue(any(path.name == "settings.json" for path in had))
        self.apt("remove", *both)
        self.assertEqual(person_has(), had)
        # With no settings of the system's there is nothing left to purge, and apt has forgotten them.
        self.inside("dpkg", "--purge", *both)
        self.assertEqual(self.ours(), set())
        self.assertEqual(person_has(), had)
        for name in both:
            self.assertNotIn(name, self.installed())


if __name__ == "__main__":
    for needed in ("debootstrap", "dpkg-deb", "unshare", "sftp"):
        tool(needed)
    main()
