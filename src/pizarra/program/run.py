"""Run: a program in a child process, within limits, and what was recorded of it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import FileError
from .source import Source

RECORDER = Path(__file__).with_name("recorder.py")
MEMORY = 2_000_000_000
DATA = {".csv", ".txt", ".dat", ".data", ".npz", ".npy", ".json", ".tsv"}
DATA_AT_MOST = 20_000_000

Site = tuple[int | None, int, int]


@dataclass(frozen=True, eq=False)
class Event:
    """One expression that was computed: what it did, where, of what, and what came out."""

    number: int
    op: str
    site: Site | None
    inputs: tuple[int | None, ...]
    stack: tuple[Site, ...]
    value: np.ndarray
    more: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Recording:
    """All events of a run, the names that were given to them, and how the run ended."""

    events: tuple[Event, ...] = ()
    names: tuple[tuple[int, str, Site], ...] = ()
    errors: tuple[dict[str, Any], ...] = ()
    ended: str = ""  # "timeout" or "died", where nothing came back
    unlimited: tuple[str, ...] = ()
    bridged: tuple[Site, ...] = field(default_factory=tuple)

    @cached_property
    def named(self) -> dict[int, list[tuple[str, Site]]]:
        """The names of each event, in the order in which it got them."""
        found: dict[int, list[tuple[str, Site]]] = defaultdict(list)
        for event, name, site in self.names:
            found[event].append((name, site))
        return found


def record(
    source: Source, seconds: float = 60.0, python: str | None = None, memory: int = MEMORY
) -> Recording:
    """Run a program in a child process of its own group, in an empty folder, and give what was recorded.

    Raises FileError where the interpreter cannot be started.
    """
    with tempfile.TemporaryDirectory(prefix="pizarra-") as folder:
        work, out = Path(folder, "work"), Path(folder, "out")
        work.mkdir()
        out.mkdir()
        _copy_data(source.path.resolve().parent, work)
        task = {
            "cells": [{"cell": cell.number, "text": cell.text} for cell in source.cells],
            "seconds": seconds,
            "memory": memory,
            "folder": str(source.path.resolve().parent),
            "name": source.path.name,
        }
        Path(folder, "task.json").write_text(json.dumps(task), encoding="utf-8")
        command = [python or sys.executable, "-I", str(RECORDER), str(Path(folder, "task.json")), str(out)]
        clean = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
        clean |= {"HOME": folder, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
        try:
            child = subprocess.Popen(
                command,
                cwd=work,
                env=clean,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise FileError(f"{command[0]} cannot be started: {error.strerror}.") from None
        try:
            child.wait(seconds + 10)
        except subprocess.TimeoutExpired:
            return Recording(ended="timeout")
        finally:
            _end(child)
        return _read(out)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and all that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    elif child.poll() is None:
        child.kill()
    child.wait()


def _copy_data(there: Path, here: Path) -> None:
    """Give the program copies of the data files beside it: the originals are not written."""
    left = DATA_AT_MOST
    for file in sorted(there.iterdir())[:500]:
        if file.is_file() and file.suffix.lower() in DATA and file.stat().st_size <= left:
            left -= file.stat().st_size
            shutil.copy(file, here / file.name)


def _read(folder: Path) -> Recording:
    """Read what the child wrote, believing nothing of it."""
    try:
        content = json.loads((folder / "events.json").read_text(encoding="utf-8"))
        values = np.fromfile(folder / "values.bin", dtype=float)
        events, place = [], 0
        for number, (event, size) in enumerate(zip(content["events"], content["sizes"], strict=True)):
            value = values[place : place + size].reshape(tuple(event.pop("shape")))
            place += size
            inputs = tuple(event.pop("inputs"))
            if any(i is not None and not 0 <= i < number for i in inputs):
                return Recording(ended="died")
            site = event.pop("site")
            events.append(
                Event(
                    number,
                    event.pop("op"),
                    None if site is None else (site[0], site[1], site[2]),
                    inputs,
                    tuple((s[0], s[1], s[2]) for s in event.pop("stack")),
                    value,
                    event,
                )
            )
        names = tuple((int(e), str(name), (s[0], s[1], s[2])) for e, name, s in content["names"])
        bridged = tuple(dict.fromkeys((s[0], s[1], s[2]) for s in content["bridged"]))
        return Recording(
            tuple(events), names, tuple(content["errors"]), "", tuple(content["unlimited"]), bridged
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return Recording(ended="died")
