"""Several sftp channels on one connection, and everything that is not SFTP."""

import subprocess
import threading

import paramiko

from support import MIB, InteropCase, main, make_file, row, sha256


class Channels(InteropCase):
    def setUp(self):
        super().setUp()
        self.serve()

    def connect(self):
        client = paramiko.SSHClient()
        client.load_host_keys(str(self.known_hosts))
        client.connect("127.0.0.1", self.server.port, "tester", key_filename=str(self.key),
                       look_for_keys=False, allow_agent=False)
        self.addCleanup(client.close)
        return client

    @row("trap.channels")
    def test_ten_move_files_at_once_and_an_eleventh_is_refused(self):
        client = self.connect()
        channels = [client.open_sftp() for _ in range(10)]
        with self.assertRaises(paramiko.SSHException):
            client.open_sftp()
        size = 2 * MIB
        for number in range(10):
            make_file(self.share / f"down{number}", size, seed=number)
            make_file(self.local / f"up{number}", size, seed=100 + number)
        # All twenty files are open before the first byte moves.
        readers = [channel.open(f"/down{number}", "rb") for number, channel in enumerate(channels)]
        writers = [channel.open(f"/up{number}", "wb") for number, channel in enumerate(channels)]
        wrong = []

        def move(number):
            try:
                reader, writer = readers[number], writers[number]
                reader.prefetch(size)
                writer.set_pipelined(True)
                with (self.local / f"down{number}").open("wb") as down, (self.local / f"up{number}").open("rb") as up:
                    while piece := reader.read(32768):
                        down.write(piece)
                        writer.write(up.read(32768))
                reader.close()
                writer.close()
            except Exception as error:  # told below, by the main thread
                wrong.append(f"channel {number}: {error!r}")

        threads = [threading.Thread(target=move, args=(number,)) for number in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        for number in range(10):
            self.same_file(self.share / f"down{number}", self.local / f"down{number}", times=False)
            self.same_file(self.local / f"up{number}", self.share / f"up{number}", times=False)
        self.assertEqual(len(self.server.select(kind="loggedIn")), 1)
        # One gone, one more may come.
        channels[3].close()
        self.assertEqual(sorted(client.open_sftp().listdir("/")), sorted(path.name for path in self.share.iterdir()))

    @row("trap.channels", "event.denied")
    def test_everything_else_is_refused_and_sftp_goes_on(self):
        control = ["-F", self.config, "-o", f"ControlPath={self.folder}/control"]
        master = subprocess.Popen(["ssh", *map(str, control), "-M", "-N", "sally"], env=self.environment)
        self.addCleanup(master.wait)
        self.addCleanup(master.kill)
        self.server.wait_for(kind="loggedIn")
        while self.command("ssh", *control, "-O", "check", "sally", check=None).returncode != 0:
            self.assertIsNone(master.poll())  # the socket appears right after login
        make_file(self.share / "file", 1000)
        for arguments in (["sally", "id"], ["-t", "sally"], ["-s", "sally", "netconf"],
                          ["-W", "127.0.0.1:1", "sally"]):
            self.command("ssh", *control, *arguments, check="fails")
        self.command("ssh", *control, "-O", "forward", "-R", "127.0.0.1:0:127.0.0.1:1", "sally", check="fails")
        for what in ("exec", "shell"):
            self.assertEqual(self.server.wait_for(kind="denied", message=what)["result"], "refused")
        self.command("sftp", *control, "-b", "-", "sally", input=b"get file\n")
        self.same_file(self.share / "file", self.local / "file", times=False)
        self.assertEqual(len(self.server.select(kind="loggedIn")), 1)

    @row("trap.channels")
    def test_agent_x11_environment_and_forwarding_are_refused(self):
        make_file(self.share / "file", 1000)
        client = self.connect()
        transport = client.get_transport()
        for kind, target in (("direct-tcpip", ("127.0.0.1", 22)), ("forwarded-tcpip", ("127.0.0.1", 22)), ("x11", None)):
            with self.assertRaises(paramiko.ChannelException, msg=kind):
                transport.open_channel(kind, target, ("127.0.0.1", 1))
        with self.assertRaises(paramiko.SSHException):
            transport.request_port_forward("127.0.0.1", 0)
        for ask in (lambda channel: channel.get_pty(), lambda channel: channel.invoke_shell(),
                    lambda channel: channel.exec_command("id"), lambda channel: channel.request_x11(),
                    lambda channel: channel.set_environment_variable("A", "b") or channel.exec_command("id")):
            channel = transport.open_session()
            with self.assertRaises(paramiko.SSHException):
                ask(channel)
            channel.close()
        self.assertEqual(client.open_sftp().open("/file").read(), (self.share / "file").read_bytes())

    def test_the_ten_are_unharmed_by_a_thousand_more(self):
        client = self.connect()
        make_file(self.share / "file", 100_000)
        channels = [client.open_sftp() for _ in range(10)]
        for _ in range(1000):
            with self.assertRaises(paramiko.SSHException):
                client.get_transport().open_session()
        for number, channel in enumerate(channels):
            channel.get("/file", str(self.local / str(number)))
            self.assertEqual(sha256(self.local / str(number)), sha256(self.share / "file"))


if __name__ == "__main__":
    main()
