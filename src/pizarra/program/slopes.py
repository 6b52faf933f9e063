"""Slopes: losses that a program does not show, and that what it passes back of the error alone tells.

Huber's loss bends the error by a bound, log cosh by tanh, a quantile's by its sign: any function of the error that
rises with it and has its sign is the slope of a loss that is least where there is no error. Of counts, predicted as
exp(s), the error itself is the slope of Poisson's loss by s. And samples may count more or less, or not at all: then
the error is multiplied by weights that are data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .derivative import COMPARED, ELEMENTWISE
from .graph import Graph
from .recording import Operation, Site
from .target import KINDS, Meeting, Round, implied, possible

POISSON = "poisson"
LEVEL = 1e-12  # what of a function of the error may fall for its rounding


@dataclass(eq=False)
class Slope:
    """The slope of a loss by the predictions: what was made of the error, or what is known of such predictions."""

    y: np.ndarray
    t: np.ndarray
    kind: str = ""  # a known loss; POISSON; else what is given
    given: np.ndarray | None = None  # the numbers that are the slope
    sizes: float | np.ndarray = 1.0  # what it is multiplied by
    penalised = False

    def seeds(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the derivatives by the predictions."""
        if self.given is not None:
            return self.y, self.sizes * values[self.given]
        y = values[self.y]
        with np.errstate(all="ignore"):
            made = (y - self.t) / y if self.kind == POISSON else implied(self.kind, y, self.t)
        return self.y, np.where(self.sizes == 0, 0.0, self.sizes * made)

    def like(self, other: object, graph: Graph) -> bool:
        """Whether the slope of another round is computed in the same place."""
        if not isinstance(other, Slope) or self.kind != other.kind:
            return False
        sites = [_site(graph, one.given) for one in (self, other)]
        return sites[0] == sites[1]


def _site(graph: Graph, ids: np.ndarray | None) -> Site | None:
    maker = graph.maker(int(ids[0])) if ids is not None else None
    return maker.site if maker is not None else None


def slopes(graph: Graph, turn: Round, met: Meeting) -> Iterator[Slope]:
    """Give the slopes that a round may go by where no loss is shown, what is made of the error last first."""
    y, errors = graph.values[met.y], met.operations
    if met.labels or not y.size or any(one.name not in ("sub", "add") for one in errors):
        return
    weights = _weights(graph, turn, met)
    if _counts(graph, met):
        yield Slope(met.y, met.t, POISSON, sizes=1.0 if weights is None else weights)
    for kind in KINDS if weights is not None else ():
        if possible(kind, y, met.t):
            yield Slope(met.y, met.t, kind, sizes=weights)  # type: ignore[arg-type]
    apart = y - met.t
    for ids in reversed(_of_error(graph, turn, errors[0])) if len(errors) == 1 else ():
        for sign in (1.0, -1.0):
            if _rises(apart, sign * graph.values[ids]):
                yield Slope(met.y, met.t, given=ids, sizes=sign)


def _counts(graph: Graph, met: Meeting) -> bool:
    """Whether predictions are powers of e, of what is not less than nothing."""
    positive = bool((met.t >= 0).all() and (met.t > 0).any())
    makers = graph.makers(met.y)
    return positive and all(n >= 0 and graph.operations[n].name == "exp" for n in makers)


def _weights(graph: Graph, turn: Round, met: Meeting) -> np.ndarray | None:
    """Give what each error is multiplied by at once, where that is data and not all the same; None else."""
    found, other = [], False
    for error in met.operations:
        ids, sizes = error.ids, np.ones(error.ids.shape)
        while True:
            users = [
                operation
                for operation in (graph.operations[n] for n in turn.behind if n > error.number)
                if any(o.ids is not None and np.isin(ids.flat[0], o.ids) for o in operation.operands)
            ]
            by = _times(graph, turn, users[0], ids) if len(users) == 1 else None
            if by is None:
                break
            sizes, ids = sizes * by, users[0].ids
        found.append(sizes.ravel())
        other = other or bool((sizes < 0).any())
    whole = np.concatenate(found)
    if other or whole.size != met.t.size or not whole.any() or not np.ptp(whole):
        return None
    own = any(np.array_equal(whole != 0, one != 0) for one in (met.t, 1 - met.t)) and not whole.all()
    return None if own else whole  # an error that is multiplied by its target is a mistake


def _times(graph: Graph, turn: Round, operation: Operation, ids: np.ndarray) -> np.ndarray | None:
    """Give what numbers are multiplied by, where that is nothing that is trained; None else."""
    if operation.name not in ("mul", "div") or operation.ids.shape != ids.shape:
        return None
    first, second = operation.operands[:2]
    if first.ids is not None and np.array_equal(first.ids, ids):
        by = second
    elif operation.name == "mul" and second.ids is not None and np.array_equal(second.ids, ids):
        by = first
    else:
        return None
    if by.ids is not None and turn.bits[by.ids].any():
        return None
    sizes = by.numbers(graph.values)
    with np.errstate(all="ignore"):
        sizes = np.broadcast_to(sizes if operation.name == "mul" else 1 / sizes, ids.shape)
    return sizes if np.isfinite(sizes).all() else None


def _of_error(graph: Graph, turn: Round, error: Operation) -> list[np.ndarray]:
    """Give what is made of the error entry by entry, of it and of single numbers alone."""
    size, first = error.ids.size, error.number
    mine = np.zeros(graph.values.size, dtype=bool)
    mine[error.ids] = True
    found = []
    for number in turn.behind:
        operation = graph.operations[number]
        if number <= first or operation.ids.size != size or operation.name not in {*ELEMENTWISE, *COMPARED}:
            continue
        own = False
        for operand in operation.operands:
            numbers = operand.ids if operand.ids is not None else operand.constant
            whole = operand.ids is not None and numbers.size == size and mine[operand.ids].all()
            own = own or whole
            if not whole and np.size(numbers) > 1 and np.ptp(_values(graph, operand.ids, operand.constant)):
                break
            if not whole and operand.ids is not None and turn.bits[operand.ids].any():
                break
        else:
            if own:
                mine[operation.ids] = True
                if operation.name not in COMPARED:
                    found.append(operation.ids.ravel())
    return found


def _values(graph: Graph, ids: np.ndarray | None, constant: np.ndarray) -> np.ndarray:
    return constant if ids is None else graph.values[ids]


def _rises(error: np.ndarray, slope: np.ndarray) -> bool:
    """Whether one rises with the other and has its sign, on both sides, and is not as large as it throughout."""
    if error.size != slope.size:  # some of the predictions alone have a target
        return False
    if not (np.isfinite(slope).all() and (error > 0).any() and (error < 0).any()):
        return False
    signs = (slope * error >= 0).all() and slope[error > 0].any() and slope[error < 0].any()
    ordered = slope[np.argsort(error, kind="stable")]
    return bool(signs and (np.diff(ordered) >= -LEVEL * np.abs(slope).max()).all())
