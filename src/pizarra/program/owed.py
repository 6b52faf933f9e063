"""Owed: the penalty that a loss has of the parameters, held against what their steps take of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .form import Form
from .graph import Graph
from .judge import Judged, exceeds, judged, proportion
from .target import Round


def direct(graph: Graph, form: Form) -> np.ndarray:
    """Give the gradient of the penalty that a loss has of the parameters."""
    found = np.zeros(graph.values.size)
    ids, seeds = form.seeds(graph.values)
    found[ids[form.outer.size :]] = seeds[form.outer.size :]
    return found


def in_proportion(graph: Graph, form: Form, steps: list[Judged]) -> tuple[Form, list[Judged]]:
    """Tell how large a loss's penalty is for a part of its samples, by the parameters that decay; and which do not.

    Only where all that decay do so as the loss has it of them, one beside the other, and others that it has do not.
    """
    every = replace(form, share=1.0, _last=None)
    own = direct(graph, every)
    sizes, left = [], []
    for step in steps:
        base = graph.values[step.step.base]
        pull = proportion(-own[step.step.base], base, 1e-6)
        if not step.right or step.vacuous:
            continue
        if step.bent or step.evenly:
            return form, []
        if pull is None or pull <= 0:
            if step.decay:
                return form, []
        elif step.decay:
            sizes.append(step.decay / step.factor / pull)
        elif base.size > 2:  # of fewer numbers, no decay is told apart
            left.append(step)
    if not left or not sizes or max(sizes) > min(sizes) * (1 + 1e-4):
        return form, []
    return replace(every, share=sizes[0], _last=None), left


def held_against(
    graph: Graph, turn: Round, steps: list[Judged], adjoint: np.ndarray, own: np.ndarray
) -> tuple[Round, list[Judged]]:
    """Hold what parameters decay by against the penalty that the loss has of them. own: its gradient."""
    marks = np.zeros(graph.values.size, dtype=bool)
    for step in steps:
        if own[step.step.base].any() and exceeds(graph, turn, step, adjoint):
            marks[step.step.base] = True
    if not marks.any():
        return turn, steps
    turn = replace(turn, penalised=marks)
    return turn, judged(graph, turn, adjoint)
