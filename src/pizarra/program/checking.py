"""check_program: what of a script or notebook with hand-written backpropagation is wrong, and on which line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from .report import ProgramReport
from .run import record
from .source import read_source
from .verdict import judged


def check_program(
    path: str | Path, *, seconds: float = 60.0, python: str | None = None, language: str = "en"
) -> ProgramReport:
    """Run a program in a child process, read which network it trains, and judge its gradients and steps.

    path: a script (.py) or a notebook (.ipynb). seconds: how long it may run. python: the interpreter to run it in;
    nothing said, this one. The program runs with limits that protect from accidents, not from hostile code. The verdict
    is `unclear`, with the reason, for whatever cannot be read. Raises FileError for what is no program.
    """
    source = read_source(path)
    report = judged(source, record(source, seconds, python))
    return replace(report, language=language)
