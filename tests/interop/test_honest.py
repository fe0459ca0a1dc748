"""Clients that mean well and look a little like an attack: every guard lets them pass."""

import asyncio
import os
import subprocess
import time
from pathlib import Path

import asyncssh

from support import FULL, MIB, PATIENCE, InteropCase, main, make_file, make_key, row


class Honest(InteropCase):
    def nothing_was_held_against(self, address="127.0.0.1"):
        for kind in ("loginRefused", "limit", "protocol", "blocked", "turnedAway", "fault"):
            self.assertEqual([event for event in self.server.select(kind=kind) if event.get("peer", "").startswith(address)], [])

    @row("D9")
    def test_an_agent_with_ten_keys(self):
        """The one that fits is the last of them; four connections one after another cost no penalty."""
        make_file(self.share / "file", 1000)
        self.serve()
        agent = self.folder / "agent"
        process = subprocess.Popen(["ssh-agent", "-D", "-a", agent], env=self.environment, stdout=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        limit = time.monotonic() + PATIENCE
        while not agent.exists():
            self.assertLess(time.monotonic(), limit, "no ssh-agent")
            time.sleep(0.02)
        keys = [make_key(self.folder / f"other{number}") for number in range(9)] + [self.key]
        for key in keys:
            self.command("ssh-add", "-q", key, env={**self.environment, "SSH_AUTH_SOCK": str(agent)})
        config = self.folder / "agent_config"
        config.write_text("\n".join(line for line in self.config.read_text().splitlines()
                                    if not line.startswith("Identit")) + f"\nIdentityAgent {agent}\n")
        for _ in range(4):
            printed = self.command("sftp", "-F", config, "-v", "-b", "-", "sally", input=b"get file\n").stdout.decode()
            self.assertEqual(printed.count("Offering public key: "), 10)
        self.same_file(self.share / "file", self.local / "file", times=False, modes=False)
        self.nothing_was_held_against()
        self.server.stop()

    @row("D11")
    def test_an_ed448_key_first(self):
        """libssh does not know the type, and would leave the client without an answer."""
        make_file(self.share / "file", 1000)
        self.serve()
        strange = asyncssh.generate_private_key("ssh-ed448")

        async def visit():
            async with asyncssh.connect("127.0.0.1", self.server.port, username="tester",
                                        client_keys=[strange, str(self.key)], known_hosts=str(self.known_hosts),
                                        config=None, agent_path=None) as connection:
                async with connection.start_sftp_client() as sftp:
                    return await sftp.listdir("/")

        for _ in range(4):  # what it costs, 5 s each, is no penalty
            self.assertIn("file", asyncio.run(asyncio.wait_for(visit(), PATIENCE)))
        self.assertEqual(len(self.server.select(kind="loggedIn")), 4)
        self.assertEqual(self.server.select(kind="blocked"), [])
        self.server.stop()

    def test_sshfs_idle_for_twice_the_limit(self):
        """Its keepalives say that it is there."""
        self.assertTrue(Path("/dev/fuse").exists(), "there is no /dev/fuse here, so sshfs cannot mount")
        idle = 15 if FULL else 6
        make_file(self.share / "file", 100_000)
        self.serve(arguments=["--set", f"limits.idleTimeout={idle}s"])
        mount = self.folder / "mount"
        mount.mkdir()
        sshfs = subprocess.Popen(["sshfs", "-f", "-F", self.config, "-o", "ServerAliveInterval=1", "-o",
                                  "attr_timeout=0,entry_timeout=0,cache=no", "sally:/", mount], env=self.environment,
                                 stdout=subprocess.DEVNULL)

        def unmount():
            subprocess.run(["fusermount3", "-uz", mount], check=False)
            sshfs.wait(PATIENCE)

        self.addCleanup(unmount)
        limit = time.monotonic() + PATIENCE
        while not os.path.ismount(mount):
            self.assertIsNone(sshfs.poll(), "sshfs ended")
            self.assertLess(time.monotonic(), limit, "sshfs does not mount")
            time.sleep(0.02)
        time.sleep(2 * idle)  # this is what is tried
        self.same_file(mount / "file", self.share / "file")
        self.assertEqual(len(self.server.select(kind="loggedIn")), 1)
        self.nothing_was_held_against()

    @row("D2")
    def test_rclone_with_16_connections(self):
        tree = self.local / "tree"
        tree.mkdir()
        for number in range(64):
            make_file(tree / f"{number}", 256 * 1024 + number, seed=number, mtime=1_200_000_000 + number)
        self.serve()
        obscured = self.command("rclone", "obscure", self.password).stdout.decode().strip()
        (self.folder / "rclone.conf").touch()
        for name, credentials in {"key": {"KEY_FILE": str(self.key)}, "password": {"PASS": obscured}}.items():
            remote = {"RCLONE_CONFIG": str(self.folder / "rclone.conf"), **{
                f"RCLONE_CONFIG_SALLY_{key}": value for key, value in {
                    "TYPE": "sftp", "HOST": "127.0.0.1", "PORT": str(self.server.port), "USER": "tester",
                    "KNOWN_HOSTS_FILE": str(self.known_hosts), "SHELL_TYPE": "none", **credentials}.items()}}
            environment = {**self.environment, **remote}
            options = ["--retries", "1", "--low-level-retries", "1", "--transfers", "16", "--checkers", "16"]
            before = len(self.server.select(kind="loggedIn"))
            self.command("rclone", *options, "copy", "tree", f"sally:/{name}", env=environment)
            self.same_tree(tree, self.share / name, modes=False)
            self.command("rclone", *options, "copy", f"sally:/{name}", f"back {name}", env=environment)
            self.same_tree(tree, self.local / f"back {name}", modes=False)
            print(f"by {name}: {len(self.server.select(kind='loggedIn')) - before} connections", flush=True)
        self.nothing_was_held_against()
        self.server.stop()


if __name__ == "__main__":
    main()
