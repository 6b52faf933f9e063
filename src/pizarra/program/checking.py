"""check_program: what of a script or notebook with hand-written backpropagation is wrong, and on which line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..errors import PizarraError
from ..language import say
from .changes import repaired
from .formulas import with_formulas
from .intervention import alike, other_weights
from .recording import Recording
from .repair import with_repairs
from .report import ProgramReport
from .run import MEMORY, record
from .source import Source, read_source
from .trial import tried
from .verdict import judged, read_only


def _confirmed(report: ProgramReport, judge: Callable[[Source], ProgramReport]) -> ProgramReport:
    """Run the program again as it would be with the suggested lines: where it is then right, they are confirmed."""
    if not report.findings or not all(found.finding.remedy for found in report.findings):
        return report
    other = repaired(report)
    if other is None or judge(other).verdict != "correct":
        return report
    sure = tuple(replace(f, finding=replace(f.finding, confirmed=(1, 1))) for f in report.findings)
    return replace(report, findings=sure)


def check_program(
    program: str | Path | Source,
    *,
    seconds: float = 60.0,
    python: str | None = None,
    memory: int = MEMORY,
    stubs: Mapping[str, tuple[int, ...]] | None = None,
    run: bool = True,
    language: str = "en",
    repairs: float = 0.0,
) -> ProgramReport:
    """Run a program in a child process, read which network it trains, and judge its gradients and steps.

    program: a script (.py) or notebook (.ipynb), or its source, read already. seconds, memory (bytes): how much it may
    take. python: the interpreter to run it in; nothing said, this one. stubs: shapes of arrays that stand in, by name,
    for what the program would load. run: whether to run it at all; where not, only its text is looked at. Where every
    finding has a replacement, the program is run again with them, to confirm them. repairs: for how many seconds a
    change is looked for that mends each finding, in further runs of the program with it.

    The program runs with limits that protect from accidents, not from hostile code. The verdict is `unclear`, with the
    reason, for whatever cannot be read. Raises FileError for what is no program.
    """
    source = program if isinstance(program, Source) else read_source(program)
    if not run:
        return replace(read_only(source), language=language)

    def recorded(one: Source) -> Recording:
        return record(one, seconds, python, memory, stubs)

    def judge(one: Source) -> ProgramReport:
        try:
            return judge_it(one)
        except PizarraError:
            raise
        except Exception as error:  # a mistake of ours: what is said must not be a traceback
            text = f"{type(error).__name__} {error}"[:120]
            return ProgramReport(one, "unclear", reason=say("program.own_error", text=text))

    def judge_it(one: Source) -> ProgramReport:
        recording = recorded(one)
        call = tried(one, recorded) if not (recording.updates or recording.ended) else None
        if call is None:
            return _otherwise(one, judged(one, recording))
        longer, recording, note = call
        report = judged(longer, recording)
        return replace(report, source=one, notes=(*report.notes, note))

    def _otherwise(one: Source, report: ProgramReport) -> ProgramReport:
        """Where what is wrong would look right at the program's weights: what is wrong with other weights."""
        if report.verdict != "correct" or report.reading is None or not alike(report.reading):
            return report
        weights = other_weights(report.reading)
        other = judged(one, record(one, seconds, python, memory, stubs, weights))
        if other.verdict != "faulty" or any(f.finding.fault == "unexplained" for f in other.findings):
            return report
        return replace(other, notes=(*other.notes, say("program.other_weights")))

    report = with_formulas(judge(source))
    if repairs > 0 and report.findings:
        with suppress(SyntaxError, ValueError, LookupError, AttributeError, RecursionError):
            report = with_repairs(report, judge, repairs)
    else:
        report = _confirmed(report, judge)
    notes = [
        say("program.stubbed", name=name, shape=" × ".join(map(str, shape)))
        for name, shape in (stubs or {}).items()
    ]
    return replace(report, notes=(*report.notes, *notes), language=language)
