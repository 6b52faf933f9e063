"""Cases: right programs with a mistake or two in them that show in the step, and files of them."""

from __future__ import annotations

import json
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from . import backward, forward, gradients, updates
from .facts import read
from .proposed import Program, Proposed
from .syntax import parsed, tail

TESTS = Path(__file__).resolve().parents[2] / "tests"
sys.path.insert(0, str(TESTS))
from program_corpus import Written, left_over, step_and_slope, values  # noqa: E402

FOLDERS = ("programs", "more_programs", "yet_more_programs", "still_more_programs", "unseen_programs")
# What the first step does not show: held against the parameters after the whole training instead.
LATER = {"accumulator-not-reset", "in-place-aliasing"}


@dataclass(frozen=True)
class Case:
    """A program with mistakes, and where they are."""

    base: Written
    cells: dict[int | None, tuple[str, ...]]
    mistakes: tuple[Proposed, ...]

    @property
    def name(self) -> str:
        said = "_".join(f"{m.fault}_{m.line}" for m in self.mistakes)
        return f"{self.base.name}_{said}"

    @property
    def written(self) -> Written:
        return replace(self.base, cells={n: "\n".join(lines) + "\n" for n, lines in self.cells.items()})

    def save(self, folder: Path, stem: str = "mine") -> Path:
        return save(self.written, folder, stem)


def save(written: Written, folder: Path, stem: str) -> Path:
    file = folder / f"{stem}{written.file.suffix}"
    if None in written.cells:
        file.write_text(written.cells[None], encoding="utf-8")
        return file
    notebook = json.loads(written.file.read_text(encoding="utf-8"))
    for number, text in written.cells.items():
        cell = notebook["cells"][number]
        cell["source"] = text.splitlines(keepends=True)
        cell["outputs"], cell["execution_count"] = [], None
    file.write_text(json.dumps(notebook), encoding="utf-8")
    return file


def bases() -> list[Written]:
    """Give the right programs, and the others as they are with their mistakes mended."""
    found = []
    for folder in FOLDERS:
        for file in sorted((TESTS / folder).glob("*.toml")):
            written = Written.read(file.stem, TESTS / folder)
            if "raises" not in written.truth:
                found.append(written.repaired())
    return found


@contextmanager
def no_longer_than(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def shapes_of(written: Written) -> dict[str, tuple[int, ...]]:
    check = written.truth["check"]
    names = written.run(check["none"])
    exec(check.get("helpers", ""), names)
    if call := check.get("call"):
        exec(call, names)
    return {tail(parsed(role)): values(eval(role, names)).shape for role in check["parameters"]}


def program_of(written: Written) -> Program | None:
    """Read a right program by the simple rules; None where it cannot be run as its truth says."""
    try:
        with warnings.catch_warnings(), no_longer_than(20):
            warnings.simplefilter("ignore")
            shapes = shapes_of(written)
    except Exception:
        return None
    cells = {number: text.splitlines() for number, text in written.cells.items()}
    facts = read(written.cells, set(shapes))
    return Program(cells, facts, written.truth["network"]["loss"], shapes)


def proposed(written: Written) -> list[Proposed]:
    program = program_of(written)
    if program is None:
        return []
    found = [p for module in (backward, gradients, updates, forward) for p in module.proposals(program)]
    seen: dict[tuple, Proposed] = {}
    for one in found:
        seen.setdefault((one.cell, one.lines), one)
    return list(seen.values())


def single(written: Written, mistake: Proposed) -> Case:
    cells = {n: tuple(text.splitlines()) for n, text in written.cells.items()}
    return Case(written, {**cells, mistake.cell: mistake.lines}, (mistake,))


def pair(written: Written, one: Proposed, two: Proposed) -> Case | None:
    """Put two mistakes that leave the lines where they are into one program."""
    cells = {n: list(text.splitlines()) for n, text in written.cells.items()}
    for mistake in (one, two):
        if len(mistake.lines) != len(cells[mistake.cell]):
            return None
    for mistake in (one, two):
        before = written.cells[mistake.cell].splitlines()
        changed = [i for i, (a, b) in enumerate(zip(before, mistake.lines, strict=True)) if a != b]
        if changed != [mistake.line - 1]:
            return None
        cells[mistake.cell][mistake.line - 1] = mistake.lines[mistake.line - 1]
    if (one.cell, one.line) == (two.cell, two.line):
        return None
    return Case(written, {n: tuple(lines) for n, lines in cells.items()}, (one, two))


def shows(case: Case, seconds: int = 20) -> bool:
    """Whether a program with the mistake runs, and takes a step that is no positive multiple of the slope."""
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings(), no_longer_than(seconds):
            warnings.simplefilter("ignore")
            if any(m.fault in LATER for m in case.mistakes):
                return _ends_elsewhere(case)
            case.written.run()
            rest = left_over(case.written)
    except Exception:
        return False
    return bool(np.isfinite(rest) and rest > 1e-3)


def each_shows(case: Case, seconds: int = 20) -> bool:
    """Whether each of two mistakes shows beside the other: the step is another than with one of them alone."""
    if not shows(case, seconds):
        return False
    steps = []
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings(), no_longer_than(seconds):
            warnings.simplefilter("ignore")
            for one in (case, *(single(case.base, m) for m in case.mistakes)):
                steps.append(step_and_slope(one.written)[0])
    except Exception:
        return False
    both, *alone = steps
    return all(
        bool(np.all(np.isfinite(one))) and np.linalg.norm(both - one) > 1e-3 * np.linalg.norm(both)
        for one in alone
    )


def _ends_elsewhere(case: Case) -> bool:
    check = case.base.truth["check"]
    ends = []
    for written in (case.base, case.written):
        names = written.run()
        exec(check.get("helpers", ""), names)
        if call := check.get("call"):
            exec(call, names)
        ends.append(np.concatenate([values(eval(role, names)).ravel() for role in check["parameters"]]))
    right, wrong = ends
    return bool(np.all(np.isfinite(wrong)) and np.linalg.norm(wrong - right) > 1e-2 * np.linalg.norm(right))
