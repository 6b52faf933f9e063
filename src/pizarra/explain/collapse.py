"""Why the cross-entropy of a softmax, or of a sigmoid, leaves ŷ − y: the chain rule written out, and what cancels."""

from __future__ import annotations

from ..formula import parse
from ..formula.tree import renamed
from ..formula.write import write
from ..language import say
from ..loss import Factor
from ..losses import BinaryCrossEntropyLogits, SoftmaxCrossEntropy
from ..mathematics.boxes import Fraction, row, sign
from ..network import LOSS, Step
from ..page.blocks import Equation, Equations, Part
from .compose import letters_for
from .context import Context, note, part

# For each loss on logits: ∂L/∂p, ∂p/∂x, their product, what is left. `c` is the factor. Tests hold every line.
SOFTMAX = (
    "-{c}(t[n,k] / p[n,k])",
    "p[n,k] * (delta(k,j) - p[n,j])",
    "-{c}sum(k, t[n,k] * (delta(k,j) - p[n,j]))",
    "{c}(p[n,j] * sum(k, t[n,k]) - t[n,j])",
    "{c}(p[n,j] - t[n,j])",
)
SIGMOID = (
    "{c}((p[n,j] - t[n,j]) / (p[n,j] * (1 - p[n,j])))",
    "p[n,j] * (1 - p[n,j])",
    "{c}((p[n,j] - t[n,j]) / (p[n,j] * (1 - p[n,j])) * (p[n,j] * (1 - p[n,j])))",
    "{c}(p[n,j] - t[n,j])",
)


def collapse(context: Context, step: Step) -> list[Part]:
    """Write the derivation for a loss on logits; nothing for the others."""
    loss = step.layer
    if not isinstance(loss, SoftmaxCrossEntropy | BinaryCrossEntropyLogits):
        return []
    return [context.view.once(("collapse",), lambda: _derivation(context, step, loss))]


def _derivation(context: Context, step: Step, loss: SoftmaxCrossEntropy | BinaryCrossEntropyLogits) -> Part:
    softmax = isinstance(loss, SoftmaxCrossEntropy)
    view = context.view
    factor = Factor.read(loss.factor).before
    formulas = [parse(text.format(c=factor)) for text in (SOFTMAX if softmax else SIGMOID)]
    trees = []
    for formula in formulas:
        _, tree = view.layout.index_line(step_ref(), renamed(formula, step.names()), view.kind)
        trees.append(tree)
    lengths = view.lengths(step) | {"k": view.lengths(step)["j"]}
    letters = letters_for(view, step, tuple(trees))
    signs = view.general(letters, lengths)
    inner = "k" if softmax else "j"
    names = step.names()

    def over(top: str, bottom: str, top_axis: str, bottom_axis: str):
        def entry(name: str, axis: str):
            if name == LOSS:
                return view.whole(LOSS)
            places = [axis] if view.single else ["n", axis]
            if len(places) == 2 and view.layout.turned(view.kind(name)):
                places.reverse()
            return view.entry(name, tuple(places), letters)

        return Fraction(row(sign("∂"), entry(top, top_axis)), row(sign("∂"), entry(bottom, bottom_axis)))

    first = Equation(over(LOSS, names["p"], "", inner), (("=", write(trees[0], signs)),))
    second = Equation(over(names["p"], names["x"], inner, "j"), (("=", write(trees[1], signs)),))
    rest = tuple(("=", write(tree, signs)) for tree in trees[2:])
    product = Equation(over(LOSS, names["x"], "", "j"), rest)
    text = note(
        "collapse.softmax" if softmax else "collapse.sigmoid",
        target=view.whole("t"),
        prediction=view.whole(names["p"]),
    )
    return part("collapse", Equations((first, second, product)), text)


def step_ref():
    """Give a left side for a formula that has none of its own."""
    from ..formula.tree import Ref

    return Ref(LOSS)


__all__ = ["SIGMOID", "SOFTMAX", "collapse", "say"]
