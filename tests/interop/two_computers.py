"""Two computers on a wire: network namespaces with a system bus and an Avahi each, for tests of what one shows the other.

Nothing of this computer's own is touched: its network, its buses and its Avahi are not seen from inside, and its
/run is hidden. No right is needed that a user has not.
"""

import re
import signal
import subprocess
import threading

from disks import wait_until
from support import PATIENCE, tool

# The users that the daemons ask for are the one there is.
PASSWD = "root:x:0:0:root:/root:/bin/sh\navahi:x:0:0::/:/bin/false\nmessagebus:x:0:0::/:/bin/false\n"
GROUP = "root:x:0:\navahi:x:0:\nnetdev:x:0:\nmessagebus:x:0:\n"

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/> <allow own="*"/> <allow send_type="method_call"/> <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/> <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="*"/>
  </policy>
</busconfig>
"""

AVAHI = """[server]
host-name={name}
use-ipv4=yes
use-ipv6=no
allow-interfaces=wire
[publish]
publish-hinfo=no
publish-workstation=no
"""


class Computer:
    """One of them: programs run in it with what `inside` begins and `environment` says."""

    def __init__(self, case, name, address, other=None):
        self._case = case
        self.name, self.address = name, address
        self.folder = case.folder / name
        self.folder.mkdir()
        (self.folder / "passwd").write_text(PASSWD)
        (self.folder / "group").write_text(GROUP)
        self.bus = self.folder / "bus"
        self.environment = {**case.environment, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.bus}"}
        self._avahi = None
        # It stays as long as this process does.
        user = ["--user", "--map-root-user"] if other is None else []
        self._holder = subprocess.Popen([*(other.inside if other else ()), tool("unshare"), *user, "--net", "--mount", "sh", "-ec",
                                         f"mount -t tmpfs none /run; mount --bind {self.folder}/passwd /etc/passwd; "
                                         f"mount --bind {self.folder}/group /etc/group; ip link set lo up; echo up; exec cat"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        case.addCleanup(self._go)
        case.assertEqual(self._holder.stdout.readline(), b"up\n")
        self.inside = (tool("nsenter"), "--target", str(self._holder.pid), "--user", "--net", "--mount", "--preserve-credentials")
        if other is not None:
            other.run("ip", "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", str(self._holder.pid))
        for one in (self, other) if other else ():
            one.run("ip", "address", "add", f"{one.address}/24", "dev", "wire")
            one.run("ip", "link", "set", "wire", "up")

    def _go(self):
        self._holder.stdin.close()
        self._holder.wait(PATIENCE)
        self._holder.stdout.close()

    def run(self, *command, **options):
        return self._case.command(*self.inside, *command, env=self.environment, **options).stdout

    def start(self, *command, **options):
        process = subprocess.Popen([*self.inside, *map(str, command)], stdin=subprocess.DEVNULL, env=self.environment, **options)
        self._case.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)

    def start_bus(self):
        config = self.folder / "bus.conf"
        config.write_text(BUS.format(socket=self.bus))
        with (self.folder / "bus.log").open("w") as log:  # of descriptor limits that are not its to raise
            self.start(tool("dbus-daemon"), "--nofork", "--nopidfile", f"--config-file={config}", stderr=log)
        wait_until(self.bus.exists, "the bus")

    def start_avahi(self):
        config = self.folder / "avahi.conf"
        config.write_text(AVAHI.format(name=self.name))
        with (self.folder / "avahi.log").open("a") as log:
            self._avahi = self.start(tool("avahi-daemon"), "-f", config, "--no-drop-root", "--no-chroot", "--no-rlimits",
                                     stdout=log, stderr=log)
        wait_until(lambda: self._avahi.poll() is not None or self.run(
            "dbus-send", "--system", "--print-reply", "--dest=org.freedesktop.Avahi", "/",
            "org.freedesktop.Avahi.Server.GetState", check=None).endswith(b"int32 2\n"), "Avahi")
        if self._avahi.poll() is not None:
            raise AssertionError((self.folder / "avahi.log").read_text())

    def stop_avahi(self, how=signal.SIGTERM):
        self._avahi.send_signal(how)
        self._avahi.wait(PATIENCE)


class Browser:
    """avahi-browse on a computer: which services of the type it sees now, {name: (address, port, [text])}."""

    def __init__(self, computer, kind="_sftp-ssh._tcp"):
        self.seen = {}
        self._news = threading.Condition()
        self._process = computer.start(tool("stdbuf"), "-oL", tool("avahi-browse"), "--resolve", "--parsable", "--no-db-lookup", kind,
                                       stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        with self._process.stdout as lines:
            for line in lines:
                self._take(line)

    def _take(self, line):
        fields = line.rstrip("\n").split(";", 9)
        name = re.sub(rb"\\(\d{3})", lambda code: bytes([int(code[1])]), fields[3].encode().replace(b"\\.", b".")).decode()
        with self._news:
            if fields[0] == "=":
                self.seen[name] = (fields[7], int(fields[8]), re.findall(r'"([^"]*)"', fields[9]))
            elif fields[0] == "-":
                self.seen.pop(name, None)
            self._news.notify_all()

    def wait_for(self, *names):
        """Until these are seen and no others."""
        with self._news:
            if not self._news.wait_for(lambda: sorted(self.seen) == sorted(names), PATIENCE):
                raise AssertionError(f"{sorted(names)} are to be seen, and {self.seen} are")
            return dict(self.seen)
