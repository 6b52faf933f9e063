"""Formulas: what a wrong line computes and what belongs there, as mathematics, from the steps that were recorded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..doctor import Finding, diagnose
from ..errors import PizarraError
from ..formula import Formula
from ..formula.functions import FUNCTIONS
from ..problem import Problem
from .arrays import Arrays
from .chain import Chain, NoLayer
from .inspection import Inspection
from .judge import proportion
from .naming import Names, plain
from .reading import problem_of
from .report import ProgramReport

SECONDS = 3.0
MOST = 20_000  # numbers of a network whose steps are put into formulas
TAKEN = {*FUNCTIONS, "sum", "where", "N", "n", "i", "j", "k", "m"}  # what formulas mean something else by


def with_formulas(report: ProgramReport) -> ProgramReport:
    """Give the report with formulas, where the network is a chain of layers and a formula gives the steps."""
    inspection = report.reading
    if inspection is None or not any(found.finding.layer for found in report.findings):
        return report
    if sum(p.first.size for p in inspection.parameters) > MOST:
        return report
    try:
        chain = Chain(inspection)
        problem = problem_of(inspection, chain)
        told = _diagnosed(inspection, chain, problem)
    except (NoLayer, PizarraError):
        return report
    known = usual_names(inspection, chain)
    found, left = [], [one for one in told if one.found or one.expected]
    for located in report.findings:
        same = [one for one in left if _alike(one, located.finding)]
        near = [one for one in same if one.layer == located.finding.layer]
        if (
            not same
            and len(report.findings) == len(told) == len(left) == 1
            and left[0].fault != "unexplained"
        ):
            same = left
        if near or same:
            one = (near or same)[0]
            left.remove(one)
            found.append(replace(located, finding=_joined(located.finding, one, known)))
        else:
            found.append(located)
    return replace(report, findings=tuple(found))


def _alike(one: Finding, finding: Finding) -> bool:
    return one.fault == finding.fault or finding.fault in one.rivals or one.fault in finding.rivals


def _diagnosed(inspection: Inspection, chain: Chain, problem: Problem) -> tuple[Finding, ...]:
    """Hand the steps that the program took, over its rate, to the doctor."""
    moved = {
        int(place): move
        for step in inspection.rounds[0].steps
        for place, move in zip(step.step.base, step.step.move, strict=True)
    }
    mine: dict[str, np.ndarray] = {}
    for number, link in enumerate(chain.links, start=1):
        for role, ids in (("W", link.weights), ("b", link.bias)):
            if ids is not None and all(int(place) in moved for place in ids.flat):
                steps = np.array([-moved[int(place)] for place in ids.flat]).reshape(ids.shape)
                mine[f"d{role}{number}"] = steps / problem.learning_rate
    if not mine or not all(np.isfinite(array).all() for array in mine.values()):
        return ()
    names = {name: f"d:{name[1:]}" for name in mine}
    return diagnose(problem, mine, names=names, samples="rows", weights="in_out", seconds=SECONDS).faults


def usual_names(inspection: Inspection, chain: Chain) -> dict[str, str]:
    """Give the program's own name for each of the names that formulas have usually."""
    names, one, arrays = (
        Names(inspection.graph),
        inspection.rounds[0],
        Arrays(inspection, inspection.rounds[0]),
    )
    found: dict[str, str] = {}

    def put(usual: str, name: str) -> None:
        if name.isidentifier() and name.isascii() and name not in found.values() and name not in TAKEN:
            found[usual] = name

    def back(ids: np.ndarray) -> str:
        true = one.adjoint[ids.ravel()]
        for array in arrays.back:
            value = inspection.graph.values[array.ids.ravel()]
            if array.name and array.size == true.size > 1 and proportion(-value, true, 1e-6) is not None:
                return plain(array.name)
        return ""

    put("x", names.called(chain.links[0].inputs, chain.links[0].inputs[:1]))
    put("t", names.called(one.met.t_ids, one.met.t_ids[chain.order][:1]))
    for number, link in enumerate(chain.links, start=1):
        last = number == len(chain.links)
        put(f"W{number}", names.called(link.weights))
        put(f"z{number}", names.called(link.made, link.made[:1]))
        put("yhat" if last else f"a{number}", names.called(link.after, link.after[:1]))
        put(f"delta{number}", back(link.made))
        if not np.array_equal(link.made, link.after):
            put(f"da{number}", back(link.after))
        put(f"dW{number}", back(link.weights) or _taken(inspection, names, link.weights))
        if link.bias is not None:
            put(f"b{number}", names.called(link.bias))
            put(f"db{number}", back(link.bias) or _taken(inspection, names, link.bias))
    return found


def _taken(inspection: Inspection, names: Names, ids: np.ndarray) -> str:
    """Give the name of what the step of a parameter is made of, but for its scale."""
    graph = inspection.graph
    for step in inspection.rounds[0].steps:
        if ids.flat[0] not in step.step.base or len(step.step.sources) > 1:
            continue
        given = step.step.sources[0]
        for _ in range(4):
            if name := names.called(given):
                return name
            maker = graph.maker(int(given.flat[0]))
            if maker is None or maker.name not in ("mul", "div", "neg", "cast"):
                break
            large = [o.ids for o in maker.operands if o.ids is not None and o.ids.size == maker.ids.size]
            if len(large) != 1:
                break
            given = large[0]
    return ""


def _joined(finding: Finding, one: Finding, known: Mapping[str, str]) -> Finding:
    """Put formulas and numbers into a finding, in the program's names."""
    left = re.match(r"\w+", one.expected)
    own = plain(finding.name)
    names = dict(known)
    if left and own.isidentifier() and own.isascii() and own not in TAKEN and own not in names.values():
        names.setdefault(left[0], own)

    def spelt(text: str) -> str:
        said = re.sub(r"[A-Za-z_]\w*", lambda found: names.get(found[0], found[0]), text)
        try:
            Formula.read(said)
        except PizarraError:
            return text
        return said

    evidence = tuple((_entry(place, names), mine, right) for place, mine, right in one.evidence)
    rivals = () if one.fault in (finding.fault, "unexplained") else (one.fault,)
    return replace(
        finding,
        found=spelt(one.found) if one.found and one.found != one.expected else "",
        expected=spelt(one.expected) if one.expected else "",
        evidence=evidence,
        rivals=(*finding.rivals, *rivals),
        line=one.line,
    )


def _entry(place: str, names: Mapping[str, str]) -> str:
    """Write the place of a number as a program counts: from 0."""
    name, _, indices = place.partition("[")
    counted = ", ".join(str(int(k) - 1) for k in re.findall(r"\d+", indices))
    return names.get(name, name) + (f"[{counted}]" if counted else "")
