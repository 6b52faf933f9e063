"""Calls: what arrays are called, which layer they belong to, and which call was handed them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .arrays import Array
from .graph import Graph
from .judge import Judged
from .recording import Site
from .suspects import Search


def handed_over(graph: Graph, call: Site, array: Array) -> bool:
    """Whether a call was handed an array, or one of those that it is put together of."""
    size = array.size // array.hits
    firsts = array.ids.reshape(array.hits, -1)[:, 0].tolist()
    return any((call, first, size) in graph.recording.given for first in firsts)


def all_names(graph: Graph, array: Array) -> list[str]:
    """Give the names that an array was given, in order."""
    own = array.ids.reshape(array.hits, -1)[0]
    first, whole = int(own[0]), int(own.sum())  # the same numbers, turned or not
    names = [
        n.name
        for n in graph.recording.named
        if n.ids.size == own.size
        and int(n.ids.flat[0]) == first
        and n.name[0] != "("
        and int(n.ids.sum()) == whole
    ]
    return list(dict.fromkeys(names))


def called(graph: Graph, array: Array) -> str:
    """Give the last name of an array; empty where it has none."""
    names = all_names(graph, array)
    return names[-1] if names else ""


def layer_of(search: Search, step: Judged) -> int:
    """Give the layer, from 1, whose parameter a step moves."""
    base = int(step.step.base[0])
    for operation in search.arrays.operations(search.arrays.forward):
        for operand in operation.operands:
            if operand.ids is not None and operand.ids.size and base in operand.ids.ravel()[:1]:
                return search.arrays.layer(operation.number)
    return 1


def mentions(text: str, names: Iterable[str]) -> bool:
    """Whether a line has one of some names in it."""
    plain = text.replace('"', "'")
    return any(re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", plain) for name in names)
