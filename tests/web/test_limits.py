"""What is 0 · log 0 is 0, on the page as in Python: losses of probabilities at the ends of their domain."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pizarra.layer import Layer
from pizarra.losses import LOSSES, BinaryCrossEntropy, CrossEntropy
from pizarra.problem import Problem, from_plain
from pizarra.trace import Trace
from pizarra.web.program import Program

from .test_formulas import IMPORTS, PRINT, needs_node, run

EDGES = np.array([0.0, 1.0])


def at_the_edge(loss: str) -> Problem:
    """Probabilities that are 0 or 1 in floating point, and wanted to be so."""
    last, t = ("softmax", 0) if loss == "cross_entropy" else ("sigmoid", [0.0, 1.0, 1.0])
    x = np.array([800.0, -800.0, 1.0]) if loss == "cross_entropy" else np.array([-800.0, 800.0, 0.3])
    return from_plain([(np.eye(3), np.zeros(3)), last], x, t, loss=loss)


@pytest.mark.parametrize("kind", [CrossEntropy, BinaryCrossEntropy])
def test_the_formulas_with_limits_are_what_the_arrays_are_computed_by(kind: type[Layer]) -> None:
    rng = np.random.default_rng(1)
    layer = kind()
    inside = rng.uniform(0.1, 0.9, size=(2, 4, 3))
    edges = np.stack([np.tile(EDGES, 6).reshape(4, 3)] * 2)
    for y, t in (inside, edges):
        values = {"y": y, "t": t}
        values |= layer.run(np, y, t)
        for line in (*layer.values, *layer.cotangents):
            with np.errstate(all="ignore"):
                found = layer.computed(line).evaluate(values, lengths=layer.lengths({"y": y, "t": t}))
            wanted = (
                values[line.name]
                if line.name in values
                else layer.pull(np, None, values)[line.name.removeprefix("d")]
            )
            np.testing.assert_allclose(found, wanted, rtol=1e-13, atol=1e-13, err_msg=line.name)


def test_where_a_formula_has_a_value_everywhere_it_is_its_own() -> None:
    for kind in LOSSES.values():
        layer = kind()
        named = {line.name for line in layer.values + layer.cotangents}
        changed = {line.name for line in layer.values + layer.cotangents if layer.computed(line) != line}
        assert changed <= named
        assert changed == ({"l", "dy"} if kind in (CrossEntropy, BinaryCrossEntropy) else set())


@needs_node
@pytest.mark.parametrize("loss", ["cross_entropy", "binary_cross_entropy"])
def test_the_page_computes_it_as_python_does(loss: str) -> None:
    problem = at_the_edge(loss)
    program = Program(Trace(problem.network, problem.parameters, problem.x, problem.t))
    made: Any = run(
        f"{IMPORTS}const lines = {program.script()}, arrays = {list(program.data()['given'])!r}.map(unpacked);"
        f"compute(lines, arrays, 1); const made = arrays.map(a => [...a]);{PRINT}"
    )
    for name, found in zip(program.names, made, strict=True):
        assert np.isfinite(np.array(found, float)).all(), name
        np.testing.assert_allclose(found, np.ravel(program.array(name)), rtol=1e-12, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("loss", ["cross_entropy", "binary_cross_entropy"])
def test_the_written_solution_has_numbers_there_too(loss: str) -> None:
    problem = at_the_edge(loss)
    assert "nan" not in problem.explain().text().lower()
