"""Mistakes in the doctor itself: an edit that is made wrongly, left out, told as another, or lost in the search."""

import inspect
import sys
import textwrap
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

import pizarra.doctor.diagnosis  # noqa: F401

pytestmark = pytest.mark.slow
DOCTOR = Path(__file__).parents[1] / "doctor"
rewriting, pairs, teacher = (
    run_path(str(DOCTOR / f"{name}.py")) for name in ("test_rewrite", "test_pairs", "teacher")
)
PARAMETERS, X, T, told, classes = (teacher[name] for name in ("PARAMETERS", "X", "T", "told", "classes"))

MUTANTS = [  # (module, function or Class.method, what stands there, the mistake)
    ("stack", "Stack.edited", "part.cost + 1", "part.cost"),
    ("stack", "Stack.edited", "part.count] = number", "0] = number"),
    ("stack", "Stack.room", "self.cost < most", "self.cost <= most"),
    ("stack", "Stack.cheaper", "self.cost < cost", "self.cost > cost"),
    ("stack", "Stack.row_of", "sorted(edits)", "sorted(edits)[::-1]"),
    ("stack", "joined", "order = np.argsort(cost, kind=\"stable\")", "order = np.arange(len(cost))"),
    ("stack", "versions", "cost[0] = 0", "cost[:] = 0"),
    ("stack", "paired", "b.cost <= most - k", "b.cost < most - k"),
    ("stack", "paired", "(ha == hb) |", ""),
    ("stack", "paired", "own[rows, 1] = own_b[rows, 0]", "own[rows, 1] = own[rows, 0]"),
    ("stack", "contracted", "values = every[ia, ib]", "values = every[ib % len(A), ia % len(B)]"),
    ("enumerate", "finished", "builds[rows, 0] = chosen", "builds[rows, 0] = 0"),
    ("enumerate", "finished", "own[rows[here], places] = inherited[here]", "pass"),
    ("nodes", "Nodes.power", "joined([stack, bare])", "stack"),
    ("nodes", "Nodes.factor", '"drop", 1.0', '"drop", 0.0'),
    ("nodes", "Nodes.term", '"drop", 0.0', '"drop", 1.0'),
    ("nodes", "Nodes.term", "self.most, np.negative", "self.most, np.positive"),
    ("nodes", "Nodes.total", "stacks[:-1]", "stacks[:1]"),
    ("nodes", "Nodes.parts", "* w.reshape(s)", "* w[::-1].reshape(s)"),
    ("nodes", "Nodes.parts", "a.cheaper(self.most)", "a.cheaper(1)"),
    ("nodes", "Nodes.product_with_slope", "slopes if rest else extra_slopes", "slopes"),
    ("nodes", "Nodes.ref", "self.mentions[name] = mention + 1", "pass"),
    ("nodes", "parts_of", "1.0 / length", "1.0"),
    ("nodes", "bare", "hidden=hidden", "hidden={}"),
    ("whole", "Whole.scaled", "base + (v - base) * f", "v * f"),
    ("whole", "Whole.scaled", "np.broadcast_to(base, v.shape)", "np.zeros_like(v)"),
    ("whole", "Whole.reduced", '("mean", np.mean)', '("mean", np.max)'),
    ("whole", "Whole.reduced", '("last", -1)', '("last", 0)'),
    ("whole", "Whole.reduced", 'Edit("transpose", name)', 'Edit("roll", name)'),
    ("whole", "Whole.reduced", "v.cumsum(axis=1)", "v"),
    ("whole", "Whole.other_updates", "v - s", "v + s"),
    ("whole", "Whole.other_updates", "base - mine", "mine - base"),
    ("whole", "Whole.other_gradients", "if taken is not None and", "if False and"),
    ("whole", "Whole.jacobian", "lambda v: v * found", "lambda v: v"),
    ("whole", "Whole.unseen", "w[:, None]", "w[::-1, None]"),
    ("whole", "_reductions", "v.sum(axis=1 + a)", "v.max(axis=1 + a)"),
    ("pool", "Pool.others", 'f"{other} transposed", found.T', 'f"{other} transposed", found'),
    ("pool", "Pool.others", 'f"{name} transposed", true.T', 'f"{name} transposed", true'),
    ("pool", "Pool.turns", "np.roll(v, -1, axis=1)", "v"),
    ("pool", "Pool.turns", "v[:, :1]", "v[:, -1:]"),
    ("pool", "_late", "found[:, 0] = 0.0", "pass"),
    ("pool", "_decided", "prediction.max(axis=1, keepdims=True)", "prediction.min(axis=1, keepdims=True)"),
    ("pool", "stacked", "[weight, bias[:, None, :]]", "[bias[:, None, :], weight]"),
    ("families", "slopes", "np.ones_like(z)", "np.zeros_like(z)"),
    ("families", "slopes", '"the value"), a', '"the value"), z'),
    ("families", "forms", "yield slope(layer, x, y)", "yield slope(layer, y, x)"),
    ("families", "_of_others", "slope(layer, a, ran(layer, a))", "slope(layer, z, ran(layer, z))"),
    ("families", "diagonal", "[:, unit])", "[:, 0])"),
    ("families", "other_losses", "(1 - values[place])", "(1 + values[place])"),
    ("rewrite", "_swapped", "node.indices[::-1] if turned", "node.indices if turned"),
    ("rewrite", "_swapped", "edit.place in (seen, EVERY)", "True"),
    ("rewrite", "_dropped", "done = True", "pass"),
    ("rewrite", "_flipped", "item.body if isinstance(item, Neg) else Neg(item)", "Neg(item)"),
    ("rewrite", "_mean", "Div(node, Size(axis))", "node"),
    ("rewrite", "_stepped", "isinstance(tree, Add)", "False"),
    ("rewrite", "_slope", "form != right", "True"),
    ("rewrite", "_loss", "Add((ONE, Neg(p)))", "p"),
    ("join", "Join.table", "None if builds == NONE else builds", "builds"),
    ("join", "Join.explanations", "entry.version(version)", "entry.version(0)"),
    ("join", "Join.explanations", "choices.append(sorted(options, key=self.order))", "choices.append(options[::-1])"),
    ("match", "Matcher.target", "return array / factor", "return array * factor"),
    ("match", "Matcher.rows", "fits = np.abs(there - mine) <= room", "fits = np.abs(there - mine) <= 1e9"),
    ("match", "Matcher.multiples", "(u * v).sum(axis=1)", "(u + v).sum(axis=1)"),
    ("search", "Search._level", "total > best", "total >= best"),
    ("search", "Search._known", "if item[0] <= most", "if item[0] < most"),
    ("search", "Search._as_it_stands", "rows[place]: own", "place: own"),
    ("search", "Search._given", "range(1 +", "range("),
    ("search", "Search._again", "if not state.unexplained", "if True"),
    ("search", "Search._unexplained", "not tables[name])", "tables[name])"),
]  # fmt: skip


def changed(**lines):
    """Give the pass of the teacher's network, by name: z1 … db2, with some lines written by a function of the rest."""
    v = {**PARAMETERS, "x": X, "t": T}

    def put(name, right):
        v[name] = (lines.get(name) or right)(v)

    put("z1", lambda v: v["x"] @ v["W1"] + v["b1"])
    put("a1", lambda v: 1 / (1 + np.exp(-v["z1"])))
    put("z2", lambda v: v["a1"] @ v["W2"] + v["b2"])
    put("delta2", lambda v: v["z2"] - v["t"])
    put("da1", lambda v: v["delta2"] @ v["W2"].T)
    put("delta1", lambda v: v["da1"] * v["a1"] * (1 - v["a1"]))
    put("dW1", lambda v: v["x"].T @ v["delta1"])
    put("db1", lambda v: v["delta1"].sum(0))
    put("dW2", lambda v: v["a1"].T @ v["delta2"])
    put("db2", lambda v: v["delta2"].sum(0))
    return {
        name: v[name] for name in ("z1", "a1", "z2", "delta2", "da1", "delta1", "dW1", "db1", "dW2", "db2")
    }


MISTAKES = [
    ("z1", lambda v: v["x"] @ v["W1"] - v["b1"], ("sign-flipped", 1)),
    ("a1", lambda v: np.tanh(v["z1"]), ("wrong-activation", 1)),
    ("delta2", lambda v: v["z2"] - np.roll(v["t"], -1, axis=0), ("wrong-sample-or-target", 2)),
    ("delta2", lambda v: v["z2"] - v["t"][:1], ("wrong-sample-or-target", 2)),
    ("delta2", lambda v: np.cumsum(v["z2"] - v["t"], axis=0), ("accumulator-not-reset", 2)),
    ("da1", lambda v: v["delta2"][:, :1] @ v["W2"].T[:1], ("missing-paths", 1)),
    ("delta1", lambda v: v["da1"] * (1 - v["a1"]), ("derivative-incomplete", 1)),
    ("delta1", lambda v: v["da1"] * v["a1"], ("derivative-incomplete", 1)),
    ("delta1", lambda v: v["da1"] * (1 - v["a1"] ** 2), ("wrong-activations-derivative", 1)),
    ("delta1", lambda v: 0 * v["da1"], ("delta-never-propagated", 1)),
    ("dW2", lambda v: v["z1"].T @ v["delta2"], ("pre-activation-where-activation-belongs", 2)),
    ("dW2", lambda v: -v["a1"].T @ v["delta2"], ("sign-flipped", 2)),
    ("db2", lambda v: v["delta2"].mean(0), ("bias-mean-weights-sum", 2)),
    ("db2", lambda v: v["delta2"][-1], ("wrong-sample-or-target", 2)),
    ("db2", lambda v: v["delta2"][:-1].sum(0), ("wrong-sample-or-target", 2)),
    ("db2", lambda v: np.full(2, v["delta2"].sum()), ("bias-summed-over-units-too", 2)),
    ("db2", lambda v: np.full(2, v["delta2"].sum(0).mean()), ("bias-summed-over-units-too", 2)),
    ("db2", lambda v: v["dW2"].sum(0), ("bias-gradient-from-weight-gradient", 2)),
    ("dW1", lambda v: (v["x"].T @ v["delta1"]).T.reshape(2, 3), ("transposed-gradient", 1)),
]  # fmt: skip
STEPS = [
    ({"b2": lambda w, g: w["b2"]}, ("bias-never-updated", 2)),
    ({"W2": lambda w, g: w["W2"] + 0.3 * g["W2"]}, ("sign-flipped", 2)),
    ({"W1": lambda w, g: w["b1"] - 0.3 * g["W1"]}, ("wrong-base-in-update", 1)),
    ({"b1": lambda w, g: w["b1"] - 0.09 * g["b1"]}, ("rate-inside-delta", 1)),
]


def survives() -> None:
    """Diagnose mistakes of which the class is known, and put every edit's numbers beside its formula."""
    for name, line, wanted in MISTAKES:
        arrays = changed(**{name: line})
        assert wanted in classes(told(arrays)), (name, wanted)
        assert len(classes(told(arrays))) <= 2, (name, wanted)
        if name[0] == "d" and name not in ("delta1", "delta2", "da1"):
            gradients = {key: array for key, array in arrays.items() if key[1] in "Wb"}
            assert classes(told(gradients)) == [wanted], (name, wanted)
    right = changed()
    gradients = {name: right[f"d{name}"] for name in PARAMETERS}
    for lines, wanted in STEPS:
        after = {f"{name}_new": PARAMETERS[name] - 0.3 * gradients[name] for name in PARAMETERS}
        after |= {f"{name}_new": line(PARAMETERS, gradients) for name, line in lines.items()}
        assert classes(told(after, rate=0.3)) == [wanted]
    assert told(changed()).verdict == "correct"
    for what in pairs["PAIRS"]:
        pairs["test_both_are_told"](what)
    for name, test in pairs.items():
        if name.startswith("test_") and name != "test_both_are_told":
            test()
    rewriting["test_a_formula_has_the_numbers_of_its_edit"]()


def test_the_unchanged_doctor_passes():
    survives()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant[0]}.{mutant[1]}: {mutant[3]}"[:70])
def test_a_mistake_is_caught(mutant, monkeypatch):
    module, name, old, new = mutant
    source = sys.modules[f"pizarra.doctor.{module}"]
    kind, _, method = name.rpartition(".")
    holder = getattr(source, kind) if kind else source
    original = getattr(holder, method)
    text = textwrap.dedent(inspect.getsource(original))
    assert old in text, "the mutant's place is gone: find it a new one"
    made: dict = {}
    exec(compile(text.replace(old, new), f"<{module}.{name}>", "exec"), source.__dict__, made)
    if kind:
        monkeypatch.setattr(holder, method, made[method])
    else:
        for other in [m for key, m in sys.modules.items() if key.startswith("pizarra.doctor.")]:
            if getattr(other, method, None) is original:
                monkeypatch.setattr(other, method, made[method])
    with pytest.raises(Exception, match=r"(?s).*"):
        survives()
