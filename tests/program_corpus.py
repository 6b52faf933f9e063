"""The programs of tests/programs and what is known of them: read, repaired, run, held against finite differences."""

import builtins
import contextlib
import io
import json
import os
import re
import sys
import tempfile
import textwrap
import tomllib
import types
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

FOLDER = Path(__file__).parent / "programs"
# The classes of mistakes that the programs have, each at least once.
FAULTS = set(
    re.findall(
        r"[a-z-]+",
        """
        accumulator-not-reset bias-gradient-from-weight-gradient bias-mean-weights-sum bias-never-updated
        bias-summed-over-units-too delta-never-propagated derivative-at-activation derivative-incomplete
        derivative-returns-the-value dropout-mask-missing-backward dropout-scale-mismatch
        error-passed-back-instead-of-delta in-place-aliasing inner-instead-of-outer-product
        loss-and-delta-do-not-match missing-output-derivative missing-paths own-activation-instead-of-input
        pre-activation-where-activation-belongs rate-inside-delta regulariser-gradient
        regulariser-gradient-missing results-unpacked-in-the-wrong-order sign-flipped
        softmax-derivative-elementwise softmax-wrong-axis stale-or-undefined-variable target-broadcast
        transposed-gradient update-before-use update-stored-under-another-name wrong-activations-derivative
        wrong-base-in-update wrong-bias-column-removed wrong-layers-delta wrong-parameter-updated
        wrong-sample-or-target wrong-weights
        """,
    )
)


@dataclass(frozen=True)
class Written:
    """One program: its code cells by number (a script has one, None), and its truth."""

    name: str
    cells: dict[int | None, str]
    truth: dict[str, Any]
    folder: Path = FOLDER

    @classmethod
    def read(cls, name: str, folder: Path = FOLDER) -> "Written":
        truth = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
        if truth["kind"] == "script":
            return cls(name, {None: (folder / f"{name}.py").read_text(encoding="utf-8")}, truth, folder)
        notebook = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))
        cells: dict[int | None, str] = {
            number: "".join(cell["source"]) + "\n"
            for number, cell in enumerate(notebook["cells"])
            if cell["cell_type"] == "code"
        }
        return cls(name, cells, truth, folder)

    @property
    def file(self) -> Path:
        return self.folder / f"{self.name}.{'py' if self.truth['kind'] == 'script' else 'ipynb'}"

    def line(self, cell: int | None, number: int) -> str:
        return self.cells[cell].splitlines()[number - 1]

    def repaired(self, but: int | None = None) -> "Written":
        """Give the program with every fault repaired as its truth says, or with every fault but one."""
        cells = {number: text.splitlines() for number, text in self.cells.items()}
        kept = [fault for number, fault in enumerate(self.truth.get("faults", [])) if number != but]
        for fault in kept:
            for repair in fault["repairs"]:
                lines = cells[repair.get("cell")]
                old = lines[repair["line"] - 1]
                indent = old[: len(old) - len(old.lstrip())]
                lines[repair["line"] - 1] = textwrap.indent(repair["text"], indent)
        return Written(
            self.name, {n: "\n".join(lines) + "\n" for n, lines in cells.items()}, self.truth, self.folder
        )

    def run(self, *changes: list[list[str]]) -> dict[str, Any]:
        """Run all of it, from the top, after replacing text by text; give its names."""
        names: dict[str, Any] = {"__name__": "__main__"}
        left = [change for some in changes for change in some]
        seen: set[str] = set()
        with quiet():
            for number, text in self.cells.items():
                for old, new in left:
                    seen |= {old} if old in text else set()
                    text = text.replace(old, new)
                lines = ["" if line.startswith(("%", "!")) else line for line in text.splitlines()]
                try:
                    exec(compile("\n".join(lines), f"{self.name}:{number}", "exec"), names)
                except Exception as error:
                    if type(error).__name__ != self.truth.get("raises", {}).get("error"):
                        raise
                    names["(raised)"] = error
                    break
        assert seen == {old for old, _ in left}, f"{self.name} has nothing of {left} any more"
        return names


@contextlib.contextmanager
def quiet():
    """Let a program print, plot, ask and write without anybody seeing it."""
    here = Path.cwd()
    plots = ("matplotlib", "matplotlib.pyplot")
    before = {name: sys.modules.get(name) for name in plots}
    stand_ins = {name: plot_stand_in(name) for name in plots}
    stand_ins["matplotlib"].pyplot = stand_ins["matplotlib.pyplot"]
    state = np.random.get_state()  # noqa: NPY002  (theirs, and it is put back)
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.redirect_stdout(io.StringIO()),
        warnings.catch_warnings(),
        np.printoptions(),  # what a program sets here and below, it sets for itself alone
        np.errstate(),
        mock.patch.object(builtins, "input", return_value="n"),
    ):
        warnings.simplefilter("ignore")
        os.chdir(folder)
        sys.modules.update(stand_ins)
        try:
            yield
        finally:
            for name, module in before.items():
                del sys.modules[name]
                if module is not None:
                    sys.modules[name] = module
            os.chdir(here)
            np.random.set_state(state)  # noqa: NPY002


def plot_stand_in(name: str) -> Any:
    """A module of which every attribute can be called and gives the like again."""
    module = types.ModuleType(name)
    module.__getattr__ = lambda _: mock.MagicMock()  # type: ignore[method-assign]
    return module


def values(thing: Any) -> np.ndarray:
    return np.array(thing, dtype=float)


def step_and_slope(program: Written) -> tuple[np.ndarray, np.ndarray]:
    """Give what the program's first step went by, and the slope of its loss there, all parameters in a row."""
    check = program.truth["check"]
    before, after = program.run(check["none"]), program.run(check["one"])
    exec(check.get("helpers", ""), after)
    if call := check.get("call"):
        with quiet():
            exec(call, before)
            exec(call, after)
    # Where the last step began: before it, or worked back from what it left.
    starts = {role: values(eval(role, before)) for role in check["parameters"]}
    if "at" in check:
        starts = {
            role: values(eval(at, after)) for role, at in zip(check["parameters"], check["at"], strict=True)
        }
    gradients = check.get("gradients", check["parameters"])
    steps = []
    for role, gradient in zip(check["parameters"], gradients, strict=True):
        moved = values(eval(gradient, after))
        steps.append(moved if gradient != role else starts[role] - moved)
    # The samples, masks and orders of the step, the parameters from before it.
    for role, start in starts.items():
        put(after, role, start)
    slopes = [slope(after, role, start, check) for role, start in starts.items()]
    return np.concatenate([s.ravel() for s in steps]), np.concatenate([s.ravel() for s in slopes])


def put(names: dict[str, Any], role: str, value: np.ndarray) -> None:
    old = eval(role, names) if "." in role or "[" in role or role in names else value
    kept = (
        value.tolist() if isinstance(old, list) else float(value) if isinstance(old, float) else value.copy()
    )
    exec(f"{role} = _value", {}, _Assign(names, kept))


class _Assign(dict):
    """Names to assign into, with `_value` beside them."""

    def __init__(self, names: dict[str, Any], value: Any):
        super().__init__()
        self.names, self.value = names, value

    def __getitem__(self, key: str) -> Any:
        return self.value if key == "_value" else self.names[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.names[key] = value


def slope(names: dict[str, Any], role: str, start: np.ndarray, check: dict[str, Any]) -> np.ndarray:
    """Differentiate the loss by central differences, entry by entry."""

    def loss() -> float:
        for name, text in check.get("where", {}).items():
            names[name] = eval(text, names)
        return float(eval(check["loss"], names))

    found = np.zeros_like(start)
    for index in np.ndindex(start.shape):
        ends = []
        for sign in (1, -1):
            moved = start.copy()
            moved[index] += sign * 1e-5
            put(names, role, moved)
            ends.append(loss())
        found[index] = (ends[0] - ends[1]) / 2e-5
    put(names, role, start)
    return found


def left_over(program: Written) -> float:
    """Give how much of the step is not a positive multiple of the slope; 2 where it goes uphill."""
    step, slopes = step_and_slope(program)
    factor = step @ slopes / (slopes @ slopes)
    if factor <= 0:
        return 2.0
    return float(np.linalg.norm(step - factor * slopes) / np.linalg.norm(step))
