"""Report: what came of checking a program, with the lines: as a page, and as plain data."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from ..doctor import Finding
from ..doctor.report import step_of
from ..language import Say, say, words
from ..page.blocks import Block, Code, Page, Part, Section, Sentence, Step
from ..page.written import Written
from .source import Source

if TYPE_CHECKING:
    from .inspection import Inspection

AROUND = 2  # lines that are shown around one
NEAR = 8  # lines up to which two places are shown together


@dataclass(frozen=True)
class Located:
    """A finding and its place: cell and line, from 1, with its text.

    cell: from 0 over all cells, None in a script, the name of a file that the program imports from its own folder.
    """

    finding: Finding
    cell: int | str | None
    line: int | None
    source: str
    callers: tuple[tuple[int | str | None, int], ...] = ()
    also: tuple[tuple[int | str | None, int], ...] = ()  # lines that belong to it too, such as the update's
    # What is suggested: the cell, the lines from and up to which, counted from 0, and those that belong there.
    changes: tuple[tuple[int | str | None, int, int, tuple[str, ...]], ...] = ()

    def where(self) -> Say:
        """Say the place."""
        return say("program.nowhere") if self.line is None else _at(self.cell, self.line)


@dataclass(frozen=True, eq=False)
class ProgramReport(Written):
    """The verdict on a program, and why: its findings, the first in the order of the network first."""

    source: Source
    verdict: Literal["correct", "faulty", "unclear"] | str
    findings: tuple[Located, ...] = ()
    reason: Say | None = None
    notes: tuple[Say, ...] = ()
    reading: Inspection | None = None
    language: str = "en"
    cut: bool | None = None  # whether the program had no network; None where it was not run
    repaired: Source | None = None  # the program with all that is suggested; None where nothing was tried

    @cached_property
    def network(self) -> dict[str, Any] | None:
        """The network as it was read: sizes, activations, loss, layout; None where none was."""
        if self.reading is None:
            return None
        from .description import described

        return described(self.reading)

    def as_json(self, language: str | None = None) -> dict[str, Any]:
        """Give it as plain data."""
        told = language or self.language
        return {
            "verdict": self.verdict,
            "reason": words(self.reason, told) if self.reason is not None else None,
            "network": self.network,
            "network_access": None if self.cut is None else "cut" if self.cut else "open",
            "findings": [
                {
                    **found.finding.as_json(told),
                    **self._place(found.cell, found.line),
                    "source": found.source,
                    "callers": [self._place(*place) for place in found.callers],
                    "also": [self._place(*place) for place in found.also],
                    "replacement": found.finding.remedy,
                    "changes": [
                        {**self._place(cell, begin + 1), "removed": end - begin, "lines": list(lines)}
                        for cell, begin, end, lines in found.changes
                    ],
                }
                for found in self.findings
            ],
            "notes": [words(note, told) for note in self.notes],
        }

    def _place(self, cell: int | str | None, line: int | None) -> dict[str, Any]:
        """Give a place as plain data; a file beside the program has no cells."""
        return {
            "file": str(self.source.file(cell)),
            "cell": cell if isinstance(cell, int) else None,
            "line": line,
        }

    def json(self, language: str | None = None) -> str:
        """Write its plain data as JSON."""
        return json.dumps(self.as_json(language), ensure_ascii=False, indent=2) + "\n"

    @cached_property
    def page(self) -> Page:
        """The report as a page, which has no language yet."""
        worked = self._worked
        blocks: list[Block] = [
            _step(self.source, found, number, worked.get(found.finding.line, ()))
            for number, found in enumerate(self.findings)
        ]
        if self.reason is not None:
            blocks.insert(0, Sentence(self.reason, "warning"))
        if (network := self.network) is not None:
            sizes = "-".join(map(str, network["sizes"]))
            activations = ", ".join(network["activations"])
            key = "program.network" if network["loss_computed"] else "program.network_implied"
            blocks.append(Sentence(say(key, sizes=sizes, activations=activations, loss=network["loss"])))
        blocks += [Sentence(note, "note") for note in _gathered(self.notes)]
        if self.cut is not None:
            blocks.append(
                Sentence(say("program.network_cut" if self.cut else "program.network_open"), "note")
            )
        section = Section("findings", say("diagnosis.findings"), tuple(blocks))
        return Page(
            say("program.title", name=self.source.path.name),
            say(f"diagnosis.{self.verdict}"),
            (section,) if blocks else (),
        )

    @cached_property
    def _worked(self) -> dict[str, tuple[Block, ...]]:
        """The steps of the worked solution that belong to findings, by the line that each is about."""
        lines = {found.finding.line for found in self.findings} - {""}
        if self.reading is None or not lines:
            return {}
        from .reading import problem_of

        problem = problem_of(self.reading)
        steps = {
            block.key: block
            for section in problem.explain().page.sections
            for block in section.blocks
            if isinstance(block, Step)
        }
        found: dict[str, tuple[Block, ...]] = {}
        for line in lines:
            key = f"update-{line[:-1]}" if line.endswith("'") else f"backward-{line.replace(':', '-')}"
            step = steps.get(key)
            parts = [part for part in step.parts if part.kind in ("general", "case")] if step else []
            found[line] = tuple(block for part in parts for block in part.blocks)
        return found


def _gathered(notes: tuple[Say, ...]) -> list[Say]:
    """Give notes, those that say the same of several places as one."""
    found: dict[object, list[Say]] = {}
    for note in notes:
        others = tuple((key, str(value)) for key, value in note.values.items() if key != "place")
        found.setdefault((note.key, others) if "place" in note.values else id(note), []).append(note)
    return [
        say(same[0].key, **{**same[0].values, "place": _places([note.values["place"] for note in same])})
        if len(same) > 1
        else same[0]
        for same in found.values()
    ]


def _places(places: list[Say]) -> Say:
    """Say several places."""
    return (
        places[0] if len(places) == 1 else say("program.places", place=places[0], others=_places(places[1:]))
    )


def _excerpt(source: Source, cell: int | str | None, lines: tuple[int, ...]) -> Code:
    """Give lines with those around them, as they stand in the program."""
    text = next(one.text for one in source.every if one.number == cell).split("\n")
    first, last = max(1, min(lines) - AROUND), min(len(text), max(lines) + AROUND)
    while first < min(lines) and not text[first - 1].strip():
        first += 1
    while last > max(lines) and not text[last - 1].strip():
        last -= 1
    return Code(
        textwrap.dedent("\n".join(line or " " for line in text[first - 1 : last])),
        first,
        tuple(sorted(lines)),
    )


def _changes(source: Source, found: Located) -> list[Block]:
    """Give the lines that are suggested at other places than the finding's own, each with its place."""
    blocks: list[Block] = []
    for cell, begin, end, lines in found.changes:
        key = (
            "program.change_lines"
            if lines and end > begin
            else "program.add_lines"
            if lines
            else "program.drop_line"
        )
        blocks.append(Sentence(say(key, place=where(cell, begin + 1))))
        if lines:
            blocks.append(Code(textwrap.dedent("\n".join(lines))))
    return blocks


def where(cell: object, line: object, *_: object) -> Say:
    """Say a place."""
    if cell is None:
        return say("program.at_line", line=str(line))
    if isinstance(cell, str):
        return say("program.at_file", file=cell, line=str(line))
    return say("program.at_cell", cell=str(cell), line=str(line))


def _at(cell: int | str | None, line: int) -> Say:
    if cell is None:
        return say("program.line", line=line)
    if isinstance(cell, str):
        return say("program.file", file=cell, line=line)
    return say("program.cell", cell=cell, line=line)


def _step(source: Source, found: Located, number: int, worked: tuple[Block, ...]) -> Step:
    step = step_of(found.finding, number)
    place: list[Block] = [Sentence(found.where())]
    beside = [
        line
        for cell, line in found.also
        if cell == found.cell and found.line and abs(line - found.line) <= NEAR
    ]
    if found.source and found.line is not None:
        place.append(_excerpt(source, found.cell, (found.line, *beside)))
    for cell, line in found.also:
        if source.line(cell, line) and (cell != found.cell or line not in beside):
            place += [Sentence(_at(cell, line)), _excerpt(source, cell, (line,))]
    if found.callers:
        place.append(
            Sentence(say("program.called", places=_places([where(*one) for one in found.callers[-3:]])))
        )
    parts = [Part("source", say("program.where"), tuple(place)), *step.parts]
    if found.changes and not found.finding.remedy:
        parts.append(Part("remedy", say("diagnosis.remedy"), tuple(_changes(source, found))))
    if worked:
        parts.append(Part("worked", say("program.worked"), worked))
    if found.finding.confirmed == (1, 1):
        parts.append(Part("confirmed", say("diagnosis.trust"), (Sentence(say("program.confirmed")),)))
    return Step(step.key, step.title, step.purpose, tuple(parts))
