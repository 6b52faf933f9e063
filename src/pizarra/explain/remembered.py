"""What has been written in symbols before, for the same network in the same notation.

Symbols do not change when numbers do: of a second page of a network, such as the one after a step of training, all
general formulas are known already. Only the last few networks are remembered.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from ..layout import Layout
from ..mathematics.boxes import Box
from ..network import Network
from ..notation import Notation

NETWORKS = 16
BOXES = 20_000


@dataclass
class Remembered:
    """Boxes by what they stand for: whole arrays, entries, formulas."""

    wholes: dict[tuple[str, bool], Box] = field(default_factory=dict)
    entries: dict[tuple[Any, ...], Box] = field(default_factory=dict)
    formulas: dict[tuple[Any, ...], Box] = field(default_factory=dict)


_KNOWN: OrderedDict[tuple[Any, ...], Remembered] = OrderedDict()


def remembered(network: Network, notation: Notation, layout: Layout, comma: bool) -> Remembered:
    """Give what is known for a network of this build: its layers with their formulas, and how they are joined."""
    steps = tuple(
        (type(step.layer), step.layer.formulas, step.inputs, step.output, tuple(step.parameters.items()))
        for step in network.all_steps
    )
    key = (steps, notation.key, layout, comma)
    found = _KNOWN.pop(key, None)
    if found is None or len(found.entries) + len(found.formulas) > BOXES:
        found = Remembered()
    _KNOWN[key] = found
    if len(_KNOWN) > NETWORKS:
        _KNOWN.popitem(last=False)
    return found
