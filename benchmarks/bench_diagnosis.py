"""The diagnosis on planted mistakes: tables of what is told; times; what gradient checkers say of the same cases.

python benchmarks/bench_diagnosis.py -o records.jsonl                # everything, more than an hour of two cores
python benchmarks/bench_diagnosis.py right two -o records.jsonl --seconds 60     # pieces; the file keeps what it has
python benchmarks/bench_diagnosis.py --table records.jsonl           # nothing is measured
"""

import argparse
import json
import multiprocessing
import os
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # before anything imports NumPy: a case is work for one core

from told import speed, table  # noqa: E402
from told.kinds import FROM, KINDS  # noqa: E402
from told.measure import CHECKED, measured  # noqa: E402


def main():
    options = arguments()
    records = read(options.table or options.output)
    if not options.table:
        if "speed" in options.what:
            keep(
                records,
                {"kind": "speed", "number": 0, "from": options.start, "rows": speed.measured()},
                options.output,
            )
        sizes = {"checkers": CHECKED} | {name: kind.cases for name, kind in KINDS.items()}
        done = {(record["kind"], record["number"], record["from"]) for record in records}
        if {start for _, _, start in done} - {options.start}:
            raise SystemExit(
                f"{options.output} has cases of other seeds: give another file, or their --from."
            )
        tasks = [
            (kind, number, options.start)
            for kind in options.what
            if kind != "speed"
            for number in range(options.cases or sizes[kind])
            if (kind, number, options.start) not in done
        ]
        tasks.sort(key=lambda task: task[1] / sizes[task[0]])  # cut short, it has a like share of every kind
        diagnose(tasks, records, options)
    print(table.text(records))


def arguments():
    known = ["speed", *KINDS, "checkers"]
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", nargs="*", help=f"what to measure: {', '.join(known)}; all unless said")
    parser.add_argument(
        "-o", "--output", type=Path, help="file for the records, one a line; what it has stays"
    )
    parser.add_argument("--table", type=Path, help="read these records and measure nothing")
    parser.add_argument("--cases", type=int, help="of each kind, in the place of the usual numbers")
    parser.add_argument(
        "--from",
        dest="start",
        type=int,
        default=FROM,
        help="the first seed; others than the usual while mending",
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, help="stop after so long; the next call goes on from there")
    options = parser.parse_args()
    if unknown := [name for name in options.what if name not in known]:
        parser.error(f"{unknown[0]!r} is unknown; known: {', '.join(known)}")
    options.what = options.what or known
    return options


def read(path):
    if path is None or not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def keep(records, record, path):
    records.append(record)
    if path:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def diagnose(tasks, records, options):
    until = time.monotonic() + (options.seconds or float("inf"))
    with multiprocessing.get_context("spawn").Pool(options.processes) as pool:
        for record in pool.imap_unordered(measured, tasks):
            keep(records, record, options.output)
            if time.monotonic() > until:  # what is under way is begun anew the next time
                pool.terminate()
                break


if __name__ == "__main__":
    main()
