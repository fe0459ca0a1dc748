"""asyncssh: hundreds of requests in flight from one event loop."""

import asyncio
import os

import asyncssh

from support import MIB, InteropCase, main, make_file, random_bytes, row


class Asyncssh(InteropCase):
    def setUp(self):
        super().setUp()
        self.serve()

    def with_sftp(self, work):
        async def connect():
            async with asyncssh.connect("127.0.0.1", self.server.port, username="tester", client_keys=[str(self.key)],
                                        known_hosts=str(self.known_hosts), config=None, agent_path=None) as connection:
                async with connection.start_sftp_client() as sftp:
                    return await work(sftp)

        return asyncio.run(asyncio.wait_for(connect(), 120))

    def test_trees_go_both_ways(self):
        tree = self.local / "tree"
        (tree / "a/b").mkdir(parents=True)
        for number in range(50):
            make_file(tree / "a/b" / f"n{number}", number * 3000, mtime=1_000_000_000 + number)
        make_file(tree / "large", 4 * MIB + 9, mode=0o600)
        for folder in (tree, tree / "a", tree / "a/b"):
            os.chmod(folder, 0o755)

        async def work(sftp):
            await sftp.put(str(tree), "/up", preserve=True, recurse=True)
            await sftp.get("/up", str(self.local / "down"), preserve=True, recurse=True)

        self.with_sftp(work)
        self.same_tree(tree, self.share / "up")
        self.same_tree(tree, self.local / "down")

    @row("trap.out-of-order", "request.READ", "request.WRITE")
    def test_many_requests_at_once_in_any_order(self):
        whole = random_bytes(3 * MIB)
        step = 8192

        async def work(sftp):
            async with sftp.open("/file", "wb", block_size=None) as file:
                # Last to first, all in flight.
                await asyncio.gather(*(file.write(whole[at:at + step], at)
                                       for at in range(len(whole) - step, -1, -step)))
            async with sftp.open("/file", "rb", block_size=None) as file:
                pieces = await asyncio.gather(*(file.read(step, at) for at in range(0, len(whole), step)))
            return b"".join(pieces)

        self.assertEqual(self.with_sftp(work), whole)
        self.assertEqual((self.share / "file").read_bytes(), whole)

    @row("trap.bytes", "ext.statvfs", "ext.hardlink", "ext.fsync")
    def test_byte_names_and_extensions(self):
        name = b"/\xff\xfe raw"
        # Not with sftp.symlink(): asyncssh swaps its strings for servers that are not called OpenSSH.
        os.symlink("hard", self.share / "soft")

        async def work(sftp):
            async with sftp.open(name, "wb") as file:
                await file.write(b"content")
                await file.fsync()
            await sftp.link(name, b"/hard")
            self.assertEqual(await sftp.readlink(b"/soft"), b"hard")
            self.assertEqual(await sftp.realpath(b"/a/../\xff/./x/"), b"/\xff/x")
            space = await sftp.statvfs(b"/")
            self.assertEqual(space.blocks * space.frsize,
                             os.statvfs(self.share).f_blocks * os.statvfs(self.share).f_frsize)
            self.assertEqual(space.fsid, 0)
            return sorted(await sftp.listdir(b"/"))

        self.assertEqual(self.with_sftp(work), [b".", b"..", b"hard", b"soft", name[1:]])
        self.assertEqual((self.share / "soft").read_bytes(), b"content")
        event = self.server.wait_for(kind="upload", result="ok")
        self.assertEqual(event["path"], "/\\xff\\xfe raw")
        self.assertEqual(event["pathBytes"], "L//+IHJhdw==")

    @row("status.PermissionDenied", "status.NotFound")
    def test_errors_have_types(self):
        os.symlink("../home", self.share / "out")

        async def work(sftp):
            with self.assertRaises(asyncssh.SFTPNoSuchFile):
                await sftp.stat("/missing")
            with self.assertRaises(asyncssh.SFTPPermissionDenied):
                await sftp.listdir("/out")
            with self.assertRaises(asyncssh.SFTPFailure):
                await sftp.mkdir("/x")

        (self.share / "x").touch()
        self.with_sftp(work)


if __name__ == "__main__":
    main()
