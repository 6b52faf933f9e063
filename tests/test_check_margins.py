"""A loss of margins between the scores of several classes: what is right is taken for right, and what is wrong told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pizarra.program import ProgramReport, check_program

SHARED = """
import numpy as np

rng = np.random.default_rng(8)
leaves = rng.normal(size=(40, 4))
tree = (leaves @ rng.normal(size=(4, 3))).argmax(axis=1)
rows = np.arange(40)
U = rng.normal(size=(4, 6)) * 0.6
u = rng.normal(size=6) * 0.1
V = rng.normal(size=(6, 3)) * 0.6
v = rng.normal(size=3) * 0.1
"""
# The margins are laid out anew, and what is kept of them is told by a comparison.
TOLD = (
    SHARED
    + """
def forward(given):
    hidden = np.tanh(given @ U + u)
    return hidden, hidden @ V + v


def margins(scores, which):
    here = np.arange(len(scores))
    room = scores - scores[here, which][:, None] + 1
    room[here, which] = 0
    return np.maximum(room, 0)


def cost():
    return margins(forward(leaves)[1], tree).sum(1).mean() + 0.01 * np.abs(U).sum()


for turn in range(60):
    order = rng.permutation(40)
    for part in np.array_split(order, 4):
        x, y = leaves[part], tree[part]
        here = np.arange(len(part))
        hidden, scores = forward(x)
        slope = (margins(scores, y) > 0).astype(float)
        slope[here, y] = -slope.sum(axis=1)
        slope /= len(part)
        back = slope @ V.T * (1 - hidden**2)
        gV, gv = hidden.T @ slope, slope.sum(0)
        gU, gu = x.T @ back + 0.01 * np.sign(U), back.sum(0)
        U -= 0.1 * gU
        u -= 0.1 * gu
        V -= 0.1 * gV
        v -= 0.1 * gv
    if (turn + 1) % 20 == 0:
        print(f"{turn + 1}: {cost():.3f}")
"""
)
# A penalty of the sizes of the weights but for the biases, which stand in the last column; it is not in what is shown.
BESIDE = (
    SHARED
    + """
with_one = np.column_stack((leaves, np.ones(40)))
A = rng.normal(size=(6, 5)) * 0.5
B = rng.normal(size=(3, 7)) * 0.5


def shown(scores):
    room = np.maximum(0, scores - scores[rows, tree][:, None] + 1)
    return (room.sum() - 40) / 40


for turn in range(60):
    hidden = np.ones((40, 7))
    hidden[:, :6] = np.tanh(with_one @ A.T)
    scores = hidden @ B.T
    slope = (scores - scores[rows, tree].reshape(40, 1) + 1 > 0).astype(float)
    slope[rows, tree] = 0
    slope[rows, tree] = -slope.sum(axis=1)
    slope /= 40
    back = (slope @ B)[:, :6] * (1 - hidden[:, :6] ** 2)
    gB, gA = slope.T @ hidden, back.T @ with_one
    gB[:, :-1] += 0.02 * np.sign(B[:, :-1])
    gA[:, :-1] += 0.02 * np.sign(A[:, :-1])
    A, B = A - 0.1 * gA, B - 0.1 * gB
    if turn % 20 == 0:
        print(turn, shown(scores))
"""
)


def checked(folder: Path, text: str, *changes: tuple[str, str]) -> ProgramReport:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = folder / "margins.py"
    file.write_text(text, encoding="utf-8")
    return check_program(file)


@pytest.mark.slow
@pytest.mark.parametrize("text", [TOLD, BESIDE])
def test_right_margins(tmp_path: Path, text: str) -> None:
    assert checked(tmp_path, text).verdict == "correct"


WRONG = [
    (TOLD, " * (1 - hidden**2)", ""),
    (TOLD, "V -= 0.1 * gV", "V += 0.1 * gV"),
    (BESIDE, "slope[rows, tree] = -slope.sum(axis=1)", "slope[rows, tree] = slope.sum(axis=1)"),
    (BESIDE, " * (1 - hidden[:, :6] ** 2)", ""),
    (BESIDE, "tree].reshape(40, 1) + 1 > 0", "tree].reshape(40, 1) + 1 < 0"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("text", "right", "wrong"), WRONG)
def test_wrong_margins(tmp_path: Path, text: str, right: str, wrong: str) -> None:
    line = next(place for place, one in enumerate(text.splitlines(), 1) if right in one)
    report = checked(tmp_path, text, (right, wrong))
    assert report.verdict == "faulty"
    assert [one.line for one in report.findings] == [line]


UNPLACED = [
    ("scores, y) > 0", "scores, y) <= 0"),
    ("y] = -slope.sum(axis=1)", "y] = slope.sum(axis=1)"),
    ("y] = -slope.sum(axis=1)", "y] = -1"),
]


@pytest.mark.slow
@pytest.mark.parametrize("change", UNPLACED)
def test_wrong_slopes_of_margins(tmp_path: Path, change: tuple[str, str]) -> None:
    assert checked(tmp_path, TOLD, change).verdict == "faulty"
