"""What the diagnosis says of a planted case, and whether that is right: `planted` itself does not know the package."""

from dataclasses import dataclass
from functools import cached_property
from time import perf_counter
from typing import Any

import numpy as np
from planted.case import Case, draw
from planted.network import Network as Planted
from planted.network import draw_point
from planted.running import compiled

from pizarra import Diagnosis, Network, diagnose
from pizarra.layers import LAYERS, Linear
from pizarra.losses import LOSSES

NO_ACTIVATION = {"softmax_cross_entropy", "binary_cross_entropy_logits"}  # these losses read logits


@dataclass(frozen=True, eq=False)
class Diagnosed:
    """A case, what was said of it, and how long that took."""

    case: Case
    diagnosis: Diagnosis
    seconds: float

    @property
    def told_faulty(self) -> bool:
        """Whether it was told that something is wrong; of the gradient of another loss a note says enough."""
        notes = {finding.fault for finding in self.diagnosis.findings if finding.severity == "note"}
        return self.diagnosis.verdict == "faulty" or (self.case.another_loss is not None and bool(notes))

    @cached_property
    def first(self) -> set[tuple[str, int | None]]:
        """The class and layer of every fault, as it was told first."""
        return {(fault.fault, fault.layer) for fault in self.diagnosis.faults}

    @cached_property
    def named(self) -> set[tuple[str, int | None]]:
        """The same with the rivals."""
        return self.first | {(rival, f.layer) for f in self.diagnosis.faults for rival in f.rivals}

    @property
    def left_in_peace(self) -> bool:
        """Whether it was told that all is right."""
        return self.diagnosis.verdict == "correct"

    @property
    def right_first(self) -> bool:
        """Whether every planted mistake was told first, with its layer."""
        return all(any(mistake.told(*told) for told in self.first) for mistake in self.case.truth)

    @property
    def right_among(self) -> bool:
        """Whether every planted mistake is among those named."""
        return all(any(mistake.told(*told) for told in self.named) for mistake in self.case.truth)

    def __str__(self) -> str:
        truth = ", ".join(f"{m.fault} in layer {m.layer} ({m.role}: {m.text})" for m in self.case.truth)
        told = ", ".join(f"{name} in layer {layer}" for name, layer in sorted(self.first, key=str))
        where = f"draw({self.case.seed}, {self.case.given!r}, {len(self.case.truth)})"
        return f"{where}: {truth or 'right'}; told: {self.diagnosis.verdict} {told}"


def network_of(planted: Planted) -> Network:
    """Make the package's network of a planted one."""
    layers = []
    for layer in planted.layers:
        layers.append(Linear(bias=planted.bias))
        if layer < planted.depth or planted.loss not in NO_ACTIVATION:
            layers.append(LAYERS[planted.activations[layer - 1]]())
    return Network(layers, LOSSES[planted.loss](factor=planted.factor))


def diagnosed(case: Case, **options: object) -> Diagnosed:
    """Have a case diagnosed, with its own names and its layout said."""
    step = case.returns == "step"
    # In place, a parameter and the parameter after the step have one name: as an array it is the latter.
    names = {name: role for role, name in case.names.items() if not role.endswith("_new")}
    roles = {name: role for role, name in case.names.items() if not role.endswith("_new")}
    if step:
        names |= {name: role for role, name in case.names.items() if role.endswith("_new")}
    parameters = {roles[name]: value for name, value in case.parameters.items()}
    network = network_of(case.network)
    begun = perf_counter()
    diagnosis = diagnose(
        network,
        case.function() if case.given == "function" else case.arrays,
        parameters=parameters,
        x=case.x,
        t=case.t,
        rate=case.rate,
        names=names,
        samples=None if case.layout.samples == "vector" else case.layout.samples,
        weights=case.layout.weights,
        step=step if case.given == "function" else None,
        **options,  # type: ignore[arg-type]
    )
    return Diagnosed(case, diagnosis, perf_counter() - begun)


def shows(case: Case) -> bool:
    """Whether every planted mistake alters a number, and not the shape alone: `np.sum` of one unit is no fault.

    A function is asked at a point of several samples, arrays are what they are.
    """
    summed = [mistake.layer for mistake in case.truth if mistake.fault == "bias-summed-over-units-too"]
    if any(case.network.sizes[layer] == 1 for layer in summed):
        return False
    if case.given == "function":
        rng = np.random.default_rng(case.seed)
        point = draw_point(rng, case.network, case.layout, 5)
        arguments: list[Any] = [*point.parameters.values(), point.x, point.t]
        arguments += [point.rate] if case.returns == "step" else []
    else:
        arguments = case.arguments()
    wrong, right = (
        compiled(source)(*(np.copy(value) for value in arguments))
        for source in (case.source, case.right_source)
    )
    return any(not _same(wrong.get(name, np.zeros(0)), value) for name, value in right.items())


def _same(a: np.ndarray, b: np.ndarray) -> bool:
    return a.size == b.size and np.array_equal(np.ravel(a), np.ravel(b), equal_nan=True)


def sample(given: str, mistakes: int, count: int, start: int = 0) -> list[Diagnosed]:
    """Diagnose the cases of so many seeds, less those whose mistake alters no number."""
    cases = (draw(seed, given, mistakes) for seed in range(start, start + count))
    return [diagnosed(case) for case in cases if not mistakes or shows(case)]


def share(cases: list[Diagnosed], of: str) -> float:
    """Give the share of cases of which something is true, such as `right_first`."""
    return sum(getattr(case, of) for case in cases) / len(cases)
