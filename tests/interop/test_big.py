"""Big things: a file of 64 GiB, a folder with a million names, many small files, the longest names, the deepest folders."""

import asyncio
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import asyncssh

from load import SANITIZED, LoadCase, figure, mebibytes, milliseconds, scaled
from support import MIB, main, random_bytes, row

GIB = 1024 * MIB
WHOLE = 64 * GIB
# Where a transfer breaks off and is taken up again; about the edges of 32 bits, and far behind.
POINTS = [2 * GIB - 3, 4 * GIB - 1, 4 * GIB + 5, 33 * GIB + 7, WHOLE - 2 * MIB]


class BigFile(LoadCase):
    STEP = 2 * MIB

    @row("G-06")
    def test_64_gib_taken_up_again_at_five_points(self):
        self.serve()
        for number, point in enumerate(POINTS):
            end = min(point + self.STEP, WHOLE)
            expected = random_bytes(end - point, number)
            for source, target, verb in ((self.local / "up", self.share / "up", "reput"),
                                         (self.share / "down", self.local / "down", "reget")):
                with source.open("wb") as file:
                    file.truncate(end)
                    file.seek(point)
                    file.write(expected)
                with target.open("wb") as file:
                    file.truncate(point)  # what had arrived
                self.sftp(f"{verb} {'up' if verb == 'reput' else '/down'}")
                self.assertEqual(target.stat().st_size, end)
                with target.open("rb") as file:
                    file.seek(point)
                    self.assertEqual(hashlib.sha256(file.read()).digest(), hashlib.sha256(expected).digest())
                    file.seek(max(0, point - MIB))
                    self.assertEqual(file.read(point - max(0, point - MIB)).strip(b"\0"), b"")
        for kind in ("upload", "download"):
            self.server.wait_for(kind=kind, result="ok", count=len(POINTS))
            ended = self.server.select(kind=kind, result="ok")
            self.assertEqual([event["bytes"] for event in ended], [min(self.STEP, WHOLE - point) for point in POINTS])
        figure("G-06", "a file of 64 GiB taken up again, each way", "at 5 points, equal", f"at {len(POINTS)} points, equal")
        self.server.stop()

    @row("G-06")
    # Full: all 64 GiB
    def test_a_sparse_file_comes_whole_in_five_pieces(self):
        size = scaled(256, 64 * 1024) * MIB
        self.serve()
        islands = {at: random_bytes(MIB, at) for at in range(0, size, size // 64 // MIB * MIB)}
        with (self.share / "file").open("wb") as file:
            file.truncate(size)
            for at, noise in islands.items():
                file.seek(at)
                file.write(noise)
        (self.folder / "home/.ssh/known_hosts").write_text(self.known_hosts.read_text())
        zeros, arrived = bytes(MIB), 0
        cuts = [size * number // 5 + number * 12_345 for number in range(1, 5)] + [size]
        for cut in cuts:
            client = subprocess.Popen(
                ["curl", "--silent", "--show-error", "--user", "tester:", "--key", self.key, "--pubkey", f"{self.key}.pub",
                 "--continue-at", str(arrived), f"sftp://127.0.0.1:{self.server.port}/file"],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
            with client:
                while arrived < cut:
                    piece = client.stdout.read(min(MIB - arrived % MIB, cut - arrived))
                    self.assertTrue(piece, "it ended early")
                    start = arrived - arrived % MIB
                    expected = islands.get(start, zeros)[arrived - start:arrived - start + len(piece)]
                    if piece != expected:
                        self.fail(f"wrong bytes at {arrived}")
                    arrived += len(piece)
                if cut < size:
                    client.kill()  # and the next one goes on where this one was
        self.assertEqual(arrived, size)
        figure("G-06", "a sparse file fetched in 5 pieces, each killed off", "64 GiB, equal", f"{size / GIB:g} GiB, equal")
        self.server.stop()


class ManyNames(LoadCase):
    """In memory, for the disk is not what is tried here."""

    def setUp(self):
        super().setUp()
        self.memory_folder = Path(tempfile.mkdtemp(prefix="sallyport-", dir="/dev/shm"))
        self.addCleanup(shutil.rmtree, self.memory_folder, ignore_errors=True)

    def fill(self, folder, count):
        """`count` names of one file: a name is what costs, not what it names."""
        folder.mkdir()
        source = self.memory_folder / "source"
        source.write_bytes(b"content")
        where = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for number in range(count):
                os.link(source, b"%07d" % number, dst_dir_fd=where)
        finally:
            os.close(where)

    @row("G-06", "C11")
    # Full: a million names
    def test_a_large_folder_takes_no_memory(self):
        count = scaled(50_000, 1_000_000)
        folder = self.memory_folder / "served"
        folder.mkdir()
        self.fill(folder / "few", 1000)
        self.fill(folder / "many", count)
        self.serve(folder)

        async def listing(path):
            first, found, sizes = None, 0, 0
            async with self.connect() as connection, connection.start_sftp_client() as sftp:
                await sftp.stat(path)
                begin = time.perf_counter()
                numbers = bytearray(count)
                async for entry in sftp.scandir(path):
                    first = first or time.perf_counter() - begin
                    if entry.filename not in (".", ".."):
                        numbers[int(entry.filename)] += 1
                        found += 1
                        sizes += entry.attrs.size
            return found, sizes, numbers, first

        self.together(listing("/few"))
        self.settled()
        base = self.memory()
        self.forget_most_memory()
        found, sizes, numbers, first = self.together(listing("/many"))
        grown = self.most_memory() - base
        self.assertEqual((found, sizes), (count, count * len("content")))
        self.assertEqual(numbers, b"\1" * count)  # each once
        figure("G-06", f"a folder of {count:,} names: memory grown at most", mebibytes(8 * MIB), mebibytes(grown))
        figure("G-06", "the same, first reply", "50 ms", milliseconds(first), first_target=True)
        if not SANITIZED:
            self.assertLessEqual(grown, 8 * MIB)
        self.server.stop()

    @row("G-06")
    # Full: 100,000 files
    def test_many_small_files_go_up_and_come_back(self):
        count = scaled(1000, 100_000)
        folder = self.memory_folder / "served"
        folder.mkdir()
        self.serve(folder)
        noise = random_bytes(4096 + 997, "small")

        def content(number):
            return number.to_bytes(8, "big") + noise[number % 997:number % 997 + number % 4089]

        async def move(sftp, number):
            async with sftp.open(f"/{number % 100}/{number}", "wb", block_size=None) as file:
                await file.write(content(number), 0)
            async with sftp.open(f"/{number % 100}/{number}", "rb", block_size=None) as file:
                if await file.read(8192, 0) != content(number):
                    self.fail(f"file {number} came back with other bytes")

        async def work():
            async with self.connect() as connection, connection.start_sftp_client() as sftp:
                for number in range(100):
                    await sftp.mkdir(f"/{number}")
                for start in range(0, count, 64):
                    await asyncio.gather(*(move(sftp, number) for number in range(start, min(start + 64, count))))

        self.together(work())
        wrong = [number for number in range(count)
                 if (folder / str(number % 100) / str(number)).read_bytes() != content(number)]
        self.assertEqual(wrong, [])
        self.server.wait_for(kind="download", count=count, result="ok")
        self.assertEqual(len(self.server.select(kind="upload", result="ok")), count)
        figure("G-06", "small files up and down again", "100,000, all equal", f"{count:,}, all equal")
        self.server.stop()

    @row("G-06")
    def test_the_longest_names_and_the_deepest_folders(self):
        self.serve()
        longest = [b"n" * 255, "ü".encode() * 127 + b"x", b"\xfe" * 255]
        depth = 500

        async def work():
            async with self.connect() as connection, connection.start_sftp_client() as sftp:
                for name in longest:
                    async with sftp.open(b"/" + name, "wb", block_size=None) as file:
                        await file.write(name, 0)
                    async with sftp.open(b"/" + name, "rb", block_size=None) as file:
                        self.assertEqual(await file.read(), name)
                with self.assertRaises(asyncssh.SFTPError) as caught:
                    await sftp.open(b"/" + b"n" * 256, "wb")
                self.assertIn("name", str(caught.exception.reason).lower())
                self.assertEqual(sorted(await sftp.listdir(b"/")), sorted([b".", b"..", *longest]))
                path = b""
                for number in range(depth):
                    path += b"/d"
                    await sftp.mkdir(path)
                async with sftp.open(path + b"/file", "wb", block_size=None) as file:
                    await file.write(b"deep", 0)
                async with sftp.open(path + b"/file", "rb", block_size=None) as file:
                    self.assertEqual(await file.read(), b"deep")
                self.assertEqual(sorted(await sftp.listdir(path)), [b".", b"..", b"file"])

        self.together(work())
        self.assertEqual((self.share / Path(*["d"] * depth) / "file").read_bytes(), b"deep")
        figure("G-06", "names of 255 bytes, folders below each other", "255 bytes, 500 deep", f"255 bytes, {depth} deep")
        self.server.stop()


if __name__ == "__main__":
    main()
