"""Everybody's client at once, for as long as there is time: nothing fails, and memory does not grow."""

import asyncio
import os
import subprocess
import threading
import time

from load import CAPS, LoadCase, figure, mebibytes, scaled
from support import MIB, PATIENCE, main, make_file, row, sha256


class Mixed(LoadCase):
    def setUp(self):
        super().setUp()
        self.seconds = scaled(12, 30 * 60)
        self.serve(arguments=CAPS)
        self.until = 0.0
        self.guard = threading.Lock()
        self.transfers, self.bytes, self.wrong = {}, 0, []
        self.sources = [make_file(self.local / f"source{number}", size, seed=number)
                        for number, size in enumerate((0, 1, 33_000, MIB + 1, 3 * MIB))]
        self.hashes = {path.name: sha256(path) for path in self.sources}

    def moved(self, client, size):
        with self.guard:
            self.transfers[client] = self.transfers.get(client, 0) + 1
            self.bytes += size

    def rounds(self, client, work):
        """Calls work(number, source) again and again until the time is over."""
        number = 0
        try:
            while number == 0 or time.monotonic() < self.until:
                source = self.sources[number % len(self.sources)]
                work(f"{client}-{number % 7}", source)
                number += 1
        except Exception as error:  # told by the main thread
            with self.guard:
                self.wrong.append(f"{client}, round {number}: {error!r}")

    def both_ways(self, client, name, source, up, down):
        """One file up and down again, looked at on both sides."""
        there, back = self.share / name, self.local / f"back-{name}"
        back.unlink(missing_ok=True)
        for transfer, result in ((up, there), (down, back)):
            transfer()
            if sha256(result) != self.hashes[source.name]:
                raise AssertionError(f"{result} has other bytes than {source}")
            self.moved(client, source.stat().st_size)

    def openssh(self, name, source):
        def sftp(line):
            self.command("sftp", "-F", self.config, "-b", "-", "sally", input=line.encode())

        self.both_ways("openssh", name, source, lambda: sftp(f"put {source} /{name}"), lambda: sftp(f"get /{name} back-{name}"))

    def lftp(self, name, source):
        def lftp(line):
            self.command("lftp", "--norc", "-c",
                         "set cmd:fail-exit yes; set net:max-retries 1; set sftp:auto-confirm no; "
                         f'set sftp:connect-program "ssh -a -x -F {self.config}"; open -u tester, sftp://sally; {line}')

        self.both_ways("lftp", name, source, lambda: lftp(f"put {source} -o {name}"), lambda: lftp(f"get {name} -o back-{name}"))

    def rclone(self, name, source):
        remote = {"RCLONE_CONFIG": str(self.folder / "rclone.conf"), "RCLONE_CONFIG_SALLY_TYPE": "sftp",
                  "RCLONE_CONFIG_SALLY_HOST": "127.0.0.1", "RCLONE_CONFIG_SALLY_PORT": str(self.server.port),
                  "RCLONE_CONFIG_SALLY_USER": "tester", "RCLONE_CONFIG_SALLY_KEY_FILE": str(self.key),
                  "RCLONE_CONFIG_SALLY_KNOWN_HOSTS_FILE": str(self.known_hosts), "RCLONE_CONFIG_SALLY_SHELL_TYPE": "none"}
        (self.folder / "rclone.conf").touch()

        def copy(one, other):
            self.command("rclone", "--retries", "1", "--ignore-times", "copyto", one, other,
                         env={**self.environment, **remote})

        self.both_ways("rclone", name, source, lambda: copy(source, f"sally:/{name}"),
                       lambda: copy(f"sally:/{name}", f"back-{name}"))

    def curl(self, name, source):
        (self.folder / "home/.ssh/known_hosts").write_text(self.known_hosts.read_text())
        url = f"sftp://127.0.0.1:{self.server.port}/{name}"

        def curl(*arguments):
            self.command("curl", "--silent", "--show-error", "--user", "tester:", "--key", self.key,
                         "--pubkey", f"{self.key}.pub", *arguments, url)

        self.both_ways("curl", name, source, lambda: curl("--upload-file", source), lambda: curl("--output", f"back-{name}"))

    def asyncssh(self, name, source):
        async def work(move):
            async with self.connect(11) as connection, connection.start_sftp_client() as sftp:
                await move(sftp)

        self.both_ways("asyncssh", name, source, lambda: asyncio.run(work(lambda sftp: sftp.put(str(source), f"/{name}"))),
                       lambda: asyncio.run(work(lambda sftp: sftp.get(f"/{name}", str(self.local / f"back-{name}")))))

    def mount(self):
        where = self.folder / "mount"
        where.mkdir()
        sshfs = subprocess.Popen(["sshfs", "-f", "-F", self.config, "-o", "cache=no", "sally:/", where],
                                 env=self.environment, stdout=subprocess.DEVNULL)

        def unmount():
            subprocess.run(["fusermount3", "-uz", where], check=False)  # lazily: it may be in use a moment longer
            sshfs.terminate()
            sshfs.wait(PATIENCE)

        self.addCleanup(unmount)
        limit = time.monotonic() + PATIENCE
        while not os.path.ismount(where):
            self.assertIsNone(sshfs.poll(), "sshfs ended")
            self.assertLess(time.monotonic(), limit, "sshfs does not mount")
            time.sleep(0.02)
        return where

    @row("G-05")
    # Full: 30 minutes
    def test_six_kinds_of_clients_at_once(self):
        where = self.mount()

        def sshfs(name, source):
            self.both_ways("sshfs", name, source, lambda: (where / name).write_bytes(source.read_bytes()),
                           lambda: (self.local / f"back-{name}").write_bytes((where / name).read_bytes()))

        works = {"openssh": self.openssh, "lftp": self.lftp, "rclone": self.rclone, "curl": self.curl,
                 "asyncssh": self.asyncssh, "sshfs": sshfs}
        begin = time.monotonic()
        self.until = begin + self.seconds
        threads = [threading.Thread(target=self.rounds, args=entry) for entry in works.items()]
        for thread in threads:
            thread.start()
        memory = []  # (seconds, bytes), once all have been there
        over = threading.Event()
        while any(thread.is_alive() for thread in threads):
            over.wait(0.5)
            if time.monotonic() - begin > self.seconds / 4:
                memory.append((time.monotonic() - begin, self.memory()))
        for thread in threads:
            thread.join()
        self.assertEqual(self.wrong, [])
        self.assertEqual(sorted(self.transfers), sorted(works))
        sizes = {source.stat().st_size for source in self.sources}
        failed = [event for kind in ("upload", "download") for event in self.server.select(kind=kind)
                  if event["result"] not in ("ok", "started", "running")
                  # lftp has what it wanted and leaves, without closing the file.
                  and not (kind == "download" and event["path"].startswith("/lftp-") and event["bytes"] in sizes)]
        self.assertEqual(failed, [])
        # What is used for the first time is no growth; minutes say nothing.
        slope = f"{mebibytes(steepness(memory) * 3600)}/h" if self.seconds >= 600 else "not told in so short a time"
        told = ", ".join(f"{client} {count}" for client, count in sorted(self.transfers.items()))
        figure("G-05", f"{time.monotonic() - begin:.0f} s of mixed clients: failed transfers", "0", "0")
        figure("G-05", "the same, moved and compared", "stated", f"{mebibytes(self.bytes)}: {told}")
        figure("G-05", "the same, memory grows by", "1 MiB/h", slope,
               first_target=True)


def steepness(points):
    """Of the line through the points by least squares; 0 for fewer than two."""
    if len(points) < 2:
        return 0.0
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    width = sum((x - middle_x) ** 2 for x, _ in points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / width if width else 0.0


if __name__ == "__main__":
    main()
