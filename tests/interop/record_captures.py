"""Records what six real clients send, for tests and fuzzers to start from.

    SALLYPORT_CLI=build/dev/app/sallyport-cli /usr/bin/python3 tests/interop/record_captures.py

writes tests/data/captures/CLIENT.sftp: the bytes of one SFTP session from INIT to its end, as the client sent
them, and CLIENT.answers: the type, id and, for a STATUS, the code of each reply it got, a line each. The clients
speak SSH to an asyncssh server, which hands what it decrypts to `sallyport-cli subsystem`. Each session starts
with the tree of STANDARD. Handles differ from session to session: that of the first HANDLE reply is written
"handle00", the next one "handle01", for whoever sends the bytes again to replace.
"""

import asyncio
import os
import shutil
import struct
import sys
import tempfile
import threading
from pathlib import Path

import asyncssh
import paramiko

from support import CLI, make_key, random_bytes, run, tool

CAPTURES = Path(__file__).resolve().parents[1] / "data/captures"
# What there is before each session; tests/support/captures.cpp makes the same.
STANDARD = {"hello.txt": b"hello\n" * 100, "folder/a.bin": b"\x01" * 2000, "folder/b b.bin": b"\x02" * 10}


def standard_tree(root):
    shutil.rmtree(root, ignore_errors=True)
    for name, content in STANDARD.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    (root / "empty").mkdir()
    os.symlink("hello.txt", root / "link")


def answers(replies):
    """The replies of a session in words: `type id [status]`; of VERSION the version."""
    lines, at = [], 0
    while at + 9 <= len(replies):
        length, kind, number = struct.unpack_from(">IBI", replies, at)
        line = f"{kind} {number}"
        if kind == 101:
            line += f" {struct.unpack_from('>I', replies, at + 9)[0]}"
        lines.append(line + "\n")
        at += 4 + length
    return "".join(lines)


def without_handles(sent, replies):
    """The session with "handle00" for the first handle that was given out, and so on."""
    at, number = 0, 0
    while at + 9 <= len(replies):
        length, kind = struct.unpack_from(">IB", replies, at)
        if kind == 102:
            handle = bytes(replies[at + 13:at + 4 + length])
            assert len(handle) == 8 and number < 100
            sent = sent.replace(handle, b"handle%02d" % number)
            number += 1
        at += 4 + length
    return sent


class Tapped(asyncssh.SSHServerSession):
    """One sftp channel: its bytes go to and come from a `sallyport-cli subsystem`, and are kept."""

    def __init__(self, root, sessions):
        self._root = root
        self.sent, self.got = bytearray(), bytearray()
        sessions.append(self)

    def connection_made(self, channel):
        self._channel = channel
        self._input = asyncio.Queue()

    def subsystem_requested(self, subsystem):
        return subsystem == "sftp"

    def session_started(self):
        self._task = asyncio.create_task(self._serve())

    def data_received(self, data, datatype):
        self.sent += data
        self._input.put_nowait(bytes(data))

    def eof_received(self):
        self._input.put_nowait(b"")
        return True

    def connection_lost(self, exc):
        self._input.put_nowait(b"")

    async def _serve(self):
        pipe = asyncio.subprocess.PIPE
        serving = await asyncio.create_subprocess_exec(CLI, "subsystem", "--root", str(self._root), stdin=pipe, stdout=pipe)

        async def upstream():
            while data := await self._input.get():
                serving.stdin.write(data)
                await serving.stdin.drain()
            serving.stdin.close()

        async def downstream():
            while data := await serving.stdout.read(65536):
                self.got += data
                self._channel.write(data)

        await asyncio.gather(upstream(), downstream())
        self._channel.exit(await serving.wait())


class Tap:
    """An SSH server on 127.0.0.1 that keeps what went each way of every sftp channel."""

    def __init__(self, folder):
        self.root = folder / "root"
        self.sessions = []
        self._folder = folder
        self._started = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True).start()
        self._started.wait()

    async def _run(self):
        tap = self

        class Server(asyncssh.SSHServer):
            def session_requested(self):
                return Tapped(tap.root, tap.sessions)

        server = await asyncssh.create_server(Server, "127.0.0.1", 0, server_host_keys=[str(self._folder / "host_key")],
                                              encoding=None, authorized_client_keys=str(self._folder / "key.pub"))
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        await asyncio.Event().wait()


class Recorder:
    def __init__(self, folder):
        self.folder = folder
        self.key = make_key(folder / "key", "ed25519")
        make_key(folder / "host_key", "ed25519")
        self.local = folder / "local"
        self.local.mkdir()
        (self.local / "up.bin").write_bytes(random_bytes(3000))
        (self.local / "tree").mkdir()
        (self.local / "tree/one").write_bytes(random_bytes(500, 1))
        (self.local / "tree/two").write_bytes(random_bytes(40, 2))
        self.tap = Tap(folder)
        kind, key = Path(f"{folder}/host_key.pub").read_text().split()[:2]
        self.known_hosts = folder / "known_hosts"
        self.known_hosts.write_text(f"[127.0.0.1]:{self.tap.port} {kind} {key}\n")
        home = folder / "home"
        (home / ".ssh").mkdir(parents=True)
        shutil.copy(self.known_hosts, home / ".ssh/known_hosts")
        self.environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        self.config = folder / "ssh_config"
        self.config.write_text("\n".join([
            "Host sally", "HostName 127.0.0.1", f"Port {self.tap.port}", "User tester", f"IdentityFile {self.key}",
            "IdentitiesOnly yes", "BatchMode yes", f"UserKnownHostsFile {self.known_hosts}", "StrictHostKeyChecking yes",
            "LogLevel ERROR"]) + "\n")

    def run(self, *command, check=0):
        return run(*command, check=check, cwd=self.local, env=self.environment)

    def record(self, name, client):
        standard_tree(self.tap.root)
        self.tap.sessions.clear()
        client()
        longest = max(self.tap.sessions, key=lambda session: len(session.sent))
        (CAPTURES / f"{name}.sftp").write_bytes(without_handles(bytes(longest.sent), longest.got))
        (CAPTURES / f"{name}.answers").write_text(answers(longest.got))
        print(f"{name}: {len(longest.sent)} bytes, {len(self.tap.sessions)} sessions")

    def openssh(self):
        batch = self.folder / "batch"
        batch.write_text("\n".join([
            "pwd", "ls -la", "df /", "put -p up.bin", "put -f up.bin synced", "get -p hello.txt got", "mkdir made",
            "put -r tree made/tree", "get -r folder folder-got", "chmod 600 up.bin", "rename up.bin moved.bin", "ln moved.bin hard",
            "ln -s moved.bin soft", "copy moved.bin copied", "ls -l folder", "-rm missing", "-mkdir folder", "-get link link-got",
            "rm hard soft copied", "-rmdir folder", "rmdir empty", "lpwd", "bye"]) + "\n")
        self.run("sftp", "-F", self.config, "-b", batch, "sally")

    def lftp(self):
        script = self.folder / "script"
        script.write_text("\n".join([
            "set net:max-retries 1", "set net:timeout 60", "set sftp:auto-confirm no", "set net:connection-limit 1",
            f'set sftp:connect-program "ssh -a -x -F {self.config}"', "open -u tester, sftp://sally", "cls -l", "put up.bin",
            "get -c hello.txt -o lftp-got", "mkdir made", "mirror -R tree made/tree", "mirror folder lftp-folder", "mv up.bin moved.bin",
            "chmod 600 moved.bin", "cd folder", "cd ..", "rm moved.bin", "rmdir empty", "ln -s hello.txt soft", "bye"]) + "\n")
        self.run("lftp", "--norc", "-f", script)

    def rclone(self):
        empty = self.folder / "rclone.conf"
        empty.touch()
        self.environment |= {
            "RCLONE_CONFIG": str(empty), "RCLONE_CONFIG_SALLY_TYPE": "sftp", "RCLONE_CONFIG_SALLY_HOST": "127.0.0.1",
            "RCLONE_CONFIG_SALLY_PORT": str(self.tap.port), "RCLONE_CONFIG_SALLY_USER": "tester",
            "RCLONE_CONFIG_SALLY_KEY_FILE": str(self.key), "RCLONE_CONFIG_SALLY_KNOWN_HOSTS_FILE": str(self.known_hosts),
            "RCLONE_CONFIG_SALLY_SHELL_TYPE": "none"}
        self.run("rclone", "--transfers", "1", "--checkers", "1", "--retries", "1", "sync", "--delete-after", "tree", "sally:/folder")

    def curl(self):
        url = f"sftp://127.0.0.1:{self.tap.port}"
        login = ["--user", "tester:", "--key", self.key, "--pubkey", f"{self.key}.pub"]
        self.run("curl", "--silent", "--show-error", *login, "--quote", "mkdir /made", "--quote", "chmod 600 /hello.txt",
                 "--quote", "rename /folder/a.bin /made/a.bin", "--quote", "ln hello.txt /soft", "--quote", "rm /soft",
                 "--quote", "rmdir /empty", "--ftp-create-dirs", "--upload-file", "up.bin", f"{url}/made/deeper/up.bin",
                 "--next", *login, "--output", "curl-got", "--remote-time", f"{url}/hello.txt",
                 "--next", *login, "--output", "curl-list", f"{url}/folder/",
                 "--next", *login, "--range", "100-199", "--output", "curl-part", f"{url}/made/a.bin")

    def asyncssh(self):
        async def talk():
            options = {"username": "tester", "client_keys": [str(self.key)], "known_hosts": str(self.known_hosts)}
            async with asyncssh.connect("127.0.0.1", self.tap.port, config=None, **options) as connection:
                async with connection.start_sftp_client() as sftp:
                    await sftp.put(str(self.local / "up.bin"), "/up.bin", preserve=True)
                    await sftp.get("/folder/a.bin", str(self.local / "asyncssh-got"))
                    await sftp.put(str(self.local / "tree"), "/made", recurse=True)
                    await sftp.readdir("/")
                    await sftp.statvfs("/")
                    await sftp.posix_rename("/up.bin", "/hello.txt")
                    # Sent in the draft's order to a server that is not OpenSSH: the link's name comes second here.
                    await sftp.symlink("/soft", "hello.txt")
                    await sftp.readlink("/soft")
                    await sftp.link("/hello.txt", "/hard")
                    await sftp.truncate("/hard", 50)
                    await sftp.utime("/hard", (1_000_000_000, 1_000_000_001))
                    await sftp.lstat(b"/soft")
                    async with sftp.open("/folder/b b.bin", "r+b") as file:
                        await file.seek(5)
                        await file.write(b"asyncssh")
                        await file.fsync()
                        await file.statvfs()
                    await sftp.rmtree("/made")

        asyncio.run(talk())

    def paramiko(self):
        client = paramiko.SSHClient()
        client.load_host_keys(str(self.known_hosts))
        client.connect("127.0.0.1", self.tap.port, "tester", key_filename=str(self.key), look_for_keys=False, allow_agent=False)
        sftp = client.open_sftp()
        sftp.put(str(self.local / "up.bin"), "/up.bin")
        sftp.get("/hello.txt", str(self.local / "paramiko-got"))
        sftp.listdir_attr("/folder")
        sftp.mkdir("/made", 0o700)
        sftp.chdir("/made")
        with sftp.open("log", "a") as file:
            file.set_pipelined(True)
            for number in range(20):
                file.write(b"line %d\n" % number)
        with sftp.open("/folder/a.bin") as file:
            file.readv([(0, 100), (500, 100), (1900, 300)])
            file.check("sha256", 0, 0, 1000)
            file.stat()
        sftp.rename("/up.bin", "/made/up.bin")
        sftp.posix_rename("/made/up.bin", "/hello.txt")
        sftp.symlink("../hello.txt", "/made/soft")
        sftp.readlink("/made/soft")
        sftp.normalize("../folder/./x")
        sftp.utime("/hello.txt", (1, 2))
        sftp.truncate("/hello.txt", 10)
        sftp.remove("/made/log")
        sftp.rmdir("/empty")
        try:
            sftp.stat("/missing")
        except OSError:
            pass
        client.close()


def main():
    for name in ("sftp", "lftp", "rclone", "curl"):
        tool(name)
    CAPTURES.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="sallyport-"))
    try:
        recorder = Recorder(folder)
        for name in ("openssh", "lftp", "rclone", "curl", "asyncssh", "paramiko"):
            recorder.record(name, getattr(recorder, name))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
