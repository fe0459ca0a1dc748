"""asyncssh as a server: honest for `--peers`, and one that changes a single byte, for the test of the bench itself.

    liar.py FOLDER PORT HOST_KEY AUTHORIZED_KEYS [read|write AT]
"""
import asyncio
import os
import sys
from pathlib import Path

import asyncssh

from servers import Server, free_port


class Files(asyncssh.SFTPServer):
    folder, lie, at = b"", "", 0

    def __init__(self, channel):
        super().__init__(channel, chroot=self.folder)

    def change(self, data, offset):
        if not offset <= self.at < offset + len(data):
            return data
        place = self.at - offset
        return data[:place] + bytes([data[place] ^ 1]) + data[place + 1:]

    def read(self, file_obj, offset, size):
        data = super().read(file_obj, offset, size)
        return self.change(data, offset) if self.lie == "read" else data

    def write(self, file_obj, offset, data):
        return super().write(file_obj, offset, self.change(data, offset) if self.lie == "write" else data)


class AsyncSsh(Server):
    name, user = "asyncssh", "bench"

    def __init__(self, *args, lie="", at=0):
        super().__init__(*args)
        self._lie = [lie, str(at)] if lie else []

    def version(self):
        return f"asyncssh {asyncssh.__version__}"

    def remote(self, name):
        return f"/{name}"

    def start(self):
        port = free_port()
        self._start([sys.executable, "-B", "-W", "ignore", Path(__file__).resolve(), self.folder, str(port), self.work / "host_key",
                     self.work / "user_key.pub", *self._lie])
        self._await(lambda lines: port if "listening" in lines else 0)


class Liar(AsyncSsh):
    name = "liar"


async def main(folder, port, host_key, authorized, lie="", at="0"):
    Files.folder, Files.lie, Files.at = os.fsencode(folder), lie, int(at)
    await asyncssh.listen("127.0.0.1", int(port), server_host_keys=[host_key], authorized_client_keys=authorized,
                          sftp_factory=Files)
    print("listening", flush=True)
    await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
