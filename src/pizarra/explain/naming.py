"""Naming: what role each value and parameter has, and the symbols of those that a file names itself."""

from __future__ import annotations

from ..layers import Softmax
from ..loss import Loss
from ..mathematics.boxes import Accent, Box, Letter, Numeral, Scripts, Sign
from ..network import INPUT, LOSS, TARGET, Step
from ..record import record


@record
class Naming:
    """How a quantity is called: its role in the notation, and its number among `count` of that role."""

    role: str
    number: int = 1
    count: int = 1


_ACCENTS: tuple[Accent, ...] = ("bar", "tilde", "dot")


def told_apart(box: Box, count: int) -> Box:
    """Mark a symbol that `count` others have too: with a bar, a tilde, a dot; then with primes."""
    if not count:
        return box
    if isinstance(box, Scripts):
        return Scripts(told_apart(box.base, count), box.sub, box.sup)
    if isinstance(box, Letter) and not box.accent and count <= len(_ACCENTS):
        return Letter(box.text, box.style, _ACCENTS[count - 1])
    return Scripts(box, sup=Sign("′" * min(count, 4), "postfix"))


def own_symbol(name: str) -> Box:
    """Make a symbol of a name from a file: a letter with digits below it, else the name in upright letters."""
    head, digits = name.rstrip("0123456789_"), name[len(name.rstrip("0123456789_")) :].strip("_")
    if len(head) == 1 and head.isalpha():
        return Scripts(Letter(head), sub=Numeral(digits)) if digits else Letter(head)
    return Letter(name, "upright")


def name_all(steps: tuple[Step, ...], prediction: str, loss: Loss) -> dict[str, Naming]:
    """Give every value and parameter its role: what the layers are says it, and the place in the network."""
    layers = [step for step in steps if step.parameters and step.index is not None]
    hidden = [step for step in layers if step.output != prediction]
    own = list(dict.fromkeys(tuple(step.parameters.values()) for step in layers))
    namings = {INPUT: Naming("input"), TARGET: Naming("target"), LOSS: Naming("loss")}
    logits = loss.inputs[0] == "x"
    before = {step.inputs[0]: step for step in steps if isinstance(step.layer, Softmax)}
    activations = 0
    hidden_activations = [
        step for step in steps if step.index is not None and not step.parameters and step.output != prediction
    ]
    for step in steps:
        names = step.names()
        for role, name in step.parameters.items():
            kind = {"W": "weights", "b": "bias"}.get(role, "parameter")
            if name not in namings:
                namings[name] = Naming(kind, own.index(tuple(step.parameters.values())) + 1, len(own))
        for line in step.layer.values:
            if line.name != step.layer.output:
                role = (
                    {"p": "probability", "l": "term"}.get(line.name, "inner")
                    if step.index is None
                    else "inner"
                )
                namings[names[line.name]] = Naming(role)
        if step.index is None:
            continue
        named = not (step.output.startswith("v") and step.output[1:].isdigit())
        if named:
            namings[step.output] = Naming("name")
        elif step.output == prediction and (not logits or not step.parameters):
            namings[step.output] = Naming("prediction", len(layers), len(layers))
        elif step.output == prediction or (
            step.output in before and before[step.output].output == prediction
        ):
            namings[step.output] = Naming("logits", len(layers), len(layers))
        elif step.parameters:
            namings[step.output] = Naming("pre_activation", hidden.index(step) + 1, max(len(hidden), 1))
        else:
            activations += 1
            number = sum(1 for other in hidden if steps.index(other) < steps.index(step))
            namings[step.output] = Naming("activation", max(number, 1), max(len(hidden_activations), 1))
    return namings
