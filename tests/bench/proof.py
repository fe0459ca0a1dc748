"""Before anything is measured: the server that will be measured has its walls up. A fast server without them is no news."""
import time

from servers import BenchError, Sallyport


def has_its_walls(bench, server):
    """Confinement, rights and activity, each seen to work; BenchError names what is not there."""
    outside = bench.folder / "out"
    outside.symlink_to("/etc")
    try:
        if bench.run(server, "download", "/out/hostname") is not None:
            raise BenchError("A link led out of the folder: there is no confinement")
    finally:
        outside.unlink()
    told(server, kind="escape")
    moved = bench.run(server, "upload", "/proof.bin", "--pattern", bench.work / "pattern", "--size", "100000")
    if moved is None:
        raise BenchError("The server takes no files")
    event = told(server, kind="upload", path="/proof.bin", result="ok")
    if event.get("bytes") != 100000:
        raise BenchError("The activity tells another size than was moved")
    (bench.folder / "proof.bin").unlink()


def refuses_to_write(bench, program):
    """A guest who may look may not write."""
    server = Sallyport(program, bench.work, bench.folder, bench.server_cores, access="view", profile="proof-profile")
    try:
        server.start()
        if bench.run(server, "upload", "/proof.bin", "--pattern", bench.work / "pattern", "--size", "1000") is not None:
            raise BenchError("A guest who may only look could write: there are no rights")
        told(server, kind="upload", result="refused")
    finally:
        server.stop()
    if (bench.folder / "proof.bin").exists():
        raise BenchError("A guest who may only look left a file: there are no rights")


def told(server, **fields):
    limit = time.monotonic() + 10
    while True:
        for event in server.events():
            if all(event.get(name) == value for name, value in fields.items()):
                return event
        if time.monotonic() > limit:
            raise BenchError(f"The activity does not tell of {fields}: it is off")
        time.sleep(0.05)
