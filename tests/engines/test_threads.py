"""Threads are counted as the matrix products of NumPy count theirs."""

import os

import pytest

from pizarra.engines import compiled

VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


@pytest.mark.parametrize(
    ("said", "count"),
    [(("3", "5"), 3), (("", "5"), 5), (("0", "2"), 2), (("two", "2"), 2), (("-1", "4"), 4)],
)
def test_the_environment_says_how_many(monkeypatch, said, count):
    for variable, number in zip(VARIABLES, said, strict=True):
        monkeypatch.setenv(variable, number)
    assert compiled.threads() == count


def test_else_there_is_one_for_each_processor(monkeypatch):
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    assert 1 <= compiled.threads() == compiled.processors() <= (os.cpu_count() or 1)


@pytest.mark.parametrize(
    ("told", "processors", "own"), [(8, 8, 8), (2, 8, 2), (2, 2, 2), (4, 1, 1), (1, 8, 1)]
)
def test_the_kernel_has_no_more_threads_than_processors(monkeypatch, told, processors, own):
    monkeypatch.setattr(compiled, "threads", lambda: told)
    monkeypatch.setattr(compiled, "processors", lambda: processors)
    assert compiled.own_threads() == own
