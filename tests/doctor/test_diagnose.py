"""diagnose finds what was changed: layouts, types, decimals, graphs, and layers that it has never seen."""

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

from pizarra import Network, diagnose
from pizarra.layer import Layer
from pizarra.layers import Activation, Add, Linear, Sigmoid, Softmax, Tanh
from pizarra.losses import CrossEntropy, SquaredError
from pizarra.network import Part
from pizarra.problem import from_shape
from pizarra.trace import Trace

teacher = run_path(str(Path(__file__).with_name("teacher.py")))
NETWORK, PARAMETERS, X, T = (teacher[name] for name in ("NETWORK", "PARAMETERS", "X", "T"))
arrays, classes, gradients, told = (teacher[name] for name in ("arrays", "classes", "gradients", "told"))
rng = np.random.default_rng(3)


def slope_forgotten(W1, b1, W2, b2, x, t):
    a = 1 / (1 + np.exp(-(x @ W1 + b1)))
    above = a @ W2 + b2 - t
    below = above @ W2.T * a
    return {"W1": x.T @ below, "b1": below.sum(0), "W2": a.T @ above, "b2": above.sum(0)}


def test_right_is_right():
    for found in (told(gradients), told(arrays())):
        assert found.verdict == "correct"
        assert found
        assert not found.findings


def test_a_mistake_is_told_once_with_its_formula_and_its_remedy():
    found = told(slope_forgotten)
    assert classes(found) == [("derivative-incomplete", 1)]
    [fault] = found.faults
    assert fault.confirmed == (2, 2)
    assert fault.found == "delta1[n,i] = da1[n,i] * a1[n,i]"
    assert fault.expected == "delta1[n,i] = da1[n,i] * a1[n,i] * (1 - a1[n,i])"
    assert set(found.wrong) == {"d:W1", "d:b1"}


def laid(array, name, columns, turned):
    if name[0] == "W":
        return np.ascontiguousarray(array.T) if turned else array
    if name[0] == "b":
        return array[:, None] if columns else array
    return np.ascontiguousarray(array.T) if columns else array


@pytest.mark.parametrize(("columns", "turned"), list(product((False, True), repeat=2)))
@pytest.mark.parametrize("wrong", [False, True])
def test_any_layout_is_read_and_found_out(columns, turned, wrong):
    def mine(W1, b1, W2, b2, x, t):
        given = {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "x": x, "t": t}
        rows = {
            name: laid(array, name, columns, turned).reshape(-1)
            if name[0] == "b"
            else laid(array, name, columns, turned)
            for name, array in given.items()
        }
        found = (slope_forgotten if wrong else gradients)(**rows)
        return {name: laid(array, name, columns, turned) for name, array in found.items()}

    numbers = {
        "parameters": {name: laid(array, name, columns, turned) for name, array in PARAMETERS.items()},
        "x": laid(X, "x", columns, turned),
        "t": laid(T, "t", columns, turned),
    }
    expected = [("derivative-incomplete", 1)] if wrong else []
    assert classes(diagnose(NETWORK, mine, **numbers)) == expected
    own = {
        f"d{name}": array
        for name, array in mine(**numbers["parameters"], x=numbers["x"], t=numbers["t"]).items()
    }
    assert classes(diagnose(NETWORK, own, **numbers)) == expected


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("wrong", [False, True])
def test_the_layout_of_arrays_alone_is_found_out(turned, wrong):
    problem = from_shape("2-3-2", hidden="sigmoid", factor="1/2")
    right = Trace(problem.network, problem.parameters, problem.x, problem.t).gradients
    first = -right["W1"] if wrong else right["W1"]
    mine = {"dW1": first, "db1": right["b1"], "dW2": right["W2"], "db2": right["b2"]}
    found = diagnose(problem, {name: array.T if turned else array for name, array in mine.items()})
    assert classes(found) == ([("sign-flipped", 1)] if wrong else [])
    halves = {"dW1": right["W1"], "dW2": right["W2"].T}
    assert classes(diagnose(problem, halves)) in ([("transposed-gradient", 1)], [("transposed-gradient", 2)])


def test_one_sample_without_an_axis_of_its_own():
    def mine(W1, b1, W2, b2, x, t):
        a = 1 / (1 + np.exp(-(W1 @ x + b1)))
        above = W2 @ a + b2 - t
        below = W2.T @ above * a * (1 - a)
        return {"W1": np.outer(below, x), "b1": below, "W2": np.outer(above, a), "b2": above}

    turned = {name: array.T for name, array in PARAMETERS.items()}
    assert told(mine, parameters=turned, x=X[0], t=T[0], weights="out_in").verdict == "correct"
    own = {f"d{name}": array for name, array in mine(**turned, x=X[0], t=T[0]).items()}
    assert told(own, parameters=turned, x=X[0], t=T[0], weights="out_in").verdict == "correct"
    own["dW1"] = np.outer(X[0], own["db1"])
    assert classes(told(own, parameters=turned, x=X[0], t=T[0], weights="out_in")) == [
        ("transposed-gradient", 1)
    ]


@pytest.mark.parametrize(
    ("factor", "note"), [(2.0, "common-factor"), (1 / 4, "common-factor"), (-1.0, "sign-convention")]
)
def test_a_common_factor_is_no_fault(factor, note):
    found = told(arrays(**dict.fromkeys(("dW1", "db1", "dW2", "db2"), lambda g: factor * g)))
    assert found.verdict == "correct"
    assert [(f.severity, f.fault) for f in found.findings] == [("note", note)]
    found = told(lambda **given: {name: factor * g for name, g in gradients(**given).items()})
    assert found.verdict == "correct"
    found = told(arrays(dW1=lambda g: factor * g))  # one alone is
    assert found.verdict == "faulty"


def test_a_step_uphill_is_a_fault():
    def up(W1, b1, W2, b2, x, t, rate):
        slopes = gradients(W1, b1, W2, b2, x, t)
        return [p + rate * slope for p, slope in zip((W1, b1, W2, b2), slopes.values(), strict=True)]

    assert [fault for fault, _ in classes(told(up))] == ["sign-flipped"]


def test_numbers_copied_from_paper_are_accepted_and_mistakes_in_them_found():
    trace = Trace(NETWORK, PARAMETERS, X[:1], T[:1])
    paper = {
        "z1": trace.values["v1"], "a1": trace.values["v2"], "delta2": trace.cotangents["v3"],
        "delta1": trace.cotangents["v1"], "dW1": trace.gradients["W1"], "dW2": trace.gradients["W2"],
    }  # fmt: skip
    numbers = {"x": X[:1], "t": T[:1], "weights": "in_out"}
    for decimals in (4, 5):
        copied = {name: np.round(array, decimals) for name, array in paper.items()}
        assert told(copied, **numbers).verdict == "correct"
        a, arriving = copied["a1"], paper["delta2"] @ PARAMETERS["W2"].T
        delta = np.round(arriving * a, decimals)
        wrong = {**copied, "delta1": delta, "dW1": np.round(X[:1].T @ delta, decimals)}
        assert classes(told(wrong, **numbers)) == [("derivative-incomplete", 1)]


def test_two_values_under_each_others_names():
    trace = Trace(NETWORK, PARAMETERS, X, T)
    found = told({"z1": trace.values["v2"], "a1": trace.values["v1"]})
    assert [fault for fault, _ in classes(found)] == ["results-unpacked-in-the-wrong-order"]


def test_single_precision_is_judged_as_such():
    single = {name: array.astype(np.float32) for name, array in PARAMETERS.items()}
    numbers = {"parameters": single, "x": X.astype(np.float32), "t": T.astype(np.float32)}
    own = {f"d{name}": g for name, g in gradients(**single, x=numbers["x"], t=numbers["t"]).items()}
    assert own["dW1"].dtype == np.float32
    assert told(own, **numbers).verdict == "correct"
    assert told(gradients, **numbers).verdict == "correct"
    assert classes(told(slope_forgotten, **numbers)) == [("derivative-incomplete", 1)]


# Layers that the diagnosis has never seen


@dataclass(frozen=True)
class Square(Layer):
    """A layer of somebody's own."""

    formulas = """
        y[n,i] = x[n,i] ** 2 / 2
        dx[n,i] = dy[n,i] * x[n,i]
    """

    def forward(self, xp, x):
        return {"y": x * x / 2}

    def vjp(self, xp, dy, x):
        return {"x": dy * x}


SWISH = Activation("z / (1 + np.exp(-z))")


def swish_slope(z):
    s = 1 / (1 + np.exp(-z))
    return s + z * s * (1 - s)


@pytest.mark.parametrize(
    ("layer", "function", "slope"),
    [
        (Square(), lambda z: z * z / 2, lambda z: z),
        (SWISH, lambda z: z / (1 + np.exp(-z)), swish_slope),
    ],
)
def test_a_layer_of_ones_own_needs_nothing(layer, function, slope):
    network = Network([Linear(), layer, Linear()], SquaredError("1/2"))

    def mine(slope):
        def with_slope(W1, b1, W2, b2, x, t):
            z = x @ W1 + b1
            a = function(z)
            above = a @ W2 + b2 - t
            below = above @ W2.T * slope(z)
            return {"W1": x.T @ below, "b1": below.sum(0), "W2": a.T @ above, "b2": above.sum(0)}

        return with_slope

    def told_of(slope):
        return told(mine(slope), network)

    assert told_of(slope).verdict == "correct"
    assert classes(told_of(lambda z: slope(function(z)))) == [("derivative-at-activation", 1)]
    assert classes(told_of(lambda z: 1 - np.tanh(z) ** 2)) == [("wrong-activations-derivative", 1)]
    assert classes(told_of(np.ones_like)) == [("wrong-activations-derivative", 1)]
    [(fault, place)] = classes(told_of(function))
    assert (fault, place) in {("derivative-returns-the-value", 1), ("derivative-at-activation", 1)}


def test_a_residual_sum():
    network = Network(
        [
            Part(Linear(), ("x",), "h"),
            Part(Tanh(), ("h",), "a"),
            Part(Add(), ("x", "a"), "s"),
            Part(Linear(), ("s",), "z"),
        ],
        SquaredError("1/2"),
    )
    first, second = network.parameters[:2], network.parameters[2:]
    shapes = ((3, 3), (3,), (3, 2), (2,))
    parameters = {
        name: rng.normal(size=shape) for name, shape in zip(network.parameters, shapes, strict=True)
    }
    x, t = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))

    def mine(slope):
        def with_slope(given, x, t):
            W, b, V, c = given.values()
            a = np.tanh(x @ W + b)
            above = (x + a) @ V + c - t
            below = above @ V.T * slope(a)
            return dict(
                zip(
                    (*first, *second),
                    (x.T @ below, below.sum(0), (x + a).T @ above, above.sum(0)),
                    strict=True,
                )
            )

        return with_slope

    numbers = {"parameters": parameters, "x": x, "t": t}
    assert diagnose(network, mine(lambda a: 1 - a**2), **numbers).verdict == "correct"
    found = diagnose(network, mine(lambda a: a * (1 - a)), **numbers)
    assert classes(found) == [("wrong-activations-derivative", 1)]

    def sum_forgotten(given, x, t):
        W, b, V, c = given.values()
        a = np.tanh(x @ W + b)
        above = (x + a) @ V + c - t
        below = above @ V.T * (1 - a**2)
        return dict(
            zip((*first, *second), (x.T @ below, below.sum(0), a.T @ above, above.sum(0)), strict=True)
        )

    assert diagnose(network, sum_forgotten, **numbers).verdict == "faulty"


def test_softmax_with_its_loss_is_read_in_one_step_and_in_two():
    network = Network([Linear(), Softmax()], CrossEntropy())
    parameters = {"W1": rng.normal(size=(3, 4)), "b1": rng.normal(size=4)}
    x, t = rng.normal(size=(5, 3)), np.eye(4)[[0, 2, 1, 3, 3]]

    def mine(delta):
        def with_delta(W1, b1, x, t):
            e = np.exp(x @ W1 + b1)
            d = delta(e / e.sum(1, keepdims=True), t)
            return {"W1": x.T @ d, "b1": d.sum(0)}

        return with_delta

    def told_of(delta):
        return diagnose(network, mine(delta), parameters=parameters, x=x, t=t)

    assert told_of(lambda p, t: p - t).verdict == "correct"
    assert told_of(lambda p, t: p * (-t / p - (-t).sum(1, keepdims=True))).verdict == "correct"
    assert classes(told_of(lambda p, t: (p - t) * p * (1 - p))) == [("softmax-derivative-elementwise", 1)]
    assert classes(told_of(lambda p, t: t - p)) == []  # all of it: a convention


def test_the_search_keeps_its_time_and_says_so():
    found = told(arrays(dW1=lambda g: g + np.eye(2, 3)), seconds=0)
    assert found.verdict == "faulty"
    assert not found.complete
    assert "time" in found.text()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_diagnosis_writes_itself(language):
    found = told(slope_forgotten, language=language)
    data = found.as_json()
    assert data["verdict"] == "faulty"
    assert data["findings"][0]["fault"] == "derivative-incomplete"
    assert data["findings"][0]["confirmed"] is True
    for written in (found.text(), found.markdown(), found.latex(), found.html(), found._repr_markdown_()):
        assert ("Diagnosis" if language == "en" else "Diagnóstico") in written
    assert found.text(ascii=True).isascii() or language == "es"


def test_sigmoid_twice_is_not_taken_for_sigmoid():
    network = Network([Linear(), Sigmoid(), Sigmoid(), Linear()], SquaredError("1/2"))

    def mine(W1, b1, W2, b2, x, t):
        a = 1 / (1 + np.exp(-(x @ W1 + b1)))
        c = 1 / (1 + np.exp(-a))
        above = c @ W2 + b2 - t
        below = above @ W2.T * c * (1 - c) * a * (1 - a)
        return {"W1": x.T @ below, "b1": below.sum(0), "W2": c.T @ above, "b2": above.sum(0)}

    assert told(mine, network).verdict == "correct"
    assert told(gradients, network).verdict == "faulty"


@pytest.mark.parametrize("seed", [7, 19, 56, 67, 78])
def test_a_common_factor_is_no_fault_where_it_can_hardly_be_told(seed):
    # In float32 the samples' steps of W nearly cancel: they tell the factor 2 to half of itself, those of b not at all.
    rng = np.random.default_rng(seed)
    x = (7e-4 * (1 + 1e-4 * rng.normal(size=(4, 1)))).astype(np.float32)
    W, b = ((rng.normal(size=shape) * size).astype(np.float32) for shape, size in (((1, 2), 3e-8), (2, 3e-7)))
    t, rate = np.tile(np.eye(2, dtype=np.float32), (2, 1)), np.float32(0.003)
    e = np.exp(x @ W + b)
    delta = 2 * (e / e.sum(1, keepdims=True) - t)
    found = diagnose(
        "1-2", {"W1_new": W - rate * (x.T @ delta), "b1_new": b - rate * delta.sum(0)},
        parameters={"W1": W, "b1": b}, x=x, t=t, rate=float(rate),
        output="softmax", loss="cross_entropy", samples="rows", weights="in_out",
    )  # fmt: skip
    assert found.verdict == "correct", found.text("en")


@pytest.mark.parametrize("z", np.linspace(16.8, 18.0, 25))
def test_at_the_edge_of_what_can_be_told_the_error_may_be_taken_either_way(z):
    # 1 − tanh² is a few roundings here: as large as its own error, so with its sign reversed it is off by twice that.
    W, b, x, t = np.array([[z]]), np.zeros(1), np.ones((1, 1)), np.array([[0.5]])
    y = np.tanh(x @ W + b)
    delta = 2 * (t - y) * (1 - y**2)
    found = diagnose(
        "1-1", {"dW1": x.T @ delta, "db1": delta.sum(0)}, parameters={"W1": W, "b1": b}, x=x, t=t,
        output="tanh", loss="squared_error", samples="rows", weights="in_out",
    )  # fmt: skip
    assert found.verdict in ("correct", "unclear"), found.text("en")
