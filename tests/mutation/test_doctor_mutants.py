"""Mistakes in the doctor itself: an edit that is made wrongly, left out, told as another, or lost in the search."""

import inspect
import sys
import textwrap
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

import pizarra.doctor.diagnosis  # noqa: F401
from pizarra.doctor.bench import Bench
from pizarra.doctor.edit import Ledger
from pizarra.doctor.enumerate import finished
from pizarra.doctor.stack import Stack

pytestmark = pytest.mark.slow
DOCTOR = Path(__file__).parents[1] / "doctor"
rewriting, pairs, stacks, teacher = (
    run_path(str(DOCTOR / f"{name}.py")) for name in ("test_rewrite", "test_pairs", "test_stack", "teacher")
)
# Where the names stand that these modules use.
SPACES = [made.__globals__ for made in (rewriting["versions"], pairs["program"], stacks["drawn"])]
PARAMETERS, X, T, told, classes = (teacher[name] for name in ("PARAMETERS", "X", "T", "told", "classes"))

MUTANTS = [  # (module, function or Class.method, what stands there, the mistake)
    ("stack", "Stack.edited", "part.cost + 1", "part.cost"),
    ("stack", "Stack.edited", "part.count if most > 1 else 0", "0"),
    ("stack", "Stack.room", "self.cost < most", "self.cost <= most"),
    ("stack", "Stack.cheaper", "self.cost < cost", "self.cost > cost"),
    ("stack", "Stack.row_of", "sorted(edits)", "sorted(edits)[::-1]"),
    ("stack", "joined", "order = np.argsort(cost, kind=\"stable\")", "order = np.arange(len(cost))"),
    ("stack", "joined", "(cost[1:] >= cost[:-1]).all()", "True"),
    ("stack", "instead", "& (values != plain)", "| (values != plain)"),
    ("stack", "instead", "[kept]\n    none", "[: len(kept)]\n    none"),
    ("stack", "paired", "b.cost <= most - k", "b.cost < most - k"),
    ("stack", "contracted", "values = every[ia, ib]", "values = every[ib % len(A), ia % len(B)]"),
    ("enumerate", "finished", "builds[rows, 0] = chosen", "builds[rows, 0] = 0"),
    ("enumerate", "finished", "own[rows[here], places] = inherited[here]", "pass"),
    ("nodes", "Nodes.power", "joined([stack, bare])", "stack"),
    ("nodes", "Nodes.factor", '"drop", 1.0', '"drop", 0.0'),
    ("nodes", "Nodes.term", '"drop", 0.0', '"drop", 1.0'),
    ("nodes", "Nodes.term", "self.most, np.negative", "self.most, np.positive"),
    ("nodes", "Nodes.parts", "* w.reshape(s)", "* w[::-1].reshape(s)"),
    ("nodes", "parts_of", "1.0 / length", "1.0"),
    ("nodes", "quiet", "hidden=hidden", "hidden={}"),
    ("whole", "Whole.scaled", "base + (v - base) * f", "v * f"),
    ("whole", "Whole.scaled", "np.broadcast_to(base, v.shape)", "np.zeros_like(v)"),
    ("whole", "Whole.reduced", '("mean", np.mean)', '("mean", np.max)'),
    ("whole", "Whole.reduced", '("last", -1)', '("last", 0)'),
    ("whole", "Whole.reduced", 'Edit("transpose", name)', 'Edit("roll", name)'),
    ("whole", "Whole.reduced", "v.cumsum(axis=1)", "v"),
    ("whole", "Whole.other_updates", "v - s", "v + s"),
    ("whole", "Whole.other_updates", "base - mine", "mine - base"),
    ("whole", "Whole.other_gradients", "if taken is not None and", "if False and"),
    ("whole", "_reductions", "v.sum(axis=1 + a)", "v.max(axis=1 + a)"),
    ("pool", "Pool.others", 'f"{other} transposed", found.T', 'f"{other} transposed", found'),
    ("pool", "Pool.others", 'f"{name} transposed", true.T', 'f"{name} transposed", true'),
    ("pool", "Pool.turns", "rolled(v, -1, 1)", "v"),
    ("pool", "rolled", "np.arange(-shift,", "np.arange(shift,"),
    ("pool", "Pool.turns", "v[:, :1]", "v[:, -1:]"),
    ("pool", "_late", "found[:, 0] = 0.0", "pass"),
    ("families", "slopes", "np.ones_like(z)", "np.zeros_like(z)"),
    ("families", "slopes", '"the value"), a', '"the value"), z'),
    ("families", "forms", "yield slope(layer, x, y)", "yield slope(layer, y, x)"),
    ("families", "_of_others", "slope(layer, a, ran(layer, a))", "slope(layer, z, ran(layer, z))"),
    ("families", "other_losses", "(1 - values[place])", "(1 + values[place])"),
    ("rewrite", "_swapped", "node.indices[::-1] if turned", "node.indices if turned"),
    ("rewrite", "_swapped", "edit.place in (seen, EVERY)", "True"),
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


def numbers() -> None:
    """Compare single edits of a line with what they are, by NumPy."""
    point = next(rewriting["points"]())
    v, ledger = point.true, Ledger()
    bench = Bench(point.derivation, v, ledger, {"2": 2.0}, 1, entries=frozenset({"d:v3"}))
    x, d, dW, db, W, rate = v["v2"], v["d:v3"], v["d:W2"], v["d:b2"], v["W2"], point.rate
    right = {
        ("d:b2", "part", "n", "only first"): d[0],
        ("d:b2", "part", "n", "all but last"): d[:-1].sum(0),
        ("d:b2", "part", "n", "mean"): d.mean(0),
        ("d:b2", "reduce", "j", "mean"): np.full(3, db.mean()),
        ("d:b2", "reduce", "j", "last"): np.full(3, db[-1]),
        ("d:b2", "whole", "d:W2", "sum 0"): dW.sum(0),
        ("d:b2", "whole", "d:W2", "last row"): dW[-1],
        ("d:W2", "swap", "v2", "v2 sample next"): np.roll(x, -1, axis=0).T @ d,
        ("d:W2", "swap", "v2", "v2 sample first"): np.outer(x[0], d.sum(0)),
        ("d:W2", "swap", "d:v3", "d:v3 sample before, 0 at first"): x[1:].T @ d[:-1],
        ("d:W2", "transpose", "", ""): dW.T,
        ("d:W2", "reduce", "i,j", "sum"): np.full((3, 3), dW.sum()),
        ("d:W2", "reduce", "i,j", "trace"): np.full((3, 3), np.trace(dW)),
        ("d:W2", "roll", "i", "+1"): np.roll(dW, 1, axis=0),
        ("W2'", "scale", "", "2"): W - 2 * rate * dW,
        ("W2'", "zero", "", ""): W,
        ("W2'", "extra", "", "d:W1"): v["W2'"] - rate * v["d:W1"],
        ("W2'", "base", "W2", "W1"): v["W1"] - rate * dW,
        ("d:v2", "part", "j", "only 1"): np.outer(d[:, 1], W[:, 1]),
        ("d:v2", "swap", "W2", "W2 transposed"): d @ W,
        ("d:v2", "swap", "W2", "W2 bias first, last removed"): d @ np.vstack([v["b2"], W[:-1]]).T,
        ("d:v2", "sum", "n", "accumulated"): np.cumsum(v["d:v2"], axis=0),
    }
    for (line, kind, old, new), wanted in right.items():
        with np.errstate(all="ignore"):
            stack = finished(bench, point.derivation.by_name[line])
        made = [
            stack.values[row]
            for row in range(len(stack))
            for edit in (ledger.edits[k] for k in stack.edits(row))
            if (edit.kind, edit.old, edit.new) == (kind, old, new)
        ]
        assert any(np.allclose(array, wanted) for array in made), (line, kind, old, new)
        for row in range(len(stack)):
            assert stack.edits(stack.row_of(stack.edits(row)) or 0) == stack.edits(row)


def survives() -> None:
    """Diagnose mistakes of which the class is known, and put every edit's numbers beside its formula."""
    rewriting["test_a_formula_has_the_numbers_of_its_edit"]()
    numbers()
    for seed in range(3):
        stacks["test_products_and_contractions_are_those_of_the_rows"].hypothesis.inner_test(seed)
        for most in (1, 2):
            stacks["test_pairs_are_those_that_agree_and_have_room"].hypothesis.inner_test(seed, most)
            stacks["test_an_edit_is_made_where_there_is_room"].hypothesis.inner_test(seed, most)
    for name in ("what_may_stand_instead_is_neither_the_same_nor_without_a_number_nor_infinite",
                 "the_cheapest_come_first_and_equal_ones_keep_their_order"):  # fmt: skip
        stacks[f"test_{name}"]()
    two = Stack(("n",), np.zeros((2, 1)), np.array([[1, 0], [2, 0]]), np.zeros((2, 0)), np.array([2, 2]))
    assert [two.row_of({0, 1}), two.row_of({2, 0}), two.row_of({1})] == [0, 1, None]
    for what in pairs["PAIRS"]:
        pairs["test_both_are_told"](what)
    for name, test in pairs.items():
        if name.startswith("test_") and name != "test_both_are_told":
            test()
    found = pairs["of_shape"]("2-3-2", tanh_without_its_square, hidden="tanh", factor="1/2")
    assert found == [("derivative-incomplete", 1)]
    half = pairs["program"](slope=lambda a: 1, db1=lambda below, first: below[:-1].sum(0))
    assert ("wrong-sample-or-target", 1) in classes(told(half))
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


def tanh_without_its_square(W1, b1, W2, b2, x, t):
    a = np.tanh(x @ W1 + b1)
    above = a @ W2 + b2 - t
    below = above @ W2.T * (1 - a)
    return {"W1": x.T @ below, "b1": below.sum(0), "W2": a.T @ above, "b2": above.sum(0)}


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
        for space in (*SPACES, globals()):
            if space.get(method) is original:
                monkeypatch.setitem(space, method, made[method])
    with pytest.raises(Exception, match=r"(?s).*"):
        survives()
