"""Tell: from edits to findings, in the reader's names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..formula.simplify import simplify
from ..formula.spell import spell
from ..formula.tree import Node, renamed
from ..language import Say, say
from .bench import line_value
from .classes import fault
from .contrast import contrast
from .derivation import Derivation, Line
from .edit import Edit
from .explanation import Explanation
from .finding import Finding
from .function import Function
from .groups import carriers
from .layouts import Reader
from .names import usual
from .point import Point
from .remedy import remedy
from .rewrite import rewritten
from .verdict import Verdict


@dataclass(frozen=True, eq=False)
class Told:
    """What is needed to speak of a derivation as its reader does."""

    derivation: Derivation
    reader: Reader
    names: Mapping[str, str]
    point: Point

    def name(self, line: str) -> str:
        """Give the reader's name of a line."""
        return next(
            (mine for mine, theirs in self.names.items() if theirs == line), usual(self.derivation, line)
        )

    def formula(self, line: str, tree: Node) -> str:
        """Write a line in the reader's names."""
        axes = self.derivation.by_name[line].axes
        left = self.name(line) + (f"[{','.join(axes)}]" if axes else "")
        return f"{left} = {spell(self.named(tree))}"

    def named(self, tree: Node) -> Node:
        """Give a tree with the reader's names."""
        derivation = self.derivation
        return renamed(tree, {name: self.name(name) for name in (*derivation.by_name, *derivation.below)})

    def message(self, fault_: str, line: str, found: Node | None, right: Node) -> Say:
        """Word a fault: its class, and in what the reader's formula differs where that is one piece."""
        layer = self.derivation.by_name[line].layer
        words = say(f"fault.{fault_.replace('-', '_')}", name=self.name(line), layer=layer)
        differs = contrast(found, right, self.named) if found is not None else None
        return say("fault.contrast", message=words, contrast=differs) if differs is not None else words

    def evidence(self, line: str, factor: float) -> tuple[tuple[str, float, float], ...]:
        """Give the entry that is farthest off, of the line or else of the first gradient behind it."""
        derivation, point = self.derivation, self.point
        behind = [name for name in point.given if name in derivation.below[line]]
        places = {other.name: place for place, other in enumerate(derivation.lines)}
        name = line if line in point.given else min(behind, key=places.__getitem__, default=None)
        if name is None:
            return ()
        mine = np.asarray(point.given[name], dtype=float)
        if name == line:
            right = line_value(derivation.by_name[name], {**point.true, **point.given})
        else:
            right = point.true[name]
        if name in carriers(derivation, point.given) and factor != 1.0 and not name.endswith("'"):
            right = factor * right
        if (
            mine.shape != right.shape
            or not np.isfinite(mine).all()
            or not np.isfinite(right).all()
            or not mine.size
        ):
            return ()
        place = np.unravel_index(int(np.abs(mine - right).argmax()), mine.shape)
        shown = place[::-1] if self.reader.form.flips(name) else place
        indices = ",".join(str(int(k) + 1) for k in shown)
        told = f"{self.name(name)}[{indices}]" if indices else self.name(name)
        return ((told, float(mine[place]), float(right[place])),) if mine[place] != right[place] else ()

    def misshapen(self, line_name: str, came: tuple[int, ...]) -> Finding:
        """Say that an array has a shape that is not its own: turned, spread over the samples, or none that fits."""
        derivation, line = self.derivation, self.derivation.by_name[line_name]
        name = self.name(line_name)
        wanted = self.reader.form.to_reader(line_name, np.empty(np.shape(self.point.true[line_name]))).shape
        turned = derivation.kind_of(line_name) == "weight" and came == wanted[::-1]
        spread = self.point.samples in came
        fault_ = "transposed-gradient" if turned else "target-broadcast" if spread else "wrong-shape"
        message = say(
            "fault.turned" if turned else "fault.shape", name=name, came=_size(came), wanted=_size(wanted)
        )
        return self._about(fault_, line, message)

    def not_finite(self, line_name: str) -> Finding:
        """Say that an array has entries that are no numbers."""
        message = say("fault.not_finite", name=self.name(line_name))
        return self._about("not-finite", self.derivation.by_name[line_name], message)

    def _about(self, fault_: str, line: Line, message: Say) -> Finding:
        parameter = line.kind in ("gradient", "update")
        name = self.name(line.of if parameter else line.name)
        return Finding("fault", fault_, name, parameter, line.layer, message=message, line=line.name)

    def exchanged(self, forward: Mapping[str, np.ndarray]) -> list[Finding]:
        """Say that values have each other's names."""
        if not forward:
            return []
        lines = sorted(forward, key=lambda line: self.derivation.by_name[line].layer)
        names, last = ", ".join(map(self.name, lines)), lines[-1]
        message = say("fault.exchanged", names=names)
        layer = self.derivation.by_name[last].layer
        fault_ = "results-unpacked-in-the-wrong-order"
        return [Finding("fault", fault_, self.name(last), layer=layer, message=message, line=last)]


def _size(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "1"


def findings_of(
    told: Told,
    explanation: Explanation,
    rivals: Sequence[Explanation],
    factor: float,
    confirmed: tuple[int, int],
    step: bool,
) -> list[Finding]:
    """Make the findings of an explanation, in the order of the lines."""
    derivation = told.derivation
    found = []
    if step and factor < 0:
        layers = {derivation.by_name[name].layer for name in told.point.given}
        only = layers.pop() if len(layers) == 1 else None
        found.append(_finding("fault", "sign-flipped", "", only, confirmed, say("fault.uphill")))
    for edit in _causes(derivation, explanation.edits):
        name = fault(derivation, edit)
        line = derivation.by_name[edit.line]
        others = _others(derivation, edit, explanation, rivals, name)
        tree, right = rewritten(derivation, line, explanation.edits), _right(derivation, line)
        tree = simplify(tree) if tree is not None else None
        parameter = line.kind in ("gradient", "update")
        found.append(
            Finding(
                "fault",
                name,
                told.name(line.of if parameter else edit.line),
                parameter,
                line.layer,
                told.formula(edit.line, tree) if tree is not None else "",
                told.formula(edit.line, right),
                remedy(derivation, told.reader.form, told.names, line),
                None,
                confirmed,
                tuple(others),
                told.evidence(edit.line, factor),
                message=told.message(name, edit.line, tree, right),
                line=edit.line,
                step=_step(line),
            )
        )
    for line_name in explanation.unexplained:
        line = derivation.by_name[line_name]
        found.append(
            Finding(
                "fault",
                "unexplained",
                told.name(line_name),
                line.kind in ("gradient", "update"),
                line.layer,
                "",
                told.formula(line_name, line.tree),
                confirmed=(0, confirmed[1]),
                message=say("fault.unexplained", name=told.name(line_name), layer=line.layer),
                line=line_name,
                step=_step(line),
            )
        )
    return found


def _step(line: Line) -> str:
    """Name the step of the worked solution that shows a line, as its page calls it."""
    if line.kind in ("value", "loss"):
        return f"forward-{line.name}"
    if line.kind == "update":
        return f"update-{line.of}"
    return f"backward-d-{line.of}"


def _causes(derivation: Derivation, edits: Sequence[Edit]) -> list[Edit]:
    """Leave out what only follows: a parameter keeps its numbers because another one took its step."""
    taken = {
        edit.new.removeprefix("d:")
        for edit in edits
        if derivation.by_name[edit.line].kind == "update" and edit.new.startswith("d:")
    }
    return [
        edit
        for edit in edits
        if not (
            edit.kind == "zero"
            and derivation.by_name[edit.line].kind == "update"
            and derivation.by_name[edit.line].of in taken
        )
    ]


def _right(derivation: Derivation, line: Line) -> Node:
    short = derivation.shortcut
    return short[1] if short is not None and short[0] == line.name else line.tree


def _finding(severity, name, array, layer, confirmed, message) -> Finding:
    return Finding(severity, name, array, False, layer, confirmed=confirmed, message=message)


def _others(
    derivation: Derivation, edit: Edit, explanation: Explanation, rivals: Sequence[Explanation], name: str
) -> list[str]:
    """Name the classes of what explains the same numbers with no more edits."""
    classes: dict[str, None] = {}
    for also in explanation.also:
        for other in sorted(also - set(explanation.edits), key=lambda e: e.cost):
            classes[fault(derivation, other)] = None
    for rival in rivals:
        for other in rival.edits:
            if other not in explanation.edits:
                classes[fault(derivation, other)] = None
    classes.pop(name, None)
    return list(classes)


def notes_of(
    told: Told, verdicts: Sequence[Verdict], points: Sequence[Point], function: Function | None
) -> list[Finding]:
    """Say what is no fault and worth knowing."""
    found = []
    factors = [verdict.factor for verdict in verdicts]
    if factors and any(factor != 1.0 for factor in factors):
        factor = factors[0]
        if all(factor < 0 for factor in factors):
            found.append(Finding("note", "sign-convention", factor=factor, message=say("note.sign")))
        if abs(abs(factor) - 1) > 1e-6:
            known = _known_factor(abs(factor), points[0])
            found.append(
                Finding("note", "common-factor", factor=factor, message=say("note.factor", factor=known))
            )
    if function is not None and function.mutates:
        which = ", ".join(sorted(function.mutates))
        found.append(Finding("note", "input-changed", name=which, message=say("note.mutates", names=which)))
    if any(verdict.vague for verdict in verdicts):
        which = ", ".join(told.name(name) for verdict in verdicts for name in verdict.vague)
        found.append(
            Finding("note", "too-small-to-judge", name=which, message=say("note.vague", names=which))
        )
    return found


def stopped_early(stopped: str) -> list[Finding]:
    """Say what ended the search before all was tried: its `time`, or the `size` of the arrays; else nothing."""
    return [Finding("note", "stopped-early", message=say(f"note.stopped_{stopped}"))] if stopped else []


def _known_factor(factor: float, point: Point) -> str:
    samples, outputs = point.samples, point.t.shape[1]
    known = {"2": 2.0, "1/2": 0.5, "1/N": 1 / samples, "N": float(samples), "2/N": 2 / samples}
    known |= {"1/(2N)": 0.5 / samples, "1/(N·K)": 1 / (samples * outputs), "rate": point.rate}
    for text, value in known.items():
        if abs(factor / value - 1) < 1e-4:
            return text
    return f"{factor:.6g}"


def broken(points: Sequence[Point], again: Mapping[str, np.ndarray], function: Function) -> Finding | None:
    """Say why a function cannot be judged: it gives other numbers each time, none, or numbers that are not finite."""
    first = points[0]
    if not first.given and not function.misshapen:
        extra = ", ".join(sorted(function.extra))
        return Finding("fault", "nothing-returned", message=say("fault.nothing", names=extra or "—"))
    for name, array in first.given.items():
        other = again.get(name)
        if other is None or other.shape != array.shape or not np.array_equal(array, other, equal_nan=True):
            shown = usual(first.derivation, name)
            return Finding("fault", "not-repeatable", name=shown, message=say("fault.random", name=shown))
    return None
