"""Gradient: check any function's gradient against the function itself."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..data import number, whole
from ..errors import DataError, nearest, shown
from ..language import LANGUAGES
from . import wavering
from .finding import Finding
from .function import call
from .given import STEADY, Given, numbers_of, precision_of
from .leaves import Leaf, StructureError
from .measure import Entries, measure, settle
from .measured import Measured, unjudged
from .pattern import explained, figure, shapes, together, written
from .point import Point, Precision
from .report import GradientReport
from .unsampled import look_at_the_rest


def check_gradient(
    loss: Callable[..., Any],
    grad: Any,
    params: Any,
    *,
    sample: int | None = 2000,
    seed: int = 0,
    tolerance: float | None = None,
    language: str = "en",
) -> GradientReport:
    """Check a gradient against its loss, entry by entry, and say what is wrong with it.

    `loss` takes the parameters and returns one number; `grad` returns the gradient, or is the gradient. `params` is an
    array, a number, a torch or JAX tensor, or a dict, list or tuple of these, nested; the gradient is built alike. A
    tuple or list is spread over a function's arguments where there are as many of them, a dict where its keys are their
    names. Both functions are called with copies.

    sample: look at no more entries of each array than so many, drawn with `seed`; at the others together, along one
    line. None looks at each of them. tolerance: the relative difference that is never called wrong (1e-6; in float32
    1e-3).

    Raises DataError where there is nothing to check: the loss is no finite number, or raises, or params holds no
    numbers.

    >>> import numpy as np
    >>> x, t = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([0.5, 1.0])
    >>> loss = lambda w: np.sum((x @ w - t) ** 2)
    >>> report = check_gradient(loss, lambda w: x.T @ (x @ w - t), np.array([0.3, -0.2]))
    >>> report.verdict, report.findings[0].factor
    ('faulty', 0.5)
    >>> print(report.findings[0])
    The gradient of w is 1/2 times the right one, in every entry.
    """
    if not callable(loss):
        raise DataError(f"loss must be a function of the parameters; {shown(loss)} is not.")
    if sample is not None:
        whole(sample, "sample", least=1, most=10**9)
    if tolerance is not None:
        number(tolerance, "tolerance", least=0.0)
    if language not in LANGUAGES:
        raise DataError(f"There is no language {shown(language)}." + nearest(language, LANGUAGES))
    whole(seed, "seed", least=0, most=2**63)
    # What a user's function warns of, far from the point, is of no interest.
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return _check(Given.read(loss, grad, params), sample, seed, tolerance, language)


def _check(
    given: Given, sample: int | None, seed: int, tolerance: float | None, language: str
) -> GradientReport:
    loss, parameters = given.loss, given.parameters
    here = loss.first()
    findings: list[Finding] = []
    nothing = [unjudged(one.name, one.array) for one in parameters.leaves]
    again = loss(parameters.arrays)
    if not abs(again - here) <= STEADY * max(abs(here), abs(again)):
        values = {"first": figure(here), "second": figure(again)}
        findings.append(Finding("note", "random", values=values))
        return _report(findings, nothing, given, here, language)
    if loss.mutated:
        findings.append(Finding("note", "mutated", values={"who": "loss", "names": ", ".join(loss.mutated)}))
    try:
        raw, found = numbers_of(given)
    except StructureError as error:
        findings.append(Finding("fault", "structure", values={"what": str(error)}))
        return _report(findings, nothing, given, here, language)
    findings += found
    eps, finer = precision_of(given, raw, here)
    if finer is not None:
        raw, here = finer, loss(parameters.arrays)
    checked = _Check(given, here, raw, Precision.of(eps, tolerance), sample, seed)
    measured = [checked.parameter(k) for k in range(len(parameters.leaves))]
    settle(measured)
    faults = [explained(one, measured) for one in measured if one.wrong.any()]
    findings += together([*checked.findings, *faults], measured)
    return replace(_report(findings, measured, given, here, language), eps=eps)


def _report(
    findings: Sequence[Finding], measured: Sequence[Measured], given: Given, here: float, language: str
) -> GradientReport:
    ordered = sorted(findings, key=lambda finding: finding.severity != "fault")
    return GradientReport(tuple(ordered), tuple(measured), here, given.loss.calls, given.loss.eps, language)


class _Check:
    """The check of every parameter in turn."""

    def __init__(
        self,
        given: Given,
        here: float,
        raw: Sequence[np.ndarray],
        precision: Precision,
        sample: int | None,
        seed: int,
    ) -> None:
        parameters, loss = given.parameters, given.loss
        self.given, self.raw, self.sample = given, [np.asarray(array, dtype=float) for array in raw], sample
        self.leaves, self.seed = parameters.leaves, seed
        self.findings: list[Finding] = []
        arrays = parameters.arrays
        scales = [np.maximum(np.abs(array), np.sqrt(np.mean(array**2)) or 1.0) for array in arrays]
        noise = wavering.of_numbers(loss, arrays, scales, precision.eps)
        if given.grad is not None:
            noise = wavering.larger(noise, wavering.of_function(self._shaped, arrays, seed))
        types = [np.float64 if loss.double else leaf.dtype.type for leaf in self.leaves]
        numpy = all(isinstance(leaf.like, np.ndarray | np.generic) for leaf in self.leaves)
        self.point = Point(loss, here, arrays, types, precision, noise, self._complexly if numpy else None)

    def _shaped(self, arrays: Sequence[np.ndarray]) -> list[np.ndarray]:
        found = self.given.gradient(arrays)
        return [
            np.asarray(a, dtype=float).reshape(leaf.array.shape)
            for a, leaf in zip(found, self.leaves, strict=True)
        ]

    def _complexly(self, arrays: list[Any]) -> Any:
        loss = self.given.loss
        loss.calls += 1
        parameters = loss.parameters
        new = {leaf.path: array for leaf, array in zip(parameters.leaves, arrays, strict=True)}
        return call(loss.function, parameters.filled(new), loss.style)

    def parameter(self, which: int) -> Measured:
        """Check one parameter."""
        leaf, given = self.leaves[which], self.raw[which]
        if not np.isfinite(given).all():
            self.findings.append(_not_finite(leaf, given))
            return unjudged(leaf.name, leaf.array)
        if given.shape != leaf.array.shape:
            return self._other_shape(which, leaf, given)
        return self._measured(which, leaf, given)

    def _measured(self, which: int, leaf: Leaf, given: np.ndarray) -> Measured:
        places = self._places(leaf)
        entries = measure(self.point, which, given, places)
        if len(places) < given.size:
            look_at_the_rest(self.point, which, given, entries, self.seed)
        return _kept(leaf, given, entries)

    def _places(self, leaf: Leaf) -> list[tuple[int, ...]]:
        size = leaf.array.size
        if self.sample is None or size <= self.sample:
            return list(np.ndindex(leaf.array.shape))
        chosen = np.random.default_rng(self.seed).choice(size, self.sample, replace=False)
        return [tuple(int(k) for k in np.unravel_index(flat, leaf.array.shape)) for flat in np.sort(chosen)]

    def _other_shape(self, which: int, leaf: Leaf, given: np.ndarray) -> Measured:
        """Say what numbers of another shape are: right ones turned, or not yet summed, or of no use."""
        values: dict[str, Any] = {"given": _times(given.shape), "wanted": _times(leaf.array.shape)}
        for what, array in shapes(given, leaf.array.shape):
            one = self._measured(which, leaf, array)
            if one.wrong.any():
                continue
            severity = "note" if what == "squeezed" else "fault"
            self.findings.append(Finding(severity, f"shape_{what}", leaf.name, values=values))
            return one
        self.findings.append(Finding("fault", "shape", leaf.name, values=values))
        return unjudged(leaf.name, leaf.array)


def _kept(leaf: Leaf, given: np.ndarray, entries: Entries) -> Measured:
    return Measured(leaf.name, leaf.array, given, entries.measured, entries.bound, entries.state)


def _not_finite(leaf: Leaf, given: np.ndarray) -> Finding:
    bad = ~np.isfinite(given)
    place = tuple(int(k) for k in np.argwhere(bad)[0])
    values = {
        "count": int(bad.sum()),
        "of": given.size,
        "place": written(place, leaf.name),
        "found": str(given[place]),
    }
    return Finding("fault", "not_finite", leaf.name, place=place, values=values)


def _times(shape: Sequence[int]) -> str:
    return f"({', '.join(map(str, shape))}{',' * (len(shape) == 1)})"
