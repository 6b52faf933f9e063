"""The tape of a program: identities that follow one another are written once, and known for it until they change."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pizarra.program.child.shadow import LONG, Shadow, following
from pizarra.program.child.tape import FEW, FOLLOWING, LISTED, STRIDED, Tape
from pizarra.program.recording import _part

SIZE = 2 * LONG


@pytest.fixture
def tape() -> Tape:
    return Tape()


def traced(tape: Tape, thing: np.ndarray) -> Shadow:
    shadow = tape.of(thing)
    assert shadow is not None
    return shadow


def test_what_follows_one_another_is_known_for_it(tape: Tape) -> None:
    array = np.random.default_rng(0).normal(size=(SIZE, 2))
    ids = traced(tape, array).ids
    first = int(ids[0, 0])
    assert (tape.first(ids), tape.first(ids[LONG:]), tape.first(ids.ravel())) == (
        first,
        first + 2 * LONG,
        first,
    )
    assert tape.first(ids.T) is None  # the same numbers in another order
    assert tape.first(ids[:, 0]) is None
    assert tape.first(ids[::-1]) is None
    assert tape.first(ids[np.arange(SIZE)]) is None  # a copy, of which nothing is known
    assert tape.first(ids.view(np.matrix)) == first
    assert tape.first(np.lib.stride_tricks.as_strided(ids[LONG:], (LONG, 2), ids.strides)) == first + 2 * LONG


@pytest.mark.parametrize("part", [np.s_[:], np.s_[3:5], np.s_[1, 1:]])
def test_a_change_in_a_view_is_one_of_all(tape: Tape, part: object) -> None:
    array = np.ones((SIZE, 2))
    shadow = traced(tape, array)
    view = shadow.ids[part]
    tape.change(view, ..., following(tape.fresh(np.zeros(view.shape)), view.shape))
    assert tape.first(shadow.ids) is None
    np.testing.assert_array_equal(tape.values[shadow.ids][part], np.zeros(view.shape))


def test_a_number_changed_out_of_sight_comes_from_outside(tape: Tape) -> None:
    array = np.ones(SIZE)
    before = traced(tape, array).ids.copy()
    array[5] = 7.0
    after = traced(tape, array).ids
    assert [*np.flatnonzero(before != after)] == [5]
    assert tape.values[after[5]] == 7.0
    assert tape.first(after) is None


def test_they_are_told_by_the_first_or_listed(tape: Tape, tmp_path: Path) -> None:
    array = np.arange(float(SIZE))
    shadow = traced(tape, array)
    assert tape.written(shadow) == (FOLLOWING, 0, (SIZE,))
    ids = shadow.ids
    assert tape.written(shadow) == (FOLLOWING, 0, (SIZE,))  # as an array, too
    assert tape.written(Shadow(array, ids[3:], shadow.kin)) == (FOLLOWING, 3, (SIZE - 3,))
    assert not tape.ids
    tape.change(ids, 5, tape.fresh(np.float64(1.0)))
    assert tape.written(shadow) == (LISTED, 0, (SIZE,))
    assert tape.written(Shadow(array, ids[:3], shadow.kin)) == (LISTED, SIZE, (3,))
    tape.write(str(tmp_path), {})
    read = np.fromfile(tmp_path / "ids.bin", dtype=np.int64)
    np.testing.assert_array_equal(read, [*ids, *ids[:3]])


@pytest.mark.parametrize("part", [np.s_[:, 1], np.s_[::-1], np.s_[::2, ::-3], np.s_[5:, None, 2:]])
@pytest.mark.parametrize("turned", [False, True])
def test_views_are_told_by_their_steps(tape: Tape, tmp_path: Path, part: Any, turned: bool) -> None:
    shadow = traced(tape, np.zeros((SIZE, 4)))
    ids = shadow.ids[part]
    ids = ids.T if turned else ids
    told = tape.written(Shadow(None, ids, shadow.kin))
    assert not tape.ids
    kind, *where = told
    assert kind in (FOLLOWING, STRIDED)
    np.testing.assert_array_equal(_part(np.arange(4 * SIZE), *where), ids)
    for size in (0, int(ids.max())):
        with pytest.raises(ValueError, match="of"):
            _part(np.arange(size), *where)


@pytest.mark.parametrize(
    "where",
    [
        (-1, [3]),
        (0, [-1, -1]),
        (0, [6]),
        (1, [2], [-2]),
        (1, [3], [2]),
        (0, [0], [1]),
        (0, [-3], [1]),
        (0, [2], []),
    ],
)
def test_what_lies_outside_is_not_read(where: Any) -> None:
    with pytest.raises(ValueError, match=r"of 5|shorter|longer"):
        _part(np.arange(5), *where)


def test_none_at_all_are_written_as_none(tape: Tape) -> None:
    shadow = traced(tape, np.ones(SIZE))
    assert tape.written(Shadow(None, shadow.ids[:0], shadow.kin)) == (LISTED, 0, (0,))
    assert not tape.ids


def test_all_numbers_of_an_array_are_replaced(tape: Tape) -> None:
    array, other = np.zeros(SIZE), np.ones(SIZE)
    shadow, by = traced(tape, array), traced(tape, other)
    tape.replace(shadow, by)
    assert tape.written(shadow) == (FOLLOWING, SIZE, (SIZE,))
    view, by = shadow.ids[3:5], traced(tape, np.full(SIZE, 2.0))
    tape.replace(shadow, by)
    assert [*view] == [2 * SIZE + 3, 2 * SIZE + 4]  # what lies in the same memory
    assert tape.written(shadow) == (FOLLOWING, 2 * SIZE, (SIZE,))


def test_an_array_is_not_kept_alive(tape: Tape) -> None:
    array = np.ones(SIZE)
    shadow, gone = traced(tape, array), weakref.ref(array)
    del array
    assert gone() is None
    np.testing.assert_array_equal(tape.held(shadow.ids), np.ones(SIZE))


@pytest.mark.parametrize("kind", [float, np.float32, int])
@pytest.mark.parametrize("size", [3, FEW, FEW + 1])
def test_bits_and_numbers_are_seen_alike(tape: Tape, size: int, kind: type) -> None:
    array = np.zeros((size, 1), dtype=kind)
    before = traced(tape, array).ids.copy()
    if kind is not int:
        array[0], before_nan = np.nan, before.copy()
        tape.writes.to(array)
        assert not np.array_equal(traced(tape, array).ids, before_nan)
        before = traced(tape, array).ids.copy()
        array[1] = -0.0
        tape.writes.to(array)
    np.testing.assert_array_equal(traced(tape, array).ids, before)
    array[2] = 1
    tape.writes.to(array)
    assert [*np.flatnonzero(traced(tape, array).ids != before)] == [2]
