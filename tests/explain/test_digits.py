"""How numbers read: one by one as all together, and when two read the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra.explain.digits import Digits, digits_for, settle

numbers = st.floats(-1e6, 1e6) | st.floats(-1e-6, 1e-6)
digits = st.builds(Digits, st.integers(0, 9), st.booleans())


@given(digits, st.lists(numbers, min_size=1, max_size=100))
def test_a_number_reads_alone_as_among_others(shown, values):
    assert shown.shown(np.array(values)).tolist() == [shown.seen(value) for value in values]
    assert all(shown.same(value, shown.seen(value)) for value in values)


@pytest.mark.parametrize(
    ("found", "same"), [(0.25, True), (0.2549, True), (0.255, True), (0.2551, False), (-0.25, False)]
)
def test_a_tie_may_go_either_way_and_no_further(found, same):
    assert Digits(2).same(found, 0.25) is same


@pytest.mark.parametrize("shown", [Digits(2), Digits(2, scientific=True), Digits(2, exact=True)])
@pytest.mark.parametrize("found", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_reads_like_none(shown, found):
    assert not shown.same(found, 0.25)


def test_more_digits_are_taken_until_an_equation_can_be_checked():
    product = 1 / 3 * 2 / 3
    names, target = {"a": digits_for(1 / 3, 2), "b": digits_for(2 / 3, 2)}, Digits(2)

    def compute(chosen):
        return chosen("a").seen(1 / 3) * chosen("b").seen(2 / 3) * 10

    chosen, relation = settle(names, compute, 10 * product, target)
    assert (relation, chosen("a").decimals) == ("=", 3)
    assert settle(names, lambda chosen: 0.0, 10 * product, target)[1] == "≈"
    arrays = settle(names, lambda chosen: np.array([[compute(chosen)]]), np.array([[10 * product]]), target)
    assert (arrays[1], arrays[0]("b").decimals) == ("=", 3)
    assert (
        settle(names, lambda chosen: np.array([compute(chosen)]), np.array([[10 * product]]), target)[1]
        == "≈"
    )
