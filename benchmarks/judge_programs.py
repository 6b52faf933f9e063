"""Judge public programs against a list of what is wrong in them: `python judge_programs.py LIST.json FOLDER`.

LIST.json: {"cases": [{"id", "path", "verdict", "faults": [{"fault_class", "line"}]}]}. FOLDER has a folder for each id,
with the program: `main_driver` (.py or .ipynb) where there is one, which makes data or a call for it, else the file
that the list names under "path". None of their code is part of this repository.
"""

import json
import sys
import time
from pathlib import Path

from pizarra.program import check_program


def main(listed: Path, folder: Path) -> None:
    counts = dict.fromkeys(("programs", "verdicts", "alarms", "faults", "lines", "classes"), 0)
    for case in json.loads(listed.read_text(encoding="utf-8"))["cases"]:
        here = folder / case["id"]
        drivers = [*here.glob("main_driver.py"), *here.glob("main_driver.ipynb")]
        program = drivers[0] if drivers else here / Path(case["path"]).name
        if not program.exists():
            continue
        start = time.perf_counter()
        report = check_program(program)
        places = {(f.cell, f.line) for f in report.findings} | {p for f in report.findings for p in f.also}
        lines = {line for _, line in places}
        said = {f.finding.fault for f in report.findings}
        faults = case.get("faults", [])
        counts["programs"] += 1
        counts["verdicts"] += report.verdict == case["verdict"]
        counts["alarms"] += report.verdict == "faulty" and case["verdict"] == "correct"
        counts["faults"] += len(faults)
        counts["lines"] += sum(fault["line"] in lines for fault in faults)
        counts["classes"] += sum(fault["fault_class"] in said for fault in faults)
        print(
            case["id"],
            case["verdict"],
            report.verdict,
            sorted(places, key=str),
            f"{time.perf_counter() - start:.1f} s",
        )
    print(counts)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
