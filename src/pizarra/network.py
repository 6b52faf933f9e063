"""Network: a small graph of named values, closed by a loss. Immutable; the parameters are passed in.

A chain is the common case: each part takes the value before it. A part may instead name its inputs, have a name, and
share the parameters of another part. The input is called `x`, the target `t`, the loss `L`; a part's output has the
part's name, or `v1`, `v2`, …; parameters are numbered, `W1 b1 W2 b2 …`, in the order of the parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from .errors import NetworkError, ShapeError, nearest, shown
from .layer import Layer
from .loss import Loss

if TYPE_CHECKING:
    from .model import Model

Array = Any
INPUT, TARGET, LOSS = "x", "t", "L"


@dataclass(frozen=True)
class Part:
    """A layer in its place: what it reads (nothing said: the value before it), its name, whose parameters it uses."""

    layer: Layer
    inputs: tuple[str, ...] = ()
    name: str | None = None
    share: str | None = None


@dataclass(frozen=True)
class Step:
    """A part once the graph is known: the names of the values it reads and makes, and of its parameters by role.

    `index` is its place among the parts as they were given, from 0; the loss has None.
    """

    layer: Layer
    inputs: tuple[str, ...]
    output: str
    parameters: Mapping[str, str]
    index: int | None

    def names(self) -> dict[str, str]:
        """Give the network's name for each of the layer's own names, intermediates included."""
        return dict(self._names)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        own = dict(zip(self.layer.inputs, self.inputs, strict=True)) | dict(self.parameters)
        for line in self.layer.values:
            own[line.name] = self.output if line.name == self.layer.output else f"{self.output}.{line.name}"
        return own

    def place(self) -> str:
        """Say which layer it is, for messages."""
        name = type(self.layer).__name__
        return f"the loss, {name}" if self.index is None else f"layer {self.index}, {name}"


class Network:
    """A graph of layers and the loss that closes it.

    `parts` are layers, or `Part`s where a graph is wanted. Raises NetworkError for an unknown or doubled name, a cycle,
    a value that leads nowhere, or a wrong number of inputs.

    >>> from pizarra.layers import Linear, Sigmoid
    >>> from pizarra.losses import SquaredError
    >>> Network([Linear(), Sigmoid(), Linear()], SquaredError("1/2")).parameters
    ('W1', 'b1', 'W2', 'b2')
    """

    def __init__(self, parts: Iterable[Layer | Part], loss: Loss, *, prediction: str | None = None) -> None:
        given = [_part(part, place) for place, part in enumerate(parts)]
        if not given:
            raise NetworkError("A network needs at least one layer; none was given.")
        if not isinstance(loss, Loss):
            raise NetworkError(f"The loss must be a Loss, such as SquaredError(); {shown(loss)} is not.")
        self.parts = tuple(given)
        names = _names(given)
        wired = [
            Step(part.layer, _inputs(part, place, names), names[place], {}, place)
            for place, part in enumerate(given)
        ]
        last = names[-1] if prediction is None else prediction
        if last not in names:
            raise NetworkError(f"The loss reads {last!r}, which no layer makes." + nearest(last, names))
        self.steps = tuple(_with_parameters(_sorted(wired, last), given, names))
        self.loss_step = Step(loss, (last, TARGET), LOSS, {}, None)
        inside = [
            name
            for step in self.all_steps
            for name in step._names.values()
            if name.startswith(f"{step.output}.")
        ]
        if doubled := {*names} & {*inside, *self.parameters}:
            name = sorted(doubled)[0]
            what = "parameter" if name in self.parameters else "value inside another layer"
            raise NetworkError(
                f"Layer {names.index(name)} cannot be called {name!r}: a {what} has that name. Rename it."
            )

    @property
    def loss(self) -> Loss:
        """The loss."""
        return self.loss_step.layer  # type: ignore[return-value]

    @property
    def prediction(self) -> str:
        """The name of the value that the loss reads."""
        return self.loss_step.inputs[0]

    @cached_property
    def all_steps(self) -> tuple[Step, ...]:
        """Every step in the order of the forward pass, the loss last."""
        return (*self.steps, self.loss_step)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The names of the values in the order of the forward pass, the input first; without target and loss."""
        return (INPUT, *(step.output for step in self.steps))

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters, in the order of the layers, weights before biases."""
        ordered = sorted(self.steps, key=lambda step: step.index or 0)
        return tuple(dict.fromkeys(name for step in ordered for name in step.parameters.values()))

    def maker(self, name: str) -> Step | None:
        """Give the step that makes a value; None for the input."""
        return next((step for step in self.all_steps if step.output == name), None)

    def readers(self, name: str) -> tuple[tuple[Step, str], ...]:
        """Give the steps that read a value or a parameter, each with the name it has inside the layer."""
        return self._readers.get(name, ())

    @cached_property
    def _readers(self) -> dict[str, tuple[tuple[Step, str], ...]]:
        found: dict[str, tuple[tuple[Step, str], ...]] = {}
        for step in self.all_steps:
            for inside, outside in (
                *zip(step.layer.inputs, step.inputs, strict=True),
                *step.parameters.items(),
            ):
                found[outside] = (*found.get(outside, ()), (step, inside))
        return found

    def forward(
        self,
        parameters: Mapping[str, Array],
        x: Array,
        t: Array | None = None,
        *,
        xp: Any = np,
        fixed: Mapping[str, Array] | None = None,
    ) -> dict[str, Array]:
        """Compute every value, with the loss `L` where a target is given; intermediates are called `step.name`.

        x has one row a sample. `fixed` puts values in place of computed ones, for what-if questions.
        """
        values: dict[str, Array] = {INPUT: x, **({} if t is None else {TARGET: t})}
        values.update(fixed or {})
        for step in self.steps if t is None else self.all_steps:
            if fixed and step.output in fixed:
                continue
            arrays = [values[name] for name in step.inputs]
            arrays += [parameters[name] for name in step.parameters.values()]
            for name, array in step.layer.run(xp, *arrays).items():
                values[step.output if name == step.layer.output else f"{step.output}.{name}"] = array
        return values

    def backward(
        self,
        parameters: Mapping[str, Array],
        values: Mapping[str, Array],
        *,
        xp: Any = np,
        seed: tuple[str, Array] | None = None,
    ) -> tuple[dict[str, Array], dict[str, tuple[tuple[Step, Array], ...]]]:
        """Compute the cotangents of every value and parameter, and what each reader contributed to them.

        The pass starts at the loss, or at a `seed`: a value's name and its cotangent. The cotangent of what several
        steps read is the sum of what they send back.
        """
        cotangents: dict[str, Array] = {} if seed is None else {seed[0]: seed[1]}
        sent: dict[str, tuple[tuple[Step, Array], ...]] = {}
        for step in reversed(self.steps if seed else self.all_steps):
            arrives = cotangents.get(step.output)
            if arrives is None and step.index is not None:
                continue
            outside = step._names
            known = {name: parameters.get(place, values.get(place)) for name, place in outside.items()}
            for name, array in step.layer.pull(xp, arrives, known).items():
                place = outside[name]
                cotangents[place] = cotangents[place] + array if place in cotangents else array
                sent[place] = (*sent.get(place, ()), (step, array))
        if seed is None:  # what reaches the loss only through a fixed input has no influence
            for name in (*self.values, *self.parameters):
                if name not in cotangents:
                    array = parameters[name] if name in parameters else values[name]
                    cotangents[name] = xp.zeros_like(array)
        return cotangents, sent

    def check(self, parameters: Mapping[str, np.ndarray], x: np.ndarray, t: np.ndarray) -> None:
        """Refuse arrays that do not fit. Raises ShapeError, which names the axis, both arrays and the layer."""
        values: dict[str, np.ndarray] = {INPUT: x, TARGET: t}
        if len(x) != len(t):
            raise ShapeError(f"x has {len(x)} samples but y has {len(t)}. Give one target for each sample.")
        for step in self.all_steps:
            outside = step._names
            arrays = {
                inside: parameters.get(place, values.get(place))
                for inside, place in outside.items()
                if place in parameters or place in values
            }
            try:
                lengths = step.layer.lengths(arrays)
            except ShapeError as error:
                raise ShapeError(_advice(error, step, arrays)) from None
            out = step.layer.axes(step.layer.output)
            values[step.output] = np.empty(tuple(lengths[axis] for axis in out))  # only its shape is used

    def fit(self, X: Any, Y: Any, *, standardize: bool = False, **options: Any) -> Model:
        """Train a model of this network, which stays as it is; `options` are those of `pizarra.train.fit`.

        The model predicts; `model.history` says how training went. Raises a PizarraError, which names the argument.

        >>> from pizarra.layers import Linear
        >>> from pizarra.losses import SquaredError
        >>> model = Network([Linear()], SquaredError("1/N")).fit([[0], [1], [2]], [1, 3, 5], rate=0.2, tolerance=1e-9)
        >>> model.predict([[10]]).round(2).tolist()
        [[21.0]]
        """
        from .model import Model  # upwards: this is where one looks for it

        model = Model(self, standardize=standardize)
        model.fit(X, Y, **options)
        return model

    def __repr__(self) -> str:
        return f"Network([{', '.join(repr(part.layer) for part in self.parts)}], {self.loss!r})"


def _part(part: Layer | Part, place: int) -> Part:
    if isinstance(part, Layer):
        part = Part(part)
    if not isinstance(part, Part) or not isinstance(part.layer, Layer) or isinstance(part.layer, Loss):
        raise NetworkError(f"Layer {place} must be a Layer, such as Linear(); {shown(part)} is not.")
    return part


def _names(given: Sequence[Part]) -> list[str]:
    names: list[str] = []
    for place, part in enumerate(given):
        name = part.name if part.name is not None else f"v{place + 1}"
        if not isinstance(name, str) or not name or len(name) > 60:
            raise NetworkError(
                f"Layer {place} has the name {shown(name)}; a name is text of 1 to 60 characters."
            )
        if name in (INPUT, TARGET, LOSS):
            raise NetworkError(
                f"Layer {place} cannot be called {name!r}: x, t and L are the input, the target, the loss."
            )
        if name in names:
            raise NetworkError(
                f"Layers {names.index(name)} and {place} are both called {shown(name)}. Rename one."
            )
        names.append(name)
    return names


def _inputs(part: Part, place: int, names: Sequence[str]) -> tuple[str, ...]:
    wanted = part.layer.inputs
    if isinstance(part.inputs, str):
        part = replace(part, inputs=(part.inputs,))
    if not part.inputs:
        if len(wanted) != 1:
            raise NetworkError(
                f"Layer {place}, {type(part.layer).__name__}, reads {len(wanted)} values; "
                'name them: inputs = ["…", "…"].'
            )
        return (INPUT if place == 0 else names[place - 1],)
    if len(part.inputs) != len(wanted):
        raise NetworkError(
            f"Layer {place}, {type(part.layer).__name__}, reads {len(wanted)} values; {len(part.inputs)} are named."
        )
    for name in part.inputs:
        if name != INPUT and name not in names:
            raise NetworkError(
                f"Layer {place} reads {shown(name)}, which no layer makes." + nearest(name, (INPUT, *names))
            )
    return tuple(part.inputs)


def _sorted(wired: Sequence[Step], last: str) -> list[Step]:
    """Put the steps in an order in which each comes after what it reads. Raises NetworkError for a cycle."""
    done = {INPUT}
    order: list[Step] = []
    waiting = list(wired)
    while waiting:
        ready = next((step for step in waiting if all(name in done for name in step.inputs)), None)
        if ready is None:
            circle = ", ".join(sorted(repr(step.output) for step in waiting))
            raise NetworkError(f"The network has a cycle among {circle}: each of them waits for another.")
        waiting.remove(ready)
        done.add(ready.output)
        order.append(ready)
    read = {name for step in order for name in step.inputs} | {last}
    for step in order:
        if step.output not in read:
            raise NetworkError(
                f"Nothing reads {step.output!r}, the output of {step.place()}. Remove it, or name it as an input."
            )
    return order


def _with_parameters(order: Sequence[Step], given: Sequence[Part], names: Sequence[str]) -> list[Step]:
    named: dict[str, dict[str, str]] = {}
    count = 0
    for place, part in enumerate(given):
        roles = part.layer.parameters
        if part.share is not None:
            if part.share not in names[:place] or part.share not in named:
                raise NetworkError(
                    f"Layer {place} shares the parameters of {shown(part.share)}, which is no layer before it."
                    + nearest(part.share, names[:place])
                )
            if set(named[part.share]) != set(roles):
                raise NetworkError(
                    f"Layer {place} cannot share the parameters of {part.share!r}: they are of another kind."
                )
            named[names[place]] = {role: named[part.share][role] for role in roles}
            continue
        count += bool(roles)
        named[names[place]] = {role: f"{role}{count}" for role in roles}
    return [Step(step.layer, step.inputs, step.output, named[step.output], step.index) for step in order]


def _advice(error: ShapeError, step: Step, arrays: Mapping[str, Any]) -> str:
    """Add to a shape error whose it is and what to do about it."""
    text = str(error).removesuffix(f", in {type(step.layer).__name__}.").removesuffix(".")
    advice = ""
    if {"x", "W"} <= arrays.keys() and arrays["W"].ndim == 2 and arrays["x"].ndim == 2:
        width, rows = arrays["x"].shape[1], arrays["W"].shape[0]
        if width != rows:
            advice = f" Give x rows of length {rows}, or make W with {width} rows"
            turned = width == arrays["W"].shape[1]
            advice += (
                " (its transpose has them)."
                if turned
                else " (one row for each input, one column for each output)."
            )
    elif step.index is None:
        advice = " Give a target of the same shape as the network's output, or class labels."
    return f"{text}, in {step.place()}.{advice}"
