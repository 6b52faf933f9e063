"""The formulas of a layer as JavaScript that knows no sizes: these are told when a network is put together.

Every script is `(b,s)=>(A,N,p0,p1)=>…`: `b` has the number of each array by the layer's own name for it, `s` the length
of each axis. So a layer is written once, whatever the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..explain.local import Local
from ..explain.view import PENALTY, RATE
from ..formula import parse
from ..formula.tree import Node, all_indices, refs, renamed
from ..layer import SAMPLES, Layer
from ..network import Step
from .script import Later, function

# How a weight is moved, by what else than its gradient it is moved against.
PENALTIES = {"none": "{d}", "l2": "{d} + {p} * {w}", "l1": "{d} + {p} * sign({w})"}


def layer_kernels(layer: Layer) -> Iterator[tuple[str, str]]:
    """Yield each line of a layer by its name: values, cotangents."""
    for line in (*layer.values, *layer.cotangents):
        yield line.name, _script(line.tree, line.axes, layer)


def local_kernel(local: Local) -> str:
    """Write a local derivative of a layer in the layer's own names."""
    step = local.step
    own = {outside: inside for inside, outside in step.names().items()}
    return _script(renamed(local.tree, own), (*local.out_axes, *local.in_axes), step.layer)


def update_kernels() -> Iterator[tuple[str, str]]:
    """Yield how parameters move, by the penalty and the number of their axes; what is not a matrix bears none."""
    for name, text in PENALTIES.items():
        for axes in (("i", "j"), ("i",)) if name == "none" else (("i", "j"),):
            at = f"[{','.join(axes)}]"
            tree = parse(f"w{at} - {RATE} * ({text.format(d=f'd{at}', p=PENALTY, w=f'w{at}')})")
            yield f"{name}{len(axes)}", _written(tree, axes, {"w": axes, "d": axes, RATE: (), PENALTY: ()})


def bound(step: Step, numbers: dict[str, int]) -> dict[str, Any]:
    """Give the numbers of a step's arrays by the layer's own names for them, cotangents included."""
    names = step.names()
    found = {inside: numbers[outside] for inside, outside in names.items()}
    return found | {f"d{i}": numbers[f"d:{o}"] for i, o in names.items() if f"d:{o}" in numbers}


def _script(tree: Node, axes: Sequence[str], layer: Layer) -> str:
    shapes = {}
    for name in {ref.name for ref in refs(tree)}:
        known = {*layer.inputs, *layer.parameters, *(line.name for line in layer.values)}
        shapes[name] = layer.axes(name if name in known else name[1:])
    return _written(tree, axes, shapes)


def _written(tree: Node, axes: Sequence[str], shapes: dict[str, tuple[str, ...]]) -> str:
    used = {ref.name for ref in refs(tree)}
    long = sorted({a for name in used for a in shapes[name]} | {*all_indices(tree)} - {SAMPLES})
    sizes = {axis: f"n_{axis.lstrip('_')}" for axis in long}
    arrays = {
        name: Later(f"a_{name}", tuple(sizes.get(axis, "N") for axis in own)) for name, own in shapes.items()
    }
    names = ",".join(f"{name}:a_{name}" for name in sorted(used))
    lengths = ",".join(
        sorted({f"{axis.lstrip('_')}:n_{axis.lstrip('_')}" for axis in long if axis != SAMPLES})
    )
    return f"({{{names}}},{{{lengths}}})=>{function(tree, axes, arrays, sizes)}"
