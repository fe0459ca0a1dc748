#!/usr/bin/python3
"""as_the_unit.py UNIT COMMAND...: runs COMMAND behind the system-call filter, the address families, the memory rule and
the limit of descriptors of a unit of systemd's, where no systemd runs. The groups of calls are those systemd tells.

SALLYPORT_UNIT_WITHOUT names calls to take out of the filter, to see what happens then.
"""

import ctypes
import errno
import os
import resource
import socket
import subprocess
import sys

import seccomp

PR_SET_NO_NEW_PRIVS, PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN = 38, 65, 1


def settings(path):
    """Name to values: those of a filter are several."""
    found = {}
    for line in open(path):
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def calls(name):
    """The calls of a group, groups within it included."""
    if not name.startswith("@"):
        return {name}
    told = subprocess.run(["systemd-analyze", "syscall-filter", name], check=True, stdout=subprocess.PIPE, text=True).stdout
    members = [line.strip() for line in told.splitlines()[1:]]
    return set().union(*(calls(member) for member in members if member and not member.startswith("#")))


def main():
    unit = settings(sys.argv[1])
    assert unit["SystemCallErrorNumber"] == ["EPERM"] and unit["NoNewPrivileges"] == ["yes"] == unit["MemoryDenyWriteExecute"]
    families = [getattr(socket, name) for name in unit["RestrictAddressFamilies"][0].split()]
    allowed = set()
    for line in unit["SystemCallFilter"]:
        named = set().union(*(calls(name) for name in line.lstrip("~").split()))
        allowed = allowed - named if line.startswith("~") else allowed | named
    allowed -= set(os.environ.pop("SALLYPORT_UNIT_WITHOUT", "").split())
    gate = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
    known = 0
    for name in allowed - {"socket"}:
        try:
            gate.add_rule(seccomp.ALLOW, name)
            known += 1
        except (RuntimeError, ValueError):
            pass  # of another processor, or newer than the library
    assert known > 200, f"only {known} calls are known"
    for family in families:
        gate.add_rule(seccomp.ALLOW, "socket", seccomp.Arg(0, seccomp.EQ, family))
    most = min(int(unit["LimitNOFILE"][0]), resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    assert prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0)  # since Linux 6.3
    gate.load()
    os.execvp(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
