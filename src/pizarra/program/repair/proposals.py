"""Proposals: for a class of mistake on a line, programs in which that line is written as it may have been meant.

The likeliest come first: which of them is right, a run of the program with it tells.
"""

from __future__ import annotations

from collections.abc import Callable

from ..report import Located
from ..source import Source
from .lines import moved, reset, updated
from .names import as_its_target, both_renamed, hinted, ordered, ranges, renamed, subscripts
from .products import dropped, means, multiplied, pairs_dropped, scaled, signs
from .shapes import accumulated, axes, out_of_place, outer, shaped, summed, turned
from .slopes import penalised, penalties, slopes, whole_jacobian, with_slope
from .statement import Proposals, Statement, statement_at

Proposing = Callable[[Statement, Located], Proposals]


def proposals(source: Source, found: Located) -> Proposals:
    """Give programs with the line of a finding written otherwise, each once."""
    statement = statement_at(source, found.cell, found.line)
    if statement is None:
        return
    seen = {statement.cell.text}
    for proposing in (*BY_CLASS.get(found.finding.fault, ()), hinted):
        if proposing not in ANYWHERE and statement.value is None:
            continue
        for other in proposing(statement, found):
            text = next(one.text for one in other.every if one.number == found.cell)
            if text not in seen:
                seen.add(text)
                yield other


# Those that need no statement on the line that computes anything.
ANYWHERE = (moved, reset, updated, ranges)
BY_CLASS: dict[str, tuple[Proposing, ...]] = {
    "accumulator-not-reset": (reset, accumulated),
    "bias-gradient-from-weight-gradient": (summed,),
    "bias-mean-weights-sum": (means,),
    "bias-never-updated": (updated,),
    "bias-summed-over-units-too": (axes,),
    "delta-never-propagated": (ranges, renamed),
    "derivative-at-activation": (hinted, renamed, slopes),
    "derivative-incomplete": (slopes, with_slope, multiplied, renamed),
    "derivative-returns-the-value": (slopes, dropped),
    "dropout-mask-missing-backward": (multiplied,),
    "dropout-scale-mismatch": (scaled, multiplied),
    "error-passed-back-instead-of-delta": (hinted, renamed),
    "in-place-aliasing": (out_of_place,),
    "inner-instead-of-outer-product": (outer, turned),
    "loss-and-delta-do-not-match": (pairs_dropped, with_slope, multiplied, signs),
    "missing-output-derivative": (with_slope, multiplied),
    "missing-paths": (accumulated, ranges, renamed),
    "own-activation-instead-of-input": (hinted, subscripts, renamed),
    "pre-activation-where-activation-belongs": (hinted, renamed),
    "rate-inside-delta": (dropped,),
    "regulariser-gradient": (penalties, signs),
    "regulariser-gradient-missing": (penalised,),
    "results-unpacked-in-the-wrong-order": (ordered,),
    "sign-flipped": (signs,),
    "softmax-derivative-elementwise": (dropped, whole_jacobian),
    "softmax-wrong-axis": (axes,),
    "stale-or-undefined-variable": (hinted, renamed),
    "target-broadcast": (shaped,),
    "transposed-gradient": (turned, outer, subscripts),
    "update-before-use": (moved, renamed),
    "update-stored-under-another-name": (both_renamed,),
    "weights-never-updated": (updated,),
    "wrong-activations-derivative": (slopes, with_slope, renamed),
    "wrong-base-in-update": (as_its_target, both_renamed, renamed),
    "wrong-bias-column-removed": (subscripts,),
    "wrong-layers-delta": (hinted, renamed, subscripts),
    "wrong-parameter-updated": (both_renamed,),
    "wrong-sample-or-target": (hinted, subscripts, ranges, renamed),
    "wrong-weights": (hinted, renamed, subscripts),
    "wrong-factor": (dropped, multiplied, means),
}
