"""Classes: what a mistake is called. One table from the kind of an edit and the roles of what it touches to a name.

Roles: `x` the input, `t` the target, `z` what a layer with parameters makes, `a` what an activation makes, `W` and `b`
parameters; `da`, `delta`, `dW`, `db` their cotangents; `W'`, `b'` parameters after the update; `loss` what belongs to
the loss. In the table `*` is any role; the first row that fits decides.
"""

from __future__ import annotations

from ..formula.tree import Along, walk
from ..losses import LOSSES
from .derivation import Derivation, Line
from .edit import Edit, number_of

# kind, role of the line, role (or text) of what stood there, role (or text) of what stands there: name
TABLE: tuple[tuple[str, str, str, str, str], ...] = (
    # Forward
    ("swap", "z", "a", "z", "pre-activation-where-activation-belongs"),
    ("swap", "z", "x", "*", "wrong-sample-or-target"),
    ("swap", "z", "a", "*", "wrong-layers-input"),
    ("swap", "z", "W", "turned", "transposed-gradient"),
    ("swap", "z", "W", "*", "wrong-weights"),
    ("swap", "z", "b", "*", "wrong-weights"),
    ("drop", "z", "b", "*", "bias-not-used"),
    ("forward", "*", "*", "exchanged", "results-unpacked-in-the-wrong-order"),
    ("forward", "*", "*", "none", "pre-activation-where-activation-belongs"),
    ("forward", "*", "*", "over samples", "softmax-wrong-axis"),
    ("forward", "*", "*", "over all", "softmax-wrong-axis"),
    ("forward", "*", "*", "*", "wrong-activation"),
    # The loss
    ("swap", "loss", "*", "decided", "loss-and-delta-do-not-match"),
    ("swap", "loss", "*", "mean", "target-broadcast"),
    ("swap", "loss", "t", "*", "wrong-sample-or-target"),
    ("swap", "loss", "*", "z", "pre-activation-where-activation-belongs"),
    ("swap", "loss", "*", "*", "results-unpacked-in-the-wrong-order"),
    ("loss", "*", "*", "unit by unit", "softmax-derivative-elementwise"),
    ("loss", "*", "*", "collapsed", "missing-output-derivative"),
    ("loss", "*", "*", "*", "loss-and-delta-do-not-match"),
    ("drop", "loss", "*", "*", "loss-and-delta-do-not-match"),
    ("sign", "loss", "t", "*", "sign-flipped"),
    ("sign", "loss", "*", "*", "sign-flipped"),
    ("reduce", "loss", "n", "first", "wrong-sample-or-target"),
    ("reduce", "loss", "n", "last", "wrong-sample-or-target"),
    ("reduce", "loss", "*", "*", "target-broadcast"),
    # Down through an activation
    ("swap", "delta", "*", "decided", "loss-and-delta-do-not-match"),
    ("swap", "delta", "t", "*", "wrong-sample-or-target"),
    ("drop", "delta", "t", "*", "loss-and-delta-do-not-match"),
    ("sign", "delta", "t", "*", "sign-flipped"),
    ("swap", "da", "*", "sample", "stale-or-undefined-variable"),
    ("swap", "delta", "*", "sample", "stale-or-undefined-variable"),
    ("derivative", "output delta", "*", "none", "missing-output-derivative"),
    ("derivative", "*", "*", "the value", "derivative-returns-the-value"),
    ("derivative", "*", "*", "its input", "derivative-returns-the-value"),
    ("derivative", "*", "*", "*", "wrong-activations-derivative"),
    ("point", "*", "*", "*", "derivative-at-activation"),
    ("extra", "W'", "*", "*", "wrong-parameter-updated"),
    ("extra", "b'", "*", "*", "wrong-parameter-updated"),
    ("extra", "*", "*", "mixing", "softmax-derivative-elementwise"),
    ("extra", "output *", "*", "*", "loss-and-delta-do-not-match"),
    ("extra", "loss", "*", "*", "loss-and-delta-do-not-match"),
    ("extra", "*", "*", "*", "wrong-activations-derivative"),
    ("jacobian", "*", "*", "diagonal", "softmax-derivative-elementwise"),
    ("jacobian", "*", "*", "none", "missing-output-derivative"),
    ("swap", "delta", "a", "z", "derivative-at-activation"),
    ("swap", "delta", "z", "a", "derivative-at-activation"),
    ("swap", "delta", "a", "*", "wrong-layers-delta"),
    ("swap", "delta", "z", "*", "wrong-layers-delta"),
    ("swap", "delta", "da", "*", "wrong-layers-delta"),
    ("drop", "output delta", "arriving", "*", "delta-never-propagated"),
    ("drop", "delta", "arriving", "*", "delta-never-propagated"),
    ("drop", "delta", "*", "*", "derivative-incomplete"),
    ("sum", "*", "*", "accumulated", "accumulator-not-reset"),
    ("sum", "*", "*", "*", "softmax-wrong-axis"),
    # Down through weights
    ("swap", "da", "delta", "da", "error-passed-back-instead-of-delta"),
    ("swap", "da", "delta", "delta", "wrong-layers-delta"),
    ("swap", "da", "delta", "*", "error-passed-back-instead-of-delta"),
    ("swap", "da", "W", "one row", "wrong-bias-column-removed"),
    ("swap", "da", "W", "W'", "update-before-use"),
    ("swap", "da", "W", "turned", "transposed-gradient"),
    ("swap", "da", "W", "*", "wrong-weights"),
    ("drop", "da", "arriving", "*", "delta-never-propagated"),
    ("drop", "da", "W", "*", "wrong-weights"),
    ("part", "da", "*", "mean", "wrong-factor"),
    ("part", "da", "*", "*", "missing-paths"),
    ("part", "delta", "*", "*", "softmax-derivative-elementwise"),
    # Gradients
    ("swap", "dW", "*", "same layer", "own-activation-instead-of-input"),
    ("swap", "*", "*", "sample", "wrong-sample-or-target"),
    ("swap", "dW", "a", "z", "pre-activation-where-activation-belongs"),
    ("swap", "*", "delta", "before slope", "slope-missing"),
    ("swap", "dW", "*", "*", "wrong-layers-delta"),
    ("swap", "db", "*", "*", "wrong-layers-delta"),
    ("drop", "dW", "delta", "*", "delta-never-propagated"),
    ("drop", "dW", "*", "*", "own-activation-instead-of-input"),
    ("part", "*", "n", "mean", "bias-mean-weights-sum"),
    ("part", "*", "n", "*", "wrong-sample-or-target"),
    ("reduce", "db", "*", "sum", "bias-summed-over-units-too"),
    ("reduce", "db", "*", "mean", "bias-summed-over-units-too"),
    ("reduce", "dW", "all", "*", "inner-instead-of-outer-product"),
    ("reduce", "*", "n", "first", "wrong-sample-or-target"),
    ("reduce", "*", "n", "last", "wrong-sample-or-target"),
    ("reduce", "*", "*", "*", "target-broadcast"),
    ("whole", "*", "*", "one row", "wrong-bias-column-removed"),
    ("whole", "db", "dW", "*", "bias-gradient-from-weight-gradient"),
    ("whole", "*", "*", "*", "wrong-parameter-updated"),
    ("transpose", "*", "*", "*", "transposed-gradient"),
    ("roll", "*", "n", "*", "wrong-sample-or-target"),
    ("roll", "*", "*", "*", "wrong-bias-column-removed"),
    # Any line
    ("scale", "*", "*", "rate", "rate-inside-delta"),
    ("scale", "*", "*", "1/rate", "rate-inside-delta"),
    ("scale", "*", "*", "N", "bias-mean-weights-sum"),
    ("scale", "dW", "*", "*", "bias-mean-weights-sum"),
    ("scale", "db", "*", "*", "bias-mean-weights-sum"),
    ("scale", "*", "*", "*", "wrong-factor"),
    ("zero", "db", "*", "*", "bias-never-updated"),
    ("zero", "b'", "*", "*", "bias-never-updated"),
    ("zero", "W'", "*", "*", "update-stored-under-another-name"),
    ("zero", "*", "*", "*", "delta-never-propagated"),
    # Updates
    ("swap", "W'", "gradient", "*", "wrong-parameter-updated"),
    ("swap", "b'", "gradient", "*", "wrong-parameter-updated"),
    ("swap", "W'", "*", "*", "wrong-base-in-update"),
    ("swap", "b'", "*", "*", "wrong-base-in-update"),
    ("drop", "b'", "step", "*", "bias-never-updated"),
    ("drop", "W'", "step", "*", "update-stored-under-another-name"),
    ("base", "*", "*", "*", "wrong-base-in-update"),
    ("drop", "W'", "*", "*", "wrong-base-in-update"),
    ("drop", "b'", "*", "*", "wrong-base-in-update"),
    ("sign", "*", "*", "*", "sign-flipped"),
)


class Roles:
    """What the names of a derivation are."""

    def __init__(self, derivation: Derivation) -> None:
        self.derivation, self.network = derivation, derivation.network

    def of(self, name: str) -> str:
        """Give a name's role."""
        if name in ("x", "t"):
            return name
        if name == "rate":
            return "rate"
        if name.endswith("'"):
            return ("W" if self.derivation.kind_of(name) == "weight" else "b") + "'"
        if name.startswith("d:"):
            inner = self.of(name[2:])
            return {"z": "delta", "a": "da", "W": "dW", "b": "db"}.get(inner, "da")
        if name in self.network.parameters:
            return "W" if self.derivation.kind_of(name) == "weight" else "b"
        maker = self.network.maker(name)
        if maker is None:
            return "a"  # what the loss works out, such as the softmax of its logits
        return "z" if maker.parameters else "a"

    def line(self, line: Line) -> str:
        """Give a line's role: as its name's; `loss` for the cotangent that the loss starts with."""
        if line.kind == "cotangent" and line.step.index is None:
            return "loss"
        role = self.of(line.name)
        if line.kind == "cotangent":  # by what the line does: down through weights, or through an activation
            role = "da" if line.step.parameters else "delta"
        at_the_end = role == "delta" and line.step.output == self.network.prediction
        return f"output {role}" if at_the_end else role


def fault(derivation: Derivation, edit: Edit) -> str:
    """Name the mistake that an edit is."""
    roles = Roles(derivation)
    line = derivation.by_name[edit.line]
    role, old, new = roles.line(line), _old(roles, line, edit), _new(roles, line, edit)
    for kind, at, before, after, name in TABLE:
        if kind == edit.kind and _fits(at, role) and _fits(before, old) and _fits(after, new):
            return _by_layer(name, role, line, derivation)
    return "wrong-formula"


def _by_layer(name: str, role: str, line: Line, derivation: Derivation) -> str:
    if name == "slope-missing":
        last = line.layer == max(derivation.layers.values())
        return "missing-output-derivative" if last else "wrong-activations-derivative"
    return name


def _fits(pattern: str, role: str) -> bool:
    if pattern == "*" or pattern == role:
        return True
    if pattern.endswith(" *"):
        return role.startswith(pattern[:-1])
    return role == f"output {pattern}"


def _old(roles: Roles, line: Line, edit: Edit) -> str:
    derivation = roles.derivation
    if edit.kind in ("swap", "drop", "sign", "whole"):
        name = edit.old.split("[")[0].strip("-( ")
        if edit.kind == "drop" and line.kind == "update" and "*" in edit.old:
            return "step"
        if edit.kind in ("drop", "sign") and name == line.arriving:
            return "arriving"
        if edit.kind == "sign" and edit.old:
            return "inside" if name != "t" else "t"
        if name in derivation.below or name in derivation.by_name:
            role = roles.of(name)
            return "gradient" if line.kind == "update" and role in ("dW", "db") else role
        return edit.old
    if edit.kind == "reduce":
        return "all" if "," in edit.old else edit.old
    return edit.old


def _mixes(roles: Roles) -> bool:
    """Whether the prediction mixes the units of the last layer, as a softmax does."""
    network = roles.network
    maker = network.maker(network.prediction)
    if maker is not None and not maker.parameters and not maker.layer.elementwise:
        return True
    return any(
        isinstance(node, Along)
        for line in network.loss.values
        if line.name == "p"
        for node in walk(line.tree)
    )


def _new(roles: Roles, line: Line, edit: Edit) -> str:
    name = edit.new
    if edit.kind == "loss":
        if name.endswith(", unit by unit"):
            return "unit by unit" if _mixes(roles) else "other"
        told, _, place = name.partition(" of ")
        kind = LOSSES.get(told)
        logits = kind is not None and kind.inputs[0] == "x"
        squared = type(roles.network.loss).__name__ == "SquaredError"
        return (
            "collapsed"
            if squared and (logits or line.name == f"d:{place}" or told == "squared_error")
            else "other"
        )
    if edit.kind == "extra" and line.kind == "update":
        return "gradient"
    if edit.kind == "extra":
        return "mixing" if _mixes(roles) and line.layer == max(roles.derivation.layers.values()) else "other"
    if edit.kind == "scale":
        number = number_of(name)
        fixed_samples = (
            line.kind == "gradient" and number is not None and abs(1 / number - round(1 / number)) < 1e-6
        )
        return "N" if "N" in name or (fixed_samples and name not in ("2", "1/2")) else name
    if edit.kind == "derivative" and name.startswith("its input"):
        return "its input" if name == "its input" else "other"
    if edit.kind == "forward" and name.startswith("exchanged "):
        return "exchanged"
    if edit.kind == "whole" and name.endswith((" removed", " row")):
        return "one row"
    if edit.kind != "swap":
        return name
    if name.endswith(" decided"):
        return "decided"
    if name.endswith(" removed"):
        return "one row"
    if name.endswith(" sample mean"):
        return "mean"
    if " sample " in name or " units " in name:
        return "sample"
    bare = name.removesuffix(" transposed").removesuffix(" reshaped").removesuffix(" after the update")
    if bare != name and bare == edit.old:
        return "turned"
    role = roles.of(bare)
    if line.kind == "gradient":
        derivation = roles.derivation
        mine = derivation.by_name.get(edit.old)
        if role in ("a", "z") and derivation.layers.get(bare) == line.layer:
            return "same layer"
        if roles.of(edit.old) == "delta" and mine is not None and mine.arriving == bare:
            return "before slope"
    return role
