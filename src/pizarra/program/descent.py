"""Descent: steps that go down a number which the program works out, whatever prediction and target it is made of.

A loss need not hold a prediction against a target: it may compare two predictions, have the derivative of the network
in it, or two outputs of which one says how sure the other is. Where every step of a round is the gradient of one
number that nothing goes on from, that is what the program trains by.
"""

from __future__ import annotations

import numpy as np

from .derivative import COMPARED, Opaque
from .graph import Graph
from .judge import Judged, judged, uneven
from .recording import Operation
from .target import Meeting, Round

MOST = 6  # numbers of a round that are tried
LEAST = 6  # entries of gradients that have to be right, so that it is no chance
AHEAD = 4000  # operations after a step, among which its loss may be worked out


def descended(
    graph: Graph, turn: Round, after: np.ndarray, like: int | None = None
) -> tuple[Meeting, int, np.ndarray, list[Judged]] | None:
    """Find the number of a round that all of its steps go down; None where there is none.

    As where prediction and target meet stands the number itself. after: marks of what updates made. like: the number
    of an earlier round; then the one that is worked out in the same place is it, whether or not the steps are right,
    as a step may have some of the one before in it.
    """
    stop = turn.stop | after
    first = graph.maker(like) if like is not None else None
    for number in _ends(graph, turn, stop, first):
        if _of_moved(graph, turn, number, stop):
            continue  # a penalty of the weights as they are after the step, say
        try:
            adjoint = graph.cotangents({number: 1.0}, 0, stop)
        except Opaque:
            continue
        steps = judged(graph, turn, adjoint)
        maker = graph.maker(number)
        if maker is not None and (first is not None or _surely(steps)):
            met = Meeting(np.array([number]), np.zeros(1), np.full(1, -1), [maker], shapes=((), (), ()))
            return met, number, adjoint, steps
    return None


def _of_moved(graph: Graph, turn: Round, number: int, stop: np.ndarray) -> bool:
    """Whether a number is made of what the steps of the round made."""
    _, live = graph.behind(np.array([number]), stop)
    return any(live[parameter.steps[turn.number].after].any() for parameter in turn.parameters)


def _surely(steps: list[Judged]) -> bool:
    """Whether all steps are right, by so many numbers that it is no chance."""
    sure = [step for step in steps if step.right and not step.vacuous and not step.decay]
    return (
        all(step.right and not step.decay for step in steps)
        and not uneven(steps)
        and sum(step.step.base.size for step in sure) >= LEAST
    )


def _ends(graph: Graph, turn: Round, stop: np.ndarray, like: Operation | None) -> list[int]:
    """Give single numbers made of all that moves in a round, that are shown or that nothing is made of: those first.

    like: an operation of an earlier round, which makes the only one that is asked for.
    """
    if like is not None:
        key = (like.site, like.stack, like.name)
        again = [o for o in graph.operations[turn.since : turn.until] if (o.site, o.stack, o.name) == key]
        numbers = [int(o.ids.flat[0]) for o in again if turn.bits[o.ids].all() and o.ids.size == 1]
        return numbers[-1:]
    wanted = [
        parameter.steps[turn.number].base[0]
        for parameter in turn.parameters
        if parameter.steps[turn.number].move.any()
    ]
    every = int(np.bitwise_or.reduce(turn.bits[wanted], axis=None)) if wanted else 0
    until = min(len(graph.operations), turn.until + AHEAD)
    shown, used = graph.recording.shown, graph.handed_on
    found = []
    for operation in graph.operations[turn.since : until]:
        number = int(operation.ids.flat[0])
        if operation.ids.size != 1 or operation.name in COMPARED or turn.live[number] or stop[number]:
            continue
        if every and int(turn.bits[number]) & every == every and (number in shown or not used[number]):
            found.append((number not in shown, abs(operation.number - turn.until), number))
    return [number for *_, number in sorted(found)][:MOST]
