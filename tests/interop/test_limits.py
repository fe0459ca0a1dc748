"""Each limit reached again and again: the right answer every time, and everything as before afterwards."""

import asyncio
import socket

import asyncssh

from load import LoadCase, figure, scaled
from support import PATIENCE, main, make_file, random_bytes, row

CHANNEL, CONNECTION = 256, 1024  # handles
TIMES = 1000


class Limits(LoadCase):
    async def refused(self, sftp, times, most):
        """`times` OPENs past a limit, all answered in words."""
        for start in range(0, times, most):
            answers = await asyncio.gather(*(sftp.open("/file", "rb", block_size=None)
                                             for _ in range(min(most, times - start))), return_exceptions=True)
            for answer in answers:
                self.assertIsInstance(answer, asyncssh.SFTPFailure)
                self.assertEqual(answer.reason, "Too many open handles")

    @row("G-08")
    def test_handles_of_a_channel_and_of_a_connection(self):
        self.serve()
        content = make_file(self.share / "file", CONNECTION * 64).read_bytes()

        async def work():
            async with self.connect() as connection:
                channels = [await connection.start_sftp_client() for _ in range(CONNECTION // CHANNEL + 1)]
                first, *others, last = channels
                held = [await first.open("/file", "rb", block_size=None) for _ in range(CHANNEL)]
                await self.refused(first, TIMES, 50)  # of the channel
                for sftp in others:
                    held += await asyncio.gather(*(sftp.open("/file", "rb", block_size=None) for _ in range(CHANNEL)))
                await self.refused(last, TIMES, 50)  # of the connection
                for number, file in enumerate(held):
                    self.assertEqual(await file.read(64, number * 64), content[number * 64:(number + 1) * 64])
                # One gone, one more may come.
                await held[0].close()
                async with last.open("/file", "rb", block_size=None) as file:
                    self.assertEqual(await file.read(), content)
                for file in held[1:]:
                    await file.close()
                for sftp in channels:
                    self.assertEqual((await sftp.stat("/file")).size, len(content))

        self.together(work())
        figure("G-08", f"handles of a channel ({CHANNEL}) and of a connection ({CONNECTION}) reached", "1,000 times each",
               f"{TIMES:,} times each")
        self.server.stop()

    @row("G-08")
    # Full: 10,000 handles
    def test_many_handles_over_many_channels(self):
        connections, channels = 10, 4
        each = scaled(2_000, 10_000) // (connections * channels)
        self.serve()
        part = 48
        content = make_file(self.share / "file", connections * channels * each * part).read_bytes()

        async def one(number):
            async with self.connect(number) as connection:
                clients = [await connection.start_sftp_client() for _ in range(channels)]
                held = []
                for sftp in clients:
                    held += await asyncio.gather(*(sftp.open("/file", "rb", block_size=None) for _ in range(each)))
                await everybody.wait()  # all are open at once
                for at, file in enumerate(held, number * channels * each):
                    if await file.read(part, at * part) != content[at * part:(at + 1) * part]:
                        self.fail(f"handle {at} read other bytes")
                # Filled up, and then one more.
                sftp = clients[-1]
                more = [await sftp.open("/file", "rb", block_size=None) for _ in range(min(CHANNEL, CONNECTION - 3 * each) - each)]
                with self.assertRaises(asyncssh.SFTPFailure) as caught:
                    await sftp.open("/file", "rb", block_size=None)
                self.assertEqual(caught.exception.reason, "Too many open handles")
                await more[0].close()
                await (await sftp.open("/file", "rb", block_size=None)).close()
                return len(held)

        async def work():
            nonlocal everybody
            everybody = asyncio.Barrier(connections)
            return await asyncio.gather(*(one(number) for number in range(connections)))

        everybody = None
        self.assertEqual(self.together(work()), [channels * each] * connections)
        self.server.wait_for(kind="disconnected", count=connections)
        figure("G-08", "handles open at once over 40 channels of 10 connections, each reading its own bytes", "10,000",
               f"{connections * channels * each:,}")
        self.server.stop()

    @row("G-08")
    def test_the_eleventh_channel(self):
        self.serve()
        make_file(self.share / "file", 1000)

        async def work():
            async with self.connect() as connection:
                channels = [await connection.start_sftp_client() for _ in range(10)]
                for _ in range(TIMES // 50):
                    answers = await asyncio.gather(*(connection.start_sftp_client() for _ in range(50)), return_exceptions=True)
                    for answer in answers:
                        self.assertIsInstance(answer, asyncssh.ChannelOpenError)
                for sftp in channels:
                    self.assertEqual((await sftp.stat("/file")).size, 1000)
                channels[4].exit()
                await channels[4].wait_closed()
                async with connection.start_sftp_client() as sftp:
                    self.assertEqual((await sftp.stat("/file")).size, 1000)

        self.together(work())
        figure("G-08", "channels (10) reached", "1,000 times", f"{TIMES:,} times")
        self.server.stop()

    @row("G-08")
    # Full: 1,000 refused logins
    def test_sessions(self):
        most, times = 8, scaled(200, 1000)
        self.serve(arguments=["--max-connections", str(most), "--set", "penalties.enabled=false"])
        make_file(self.share / "file", 1000)

        async def refused(number):
            with self.assertRaises(asyncssh.DisconnectError) as caught:
                async with self.connect(100 + number):
                    pass
            # The refusal comes before the reason, and asyncssh may give up at that; but no line just drops.
            self.assertTrue(f"{most} connections" in caught.exception.reason or caught.exception.reason == "Permission denied",
                            caught.exception.reason)

        async def work():
            held = [await self.connect(number) for number in range(most)]
            sessions = [await connection.start_sftp_client() for connection in held]
            for start in range(0, times, 4):
                await asyncio.gather(*(refused(number) for number in range(start, start + 4)))
            for sftp in sessions:
                self.assertEqual((await sftp.stat("/file")).size, 1000)
            held[0].close()
            await held[0].wait_closed()
            await asyncio.to_thread(self.server.wait_for, times + 1, kind="disconnected")
            async with self.connect(99) as connection, connection.start_sftp_client() as sftp:
                self.assertEqual((await sftp.stat("/file")).size, 1000)
            for connection in held[1:]:
                connection.close()
                await connection.wait_closed()

        self.together(work())
        self.assertEqual(len([event for event in self.server.events if event["kind"] == "limit"]), times)
        figure("G-08", f"sessions ({most}) reached", "1,000 times", f"{times:,} times")
        self.server.stop()

    @row("G-08")
    # Full: 1,000 newcomers
    def test_connections_of_a_source_without_a_login(self):
        # Each newcomer waits until the oldest is no longer at its login.
        most, times = 8, scaled(40, 1000)
        self.serve(arguments=["--set", "penalties.enabled=false"])
        make_file(self.share / "file", 1000)
        before = self.settled()
        waiting = []

        def silent():
            one = socket.create_connection(("127.0.0.1", self.server.port), PATIENCE, ("127.0.77.1", 0))
            self.assertEqual(one.recv(4), b"SSH-")
            waiting.append(one)

        for _ in range(most):
            silent()
        for number in range(times):
            silent()  # the newcomer is let in, and the oldest has to go
            oldest = waiting.pop(0)
            while oldest.recv(4096):
                pass
            oldest.close()
            if number % 20 == 0:  # nobody else is harmed
                self.assertEqual(self.sftp("ls -1 /file", options=("-o", "BindAddress=127.0.78.1")).splitlines()[-1], b"/file")
        self.server.wait_for(kind="limit", count=times)
        gone = self.server.select(kind="limit")
        self.assertEqual(len(gone), times)
        self.assertEqual({event["peer"].rsplit(":", 1)[0] for event in gone}, {"127.0.77.1"})
        for one in waiting:
            one.close()
        self.assertEqual(self.settled(), before, "threads, descriptors")
        figure("G-08", f"connections of one address without a login ({most}) reached", "1,000 times", f"{times:,} times")
        self.server.stop()


if __name__ == "__main__":
    main()
