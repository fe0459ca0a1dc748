"""What the window costs: its start, what it does when nothing happens, and what it adds to a transfer. On a display of its own."""
import os
import shutil
import subprocess
import time
from statistics import median

from cases import CASES
from figures import Figure, more, settle
from measure import calmest, memory, switches, tree_cpu
from servers import BenchError, Server, free_port

PATIENCE = 30  # seconds


class Display:
    """An X server without a screen, in a `with`."""

    def __init__(self, cores):
        self._cores = cores

    def __enter__(self):
        for tool in ("Xvfb", "xdotool"):
            if not shutil.which(tool):
                raise BenchError(f"{tool} is missing; run ./dev setup")
        self._process = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
                                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                         preexec_fn=lambda: os.sched_setaffinity(0, self._cores))
        self.name = f":{self._process.stdout.readline().strip()}"
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        self._process.stdout.close()


class Window(Server):
    """`sallyport`, sharing the folder, with its list of activity in view."""

    name, user = "window", "bench"

    def __init__(self, program, cli, display, *args):
        super().__init__(*args)
        self._program, self._cli, self._display = program, cli, display
        if not os.access(program, os.X_OK):
            raise BenchError(f"{program} is missing; build the bench preset")

    def remote(self, name):
        return f"/served/{name}"

    def prepare(self):
        """A profile that shares the folder with the same user and key as all servers here."""
        self._profile = self.work / "window-profile"
        shutil.rmtree(self._profile, ignore_errors=True)
        self._port_wanted = free_port()
        for line in (["shares", "add", "served", self.folder],
                     ["users", "add", self.user, "--authorized-keys", self.work / "user_key.pub", "--access", "served=full"],
                     ["host-key", "import", self.work / "host_key"], ["settings", "set", "network.addresses", "127.0.0.1"],
                     ["settings", "set", "network.port", str(self._port_wanted)], ["settings", "set", "network.announce", "false"]):
            subprocess.run([self._cli, *line, "--profile", self._profile], check=True, stdout=subprocess.DEVNULL)

    def start(self):
        self.prepare()
        home = self.work / "window-home"
        home.mkdir(mode=0o700, exist_ok=True)
        os.environ.update(DISPLAY=self._display.name, HOME=str(home), XDG_RUNTIME_DIR=str(home))
        begin = time.monotonic()
        self._start([self._program, "--profile", self._profile, self.folder])
        window = self._until(lambda: self._xdotool("search", "--onlyvisible", "--pid", str(self.pid)).split())
        self.shown_after = time.monotonic() - begin
        self._until(lambda: f":{self._port_wanted:04X} " in open("/proc/net/tcp").read())
        self.port = self._port_wanted
        self._xdotool("key", "--window", window[-1], "alt+4")  # Activity

    @staticmethod
    def _xdotool(*arguments):
        return subprocess.run(["xdotool", *arguments], capture_output=True, text=True, check=False).stdout

    def _until(self, there):
        limit = time.monotonic() + PATIENCE
        while not (found := there()):
            if time.monotonic() > limit or self._process.poll() is not None:
                raise BenchError("The window does not come up, or does not share")
            time.sleep(0.005)
        return found


def figures(bench, headless, program, cli, rounds, quiet):
    made = []
    with Display(bench.client_cores) as display:
        shown = []
        for _ in range(3):
            window = Window(program, cli, display, bench.work, bench.folder, bench.server_cores)
            try:
                window.start()
                shown.append(window.shown_after * 1000)
            finally:
                window.stop()
        window = Window(program, cli, display, bench.work, bench.folder, bench.server_cores)
        try:
            window.start()
            settle(window, quiet=2)
            woken, cpu = switches(window.pid), tree_cpu(window.pid)
            time.sleep(10)
            woken, cpu = switches(window.pid) - woken, tree_cpu(window.pid) - cpu
            pss = memory(window.pid)
            cost = [added(CASES[name](bench), headless, window, rounds, quiet) for name in ("download", "upload")]
        finally:
            window.stop()
    made.append(Figure("window: start to shown", "400 ms", "", round(median(shown), 0), 400, None, "ms", f"{pss >> 20} MiB of memory",
                       [round(value) for value in shown]))
    made.append(Figure("window: processor in 10 s of nothing", "0 s", "", round(cpu, 2), 0, None, "s", f"{woken} wake-ups"))
    return made + cost


def added(case, headless, window, rounds, quiet):
    """What the window adds to the processor time of a transfer, against `serve`."""
    samples = {headless.name: [], window.name: []}
    for number in range(1, rounds + 1):
        for server in (headless, window) if number % 2 else (window, headless):
            samples[server.name].append(calmest(case, server, number, quiet)[0])
    return more(f"window: added to the processor time of {case.name}", ("2 %", ""), (2, None), samples[window.name],
                samples[headless.name])
