"""Verdict: what of a program is wrong, and on which line; `unclear`, with the reason, where that cannot be told."""

from __future__ import annotations

import warnings

from ..doctor import Finding
from ..language import Say, say
from .child.scikit import NAME as SCIKIT
from .faults import Unclear, faults, merged
from .graph import Graph
from .inspection import Inspection, inspect
from .numerical import by_differences
from .printed import not_given
from .recording import Recording, Site
from .report import Located, ProgramReport, where
from .source import Source
from .static import defined_by, generators, left_empty, not_called, old_names
from .static import undefined as undefined_names
from .steps import networks, parameters
from .structure import Noticed, grown, moved_elsewhere, spread_and_raised
from .unapplied import Unapplied, unapplied

# What was bridged over otherwise than that an array of one number stands for the number.
BRIDGED = {"integers": "program.bridged_integers", "generator": "program.bridged_generator"}


def judged(source: Source, recording: Recording, seconds: float = 20.0) -> ProgramReport:
    """Judge a recorded program."""
    notes = [say("program.left_out", place=where(*place), text=text[:60]) for *place, text in source.left_out]
    notes += [
        say(BRIDGED.get(kind, "program.bridged"), place=where(*site))
        for site, kind in dict.fromkeys(recording.bridged)
    ]
    notes += [
        say("program.python_2", place=where(*place), text=text[:60]) for *place, text in source.translated
    ]
    notes += [say("program.old_name", place=where(*place), name=name) for *place, name in old_names(source)]
    for name in map(str, recording.more.get("stood_in", ())):
        notes.append(say("program.drawn_otherwise" if name == SCIKIT else "program.stood_in", name=name))
    notes += _order(source) + not_given(source, recording)
    read = text_faults(source, recording)
    notes += [
        say("program.raised", place=where(error["cell"], error["line"]), text=error["text"][:120])
        for error in recording.errors
        if not any(one.site and one.site[:2] == (error["cell"], error["line"]) for one in read)
    ]
    notes += [
        say("program.not_called", place=where(*place), name=name) for *place, name in not_called(source)
    ]
    undefined = [_located(source, _finding(one), one.site) for one in read]
    if recording.ended:
        verdict = "faulty" if undefined else "unclear"
        reason = say(f"program.{recording.ended}")
        return ProgramReport(source, verdict, tuple(undefined), reason, tuple(notes))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        graph = Graph(recording)
        found, reason, best = _networks(source, graph, seconds)
        alone = None if found or recording.updates else unapplied(source, graph, seconds)
    if alone is not None:
        found, reason = alone.found, _never_stepped(alone)
        notes += [reason] if found else []
    elif reason is not None and not found:
        reason = _why(source, recording) or reason
    located = [
        _located(source, _finding(one), one.site, one.callers, one.others) for one in found
    ] + undefined
    verdict = "faulty" if located else "unclear" if reason is not None else "correct"
    cut = "network" not in recording.more.get("unlimited", ())
    told = reason if not found else None
    return ProgramReport(source, verdict, tuple(located), told, tuple(notes), best, cut=cut)


def _networks(
    source: Source, graph: Graph, seconds: float
) -> tuple[list[Noticed], Say | None, Inspection | None]:
    """Judge each network that the program trains; one that meets no target counts only where there is no other."""
    kept, based = moved_elsewhere(graph, parameters(graph))
    found: list[Noticed] = ([] if based else grown(graph)) or spread_and_raised(graph)
    reason: Say | None = say("program.no_update")
    best: Inspection | None = None
    judged_ = False
    every = networks(graph, kept)
    most = max((sum(p.first.size for p in listed) for listed in every), default=0)
    for listed in every:
        if by_differences(graph, listed):
            reason = reason if judged_ else say("program.by_differences")
            continue
        inspection = inspect(graph, listed)
        if most > sum(p.first.size for p in listed) == 1 and not any(one.shown for one in inspection.rounds):
            continue  # one number that changes by itself, as what is simulated does
        if inspection.rounds and (best is None or len(listed) > len(best.parameters)):
            best = inspection
        try:
            found += faults(source, graph, inspection, based, seconds)
            judged_, reason = True, None
        except Unclear as why:
            still = why.key == "program.nothing_moves"  # as sums of gradients do not, beside what is trained
            if not judged_ or (inspection.rounds and not still):
                reason = say(why.key, **{key: str(value) for key, value in why.given.items()})
    return merged(found), reason, best


def inspected(source: Source, recording: Recording) -> tuple[Inspection | None, Say | None]:
    """Give the network with most parameters that a program trains, not judged; else the reason why there is none."""
    if recording.ended:
        return None, say(f"program.{recording.ended}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        graph = Graph(recording)
        kept, _ = moved_elsewhere(graph, parameters(graph))
        best: Inspection | None = None
        reason: Say | None = say("program.no_update")
        for listed in networks(graph, kept):
            inspection = inspect(graph, listed)
            if not inspection.rounds:
                reason = say(inspection.reason) if inspection.reason and best is None else reason
            elif best is None or len(listed) > len(best.parameters):
                best = inspection
    return best, None if best is not None else _why(source, recording) or reason


def read_only(source: Source) -> ProgramReport:
    """Judge a program by its text alone."""
    found = [_located(source, _finding(one), one.site) for one in text_faults(source, Recording())]
    notes = tuple(
        say("program.left_out", place=where(*place), text=text[:60]) for *place, text in source.left_out
    )
    return ProgramReport(
        source, "faulty" if found else "unclear", tuple(found), say("program.not_run"), notes
    )


def text_faults(source: Source, recording: Recording) -> list[Noticed]:
    """Give what the text alone shows, and names that were asked for and that nothing has defined up to there."""
    defined = defined_by(source)
    places = {cell.number: place for place, cell in enumerate(source.cells)}
    found = []
    for error in recording.errors:
        name = error["name"]
        if error["kind"] != "NameError" or not name:
            continue
        first = defined.get(name)
        if first is None or first > places.get(
            error["cell"], -1
        ):  # else it is missing because something failed before
            found.append(
                Noticed(
                    "stale-or-undefined-variable", name, (error["cell"], error["line"] or 1, 0), text=True
                )
            )
    known = {one.name for one in found}
    found += [one for one in undefined_names(source) if one.name not in known]
    return found + left_empty(source) + generators(source)


def _order(source: Source) -> list[Say]:
    """Say which cells of a notebook were run before cells above them: their stored outputs may be of another state."""
    found, most = [], 0
    for cell, count in source.counts:
        if count < most:
            found.append(cell)
        most = max(most, count)
    return [say("program.order", cells=", ".join(map(str, found)))] if found else []


def _why(source: Source, recording: Recording) -> Say | None:
    """Say what kept the program from training: a file or a module that is missing, or that it goes forward alone."""
    for error in recording.errors:
        if error["kind"] in ("FileNotFoundError", "OSError") or "not found" in error["text"]:
            place = where(error["cell"], error["line"])
            return say("program.no_file", place=place, text=error["text"][:120])
        if error["kind"] in ("ModuleNotFoundError", "ImportError"):
            return say(
                "program.no_module", place=where(error["cell"], error["line"]), text=error["text"][:120]
            )
    names = forward_names(recording)
    if names and not recording.updates:
        for error in recording.errors:  # what comes after it was never reached
            place = where(error["cell"], error["line"])
            return say("program.stopped", place=place, text=error["text"][:120])
    return say("program.no_backward", names=", ".join(names)) if names and not recording.updates else None


def _never_stepped(alone: Unapplied) -> Say:
    """Say which gradients no parameter takes a step by, and which of them are the loss's."""
    names, compared = (", ".join(dict.fromkeys(one)) for one in (alone.names, alone.compared))
    if not compared:
        return say("program.never_stepped", names=names)
    return say("program.never_stepped_compared", names=names, compared=compared)


def forward_names(recording: Recording) -> list[str]:
    """Give the names of what is computed from products, in order, where a program trains nothing."""
    products = {o.number for o in recording.operations if o.name in ("matmul", "dot", "outer", "einsum")}
    if not products:
        return []
    first = min(products)
    names = [n.name for n in recording.named if n.position > first and n.ids.size and n.name.isidentifier()]
    return list(dict.fromkeys(names))[:12]


def _finding(one: Noticed) -> Finding:
    name = one.name or "?"
    if one.fault == "stale-or-undefined-variable" and one.text:
        return Finding("fault", one.fault, one.name, message=say("program.undefined", name=name))
    message = say(f"fault.{one.fault.replace('-', '_')}", name=name, layer=one.layer)
    return Finding("fault", one.fault, one.name, False, one.layer, "", "", one.replacement, message=message)


def _located(
    source: Source,
    finding: Finding,
    site: Site | None,
    callers: tuple[Site, ...] = (),
    others: tuple[Site, ...] = (),
) -> Located:
    cell, line = (site[0], site[1]) if site else (None, None)
    called, also = (tuple(dict.fromkeys(one[:2] for one in places)) for places in (callers, others))
    return Located(finding, cell, line, source.line(cell, line), called, also)
