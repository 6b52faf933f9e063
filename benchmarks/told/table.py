"""Table: records as text, each limit with what was reached."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict

from .checkers import NAMES
from .kinds import KINDS, VAGUE


def text(records: list[dict]) -> str:
    """Write all tables for which there are records."""
    cases = defaultdict(list)
    for record in records:
        cases[record["kind"]].append(record)
    parts = []
    if any(cases[kind] for kind in KINDS if kind != "right"):
        parts.append(mistakes(cases))
    if cases["right"]:
        parts.append(right([record for record in cases["right"] if "skipped" not in record]))
    if cases["checkers"]:
        parts.append(checkers(records, cases["checkers"]))
    if cases["speed"]:
        parts.append(speed(cases["speed"][-1]["rows"]))
    if any(cases[kind] for kind in KINDS if kind != "right"):
        parts.append(missed(cases))
    return "\n\n".join(parts)


def mistakes(cases: dict[str, list[dict]]) -> str:
    """Write what was told of the planted mistakes."""
    lines = [
        f"planted mistakes, seeds from {min(record['from'] for kind in cases.values() for record in kind)}",
        f"{'given':28} {'cases':>6} {'aim':>6} {'no number':>10}  {'told faulty':>22}  {'right, first':>22}  "
        f"{'among those named':>22} {'with later synonyms':>19} {'rivals':>8} {'cut short':>9}",
    ]
    for name, kind in KINDS.items():
        judged = [record for record in cases[name] if "skipped" not in record]
        if not kind.mistakes or not judged:
            continue
        columns = [reached(judged, key, getattr(kind, key)) for key in ("told", "first", "named")]
        later = " ".join(
            f"{share(judged, lambda r, key=key: r.get(key)):.1%}" for key in ("first later", "named later")
        )
        rivals = share(judged, lambda record: any(others for _, _, others in record["faults"]))
        cut = sum(not record.get("complete", True) for record in judged)
        lines.append(
            f"{kind.title:28} {len(judged):6} {kind.cases:6} {len(cases[name]) - len(judged):10}  "
            + "  ".join(f"{column:>22}" for column in columns)
            + f" {later:>19} {rivals:>8.1%} {cut:>9}"
        )
    return "\n".join(lines)


def reached(judged: list[dict], key: str, limit: float) -> str:
    """Write a share beside what it must be."""
    found = share(judged, lambda record: record.get(key, False))
    return f"{found:.1%} (≥ {limit:.0%}{'' if found >= limit else ' NOT MET'})"


def share(judged: list[dict], holds) -> float:
    return sum(map(bool, map(holds, judged))) / len(judged)


def right(records: list[dict]) -> str:
    """Write what was said of right programs."""
    said = Counter(record["verdict"] for record in records)
    vague = said["unclear"] / len(records)
    lines = [
        f"right programs: {len(records)} (aim {KINDS['right'].cases}), a quarter each as "
        + ", ".join(KINDS["right"].given),
        f"false alarms (0): {said['faulty']}{' NOT MET' if said['faulty'] else ''}; errors: {said['error']}; "
        f"too small to judge (≤ {VAGUE:.1%}): {said['unclear']}, {vague:.2%}{' NOT MET' if vague > VAGUE else ''}",
    ]
    shown = [record for record in records if record["verdict"] in ("faulty", "error")]
    lines += [
        f"  {record['verdict']}: draw({record['seed']}, {record['given']!r}, 0): {record['about']}: "
        + (record.get("error") or ", ".join(f"{fault} in {layer}" for fault, layer, _ in record["faults"]))
        for record in shown[:20]
    ]
    return "\n".join(lines)


def checkers(records: list[dict], checked: list[dict]) -> str:
    """Write what gradient checkers say of the same cases: wrong or not."""
    told = defaultdict(lambda: {"skipped": "not diagnosed"})
    told |= {(record["kind"], record["number"]): record for record in records}
    lines = [
        "told wrong, of the same cases (the others name no cause)",
        f"{'given':28} {'cases':>6} {'pizarra':>8} " + " ".join(f"{name:>20}" for name in NAMES),
    ]
    for name, kind in KINDS.items():
        pairs = [(row["says"], told[name, row["case"]]) for row in checked if row["of"] == name]
        pairs = [pair for pair in pairs if "skipped" not in pair[1]]
        if not pairs:
            continue
        ours = share(pairs, lambda pair: pair[1].get("told"))
        theirs = [share(pairs, lambda pair, which=which: pair[0][which]) for which in NAMES]
        lines.append(
            f"{kind.title:28} {len(pairs):6} {ours:8.1%} " + " ".join(f"{value:20.1%}" for value in theirs)
        )
    return "\n".join(lines)


def speed(rows: list[dict]) -> str:
    """Write how long a diagnosis takes."""
    lines = [
        f"{'time of a diagnosis, ms':23} {'given':>10} {'edits':>6} {'median':>8} {'longest':>8} {'limit':>6}"
        f"{'':18} {'median':>8} {'longest':>8} of processor time"
    ]
    for row in rows:
        middle, longest = statistics.median(row["ms"]), max(row["ms"])
        verdict = (
            "met" if longest <= row["limit"] else "met by the median" if middle <= row["limit"] else "NOT MET"
        )
        lines.append(
            f"{row['network']:23} {row['given']:>10} {row['edits']:6} {middle:8.0f} {longest:8.0f} {row['limit']:6} "
            f"{verdict:17} {statistics.median(row['cpu']):8.0f} {max(row['cpu']):8.0f}"
        )
    return "\n".join(lines)


def missed(cases: dict[str, list[dict]]) -> str:
    """Write the classes that are missed most, each with a case."""
    planted: Counter = Counter()
    wrong = defaultdict(list)
    for name, kind in KINDS.items():
        for record in cases[name]:
            if kind.mistakes != 1 or "skipped" in record:
                continue
            planted[record["truth"][0][0]] += 1
            if not record.get("first"):
                wrong[record["truth"][0][0]].append(record)
    lines = [
        "classes that are not told first, of all with one mistake (missed / planted), and one case of each"
    ]
    for fault in sorted(wrong, key=lambda fault: -len(wrong[fault]))[:12]:
        record = wrong[fault][0]
        _, layer, role, line = record["truth"][0]
        said = ", ".join(f"{found} in {where}" for found, where, _ in record["faults"]) or record["verdict"]
        lines += [
            f"{fault}: {len(wrong[fault])} / {planted[fault]}",
            f"    draw({record['seed']}, {record['given']!r}, 1): {record['about']}",
            f"    layer {layer}, {role}: {line}",
            f"    told: {said}",
        ]
    return "\n".join(lines)
