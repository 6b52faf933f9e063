"""The living page as a widget of a notebook, by anywidget. This file alone imports it.

The numbers of the page are those of a Python object, both ways. What arrives from the browser is only ever read as
numbers of the right count, whatever was sent.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import anywidget
import numpy as np
import traitlets

from ..data import array, number
from ..doctor import diagnose
from ..doctor.derivation import Derivation
from ..doctor.names import usual
from ..errors import DataError, PizarraError, ShapeError, nearest, shown
from ..language import LANGUAGES
from ..network import INPUT, TARGET
from ..page.html import style
from ..page.palette import DARK, LIGHT, variables
from ..problem import Problem
from .checking import derived_name
from .document import packed, sheet
from .modules import joined
from .page import SHARED, contents
from .program import RATE

SECONDS = 5.0  # for which a diagnosis may search while somebody waits


class Widget(anywidget.AnyWidget):
    """The living page of a problem in a notebook cell. Made by `pizarra.widget`.

    `problem` is the problem with the numbers that are on the page now; `parameters`, `x`, `t` and `learning_rate` are
    its parts. To set one of them shows the new numbers; what is changed on the page is found here. Arrays are copies,
    one row a sample and weights as (inputs, outputs); they keep their shapes. `observe(function, "numbers")` calls a
    function at every change.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _page = traitlets.Unicode().tag(sync=True)
    _rules = traitlets.Unicode().tag(sync=True)
    _font = traitlets.Unicode().tag(sync=True)
    _numbers = traitlets.List(traitlets.Unicode()).tag(sync=True)
    numbers = traitlets.Int(0)  # how often they changed: for those who observe

    def __init__(self, problem: Problem, others: Sequence[str], **options: Any) -> None:
        made = contents(problem, others, **options)
        self._problem, self._options = replace(problem, network=made.solution.problem.network), options
        self._program = made.program
        face, rules = _style()
        super().__init__(
            _esm=joined((*SHARED, "packed", "widget"))
            + made.script
            + "export default {render:(cell)=>shownIn(cell,LINES,LOCALS)};\n",
            _page=packed(made.data),
            _rules=rules,
            _font=face,
            _numbers=self._told(self._problem),
        )
        self.numbers = 0
        self.on_msg(self._asked)

    # The numbers

    @property
    def problem(self) -> Problem:
        """The problem with the numbers that are on the page."""
        return self._problem

    @problem.setter
    def problem(self, problem: Problem) -> None:
        if not isinstance(problem, Problem) or problem.network != self._problem.network:
            raise DataError("A widget shows one network. Make another widget for another problem.")
        self._put({INPUT: problem.x, TARGET: problem.t, RATE: problem.learning_rate, **problem.parameters})

    @property
    def parameters(self) -> dict[str, np.ndarray]:
        """The parameters by name. To set it, give some of them or all."""
        return {name: np.array(value) for name, value in self._problem.parameters.items()}

    @parameters.setter
    def parameters(self, parameters: Mapping[str, Any]) -> None:
        known = self._problem.network.parameters
        if not isinstance(parameters, Mapping):
            raise DataError(f"parameters must be arrays by name; {shown(parameters)} is not.")
        for name in parameters:
            if name not in known:
                raise DataError(f"There is no parameter {shown(name)}." + nearest(str(name), known))
        self._put(parameters)

    @property
    def x(self) -> np.ndarray:
        """The inputs, one row a sample."""
        return np.array(self._problem.x)

    @x.setter
    def x(self, values: Any) -> None:
        self._put({INPUT: values})

    @property
    def t(self) -> np.ndarray:
        """The targets, one row a sample."""
        return np.array(self._problem.t)

    @t.setter
    def t(self, values: Any) -> None:
        self._put({TARGET: values})

    @property
    def learning_rate(self) -> float:
        """What a step multiplies gradients with."""
        return self._problem.learning_rate

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        self._put({RATE: number(rate, "learning_rate")})

    def _put(self, values: Mapping[str, Any]) -> None:
        """Take numbers from Python, all of them or none."""
        found = {}
        for name, value in values.items():
            wanted = self._program.array(name).shape
            came = array(value, name).astype(float)
            if came.shape != wanted:
                raise ShapeError(
                    f"{name} has the shape {wanted} on the page; {came.shape} came. "
                    "Make another widget for other shapes."
                )
            found[name] = came
        told = list(self._numbers)
        for name, came in found.items():
            told[self._program.given.index(name)] = _encoded(came)
        self._numbers = told

    def _told(self, problem: Problem) -> list[str]:
        data = {INPUT: problem.x, TARGET: problem.t, RATE: problem.learning_rate, **problem.parameters}
        return [_encoded(np.asarray(data[name], dtype=float)) for name in self._program.given]

    @traitlets.validate("_numbers")
    def _checked(self, proposal: Any) -> list[str]:
        """Refuse what is not as many finite numbers as there are."""
        told, given = proposal["value"], self._program.given
        if len(told) != len(given):
            raise traitlets.TraitError(f"{len(given)} arrays were expected; {len(told)} came.")
        self._arrived = {
            name: _decoded(text, self._program.array(name)) for text, name in zip(told, given, strict=True)
        }
        return told

    @traitlets.observe("_numbers")
    def _moved(self, _: Any) -> None:
        named = dict(self._arrived)
        x, t, rate = named.pop(INPUT), named.pop(TARGET), float(named.pop(RATE))
        self._problem = replace(self._problem, x=x, t=t, learning_rate=rate, parameters=named)
        self.numbers += 1

    # The diagnosis

    def _asked(self, _: Any, message: Any, buffers: Any) -> None:
        """Answer what the page asks: why a reader's numbers are wrong."""
        if not isinstance(message, dict) or message.get("kind") != "check":
            return
        try:
            findings = self.diagnosed(message.get("arrays"), message.get("language"))
        except (PizarraError, traitlets.TraitError):
            findings = []  # the page's own answer stands
        self.send({"kind": "answer", "asked": message.get("asked"), "findings": findings})

    def diagnosed(self, arrays: Any, language: Any = "en") -> list[dict[str, Any]]:
        """Say what is wrong with arrays by number, as the page sends them; each finding has the array's number."""
        if not isinstance(arrays, list) or language not in LANGUAGES:
            raise DataError("Arrays by number and a language were expected.")
        problem, names, mine = self._problem, self._program.names, {}
        derivation = Derivation(problem.network)
        for one in arrays:
            if not (
                isinstance(one, list)
                and len(one) == 2
                and isinstance(one[0], int)
                and 0 <= one[0] < len(names)
            ):
                raise DataError("An array and its number were expected.")
            mine[usual(derivation, derived_name(names[one[0]]))] = _decoded(
                one[1], self._program.array(names[one[0]])
            )
        if not mine:
            return []
        found = diagnose(
            problem.network, mine, parameters=problem.parameters, x=problem.x, t=problem.t,
            rate=problem.learning_rate, samples="rows", weights="in_out", seconds=SECONDS, language=language,
        )  # fmt: skip
        numbers = {derived_name(name): k for k, name in enumerate(names)}
        return [
            {
                "line": numbers.get(one.line, -1),
                "message": one.text(language),
                "found": one.found,
                "expected": one.expected,
            }
            for one in found.faults
        ]

    # Without a kernel

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Give the widget, and the written solution for where no kernel runs: Markdown with LaTeX and the drawing."""
        bundle = super()._repr_mimebundle_(**options)
        data, more = bundle if isinstance(bundle, tuple) else (bundle, {})
        solution = self._problem.explain(**self._options)
        return {**(data or {}), "text/markdown": solution.markdown(), "text/plain": solution.text()}, more


def _encoded(values: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype="<f8").tobytes()).decode("ascii")


def _decoded(text: Any, like: np.ndarray) -> np.ndarray:
    """Read numbers of the shape of another array. Raises TraitError for everything else."""
    try:
        raw = base64.b64decode(text, validate=True)
        found = np.frombuffer(raw, dtype="<f8").astype(float).reshape(np.shape(like))
    except (ValueError, TypeError, binascii.Error):
        raise traitlets.TraitError(f"{np.size(like)} numbers were expected.") from None
    if not np.isfinite(found).all():
        raise traitlets.TraitError("Finite numbers were expected.")
    return found


def _style() -> tuple[str, str]:
    """Give the fonts, which belong into the document, and the rules for what stands apart from it."""
    text = style()
    faces = "".join(re.findall(r"@font-face\{[^}]*\}", text))
    rules = re.sub(
        r"@font-face\{[^}]*\}|@media screen and \(prefers-color-scheme:dark\)\{:root\{[^}]*\}\}|html\{[^}]*\}",
        "",
        text,
    )
    rules = re.sub(r":root\{[^}]*\}", "", rules).replace("body{", ".page{", 1)
    schemes = f":host{{{variables(LIGHT)}}}:host([data-scheme=dark]){{{variables(DARK)}}}"
    return faces, schemes + rules + sheet("live")
