"""A shell at a terminal, for the lines a person pastes: programs find a terminal to ask for a password on, and
the folder in HOME is the home of all of them."""

import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import termios
import time

from support import PATIENCE, tool

# Preloaded, for programs that do not ask $HOME: tests/support/home_of_environment.cpp.
HOME_LIBRARY = os.environ.get("SALLYPORT_TEST_HOME", "")


class Terminal:
    """A shell line on a terminal of its own, which stays open behind it; answers what it asks."""

    SHELL = '/bin/sh -c "$1"; echo "[ended $?]"; read -r rest'

    def __init__(self, case, line, home):
        environment = {**case.environment, "HOME": os.fspath(home), "LD_PRELOAD": tool(HOME_LIBRARY)}
        self._line = line
        self._master, slave = pty.openpty()
        self._said = b""
        self._answered = 0

        def take_terminal():
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self._process = subprocess.Popen(["/bin/sh", "-c", self.SHELL, "terminal", line], cwd=home,
                                         env=environment, stdin=slave, stdout=slave, stderr=slave,
                                         start_new_session=True, preexec_fn=take_terminal)
        os.close(slave)
        case.addCleanup(self._end)

    def _end(self):
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._master)

    def _read_until(self, start, pattern):
        limit = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self._said[start:])):
            ready, _, _ = select.select([self._master], [], [], max(limit - time.monotonic(), 0))
            piece = os.read(self._master, 65536) if ready else b""
            if not piece:
                raise AssertionError(f"{self._line}\nsaid no {pattern!r}, but\n"
                                     f"{self._said.decode(errors='replace')}")
            self._said += piece
        return found

    def answer(self, question, text):
        found = self._read_until(self._answered, re.escape(question) + rb"|\[ended \d+\]")
        if found[0] != question:
            raise AssertionError(f"{self._line}\ndid not ask {question!r}:\n"
                                 f"{self._said.decode(errors='replace')}")
        self._answered = len(self._said)
        os.write(self._master, text + b"\n")

    def end(self):
        """The exit code, and all it said."""
        code = int(self._read_until(0, rb"\[ended (\d+)\]\s*$")[1])
        return code, self._said[:self._said.rindex(b"[ended ")].decode(errors="replace")
