"""The line of NumPy beside a step gives what the step gives, in every notation."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest

from pizarra.explain.solution import Solution
from pizarra.gallery import names, source
from pizarra.notation import names as notations
from pizarra.problem import read_toml
from pizarra.web.numpy_line import _name, step_line, update_line


def lines(view):
    for step in view.network.all_steps:
        own = step.names()
        for line in step.layer.values:
            yield own[line.name], step_line(view, step, line.name, own[line.name])
        for line in step.layer.cotangents:
            of = own[line.name[1:]]
            if of in view.trace.cotangents and len(view.contributions(of)) == 1:
                yield f"d:{of}", step_line(view, step, line.name, f"d:{of}")
    for name in view.network.parameters:
        yield f"new:{name}", update_line(view, name)


def held(view, problem):
    said = 0
    for left, code in lines(view):
        if not code:
            continue
        known = {"np": np, "N": view.trace.samples, _name(view, "rate"): view.trace.learning_rate}
        for name in (*view.network.parameters, *view.trace.values):
            for full in (name, f"d:{name}"):
                with contextlib.suppress(KeyError):
                    known[_name(view, full)] = view.matrix(full)
        with np.errstate(all="ignore"):
            exec(code, known)
        found, wanted = known[code.split(" = ")[0]], view.matrix(left)
        assert np.shape(found) == wanted.shape or wanted.size == 1, code
        np.testing.assert_allclose(np.ravel(found), wanted.ravel(), rtol=1e-10, atol=1e-10, err_msg=code)
        said += 1
    return said


@pytest.mark.parametrize("notation", notations())
@pytest.mark.parametrize("name", names())
def test_it_computes_the_step(name, notation):
    problem = read_toml(source(name), name=name)
    assert held(Solution(problem, notation=notation).view, problem) >= 8
