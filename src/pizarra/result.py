"""The numbers of a pass as plain data, ready for JSON: full precision, arrays as the source stored them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .layers import Linear
from .network import INPUT
from .problem import Problem
from .trace import Trace

LINEAR = {"W": "weights", "b": "bias"}


def as_json(problem: Problem, trace: Trace, symbol: Callable[[str], str]) -> dict[str, Any]:
    """Give loss, values and parameters; `symbol` turns the network's names (`W1`, `v2`) into the reader's.

    `layer` counts from 0 in the order in which the layers were given; the input has none. Parameters stand in the order
    of the layers, weights before bias; shared ones stand once, at the first layer that uses them. A value of one sample
    that was given as a plain list is a plain list. Gradients have the shape of their parameter.

    >>> from pizarra.problem import from_plain
    >>> problem = from_plain([[[2, 1]]], [1, 3], [4], factor="1/2")
    >>> trace = Trace(problem.network, problem.parameters, problem.x, problem.t)
    >>> as_json(problem, trace, str.lower)["parameters"]
    [{'layer': 0, 'role': 'weights', 'symbol': 'w1', 'value': [[2.0, 1.0]], 'gradient': [[1.0, 3.0]],
      'updated': [[1.0, -2.0]]}]
    """
    return {
        "loss": trace.loss,
        "loss_after": trace.after.loss,
        "values": [_value(name, problem, trace, symbol) for name in problem.network.values],
        "parameters": [_parameter(name, problem, trace, symbol) for name in problem.network.parameters],
    }


def _value(name: str, problem: Problem, trace: Trace, symbol: Callable[[str], str]) -> dict[str, Any]:
    maker = problem.network.maker(name)
    value = trace.values[name]
    cotangent = trace.cotangents.get(name, np.zeros_like(value))

    def stored(array: np.ndarray) -> Any:
        if problem.single:
            return array[0].tolist()
        return (array.T if problem.layout.samples == "columns" else array).tolist()

    return {
        "symbol": symbol(name),
        "layer": None if name == INPUT or maker is None else maker.index,
        "value": stored(value),
        "cotangent": stored(cotangent),
    }


def _parameter(name: str, problem: Problem, trace: Trace, symbol: Callable[[str], str]) -> dict[str, Any]:
    step, role = min(problem.network.readers(name), key=lambda reader: reader[0].index or 0)
    linear = isinstance(step.layer, Linear)
    turned = linear and role == "W" and problem.layout.weights == "out_in"

    def stored(array: np.ndarray) -> Any:
        return (array.T if turned else array).tolist()

    return {
        "layer": step.index,
        "role": LINEAR[role] if linear else role,
        "symbol": symbol(name),
        "value": stored(trace.parameters[name]),
        "gradient": stored(trace.gradients[name]),
        "updated": stored(trace.updated[name]),
    }
