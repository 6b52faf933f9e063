"""Report: a diagnosis as a page, which writes itself in every format."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ..formula import Formula
from ..formula.tree import Index, Ref, refs
from ..formula.write import Signs, write
from ..language import Say, say
from ..mathematics.boxes import Box, Fraction, Letter, Marked, Numeral, Scripts, row
from ..mathematics.symbols import symbol
from ..page.blocks import Block, Code, Equation, Equations, Page, Part, Section, Sentence, Step, Table

if TYPE_CHECKING:
    from .finding import Diagnosis, Finding

_KNOWN = {"delta": r"\delta", "yhat": r"\hat{y}", "rate": r"\eta"}


def page_of(diagnosis: Diagnosis) -> Page:
    """Make the page: the verdict, the faults in the order of the network, then what is no fault."""
    blocks: list[Block] = []
    for number, finding in enumerate(diagnosis.findings):
        blocks.append(
            step_of(finding, number) if finding.severity == "fault" else Sentence(finding.message, "note")
        )
    verdict = say(f"diagnosis.{diagnosis.verdict}")
    sections = (Section("findings", say("diagnosis.findings"), tuple(blocks)),) if blocks else ()
    return Page(say("diagnosis.title"), verdict, sections)


def step_of(finding: Finding, number: int) -> Step:
    """Make the step that tells of a fault."""
    parts = []
    right = _read(finding.expected)
    found = _read(finding.found)
    if found is not None:
        parts.append(Part("found", say("diagnosis.found"), (_equation(found, right),)))
    if right is not None:
        parts.append(Part("expected", say("diagnosis.expected"), (_equation(right, found),)))
    if finding.evidence:
        head = tuple(say(f"diagnosis.{column}") for column in ("entry", "yours", "right"))
        rows = tuple(
            (place, Numeral(f"{mine:.6g}"), Numeral(f"{right_:.6g}"))
            for place, mine, right_ in finding.evidence
        )
        parts.append(Part("evidence", say("diagnosis.evidence"), (Table(head, rows, numeric=(1, 2)),)))
    if finding.remedy:
        parts.append(Part("remedy", say("diagnosis.remedy"), (Code(finding.remedy),)))
    tail = []
    if finding.confirmed[1] > 1:
        tail.append(
            Sentence(say("diagnosis.confirmed", count=f"{finding.confirmed[0]}/{finding.confirmed[1]}"))
        )
    if finding.rivals:
        rivals = say("diagnosis.rivals.one", mistake=_mistake(finding.rivals[-1]))
        for other in finding.rivals[-2::-1]:
            rivals = say("diagnosis.rivals.more", mistake=_mistake(other), others=rivals)
        tail.append(Sentence(say("diagnosis.rivals", names=rivals)))
    if tail:
        parts.append(Part("trust", say("diagnosis.trust"), tuple(tail)))
    if finding.step:
        shown = Sentence(say("diagnosis.step", step=finding.step))
        parts.append(Part("worked", say("diagnosis.worked"), (shown,)))
    name = finding.name
    title = (
        say("diagnosis.where", name=name, mistake=_mistake(finding.fault))
        if finding.name
        else _mistake(finding.fault)
    )
    return Step(f"finding-{number + 1}", title, finding.message, tuple(parts))


def _mistake(fault: str) -> Say:
    """Word a class of mistake."""
    return say(f"mistake.{fault.replace('-', '_')}")


def _read(text: str) -> Formula | None:
    return Formula.read(text) if text else None


def _equation(line: Formula, other: Formula | None) -> Equations:
    """Write a line, with what the other line does not have marked."""
    there = Counter((ref.name, ref.indices) for ref in refs(other.tree)) if other is not None else None

    def entry(ref: Ref) -> Box:
        box, mention = _name(ref), (ref.name, ref.indices)
        if there is None or there[mention] > 0:
            if there is not None:
                there[mention] -= 1
            return box
        return Marked(box, role="gradient")

    signs = Signs(ref=entry, index=_index, size=_size, number=_number)
    return Equations((Equation(_name(line.left), (("=", write(line.tree, signs)),)),))


def _name(ref: Ref) -> Box:
    stem, digits = re.fullmatch(r"(.*?)_?(\d*)", ref.name).groups()  # type: ignore[union-attr]
    known = stem in _KNOWN or len(stem) == 1
    letter = symbol(_KNOWN.get(stem, stem)) if known else Letter(stem, "upright")
    below = [_index(i) for i in ref.indices]
    if digits and isinstance(letter, Letter):
        return Scripts(letter, row(*below) if below else None, Numeral(f"({digits})"))
    return Scripts(letter, row(*below)) if below else letter


def _index(index: Index) -> Box:
    return Numeral(str(index)) if isinstance(index, int) else Letter(index)


def _size(axis: str) -> Box:
    return Letter("N") if axis == "n" else Scripts(Letter("N"), Letter(axis))


def _number(value: object) -> Box:
    top, bottom = getattr(value, "numerator", None), getattr(value, "denominator", 1)
    if bottom != 1 and top is not None:
        return Fraction(Numeral(str(top)), Numeral(str(bottom)))
    return Numeral(f"{float(value):.6g}")  # type: ignore[arg-type]
