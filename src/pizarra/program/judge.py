"""Judge: whether each step of a round goes against the true gradient, and all as far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from .derivative import ELEMENTWISE
from .graph import Graph
from .recording import Operation
from .steps import Parameter, Step
from .target import Meeting, Round

BENT = {"sqrt", "square", "abs", "sign", "clip", "maximum", "minimum"}  # of an optimizer
FEW = 500  # entries of a large array by which what does not fit is told at once
LEAST_OF_BOTH = 8  # numbers of a step that tell three shares of it
ALIKE = 2e-3  # factors of steps, so that a rate may decay between layers


@dataclass(eq=False)
class Judged:
    """A parameter's step: right or not, and its factor; vacuous where both it and the gradient are nothing."""

    parameter: Parameter
    step: Step
    right: bool
    factor: float
    vacuous: bool = False
    bent: bool = False  # right by what an optimizer was given, not by the step itself
    decay: float = 0.0  # what of the parameter itself is taken away, beside the gradient
    evenly: bool = False  # whether from all of its numbers as much is taken, whatever their size
    chain: list[tuple[Operation, float, bool]] = field(default_factory=list)


def tolerance_of(values: np.ndarray) -> float:
    """Give what rounding leaves: of single precision, where numbers have no more than that."""
    few = values[:64]
    single = (
        values.size
        and bool((few == few.astype(np.float32)).all())
        and bool((values == values.astype(np.float32)).all())
        and bool((values != np.round(values, 4)).any())
    )
    return 2e-4 if single else 1e-6


def proportion(move: np.ndarray, adjoint: np.ndarray, tolerance: float) -> float | None:
    """Give the factor by which a step is the gradient, negated; None where it is no multiple of it."""
    few = max(move.size // FEW, 1)
    if few > 4 and np.count_nonzero(some := adjoint[::few]) > 50 and _part(move[::few], some, 1e-3) is None:
        return None
    return _part(move, adjoint, tolerance)


def _part(move: np.ndarray, adjoint: np.ndarray, tolerance: float) -> float | None:
    with np.errstate(all="ignore"):
        size = float(adjoint @ adjoint)
        if not size or not np.isfinite(size):
            return None
        factor = -float(move @ adjoint) / size
        if factor == 0 or not np.isfinite(factor):
            return None
        left = np.abs(move + factor * adjoint).max()
        return factor if left <= tolerance * np.abs(factor * adjoint).max() else None


def judged(graph: Graph, turn: Round, adjoint: np.ndarray, values: np.ndarray | None = None) -> list[Judged]:
    """Judge each parameter of a round. values: other numbers than the recorded ones, of a counterfactual."""
    found = [judge(graph, turn, p, adjoint, values) for p in turn.parameters]
    known = {(round(s.factor, 9), round(s.decay, 9)) for s in found if s.decay and not s.evenly}
    if len(known) == 1:
        (factor, decay) = known.pop()
        found = [_decays_too(graph, s, adjoint, factor, decay) if not s.right else s for s in found]
    return found


def _decays_too(graph: Graph, one: Judged, adjoint: np.ndarray, factor: float, decay: float) -> Judged:
    """Judge a step with too few numbers to tell two things apart by the decay that the others have."""
    base, move = one.step.base, one.step.move
    if one.vacuous or move.size > 2:
        return one
    left = np.abs(move + factor * adjoint[base] + decay * graph.values[base]).max()
    return replace(one, right=True, factor=factor, decay=decay) if left <= 1e-6 * np.abs(move).max() else one


def judge(
    graph: Graph,
    turn: Round,
    parameter: Parameter,
    adjoint: np.ndarray,
    values: np.ndarray | None = None,
    whole: bool = True,
) -> Judged:
    """Judge one parameter of a round. whole: with the way to a step that is right, too, which takes its time."""
    return judge_step(graph, turn, parameter, parameter.steps[turn.number], adjoint, values, whole)


def judge_step(
    graph: Graph,
    turn: Round,
    parameter: Parameter,
    step: Step,
    adjoint: np.ndarray,
    values: np.ndarray | None,
    whole: bool = True,
) -> Judged:
    """Judge a step of a parameter, or one that was meant for it."""
    move = step.move if values is None else step.sign * values[np.concatenate(step.sources)]
    values = graph.values if values is None else values
    true = adjoint[step.base]
    tolerance = tolerance_of(move)
    scale = float(np.abs(adjoint[turn.stop]).max(initial=0.0))
    if np.abs(true).max(initial=0.0) <= 1e-13 * scale or not scale:
        still = np.abs(move).max(initial=0.0) <= 1e-12 * max(
            1.0, float(np.abs(values[step.base]).max(initial=0.0))
        )
        return Judged(parameter, step, bool(still) or not scale, 0.0, True)
    factor = proportion(move, true, tolerance)
    if factor is not None:
        way = _chain(graph, turn, step, adjoint, values, tolerance) if whole else []
        return Judged(parameter, step, factor > 0, factor, chain=way)
    owed = _owed(turn, step)
    for evenly in () if owed else (False, True):
        parts = decayed(move, true, pulled(values[step.base], evenly), tolerance)
        if parts is not None and not (evenly and _shows_sizes(graph, step, adjoint)):
            return Judged(parameter, step, True, parts[0], decay=parts[1], evenly=evenly)
    parts = None if owed else of_both(move, true, values[step.base])
    if parts is not None and not _shows_sizes(graph, step, adjoint):
        return Judged(parameter, step, True, parts[0], decay=parts[1])
    shape = parameter.shape
    for weights in (
        but_for_biases(shape) if not owed and move.size > 4 and move.size == np.prod(shape) else ()
    ):
        for evenly in (False, True):
            pull = pulled(values[step.base] * weights.ravel(), evenly)
            parts = decayed(move, true, pull, tolerance)
            if parts is not None and not (evenly and _shows_sizes(graph, step, adjoint)):
                return Judged(parameter, step, True, parts[0], decay=parts[1], evenly=evenly)
    chain = _chain(graph, turn, step, adjoint, values, tolerance)
    for operation, one, bent in chain:
        if not bent:
            continue
        given = -np.sign(one) * values[operation.ids].ravel() if operation.ids.size == true.size else true
        if given is not true and proportion(-given, true, tolerance) is not None:
            given = true
        against = move * given
        big = np.abs(given) > 1e-6 * np.abs(given).max()
        if (against[big] <= 0).all():
            return Judged(parameter, step, True, abs(one), bent=True, chain=[(operation, one, bent)])
    return Judged(parameter, step, False, 0.0, chain=chain)


def _owed(turn: Round, step: Step) -> bool:
    """Whether a penalty of the loss is to be held against what a step takes of its own parameter."""
    return turn.penalised is not None and bool(turn.penalised[step.base].any())


def pulled(base: np.ndarray, evenly: bool) -> np.ndarray:
    """Give what of a parameter a penalty pulls away: a share of each number, or as much of each, by its sign."""
    if not evenly:
        return base
    signs = np.sign(base)
    return signs * np.abs(base).mean() if signs.min() < 0 < signs.max() else np.zeros_like(base)


def but_for_biases(shape: tuple[int, ...]) -> Iterator[np.ndarray]:
    """Give ones but for the first or the last of a parameter's numbers, rows or columns, which may be its biases."""
    for axis in range(len(shape)):
        for end in (0, -1) if shape[axis] > 1 else ():
            weights = np.ones(shape)
            np.moveaxis(weights, axis, 0)[end] = 0.0
            yield weights


def _shows_sizes(graph: Graph, step: Step, adjoint: np.ndarray) -> bool:
    """Whether the loss has the sizes of a parameter's numbers in it: then its gradient has what they are pulled by."""
    return any(
        operation.name == "abs"
        and operation.operands[0].ids is not None
        and bool(adjoint[operation.ids].any())
        and bool(np.isin(operation.operands[0].ids, step.base).all())
        for operation in graph.operations
    )


def decayed(
    move: np.ndarray, true: np.ndarray, base: np.ndarray, tolerance: float
) -> tuple[float, float] | None:
    """Give how much of the gradient, and of a penalty's pull, a step takes away; None where it is not of both.

    So that a decay of the weights which the loss does not show is no fault. base: the parameter, or its signs.
    """
    factor = decay = 0.0
    few = max(move.size // FEW, 1)
    for stride, least in ((few, 1e-3), (1, tolerance)) if few > 4 else ((1, tolerance),):
        m, t, b = move[::stride], true[::stride], base[::stride]
        with np.errstate(all="ignore"):
            tt, tb, bb = float(t @ t), float(t @ b), float(b @ b)
            size = tt * bb - tb * tb
            if m.size < 3 or not np.isfinite(size) or size <= 1e-9 * tt * bb:
                return None
            factor = float(tb * (b @ m) - bb * (t @ m)) / size
            decay = float(tb * (t @ m) - tt * (b @ m)) / size
            left = np.abs(factor * t + decay * b + m).max()
            whole = np.abs(m).max()
        if not (factor > 0 and 0 < decay < 0.5 and left <= least * whole):
            return None
        if np.abs(factor * t).max() <= 1e-3 * whole:
            return None
    return factor, decay


def of_both(move: np.ndarray, true: np.ndarray, base: np.ndarray) -> tuple[float, float] | None:
    """Give how much of the gradient and of the weights a step takes away, where it takes as much of each besides.

    As with a penalty that is of the squares of the weights and of their sizes, and that the loss does not show.
    """
    if move.size < LEAST_OF_BOTH:
        return None
    few, tolerance = max(move.size // FEW, 1), tolerance_of(move)
    for stride in (few, 1) if few > 4 else (1,):  # what does not fit some of a large array does not fit all
        m, t, b = move[::stride], true[::stride], base[::stride]
        parts = np.stack([t, b, np.sign(b)], axis=1)
        if not (np.isfinite(parts).all() and np.isfinite(m).all()):
            return None
        sizes, whole = np.abs(parts).max(axis=0), np.abs(m).max()
        if not sizes.all():
            if stride == 1:
                return None
            continue
        taken, _, rank, _ = np.linalg.lstsq(parts / sizes, -m)
        shares = taken / sizes
        left = np.abs(parts @ shares + m).max()
        if stride > 1:
            if left > tolerance * np.sqrt(m.size) * np.abs(move).max():
                return None
        elif rank == 3 and shares.min() > 0 and max(shares[1], shares[2]) < 0.5 and taken[0] > 1e-3 * whole:
            return (float(shares[0]), float(shares[1])) if left <= tolerance * whole else None
    return None


def _chain(
    graph: Graph, turn: Round, step: Step, adjoint: np.ndarray, values: np.ndarray, tolerance: float
) -> list[tuple[Operation, float, bool]]:
    """Give what a step is made of alone, from its end back to the gradient, where it is a multiple of the true one."""
    if len(step.sources) != 1:
        return []
    true, owed = adjoint[step.base], _owed(turn, step)
    found: list[tuple[Operation, float, bool]] = []
    waiting: dict[int, np.ndarray] = {}  # by operation, which of the numbers that it makes
    first = int(graph.made_by[step.sources[0][0]])
    if first < 0:
        return []
    waiting[first] = step.sources[0]
    bent = False
    while waiting:
        number = max(waiting)
        ids = waiting.pop(number)
        operation = graph.operations[number]
        whole = operation.ids.size == true.size
        if not waiting and (whole or ids.size == true.size):
            value = values[operation.ids if whole else ids]
            factor = _fits(values, value, true, step.base, tolerance, owed)
            if factor is None and not owed and value.size == true.size:
                factor = _fits_evenly(graph, step, value, adjoint, tolerance)
            if factor is not None:
                found.append((operation, factor, bent))
        if operation.name not in ELEMENTWISE:
            break
        bent = bent or operation.name in BENT or _is_root(graph, operation)
        bent = bent or _has_rates(turn, operation, values)
        for operand in operation.operands:
            given = operand.ids
            if given is None or given.size < min(true.size, 2) or not turn.bits[given].any():
                continue
            if not whole and given.shape == operation.ids.shape:  # a part of a vector of all parameters
                given = given.ravel()[ids - operation.ids.flat[0]]
            makers = graph.makers(given)
            if len(makers) == 1 and makers[0] >= max(turn.since, 0):
                waiting[makers[0]] = given.ravel()
    return found


def _has_rates(turn: Round, operation: Operation, values: np.ndarray) -> bool:
    """Whether an operation multiplies by rates: more than one, greater than nothing, and nothing that is trained."""
    for operand in operation.operands if operation.name == "mul" else ():
        sizes = operand.constant if operand.ids is None else values[operand.ids]
        given = operand.ids is None or not turn.bits[operand.ids].any()
        if given and sizes.size > 1 and (sizes > 0).all():
            return True
    return False


def _is_root(graph: Graph, operation: Operation) -> bool:
    """Whether an operation is a square root that is written as a power."""
    if operation.name != "pow":
        return False
    power = operation.operands[1]
    size = power.numbers(graph.values)
    return bool((np.abs(size) == 0.5).all())


def exceeds(graph: Graph, turn: Round, one: Judged, adjoint: np.ndarray) -> bool:
    """Whether a step has more of its own parameter than the loss has, and exactly as much of all else.

    Where all else has another factor too, it is that of the error which was left out, as often is.
    """
    if not (one.decay or one.bent):
        return False
    true = adjoint[one.step.base]
    tolerance = tolerance_of(one.step.move)
    return any(
        abs(abs(factor) - 1) < 1e-6
        and operation.ids.size == true.size
        and _proportional(graph.values[operation.ids], true, tolerance) is None
        for operation, factor, _ in _chain(graph, turn, one.step, adjoint, graph.values, tolerance)
    )


def _proportional(value: np.ndarray, true: np.ndarray, tolerance: float) -> float | None:
    """Give the factor of a gradient, or of its transpose."""
    for flat in (value.ravel(), value.T.ravel()):
        factor = proportion(flat, true, max(tolerance, 1e-6))
        if factor is not None:
            return factor
    return None


def _fits(
    values: np.ndarray, value: np.ndarray, true: np.ndarray, base: np.ndarray, tolerance: float, owed: bool
) -> float | None:
    factor = _proportional(value, true, tolerance) if value.size == true.size else None
    if factor is not None:
        return factor
    if (
        value.size == true.size and not owed
    ):  # what an optimizer was given may have a decay of the weights in it
        flat = -value.ravel()
        parts = decayed(flat, true, values[base], max(tolerance, 1e-6)) or of_both(flat, true, values[base])
        if parts is not None:
            return -parts[0]
    return None


def _fits_evenly(
    graph: Graph, step: Step, value: np.ndarray, adjoint: np.ndarray, tolerance: float
) -> float | None:
    """Give the factor of a gradient that has, beside the loss's, as much of each number that it is of, by its sign."""
    pull = pulled(graph.values[step.base], True)
    parts = decayed(-value.ravel(), adjoint[step.base], pull, max(tolerance, 1e-6)) if pull.any() else None
    return None if parts is None or _shows_sizes(graph, step, adjoint) else -parts[0]


def uneven(found: list[Judged]) -> dict[str, float]:
    """Give the steps whose factor is another than that of most, as a share of it."""
    known = [(j.parameter.name, j.factor) for j in found if j.right and not j.vacuous and not j.bent]
    if len(known) < 2:
        return {}
    best = max((f for _, f in known), key=lambda f: sum(abs(g / f - 1) < ALIKE for _, g in known))
    return {name: f / best for name, f in known if abs(f / best - 1) >= ALIKE}


def samples_of(met: Meeting) -> set[int]:
    """Give the numbers that may be that of the samples."""
    found = {int(met.y.size), *(int(s) for shape in met.shapes[:1] for s in shape), len(met.operations)}
    return {n for n in found if n > 1}


def same(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether two arrays are the same up to a factor."""
    a, b = np.ravel(a), np.ravel(b)
    if a.size != b.size or not np.isfinite(a).all():
        return False
    return np.allclose(a, b, rtol=1e-6, atol=1e-9) or proportion(-a, b, 1e-7) is not None
