"""Mistakes in the check of gradients itself: each makes a right gradient wrong, or lets a wrong one pass."""

import inspect
import sys
import textwrap

import numpy as np
import pytest

import pizarra.check
from pizarra import Trace, check_gradient
from pizarra.check import State, check_network, line
from pizarra.layers import Linear, ReLU, Tanh
from pizarra.losses import SquaredError
from pizarra.network import Network

pytestmark = pytest.mark.slow

MUTANTS = [  # (module, function, what stands there, the mistake)
    ("line", "_rungs", "(above - below) / (2 * size)", "(above - below) / size"),
    ("line", "_rungs", "(ratio - 1)", "(ratio + 1)"),
    ("line", "_rungs", "irregular = max(irregular, abs(central - before.central) * size)", "pass"),
    ("line", "_rungs", "ROUNDING * eps * largest", "0.0"),
    ("line", "_rungs", "(here - below) / -down", "(here - below) / down"),
    ("line", "two_steps", "(ratio * narrow - wide)", "(ratio * wide - narrow)"),
    ("line", "two_steps", "SCATTER * abs(wide - narrow) +", "-1e-3 +"),
    ("line", "two_steps", "ROUNDING * eps", "-ROUNDING * eps"),
    ("line", "slope", "rung.value - rung.bound > high or rung.value + rung.bound < low", "False"),
    ("line", "slope", "rung.still and rung.step < LOST * scale", "False"),
    ("line", "_sided", "abs(here - apart) > 0.5 * abs(apart)", "True"),
    ("line", "_sided", "abs(here - apart) > 0.5 * abs(apart) or", "False and"),
    ("measure", "_sorted", "apart = open_ & (", "apart = open_ & ~("),
    ("measure", "_sorted", "(bound <= precision.sharp * size)", "(bound >= 0)"),
    ("measure", "_judge", "entries.state[place] = State.WRONG", "entries.state[place] = State.SMALL"),
    ("measure", "_judge", "entries.state[place] = State.KINK", "entries.state[place] = State.WRONG"),
    ("measure", "_confirmed", "if off <= allowed:", "if True:"),
    ("measure", "_confirmed", "+ point.rounding(which, place)", ""),
    ("continued", "rounding", "* 2.0**-52", ""),
    ("kinks", "beside", "spread if several else", "0.0 if several else"),
    ("kinks", "beside", "several = ", "several = True or "),
    ("continued", "complex_step", "value.imag / STEP", "value.imag"),
    ("continued", "_extreme", "(_real(a) >= _real(b)) if largest", "(_real(a) <= _real(b)) if largest"),
    ("pattern", "fits", "np.all(off <=", "np.any(off <="),
    ("pattern", "_permutation", "del free[found]", "pass"),
    ("pattern", "_refilled", 'order="F"', 'order="C"'),
    ("unsampled", "look_at_the_rest", "if _agrees(point, which, given, direction, rest):", "if True:"),
    ("unsampled", "look_at_the_rest", "else half", "else rest[len(rest) // 2 :]"),
    ("function", "call", "function(*params)", "function(params)"),
    ("wavering", "_measured", "TIMES * noise", "1e14 * noise"),
    ("units", "_term", "Number(samples)", "Number(samples + 1)"),
]  # fmt: skip
X = np.random.default_rng(0).normal(size=(6, 3))
T = np.random.default_rng(1).normal(size=(6, 2))


def along(f):
    with np.errstate(all="ignore"):
        return line.slope(lambda h: (h, float(f(h))), float(f(0.0)), least=2.0**-36, scale=1.0, eps=2.0**-52)


def survives() -> None:
    """Check gradients of which it is known whether they are right, and why not."""
    rng = np.random.default_rng(5)
    W, b = rng.normal(size=(3, 3)), rng.normal(size=3)

    def loss(W, b):
        a = np.tanh(X @ W + b)
        return np.sum(np.maximum(a, 0.2 * a) ** 2)

    def grad(W, b):
        a = np.tanh(X @ W + b)
        dz = 2 * a * np.where(a > 0, 1, 0.04) * (1 - a * a)
        return X.T @ dz, dz.sum(axis=0)

    dW, db = grad(W, b)
    assert check_gradient(loss, grad, (W, b)).count(State.RIGHT) == 12
    for by in (1.001, -1.0):
        wrong = dW.copy()
        wrong[1, 2] *= by
        report = check_gradient(loss, (wrong, db), (W, b))
        assert report["W"].worst(9) == [(1, 2)]
        assert np.all(np.abs(report["W"].measured - dW) <= report["W"].bound)
    quick = check_gradient(loss, (dW, db), (W, b))["W"]
    assert np.max(np.abs(quick.measured - dW)) <= 1e-10 * np.max(np.abs(dW))
    assert (
        check_gradient(loss, lambda W, b: (grad(W, b)[0] * 1.001, grad(W, b)[1]), (W, b)).verdict == "faulty"
    )
    for change, fault in (
        (dW.T, "transpose"), (dW[[1, 2, 0]], "permutation"), (dW.ravel("F").reshape(3, 3)[::-1], None),
        (2 * dW, "factor"), (dW * [1, 2, 1], "line"), (dW[[1, 0, 0]], None),
    ):  # fmt: skip
        [finding] = check_gradient(loss, (change, db), (W, b)).findings
        assert finding.fault == fault or fault is None and finding.fault not in ("permutation", "factor")  # noqa: RUF021
    wide = rng.normal(size=(2, 3))
    order = np.cos(wide).ravel("F").reshape(2, 3)
    assert check_gradient(lambda w: np.sum(np.sin(w)), order, wide).findings[0].fault == "order"
    for slope, verdict in ((0.5, "correct"), (-1.0, "correct"), (1.01, "faulty"), (-1.01, "faulty")):
        at = np.array([0.0, 1.0])
        report = check_gradient(lambda w: np.sum(np.abs(w)), np.array([slope, 1.0]), at)
        assert report.verdict == verdict
        assert report.count(State.KINK) == (verdict == "correct")
    for units in np.ndindex(2, 2, 2, 2, 2, 2):  # relu′(0) of each sample
        g = X.T @ (2.0 * T[:, 0] * units)
        zeros = np.zeros(3)
        assert check_gradient(lambda w: np.sum(2 * T[:, 0] * np.maximum(X @ w, 0)), g, zeros).ok
    assert along(np.abs).kink
    assert not along(lambda w: np.log1p(np.exp(w))).kink
    assert along(lambda w: 1 + w + 1e-9 * np.tanh(w / 1e-8)).off(1.1) == 0
    assert along(lambda w: (1e8 + w) - 1e8).off(1.0) == 0
    assert along(lambda w: (1e8 + w) - 1e8).off(0.0) > 0
    lost = check_gradient(lambda w: (1e8 + np.sum(w)) - 1e8, np.ones(2), np.array([0.3, 0.2]))
    assert lost.verdict == "correct"
    behind = lambda w: 1e9 + 1e-12 * np.sum(np.sin(np.maximum(w, -9)))  # noqa: E731
    assert check_gradient(behind, lambda w: 1e-12 * np.cos(w), np.array([1.0, 2.0])).ok
    assert check_gradient(behind, lambda w: 1.1e-12 * np.cos(w), np.array([1.0, 2.0])).verdict == "faulty"
    hidden = check_gradient(lambda w: 1e9 + 1e-12 * float(np.float64(w)), 3e-12, 1.0)
    assert hidden.verdict == "unclear"
    cancels = lambda w: 1e20 * (9 + np.sum(np.tanh(X @ w)) - np.sum(np.tanh(X @ w)))  # noqa: E731
    assert check_gradient(cancels, np.full(3, 1e3), np.ones(3)).verdict == "unclear"
    steep = check_gradient(lambda w: float(np.sin(1e5 * w)), float(1e5 * np.cos(3e4)), 0.3)
    assert steep.ok
    bent = check_gradient(lambda w: float(abs(w - 1e-6)), -1.0, 0.0)
    assert bent.ok
    assert check_gradient(lambda w: float(np.log1p(np.exp(w))), 0.9, 0.0).verdict == "faulty"
    large = rng.normal(size=(20, 30))
    wrong = np.cos(large)
    wrong[3, 7] += 0.01
    report = check_gradient(lambda w: np.sum(np.sin(w)), wrong, large, sample=5)
    assert report.parameters[0].worst(2) == [(3, 7)]
    network = Network([Linear(), Tanh(), Linear(), ReLU()], SquaredError("1/N"))
    parameters = {name: rng.normal(size=s) for name, s in
                  {"W1": (3, 4), "b1": 4, "W2": (4, 2), "b2": 2}.items()}  # fmt: skip
    right = Trace(network, parameters, X, T).gradients
    report = check_network(network, right, parameters, X, T)
    assert report.ok
    assert report.calls < 20  # by way of the units
    assert not check_network(network, {**right, "W1": right["W1"] * 1.001}, parameters, X, T)


def test_the_unchanged_check_passes():
    survives()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant[0]}.{mutant[1]}: {mutant[3]}"[:60])
def test_a_mistake_is_caught(mutant, monkeypatch):
    module, name, old, new = mutant
    source = sys.modules[f"pizarra.check.{module}"]
    original = getattr(source, name)
    plain = inspect.unwrap(original)
    text = textwrap.dedent(inspect.getsource(plain))
    text = "\n".join(line for line in text.splitlines() if not line.startswith("@"))
    assert old in text, "the mutant's place is gone: find it a new one"
    made: dict = {}
    exec(compile(text.replace(old, new), f"<{module}.{name}>", "exec"), source.__dict__, made)
    for other in [m for key, m in sys.modules.items() if key.startswith(pizarra.check.__name__)]:
        if getattr(other, name, None) is original:
            monkeypatch.setattr(other, name, made[name])
    with pytest.raises(Exception, match=r"(?s).*"):
        survives()
