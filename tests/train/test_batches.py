"""Batches, starts and schedules: every sample once an epoch, everything from a seed."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra.errors import DataError
from pizarra.train import INITIAL, Batches, cosine, draw, exponential, stepped
from pizarra.train.batches import split


@given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 2**64 - 1), st.integers(0, 10**9))
def test_batches_have_every_sample_once(samples, size, seed, epoch):
    rows = np.arange(samples) * 3
    batches = Batches(rows, size, seed)
    found = list(batches.of(epoch))
    assert sorted(np.concatenate(found).tolist()) == rows.tolist()
    assert len(found) == len(batches)
    assert {len(batch) for batch in found[:-1]} <= {size}
    assert 1 <= len(found[-1]) <= size
    again = list(Batches(rows, size, seed).of(epoch))
    assert all((one == other).all() for one, other in zip(found, again, strict=True))


def test_without_shuffling_the_order_stays():
    batches = Batches(np.array([4, 2, 9, 7, 5]), 2, seed=3, shuffle=False)
    assert [batch.tolist() for batch in batches.of(epoch=8)] == [[4, 2], [9, 7], [5]]


def test_every_epoch_has_an_order_of_its_own():
    orders = {tuple(np.concatenate(list(Batches(np.arange(20), 3, 0).of(epoch)))) for epoch in range(50)}
    assert len(orders) == 50
    firsts = [next(Batches(np.arange(5), 1, seed).of(0)).item() for seed in range(500)]
    assert min(np.bincount(firsts)) > 60


@given(st.integers(2, 100), st.floats(0.001, 0.999), st.integers(0, 2**64 - 1))
def test_a_split_takes_every_sample_once(samples, share, seed):
    train, held = split(samples, share, seed)
    assert sorted([*train, *held]) == list(range(samples))
    assert len(train) >= 1
    assert len(held) >= 1
    assert abs(len(held) - samples * share) <= 1


@pytest.mark.parametrize(
    ("name", "deviation"),
    [
        ("glorot_uniform", (2 / 700) ** 0.5),
        ("glorot_normal", (2 / 700) ** 0.5),
        ("he_uniform", (2 / 400) ** 0.5),
        ("he_normal", (2 / 400) ** 0.5),
        ("lecun_uniform", (1 / 400) ** 0.5),
        ("lecun_normal", (1 / 400) ** 0.5),
        ("uniform", (1 / 12) ** 0.5),
        ("zeros", 0.0),
    ],
)
def test_starts_have_the_spread_of_their_source(name, deviation):
    drawn = draw({"W1": (400, 300), "b1": (300,)}, name, seed=1)
    assert drawn["W1"].std() == pytest.approx(deviation, rel=0.01)
    assert drawn["W1"].mean() == pytest.approx(0.5 if name == "uniform" else 0, abs=0.002)
    assert (drawn["b1"] != 0).any() == (name == "uniform")
    assert (drawn["W1"] == draw({"W1": (400, 300)}, name, seed=1)["W1"]).all()
    assert name in INITIAL


def test_teaching_notebooks_numbers_can_be_had():
    rng = np.random.default_rng(5)
    drawn = draw({"W1": (2, 3), "b1": (3,), "W2": (3, 2)}, "uniform", seed=5)
    for name in drawn:
        assert (drawn[name] == rng.random(drawn[name].shape)).all()


@pytest.mark.parametrize("name", [*INITIAL])
def test_float32_is_float64_rounded_but_never_all_there(name):
    shapes = {"W1": (300, 200), "b1": (200,), "W2": (200, 3)}
    wide = draw(shapes, name, seed=3)
    tracemalloc.start()
    narrow = draw(shapes, name, seed=3, dtype="float32")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    for key, array in wide.items():
        assert narrow[key].dtype == np.float32
        assert (narrow[key] == array.astype(np.float32)).all()
    if name != "zeros":
        assert peak < 2.5 * narrow["W1"].nbytes


def test_a_start_of_ones_own():
    assert draw({"W1": (2, 2), "b1": (2,)}, lambda rng, shape: np.ones(shape))["b1"].tolist() == [1, 1]
    with pytest.raises(DataError, match=r"initial gives W1 the shape \(3,\); \(2, 2\) is expected"):
        draw({"W1": (2, 2)}, lambda rng, shape: np.ones(3))
    with pytest.raises(DataError, match="what initial gives for W1 has nan"):
        draw({"W1": (2, 2)}, lambda rng, shape: np.full(shape, np.nan))
    with pytest.raises(DataError, match=r"initial cannot be 'xavier'\. Known: glorot_uniform"):
        draw({"W1": (2, 2)}, "xavier")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: stepped(0), "every must be a whole number from 1"),
        (lambda: exponential(-1), "factor is -1; it must be at least 0"),
        (lambda: cosine(1.5), "steps must be a whole number"),
    ],
)
def test_schedules_that_cannot_be(make, message):
    with pytest.raises(DataError, match=message):
        make()
