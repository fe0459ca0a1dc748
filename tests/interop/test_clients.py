"""Eight clients, the same sixty operations each; again with new keys all the time, with an agent full of keys, and with a key
that this computer's libssh may not know first.

The operations are made once and applied to a tree here and, by each client in its own words, to the share; then both trees
are the same, and so is every file that came back. What a client has no word for is done in its nearest one (curl's chmod is
a quoted command, scp copies a whole tree), never left out.
"""

import asyncio
import json
import os
import random
import re
import shutil
import stat
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

import asyncssh
import paramiko

from load import SHARE_OF_WHOLE, figure
from support import PATIENCE, InteropCase, main, make_file, make_key, row, sha256

WHOLE = SHARE_OF_WHOLE >= 0.5
SIZES = (0, 1, 4_097, 70_000, 300_001)


def scenario(seed=80):
    """Sixty operations, each possible where it comes: (verb, arguments)."""
    dice = random.Random(seed)
    operations, folders, files, number = [("mkdir", "d0"), ("mkdir", "d0/e é")], ["d0", "d0/e é"], [], 0
    while len(operations) < 60:
        verb = dice.choice(["put"] * 5 + ["get"] * 5 + ["rename"] * 2 + ["remove", "chmod", "mkdir", "list"])
        if verb == "put":
            path = f"{dice.choice(folders)}/f {number}"
            operations.append(("put", path, dice.choice(SIZES), number))
            files.append(path)
            number += 1
        elif verb == "mkdir":
            path = f"d0/m{number}"
            operations.append(("mkdir", path))
            folders.append(path)
            number += 1
        elif verb == "list":
            operations.append(("list", dice.choice(folders)))
        elif files:
            path = dice.choice(files)
            if verb == "get":
                operations.append(("get", path))
            elif verb == "chmod":
                operations.append(("chmod", path, dice.choice((0o600, 0o640, 0o644))))
            elif verb == "remove" and len(files) > 3:
                operations.append(("remove", path))
                files.remove(path)
            elif verb == "rename":
                new = f"{dice.choice(folders)}/r {number}"
                operations.append(("rename", path, new))
                files[files.index(path)] = new
                number += 1
    return operations[:60]


class ClientCase(InteropCase):
    def setUp(self):
        super().setUp()
        self.model = self.folder / "model"
        self.back = self.local / "back"
        for path in (self.model, self.back):
            path.mkdir()
        self.expected_back, self.expected_lists, self.lists = {}, [], []
        for number, size in enumerate(SIZES):
            make_file(self.local / f"size{size}", size, seed=number)
        self.serve()

    def start_over(self):
        for folder in (self.model, self.back, self.share):
            shutil.rmtree(folder)
            folder.mkdir()
        self.expected_back, self.expected_lists, self.lists = {}, [], []

    def play(self):
        """The operations, applied to the model as they are handed out."""
        for step, (verb, path, *more) in enumerate(scenario()):
            here = self.model / path
            if verb == "mkdir":
                here.mkdir()
            elif verb == "put":
                shutil.copyfile(self.local / f"size{more[0]}", here)
            elif verb == "get":
                self.expected_back[f"{step}"] = sha256(here)
            elif verb == "rename":
                here.rename(self.model / more[0])
            elif verb == "remove":
                here.unlink()
            elif verb == "chmod":
                here.chmod(more[0])
            elif verb == "list":
                self.expected_lists.append(sorted(child.name for child in here.iterdir()))
            yield step, verb, path, more

    def compare(self, modes=True, lists=True):
        def tree(root):
            return {str(path.relative_to(root)): sha256(path) if path.is_file() else "" for path in root.rglob("*")}

        self.assertGreater(len(self.expected_back), 5)
        self.assertEqual(tree(self.share), tree(self.model))
        self.assertEqual({path.name: sha256(path) for path in self.back.iterdir()}, self.expected_back)
        if lists:
            self.assertEqual(self.lists, self.expected_lists)
        if modes:
            for _, path, mode in [operation for operation in scenario() if operation[0] == "chmod"]:
                if (self.model / path).exists():
                    there = stat.S_IMODE((self.share / path).stat().st_mode)
                    self.assertEqual(oct(there), oct(stat.S_IMODE((self.model / path).stat().st_mode)), path)
        self.assertGreater(len(self.server.select(kind="loggedIn")), 0)

    # One way of speaking each.

    def openssh(self, options=()):
        lines = []
        for step, verb, path, more in self.play():
            lines.append({"mkdir": lambda: f'mkdir "{path}"', "put": lambda: f'put size{more[0]} "{path}"',
                          "get": lambda: f'get "{path}" back/{step}', "rename": lambda: f'rename "{path}" "{more[0]}"',
                          "remove": lambda: f'rm "{path}"', "chmod": lambda: f'chmod {more[0]:o} "{path}"',
                          "list": lambda: f'ls -1 "{path}"'}[verb]())
        printed = self.sftp(*lines, options=options).decode().split("sftp> ")
        for said in printed:
            if said.startswith("ls -1 "):
                self.lists.append(sorted(os.path.basename(line) for line in said.splitlines()[1:] if line))

    def scp(self, options=()):
        """scp makes and fetches trees: the whole model goes up, and comes down."""
        wanted = list(self.play())
        for path in self.model.iterdir():
            self.command("scp", "-q", "-r", "-p", "-F", self.config, *options, path, "sally:/")
        gets = {str(step): path for step, verb, path, _ in wanted if verb == "get" and (self.model / path).exists()}
        for step, path in gets.items():
            self.command("scp", "-q", "-F", self.config, *options, f"sally:/{path}", self.back / step)
        self.expected_back = {step: sha256(self.model / path) for step, path in gets.items()}

    def on_disk(self, root):
        """Through a mount: as if it were a folder here."""
        for step, verb, path, more in self.play():
            there = root / path
            if verb == "mkdir":
                there.mkdir()
            elif verb == "put":
                shutil.copyfile(self.local / f"size{more[0]}", there)
            elif verb == "get":
                shutil.copyfile(there, self.back / str(step))
            elif verb == "rename":
                there.rename(root / more[0])
            elif verb == "remove":
                there.unlink()
            elif verb == "chmod":
                there.chmod(more[0])
            else:
                self.lists.append(sorted(child.name for child in there.iterdir()))

    def sshfs(self, options=()):
        where = self.folder / "mount"
        where.mkdir(exist_ok=True)
        mounted = subprocess.Popen(["sshfs", "-f", "-F", self.config, "-o", "cache=no", *options, "sally:/", where],
                                   env=self.environment, stdout=subprocess.DEVNULL)
        try:
            limit = time.monotonic() + PATIENCE
            while not os.path.ismount(where):
                self.assertIsNone(mounted.poll(), "sshfs ended")
                self.assertLess(time.monotonic(), limit, "sshfs does not mount")
                time.sleep(0.02)
            self.on_disk(where)
        finally:
            subprocess.run(["fusermount3", "-u", where], check=False)
            mounted.wait(PATIENCE)

    def lftp(self, options=()):
        lines = []
        for step, verb, path, more in self.play():
            lines.append({"mkdir": lambda: f'mkdir "{path}"', "put": lambda: f'put size{more[0]} -o "{path}"',
                          "get": lambda: f'get "{path}" -o back/{step}', "rename": lambda: f'mv "{path}" "{more[0]}"',
                          "remove": lambda: f'rm "{path}"', "chmod": lambda: f'chmod {more[0]:o} "{path}"',
                          "list": lambda: f'echo LIST; cls -1 "{path}"; echo END'}[verb]())
        script = self.folder / "script"
        script.write_text("\n".join([
            "set cmd:fail-exit yes", "set net:max-retries 1", "set sftp:auto-confirm no",
            f'set sftp:connect-program "ssh -a -x -F {self.config} {" ".join(options)}"',
            "open -u tester, sftp://sally", *lines, "bye"]) + "\n")
        printed = self.command("lftp", "--norc", "-f", script).stdout.decode()
        for said in re.findall(r"LIST\n(.*?)END\n", printed, re.S):
            self.lists.append(sorted(line.rstrip("/").rpartition("/")[2] for line in said.splitlines()))

    def rclone(self, agent=None):
        """One rclone that is told what to do, operation by operation."""
        remote = {"RCLONE_CONFIG": str(self.folder / "rclone.conf"), "RCLONE_CONFIG_SALLY_TYPE": "sftp",
                  "RCLONE_CONFIG_SALLY_HOST": "127.0.0.1", "RCLONE_CONFIG_SALLY_PORT": str(self.server.port),
                  "RCLONE_CONFIG_SALLY_USER": "tester", "RCLONE_CONFIG_SALLY_KNOWN_HOSTS_FILE": str(self.known_hosts),
                  "RCLONE_CONFIG_SALLY_SHELL_TYPE": "none", "RCLONE_CONFIG_SALLY_SET_MODTIME": "false"}
        if agent:
            remote["SSH_AUTH_SOCK"] = agent
        else:
            remote["RCLONE_CONFIG_SALLY_KEY_FILE"] = str(self.key)
        (self.folder / "rclone.conf").touch()
        daemon = subprocess.Popen(["rclone", "rcd", "--rc-no-auth", "--rc-addr", "127.0.0.1:0"], env={**self.environment, **remote},
                                  stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            for line in daemon.stderr:
                if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                    break
            threading.Thread(target=daemon.stderr.read, daemon=True).start()

            def call(command, **arguments):
                request = urllib.request.Request(found[0] + command, json.dumps(arguments).encode(),
                                                 {"Content-Type": "application/json"})
                with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                    return json.load(answer)

            def copy(source, source_path, target, target_path, move=False):
                call("operations/movefile" if move else "operations/copyfile", srcFs=source, srcRemote=source_path,
                     dstFs=target, dstRemote=target_path)

            for step, verb, path, more in self.play():
                if verb == "mkdir":
                    call("operations/mkdir", fs="sally:", remote=path)
                elif verb == "put":
                    copy(str(self.local), f"size{more[0]}", "sally:", path)
                elif verb == "get":
                    copy("sally:", path, str(self.back), str(step))
                elif verb == "rename":
                    copy("sally:", path, "sally:", more[0], move=True)
                elif verb == "remove":
                    call("operations/deletefile", fs="sally:", remote=path)
                elif verb == "list":
                    said = call("operations/list", fs="sally:", remote=path)
                    self.lists.append(sorted(entry["Name"] for entry in said["list"]))
                # It has no chmod: what it uploads keeps the mode that the server gives.
        finally:
            daemon.terminate()
            daemon.wait()

    def curl(self, agent=None):
        """One curl that does one thing after another, as its configuration says."""
        (self.folder / "home/.ssh/known_hosts").write_text(self.known_hosts.read_text())
        base = f"sftp://127.0.0.1:{self.server.port}/"
        environment = {**self.environment, **({"SSH_AUTH_SOCK": agent} if agent else {})}
        login = ['user = "tester:"', *([] if agent else [f'key = "{self.key}"', f'pubkey = "{self.key}.pub"'])]
        asked, listings = [], []

        def ask(url, *lines):
            asked.append("\n".join([*login, f'url = "{base + urllib.request.quote(url)}"', *lines]))

        for step, verb, path, more in self.play():
            if verb == "put":
                ask(path, f'upload-file = "{self.local}/size{more[0]}"')
            elif verb == "get":
                ask(path, f'output = "{self.back}/{step}"')
            elif verb == "list":
                listings.append(self.folder / f"listing{step}")
                ask(path + "/", "list-only", f'output = "{listings[-1]}"')
            else:
                words = {"mkdir": lambda: f"mkdir '/{path}'", "rename": lambda: f"rename '/{path}' '/{more[0]}'",
                         "remove": lambda: f"rm '/{path}'", "chmod": lambda: f"chmod {more[0]:o} '/{path}'"}[verb]()
                ask("", f'quote = "{words}"', "list-only", 'output = "/dev/null"')
        script = self.folder / "curl.conf"
        script.write_text("\nnext\n".join(asked) + "\n")
        self.command("curl", "--silent", "--show-error", "--fail-early", "-K", script, env=environment)
        for listing in listings:
            self.lists.append(sorted(name for name in listing.read_text().splitlines() if name not in (".", "..")))

    def paramiko(self, rekey=None, agent=None):
        client = paramiko.SSHClient()
        client.load_host_keys(str(self.known_hosts))
        if agent:
            os.environ["SSH_AUTH_SOCK"] = agent
            self.addCleanup(os.environ.pop, "SSH_AUTH_SOCK")
        client.connect("127.0.0.1", self.server.port, "tester", key_filename=None if agent else str(self.key),
                       look_for_keys=False, allow_agent=bool(agent))
        try:
            if rekey:
                client.get_transport().packetizer.REKEY_BYTES = rekey
            sftp = client.open_sftp()
            for step, verb, path, more in self.play():
                if verb == "mkdir":
                    sftp.mkdir(path)
                elif verb == "put":
                    sftp.put(str(self.local / f"size{more[0]}"), path)
                elif verb == "get":
                    sftp.get(path, str(self.back / str(step)))
                elif verb == "rename":
                    sftp.rename(path, more[0])
                elif verb == "remove":
                    sftp.remove(path)
                elif verb == "chmod":
                    sftp.chmod(path, more[0])
                else:
                    self.lists.append(sorted(sftp.listdir(path)))
        finally:
            client.close()

    def asyncssh(self, **options):
        async def work():
            options.setdefault("client_keys", [str(self.key)])
            options.setdefault("agent_path", None)
            async with asyncssh.connect("127.0.0.1", self.server.port, username="tester", known_hosts=str(self.known_hosts),
                                        config=None, **options) as connection, connection.start_sftp_client() as sftp:
                for step, verb, path, more in self.play():
                    if verb == "mkdir":
                        await sftp.mkdir(path)
                    elif verb == "put":
                        await sftp.put(str(self.local / f"size{more[0]}"), path)
                    elif verb == "get":
                        await sftp.get(path, str(self.back / str(step)))
                    elif verb == "rename":
                        await sftp.rename(path, more[0])
                    elif verb == "remove":
                        await sftp.remove(path)
                    elif verb == "chmod":
                        await sftp.chmod(path, more[0])
                    else:
                        names = await sftp.listdir(path)
                        self.lists.append(sorted(name for name in names if name not in (".", "..")))

        asyncio.run(asyncio.wait_for(work(), PATIENCE))


class Clients(ClientCase):
    @row("G-80")
    def test_openssh(self):
        self.openssh()
        self.compare()

    @row("G-80")
    def test_scp(self):
        self.scp()
        self.compare(lists=False)

    @row("G-80")
    def test_sshfs(self):
        self.sshfs()
        self.compare()

    @row("G-80")
    def test_lftp(self):
        self.lftp()
        self.compare()

    @row("G-80")
    def test_rclone(self):
        self.rclone()
        self.compare(modes=False)

    @row("G-80")
    def test_curl(self):
        self.curl()
        self.compare()

    @row("G-80")
    def test_paramiko(self):
        self.paramiko()
        self.compare()

    @row("G-80")
    def test_asyncssh(self):
        self.asyncssh()
        self.compare()


class Again(ClientCase):
    def again(self, name, play, **what):
        """The same once more, on an empty share."""
        self.start_over()
        play()
        self.compare(**what)
        return name


class NewKeys(Again):
    """New keys every 32 KiB to every MiB. rclone and curl cannot be told to, and asyncssh 2.10 sends data in the middle of a
    key exchange it began, which RFC 4253 section 7.1 forbids and libssh refuses."""

    @row("G-80")
    # Full: scp, sshfs and lftp too
    def test_new_keys_all_the_time(self):
        often = ["-o", "RekeyLimit=32k"]
        played = [self.again("OpenSSH", lambda: self.openssh(options=often)),
                  self.again("paramiko", lambda: self.paramiko(rekey=64 * 1024))]
        if WHOLE:
            played += [self.again("scp", lambda: self.scp(options=often), lists=False),
                       self.again("sshfs", lambda: self.sshfs(options=["-o", "RekeyLimit=256k"])),
                       self.again("lftp", lambda: self.lftp(options=["-o", "RekeyLimit=1M"]))]
        figure("G-80", "60 operations with new keys every 32 KiB to 1 MiB, all trees equal", "all that can be told to",
               ", ".join(played))


class ManyKeys(Again):
    def setUp(self):
        super().setUp()
        self.agent = str(self.folder / "agent")
        running = subprocess.Popen(["ssh-agent", "-D", "-a", self.agent], env=self.environment, stdout=subprocess.DEVNULL)
        self.addCleanup(running.wait)
        self.addCleanup(running.terminate)
        limit = time.monotonic() + PATIENCE
        while not os.path.exists(self.agent):
            self.assertIsNone(running.poll(), "ssh-agent ended")
            self.assertLess(time.monotonic(), limit, "ssh-agent does not listen")
            time.sleep(0.02)
        kinds = ["rsa", "ecdsa", *["ed25519"] * 7]
        keys = [make_key(self.folder / f"other{number}", kind) for number, kind in enumerate(kinds)]
        for key in [*keys, self.key]:  # the one that is known comes last
            self.command("ssh-add", "-q", key, env={**self.environment, "SSH_AUTH_SOCK": self.agent})
        config = self.config.read_text().replace("IdentitiesOnly yes", "IdentitiesOnly no")
        config = config.replace(f"IdentityFile {self.key}", "IdentityFile none") + f"IdentityAgent {self.agent}\n"
        self.config.write_text(config)

    # paramiko asks nothing first and signs with key after key; a connection has six tries.
    @row("G-80")
    # Full: scp, sshfs, lftp, rclone and curl too
    def test_an_agent_with_ten_keys(self):
        played = [self.again("OpenSSH", self.openssh),
                  self.again("asyncssh", lambda: self.asyncssh(agent_path=self.agent, client_keys=()))]
        if WHOLE:
            played += [self.again("scp", self.scp, lists=False), self.again("sshfs", self.sshfs), self.again("lftp", self.lftp),
                       self.again("rclone", lambda: self.rclone(agent=self.agent), modes=False)]
        self.assertEqual(self.server.select(kind="loginRefused"), [])  # ten probes are no guesses
        if WHOLE:
            played.append(self.again("curl", lambda: self.curl(agent=self.agent)))
            # It tries an empty password before the agent, once a connection.
            self.assertEqual({event["message"] for event in self.server.select(kind="loginRefused")}, {"wrong password"})
        figure("G-80", "60 operations, the tenth key of an agent, all trees equal", "all that ask first", ", ".join(played))

    @row("G-80")
    def test_an_ed448_key_first(self):
        other = asyncssh.generate_private_key("ssh-ed448")
        self.again("asyncssh", lambda: self.asyncssh(client_keys=[other, asyncssh.read_private_key(str(self.key))]))
        figure("G-80", "60 operations, an Ed448 key tried first", "let in with the second", "asyncssh: let in with the second")


if __name__ == "__main__":
    main()
