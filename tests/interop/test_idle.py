"""Many sessions that do nothing: they stay, and cost nobody anything."""

import asyncio
import time

import asyncssh

from load import CAPS, LoadCase, figure, milliseconds, percentile, scaled
from support import main, make_file, row


class Idle(LoadCase):
    @row("G-02")
    # Full: 10 minutes, idle limit 5 minutes
    def test_256_idle_sessions_stay_and_new_ones_come_in(self):
        sessions, hold, logins = 256, scaled(20, 600), scaled(8, 60)
        limit = max(15, hold // 2)  # seconds: who sends nothing at all is gone before the end
        self.serve(arguments=[*CAPS, "--idle-timeout", f"{limit}s"])
        make_file(self.share / "file", 1000)
        took, lost = [], []

        async def log_in(number):
            begin = time.monotonic()
            async with self.connect(number, password=True) as connection, connection.start_sftp_client() as sftp:
                took.append(time.monotonic() - begin)
                self.assertEqual((await sftp.stat("/file")).size, 1000)

        async def everybody():
            held = []
            try:
                for number in range(sessions):
                    keepalive = 0 if number == 0 else max(2, limit // 5)  # the first is silent
                    connection = await self.connect(number, keepalive_interval=keepalive, keepalive_count_max=30)
                    held.append((connection, await connection.start_sftp_client()))
                until = time.monotonic() + hold
                for number in range(logins):
                    await log_in(1000 + number)
                    await asyncio.sleep(max(0.0, (until - time.monotonic()) / (logins - number)))
                for number, (_, sftp) in enumerate(held):
                    try:
                        self.assertEqual((await sftp.stat("/file")).size, 1000)
                    except (OSError, asyncssh.Error):
                        lost.append(number)
            finally:
                for connection, _ in held:
                    connection.abort()

        self.together(everybody())
        self.assertEqual(lost, [0])
        self.assertEqual(len(self.server.select(kind="limit", message=f"Nothing came for {limit} s")), 1)
        self.assertEqual(len(took), logins)
        figure("G-02", f"{sessions - 1} idle sessions for {hold} s, idle limit {limit} s, with keepalives", "none lost", "none lost")
        figure("G-02", f"{logins} new password logins meanwhile, p95", "300 ms", milliseconds(percentile(took, 95)),
               first_target=True)
        self.server.stop()


if __name__ == "__main__":
    main()
