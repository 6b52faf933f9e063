"""The formula that is shown for an edit has the numbers that the search found for it, computed in another way."""

from pathlib import Path
from runpy import run_path

import numpy as np

from pizarra.doctor.bench import Bench
from pizarra.doctor.edit import NONE, Ledger
from pizarra.doctor.enumerate import finished
from pizarra.doctor.forward import forward_edits
from pizarra.doctor.rewrite import rewritten
from pizarra.formula import evaluate

classes = run_path(str(Path(__file__).with_name("test_classes.py")))
points, FACTORS = classes["points"], classes["FACTORS"]


def versions():
    """Yield every edit of one line: the derivation, the line, the edit, all the numbers it may give, what it reads."""
    for point in points():
        derivation, ledger = point.derivation, Ledger()
        entries = frozenset(line.name for line in derivation.lines if line.kind == "cotangent")
        bench = Bench(derivation, point.true, ledger, FACTORS, 1, entries=entries)
        for line in derivation.lines:
            if line.kind in ("value", "loss"):
                continue
            with np.errstate(all="ignore"):
                stack = finished(bench, line)
            found = {}
            for row in np.flatnonzero(stack.cost == 1):
                [number] = (int(k) for k in stack.own[row] if k != NONE)
                found.setdefault(number, []).append(stack.values[row])
            for number, arrays in found.items():
                yield derivation, line, ledger.edits[number], arrays, point.true
        for edit, name, found in forward_edits(point):
            yield derivation, derivation.by_name[name], edit, [found], point.true


def other_words(derivation, line, edit) -> bool:
    """Whether the formula says it in part: at a bend, a text that stands in the line twice."""
    short = derivation.shortcut
    twice = edit.kind in ("drop", "sign") and (
        edit.old == "1" or (short is not None and short[0] == line.name)
    )
    return twice or (edit.kind == "point" and bool(line.step.layer.kinks))


def check() -> tuple[int, int]:
    """Compare all that have a formula; give how many have one, of how many."""
    seen = written = 0
    for derivation, line, edit, arrays, values in versions():
        seen += 1
        tree = rewritten(derivation, line, (edit,))
        if tree is None or other_words(derivation, line, edit):
            continue
        written += 1
        lengths = {"n": len(values["x"]), **dict(zip(line.axes, arrays[0].shape, strict=True))}
        with np.errstate(all="ignore"):
            shown = np.asarray(evaluate(tree, values, line.axes, lengths=lengths), dtype=float)
        same = [np.allclose(shown, array, rtol=1e-9, atol=1e-12, equal_nan=True) for array in arrays]
        assert any(same), (edit, derivation.network)
    return written, seen


def test_a_formula_has_the_numbers_of_its_edit():
    written, seen = check()
    assert written > 0.4 * seen > 500
