"""The table and the verdicts."""
from statistics import median

# case, cipher family: times less server CPU than OpenSSH, must and aim.
TARGETS = {
    ("download", "gcm"): (2.2, 2.6),
    ("upload", "gcm"): (1.2, 2.0),
    ("download", "chacha20"): (3.0, 3.4),
    ("upload", "chacha20"): (1.8, 2.5),
}


def target(case, cipher):
    family = "gcm" if "gcm" in cipher else "chacha20"
    return TARGETS[(case, family)]


def refusal(samples):
    """Why these samples of one case give no ratio, in words; None when they do."""
    if wrong := sum(not sample.contents_right for sample in samples):
        return f"no ratio: what was moved was wrong in {wrong} of {len(samples)} samples"
    dear = [sample for sample in samples if sample.client_cpu >= sample.server_cpu]
    if dear:
        worst = max(dear, key=lambda sample: sample.client_cpu / max(sample.server_cpu, 0.001))
        return (f"no ratio: the client used {worst.client_cpu:.2f} s of CPU where {worst.server} "
                f"used {worst.server_cpu:.2f} s, so the client may have been the limit")
    return None


def summarise(samples, cipher):
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
                "foreign_most": max(s.foreign for s in mine),
                "disturbed": sum(s.disturbed for s in mine),
                "key_exchanges": max(s.key_exchanges for s in mine),
            }
        must, aim = target(case, cipher)
        entry = {"case": case, "servers": rows, "must": must, "aim": aim}
        if refused := refusal(of_case):
            entry["refused"] = refused
        elif {"openssh", "sallyport"} <= rows.keys():
            entry["ratio"] = round(
                rows["openssh"]["server_cpu"] / rows["sallyport"]["server_cpu"], 2)
        summary.append(entry)
    return summary


def table(summary):
    lines = [f"{'case':9} {'server':10} {'server CPU s':>12} {'least..most':>13} "
             f"{'client CPU s':>12} {'wall s':>7} {'MiB/s':>6} {'foreign':>8}"]
    for entry in summary:
        for server, row in entry["servers"].items():
            mark = " (f)" if row["disturbed"] else ""
            spread = f"{row['server_cpu_least']:.2f}..{row['server_cpu_most']:.2f}"
            lines.append(
                f"{entry['case']:9} {server:10} {row['server_cpu']:12.3f} {spread:>13} "
                f"{row['client_cpu']:12.3f} {row['wall']:7.3f} "
                f"{row['bytes'] / row['wall'] / 2 ** 20:6.0f} {row['foreign_most']:8.2f}{mark}")
        lines.append(f"{entry['case']:9} {verdict(entry)}")
    return "\n".join(lines)


def verdict(entry):
    if "refused" in entry:
        return entry["refused"]
    if "ratio" not in entry:
        return "no ratio: only one server was measured"
    ratio = entry["ratio"]
    word = "missed"
    if ratio >= entry["must"]:
        word = "met"
    if ratio >= entry["aim"]:
        word = "aim reached"
    disturbed = sum(row["disturbed"] for row in entry["servers"].values())
    note = f", {disturbed} samples disturbed (f) however often repeated" if disturbed else ""
    return (f"{ratio:.2f} times less server CPU than OpenSSH "
            f"(must {entry['must']}, aim {entry['aim']}): {word}{note}")
