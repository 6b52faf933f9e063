"""The complex step: right to the last digits wherever it gives a number, and silent where it cannot."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra.check.continued import complex_step

X = np.array([[0.3, -1.2, 2.0], [1.5, 0.4, -0.7]])
V = np.array([[1.0, 0.5, -2.0], [0.25, -1.0, 3.0]])


def stepped(f, x=X, v=V):
    return complex_step(lambda arrays: f(arrays[0]), [x], 0, v)


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (lambda x: np.sum(x**3), lambda x: 3 * x**2),
        (lambda x: np.sum(np.abs(x)), np.sign),
        (lambda x: abs(x).sum(), np.sign),
        (lambda x: np.sum(np.maximum(x, 0)), lambda x: x > 0),
        (lambda x: np.sum(np.minimum(0, x)), lambda x: x < 0),
        (lambda x: np.sum(x * (x > 0)), lambda x: x > 0),
        (lambda x: np.sum(np.where(x > 0, x, 0.1 * x)), lambda x: np.where(x > 0, 1, 0.1)),
        (lambda x: np.max(x), lambda x: x == x.max()),
        (lambda x: x.max(axis=1, keepdims=True).sum(), lambda x: x == x.max(axis=1, keepdims=True)),
        (lambda x: np.sum(x.min(axis=0)), lambda x: x == x.min(axis=0)),
        (lambda x: np.mean(np.tanh(x)), lambda x: (1 - np.tanh(x) ** 2) / 6),
        (lambda x: np.linalg.norm(x), lambda x: x / np.linalg.norm(x)),
        (lambda x: np.sum(np.conj(x) * x), lambda x: 2 * x),
        (lambda x: np.sum(x.real**2), lambda x: 2 * x),
        (lambda x: float(np.sum(np.exp(x))), np.exp),
        (lambda x: np.sum(np.exp(x)).item(), np.exp),
        (lambda x: np.sum(np.clip(x, -1, 1)), lambda x: np.abs(x) < 1),
        (lambda x: np.var(x), lambda x: 2 * (x - x.mean()) / 6),
        (lambda x: np.sum(np.logaddexp(0, x)), lambda x: 1 / (1 + np.exp(-x))),
        (lambda x: np.sum(np.einsum("ij,kj->ik", x, x)), lambda x: 2 * np.ones((2, 1)) * x.sum(axis=0)),
        (lambda x: np.sum(np.concatenate([x, x.T @ x], axis=0)), lambda x: 1 + 2 * x.sum(axis=1, keepdims=True)),
        (lambda x: sum(v * v for v in x.ravel()), lambda x: 2 * x),
        (lambda x: np.sum(np.stack([x, x * x]).reshape(-1)), lambda x: 1 + 2 * x),
    ],
)  # fmt: skip
def test_it_is_exact(f, slope):
    assert stepped(f) == pytest.approx(float(np.sum(slope(X) * V)), rel=1e-14)


@given(st.floats(-30, 30), st.integers(-250, 250))
def test_it_is_exact_at_any_scale(x, power):
    unit = 10.0 ** (power / 10)
    found = stepped(lambda a: unit * np.sum(np.tanh(a / unit)), np.array([x * unit]), np.ones(1))
    assert found == pytest.approx(1 / np.cosh(x) ** 2, rel=1e-9)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: math.exp(x[0, 0]) + 1,
        lambda x: np.sum(np.asarray(x).view(np.ndarray)),
        lambda x: np.sum(np.imag(x)),
        lambda x: np.sum(np.sort(x)),
        lambda x: np.sum(np.mod(x, 1)),
        lambda x: np.sum(np.arctan2(x, 1)),
        lambda x: 1.0,
        lambda x: x,
        lambda x: 2 * float(np.sum(x)),
        lambda x: None,
        lambda x: np.max(x, axis=(0, 1)),
        lambda x: np.maximum.accumulate(x).sum(),
        lambda x: np.sum(np.hypot(x, 1)),
        lambda x: np.sum(np.log(0 * x)),
    ],
)
def test_what_is_not_known_to_continue_is_refused(f):
    with np.errstate(all="ignore"):
        assert stepped(f) is None


def test_writing_in_place_is_followed():
    def f(x):
        z = x * 2
        z += x
        z[z < 0] = 0
        np.exp(z, out=z)
        return np.sum(z)

    assert stepped(f) == pytest.approx(float(np.sum(np.where(X > 0, 3 * np.exp(3 * X), 0) * V)), rel=1e-13)
