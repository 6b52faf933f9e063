"""Run: a program in a child process, within limits."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..errors import FileError
from .recording import Recording, read_recording
from .source import Source

HERE = Path(__file__).parent
START = """
import os, sys
try:
    import numpy
except ImportError:
    os._exit(97)
sys.path.insert(0, {0!r})
import child.main
sys.path.remove({0!r})
child.main.main()
"""
NO_NUMPY = 97
MEMORY = 2_000_000_000
DATA = {
    ".csv",
    ".txt",
    ".dat",
    ".data",
    ".npz",
    ".npy",
    ".json",
    ".tsv",
    ".mat",
    ".pkl",
    ".gz",
    ".xls",
    ".xlsx",
    "",
}
DATA_AT_MOST = 60_000_000


def record(
    source: Source,
    seconds: float = 60.0,
    python: str | None = None,
    memory: int = MEMORY,
    stubs: Mapping[str, tuple[int, ...]] | None = None,
    weights: Mapping[int, float] | None = None,
) -> Recording:
    """Run a program in a child process of its own group, in an empty folder, and give what was recorded.

    weights: by the number of a leaf, the size of other numbers that are drawn for it.

    Raises FileError where the interpreter cannot be started.
    """
    with tempfile.TemporaryDirectory(prefix="pizarra-") as folder:
        work, out = Path(folder, "work"), Path(folder, "out")
        work.mkdir()
        out.mkdir()
        _copy_data(source.path.resolve().parent, work)
        task = {
            "cells": [{"cell": cell.number, "text": cell.text} for cell in source.cells],
            "beside": {file.number: file.text for file in source.beside},
            "seconds": seconds,
            "memory": memory,
            "folder": str(source.path.resolve().parent),
            "name": source.path.name,
            "stubs": {name: list(shape) for name, shape in (stubs or {}).items()},
            "weights": {str(leaf): size for leaf, size in (weights or {}).items()},
        }
        Path(folder, "task.json").write_text(json.dumps(task), encoding="utf-8")
        start = START.format(str(HERE))
        command = [python or sys.executable, "-I", "-c", start, str(Path(folder, "task.json")), str(out)]
        clean = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
        clean |= {"HOME": folder, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
        clean |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
        try:
            child = subprocess.Popen(
                command,
                cwd=work,
                env=clean,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if os.environ.get("PIZARRA_DEBUG") else subprocess.DEVNULL,
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
        return Recording(ended="no_numpy") if child.returncode == NO_NUMPY else read_recording(out)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and all that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    elif child.poll() is None:
        child.kill()
    child.wait()


def _copy_data(there: Path, here: Path) -> None:
    """Give the program copies of the data files beside it, and in the folders there: the originals are not written."""
    left = DATA_AT_MOST
    beside = sorted(there.iterdir())[:500]
    for folder in [there, *(one for one in beside if one.is_dir() and one.name[0] not in "._")]:
        for file in sorted(folder.iterdir())[:500] if os.access(folder, os.R_OK | os.X_OK) else ():
            if file.is_file() and file.suffix.lower() in DATA and file.stat().st_size <= left:
                left -= file.stat().st_size
                copy = here / file.relative_to(there)
                copy.parent.mkdir(exist_ok=True)
                shutil.copy(file, copy)
