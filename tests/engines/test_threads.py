"""Threads of the kernel are counted as NumPy's matrix products count theirs."""

import os

import pytest

from pizarra.engines.compiled import threads

VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


@pytest.mark.parametrize(
    ("said", "count"),
    [(("3", "5"), 3), (("", "5"), 5), (("0", "2"), 2), (("two", "2"), 2), (("-1", "4"), 4)],
)
def test_the_environment_says_how_many(monkeypatch, said, count):
    for variable, number in zip(VARIABLES, said, strict=True):
        monkeypatch.setenv(variable, number)
    assert threads() == count


def test_else_there_is_one_for_each_processor(monkeypatch):
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    assert 1 <= threads() <= (os.cpu_count() or 1)
