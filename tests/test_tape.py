"""The tape of a program: identities that follow one another are written once, and known for it until they change."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pizarra.program.child.tape import LONG, Shadow, Tape

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
    tape.change(view, ..., tape.fresh(np.zeros(view.shape)))
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


def test_they_are_written_once_and_read_as_they_were(tape: Tape, tmp_path: Path) -> None:
    array = np.arange(float(SIZE))
    ids = traced(tape, array).ids
    before = ids.copy()
    place, size = tape.written(ids), tape.ids_size
    assert (tape.written(ids), tape.written(ids.reshape(2, -1)), tape.ids_size) == (place, place, size)
    tape.change(ids, 5, tape.fresh(np.float64(1.0)))
    other = tape.written(ids)
    few = tape.written(ids[:3])
    tape.write(str(tmp_path), {})
    read = np.fromfile(tmp_path / "ids.bin", dtype=np.int64)
    assert read.size == tape.ids_size
    np.testing.assert_array_equal(read[place : place + SIZE], before)
    np.testing.assert_array_equal(read[other : other + SIZE], ids)
    np.testing.assert_array_equal(read[few:], ids[:3])


def test_none_at_all_are_written_as_none(tape: Tape) -> None:
    ids = traced(tape, np.ones(SIZE)).ids
    place = tape.written(ids[:0])
    assert tape.ids_size == place
