"""Reading: the network that a program trains, with its numbers at the first step, as a problem to be explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from ..errors import NetworkError, PizarraError
from ..language import LANGUAGES, Say, say, words
from ..layer import Layer
from ..layers import ELU, LeakyReLU, Linear, ReLU, Sigmoid, Softmax, Softplus, Tanh
from ..layout import Layout
from ..network import Part
from ..problem import Problem, build
from ..trace import Trace
from .chain import Chain, Link, NoLayer
from .inspection import Inspection
from .judge import proportion, tolerance_of
from .loss import loss_of
from .naming import notation_of
from .run import MEMORY, record
from .source import Source, read_source
from .verdict import inspected, where

STAND_IN = 0.01  # for a rate that is not seen
SIMPLE: dict[type[Layer], Layer] = {kind: kind() for kind in (Sigmoid, Tanh, ReLU, Softplus, ELU)}


def read_program(
    program: str | Path | Source,
    *,
    seconds: float = 60.0,
    python: str | None = None,
    memory: int = MEMORY,
    stubs: Mapping[str, tuple[int, ...]] | None = None,
) -> Problem:
    """Run a program in a child process and give the network that it trains, with its numbers before the first step.

    The arguments are those of `check_program`. Layers, loss, data, targets and parameters are those of the program, in
    its layout; the notation has its names. What is explained is the gradient of its loss, whether the program computes
    that or not. Raises NetworkError, with the reason, for what is no chain of layers; FileError for what is no program.
    """
    source = program if isinstance(program, Source) else read_source(program)
    recording = record(source, seconds, python, memory, stubs)
    inspection, reason = inspected(source, recording)
    name = source.path.name
    if inspection is None:
        text = words(reason, "en") if reason is not None else ""
        raise NetworkError(f"{name}: no network is read from this program. {text}".strip())
    try:
        problem = problem_of(inspection)
    except NoLayer as error:
        cell, line = error.site[:2] if error.site is not None else (None, None)
        at = words(where(cell, line), "en") if line is not None else name
        raise NetworkError(f"{name}: {words(say(error.key, place=at), 'en')}") from None
    except PizarraError as error:
        raise NetworkError(f"{name}: the network that was read cannot be explained. {error}") from None
    about = (say("program.read.of", name=name), *problem.remarks)
    return replace(problem, title=dict.fromkeys(LANGUAGES, name), remarks=about)


def problem_of(inspection: Inspection, chain: Chain | None = None) -> Problem:
    """Make a problem of what was read. Raises NoLayer, or a PizarraError for numbers that cannot be explained."""
    chain = chain or Chain(inspection)
    graph, one = inspection.graph, inspection.rounds[0]
    links, values = chain.links, inspection.graph.values
    parts: list[Part] = []
    parameters: dict[str, np.ndarray] = {}
    for number, link in enumerate(links, start=1):
        parts.append(Part(Linear(bias=link.bias is not None)))
        parameters[f"W{number}"] = values[link.weights]
        if link.bias is not None:
            parameters[f"b{number}"] = values[link.bias]
        layer = _activation(values[link.made], values[link.after])
        if layer is None:
            raise NoLayer("program.no_layer", graph.operations[int(graph.made_by[link.after].max())].site)
        if type(layer) is not Linear:
            parts.append(Part(layer))
    target = one.met.t[chain.order]
    loss, drop = loss_of(inspection, chain, target)
    if drop:
        parts.pop()
    rate, remarks = _rate(inspection)
    if one.loss is None:
        remarks.append(say("program.read.implied"))
    remarks += [say("program.read.inside", layer=k) for k, link in enumerate(links, start=1) if link.inside]
    if one.wrong:
        remarks.append(say("program.read.wrong"))
    layout = _layout(inspection, links)
    data = values[links[0].inputs]
    turned = layout.samples == "columns"
    problem = build(
        parts,
        parameters,
        data[0] if len(data) == 1 else data.T if turned else data,
        target[0] if len(data) == 1 else target.T if turned else target,
        loss,
        learning_rate=rate,
        layout=layout,
    )
    remarks += _compared(inspection, chain, problem)
    return replace(problem, notation=notation_of(inspection, chain, rate), remarks=tuple(remarks))


def _activation(z: np.ndarray, a: np.ndarray) -> Layer | None:
    """Tell what makes one array of another, by its numbers; Linear where they are the same."""

    def gives(layer: Layer) -> bool:
        return np.allclose(layer.forward(np, z)["y"], a, rtol=1e-5, atol=1e-8)

    if np.array_equal(z, a):
        return Linear()
    for layer in SIMPLE.values():
        if gives(layer):
            return layer
    below = z < 0
    if below.any():
        for kind, name, basis in ((LeakyReLU, "slope", z), (ELU, "alpha", np.expm1(z))):
            factor = float(f"{np.median(a[below] / basis[below]):.6g}")
            layer = kind(**{name: factor})
            if factor and gives(layer):
                return layer
    return Softmax() if gives(Softmax()) else None


def _rate(inspection: Inspection) -> tuple[float, list[Say]]:
    """Give the rate that most parameters move by, and what is to be said of it."""
    one = inspection.rounds[0]
    known = [step.factor for step in one.steps if step.right and not step.vacuous and step.factor > 0]
    bent = any(step.bent for step in one.steps)
    if not known or bent:
        return STAND_IN, [say("program.read.rate" if bent else "program.read.no_rate", rate=STAND_IN)]
    most = Counter(float(f"{factor:.4g}") for factor in known).most_common(1)[0][0]
    digits = 6 if tolerance_of(one.steps[0].step.move) > 1e-5 else 10  # of single precision
    rate = float(f"{next(f for f in known if float(f'{f:.4g}') == most):.{digits}g}")
    return rate, [say("program.read.rates")] if one.uneven else []


def _layout(inspection: Inspection, links: list[Link]) -> Layout:
    """Say how the program stores its arrays."""
    made = next((link.made for link in links if link.made.shape[1] > 1), links[0].inputs)
    columns = min(made.shape) > 1 and abs(int(made[1, 0] - made[0, 0])) == 1
    weights = "out_in" if columns or len(made) == 1 else "in_out"
    for link in links:
        wide = link.weights.shape
        shape = next((p.shape for p in inspection.parameters if link.weights[0, 0] in p.first), ())
        if len(shape) == 2 and shape[0] != shape[1]:
            weights = "out_in" if shape[0] == wide[1] else "in_out"
            break
        if len(shape) == 2 and min(wide) > 1:
            weights = "in_out" if int(link.weights[0, 1] - link.weights[0, 0]) == 1 else "out_in"
    return Layout("columns" if columns else "rows", weights)  # type: ignore[arg-type]


def _compared(inspection: Inspection, chain: Chain, problem: Problem) -> list[Say]:
    """Hold the problem against what was recorded; give what the program's loss has besides. Raises NoLayer."""
    graph, one = inspection.graph, inspection.rounds[0]
    trace = Trace(
        problem.network, problem.parameters, problem.x, problem.t, learning_rate=problem.learning_rate
    )
    least = 10 * tolerance_of(graph.values[one.met.y])
    remarks: list[Say] = []
    for number, link in enumerate(chain.links, start=1):
        for name, ids in ((f"W{number}", link.weights), (f"b{number}", link.bias)):
            if ids is None or not one.turn.stop[ids].any():
                continue
            mine, true, base = (
                a.ravel() for a in (trace.gradients[name], one.adjoint[ids], graph.values[ids])
            )
            left = true - mine
            if np.abs(left).max() <= least * max(np.abs(true).max(), 1e-12):
                continue
            share = proportion(-left, base, 1e-4)
            if share is None:
                raise NoLayer("program.other_gradient", None)
            remarks = [say("program.read.penalty")]
    return remarks
