"""Measure: one case, what was said of it and what is true, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter

from planted import draw
from planted.case import Case

from .adapter import diagnosed, network, only_shapes_differ
from .checkers import checked
from .kinds import KINDS

CHECKED = 100 * len(KINDS)  # cases that are also given to the gradient checkers


def measured(task: tuple[str, int, int]) -> dict:
    """Draw a case and diagnose it; of the kind "checkers", give it to the gradient checkers.

    A task is the kind, the number of the case, the seed of the first.
    """
    kind, number, start = task
    if kind == "checkers":
        of, of_number = list(KINDS)[number % len(KINDS)], number // len(KINDS)
        return {
            "kind": kind,
            "number": number,
            "from": start,
            "of": of,
            "case": of_number,
            "says": checked(draw(*KINDS[of].case(of_number, start))),
        }
    try:
        case = draw(*KINDS[kind].case(number, start))
    except (
        AssertionError
    ) as error:  # the program disagrees with finite differences: next to a kink these are off
        return {"kind": kind, "number": number, "from": start, "skipped": str(error).split("\n")[0]}
    record: dict = {
        "kind": kind,
        "number": number,
        "from": start,
        "seed": case.seed,
        "given": case.given,
        **described(case),
    }
    if case.truth and only_shapes_differ(case):
        return record | {"skipped": "only shapes differ"}
    made = network(case.network)
    begun = perf_counter()
    try:
        found = diagnosed(case, made)
    except Exception as error:  # an error is a case that was not told, and is shown
        return record | {"verdict": "error", "error": f"{type(error).__name__}: {error}"[:300], "faults": []}
    spent = perf_counter() - begun
    faults = [[f.fault, f.layer, list(f.rivals)] for f in found.faults]
    notes = [[f.fault, f.layer] for f in found.findings if f.severity == "note"]
    record |= {
        "verdict": found.verdict,
        "faults": faults,
        "complete": found.complete,
        "ms": round(spent * 1e3, 1),
    }
    if not case.truth:
        return record | {"told": found.verdict == "faulty"}
    noted = [note for note in notes if case.another_loss is not None and case.truth[0].told(*note)]
    named = [(fault, layer) for fault, layer, _ in faults]
    rivals = [(rival, layer) for _, layer, others in faults for rival in others]
    first = named[: len(case.truth)]
    return record | {
        "notes": notes,
        "told": found.verdict == "faulty" or bool(noted),
        "first": bool(noted) or all_told(case, first),
        "named": bool(noted) or all_told(case, named + rivals),
        "first later": bool(noted) or all_told(case, first, later=True),
        "named later": bool(noted) or all_told(case, named + rivals, later=True),
    }


def described(case: Case) -> dict:
    """Say what the case is, shortly."""
    shape = "-".join(map(str, case.network.sizes))
    about = f"{shape} {' '.join(case.network.activations)}, {case.network.loss} {case.network.factor}, {case.dtype}"
    truth = [[m.fault, m.layer, m.role, m.text] for m in case.truth]
    return {"about": about, "truth": truth}


def all_told(case: Case, named: Iterable[tuple[str, int | None]], *, later: bool = False) -> bool:
    """Whether each mistake is named, by class and layer. later: by the synonyms too that were added later."""
    listed = list(named)
    return all(any(mistake.told(*name, later=later) for name in listed) for mistake in case.truth)
