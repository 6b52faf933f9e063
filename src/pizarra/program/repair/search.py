"""Search: a change for each finding, of which a run of the program with it shows that it mends it.

A mistake that stands beside another one is told less surely than one that stands alone. So each that is found is mended
in the program's text, the program is run and judged again, and what is told then goes on; where the program is right at
the end, and is not with fewer of the changes, what was mended on the way is what is wrong.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ..report import Located, ProgramReport
from ..source import Source
from ..structure import VAGUE
from .proposals import proposals
from .statement import hunks, parses, with_text

Judge = Callable[[Source], ProgramReport]
Place = tuple[int | str | None, int | None]
MOST = 16  # proposals for one finding
MOST_STEPS = 6
LIKELY = 4  # of the proposals, those that come first
MOST_BRANCHES = 2  # changes after which something else was told, that are followed


@dataclass(frozen=True)
class Step:
    """A finding, as it was told then, and the program with a change that mends it."""

    found: Located
    after: Source


@dataclass(frozen=True)
class State:
    """A program with some changes, what is said of it, and the changes."""

    source: Source
    report: ProgramReport
    steps: tuple[Step, ...] = ()
    # Where something is left that no change mends: what it is after one of the likeliest changes, in its place.
    shown: State | None = None

    @property
    def right(self) -> bool:
        """Whether nothing is left to mend."""
        return self.report.verdict == "correct"


@dataclass
class Search:
    """The search for changes, within a time."""

    judge: Judge
    until: float
    used: frozenset[str] = frozenset()  # names of what the prediction depended on at first
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def late(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self.until

    def whole(self, report: ProgramReport) -> bool:
        """Whether the prediction depends on all that it depended on: else nothing is mended, but out of use."""
        return _used(report) >= self.used

    def mended(self, state: State) -> State:
        """Mend one finding after another; give the state with most of them mended."""
        if state.right or len(state.steps) >= MOST_STEPS:
            return state
        others: list[State] = []
        likely: list[State] = []
        for found in state.report.findings:
            for count, after in enumerate(proposals(state.source, found)):
                if count >= MOST or self.late():
                    break
                again = self.judged(after)
                if again is None:
                    continue
                step = State(after, again, (*state.steps, Step(found, after)))
                came = {(one.cell, one.line) for one in again.findings}
                left = {
                    _moved(state.source, after, (one.cell, one.line))
                    for one in state.report.findings
                    if one is not found
                }
                if came <= left and len(again.findings) < len(state.report.findings) and self.whole(again):
                    return self.mended(step)
                gone = _moved(state.source, after, (found.cell, found.line)) not in came
                if gone and len(again.findings) <= len(state.report.findings) and self.whole(again):
                    others.append(step)
                    if count < LIKELY and not any(one.finding.fault in VAGUE for one in again.findings):
                        likely.append(step)
        for other in sorted(others, key=lambda one: len(one.report.findings))[:MOST_BRANCHES]:
            end = self.mended(other)
            if end.right:
                return end
        return (
            replace(state, shown=min(likely, key=lambda one: len(one.report.findings))) if likely else state
        )

    def judged(self, source: Source) -> ProgramReport | None:
        """Judge a program that was not judged before; None for what is none, or cannot be read."""
        texts = tuple(cell.text for cell in source.every)
        if texts in self.seen or not parses(source):
            return None
        self.seen.add(texts)
        report = self.judge(source)
        return None if report.verdict == "unclear" else report


def with_repairs(report: ProgramReport, judge: Judge, seconds: float) -> ProgramReport:
    """Give the report with what mends its findings, as far as that is found in so many seconds.

    A change counts where the program, run with it, has one finding less. What the diagnosis suggests by itself is tried
    as well, and left out where it is not confirmed.
    """
    search = Search(judge, time.monotonic() + seconds, _used(report))
    end = search.mended(State(report.source, report))
    told = [_back(report.source, one) for one in end.steps]
    places = {(one.cell, one.line) for one in told}
    same = places == {(one.cell, one.line) for one in report.findings}
    if end.right and not same and _least(report.source, end, search):
        findings = tuple(_first_told(report, one) for one in told)
        report = replace(report, findings=findings)
        same = True
    elif end.shown is not None:
        report = _beside(report, end.shown)
    return _told(report, end, told, end.right and same, search.late())


def _used(report: ProgramReport) -> frozenset[str]:
    """Give the names of the parameters that the loss has a slope by."""
    if report.reading is None or not report.reading.rounds:
        return frozenset()
    slopes = report.reading.rounds[0].adjoint
    return frozenset(one.name for one in report.reading.parameters if slopes[one.first].any())


def _beside(report: ProgramReport, shown: State) -> ProgramReport:
    """Give the report with what a change of one finding's line shows to be wrong besides, once that line is right."""
    found = list(report.findings)
    mended = {_place(_back(report.source, step)) for step in shown.steps}
    left = [_back(report.source, Step(one, shown.source)) for one in shown.report.findings]
    if not mended <= {_place(one) for one in found}:
        return report
    kept = [one for one in found if _place(one) in mended or _place(one) in {_place(other) for other in left}]
    new = [one for one in left if _place(one) not in {_place(other) for other in found}]
    return replace(report, findings=(*kept, *new)) if len(kept) + len(new) >= len(found) else report


def _place(found: Located) -> Place:
    return found.cell, found.line


def _least(source: Source, end: State, search: Search) -> bool:
    """Whether none of the changes can be left out."""
    for number in range(len(end.steps)):
        fewer: Source | None = source
        before = source
        for place, step in enumerate(end.steps):
            if place != number and fewer is not None:
                fewer = _applied(fewer, before, step.after)
            before = step.after
        if fewer is None:
            return False
        report = search.judge(fewer) if parses(fewer) else None
        if report is None or report.verdict == "correct":
            return False
    return True


def _applied(source: Source, before: Source, after: Source) -> Source | None:
    """Make a change to another program; None where the lines that it changes are not there."""
    made = source
    texts, old = ({cell.number: cell.text.split("\n") for cell in one.every} for one in (source, before))
    for cell, begin, end, new in reversed(list(hunks(before, after))):
        at = _moved(before, source, (cell, begin + 1))[1]
        lines = texts[cell]
        place = (at or 1) - 1
        if lines[place : place + end - begin] != old[cell][begin:end]:
            return None
        texts[cell] = [*lines[:place], *new, *lines[place + end - begin :]]
        made = with_text(made, cell, "\n".join(texts[cell]))
    return made


def _moved(before: Source, after: Source, place: Place) -> Place:
    """Give where a line of a program stands once lines were put in or taken out."""
    cell, line = place
    shift = 0
    for number, begin, end, new in hunks(before, after):
        if number == cell and line is not None and end < line:
            shift += len(new) - (end - begin)
    return cell, None if line is None else line + shift


def _back(source: Source, step: Step) -> Located:
    """Give a finding with its place in the program as it was."""
    before = step.found
    cell, line = before.cell, before.line
    text = before.source
    if source.line(cell, line) == text:
        return before
    for by in range(1, 12):
        for other in ((line or 0) - by, (line or 0) + by):
            if source.line(cell, other) == text and text:
                return replace(before, line=other)
    return before


def _first_told(report: ProgramReport, found: Located) -> Located:
    """Give a finding as it was told at first, with its formulas; as it was told later, where it was not."""
    for one in report.findings:
        if (one.cell, one.line, one.finding.fault) == (found.cell, found.line, found.finding.fault):
            return one
    return found


def _told(report: ProgramReport, end: State, told: list[Located], every: bool, late: bool) -> ProgramReport:
    """Give each finding the lines that belong there, and the report the program with all of them."""
    findings = []
    for found in report.findings:
        numbers = [n for n, one in enumerate(told) if (one.cell, one.line) == (found.cell, found.line)]
        if not numbers:
            remedy = found.finding.remedy if late else ""  # which may not have been tried
            findings.append(replace(found, finding=replace(found.finding, remedy=remedy, confirmed=(0, 0))))
            continue
        number = numbers[0]
        before = end.steps[number - 1].after if number else report.source
        changes = tuple(
            (cell, i, j, tuple(new)) for cell, i, j, new in hunks(before, end.steps[number].after)
        )
        own = (
            end.steps[number].found.cell,
            (end.steps[number].found.line or 0) - 1,
            end.steps[number].found.line,
        )
        remedy = "\n".join(changes[0][3]).strip() if [one[:3] for one in changes] == [own] else ""
        finding = replace(found.finding, remedy=remedy, confirmed=(1, 1) if every else (0, 0))
        findings.append(replace(found, finding=finding, changes=changes))
    return replace(report, findings=tuple(findings), repaired=end.source if told else None)
