"""What has been said in symbols before, for a network of the same build and size in the same notation.

Symbols do not change when numbers do: of a second page of a network, such as the one after a step of training, all
general formulas are known already. Only the last few networks are remembered.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..layout import Layout
from ..mathematics.boxes import Box
from ..network import Step
from ..notation import Notation
from ..trace import Trace

NETWORKS = 16
BOXES = 20_000


@dataclass
class Remembered:
    """Boxes by what they stand for: whole arrays, entries, formulas; and under `said` whatever else has no numbers."""

    wholes: dict[tuple[str, bool], Box] = field(default_factory=dict)
    entries: dict[tuple[Any, ...], Box] = field(default_factory=dict)
    formulas: dict[tuple[Any, ...], Box] = field(default_factory=dict)
    said: dict[tuple[Any, ...], Any] = field(default_factory=dict)


_KNOWN: OrderedDict[tuple[Any, ...], Remembered] = OrderedDict()


def remembered(trace: Trace, notation: Notation, layout: Layout, comma: bool) -> Remembered:
    """Give what is known for a network of this build: its layers with their formulas, how they are joined, shapes."""
    steps = tuple(_build(step) for step in trace.network.all_steps)
    shapes = tuple(np.shape(array) for array in (*trace.values.values(), *trace.parameters.values()))
    key = (steps, shapes, notation.key, layout, comma)
    found = _KNOWN.pop(key, None)
    if found is None or len(found.entries) + len(found.formulas) + len(found.said) > BOXES:
        found = Remembered()
    _KNOWN[key] = found
    if len(_KNOWN) > NETWORKS:
        _KNOWN.popitem(last=False)
    return found


def _build(step: Step) -> tuple[Any, ...]:
    layer, parameters = step.layer, tuple(step.parameters.items())
    return type(layer), layer.formulas, layer.matrices, step.inputs, step.output, parameters, step.index
