"""The table and the verdicts."""
from statistics import median

from measure import ATTEMPTS

# Times less server CPU than OpenSSH: must and aim. They are set here; README.md tells what was reached.
TARGETS = {
    "download": (2.2, 2.6), "upload": (1.2, 2.0),
    "download chacha20": (3.0, 3.4), "upload chacha20": (1.8, 2.5),
    "download x4": (2.0, 2.3), "upload x4": (1.5, 2.0),
    "small files up": (2.0, 3.0), "small files down": (2.5, 3.0),
    "stat, 64 in flight": (4.0, 5.0), "stat, one at a time": (1.5, 1.7),
    "readdir": (2.7, 4.0), "connect and log in": (15.0, 20.0),
}
# What a case spends its time on, for those that miss. Source: "Where it goes" in README.md, which has the commands.
PROFILES = {
    "download": "kernel 44 % (send 22, pread 20), libcrypto 34, libc 17 (libssh's copies and clearings), libssh 2",
    "upload": "kernel 56 % (pwrite 28, recv 13 and poll 6: libssh reads 4 KiB a call), libcrypto 23, libc 11, ours 4, libssh 3",
    "small files up": "kernel 59 % (openat2 16, poll 11, pwrite 10, send and recv 13), libc 11, ours 10, libcrypto 8, Qt 6; two events a file",
    "small files down": "kernel 57 % (send 13, reopening by /proc 12, openat2 7, pread 7, poll 5), libc 15, ours 10, libcrypto 9, Qt 6; two events a file",
    "stat, 64 in flight": "kernel 72 % (statx 33: one for each name, send 19, poll 9, openat2 3), ours 11, libc 6, libcrypto 6, Qt 4, libssh 2",
    "stat, one at a time": "kernel 81 % (send 39 and poll 34: waking the client and being woken), libcrypto 6, libc 5, libssh 4, ours 3",
    "readdir": "kernel 72 % (statx 32: one for each name, getdents 13, send 12, poll 7), ours 10, libc 10, libcrypto 4",
    "connect and log in": "kernel 43 % (send and poll 16), libcrypto 34 (curve25519, ed25519), libc 13, libssh 4, Qt 2, ours 2",
}


def refusal(samples):
    """Why these samples of one case give no ratio, in words; None when they do."""
    if wrong := sum(not sample.contents_right for sample in samples):
        return f"no ratio: what was moved was wrong in {wrong} of {len(samples)} samples"
    if once := sum(sample.disturbed and sample.attempt < ATTEMPTS for sample in samples):
        return f"no ratio: {once} of {len(samples)} samples were disturbed and not repeated"
    dear = [sample for sample in samples if sample.client_cpu >= sample.server_cpu]
    if dear:
        worst = max(dear, key=lambda sample: sample.client_cpu / max(sample.server_cpu, 0.001))
        return (f"no ratio: the client used {worst.client_cpu:.2f} s of CPU where {worst.server} "
                f"used {worst.server_cpu:.2f} s, so the client may have been the limit")
    return None


def summarise(samples):
    """One entry a case: medians of each server, and Sallyport's ratio or why there is none."""
    summary = []
    for case in dict.fromkeys(sample.case for sample in samples):
        rows = {}
        of_case = [sample for sample in samples if sample.case == case]
        for server in dict.fromkeys(sample.server for sample in of_case):
            mine = [sample for sample in of_case if sample.server == server]
            rows[server] = {
                "samples": len(mine),
                "server_cpu": round(median(s.server_cpu for s in mine), 3),
                "server_cpu_least": min(s.server_cpu for s in mine),
                "server_cpu_most": max(s.server_cpu for s in mine),
                "client_cpu": round(median(s.client_cpu for s in mine), 3),
                "wall": round(median(s.wall for s in mine), 3),
                "bytes": mine[0].bytes,
                "count": mine[0].count,
                "foreign_most": max(s.foreign for s in mine),
                "disturbed": sum(s.disturbed for s in mine),
                "key_exchanges": max(s.key_exchanges for s in mine),
            }
        must, aim = TARGETS[case]
        entry = {"case": case, "servers": rows, "must": must, "aim": aim}
        pair = [sample for sample in of_case if sample.server in ("openssh", "sallyport")]
        if refused := refusal(pair):
            entry["refused"] = refused
        elif {"openssh", "sallyport"} <= rows.keys():
            entry["ratio"] = ratio(rows, "openssh", "sallyport")
        entry["ratios"] = {name: ratio(rows, "openssh", name) for name in rows
                           if "openssh" in rows and name not in ("openssh", "sallyport")
                           and not refusal([s for s in of_case if s.server in ("openssh", name)])}
        summary.append(entry)
    return summary


def ratio(rows, one, other):
    return round(rows[one]["server_cpu"] / max(rows[other]["server_cpu"], 0.001), 2)


def rounds(summary):
    """Each case of each server."""
    lines = [f"{'case':19} {'server':10} {'server CPU s':>12} {'least..most':>13} "
             f"{'client CPU s':>12} {'wall s':>7} {'foreign':>8}"]
    for entry in summary:
        for server, row in entry["servers"].items():
            mark = " (f)" if row["disturbed"] else ""
            spread = f"{row['server_cpu_least']:.2f}..{row['server_cpu_most']:.2f}"
            lines.append(
                f"{entry['case']:19} {server:10} {row['server_cpu']:12.3f} {spread:>13} "
                f"{row['client_cpu']:12.3f} {row['wall']:7.3f} {row['foreign_most']:8.2f}{mark}")
    return "\n".join(lines)


def targets(summary, figures):
    """The table of targets: what | must | aim | reached."""
    lines = [f"{'what':44} {'must':>12} {'aim':>10}  reached"]
    for entry in summary:
        lines.append(f"{entry['case'] + ', times less server CPU':44} {entry['must']:12} {entry['aim']:10}  {verdict(entry)}")
        for name, value in entry["ratios"].items():
            lines.append(f"{'  ' + name:44} {'':12} {'':10}  {value:.2f}")
    for figure in figures:
        lines.append(f"{figure.what:44} {figure.must:>12} {figure.aim or '-':>10}  {figure.said()}")
    missed = [entry["case"] for entry in summary if entry.get("ratio", entry["must"]) < entry["must"]]
    if missed:
        lines.append("\nWhat the missed ones spent their time on when they were profiled (README.md, Where it goes; "
                     "--profile tells it anew):")
        lines += [f"{case:19} {profile(case)}" for case in missed]
    return "\n".join(lines)


def profile(case):
    """That of the case it is a form of, where it has none: another cipher, four streams."""
    return PROFILES.get(case) or PROFILES[case.split()[0]]


def verdict(entry):
    if "refused" in entry:
        return entry["refused"]
    if "ratio" not in entry:
        return "no ratio: only one server was measured"
    reached = entry["ratio"]
    word = "MISSED"
    if reached >= entry["must"]:
        word = "met"
    if reached >= entry["aim"]:
        word = "aim reached"
    disturbed = sum(row["disturbed"] for name, row in entry["servers"].items() if name in ("openssh", "sallyport"))
    note = f"; {disturbed} samples disturbed (f) however often repeated" if disturbed else ""
    return f"{reached:.2f}, {word}{note}"
