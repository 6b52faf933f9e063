"""The network as the page must know it to draw it, and to find the unit of every value that goes with an entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..explain.case import places_of
from ..explain.intro import drawn_values, mixes
from ..explain.view import View
from ..layers import Linear

SAMPLE = 1000  # stands for the case's sample; 1001 and on for the places of its entry (see js/place.js)


def places(view: View, number: Mapping[str, int]) -> dict[int, dict[int, list[int]]]:
    """Give, for an entry of each parameter and value, the place that goes with it in every array.

    A place of another array copies the entry's, or the sample, or is fixed: so one question for each array, asked with
    numbers that are no places, answers for all entries.
    """
    network = view.network
    made = {}
    for name in (*network.parameters, *network.values):
        axes = view.axes[name]
        asked = tuple(
            SAMPLE if axis == "n" else SAMPLE + 1 + k - ("n" in axes) for k, axis in enumerate(axes)
        )
        found = places_of(view, name, asked, SAMPLE)
        made[number[name]] = {number[other]: list(place) for other, place in found.items() if other in number}
    return made


def drawing(view: View, number: Mapping[str, int]) -> dict[str, Any]:
    """Give the columns that are drawn, the links between them with their weights, and the biases."""
    network = view.network
    drawn, stands_for = drawn_values(view)
    column = {name: k for k, name in enumerate(drawn)}
    links, biases = [], []
    for step in network.steps:
        target = column[stands_for[step.output]]
        linear = isinstance(step.layer, Linear)
        if linear and "b" in step.parameters:
            biases.append([target, number[step.parameters["b"]]])
        for source in step.inputs:
            start = column[stands_for[source]]
            if start == target:
                continue
            alike = step.layer.axes(step.layer.inputs[0]) == step.layer.axes(step.layer.output)
            links.append(
                {
                    "from": start,
                    "to": target,
                    "weight": number[step.parameters["W"]] if linear else None,
                    "same": alike and not step.parameters and not mixes(step),
                }
            )
    return {
        "columns": [number[name] for name in drawn],
        "links": links,
        "biases": biases,
        "standsFor": {number[name]: number[other] for name, other in stands_for.items() if name != other},
    }
