"""Main: run the cells of a task one after another, within limits, and write what was seen."""

from __future__ import annotations

import ast
import builtins
import io
import json
import os
import signal
import sys
import time
import traceback
import types
from importlib.machinery import PathFinder
from typing import Any

import numpy as np

from .recorder import Recorder
from .reports import keeping_nothing
from .rewriter import Rewriter
from .scikit import Scikit
from .standins import Beside, Drawing, compiled
from .tape import Enough, Tape

MOST_WRITTEN = 500_000_000
MOST_PRINTED = 20_000  # letters of one cell


def limit(memory: int, seconds: float, network: bool) -> list[str]:
    """Set the limits that this system has; say which it has not."""
    missing = []
    try:
        import resource

        for kind, most in (
            ("RLIMIT_AS", memory),
            ("RLIMIT_FSIZE", MOST_WRITTEN),
            ("RLIMIT_CPU", int(seconds) + 5),
            ("RLIMIT_CORE", 0),
        ):
            try:
                resource.setrlimit(getattr(resource, kind), (most, most))
            except (ValueError, OSError, AttributeError):
                missing.append(kind)
    except ImportError:
        missing.append("resource")
    if not network:
        missing.append("network")
    if hasattr(signal, "setitimer"):

        def out_of_time(*_: Any) -> None:
            raise Enough

        signal.signal(signal.SIGALRM, out_of_time)
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    return missing


def cut_network() -> bool:
    """Take the network away, where the system lets a process do that to itself; whether it did."""
    try:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        return libc.unshare(0x10000000 | 0x40000000) == 0  # a user and a network of its own
    except (OSError, AttributeError, ImportError):
        return False


def old_names() -> None:
    """Give NumPy the names that it had when many notebooks were written."""
    for name, now in (
        ("product", "prod"),
        ("cumproduct", "cumprod"),
        ("alltrue", "all"),
        ("sometrue", "any"),
    ):
        if not hasattr(np, name):
            setattr(np, name, getattr(np, now))
            np.__all__.append(name)  # for `from numpy import *`
    for name, kind in (("float", float), ("int", int), ("bool", bool), ("object", object)):
        if name not in np.__dict__ or name != "bool":
            setattr(np, name, kind)
    for name, now in (
        ("float_", "float64"),
        ("NaN", "nan"),
        ("Inf", "inf"),
        ("mat", "asmatrix"),
        ("row_stack", "vstack"),
    ):
        if name not in np.__dict__:
            setattr(np, name, getattr(np, now))
            np.__all__.append(name)


class Printed(io.TextIOBase):
    """What the program prints, by cell: of one as much as is looked at, and nothing after a loop was left."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder, self.size = recorder, 0
        self.cells: list[tuple[Any, list[str]]] = []

    def begin(self, cell: Any) -> None:
        self.cells.append((cell, []))
        self.size = 0

    def write(self, text: str) -> int:
        if not self.recorder.left and self.size < MOST_PRINTED and self.cells:
            self.cells[-1][1].append(text)
            self.size += len(text)
        return len(text)


def run(task: dict[str, Any], folder: str) -> None:
    """Run the cells one after another, and write what was seen."""
    network = cut_network()
    missing = limit(task["memory"], task["seconds"], network)
    tape = Tape()
    recorder = Recorder(tape, time.monotonic() + task["seconds"])
    module = types.ModuleType("__main__")
    space = module.__dict__
    hooks = recorder.hooks()
    hooks["display"] = lambda *_, **__: None
    hooks["get_ipython"] = lambda: None
    if task["name"].endswith(".ipynb"):
        hooks |= {"_": "", "__": "", "___": "", "In": [""], "Out": {}}  # what a notebook has of itself
    space.update(hooks)
    space["__file__"] = os.path.join(task["folder"], task["name"])
    drawing, beside = Drawing(), Beside(task["folder"], hooks, task["beside"])
    scikit = Scikit()
    sys.meta_path.insert(0, drawing)  # type: ignore[arg-type]
    sys.meta_path.insert(1, beside)  # type: ignore[arg-type]
    sys.meta_path.append(scikit)  # type: ignore[arg-type]
    sys.path.append(task["folder"])
    sys.argv = [task["name"]]
    sys.modules["__main__"] = module
    time.sleep = lambda *_: None  # type: ignore[assignment]
    builtins.input = lambda *_: ""  # type: ignore[assignment]
    old_names()
    for name, shape in task.get("stubs", {}).items():
        Rewriter.stubs |= {name}
        space[name] = recorder.stubs[name] = np.random.default_rng(0).normal(size=shape)
    tape.redrawn = {int(leaf): size for leaf, size in task.get("weights", {}).items()}
    texts = [*(cell["text"] for cell in task["cells"]), *task["beside"].values()]
    Rewriter.pure = keeping_nothing(map(parsed, texts))
    errors, stopped, ended = [], False, []
    printed = Printed(recorder)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        real = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = printed, nowhere  # type: ignore[assignment]
        try:
            for cell in task["cells"]:
                tape.stack.clear()
                printed.begin(cell["cell"])
                try:
                    exec(compiled(cell["text"], cell["cell"]), space)
                except Enough:
                    stopped = True
                    break
                except SystemExit:
                    break
                except BaseException as error:
                    errors.append(told(error, cell["cell"]))
                ended.append(len(tape.operations))
        except Enough:
            stopped = True
        finally:
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, 0)
            sys.stdout, sys.stderr = real
    more = {
        "errors": errors,
        "stopped": stopped,
        "unlimited": missing,
        "stood_in": [name for name in drawing.used if not installed(name)] + scikit.used,
        "read": beside.read,
        "printed": [(cell, "".join(parts)) for cell, parts in printed.cells],
    }
    tape.write(folder, {**more, "cells_ended": ended, "numpy": np.__version__})


def installed(name: str) -> bool:
    """Whether the interpreter has a module."""
    return PathFinder.find_spec(name) is not None


def parsed(text: str) -> ast.AST:
    """Parse a cell; nothing of one that cannot be."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def told(error: BaseException, cell: Any) -> dict[str, Any]:
    """Say where a cell raised what."""
    places = []
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith("<pizarra "):
            place = frame.filename[9:-1]
            places.append(
                (cell if place == str(cell) else int(place) if place.isdigit() else place, frame.lineno)
            )
    text = f"{type(error).__name__}: {str(error)[:300]}"
    name = getattr(error, "name", None) if isinstance(error, (NameError, ImportError)) else None
    if isinstance(error, FileNotFoundError):
        name = str(error.filename)
    cell, line = places[-1] if places else (cell, None)
    return {
        "cell": cell,
        "line": line,
        "text": text,
        "kind": type(error).__name__,
        "name": name,
        "callers": places[:-1],
    }


def main() -> None:
    """Read the task that the command line names, and run it."""
    with open(sys.argv[1], encoding="utf-8") as given:
        wanted = json.load(given)
    run(wanted, sys.argv[2])
    sys.stdout.flush()
    os._exit(0)  # whatever threads the program left
