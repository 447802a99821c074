"""The result as Markdown."""

import statistics

MIB = 1024 * 1024


def rate(found):
    return found["transfers"] / found["seconds"]


def throughput(found):
    return found["bytes"] / found["seconds"] / 1e6


def micros(found):
    return found["cpu"] / found["transfers"] * 1e6 if found["transfers"] else None


def per_gigabyte(found):
    return found["cpu"] / found["bytes"] * 1e9 if found["bytes"] else None


def first_byte(found):
    return found["first_byte"] / found["whole"] * 100 if found["whole"] else None


def whole(found):
    return found["whole"] / found["transfers"] * 1000 if found["transfers"] else None


def per_session(what):
    def kibibytes(found):
        # Sessions that were refused take no memory.
        if found["errors"] or found["before"][what] is None or found["after"][what] is None:
            return None
        return (found["after"][what] - found["before"][what]) / found["sessions"] / 1024

    return kibibytes


def growth(what, unit):
    def grown(found):
        if found["before"][what] is None or found["after"][what] is None:
            return None
        return (found["after"][what] - found["before"][what]) / unit

    return grown


def errors(found):
    return found["errors"]


def resident(found):
    return found["after"]["memory"] / MIB


# For each kind of workload: what a row is called, what it is, and whether more of it is better.
ROWS = {
    "rate": (("a second", rate, True), ("server CPU, us", micros, False)),
    "throughput": (("MB/s", throughput, True), ("server CPU, s/GB", per_gigabyte, False)),
    "first-byte": (("ms", whole, False), ("first byte after, %", first_byte, False)),
    "memory": (("KiB a session", per_session("memory"), False), ("live heap, KiB a session", per_session("heap"), False)),
    "errors": (("failed", errors, False),),
    "flat": (("failed", errors, False), ("threads more", growth("threads", 1), False),
             ("live heap more, KiB", growth("heap", 1024), False), ("memory in the end, MiB", resident, False)),
}


def number(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}" if value else "0"


def ratio(ours, theirs):
    """The median of each round's ratio."""
    each = [one / other for one, other in zip(ours, theirs) if one is not None and other]
    return f"{statistics.median(each):.2f}" if each else "-"


def render(selected, found, results, machine, how, chosen):
    names = [server.name for server in found]
    ours = next((server.name for server in found if server.is_ours), None)
    peers = [server.name for server in found if not server.is_ours]
    pure = "Pure-FTPd" if ours and "Pure-FTPd" in peers else None
    ratios = ([f"ours / {pure}"] if pure else []) + (["ours / best other"] if ours and peers else [])
    lines = ["| | " + " | ".join(names + ratios) + " |", "|---|" + "---:|" * len(names + ratios)]
    notes = []
    for one in selected:
        for what, value, more_is_better in ROWS[one.kind]:
            columns = {name: [value(dict(round, sessions=one.sessions)) for round in results[one.id][name]]
                       for name in names}
            medians = {name: median(columns[name]) for name in names}
            cells = [number(medians[name]) for name in names]
            if pure:
                cells.append(ratio(columns[ours], columns[pure]))
            if ratios and peers:
                known = [name for name in peers if medians[name] is not None]
                best = (max if more_is_better else min)(known, key=medians.get, default=None)
                cells.append(f"{ratio(columns[ours], columns[best])} ({best})" if best else "-")
            lines.append(f"| {one.label}: {what} | " + " | ".join(cells) + " |")
        notes += failures(one, results[one.id], names)
    return "\n".join(lines + [""] + about(machine, how, chosen, selected, results, names) + notes)


def median(values):
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def failures(workload, by_name, names):
    notes = []
    for name in names:
        failed = sum(round["errors"] for round in by_name[name])
        if failed:
            error = next(round["error"] for round in by_name[name] if round["errors"])
            notes.append(f"- {workload.label}, {name}: {failed} of "
                         f"{failed + sum(round['transfers'] for round in by_name[name])} failed; the first: {error}")
    return notes


def about(machine, how, chosen, selected, results, names):
    lines = [f"{machine['cpu']}, {machine['cores']} cores, {machine['memory']}, {machine['kernel']}, {machine['jdk']}; "
             f"files on {machine['files']}; medians of {chosen.rounds} rounds; CPU by {how}, with all processes; memory "
             "is the proportional set size of all processes.", ""]
    for one in selected:
        if one.kind == "rate":
            own = [median([round["own_cpu"] / round["transfers"] * 1e6 for round in results[one.id][name]
                           if round["transfers"]]) for name in names]
            known = [value for value in own if value is not None]
            if known:
                lines.append(f"- {one.label}: the load generator itself used {min(known):.0f} to {max(known):.0f} us of "
                             "CPU a transfer")
    return lines
