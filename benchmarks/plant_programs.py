"""What `pizarra check` says of right programs that people wrote, once a known mistake is planted in a line of them.

python benchmarks/plant_programs.py -o records.jsonl               # 150 programs with one mistake each
python benchmarks/plant_programs.py -o records.jsonl --pairs       # with two mistakes each
python benchmarks/plant_programs.py --table records.jsonl          # nothing is measured
python benchmarks/plant_programs.py --list                         # how many cases of which class there could be
"""

import argparse
import itertools
import json
import os
import random
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # before anything imports NumPy: a case is work for one core

from programs_planted import cases  # noqa: E402

from pizarra.program import check_program  # noqa: E402


def main():
    options = arguments()
    if options.table:
        print(table([json.loads(line) for line in options.table.read_text().splitlines()]))
        return
    if options.list:
        counts = Counter(p.fault for written in cases.bases() for p in cases.proposed(written))
        print("\n".join(f"{count:5} {fault}" for fault, count in counts.most_common()))
        return
    done = set()
    if options.output.exists():
        done = {json.loads(line)["name"] for line in options.output.read_text().splitlines()}
    found = drawn(options.seed, options.pairs, options.most, done)
    for case in itertools.islice(found, options.cases):
        record = measured(case)
        with options.output.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
        if options.keep and not told(record):
            options.keep.mkdir(exist_ok=True, parents=True)
            case.save(options.keep, case.name)
    print(table([json.loads(line) for line in options.output.read_text().splitlines()]))


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path, default=Path("planted_programs.jsonl"))
    parser.add_argument("--cases", type=int, default=150)
    parser.add_argument("--pairs", action="store_true", help="two mistakes in each program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=12, help="how many cases of a class, at most")
    parser.add_argument("--keep", type=Path, help="a folder for the programs that were not told")
    parser.add_argument("--table", type=Path, help="print the table of records")
    parser.add_argument("--list", action="store_true", help="count what could be planted")
    return parser.parse_args()


def drawn(seed, pairs, most, done):
    """Give cases that show, class by class in turn, each time of a program that was taken least."""
    draw = random.Random(seed)
    bases = cases.bases()
    proposed = [cases.proposed(written) for written in bases]
    by_class = defaultdict(list)
    for number, found in enumerate(proposed):
        for one in found:
            by_class[one.fault].append((draw.random(), number, one))
    taken, of_class = Counter(), Counter()
    while by_class:
        for fault in sorted(by_class):
            case = None
            while case is None and by_class[fault] and of_class[fault] < most:
                best = min(by_class[fault], key=lambda one: (taken[one[1]], one[0]))
                by_class[fault].remove(best)
                _, number, mistake = best
                case = cases.single(bases[number], mistake)
                if pairs:
                    others = [p for p in proposed[number] if p.fault != mistake.fault]
                    other = draw.choice(others) if others else None
                    case = other and cases.pair(bases[number], mistake, other)
                if case is not None:
                    shown = cases.each_shows(case) if pairs else case.name in done or cases.shows(case)
                    case = case if shown else None
            if case is None:
                del by_class[fault]
                continue
            taken[number] += 1
            of_class[fault] += 1
            if case.name not in done:
                yield case


def measured(case):
    """Check one program, in a folder of its own, and hold what is said against what was planted."""
    with tempfile.TemporaryDirectory() as folder:
        file = case.save(Path(folder))
        start = time.perf_counter()
        try:
            report = check_program(file)
        except Exception as error:
            return {"name": case.name, "error": f"{type(error).__name__}: {error}"} | truth(case)
        seconds = time.perf_counter() - start
    findings = [
        {
            "cell": found.cell,
            "line": found.line,
            "fault": found.finding.fault,
            "rivals": list(found.finding.rivals),
            "also": [list(place) for place in found.also],
        }
        for found in report.findings
    ]
    said = {"verdict": report.verdict, "findings": findings, "seconds": round(seconds, 1)}
    said["reason"] = report.reason.key if report.reason else None
    return {"name": case.name} | truth(case) | said


def truth(case):
    return {
        "program": case.base.name,
        "folder": case.base.folder.name,
        "mistakes": [
            {
                "cell": m.cell,
                "line": m.line,
                "fault": m.fault,
                "rule": m.rule,
                "other_lines": list(m.other_lines),
                "other_places": list(m.other_places),
                "also": list(m.also),
                "old": m.old,
                "new": m.lines[m.line - 1].strip(),
            }
            for m in case.mistakes
        ],
    }


def marks(record):
    """Give, for each mistake, whether its line and its class were named; and how many lines were wrongly blamed."""
    findings = record.get("findings", [])
    places = {(f["cell"], f["line"]) for f in findings}
    said = {f["fault"] for f in findings}
    wrong, rows = set(places), []
    for mistake in record["mistakes"]:
        mine = {(mistake["cell"], n) for n in (mistake["line"], *mistake["other_lines"])}
        mine |= {tuple(place) for place in mistake.get("other_places", [])}
        rows.append((bool(mine & places), bool(said & {mistake["fault"], *mistake["also"]})))
        wrong -= mine
    return rows, len(wrong)


def told(record):
    rows, wrong = marks(record)
    return all(line and fault for line, fault in rows) and not wrong


def table(records):
    counts = defaultdict(lambda: [0, 0, 0, 0, 0.0])
    for record in records:
        rows, wrong = marks(record)
        for mistake, (line, fault) in zip(record["mistakes"], rows, strict=True):
            for name in (mistake["fault"], "all"):
                row = counts[name]
                row[0] += 1
                row[1] += record.get("verdict") == "faulty"
                row[2] += line
                row[3] += fault
                row[4] += wrong / len(rows)
    lines = [f"{'':40} mistakes  faulty    line   class  wrongly blamed, a program"]
    for name in sorted(counts, key=lambda name: (name == "all", name)):
        n, *shares, wrong = counts[name]
        blamed = wrong / n * (sum(len(r["mistakes"]) for r in records) / len(records))
        lines.append(f"{name:40} {n:8} " + " ".join(f"{s / n:7.1%}" for s in shares) + f" {blamed:7.2f}")
    longest = sorted(record.get("seconds", 0.0) for record in records)
    lines.append(
        f"{len(records)} programs; seconds: median {longest[len(longest) // 2]}, longest {longest[-1]}"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
