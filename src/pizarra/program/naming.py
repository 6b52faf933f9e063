"""Naming: a notation of a program's own names, counted from 0 as Python counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ..notation import Notation
from .chain import Chain
from .graph import Graph
from .inspection import Inspection
from .symbols import symbol_of, told_apart

PLAIN = Notation(name="program", base=0, batch="same")


class Names:
    """The names that a program gave to numbers."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.by_first: dict[tuple[int, int], list[tuple[np.ndarray, str]]] = defaultdict(list)
        for naming in graph.recording.named:
            if naming.ids.size and naming.name[0] != "(":
                key = (naming.ids.size, int(naming.ids.min()))
                self.by_first[key].append((naming.ids, naming.name))

    def of(self, *ways: np.ndarray | None) -> str:
        """Give the symbol of the first of some arrays that has a name; empty where none has."""
        return next((text for name in self._all(*ways) if (text := symbol_of(name))), "")

    def called(self, *ways: np.ndarray | None) -> str:
        """Give the name itself, where it is one by itself."""
        return next((text for name in self._all(*ways) if (text := plain(name))), "")

    def _all(self, *ways: np.ndarray | None) -> Iterator[str]:
        for ids in ways:
            if ids is None or not ids.size:
                continue
            flat = np.sort(ids, axis=None)
            for held, name in self.by_first[flat.size, int(flat[0])]:
                if np.array_equal(np.sort(held, axis=None), flat):
                    yield name


def plain(name: str) -> str:
    """Give a variable's own name: of an attribute without its object, of a key without its dictionary."""
    inside = re.search(r"\[['\"](\w+)['\"]\]$", name)
    return inside[1] if inside else "" if "[" in name else name.rpartition(".")[2]


def notation_of(inspection: Inspection, chain: Chain, rate: float) -> Notation:
    """Make the notation of a network that was read: where the program has a name, that; else the usual symbols."""
    names, one, links = Names(inspection.graph), inspection.rounds[0], chain.links
    owner = {int(number): p for p in inspection.parameters for number in p.first}

    def trained(ids: np.ndarray, more: np.ndarray | None = None) -> str:
        known = names.of(ids, np.concatenate([ids.ravel(), more.ravel()]) if more is not None else None)
        parameter = owner.get(int(ids.flat[0]))
        return known or (symbol_of(parameter.name) if parameter is not None else "")

    weights, biases, made, after = [], [], [], []
    for link in links:
        weights.append(trained(link.weights, link.bias if link.inside else None))
        biases.append(trained(link.bias) if link.bias is not None and not link.inside else "")
        made.append(names.of(link.made, link.made[:1]))
        after.append(names.of(link.after, link.after[:1]))
    met, first = one.met, links[0].inputs
    y, t = names.of(met.y, chain.links[-1].after[:1]), names.of(met.t_ids, met.t_ids[chain.order][:1])
    changes: dict[str, object] = {
        "weights": told_apart(weights, PLAIN.weights),  # type: ignore[arg-type]
        "bias": told_apart(biases, PLAIN.bias),  # type: ignore[arg-type]
        "pre_activation": told_apart(made, PLAIN.pre_activation),  # type: ignore[arg-type]
        "logits": told_apart(made, PLAIN.logits),  # type: ignore[arg-type]
        "activation": told_apart(after, PLAIN.activation),  # type: ignore[arg-type]
        "input": names.of(first, first[:1], _with_ones(chain)) or PLAIN.input,
        "prediction": y or after[-1] or PLAIN.prediction,
        "target": t or "t",
        "loss": names.of(np.array([one.loss])) if one.loss is not None else "",
        "rate": _rate(inspection, rate),
    }
    return replace(PLAIN, **{key: value for key, value in changes.items() if value})


def _with_ones(chain: Chain) -> np.ndarray | None:
    link = chain.links[0]
    return link.inputs if not link.inside else None


def _rate(inspection: Inspection, rate: float) -> str:
    """Give the name of the number that the steps are multiplied by."""
    graph = inspection.graph
    found = {
        symbol_of(naming.name)
        for naming in graph.recording.named
        if naming.ids.size == 1 and abs(float(graph.values[naming.ids].ravel()[0]) - rate) <= 1e-9 * rate
    }
    found.discard("")
    return found.pop() if len(found) == 1 else ""
