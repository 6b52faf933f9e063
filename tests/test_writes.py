"""Large arrays are not compared at every use: whatever may write to one has to be known for it."""

from __future__ import annotations

import math
import operator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pizarra.program.child.reading import reads
from pizarra.program.child.tape import FEW
from pizarra.program.child.writes import Writes
from pizarra.program.run import record
from pizarra.program.source import read_source

START = '''
import ctypes, functools, operator, random, threading
import numpy as np

exec("""
def each(array):  # what is not the program's: none of it is seen
    for k in range(4):
        array[k] = k
        yield k
""")
W = np.arange(1.0, 10001.0).reshape(100, 100)
A = W * 2.0
B = A[:50]
A2 = A * 1.0
'''
# What writes to A, and what is used afterwards.
WRITTEN = [
    ("A[3] = 7.0", "A"),
    ("A[3, 4] = W[5, 6]", "A"),
    ("A[A > 50.0] = 1.5", "A"),
    ("A *= 3.0", "A"),
    ("A += W", "B"),
    ("B -= 1.0", "A"),
    ("B[2] *= 5.0", "A"),
    ("A[0], A[1] = 5.0, 6.0", "A"),
    ("A[0, 0] = A[1, 1] = -1.0", "A"),
    ("[A[0], (x, *A[1])] = [3.0, [1.0] * 101]", "A"),
    ("for A[0, 0] in [3.0, 4.0]: A2 = A * 1.0", "A"),
    ("A.T[4] = 1.0", "A"),
    ("A.flat = 3.0", "A"),
    ("A.flat[3] = 4.0", "A"),
    ("A.flat[3] += 4.0", "A"),
    ("A.real = 4.0", "A"),
    ("A.fill(1.0)", "A"),
    ("A.sort(axis=0)\nA[::-1].sort(axis=0)", "A"),
    ("A.partition(3)\nA[:, ::-1].sort()", "A"),
    ("A.put([1, 2], 9.0)", "A"),
    ("A.resize((50, 200))\nA.shape = (100, 100)\nA.fill(3.0)", "A"),
    ("np.fill_diagonal(A, 0.0)", "A"),
    ("np.copyto(A, 1.0)", "A"),
    ("np.put(A, [3], 1.0)", "A"),
    ("np.add.at(A, [0, 0], 1.0)", "A"),
    ("np.subtract.at(A, [0, 0], 1.0)", "A"),
    ("np.multiply(A, 2.0, A)", "A"),
    ("np.exp(-W, out=A)", "A"),
    ("np.clip(A, 3.0, 4.0, A)", "A"),
    ("np.sum(W, 0, None, A[0])", "A"),
    ("W.sum(0, None, A[0])", "A"),
    ("np.nan_to_num(A, copy=False, nan=1.0)\nA.view(np.int64)[0] = 3", "A"),
    ("A.view(np.int64)[0] |= 3", "A"),
    ("np.median(A, overwrite_input=True)", "A"),
    ("np.random.shuffle(A)", "A"),
    ("np.random.default_rng(0).shuffle(A, axis=1)", "A"),
    ("np.random.default_rng(0).random(out=A)", "A"),
    ("random.shuffle(A)", "A"),
    ("operator.setitem(A, 3, 1.0)", "A"),
    ("functools.partial(operator.setitem, A)(3, 1.0)", "A"),
    ("memoryview(A)[0, 0] = 1.0", "A"),
    ("ctypes.memset(A.ctypes.data, 0, 80)", "A"),
    ("exec('A[0] = 3.0')", "A"),
    ("setattr(A, 'real', 3.0)", "A"),
    ("setattr(A, 'flat', 3.0)", "A"),
    ("eval('A.fill(2.0)')", "A"),
    ("np.lib.stride_tricks.as_strided(A, (2, 2), (8, 8))[...] = 4.0", "A"),
    ("t = threading.Thread(target=A.fill, args=(2.0,)); t.start(); t.join()", "A"),
    ("with np.nditer(A, op_flags=['readwrite']) as it:\n    for x in it: x[...] = 1.0", "A"),
    ("for x in np.nditer(A, op_flags=['readwrite']):\n    x[...] = 1.0\n    break\nA2 = A * 1.0", "A"),
    ("def f(x):\n    x[0] = 4.0\n    return A * 1.0\nlist(map(f, [A, A]))", "A"),
    ("def f(x, y):\n    A2 = A * 1.0\n    return 0\nsorted([2.0, 1.0], key=functools.cmp_to_key(f))\nA.fill(1)", "A"),
    ("buffer = bytearray(80000)\nA = np.frombuffer(buffer)\nA2 = A * 1.0\nbuffer[7] = 64", "A"),
    ("class Own:\n    def __getitem__(self, k):\n        return A[k]\nA.fill(2.0)", "A"),
    ("for x in each(A): A2 = A * 1.0", "A"),
    ("for k, x in enumerate(each(A)): A2 = A * 1.0", "A"),
    ("A2 = [A * 1.0 for x in zip(each(A), each(A))]", "A"),
    ("it = each(A)\nnext(it)\nA2 = A * 1.0\nnext(it)", "A"),
    ("it = each(A)\nA2 = A * 1.0\nx, *y = it", "A"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "used"), WRITTEN, ids=[text for text, _ in WRITTEN])
def test_what_was_written_is_seen(tmp_path: Path, text: str, used: str) -> None:
    file = tmp_path / "program.py"
    file.write_text(f"{START}{text}\nlast = {used} * 1.0\n", encoding="utf-8")
    recording = record(read_source(file))
    assert not recording.errors
    times = [o for o in recording.operations if o.name == "mul" and 1.0 in o.operands[1].constant]
    assert len(times) > 1
    for operation in times:
        ids = operation.operands[0].ids
        assert ids is not None
        assert ids.size > FEW
        np.testing.assert_array_equal(recording.values[ids], recording.values[operation.ids])


ARRAY = np.ones((3, 3))


@pytest.mark.parametrize(
    ("function", "args", "keywords", "expected"),
    [
        (np.exp, (ARRAY,), {}, True),
        (np.exp, (ARRAY, ARRAY), {}, False),
        (np.exp, (ARRAY,), {"out": ARRAY}, False),
        (np.sum, (ARRAY, 0), {"keepdims": True}, True),
        (np.sum, (ARRAY, 0, None, ARRAY[0]), {}, False),
        (np.clip, (ARRAY, 0.0, 1.0), {}, True),
        (np.clip, (ARRAY, 0.0, 1.0, ARRAY), {}, False),
        (np.dot, (ARRAY, ARRAY), {}, True),
        (np.dot, (ARRAY, ARRAY, ARRAY), {}, False),
        (np.sort, (ARRAY,), {}, False),
        (np.linalg.norm, (ARRAY,), {}, True),
        (np.fill_diagonal, (ARRAY, 0.0), {}, False),
        (np.median, (ARRAY,), {"overwrite_input": True}, False),
        (ARRAY.sum, (0,), {}, True),
        (ARRAY.sum, (0, None, ARRAY[0]), {}, False),
        (ARRAY.dot, (ARRAY,), {}, True),
        (ARRAY.dot, (ARRAY, ARRAY), {}, False),
        (ARRAY.sort, (), {}, False),
        (ARRAY.fill, (0.0,), {}, False),
        (np.random.default_rng(0).normal, (), {"size": 3}, True),
        (np.random.default_rng(0).permutation, (ARRAY,), {}, True),
        (np.random.default_rng(0).shuffle, (ARRAY,), {}, False),
        (np.random.default_rng(0).standard_normal, (3, float, ARRAY), {}, False),
        (math.exp, (1.0,), {}, True),
        (len, (ARRAY,), {}, True),
        (operator.setitem, (ARRAY, 0, 1.0), {}, False),
    ],
)
def test_what_only_reads_is_known_for_it(function: Any, args: Any, keywords: Any, expected: bool) -> None:
    assert reads(function, function.__name__, args, keywords) == expected


def test_a_write_is_one_to_all_that_lies_in_the_same_memory() -> None:
    writes, array, other = Writes(), np.ones((4, 4)), np.ones(3)
    writes.to(array[1:].T)
    assert [writes.none(one, None, 0) for one in (array, array[0], other)] == [False, False, True]
    assert [writes.none(one, None, 1) for one in (array, array[0], other)] == [True, True, True]
    assert not writes.none(other, array, 0)  # the identities were
    writes.everywhere()
    assert not writes.none(other, None, 1)
    writes.unseen += 1
    assert not writes.none(other, None, 2)


def test_memory_of_others_is_never_believed() -> None:
    writes = Writes()
    array = np.frombuffer(bytearray(80))
    assert not writes.none(array, None, 0)
    writes.to(array)
    assert not writes.none(np.ones(3), None, 0)
