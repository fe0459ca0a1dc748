"""Many at once, and many one after another. Counts and bytes are compared, never times."""

import asyncio
import hashlib
import subprocess
import time

from load import CAPS, SANITIZED, LoadCase, address, figure, mebibytes, scaled
from support import FULL, MIB, PATIENCE, main, make_file, random_bytes, row, sha256


class Load(LoadCase):
    def start(self, number, **options):
        """A client of its own address; it takes its commands from a pipe."""
        return subprocess.Popen(
            ["sftp", "-F", self.config, "-o", f"BindAddress={address(number)}", "-b", "-", "sally"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment,
            cwd=self.local, **options)

    @row("trap.back-pressure")
    # Full: 4 MiB each way
    def test_200_clients_at_once_each_move_a_file_both_ways(self):
        clients, size = 200, scaled(1, 4) * MIB
        self.serve(arguments=CAPS)
        there = make_file(self.share / "down", size)
        sources = [make_file(self.local / f"up{number}", size, seed=number) for number in range(8)]
        running = [self.start(number) for number in range(clients)]
        for number, client in enumerate(running):
            self.addCleanup(client.kill)
            self.server.wait_for(kind="loggedIn", count=number + 1)
        # All are in before the first of them moves a byte.
        self.assertEqual(self.server.select(kind="disconnected"), [])
        self.assertEqual(len({event["peer"].rsplit(":", 1)[0] for event in self.server.select(kind="loggedIn")}), clients)
        for number, client in enumerate(running):
            client.stdin.write(f"put up{number % 8} /up-{number}\nget /down down-{number}\n".encode())
            client.stdin.close()
        for number, client in enumerate(running):
            self.assertEqual(client.wait(900), 0, client.stderr.read())
            client.stdout.close()
            client.stderr.close()
        expected, arrived = [sha256(path) for path in sources], sha256(there)
        for number in range(clients):
            self.assertEqual(sha256(self.share / f"up-{number}"), expected[number % 8])
            self.assertEqual(sha256(self.local / f"down-{number}"), arrived)
        self.server.wait_for(kind="disconnected", count=clients)
        self.assertEqual(len(self.server.select(kind="download", result="ok")), clients)
        self.assertEqual(len(self.server.select(kind="upload", result="ok")), clients)
        self.server.stop()

    @row("G-01")
    # Full: 64 MiB each way
    def test_64_sessions_move_files_both_ways_at_once(self):
        sessions, size = 64, scaled(8, 64) * MIB
        self.serve(arguments=CAPS)
        there = sha256(make_file(self.share / "down", size))
        block = random_bytes(MIB, "block")
        all_in = asyncio.Barrier(sessions)
        uploaded, downloaded = {}, {}

        async def session(number):
            async with self.connect(number) as connection, connection.start_sftp_client() as sftp:
                await all_in.wait()
                await asyncio.gather(up(sftp, number), down(sftp, number))

        async def up(sftp, number):
            digest = hashlib.sha256()
            async with sftp.open(f"/up{number}", "wb") as file:
                for at in range(0, size, MIB):
                    piece = number.to_bytes(4, "big") + at.to_bytes(8, "big") + block[12:]
                    digest.update(piece)
                    await file.write(piece, at)
            uploaded[number] = digest.hexdigest()

        async def down(sftp, number):
            digest = hashlib.sha256()
            async with sftp.open("/down", "rb") as file:
                for at in range(0, size, MIB):
                    digest.update(await file.read(MIB, at))
                self.assertEqual(await file.read(1, size), b"")
            downloaded[number] = digest.hexdigest()

        async def everybody():
            await asyncio.gather(*(session(number) for number in range(sessions)))

        self.forget_most_memory()
        begin = time.monotonic()
        self.together(everybody())
        took = time.monotonic() - begin
        self.assertEqual(downloaded, {number: there for number in range(sessions)})
        self.assertEqual({number: sha256(self.share / f"up{number}") for number in range(sessions)}, uploaded)
        self.server.wait_for(kind="disconnected", count=sessions)
        for kind in ("download", "upload"):
            ended = self.server.select(kind=kind, result="ok")
            self.assertEqual([event["bytes"] for event in ended], [size] * sessions)
        figure("G-01", f"{sessions} sessions, {size // MIB} MiB up and down each, at once", "64 x (64 MiB + 64 MiB), all equal",
               f"all equal, {mebibytes(2 * size * sessions)}")
        figure("G-01", "the same, time", "180 s", f"{took:.0f} s", first_target=True)
        figure("G-01", "the same, most memory", mebibytes((64 * 8 + 64) * MIB), mebibytes(self.most_memory()), first_target=True)
        self.server.stop()

    @row("G-04", "event.connected", "event.disconnected")
    # Full: 3,000 cycles, base line at 500
    def test_a_thousand_connections_leave_nothing_behind(self):
        cycles, base_line = (3000, 500) if FULL else (scaled(1000, 3000), 300)
        self.serve(arguments=CAPS)
        listing = b"sftp> ls -1\n"
        for number in range(20):
            make_file(self.share / f"file {number:02}", 100)
            listing += b"file %02d\n" % number

        def cycle(first, last, at_once=4):
            for start in range(first, last, at_once):
                running = [self.start(number % 250) for number in range(start, min(start + at_once, last))]
                for client in running:
                    client.stdin.write(b"ls -1\n")
                    client.stdin.flush()
                for client in running:
                    printed, errors = client.communicate(timeout=PATIENCE)
                    self.assertEqual((client.returncode, printed), (0, listing), errors)
            self.server.wait_for(kind="disconnected", count=last)

        cycle(0, base_line)
        counts, memory = self.settled(), self.memory()
        cycle(base_line, cycles)
        self.assertEqual(self.settled(), counts, "threads, descriptors")
        grown = self.memory() - memory
        figure("G-04", f"{cycles} key logins with a listing: threads and descriptors", "as at the base line",
               f"as at the base line: {counts[0]}, {counts[1]}")
        figure("G-04", "the same, memory grown", mebibytes(2 * MIB), mebibytes(grown))
        if not SANITIZED:
            self.assertLessEqual(grown, 2 * MIB)
        self.assertEqual(len(self.server.select(kind="connected")), cycles)
        self.assertEqual({event["result"] for event in self.server.select(kind="disconnected")}, {"ok"})
        self.server.stop()

    @row("G-04")
    # Full: 500 cycles, base line at 100
    def test_password_logins_leave_nothing_behind(self):
        cycles, base_line = scaled(24, 500), scaled(8, 100)
        self.serve(arguments=CAPS)
        make_file(self.share / "file", 100)
        found = []

        async def cycle(number):
            async with self.connect(number % 250, password=True) as connection, connection.start_sftp_client() as sftp:
                found.append(sorted(await sftp.listdir("/")))

        async def cycles_from(first, last, at_once=4):
            for start in range(first, last, at_once):
                await asyncio.gather(*(cycle(number) for number in range(start, min(start + at_once, last))))

        def run(first, last):
            self.together(cycles_from(first, last))
            self.server.wait_for(kind="disconnected", count=last)

        run(0, base_line)
        counts, memory = self.settled(), self.memory()
        run(base_line, cycles)
        self.assertEqual(self.settled(), counts, "threads, descriptors")
        grown = self.memory() - memory
        self.assertEqual(found, [[".", "..", "file"]] * cycles)
        self.assertEqual(len(self.server.select(kind="loggedIn", message="password")), cycles)
        figure("G-04", f"{cycles} password logins: memory grown", mebibytes(2 * MIB), mebibytes(grown))
        if not SANITIZED:
            self.assertLessEqual(grown, 2 * MIB)
        self.server.stop()


if __name__ == "__main__":
    main()
