"""without_landlock.py COMMAND...: runs it as on a kernel that has no Landlock.

The system calls of Landlock fail with ENOSYS, by a seccomp filter that goes with the process.
"""

import ctypes
import errno
import os
import struct
import sys

CREATE_RULESET = 444  # the first of three, on all architectures
NO_NEW_PRIVS, SECCOMP, FILTER = 38, 22, 2
LOAD, JUMP_IF_AT_LEAST, RETURN = 0x20, 0x35, 0x06
ALLOW, ERRNO = 0x7FFF0000, 0x00050000


def rule(code, value, if_so=0, if_not=0):
    return struct.pack("HBBI", code, if_so, if_not, value)


def main(command):
    rules = b"".join([rule(LOAD, 0), rule(JUMP_IF_AT_LEAST, CREATE_RULESET, 0, 2),
                      rule(JUMP_IF_AT_LEAST, CREATE_RULESET + 3, 1, 0), rule(RETURN, ERRNO | errno.ENOSYS),
                      rule(RETURN, ALLOW)])
    held = ctypes.create_string_buffer(rules, len(rules))
    program = struct.pack("HxxxxxxQ", len(rules) // 8, ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(SECCOMP, FILTER, program, 0, 0):
        sys.exit(f"no filter: {os.strerror(ctypes.get_errno())}")
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
