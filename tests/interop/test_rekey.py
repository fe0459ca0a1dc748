"""Keys made anew in the middle of transfers, and every algorithm that is offered."""

import re
import subprocess

from support import FULL, MIB, InteropCase, main, make_file, row


class Rekey(InteropCase):
    def rekey(self, limit, size, *options):
        there = make_file(self.share / "down", size)
        source = make_file(self.local / "up", size, seed=1)
        self.serve()
        done = self.command("sftp", "-F", self.config, "-v", "-o", "LogLevel=DEBUG1", "-o", f"RekeyLimit={limit}",
                            *options, "-b", "-", "sally", input=b"put up\nget down\n", timeout=900)
        self.same_file(source, self.share / "up", times=False)
        self.same_file(there, self.local / "down", times=False)
        self.server.stop()
        up, down = done.stdout.split(b"sftp> get down")
        return up.count(b"SSH2_MSG_NEWKEYS received"), down.count(b"SSH2_MSG_NEWKEYS received")

    @row("trap.rekey")
    def test_a_new_key_each_mebibyte_over_200_mib_each_way(self):
        # What is on its way when the client asks still passes: 16 MiB at most, so this many for certain.
        up, down = self.rekey("1M", 200 * MIB)
        self.assertGreaterEqual(up, 12)
        self.assertGreaterEqual(down, 12)
        self.assertGreater(up + down, 200)

    @row("trap.rekey")
    def test_a_new_key_each_mebibyte_with_little_on_its_way(self):
        up, down = self.rekey("1M", 64 * MIB, "-R", "2")
        self.assertGreaterEqual(up, 40)
        self.assertGreaterEqual(down, 40)

    @row("trap.rekey", "D17")
    # Full: 200 MiB each way
    def test_a_new_key_each_32_kib(self):
        size = 200 * MIB if FULL else 4 * MIB
        self.assertGreater(sum(self.rekey("32k", size)), size // (128 * 1024))

    @row("trap.rekey")
    def test_both_directions_at_once_on_one_connection(self):
        size = 24 * MIB
        self.serve()
        control = ["-o", f"ControlPath={self.folder}/control", "-o", "RekeyLimit=1M"]
        master = subprocess.Popen(["ssh", "-F", self.config, *control, "-M", "-N", "sally"], env=self.environment)
        self.addCleanup(master.wait)
        self.addCleanup(master.kill)
        self.server.wait_for(kind="loggedIn")
        clients = []
        for number in range(3):
            make_file(self.share / f"down{number}", size, seed=number)
            make_file(self.local / f"up{number}", size, seed=10 + number)
            for line in (f"put up{number}", f"get down{number}"):
                client = subprocess.Popen(["sftp", "-F", self.config, *control, "-b", "-", "sally"], cwd=self.local,
                                          env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
                client.stdin.write(line.encode() + b"\n")
                client.stdin.close()
                clients.append(client)
        for client in clients:
            self.assertEqual(client.wait(), 0)
        for number in range(3):
            self.same_file(self.local / f"up{number}", self.share / f"up{number}", times=False)
            self.same_file(self.share / f"down{number}", self.local / f"down{number}", times=False)
        self.assertEqual(len(self.server.select(kind="loggedIn")), 1)


# All that is offered, in this order.
KEX = ["curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521",
       "diffie-hellman-group16-sha512", "diffie-hellman-group18-sha512", "diffie-hellman-group14-sha256"]
CIPHERS = ["aes256-gcm@openssh.com", "aes128-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes256-ctr", "aes192-ctr",
           "aes128-ctr"]
MACS = ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512"]


class Algorithms(InteropCase):
    def offered(self):
        """What the server proposes, as OpenSSH's debug output prints it."""
        printed = self.command("ssh", "-F", self.config, "-vv", "-o", "LogLevel=DEBUG2", "sally", "true", check=None)
        text = printed.stdout.decode(errors="replace").split("peer server KEXINIT proposal")[1]
        lists = {}
        for name in ("KEX algorithms", "ciphers stoc", "ciphers ctos", "MACs stoc", "MACs ctos", "compression stoc"):
            lists[name] = re.search(rf"debug2: {name}: (\S*)", text)[1].split(",")
        return lists

    def move(self, option):
        done = self.command("sftp", "-F", self.config, "-v", "-o", "LogLevel=DEBUG1", *option, "-b", "-", "sally",
                            input=b"put -p up\nget -p down back\n")
        for name in option[1::2]:  # it was this one that was used
            self.assertRegex(done.stdout.decode(errors="replace"), rf"debug1: kex: .*{re.escape(name.split('=')[1])}\b")
        self.same_file(self.local / "up", self.share / "up")
        self.same_file(self.share / "down", self.local / "back")
        for path in (self.share / "up", self.local / "back"):
            path.unlink()

    def test_each_one_offered_moves_a_file(self):
        self.serve(arguments=["--set", "penalties.enabled=false"])
        make_file(self.local / "up", 300_000)
        make_file(self.share / "down", 300_000, seed=1)
        lists = self.offered()
        self.assertEqual(lists["ciphers stoc"], lists["ciphers ctos"])
        self.assertEqual(lists["MACs stoc"], lists["MACs ctos"])
        self.assertEqual(lists["compression stoc"], ["none"])
        known = {kind: self.command("ssh", "-Q", kind).stdout.decode().split() for kind in ("kex", "cipher", "mac")}
        kex = [name for name in lists["KEX algorithms"] if not re.match(r"(kex-strict|ext-info)-", name)]
        self.assertIn("kex-strict-s-v00@openssh.com", lists["KEX algorithms"])
        self.assertEqual((kex, lists["ciphers stoc"], lists["MACs stoc"]), (KEX, CIPHERS, MACS))
        for name in kex:
            self.assertIn(name, known["kex"])
            self.move(["-o", f"KexAlgorithms={name}"])
        for name in lists["ciphers stoc"]:
            self.assertIn(name, known["cipher"])
            self.move(["-o", f"Ciphers={name}"])
        for name in lists["MACs stoc"]:
            self.assertIn(name, known["mac"])
            self.move(["-o", f"MACs={name}", "-o", "Ciphers=aes128-ctr"])

    def test_the_old_ones_are_refused_unless_asked_for(self):
        old = ["-o", "KexAlgorithms=diffie-hellman-group14-sha1"]
        self.serve(arguments=["--set", "penalties.enabled=false"])
        make_file(self.share / "down", 1000)
        make_file(self.local / "up", 1000, seed=1)
        for option in (old, ["-o", "MACs=hmac-sha1", "-o", "Ciphers=aes128-ctr"], ["-o", "Ciphers=aes128-cbc"],
                       ["-o", "KexAlgorithms=diffie-hellman-group-exchange-sha256"]):
            self.command("ssh", "-F", self.config, *option, "-N", "sally", check=255)
        self.assertEqual(self.server.select(kind="loggedIn"), [])
        self.server.stop()
        self.serve(arguments=["--set", "network.olderDevices=true"])
        self.move(old)
        self.move(["-o", "MACs=hmac-sha1", "-o", "Ciphers=aes128-ctr"])


if __name__ == "__main__":
    main()
