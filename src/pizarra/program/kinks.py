"""Kinks: what has no one slope where it was taken, as max(z, 0) at 0, and the slopes that may be meant there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .recording import Operand, Operation

if TYPE_CHECKING:
    from .graph import Graph

RISING, FALLING = ("gt", "ge"), ("lt", "le")


@dataclass(frozen=True, eq=False)
class Kink:
    """An operation, where it has a kink, and the slopes of its operands on the two sides of that."""

    operation: Operation
    ties: np.ndarray
    below: tuple[Any, ...]  # of each operand
    above: tuple[Any, ...]
    smooth: bool = (
        False  # whether it takes back the kink of something else: then only the slope between will do
    )

    def bend(self, share: float | None) -> None:
        """Take the slope that lies so far between the two; None for the one that is recorded."""
        share = 0.5 if self.smooth else share
        self.operation.params.pop("kink", None)
        if share is not None:
            slopes = [
                (1 - share) * low + share * high for low, high in zip(self.below, self.above, strict=True)
            ]
            self.operation.params["kink"] = self.ties, slopes


def kinks(graph: Graph) -> list[Kink]:
    """Find what has a kink just where it was taken."""
    found = []
    smooth = _sizes_that_smooth(graph)
    for operation in graph.operations:
        for one in _of(graph, operation, smooth):
            if one.ties.any():
                found.append(one)
    return found


def _maker(graph: Graph, operand: Operand) -> Operation | None:
    number = first(operand)
    return graph.maker(number) if number >= 0 else None


def _of(graph: Graph, operation: Operation, smooth: set[int]) -> Iterator[Kink]:
    given = operation.operands
    firsts = {first(operand) for operand in given}
    if operation.name in ("maximum", "minimum"):
        a, b = (operand.numbers(graph.values) for operand in given)
        ties = np.broadcast_to(a == b, operation.ids.shape)
        rising = _rising(graph, operation) if ties.any() else None
        if rising is not None:
            sides = (1.0, 0.0), (0.0, 1.0)
            yield Kink(operation, ties, sides[1 - rising], sides[rising], bool(firsts & smooth))
    elif operation.name == "clip":
        x, low, high = (operand.numbers(graph.values) for operand in given)
        for bound, sides in ((low, ((0.0,), (1.0,))), (high, ((1.0,), (0.0,)))):
            if not bound.any():  # other bounds guard against what is not meant to be reached
                yield Kink(operation, x == bound, *sides, bool(firsts & smooth))
    elif operation.name == "where":
        a, b = (operand.numbers(graph.values) for operand in given[1:])
        ties = np.broadcast_to(a == b, operation.ids.shape)
        if not ties.any():
            return
        compared = _compared(graph, given[0])
        if compared is not None:
            of, up = compared
            at = np.broadcast_to(_at(graph, of), operation.ids.shape) if _fits(of, operation) else np.False_
            sides = (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
            yield Kink(operation, ties & at, sides[up], sides[1 - up], bool(firsts & smooth))
        elif (a == 0).all() != (b == 0).all():
            sides = (0.0, 0.0, 1.0), (0.0, 1.0, 0.0)
            up = bool((a == 0).all())
            yield Kink(operation, ties, sides[up], sides[1 - up])
    elif operation.name == "mul":
        yield from _masked(graph, operation, bool(firsts & smooth))
    elif operation.name == "add":
        size = _size_beside(graph, operation)
        if size is not None:
            yield Kink(size, size.operands[0].numbers(graph.values) == 0, (-1.0,), (1.0,))


def _rising(graph: Graph, operation: Operation) -> int | None:
    """Say which operand of a maximum or minimum counts where both grow from where they are alike, if one does."""
    one, other = operation.operands
    slopes = [_growth(graph, one, other), _growth(graph, other, one)]
    if slopes[0] == slopes[1]:
        return None
    greater = int(slopes[1] > slopes[0])
    return greater if operation.name == "maximum" else 1 - greater


def _growth(graph: Graph, one: Operand, other: Operand) -> float:
    """Give by how much one of two operands grows for each share that the other one does."""
    if one.ids is None:
        return 0.0
    scaled = _scaled(graph, one, other)
    if scaled is not None:
        return scaled
    nothing = not one.numbers(graph.values).any() and other.numbers(graph.values).any()
    return 0.0 if nothing else 1.0


def _scaled(graph: Graph, one: Operand, other: Operand) -> float | None:
    """Give by how much one operand is multiplied to give the other: None where it is not."""
    maker = _maker(graph, one)
    if maker is None or maker.name not in ("mul", "div") or other.ids is None:
        return None
    for mine, by in (maker.operands, maker.operands[::-1]):
        size = by.numbers(graph.values)
        if same_numbers(mine, other) and size.size == 1 and float(np.ravel(size)[0]):
            share = float(np.ravel(size)[0])
            return share if maker.name == "mul" else 1 / share
    return None


def _compared(graph: Graph, mask: Operand) -> tuple[Operation, bool] | None:
    """Give the comparison that a mask is, and whether it holds above; None for other masks."""
    maker = _maker(graph, mask)
    while maker is not None and maker.name == "cast" and maker.operands[0].ids is not None:
        mask = maker.operands[0]
        maker = _maker(graph, mask)
    if maker is None or maker.name not in RISING + FALLING or mask.ids is None:
        return None
    if mask.ids.size != maker.ids.size or len(maker.operands) < 2:
        return None
    mine = 0 if maker.operands[0].ids is not None else 1
    return maker, (maker.name in RISING) == (mine == 0)


def _at(graph: Graph, compared: Operation) -> np.ndarray:
    """Mark where what is compared is just alike."""
    a, b = (operand.numbers(graph.values) for operand in compared.operands)
    return np.broadcast_to(a == b, compared.ids.shape)


def _fits(compared: Operation, operation: Operation) -> bool:
    return compared.ids.shape == operation.ids.shape


def _masked(graph: Graph, operation: Operation, smooth: bool) -> Iterator[Kink]:
    """Give the kink of z times what is told by z alone: whether it is above 0, or a number for each of the two."""
    for place in (0, 1):
        mine, mask = operation.operands[place], operation.operands[1 - place]
        maker = _maker(graph, mask)
        if maker is None or mine.ids is None or not _single(maker, operation, mine):
            continue
        sides: tuple[Any, ...] = (0.0, 1.0)
        if maker.name == "where":
            compared = _compared(graph, maker.operands[0])
            if any(o.ids is not None and o.ids.size > 1 for o in maker.operands[1:]):
                continue
            sides = tuple(o.numbers(graph.values) for o in maker.operands[:0:-1])
        else:
            compared = _compared(graph, mask)
        if compared is None or not any(same_numbers(o, mine) for o in compared[0].operands):
            continue
        ties = (graph.values[mine.ids] == 0) & _at(graph, compared[0])
        low, high = sides if compared[1] else sides[::-1]
        below, above = ((one, 0.0) if place == 0 else (0.0, one) for one in (low, high))
        yield Kink(operation, ties, below, above, smooth)


def _single(maker: Operation, operation: Operation, mine: Operand) -> bool:
    """Whether a mask is of the shape of what it is multiplied by."""
    return mine.ids is not None and maker.ids.shape == operation.ids.shape == mine.ids.shape


def _size_beside(graph: Graph, operation: Operation) -> Operation | None:
    """Give what computes |z| for a sum of z and |z|, each with a factor, as max(z, 0) may be written."""
    for mine, other in (operation.operands, operation.operands[::-1]):
        size, of = _behind(graph, other), _behind(graph, mine)
        maker = _maker(graph, size)
        if maker is None or maker.name != "abs" or of.ids is None or not of.ids.size:
            continue
        if same_numbers(maker.operands[0], of) and not graph.values[of.ids].all():
            return maker
    return None


def _behind(graph: Graph, operand: Operand) -> Operand:
    """Give what is multiplied by one number, where an operand is that."""
    maker = _maker(graph, operand)
    if maker is None or maker.name not in ("mul", "div") or operand.ids is None:
        return operand
    for mine, by in (maker.operands, maker.operands[::-1]):
        if by.numbers(graph.values).size == 1 and mine.ids is not None and mine.ids.size == operand.ids.size:
            return mine
    return operand


def _sizes_that_smooth(graph: Graph) -> set[int]:
    """Give, by their first, the numbers z that exp(-|z|) is computed of, beside which max(z, 0) has no kink."""
    found = set()
    for operation in graph.operations:
        maker: Operation | None = operation if operation.name == "exp" else None
        for _ in range(3):  # with a sign on the way, or a number that it is multiplied by
            given = [first(o) for o in maker.operands if o.ids is not None] if maker is not None else []
            maker = graph.maker(given[0]) if given else None
            if maker is None or maker.name not in ("abs", "neg", "mul"):
                break
            if maker.name == "abs":
                found.add(first(maker.operands[0]))
    return found - {-1}


def first(operand: Operand) -> int:
    """Give the first identity of an operand; −1 for a constant."""
    return int(operand.ids.flat[0]) if operand.ids is not None and operand.ids.size else -1


def same_numbers(one: Operand, other: Operand) -> bool:
    """Whether two operands are the same numbers of a run."""
    return one.ids is not None and other.ids is not None and np.array_equal(one.ids, other.ids)
