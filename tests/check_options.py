#!/usr/bin/python3
"""check_options.py SALLYPORT SALLYPORT-CLI: the ctest "options".

Every option and every command that --help names is in the pages for man and is offered by bash, zsh and fish, and
these name no other. The shells are run: bash and fish say what they offer, zsh what it was told to offer.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

INSTALLED = Path(__file__).resolve().parent.parent / "installer/linux"
OPTION = re.compile(r"(?<![\w-])(?<!sftp )(--[a-z][a-z-]*|-[A-Za-z])(?![\w-])")
ENVIRONMENT = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
wrong = []


def run(*command):
    if shutil.which(command[0]) is None:
        sys.exit(f"{command[0]} is missing: run ./dev setup")
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                          text=True, env=ENVIRONMENT)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}\nended with {done.returncode}")
    return done.stdout


def compare(where, what, found, expected):
    for name in sorted(expected - found):
        wrong.append(f"{where}: {what} {name} is missing")
    for name in sorted(found - expected):
        wrong.append(f"{where}: {what} {name} is not in --help")


class Help:
    """What one program says of itself: options and second words by command; the command "" is the program."""

    def __init__(self, program):
        self.name = Path(program).name
        text = run(program, "--help")
        self.options = {"": set(OPTION.findall(text))}
        if not {"--help", "--profile"} <= self.options[""]:
            sys.exit(f"{self.name} --help says too little:\n{text}")
        self.seconds = {}
        every = self.options[""] - {"--version"}
        for verb in re.findall(rf"^  {self.name} ([a-z-]+)", text, re.M):
            part = run(program, verb, "--help")
            # One text may be about several commands.
            part = re.search(rf"^{self.name} {verb}\b(.*?)(?=^{self.name} |^They |\Z)", part, re.M | re.S)[1]
            self.options[verb] = set(OPTION.findall(part)) | every
            plain = re.sub(r"\[[^]]*\]", "", part)
            seconds = set(re.findall(r"(?:^| \| ) *([a-z][a-z-]*)", plain, re.M)) if " | " in plain else set()
            if seconds:
                self.seconds[verb] = seconds

    @property
    def verbs(self):
        return {verb for verb in self.options if verb}


def check_man(help):
    page = (INSTALLED / f"man/{help.name}.1").read_text()
    parts = {"": page}
    if help.verbs:
        blocks = re.split(r"^\.S([sh]) (.*)\n", page, flags=re.M)[1:]
        parts = {name: text for kind, name, text in zip(blocks[::3], blocks[1::3], blocks[2::3]) if kind == "s"}
        parts[""] = parts.pop("Options of every command")
        compare("man", "command", set(parts) - {""}, help.verbs)
        synopsis = re.search(r"^\.Sh SYNOPSIS\n(.*?)^\.Sh", page, re.M | re.S)[1]
        compare("man, the synopsis", "command", set(re.findall(r"^\.Nm\n\.Cm (\S+)", synopsis, re.M)), help.verbs)
    for verb, options in help.options.items():
        items = re.findall(r"^\.It Fl (\S+)", parts.get(verb, ""), re.M)
        found = {"-" + name.replace("\\", "") for name in items}
        every = help.options[""] if verb else set()
        compare(f"man, {verb or help.name}", "option", found - every, options - every)
    for verb, seconds in help.seconds.items():
        items = set(re.findall(r"^\.It Cm (\S+)", parts.get(verb, ""), re.M))
        compare(f"man, {verb}", "word", items, seconds)


def check_bash(help):
    function = "_" + help.name.replace("-", "_")

    def offered(*words):
        script = (f"source {INSTALLED}/completions/{help.name}.bash; compopt() {{ :; }}; COMP_WORDS=(\"$0\" \"$@\"); "
                  f"COMP_CWORD=$#; {function} \"$0\" \"${{@: -1}}\" \"${{COMP_WORDS[-2]}}\"; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
        return set(run("bash", "--norc", "-c", script, help.name, *words).split())

    for verb, options in help.options.items():
        compare(f"bash, {verb or help.name}", "option", offered(*filter(None, [verb, "-"])), options)
    if help.verbs:
        compare("bash", "command", offered(""), help.verbs)
    for verb, seconds in help.seconds.items():
        compare(f"bash, {verb}", "word", offered(verb, ""), seconds)


def check_fish(help):
    def offered(*words):
        script = f"source {INSTALLED}/completions/{help.name}.fish; complete -C '{' '.join([help.name, *words])}'"
        return {line.split("\t")[0] for line in run("fish", "--no-config", "-c", script).splitlines()}

    for verb, options in help.options.items():
        found = {word for word in offered(*filter(None, [verb, "-"])) if word.startswith("-")}
        compare(f"fish, {verb or help.name}", "option", found, options)
    if help.verbs:
        compare("fish", "command", offered(""), help.verbs)
    for verb, seconds in help.seconds.items():
        compare(f"fish, {verb}", "word", offered(verb, ""), seconds)


def check_zsh(help):
    def told(verb):
        script = ("_arguments() { print -r -- '=='; print -rl -- $@; state=$wanted; }; "
                  "_describe() { print -r -- '=='; print -rl -- ${(P)2}; }; "
                  f"wanted={'rest' if verb else 'none'} words=({verb}); source {INSTALLED}/completions/{help.name}.zsh")
        if help.verbs and not verb:
            script += "; _sallyport_cli_verbs"
        return run("zsh", "-f", "-c", script).split("==\n")[1:]

    for verb, options in help.options.items():
        calls = told(verb)
        specs = calls[0] if not verb else calls[-1]
        if verb and len(calls) < 2:
            specs = ""
        compare(f"zsh, {verb or help.name}", "option", set(re.findall(r"^\*?(--?[A-Za-z-]+)\[", specs, re.M)), options)
        if not verb and help.verbs:
            compare("zsh", "command", set(re.findall(r"^([a-z-]+):", calls[1], re.M)), help.verbs)
        words = re.search(r"^1:what:\((.*)\)$", specs, re.M)
        if verb in help.seconds:
            compare(f"zsh, {verb}", "word", set(words[1].split() if words else []), help.seconds[verb])


def main():
    for program in sys.argv[1:3]:
        help = Help(program)
        for check in (check_man, check_bash, check_fish, check_zsh):
            check(help)
        print(f"{help.name}: {sum(map(len, help.options.values()))} options, {len(help.verbs)} commands, "
              f"{sum(map(len, help.seconds.values()))} words of theirs")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
