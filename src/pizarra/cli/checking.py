"""`pizarra check`: which of a reader's numbers are wrong, and why."""

from __future__ import annotations

import argparse
import math
import re
from typing import Any

from ..doctor import Diagnosis, diagnose, read_mine
from ..errors import FileError, NetworkError
from ..files import check_target, write_text
from ..problem import Problem
from ..program import ProgramReport, check_program, difference, read_program
from ..storage import npz
from .command import FINE, WRONG, format_of, problem_of, read, write
from .output import show
from .values import language

FAULTY = 1
REPAIRS = 20.0  # seconds in which a change is looked for that mends what is wrong


def check(arguments: argparse.Namespace) -> int:
    """Check the arrays of a file; give the exit code: 0 correct, 1 faulty, 2 unclear."""
    if arguments.json:
        if arguments.format not in (None, "json"):
            raise NetworkError(f"--json does not go with --format {arguments.format}.")
        arguments.format = "json"
    form = format_of(arguments)
    chosen = language(arguments.lang)
    if arguments.file:
        check_target(arguments.file)
    found = _program(arguments, chosen) if arguments.program is not None else _arrays(arguments, chosen)
    if arguments.diff:
        text = difference(found) if isinstance(found, ProgramReport) else ""
        if arguments.file:
            write_text(arguments.file, text)
        else:
            show(text, "text")
    else:
        write(found, form, arguments)
    return {"correct": FINE, "faulty": FAULTY}.get(found.verdict, WRONG)


def _arrays(arguments: argparse.Namespace, chosen: str) -> Diagnosis:
    mine = _mine(arguments)
    if arguments.network is None:
        arguments.network = arguments.arrays
    return diagnose(
        problem_of(arguments), mine, samples=arguments.samples, weights=arguments.weights, language=chosen
    )


def problem_of_program(arguments: argparse.Namespace) -> Problem:
    """Give the network that a program trains."""
    return read_program(arguments.network, **_limits(arguments))


def _program(arguments: argparse.Namespace, chosen: str) -> ProgramReport:
    for option in ("arrays", "network", "samples", "weights"):
        if getattr(arguments, option) is not None:
            raise NetworkError(f"A program says itself what its network and arrays are: no --{option}.")
    limits = _limits(arguments)
    repairs = min(REPAIRS, limits["seconds"])
    return check_program(
        arguments.program, run=not arguments.no_run, language=chosen, repairs=repairs, **limits
    )


def _limits(arguments: argparse.Namespace) -> dict[str, Any]:
    """Give how a program is to be run."""
    try:
        seconds = float(arguments.timeout or 60)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= 3600:
        raise NetworkError(f"--timeout is {arguments.timeout}; seconds between 1 and 3600 are expected.")
    return {
        "seconds": seconds,
        "python": arguments.python,
        "memory": _memory(arguments.memory or "2GB"),
        "stubs": dict(_stub(text) for text in arguments.stub or ()),
    }


def _memory(text: str) -> int:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([MG])i?B?", text, re.IGNORECASE)
    size = int(float(found[1]) * {"M": 10**6, "G": 10**9}[found[2].upper()]) if found else 0
    if not 300 * 10**6 <= size <= 10**13:
        raise NetworkError(f"--memory is {text}; a size such as 2GB or 500MB is expected, 300MB at least.")
    return size


def _stub(text: str) -> tuple[str, tuple[int, ...]]:
    found = re.fullmatch(r"([A-Za-z_]\w*)=(\d+(?:x\d+)*)", text)
    shape = tuple(map(int, found[2].split("x"))) if found else (0,)
    if found is None or not 0 < math.prod(shape) <= 10**7:
        raise NetworkError(f"--stub is {text}; a name and a shape are expected, such as X=100x4.")
    return found[1], shape


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
