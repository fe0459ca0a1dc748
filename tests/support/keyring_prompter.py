"""Answers gnome-keyring's questions for its password, as gcr's own test prompter does.

Prints its name on the bus, for GNOME_KEYRING_TEST_PROMPTER. Then each line of standard input is what
the next question gets: "password WORD" or "cancel"; "ready" on standard output says it was read.
A stopped prompter (SIGSTOP) is one that nobody answers.
"""

import ctypes
import sys

gcr = ctypes.CDLL("libgcr-base-3.so.1")  # gnome-keyring needs it too
gcr.gcr_mock_prompter_start.restype = ctypes.c_char_p
print(gcr.gcr_mock_prompter_start().decode(), flush=True)
for line in sys.stdin:
    verb, _, word = line.rstrip("\n").partition(" ")
    if verb == "password":
        gcr.gcr_mock_prompter_expect_password_ok(word.encode(), None)
    elif verb == "cancel":
        gcr.gcr_mock_prompter_expect_password_cancel()
    print("ready", flush=True)
