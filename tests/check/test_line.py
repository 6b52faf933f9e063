"""The ladder of steps: its slopes are those of mpmath, within their bounds, at any scale."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra.check.line import Slope, slope, two_steps

FUNCTIONS = {  # the function, and its derivative by mpmath
    "sin": (np.sin, mpmath.cos),
    "exp": (np.exp, mpmath.exp),
    "tanh": (np.tanh, lambda x: mpmath.sech(x) ** 2),
    "cube": (lambda x: x**3, lambda x: 3 * x**2),
    "bell": (lambda x: np.exp(-x * x), lambda x: -2 * x * mpmath.exp(-x * x)),
    "sigmoid": (lambda x: 1 / (1 + np.exp(-x)), lambda x: 1 / (2 + 2 * mpmath.cosh(x))),
    "softplus": (lambda x: np.log1p(np.exp(x)), lambda x: 1 / (1 + mpmath.exp(-x))),
    "behind": (lambda x: 1e6 + np.sin(x), mpmath.cos),
    "cancelled": (lambda x: (1e5 + np.sin(x)) - 1e5, mpmath.cos),
}


def measured(f, x, *, scale=None, eps=2.0**-52) -> Slope:
    scale = scale or abs(x) or 1.0
    least = 2.0**-36 * (abs(x) or scale)
    with np.errstate(all="ignore"):
        return slope(lambda h: ((x + h) - x, float(f(x + h))), float(f(x)), least=least, scale=scale, eps=eps)


@pytest.mark.parametrize("name", FUNCTIONS)
@given(x=st.floats(-4, 4), power=st.integers(-8, 8))
def test_the_slope_is_mpmaths_within_its_bound(name, x, power):
    f, exact = FUNCTIONS[name]
    unit = 10.0**power
    with mpmath.workdps(60):
        wanted = float(exact(mpmath.mpf(x))) / unit
    found = measured(lambda y: f(y / unit), x * unit, scale=max(abs(x), 0.1) * unit)
    assert found.off(wanted, 1e-9 * abs(wanted)) == 0
    assert found.bound <= 1e-5 * (abs(wanted) + 1 / unit) * (1e3 if name == "behind" else 30)


@pytest.mark.parametrize(("x", "left", "right"), [(0.0, -1.0, 2.0), (1e-14, -1.0, 2.0), (-1e-13, -1.0, 2.0)])
def test_at_a_bend_both_sides_are_seen(x, left, right):
    found = measured(lambda y: np.maximum(-y, 2 * y), x, scale=1.0)
    assert found.off(left) == 0 or x > 0
    assert found.off(right) == 0 or x < 0
    assert found.off(2.001) > 0
    assert found.off(-1.001) > 0


def test_beside_a_bend_the_near_side_is_seen():
    found = measured(np.abs, 1e-4, scale=1.0)
    assert found.off(1.0) == 0
    assert found.off(0.999) > 0


def test_a_curved_bend_has_the_slopes_of_its_ends():
    found = measured(lambda y: np.where(y > 0, np.exp(y), np.cos(y)), 0.0)
    assert found.kink
    assert found.left == pytest.approx(0.0, abs=1e-6)
    assert found.right == pytest.approx(1.0, abs=1e-6)


def test_digits_lost_inside_the_function_are_no_slope():
    found = measured(lambda y: (1e8 + y) - 1e8, 0.3)
    assert found.off(1.0) == 0
    assert found.off(0.0) > 0
    assert found.off(1.001) > 0


def test_what_never_moves_is_flat():
    found = measured(lambda y: 3.0, 2.0)
    assert found.flat
    assert found.value == 0
    assert found.off(1e-3) > 0


def test_far_away_a_function_that_levels_off_does_not_fool_it():
    found = measured(np.tanh, 0.0, scale=1e4)
    assert found.off(1.0) == 0
    assert found.off(0.0) > 0


@pytest.mark.parametrize("sign", [1, -1])
def test_where_a_function_has_one_side_only_that_side_is_measured(sign):
    def half(y):
        return np.sin(3 * y) + np.sqrt(sign * y) ** 3 if sign * y >= 0 else np.nan

    found = measured(half, 0.0)
    assert found.off(3.0) == 0
    assert found.off(3.01) > 0


def test_where_it_gets_ever_steeper_nothing_is_known():
    assert measured(lambda y: np.sqrt(y), 0.0).bound == np.inf


def test_where_it_has_none_nothing_is_known():
    found = measured(lambda y: 1.0 if y == 1.0 else np.nan, 1.0)
    assert found.bound == np.inf
    assert found.off(1e300) == 0


def test_a_jump_is_not_given_a_slope():
    found = measured(lambda y: np.floor(y), 1.0)
    assert found.off(0.0) == 0 or found.bound > 1


@given(x=st.floats(-3, 3))
def test_two_steps_bound_what_they_say(x):
    value, bound, flat = two_steps(lambda h: ((x + h) - x, np.sin(x + h)), np.sin(x), 5e-5, 2.0**-52)
    assert abs(value - np.cos(x)) <= bound + 1e-12
    assert bound < 1e-7
    assert not flat


def test_coarse_arithmetic_has_coarse_bounds():
    coarse = measured(lambda y: float(np.float32(np.sin(y))), 1.0, eps=2.0**-23)
    assert coarse.off(np.cos(1.0)) == 0
    assert 1e-7 < coarse.bound < 1e-2
