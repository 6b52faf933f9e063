"""`pizarra check`: which of a reader's numbers are wrong, and why."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from ..doctor import Diagnosis, diagnose, read_mine
from ..errors import FileError, NetworkError
from ..files import check_target, write_text
from ..program import ProgramReport, check_program
from ..storage import npz
from .arguments import FORMATS
from .command import FINE, WRONG, problem_of, read, terminal
from .output import show
from .values import language, one_of

FAULTY = 1


def check(arguments: argparse.Namespace) -> int:
    """Check the arrays of a file; give the exit code: 0 correct, 1 faulty, 2 unclear."""
    form = _format(arguments)
    chosen = language(arguments.lang)
    if arguments.file:
        check_target(arguments.file)
    if arguments.program is not None:
        report = _program(arguments, chosen)
        _write(report, form, arguments)
        return {"correct": FINE, "faulty": FAULTY}.get(report.verdict, WRONG)
    mine = _mine(arguments)
    if arguments.network is None:
        arguments.network = arguments.arrays
    problem = problem_of(arguments)
    found = diagnose(problem, mine, language=chosen)
    _write(found, form, arguments)
    return {"correct": FINE, "faulty": FAULTY}.get(found.verdict, WRONG)


def _program(arguments: argparse.Namespace, chosen: str) -> ProgramReport:
    if arguments.arrays is not None or arguments.network is not None:
        raise NetworkError(
            "A program says itself what its network and arrays are: no --arrays, no --network."
        )
    try:
        seconds = float(arguments.timeout or 60)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= 3600:
        raise NetworkError(f"--timeout is {arguments.timeout}; seconds between 1 and 3600 are expected.")
    return check_program(arguments.program, seconds=seconds, language=chosen)


def _mine(arguments: argparse.Namespace) -> dict[str, Any]:
    path = arguments.arrays
    if path is None:
        raise NetworkError(
            "Say what to check: a script (.py) or notebook (.ipynb); or --arrays FILE, "
            "a TOML file with a table [mine], or an npz file."
        )
    if path.lower().endswith(".npz"):
        if arguments.network is None:
            raise NetworkError("An npz file has arrays alone; say which network they belong to: --network.")
        return dict(npz.read(path)[0])
    if not path.lower().endswith(".toml"):
        raise FileError(f"{path}: a TOML file with a table [mine], or an npz file, is expected.")
    return read_mine(read(path), name=path)


def _format(arguments: argparse.Namespace) -> str:
    if arguments.json:
        if arguments.format not in (None, "json"):
            raise NetworkError(f"--json does not go with --format {arguments.format}.")
        return "json"
    if arguments.format is not None:
        return one_of(arguments.format, tuple(FORMATS), "format")
    ending = Path(arguments.file).suffix.lower() if arguments.file else ""
    return next((form for form, endings in FORMATS.items() if ending in endings), "text")


def _write(found: Diagnosis | ProgramReport, form: str, arguments: argparse.Namespace) -> None:
    if form == "json":
        text = json.dumps(found.as_json(), ensure_ascii=False, indent=2) + "\n"
    elif form == "text":
        text = found.text(ascii=arguments.ascii)
    else:
        text = getattr(found, form)()
    if arguments.file:
        write_text(arguments.file, text)
    elif form == "text":
        width, color = terminal()
        show(
            found.text(width=width, ascii=arguments.ascii, color=color),
            instead=lambda: found.text(width=width, ascii=True, color=color),
        )
    else:
        show(text, form)
