"""Verdict: what of a program is wrong, and on which line; `unclear`, with the reason, where that cannot be told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ..doctor import Diagnosis, Finding, diagnose
from ..doctor.derivation import Derivation
from ..doctor.layouts import readers
from ..errors import PizarraError
from ..language import Say, say
from ..network import Network
from .graph import MOVES, SCALINGS, Graph, Update, alike
from .reader import Dense, Reading, Unclear, called, read
from .report import Located, ProgramReport
from .run import Event, Recording, Site
from .source import Source

DERIVATIVES = {"wrong-activations-derivative", "derivative-incomplete", "derivative-returns-the-value"}


def judged(source: Source, recording: Recording, seconds: float = 20.0) -> ProgramReport:
    """Judge a recorded program."""
    notes = [say("program.left_out", line=_where(*place), text=text[:60]) for *place, text in source.left_out]
    notes += [say("program.bridged", line=_where(*site[:2])) for site in recording.bridged]
    found = [
        _located(source, _undefined(error), (error["cell"], error["line"], 0))
        for error in recording.errors
        if error["name"]
    ]
    notes += [
        say("program.raised", line=_where(error["cell"], error["line"]), text=error["text"][:120])
        for error in recording.errors
        if not error["name"]
    ]
    if recording.ended:
        return ProgramReport(source, "unclear", (), say(f"program.{recording.ended}"), tuple(notes))
    graph = Graph(recording)
    reading = None
    try:
        reading = read(graph)
        assert reading is not None
        more = _judged(source, reading, seconds)
        second = read(graph, 2)
        if second is not None and not more:
            more = _next_round(source, reading, second, seconds)
    except Unclear as reason:
        verdict = "faulty" if found else "unclear"
        why = say(reason.key, **{key: str(value) for key, value in reason.given.items()})
        return ProgramReport(source, verdict, tuple(found), why, tuple(notes), reading)
    found = more + found
    return ProgramReport(source, "faulty" if found else "correct", tuple(found), None, tuple(notes), reading)


def _where(cell: int | None, line: int | None, *_: object) -> str:
    return f"{line}" if cell is None else f"{cell}:{line}"


def _undefined(error: dict[str, Any]) -> Finding:
    message = say("program.undefined", name=error["name"])
    return Finding("fault", "stale-or-undefined-variable", error["name"], message=message)


def _located(source: Source, finding: Finding, site: Site | None, others: tuple[Site, ...] = ()) -> Located:
    cell, line = (site[0], site[1]) if site else (None, None)
    return Located(finding, cell, line, source.line(cell, line), tuple(dict.fromkeys(o[:2] for o in others)))


def _fault(fault: str, name: str, message: Say, layer: int | None = None, remedy: str = "") -> Finding:
    return Finding("fault", fault, name, False, layer, "", "", remedy, message=message)


def _judged(source: Source, reading: Reading, seconds: float) -> list[Located]:
    """Judge one round: shapes, parameters without a step, then every array given its own inputs."""
    graph, found = reading.graph, []
    prediction = reading.layers[-1].a
    assert prediction is not None
    if reading.error.value.size > max(prediction.value.size, reading.t.size):
        name = called(graph, reading.error)
        return [
            _located(
                source, _fault("target-broadcast", name, say("fault.shape", name=name)), reading.error.site
            )
        ]
    for number, layer in enumerate(reading.layers, 1):
        if layer.bias is not None and layer.bias_update is None:
            name = called(graph, layer.bias)
            message = say("fault.bias_never_updated", name=name, layer=number)
            place = graph.recording.named.get(layer.bias.number)
            site = place[0][1] if place else layer.bias.site or layer.z.site
            found.append(_located(source, _fault("bias-never-updated", name, message, number), site))
    given = _Given(reading)
    right = given.right()
    if right and not found:
        return []
    diagnosis = given.diagnosis(seconds)
    if right is False and diagnosis.verdict == "correct" and not found:
        raise Unclear("program.disagree")
    if right and diagnosis.verdict == "faulty":
        return found
    if diagnosis.verdict == "unclear":
        raise Unclear("program.too_small")
    return found + [_blamed(source, given, finding) for finding in diagnosis.faults]


def _next_round(source: Source, first: Reading, second: Reading, seconds: float) -> list[Located]:
    """Judge the second round as well: what adds up from round to round, or changes, shows there."""
    graph = second.graph
    stop = {update.after.number for update in first.updates}
    for before, layer in zip(first.layers, second.layers, strict=False):
        if before.gradient is None or layer.gradient is None or layer.weight_update is None:
            continue
        step = layer.weight_update.step
        if before.gradient.number not in graph.behind(step, stop):
            continue
        a, b = (_as(event, step.value) for event in (before.gradient, layer.gradient))
        if a is not None and b is not None and _multiple(step.value, a + b) and not _multiple(step.value, b):
            name = called(graph, step)
            message = say("fault.accumulator_not_reset", name=name, layer=1)
            return [_located(source, _fault("accumulator-not-reset", name, message), layer.gradient.site)]
    if [type(p.activation) for p in first.layers] != [type(p.activation) for p in second.layers]:
        raise Unclear("program.rounds")
    if first.loss_event is not None and second.loss_event is None:
        second.loss = first.loss
    if _judged(source, second, seconds):
        raise Unclear("program.rounds")
    return []


def _as(event: Event, like: np.ndarray) -> np.ndarray | None:
    value = event.value
    return value if value.shape == like.shape else value.T if value.T.shape == like.shape else None


def _multiple(a: np.ndarray, b: np.ndarray) -> bool:
    if a.shape != b.shape:
        return False
    a, b = a.ravel(), b.ravel()
    with np.errstate(all="ignore"):
        scale = float(a @ b) / (float(b @ b) or 1.0)
        return alike(a, scale * b, 1e-7 if not np.array_equal(a, a.astype(np.float32)) else 1e-5)


class _Given:
    """The arrays of a reading by role, in the program's names, and which event each is."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.network: Network = reading.network
        self.events: dict[str, Event] = {}  # by the derivation's name
        self.arrays: dict[str, np.ndarray] = {}
        self.names: dict[str, str] = {}
        self.parameters: dict[str, np.ndarray] = {}
        self.updates: dict[str, Update] = {}
        # Where every step is added, the program has all signs the other way round, and is judged so.
        self.sign = -1 if all(update.sign > 0 for update in reading.updates) else 1
        self.tolerance = 1e-6
        steps = list(self.network.steps)
        place = 0
        for number, layer in enumerate(reading.layers, 1):
            linear, place = steps[place], place + 1
            names = dict(linear.parameters)
            weight, bias = names["W"], names.get("b")
            self.parameters[weight] = self._matrix(layer.weight.value, number)
            self._put(linear.output, layer.z, f"z{number}", self._samples(layer.z.value))
            if layer.activation is not None:
                output, place = steps[place].output, place + 1
                if layer.a is not None and layer.a.value.size == layer.z.value.size:
                    self._put(
                        output,
                        layer.a,
                        f"a{number}",
                        self._samples(layer.a.value.reshape(layer.z.value.shape)),
                    )
            if layer.delta is not None:
                delta = (
                    layer.delta.value.reshape(layer.z.value.shape) if _reshapes(layer) else layer.delta.value
                )
                self._put(
                    f"d:{linear.output}", layer.delta, f"delta{number}", self.sign * self._samples(delta)
                )
            assert layer.weight_update is not None
            self._step(weight, layer.weight_update, layer.gradient, number)
            if bias is not None and layer.bias is not None:
                units = self.parameters[weight].shape[0 if reading.turned else 1]
                self.parameters[bias] = np.broadcast_to(np.ravel(layer.bias.value), (units,)).copy()
                if layer.bias_update is not None:
                    self._step(bias, layer.bias_update, None, number)

    def _matrix(self, value: np.ndarray, number: int) -> np.ndarray:
        if value.ndim == 2:
            return value
        last = number == len(self.reading.layers)
        if value.ndim == 1 and last:
            return value.reshape((1, -1) if self.reading.turned else (-1, 1))
        raise Unclear("program.axes", name=called(self.reading.graph, self.reading.layers[number - 1].weight))

    def _samples(self, value: np.ndarray) -> np.ndarray:
        """Give predictions of several samples in one row of numbers as one number for each sample."""
        x = self.reading.layers[0].taken.value
        if x.ndim == 2 and value.ndim < 2:
            return value.reshape((1, -1) if self.reading.columns else (-1, 1))
        return np.atleast_1d(value)

    def _put(self, line: str, event: Event, usual: str, value: np.ndarray) -> None:
        names = self.reading.graph.recording.named.get(event.number)
        name = names[-1][0] if names else usual
        if name in self.arrays or not name.isidentifier() or name in ("x", "t", "y"):
            name = usual
        if name in self.arrays:
            name = f"{usual}_"
        self.events[line], self.arrays[name], self.names[name] = event, value, line

    def _step(self, parameter: str, update: Update, product: Event | None, number: int) -> None:
        graph, step = self.reading.graph, update.step
        self.updates[parameter] = update
        if update.before.more.get("single") or step.more.get("single"):
            self.tolerance = 1e-4
        shape = self.parameters[parameter].shape
        source = product if product is not None else self._bias_source(update)
        value = _as(source, update.before.value) if source is not None else None
        plain = value is None or source is None or source.value.size != update.before.value.size
        if not plain and value is not None and not _multiple(np.broadcast_to(step.value, value.shape), value):
            # An optimizer makes more of the gradient: the gradient is judged, and that the step goes against it.
            assert source is not None
            behind = graph.behind(step, {source.number})
            if update.before.number in behind:
                raise Unclear("program.penalty", name=called(graph, update.before))
            against = update.sign * step.value * value
            if not (against <= 1e-12 * np.abs(against).max(initial=0.0)).all():
                raise Unclear("program.optimizer", name=called(graph, update.before))
            self._put(f"d:{parameter}", source, f"d{parameter}", self.sign * value.reshape(shape))
            return
        try:
            moved = np.broadcast_to(step.value, update.before.value.shape).reshape(shape)
            after = update.after.value.reshape(shape)
        except ValueError:
            raise Unclear("program.axes", name=called(graph, update.before)) from None
        if step.value.size < update.before.value.size:  # one number for all of them
            moved = np.broadcast_to(step.value, update.before.value.shape).reshape(shape)
        self._put(f"d:{parameter}", source or step, f"d{parameter}", self.sign * np.array(moved))
        self._put(f"{parameter}'", update.after, f"{parameter}_new", np.array(after))

    def _bias_source(self, update: Update) -> Event | None:
        graph, event = self.reading.graph, update.step
        while event.op in SCALINGS or event.op in MOVES:
            given = [
                e
                for e in graph.inputs(event)
                if e.value.size == event.value.size and e.number > update.before.number
            ]
            if len(given) != 1:
                break
            event = given[0]
        return event

    def right(self) -> bool | None:
        """Whether all steps go against the true gradients, all as far; None where that cannot be said.

        The network's own backward pass says what is true: nothing that the program computed goes into it but the
        parameters, x and t. It stands above the search for causes, so that no right program is called faulty.
        """
        reading = self.reading
        prediction = reading.layers[-1].z.value
        if reading.t.size != prediction.size:
            raise Unclear("program.no_target")
        t = self._samples(reading.t.reshape(prediction.shape))
        x = reading.layers[0].taken.value
        samples, weights = "columns" if reading.columns else "rows", "out_in" if reading.turned else "in_out"
        found = readers(Derivation(self.network), self.parameters, x, t, samples, weights)
        if not found:
            raise Unclear("program.no_fit", text="")
        reader = found[0]
        with np.errstate(all="ignore"):
            values = self.network.forward(reader.core, reader.core_x, reader.core_t)
            true, _ = self.network.backward(reader.core, values)
        made, wanted = [], []
        for name, line in self.names.items():
            if not line.startswith("d:") or line[2:] not in self.parameters:
                continue
            update = self.updates[line[2:]]
            if f"{line[2:]}'" not in self.names.values():
                return None  # an optimizer's step is no multiple of the gradient
            gradient = true.get(line[2:], true.get(line))
            if gradient is None:
                return None
            step = reader.form.to_core(line, self.arrays[name], np.shape(gradient))
            if step is None:
                return None
            made.append(-update.sign * self.sign * step.ravel())
            wanted.append(np.ravel(gradient))
        if len(made) < len(reading.updates) or not made:
            return None
        a, b = np.concatenate(made), np.concatenate(wanted)
        with np.errstate(all="ignore"):
            scale = float(a @ b) / (float(b @ b) or 1.0)
            # Against the largest entry of each parameter's gradient, so that a small one counts as much.
            return scale > 0 and all(
                bool((np.abs(m - scale * w) <= self.tolerance * scale * (np.abs(w).max() + 1e-12)).all())
                for m, w in zip(made, wanted, strict=True)
            )

    def diagnosis(self, seconds: float) -> Diagnosis:
        reading = self.reading
        prediction = reading.layers[-1].z.value
        if reading.t.size != prediction.size:
            raise Unclear("program.no_target")
        x = reading.layers[0].taken.value
        try:
            return diagnose(
                self.network,
                self.arrays,
                parameters=self.parameters,
                x=x,
                t=self._samples(reading.t.reshape(prediction.shape)),
                rate=1.0,
                names=self.names,
                samples="columns" if reading.columns else "rows",
                weights="out_in" if reading.turned else "in_out",
                seconds=seconds,
            )
        except PizarraError as error:
            raise Unclear("program.no_fit", text=str(error)) from None


def _reshapes(layer: Dense) -> bool:
    assert layer.delta is not None
    return layer.delta.value.ndim < 2 or layer.z.value.ndim < 2


def _blamed(source: Source, given: _Given, finding: Finding) -> Located:
    """Say on which line what is wrong was made."""
    graph = given.reading.graph
    event = given.events.get(finding.line)
    if event is None:
        event = given.reading.updates[0].after
    named = graph.recording.named.get(event.number)
    if finding.line.startswith("d:") and finding.fault in DERIVATIVES:
        for before in graph.inputs(event):
            if len(before.stack) > len(event.stack) and before.op not in MOVES:
                event = before
                break
    if named and finding.name and not finding.parameter:
        finding = replace(finding, name=named[-1][0])
    return _located(source, finding, event.site, event.stack)
