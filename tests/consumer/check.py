#!/usr/bin/python3
"""check.py ROOT BUILD WORK: the ctest "consumer".

Installs what was built, builds this folder's program against that where neither sources nor build are to be seen, and
reads a file of its tree with a stock sftp.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}\nended with {done.returncode}")
    return done.stdout


# As a user namespace's root: nobody else's view changes.
HIDDEN = ["unshare", "--map-root-user", "--mount", "sh", "-ec", 'mount -t tmpfs none "$1"; mount -t tmpfs none "$2"; shift 2; exec "$@"', "sh"]


def main():
    root, build, work = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) / "consumer"
    shutil.rmtree(work, ignore_errors=True)
    prefix, program = work / "prefix", work / "program"
    run("cmake", "--install", build, "--component", "dev", "--prefix", prefix)
    headers = sorted(path.name for path in prefix.rglob("*.h"))
    for private in ("wire.h", "connection.h", "resolver.h"):
        if private in headers:
            sys.exit(f"{private} is private, and was installed")

    hidden = [*HIDDEN, root / "core", build / "core"]
    for folder in hidden[-2:]:
        listing = run(*hidden, "ls", folder)
        if listing:
            sys.exit(f"{folder} is still to be seen: {listing}")
    run(*hidden, "cmake", "-G", "Ninja", "-S", root / "tests/consumer", "-B", program, f"-DCMAKE_PREFIX_PATH={prefix}")
    run(*hidden, "cmake", "--build", program)

    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        server = subprocess.Popen([program / "consumer", folder / "key"], stdout=subprocess.PIPE, text=True)
        try:
            port, key = server.stdout.readline().strip().split(" ", 1)
            (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {key}\n")
            run("sftp", "-F", "/dev/null", "-P", port, "-o", f"UserKnownHostsFile={folder}/known_hosts", "-o", "BatchMode=yes",
                "-o", "StrictHostKeyChecking=yes", "-b", "-", "anybody@127.0.0.1", cwd=folder,
                input="get folder/hello.txt\nput hello.txt folder/back.txt\nget folder/back.txt\n",
                env={**os.environ, "HOME": str(folder)})
        finally:
            server.kill()
            server.wait()
        for name in ("hello.txt", "back.txt"):
            content = (folder / name).read_text()
            if content != "Hello from memory\n":
                sys.exit(f"{name} says {content!r}")
    shutil.rmtree(work)
    print("a stock sftp read from memory")


if __name__ == "__main__":
    main()
