"""Numerical: gradients that are differences of the loss at parameters moved to and fro, with no backward pass."""

from __future__ import annotations

from collections.abc import Iterable

from .graph import Graph
from .steps import Parameter

DEEPEST = 8


def by_differences(graph: Graph, listed: Iterable[Parameter]) -> bool:
    """Whether every entry of some parameter's first step is a difference of two numbers that the same line gave.

    But for constants and rates: nothing else is multiplied to it, as it is where an error is passed back.
    """
    for parameter in listed:
        sources = [int(one) for source in parameter.steps[0].sources for one in source]
        if len(sources) > 1 and len(set(sources)) > 1 and all(_difference(graph, one) for one in sources):
            return True
    return False


def _difference(graph: Graph, number: int, depth: int = 0) -> bool:
    maker = graph.maker(number)
    if maker is None or depth > DEEPEST:
        return False
    place = int((maker.ids.ravel() == number).argmax())
    given = []
    for operand in maker.operands:
        if operand.ids is not None and operand.ids.size in (1, maker.ids.size):
            given.append(int(operand.ids.ravel()[place if operand.ids.size > 1 else 0]))
    if maker.name == "sub" and len(given) == len(maker.operands) == 2:
        makers = [graph.maker(one) for one in given]
        first, second = makers
        if first is None or second is None or first is second or maker.ids.size > 1:
            return False
        return first.name == second.name and first.site == second.site and first.ids.size == 1
    if maker.name not in ("mul", "div", "neg", "cast"):
        return False
    return any(_difference(graph, one, depth + 1) for one in (given[:1] if maker.name == "div" else given))
