"""One client at full speed, a long job, a storm of passwords: what a STAT of somebody else waits for meanwhile.

Counts and answers are compared; how long they took is told.
"""

import asyncio
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import asyncssh
import paramiko

from load import CAPS, LoadCase, address, figure, milliseconds, percentile, scaled
from support import MIB, PATIENCE, main, make_file, row, sha256


class Fairness(LoadCase):
    probes = scaled(60, 1000)

    def setUp(self):
        super().setUp()
        self.serve(arguments=CAPS)
        make_file(self.share / "file", 1234)
        self.large = self.share / "large"
        with self.large.open("wb") as file:
            file.truncate(8 * 1024 * MIB)

    def probe(self):
        """How long each of many STATs took that came one at a time, every 5 ms."""
        took = []

        async def work():
            async with self.connect(7) as connection, connection.start_sftp_client() as sftp:
                for _ in range(self.probes):
                    begin = time.perf_counter()
                    about = await sftp.stat("/file")
                    took.append(time.perf_counter() - begin)
                    self.assertEqual(about.size, 1234)
                    await asyncio.sleep(0.005)

        self.together(work())
        self.assertEqual(len(took), self.probes)
        return percentile(took, 95)

    def told(self, what, goal, alone, beside):
        figure("G-07", f"{what}: added to the p95 of another client's STAT", goal,
               f"{milliseconds(max(0.0, beside - alone))} ({milliseconds(alone)} alone)", first_target=True)

    @row("G-07")
    # Full: 1,000 STATs
    def test_a_download_at_full_speed(self):
        alone = self.probe()
        client = subprocess.Popen(["sftp", "-q", "-F", self.config, "sally:/large", "/dev/null"], env=self.environment,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(client.wait)
        self.addCleanup(client.kill)
        self.server.wait_for(kind="download", path="/large", result="running")
        beside = self.probe()
        self.assertIsNone(client.poll(), "the download was over too early")
        moved = self.server.select(kind="download", path="/large", result="running")[-1]["bytes"]
        self.assertGreater(moved, 0)
        self.told("a download at full speed", "50 ms", alone, beside)

    @row("G-07")
    # Full: 1,000 STATs
    def test_a_long_check_file_job(self):
        alone = self.probe()
        client = paramiko.SSHClient()
        self.addCleanup(client.close)
        client.load_host_keys(str(self.known_hosts))
        client.connect("127.0.0.1", self.server.port, "tester", key_filename=str(self.key), look_for_keys=False,
                       allow_agent=False)
        file = client.open_sftp().open("/large")
        begun, ended = threading.Event(), threading.Event()

        def hash_it():
            begun.set()
            try:
                file.check("sha256", 0, 0)
                ended.set()
            except Exception:  # it is cut off below, in the middle of its job
                pass

        hashing = threading.Thread(target=hash_it)
        hashing.start()
        begun.wait()
        busy = self.busy()
        beside = self.probe()
        self.assertGreater(self.busy(), busy, "nothing was hashed")
        self.assertFalse(ended.is_set(), "the job was over too early")
        self.told("a check-file job", "50 ms", alone, beside)
        client.close()
        hashing.join(PATIENCE)

    def busy(self):
        """Ticks of processor time of the server."""
        return sum(map(int, self.about("stat").read_text().rpartition(")")[2].split()[11:13]))

    @row("G-07")
    # Full: 1,000 STATs
    def test_a_storm_of_passwords(self):
        alone = self.probe()
        over = threading.Event()
        guesses = []

        async def guess(number):
            while not over.is_set():
                try:
                    await asyncssh.connect("127.0.0.1", self.server.port, username="tester", password=f"wrong {number}",
                                           known_hosts=str(self.known_hosts), config=None, agent_path=None, client_keys=None,
                                           local_addr=(address(300 + number), 0))
                except asyncssh.PermissionDenied:
                    guesses.append(number)

        async def storm():
            await asyncio.gather(*(guess(number) for number in range(10)))

        guessing = threading.Thread(target=lambda: asyncio.run(storm()))
        guessing.start()
        try:
            self.server.wait_for(kind="loginRefused", count=4)
            beside = self.probe()
        finally:
            over.set()
            guessing.join(PATIENCE)
        refused = [event for event in self.server.select(kind="loginRefused")]
        self.assertGreater(len(guesses), 0)
        self.assertGreaterEqual(len(refused), len(guesses))
        self.told(f"{len(guesses)} wrong passwords", "200 ms", alone, beside)


if __name__ == "__main__":
    main()
