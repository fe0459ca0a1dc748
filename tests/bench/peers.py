"""What others cost, for `--peers`: rclone, ProFTPD's mod_sftp and asyncssh."""
import os
import pwd
import shutil
import socket

from liar import AsyncSsh
from servers import BenchError, Server, free_port, run_text


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Rclone(Server):
    name, user = "rclone", "bench"
    lacks = ("aes256-gcm@openssh.com",)  # what it is made of, golang.org/x/crypto, as in Debian 12

    def version(self):
        return run_text("rclone", "version").splitlines()[0]

    def remote(self, name):
        return f"/{name}"

    def start(self):
        if not shutil.which("rclone"):
            raise BenchError("rclone is missing; run ./dev setup")
        port = free_port()
        self._start(["rclone", "serve", "sftp", self.folder, "--config", "/dev/null", "--addr", f"127.0.0.1:{port}", "--user",
                     self.user, "--key", self.work / "host_key", "--authorized-keys", self.work / "user_key.pub"])
        self._await(lambda _: port if listens(port) else 0)


class ProFtpd(Server):
    name = "proftpd"
    lacks = ("chacha20-poly1305@openssh.com",)  # mod_sftp 1.3.8

    def __init__(self, *args):
        super().__init__(*args)
        self.user = pwd.getpwuid(os.getuid()).pw_name

    def version(self):
        return run_text("proftpd", "--version")

    def remote(self, name):
        return str(self.folder / name)

    def start(self):
        program = shutil.which("proftpd") or "/usr/sbin/proftpd"
        if not os.access(program, os.X_OK):
            raise BenchError("proftpd is missing; install proftpd-core and proftpd-mod-crypto")
        port = free_port()
        keys = self.work / "proftpd-keys"
        keys.write_text(run_text("ssh-keygen", "-e", "-f", str(self.work / "user_key.pub")) + "\n")
        keys.chmod(0o600)
        config = self.work / "proftpd.conf"
        config.write_text(f"""\
ModulePath /usr/lib/proftpd
LoadModule mod_sftp.c
ServerName bench
ServerType standalone
DefaultAddress 127.0.0.1
Port {port}
PidFile {self.work}/proftpd.pid
ScoreboardFile {self.work}/proftpd.score
User {self.user}
Group {self.user}
UseReverseDNS off
RootLogin on
UseFtpUsers off
RequireValidShell off
SystemLog {self.work}/proftpd.system
SFTPEngine on
SFTPHostKey {self.work}/host_key
SFTPAuthorizedUserKeys file:{keys}
SFTPAuthMethods publickey
SFTPLog {self.work}/proftpd.sftp
MaxLoginAttempts 100
""")
        self._start([program, "-n", "-q", "-c", config])
        self._await(lambda _: port if listens(port) else 0)


PEERS = (Rclone, ProFtpd, AsyncSsh)
