"""Bounds hold: what float64 and float32 compute is within them of what many digits give, in every way of writing it."""

import mpmath
import numpy as np
import pytest

from pizarra.doctor.bounds import Known, bounded
from pizarra.formula import evaluate, parse
from pizarra.formula.tree import Add, Call, Div, Mul, Neg, Node, Number, Pow, Ref, Sum, refs

FUNCTIONS = {
    "exp": mpmath.exp,
    "log": mpmath.log,
    "tanh": mpmath.tanh,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
}
FORMULAS = [
    "sum(j, a[n,j] * b[j]) + c[n]",
    "sigmoid(c[n]) * (1 - sigmoid(c[n]))",
    "1 - tanh(c[n]) ** 2",
    "log(1 - sigmoid(c[n]))",
    "softplus(c[n]) - c[n]",
    "exp(c[n]) / (1 + exp(c[n]))",
    "(c[n] - 1) * (c[n] + 1) - c[n] ** 2",
    "sum(j, exp(a[n,j]) * (b[j] - b[j] * 3 + 2 * b[j])) - c[n]",
]


def exactly(node: Node, at: dict, values: dict):
    """Compute one entry with many digits."""
    go = lambda other: exactly(other, at, values)  # noqa: E731
    match node:
        case Number(number):
            return mpmath.mpf(str(float(number)))
        case Ref(name, indices):
            return mpmath.mpf(float(values[name][tuple(at[i] for i in indices)]))
        case Neg(body):
            return -go(body)
        case Add(items):
            return mpmath.fsum(map(go, items))
        case Mul(items):
            return mpmath.fprod(map(go, items))
        case Div(left, right):
            return go(left) / go(right)
        case Pow(left, right):
            return go(left) ** go(right)
        case Call(name, (argument,)):
            return FUNCTIONS[name](go(argument))
        case Sum(axis, body):
            length = next(
                values[ref.name].shape[ref.indices.index(axis)] for ref in refs(body) if axis in ref.indices
            )
            return mpmath.fsum(exactly(body, {**at, axis: k}, values) for k in range(length))
    raise AssertionError(node)


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(("kind", "unit"), [(np.float64, 2.0**-53), (np.float32, 2.0**-24)])
@pytest.mark.parametrize("scale", [1e-6, 1.0, 12.0, 30.0])
def test_what_is_computed_lies_within_its_bound(formula, kind, unit, scale):
    rng = np.random.default_rng(3)
    values = {
        "a": rng.normal(size=(5, 4)).astype(kind),
        "b": rng.normal(size=4).astype(kind),
        "c": (scale * rng.normal(size=5)).astype(kind),
    }
    tree = parse(formula)
    known = {name: Known(array.astype(float), np.zeros(array.shape)) for name, array in values.items()}
    with np.errstate(all="ignore"):
        found = np.asarray(evaluate(tree, values, ("n",)), dtype=float)
        bound = bounded(tree, ("n",), known, unit, {}).error
    with mpmath.workdps(60):
        exact = np.array([float(exactly(tree, {"n": n}, values)) for n in range(5)])
        off = np.abs(found - exact)
    computed = np.isfinite(found)
    assert np.all(off[computed] <= bound[computed] + np.abs(exact[computed]) * unit)
    plain = np.abs(exact) > 1e-3
    if scale <= 1 and "b[j] * 3" not in formula:  # and no bound is so wide that anything lies within
        assert np.all(bound[plain] <= 100 * unit * (1 + np.abs(exact[plain])))


def test_an_error_of_the_input_is_passed_on():
    tree = parse("log(x[n])")
    values = np.array([1.0, 0.1, 1e-3])
    for error, worst in ((1e-4, [1e-4, 1e-3, 0.11]), (1e-3, [1e-3, 1e-2, np.inf])):
        found = bounded(tree, ("n",), {"x": Known(values, np.full(3, error))}, 2.0**-53, {}).error
        assert np.all(found >= np.array(worst) * 0.9)
        assert np.all(found[:2] <= np.array(worst[:2]) * 1.2)
    nothing = bounded(
        parse("0 * log(x[n])"), ("n",), {"x": Known(values, np.full(3, 1e-3))}, 2.0**-53, {}
    ).error
    assert np.all(nothing < 1e-12)  # of an unbounded error, 0 times is none


def test_at_a_bend_either_outcome_is_possible_and_elsewhere_one():
    known = {"x": Known(np.array([-1.0, 1e-17, 2.0]), np.full(3, 1e-16)), "y": Known(np.ones(3), np.zeros(3))}
    found = bounded(parse("y[n] * (x[n] > 0)"), ("n",), known, 2.0**-53, {})
    assert np.round(found.error, 6).tolist() == [0, 1, 0]
    sure = bounded(parse("y[n] * (x[n] > 0)"), ("n",), known, 2.0**-53, {}, bends=False)
    assert np.round(sure.error, 6).tolist() == [0, 0, 0]
