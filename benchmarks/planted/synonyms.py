"""Which other names say the same of a planted mistake, and why.

`TABLE` was written before anything was measured, `LATER` after a first measuring: a benchmark gives both figures.
A row is read: a mistake of class `fault`, on the line of such an array (`kinds`) and in such a `place`, is also told
rightly as `also`, in the same layer or `shift` layers from it, or in any. None stands for anything; `fault` for itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .program import Mutation, Program

ANY = None


@dataclass(frozen=True)
class Synonym:
    """One row."""

    fault: str | None
    kinds: tuple[str, ...] | None
    place: str | None
    also: str | None
    shift: int | None
    reason: str
    when: str = ""  # a condition on the program, by the name of a function below


TABLE = (
    # Equal numbers under two names
    Synonym("missing-output-derivative", ANY, ANY, "loss-and-delta-do-not-match", 0,
            "y - t under squared error is the delta of another loss"),
    Synonym("missing-output-derivative", ANY, ANY, "wrong-activations-derivative", 0,
            "that class is 'of another activation, or none'"),
    Synonym("loss-and-delta-do-not-match", ANY, ANY, "missing-output-derivative", 0,
            "the delta of cross-entropy is that of squared error without the derivative of the output"),
    Synonym("softmax-derivative-elementwise", ANY, ANY, "wrong-activations-derivative", 0,
            "p (1 - p) is the derivative of the sigmoid"),
    Synonym("softmax-derivative-elementwise", ANY, ANY, "loss-and-delta-do-not-match", 0,
            "(p - t) p (1 - p) is the delta of squared error after sigmoids", "shortcut"),
    Synonym("derivative-returns-the-value", ANY, ANY, "derivative-incomplete", 0,
            "a is a (1 - a) without its second factor", "sigmoid"),
    Synonym("derivative-incomplete", ANY, ANY, "derivative-returns-the-value", 0,
            "a is what the sigmoid itself returns", "sigmoid"),
    Synonym("derivative-incomplete", ("delta",), "slope", "softmax-derivative-elementwise", 0,
            "a part of the product with the Jacobian of softmax is no product with all of it", "softmax"),
    Synonym("derivative-incomplete", ANY, "error", "loss-and-delta-do-not-match", 0,
            "a part of the slope of a loss is not the slope of that loss"),
    Synonym("own-activation-instead-of-input", ANY, ANY, "wrong-layers-delta", 0,
            "that class is 'delta_l times a_j for another pair (l, j)'"),
    Synonym("pre-activation-where-activation-belongs", ANY, "error", "derivative-at-activation", 0,
            "the derivative of the loss is taken at z where it wants y"),
    Synonym("pre-activation-where-activation-belongs", ANY, "error", "loss-and-delta-do-not-match", 0,
            "z - t is the slope of the squared error of the logits"),
    Synonym("target-broadcast", ANY, ANY, "wrong-sample-or-target", 0,
            "every sample is held against other samples' targets"),
    Synonym("transposed-gradient", ("da", "delta"), "propagation", "wrong-weights", 0,
            "the matrix the wrong way round is the wrong matrix"),
    Synonym("transposed-gradient", ("z", "a"), "forward", "wrong-weights", 0,
            "the matrix the wrong way round is the wrong matrix"),
    # A parameter that stays as it was
    Synonym("bias-never-updated", ANY, ANY, "update-stored-under-another-name", 0, "its step is 0 either way"),
    Synonym("bias-never-updated", ANY, ANY, "delta-never-propagated", 0, "its gradient is identically 0"),
    Synonym("update-stored-under-another-name", ("b",), ANY, "bias-never-updated", 0, "its step is 0 either way"),
    Synonym("update-stored-under-another-name", ("W",), ANY, "delta-never-propagated", 0,
            "with no bias, the lowest layer's step is 0 either way", "lowest"),
    Synonym("delta-never-propagated", ANY, ANY, "update-stored-under-another-name", 0,
            "with no bias, the lowest layer's step is 0 either way", "lowest"),
    Synonym("bias-summed-over-units-too", ANY, ANY, "bias-never-updated", 0,
            "behind softmax with cross-entropy the sum over the units is 0", "softmax"),
    # Two places for one mistake
    Synonym(None, ANY, "propagation", None, 1,
            "the line stands between two layers: the lower one's error from the upper one's delta and weights"),
    Synonym("delta-never-propagated", ANY, ANY, None, 1, "the same: it is not passed from the one to the other"),
    Synonym("pre-activation-where-activation-belongs", ("z",), "forward", None, -1,
            "z stands where a belongs: told of the layer that reads it, or of the layer whose value it is"),
    Synonym("pre-activation-where-activation-belongs", ("a",), "forward", None, 1,
            "the same, told from the other side"),
    Synonym("sign-flipped", ("delta",), "whole", None, 1,
            "a factor on the whole line: on what is passed down or on the derivative, the numbers are the same"),
    Synonym("bias-mean-weights-sum", ("delta",), "whole", None, 1, "the same for 1/N"),
    Synonym("rate-inside-delta", ("delta",), "whole", None, 1, "the same for the rate"),
    Synonym("pre-activation-where-activation-belongs", ("dW",), ANY, None, -1, "the same, on the way down"),
    Synonym("wrong-parameter-updated", ANY, ANY, None, None,
            "two parameters are hit: the one without its step and the one with two"),
    Synonym("wrong-layers-delta", ("W", "b"), "update", "wrong-parameter-updated", 0,
            "another parameter's gradient in the update: copied and pasted, and one name of two not changed"),
    Synonym("results-unpacked-in-the-wrong-order", ANY, ANY, None, -1, "two values change places"),
    # Everything at once
    Synonym(None, ANY, "all", None, None, "every parameter is hit in the same way: no layer is the layer"),
    Synonym(None, ANY, "helper", None, None, "a function that every layer with this activation calls"),
    Synonym("wrong-sample-or-target", ("x", "t"), "sample", None, None,
            "data are paired wrongly: x of another sample is t of another sample"),
)  # fmt: skip
LATER = (
    # Equal numbers under two names
    Synonym("derivative-returns-the-value", ANY, ANY, "wrong-activations-derivative", 0,
            "the sigmoid itself is the derivative of softplus", "sigmoid"),
    Synonym("derivative-incomplete", ANY, ANY, "wrong-activations-derivative", 0,
            "a is the sigmoid itself, which is the derivative of softplus", "sigmoid"),
    Synonym("wrong-activations-derivative", ANY, ANY, "derivative-returns-the-value", 0,
            "the derivative of softplus is the sigmoid itself", "softplus"),
    Synonym("loss-and-delta-do-not-match", ANY, ANY, "wrong-activations-derivative", 0,
            "y - t under squared error has none of the output's derivative: 'or none'", "quotient"),
    Synonym("wrong-activations-derivative", ANY, "slope", "missing-output-derivative", 0,
            "the derivative of relu at a positive y is 1, as if there were none", "one"),
    Synonym("wrong-activations-derivative", ANY, "slope", "loss-and-delta-do-not-match", 0,
            "the same: y - t is the delta of another loss", "one"),
    Synonym("derivative-at-activation", ANY, "slope", "missing-output-derivative", 0,
            "a >= 0 holds of every a that relu gives, as if there were no derivative", "relu"),
    Synonym("derivative-at-activation", ANY, "slope", "wrong-activations-derivative", 0,
            "the same: 'of another activation, or none'", "relu"),
    # A parameter that stays as it was
    Synonym("bias-summed-over-units-too", ANY, ANY, "update-stored-under-another-name", 0,
            "the same: a step of 0", "softmax"),
    Synonym("bias-never-updated", ANY, ANY, "bias-summed-over-units-too", 0,
            "the same from the other side", "softmax"),
    Synonym("update-stored-under-another-name", ("b",), ANY, "bias-summed-over-units-too", 0,
            "the same from the other side", "softmax"),
)  # fmt: skip


def holds(condition: str, program: Program, mutation: Mutation) -> bool:
    """Whether a row's condition is met."""
    match condition:
        case "":
            return True
        case "sigmoid":
            return program.network.activation(mutation.layer) == "sigmoid"
        case "relu":
            return program.network.activation(mutation.layer) == "relu"
        case "one":  # the line now has a derivative that is 1 wherever the output is positive
            positive = any("> 0" in text or "relu" in text for text in mutation.change.text.values())
            return positive and program.network.activation(mutation.layer) in ("sigmoid", "softmax")
        case "softplus":
            soft = any(
                "1 / (1 + np.exp(-" in text or "softplus" in text for text in mutation.change.text.values()
            )
            return soft and program.network.activation(mutation.layer) == "sigmoid"
        case "quotient":  # under squared error another loss's y (1 - y) cancels the derivative of the output
            return program.network.loss == "squared_error" and any(
                " / " in t for t in mutation.change.text.values()
            )
        case "softmax":
            return program.network.prediction == "softmax" and mutation.layer == program.network.depth
        case "shortcut":
            return program.name("da", program.network.depth) is None
        case "lowest":
            return program.style.returns == "step" and mutation.layer == 1 and not program.network.bias
    return False


def accepted(
    program: Program, mutation: Mutation, table: tuple[Synonym, ...] = TABLE
) -> frozenset[tuple[str, int | None]]:
    """Give every (class, layer) that tells this mistake rightly, as a table has it; a layer of None is any."""
    names = {mutation.fault}
    shifts: set[int | None] = {0}
    for row in rows(program, mutation, table):
        names |= {row.also} - {None}
        shifts |= {row.shift}
    layers = {None} if None in shifts else {mutation.layer + (shift or 0) for shift in shifts}
    if mutation.place == "helper":
        own = program.network.activation(mutation.layer)
        layers = {layer for layer in program.network.layers if program.network.activation(layer) == own}
    inside = {layer for layer in layers if layer is None or layer in program.network.layers}
    return frozenset((name, layer) for name in names for layer in inside)


def rows(program: Program, mutation: Mutation, table: tuple[Synonym, ...]) -> Iterator[Synonym]:
    """Give the rows that speak of this mistake."""
    for row in table:
        if (
            row.fault in (None, mutation.fault)
            and (row.kinds is None or mutation.kind in row.kinds)
            and row.place in (None, mutation.place)
            and holds(row.when, program, mutation)
        ):
            yield row
