"""Verdict: what of a program is wrong, and on which line; `unclear`, with the reason, where that cannot be told."""

from __future__ import annotations

import warnings
from typing import Any

from ..doctor import Finding
from ..language import Say, say
from .faults import Unclear, faults
from .graph import Graph
from .inspection import Inspection, inspect
from .recording import Recording, Site
from .report import Located, ProgramReport
from .source import Source
from .steps import networks, parameters
from .structure import Noticed, moved_elsewhere


def judged(source: Source, recording: Recording, seconds: float = 20.0) -> ProgramReport:
    """Judge a recorded program."""
    notes = [say("program.left_out", line=_where(*place), text=text[:60]) for *place, text in source.left_out]
    notes += [say("program.bridged", line=_where(*site)) for site, _ in dict.fromkeys(recording.bridged)]
    undefined = [
        _located(source, _undefined(error), (error["cell"], error["line"] or 1, 0))
        for error in recording.errors
        if error["kind"] == "NameError" and error["name"]
    ]
    notes += [
        say("program.raised", line=_where(error["cell"], error["line"]), text=error["text"][:120])
        for error in recording.errors
        if error["kind"] != "NameError" or not error["name"]
    ]
    if recording.ended:
        return ProgramReport(source, "unclear", (), say(f"program.{recording.ended}"), tuple(notes))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        found, reason, best = _networks(source, Graph(recording), seconds)
    located = [_located(source, _finding(one), one.site, one.callers) for one in found] + undefined
    verdict = "faulty" if located else "unclear" if reason is not None else "correct"
    return ProgramReport(source, verdict, tuple(located), reason if not found else None, tuple(notes), best)


def _networks(
    source: Source, graph: Graph, seconds: float
) -> tuple[list[Noticed], Say | None, Inspection | None]:
    """Judge each network that the program trains; one that meets no target counts only where there is no other."""
    kept, based = moved_elsewhere(graph, parameters(graph))
    found: list[Noticed] = []
    reason: Say | None = say("program.no_update")
    best: Inspection | None = None
    judged_ = False
    for listed in networks(graph, kept):
        inspection = inspect(graph, listed)
        if inspection.rounds and (best is None or len(listed) > len(best.parameters)):
            best = inspection
        try:
            found += faults(source, graph, inspection, based, seconds)
            judged_, reason = True, None
        except Unclear as why:
            if not judged_ or inspection.rounds:
                reason = say(why.key, **{key: str(value) for key, value in why.given.items()})
    return found, reason, best


def _where(cell: object, line: object, *_: object) -> str:
    return f"{line}" if cell is None else f"{cell}:{line}"


def _undefined(error: dict[str, Any]) -> Finding:
    message = say("program.undefined", name=error["name"])
    return Finding("fault", "stale-or-undefined-variable", error["name"], message=message)


def _finding(one: Noticed) -> Finding:
    name = one.name or "?"
    message = say(f"fault.{one.fault.replace('-', '_')}", name=name, layer=one.layer)
    return Finding("fault", one.fault, one.name, False, one.layer, "", "", one.replacement, message=message)


def _located(source: Source, finding: Finding, site: Site | None, others: tuple[Site, ...] = ()) -> Located:
    cell, line = (site[0], site[1]) if site else (None, None)
    return Located(finding, cell, line, source.line(cell, line), tuple(dict.fromkeys(o[:2] for o in others)))
