#!/usr/bin/python3
"""check.py ROOT WORK: the ctest "consumer".

Builds and installs a copy of the sources, moves the copy away, builds this folder's program against what was
installed, and reads a file of its tree with a stock sftp.
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


def install(root, work):
    """What a packager does, without tests and without the program."""
    copy, build, prefix = work / "copy", work / "build", work / "prefix"
    for folder in (copy, work / "moved", build, prefix):
        shutil.rmtree(folder, ignore_errors=True)
    copy.mkdir(parents=True)
    shutil.copy(root / "CMakeLists.txt", copy)
    for name in ("core", "app", "installer"):
        shutil.copytree(root / name, copy / name)
    run("cmake", "-G", "Ninja", "-S", copy, "-B", build, "-DSALLYPORT_TESTS=OFF", "-DSALLYPORT_WINDOW=OFF", "-DCMAKE_BUILD_TYPE=None",
        f"-DCMAKE_INSTALL_PREFIX={prefix}")
    run("cmake", "--build", build, "--target", "sallyport_core")
    run("cmake", "--install", build, "--component", "dev")
    copy.rename(work / "moved")
    shutil.rmtree(build)
    return prefix


def main():
    root, work = Path(sys.argv[1]), Path(sys.argv[2]) / "consumer"
    prefix = install(root, work)
    headers = sorted(path.name for path in prefix.rglob("*.h"))
    for private in ("wire.h", "connection.h", "resolver.h"):
        if private in headers:
            sys.exit(f"{private} is private, and was installed")

    program = work / "program"
    shutil.rmtree(program, ignore_errors=True)
    run("cmake", "-G", "Ninja", "-S", root / "tests/consumer", "-B", program, f"-DCMAKE_PREFIX_PATH={prefix}")
    run("cmake", "--build", program)

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
