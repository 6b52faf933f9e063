"""Adapter: a planted case, given to the package as a reader would give it."""

from __future__ import annotations

from typing import Any

import numpy as np
from planted.case import Case
from planted.network import Network as Planted
from planted.network import draw_point
from planted.running import compiled

from pizarra import Network, diagnose
from pizarra.layers import LAYERS, Linear
from pizarra.losses import LOSSES

NOISE = {
    "float64": 1e-6,
    "float32": 5e-3,
}  # of an array's largest entry: what the planting takes for no change


def network(planted: Planted) -> Network:
    """Give the package's network for a planted one. Before a loss that reads logits there is no activation."""
    layers: list[Any] = []
    for layer, name in enumerate(planted.activations, start=1):
        layers.append(Linear(bias=planted.bias))
        logits = layer == planted.depth and planted.loss in (
            "softmax_cross_entropy",
            "binary_cross_entropy_logits",
        )
        if not logits:
            layers.append(LAYERS[name]())
    return Network(layers, LOSSES[planted.loss](factor=planted.factor))


def parameters(case: Case) -> dict[str, np.ndarray]:
    """Give the case's parameters by the package's names, in the order of the program's arguments."""
    roles = {name: role for role, name in case.names.items() if not role.endswith("_new")}
    return {roles[name]: value for name, value in case.parameters.items()}


def diagnosed(case: Case, made: Network):
    """Call `pizarra.diagnose` on the arrays of a case, or on its function."""
    names = {name: role for role, name in case.names.items() if not role.endswith("_new")}
    if case.returns == "step":
        names |= {name: role for role, name in case.names.items() if role.endswith("_new")}
    function = case.given == "function"
    return diagnose(
        made,
        case.function() if function else case.arrays,
        parameters=parameters(case),
        x=case.x,
        t=case.t,
        rate=case.rate,
        names=names,
        samples=None if case.layout.samples == "vector" else case.layout.samples,
        weights=case.layout.weights,
        step=case.returns == "step" if function else None,
    )


def only_shapes_differ(case: Case) -> bool:
    """Whether the mistake alters no number, only a shape: a sum over the units of a layer that has one."""
    wrong, right = compiled(case.source), compiled(case.right_source)
    arguments = [case.arguments()]
    if case.given == "function":  # it is called with several samples, so they count
        arguments += [
            generic(case, samples) for samples in ((1,) if case.layout.samples == "vector" else (4, 5))
        ]
    for values in arguments:
        found, expected = wrong(*values), right(*values)
        for name in case.arrays:
            if name in expected and not same_numbers(found[name], expected[name], NOISE[case.dtype]):
                return False
    return True


def generic(case: Case, samples: int) -> list[object]:
    """Give the function's arguments at an ordinary point."""
    point = draw_point(np.random.default_rng([case.seed, 1]), case.network, case.layout, samples)
    values: list[object] = [point.parameters[role] for role in parameters(case)]
    return [*values, point.x, point.t, *([point.rate] if case.returns == "step" else [])]


def same_numbers(found: np.ndarray, expected: np.ndarray, noise: float) -> bool:
    """Whether two arrays hold the same numbers in the same order, whatever their shapes."""
    if found.size != expected.size:
        return False
    a, b = found.astype(float).ravel(), expected.astype(float).ravel()
    return bool(
        np.abs(a - b).max(initial=0) <= noise * max(np.abs(a).max(initial=0), np.abs(b).max(initial=0))
    )
