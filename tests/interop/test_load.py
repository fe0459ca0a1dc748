"""Many at once, and many one after another. Counts are compared, never times."""

import os
import re
import subprocess
import time
from pathlib import Path

from support import FULL, MIB, PATIENCE, InteropCase, main, make_file, row, sha256

# A sanitizer keeps freed memory back on purpose: then only threads and descriptors are compared.
SANITIZED = os.environ.get("SALLYPORT_SANITIZED", "") != ""
CAPS = ["--set", "limits.maxConnections=400", "--set", "limits.maxUnauthenticated=400",
        "--set", "limits.maxUnauthenticatedPerAddress=400", "--set", "penalties.enabled=false"]


class Load(InteropCase):
    def start(self, number, **options):
        """A client of its own address; it takes its commands from a pipe."""
        return subprocess.Popen(
            ["sftp", "-F", self.config, "-o", f"BindAddress=127.0.{number // 200}.{number % 200 + 2}", "-b", "-", "sally"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment,
            cwd=self.local, **options)

    @row("trap.back-pressure")
    def test_200_clients_at_once_each_move_a_file_both_ways(self):
        clients, size = 200, 4 * MIB
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

    def counts(self):
        about = Path(f"/proc/{self.server.process.pid}")
        return len(os.listdir(about / "task")), len(os.listdir(about / "fd"))

    def memory(self):
        """Resident bytes."""
        about = Path(f"/proc/{self.server.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", about)[1]) * 1024

    def settled(self):
        """The counts once the threads of the last connections are gone: the same twenty times in a row."""
        limit = time.monotonic() + PATIENCE
        last, same = None, 0
        while same < 20:
            self.assertLess(time.monotonic(), limit, "threads come and go")
            now = self.counts()
            same = same + 1 if now == last else 0
            last = now
            time.sleep(0.02)
        return last

    @row("event.connected", "event.disconnected")
    # Full: 3,000 cycles, base line at 500
    def test_a_thousand_connections_leave_nothing_behind(self):
        cycles, base_line = (3000, 500) if FULL else (1000, 300)
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
        print(f"threads {counts[0]}, descriptors {counts[1]}, memory grown by {grown} bytes after {cycles} cycles")
        if not SANITIZED:
            self.assertLessEqual(grown, 2 * MIB)
        self.assertEqual(len(self.server.select(kind="connected")), cycles)
        self.assertEqual({event["result"] for event in self.server.select(kind="disconnected")}, {"ok"})
        self.server.stop()


if __name__ == "__main__":
    main()
