"""check_gradient: what users pass, what is wrong with it, and what is said of that."""

import json
import math
import re
from collections import namedtuple

import numpy as np
import pytest

from pizarra import assert_gradient, check_gradient
from pizarra.check import State
from pizarra.errors import DataError, PizarraError

RNG = np.random.default_rng(0)
X, T = RNG.normal(size=(8, 3)), RNG.normal(size=(8, 2))
P = {
    "W1": RNG.normal(size=(3, 3)),
    "b1": RNG.normal(size=3),
    "W2": RNG.normal(size=(3, 2)),
    "b2": RNG.normal(size=2),
}


def loss(p):
    return np.mean((np.tanh(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"] - T) ** 2)


def grad(p):
    h = np.tanh(X @ p["W1"] + p["b1"])
    dy = 2 * (h @ p["W2"] + p["b2"] - T) / T.size
    dz = (dy @ p["W2"].T) * (1 - h * h)
    return {"W1": X.T @ dz, "b1": dz.sum(axis=0), "W2": h.T @ dy, "b2": dy.sum(axis=0)}


RIGHT = grad(P)


def found(gradient, **options):
    report = check_gradient(loss, gradient, P, **options)
    assert report.verdict == "faulty"
    return report.findings[0]


# What users pass


def test_a_right_gradient_is_right():
    report = check_gradient(loss, grad, P)
    assert report
    assert report.ok
    assert (report.verdict, report.findings, report.checked, report.total) == ("correct", (), 20, 20)
    assert report.count(State.RIGHT) == 20
    np.testing.assert_allclose(report["W1"].measured, RIGHT["W1"], rtol=1e-8)
    assert np.all(np.abs(report["W1"].measured - RIGHT["W1"]) <= report["W1"].bound)


def flat_pair(w, b):
    return np.sum((X @ w + b - T) ** 2)


def flat_pair_gradient(w, b):
    e = 2 * (X @ w + b - T)
    return X.T @ e, e.sum(axis=0)


W, B = RNG.normal(size=(3, 2)), RNG.normal(size=2)
CUBE = (lambda x: x**3, lambda x: 3 * x**2)
Pair = namedtuple("Pair", "a b")
SQUARES = (lambda w: sum(v * v for v in w), lambda w: [2 * v for v in w])


@pytest.mark.parametrize(
    ("f", "g", "params", "names"),
    [
        (loss, grad, P, ["W1", "b1", "W2", "b2"]),
        (loss, RIGHT, P, ["W1", "b1", "W2", "b2"]),
        (loss, {f"d{key}": value for key, value in RIGHT.items()}, P, ["W1", "b1", "W2", "b2"]),
        (flat_pair, flat_pair_gradient, (W, B), ["w", "b"]),
        (flat_pair, flat_pair_gradient, [W, B], ["w", "b"]),
        (lambda *p: flat_pair(*p), lambda *p: flat_pair_gradient(*p), (W, B), ["params[0]", "params[1]"]),
        (lambda p: flat_pair(*p), lambda p: flat_pair_gradient(*p), (W, B), ["params[0]", "params[1]"]),
        (lambda p: flat_pair(*p), flat_pair_gradient, (W, B), ["params[0]", "params[1]"]),
        (lambda p: flat_pair(*p), lambda p: flat_pair_gradient(*p), [W, B], ["params[0]", "params[1]"]),
        (flat_pair, lambda w, b: dict(zip("wb", flat_pair_gradient(w, b), strict=True)), {"w": W, "b": B}, ["w", "b"]),
        (*CUBE, 2.0, ["x"]),
        (*CUBE, 2, ["x"]),
        (*CUBE, np.float64(2.0), ["x"]),
        (*CUBE, np.array(2.0), ["x"]),
        (lambda x: math.sin(x), lambda x: math.cos(x), 0.3, ["x"]),
        (*SQUARES, [1.0, 2.0, 3.0], ["w"]),
        (*SQUARES, np.array([1, 2, 3]), ["w"]),
        (lambda a, b: a * b, lambda a, b: (b, a), (2.0, 3.0), ["a", "b"]),
        (lambda a, b: a * b, lambda a, b: (b, a), [2.0, 3.0], ["a", "b"]),
        (lambda w: np.sum(w[0] ** 2), lambda w: [2 * w[0]], [W], ["params[0]"]),
        (lambda p: p.a * p.b, lambda p: Pair(p.b, p.a), Pair(2.0, 3.0), ["params[0]", "params[1]"]),
        (np.linalg.norm, lambda w: w / np.linalg.norm(w), W, ["x"]),
        (lambda w: np.sum(w**2), lambda w: 2 * w, np.arange(12.0).reshape(3, 4).T[::2], ["w"]),
        (lambda w: np.sum(w**2) / 2, lambda w: w, np.broadcast_to(2.0, (3,)), ["w"]),
        (lambda w: np.sum(w**2), lambda w: (2 * w,), W, ["w"]),
        (
            lambda p: float(np.sum(p["layer"][0]["W"] ** 2)),
            lambda p: {"layer": [{"W": 2 * p["layer"][0]["W"]}]},
            {"layer": [{"W": W}]},
            ["layer[0].W"],
        ),
        (lambda w: np.array([[np.sum(w**2)]]), lambda w: 2 * w, W, ["w"]),
    ],
)  # fmt: skip
def test_parameters_may_be_anything_that_holds_numbers(f, g, params, names):
    report = check_gradient(f, g, params)
    assert report.verdict == "correct", report.text()
    assert [one.name for one in report.parameters] == names


def test_a_right_function_is_right_in_float32():
    params = {name: array.astype(np.float32) for name, array in P.items()}
    x, t = X.astype(np.float32), T.astype(np.float32)

    def single(p):
        return np.mean((np.tanh(x @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"] - t) ** 2)

    by_value = {name: array.astype(np.float32) for name, array in RIGHT.items()}
    report = check_gradient(single, by_value, params)
    assert report.verdict == "correct"
    assert report.eps == 2.0**-23
    wrong = {**by_value, "W2": by_value["W2"] * np.float32(1.05)}
    assert check_gradient(single, wrong, params).findings[0].fault == "factor"
    within = check_gradient(lambda p: np.float32(single(p)), by_value, params)
    assert (within.verdict, within.eps) == ("correct", 2.0**-23)


def test_float32_is_left_for_float64_where_both_functions_allow_it():
    report = check_gradient(loss, grad, {name: array.astype(np.float32) for name, array in P.items()})
    assert (report.verdict, report.eps) == ("correct", 2.0**-52)


def test_a_loss_of_float32_that_gives_python_floats_is_known_by_its_digits():
    report = check_gradient(lambda w: float(np.float32(np.sum(w**2))), lambda w: 2 * w, W)
    assert (report.verdict, report.eps) == ("correct", 2.0**-23)


def test_a_large_array_is_sampled_and_says_so():
    w = RNG.normal(size=(40, 50))
    report = check_gradient(lambda w: np.sum(np.sin(w)), np.cos, w, sample=100)
    assert (report.verdict, report.checked, report.total) == ("correct", 100, 2000)
    assert "100 of 2000 entries were moved one by one" in report.text()
    again = check_gradient(lambda w: np.sum(np.sin(w)), np.cos, w, sample=100)
    other = check_gradient(lambda w: np.sum(np.sin(w)), np.cos, w, sample=100, seed=1)
    assert np.array_equal(report["w"].looked_at, again["w"].looked_at)
    assert not np.array_equal(report["w"].looked_at, other["w"].looked_at)
    assert check_gradient(lambda w: np.sum(np.sin(w)), np.cos, w, sample=None).checked == 2000


def test_one_wrong_entry_outside_of_the_sample_is_found():
    w = RNG.normal(size=(40, 50))
    wrong = np.cos(w)
    wrong[17, 33] += 0.01
    report = check_gradient(lambda w: np.sum(np.sin(w)), wrong, w, sample=10)
    assert report.verdict == "faulty"
    assert report["w"].worst(5) == [(17, 33)]


# What is wrong with it


@pytest.mark.parametrize(
    ("change", "fault", "factor", "words"),
    [
        ({"W1": RIGHT["W1"].T}, "transpose", 1, "The gradient of W1 is the transpose of the right one."),
        ({"W1": -2 * RIGHT["W1"].T}, "transpose", -2, "is the transpose of the right one, times −2."),
        ({"W1": RIGHT["W1"][[2, 0, 1]]}, "permutation", 1, "rows in another order: .* in the order .2, 0, 1."),
        ({"W1": RIGHT["W1"][:, ::-1]}, "permutation", 1, "columns in another order: .* in the order .2, 1, 0."),
        ({"b1": np.roll(RIGHT["b1"], 1)}, "permutation", 1, "entries in another order: .* .2, 0, 1."),
        ({"W2": RIGHT["W2"].ravel("F").reshape(3, 2)}, "order", 1, "right numbers in another order: flattened by"),
        ({"W2": RIGHT["W2"] * 2}, "factor", 2, "The gradient of W2 is 2 times the right one"),
        ({"W2": RIGHT["W2"] / 8}, "factor", 1 / 8, "1/8 times"),
        ({"b2": RIGHT["b2"] * -0.37}, "factor", -0.37, "−0.37 times"),
        ({"b2": -RIGHT["b2"]}, "sign", -1, "The gradient of b2 has the opposite sign"),
        ({k: 2 * v for k, v in RIGHT.items()}, "factor", 2, "The gradient of all parameters is 2 times"),
        ({k: -v for k, v in RIGHT.items()}, "sign", -1, "The gradient of all parameters has the opposite sign"),
        ({"W2": 0 * RIGHT["W2"]}, "zero", None, "The gradient of W2 is 0 in every entry; one of them should be"),
        ({"W1": RIGHT["W1"] + 0.01 * P["W1"]}, "regulariser", 0.01, "plus 1/100 times W1 itself"),
        ({"W1": RIGHT["W1"] + np.eye(3)}, "entries", None, r"wrong in 3 of 9 entries\. W1\[0, 0\] is 0.8"),
        ({"W1": RIGHT["W1"] * [1, 1.5, 1]}, "line", None, "wrong in column 1 only: 3 of 9 entries"),
        ({"W1": RIGHT["W1"] * np.array([[1], [1], [3]])}, "line", None, "wrong in row 2 only: 3 of 9 entries"),
        ({"W1": RIGHT["W1"] * np.nan}, "not_finite", None, "not finite in 9 of 9 entries: W1.0, 0. is nan"),
        ({"W2": RIGHT["W2"].T}, "shape_transposed", None, r"shape \(2, 3\) in place of \(3, 2\): transposed, it is"),
        ({"W2": RIGHT["W2"].ravel()}, "shape_reshaped", None, r"shape \(6,\) in place of \(3, 2\): the numbers"),
        ({"b1": np.outer(np.ones(8) / 8, RIGHT["b1"])}, "shape_unsummed", None, "a sum is missing"),
        ({"b1": np.outer(RIGHT["b1"], np.ones(8) / 8)}, "shape_unsummed", None, "a sum is missing"),
        ({"W1": np.ones((4, 3))}, "shape", None, r"has the shape \(4, 3\); the parameter has \(3, 3\)"),
        ({"W2": RIGHT["W2"].T * 2}, "shape", None, r"has the shape \(2, 3\); the parameter has \(3, 2\)"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(change, fault, factor, words):
    finding = found({**RIGHT, **change})
    assert finding.fault == fault
    assert finding.factor == (None if factor is None else pytest.approx(factor, rel=1e-3))
    assert re.search(words, str(finding))
    assert finding.message("es") != finding.message("en")


def test_a_shape_that_only_has_ones_more_is_a_note():
    report = check_gradient(loss, {**RIGHT, "b1": RIGHT["b1"][None]}, P)
    assert report.verdict == "correct"
    assert [(f.severity, f.fault) for f in report.findings] == [("note", "shape_squeezed")]


def test_another_parameters_gradient_is_recognised():
    w = {"A": RNG.normal(size=(3, 2)), "B": RNG.normal(size=(3, 2)), "C": RNG.normal(size=(2, 3))}
    f = lambda p: np.sum(np.sin(p["A"])) + np.sum(np.cos(p["B"])) + np.sum(p["C"] ** 3)  # noqa: E731
    right = {"A": np.cos(w["A"]), "B": -np.sin(w["B"]), "C": 3 * w["C"] ** 2}
    assert check_gradient(f, right, w)
    swapped = check_gradient(f, {**right, "A": right["B"], "B": right["A"]}, w).findings
    assert [str(finding) for finding in swapped] == ["The gradients of A and B are swapped."]
    copied = check_gradient(f, {**right, "A": right["B"]}, w).findings
    assert [str(finding) for finding in copied] == ["What is given for A is the gradient of B."]
    turned = check_gradient(f, {**right, "C": -right["B"].T}, w).findings
    assert str(turned[0]) == "What is given for C is the transposed gradient of B, times −1."


@pytest.mark.parametrize("by", [1.001, 0.999, -1.0, 0.0])
def test_every_single_wrong_entry_is_found_where_it_is(by):
    for name, array in RIGHT.items():
        for place in np.ndindex(array.shape):
            wrong = array.copy()
            wrong[place] *= by
            report = check_gradient(loss, {**RIGHT, name: wrong}, P)
            assert report[name].worst(9) == [place]
            assert report.count(State.WRONG) == 1
            assert f"{name}[{', '.join(map(str, place))}]" in report.text()


def test_a_tolerance_is_kept():
    near = {**RIGHT, "W1": RIGHT["W1"] * 1.01}
    assert check_gradient(loss, near, P).verdict == "faulty"
    assert check_gradient(loss, near, P, tolerance=0.02).verdict == "correct"
    assert check_gradient(loss, near, P, tolerance=0.005).verdict == "faulty"


@pytest.mark.parametrize("slope", [-1.0, 0.0, 0.3, 1.0])
def test_at_a_kink_any_slope_between_the_two_sides_is_right(slope):
    report = check_gradient(lambda w: np.sum(np.abs(w)), np.array([slope, 1.0]), np.array([0.0, 2.0]))
    assert report.verdict == "correct"
    assert "kink" not in report.text() or report.count(State.KINK) == 1


@pytest.mark.parametrize("slope", [-1.01, 1.001, 7.0])
def test_at_a_kink_what_is_outside_is_wrong(slope):
    report = check_gradient(lambda w: np.sum(np.abs(w)), np.array([slope, 1.0]), np.array([0.0, 2.0]))
    assert report["w"].worst(2) == [(0,)]


def test_units_at_0_may_take_either_slope_for_every_sample():
    x = np.array([[1.0, 2.0], [-1.0, 0.5], [0.3, -2.0]])

    def dead(w):
        return np.sum(np.maximum(x @ w, 0) * np.array([1.0, 2.0, -0.5]))

    for choice in np.ndindex(2, 2, 2):  # whatever derivative is taken at 0
        slopes = x.T @ (np.array([1.0, 2.0, -0.5]) * choice)
        assert check_gradient(dead, slopes, np.zeros(2)).verdict == "correct"
    assert check_gradient(dead, 20 + x.T @ np.ones(3), np.zeros(2)).verdict == "faulty"


def test_what_the_loss_cannot_tell_is_said_to_be_too_small():
    report = check_gradient(lambda w: 1e9 + math.sin(w), lambda w: math.cos(w) * 1e-12, 1.0)
    assert report.verdict == "faulty"
    hidden = check_gradient(lambda w: 1e9 + 1e-12 * math.sin(w), lambda w: 2e-12 * math.cos(w), 1.0)
    assert hidden.verdict == "unclear"
    assert not hidden
    assert hidden.count(State.SMALL) == 1
    assert "too small to judge" in hidden.text()


def test_the_complex_step_sees_what_differences_cannot():
    f = lambda w: 1e9 + 1e-12 * np.sum(np.sin(w))  # noqa: E731
    w = np.array([1.0, 2.0])
    assert check_gradient(f, lambda w: 1e-12 * np.cos(w), w).verdict == "correct"
    assert check_gradient(f, lambda w: 1.01e-12 * np.cos(w), w).verdict == "faulty"


def test_what_cancelled_terms_leave_of_themselves_is_not_wrong_and_more_than_that_is():
    x = np.array([0.3, 0.7])

    def loss(w):
        return 1e20 * (5 + np.sum(np.tanh(x * w)) - np.sum(np.tanh(x * w)))

    w = np.array(0.4)
    last = 1e20 * 2.0**-53  # the last digit of each of the terms
    assert check_gradient(loss, 0.0, w).verdict == "correct"
    assert check_gradient(loss, last, w).verdict == "unclear"
    assert check_gradient(loss, -1e-4 * last, w).verdict == "unclear"
    assert check_gradient(loss, 1e4 * last, w).verdict == "faulty"


# Functions that do what they should not


def test_a_random_loss_cannot_be_judged():
    rng = np.random.default_rng(0)
    report = check_gradient(lambda w: np.sum(w**2) + rng.normal(), lambda w: 2 * w, W)
    assert (report.verdict, report.checked) == ("unclear", 0)
    assert "Two calls of the loss" in str(report.findings[0])


def test_a_random_gradient_is_noted():
    rng = np.random.default_rng(0)
    report = check_gradient(lambda w: np.sum(w**2), lambda w: 2 * w + rng.normal(), W)
    assert "random_gradient" in [finding.fault for finding in report.findings]
    assert report.verdict == "unclear"


def test_a_gradient_that_is_never_set_back_to_0_is_found():
    total = np.zeros_like(W)

    def accumulated(w):
        total[...] += 2 * w
        return total

    report = check_gradient(lambda w: np.sum(w**2), accumulated, W)
    assert (report.verdict, report.findings[0].fault) == ("faulty", "accumulated")
    assert not report["w"].wrong.any()


def test_functions_that_write_into_their_arguments_are_reported_and_do_no_harm():
    def careless(p):
        p["W1"] *= 2
        p["W1"] /= 2.5
        return loss({**p, "W1": p["W1"] * 1.25})

    before = {name: array.copy() for name, array in P.items()}
    report = check_gradient(careless, grad, P)
    assert report.verdict == "correct"
    assert [(f.severity, f.fault) for f in report.findings] == [("note", "mutated")]
    assert "The loss writes into its arguments: W1." in report.text()

    def stepping(p):
        found = grad(p)
        p["b1"] -= found["b1"]
        del p["W2"]
        return found

    report = check_gradient(loss, stepping, P)
    assert report.verdict == "correct"
    assert report.findings[0].values["names"] == "b1, W2"
    assert all(np.array_equal(before[name], array) for name, array in P.items())


def test_warnings_of_the_users_functions_are_not_ours():
    assert check_gradient(lambda w: np.sum(w * np.log(w)), lambda w: np.log(w) + 1, np.array([1e-3, 2.0]))


def test_at_the_edge_of_its_domain_a_loss_is_measured_from_inside():
    def root(w):
        return float("nan") if np.any(w < 0) else float(np.sum(w**1.5 + 3 * w))

    assert check_gradient(root, np.array([3.0, 4.5]), np.array([0.0, 1.0])).verdict == "correct"
    assert check_gradient(root, np.array([3.1, 4.5]), np.array([0.0, 1.0])).verdict == "faulty"


def raises(w):
    raise KeyError("W9")


@pytest.mark.parametrize(
    ("f", "g", "params", "message"),
    [
        (lambda w: np.nan, 0.0, 1.0, r"The loss is nan at the given parameters"),
        (lambda w: w * np.inf, 0.0, 1.0, r"The loss is inf at the given parameters"),
        (lambda w: None, 0.0, 1.0, r"it returned None \(is a `return` missing\?\)"),
        (lambda w: (w, w), 0.0, 1.0, r"it returned a tuple of 2; give a function that returns the loss alone"),
        (lambda w: w * np.ones(3), 0.0, 1.0, r"it returned an array of shape \(3,\); take its sum or its mean"),
        (lambda w: "three", 0.0, 1.0, r"it returned 'three'"),
        (lambda w: 1j * w, 0.0, 1.0, r"it returned 1j"),
        (raises, 0.0, 1.0, r"The loss raised KeyError at the given parameters: .*W9.* called as raises\(w\)"),
        (lambda w: w, raises, 1.0, r"The gradient raised KeyError at the given parameters"),
        (3.0, 0.0, 1.0, r"loss must be a function of the parameters; 3.0 is not"),
        (lambda w: w, 0.0, "two", r"w is 'two', which is not a real number"),
        (lambda w: 0.0, 0.0, {"W": W, "name": "relu"}, r"name is 'relu', which is not a real number"),
        (lambda w: 0.0, 0.0, {"W": np.array([1.0, np.inf])}, r"W has inf at \[1\]"),
        (lambda w: 0.0, 0.0, {}, r"params holds no numbers"),
        (lambda w: 0.0, 0.0, np.zeros((0, 2)), r"w is empty \(shape \(0, 2\)\)"),
        (lambda w: 0.0, 0.0, np.array([True]), r"which is not a real number"),
        (lambda w: 0.0, 0.0, np.array([1j]), r"which is not a real number"),
        (lambda w: 0.0, 0.0, None, r"w is None, which is not a real number"),
        (lambda w: 0.0, 0.0, np.ma.array([1.0, 2.0], mask=[0, 1]), r"w has masked entries"),
    ],
)  # fmt: skip
def test_what_cannot_be_checked_is_refused_in_one_sentence(f, g, params, message):
    with pytest.raises(DataError, match=message):
        check_gradient(f, g, params)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sample": 0}, "sample must be a whole number"),
        ({"tolerance": -1.0}, "tolerance is -1; it must be at least 0"),
        ({"language": "fr"}, "There is no language 'fr'"),
        ({"seed": "a"}, "seed must be a whole number"),
    ],
)
def test_bad_options_are_refused(options, message):
    with pytest.raises(PizarraError, match=message):
        check_gradient(loss, grad, P, **options)


@pytest.mark.parametrize(
    "gradient",
    [
        None,
        3.0,
        {"W1": RIGHT["W1"]},
        [RIGHT["W1"]],
        {**RIGHT, "b1": None},
        {**RIGHT, "b1": "x"},
        lambda p: None,
    ],
)
def test_a_gradient_of_another_structure_is_a_fault(gradient):
    report = check_gradient(loss, gradient, P)
    assert (report.verdict, report.findings[0].fault) == ("faulty", "structure")
    assert "not built like the parameters" in report.text()
    assert "moved" not in report.text()


# What is shown


def test_the_report_is_data_and_text_in_both_languages():
    report = check_gradient(loss, {**RIGHT, "b2": -RIGHT["b2"]}, P)
    data = json.loads(report.json())
    assert data["verdict"] == "faulty"
    [finding] = data["findings"]
    assert finding["severity"] == "fault"
    assert (finding["fault"], finding["parameter"], finding["factor"]) == ("sign", "b2", -1)
    assert finding["found"] == pytest.approx(-finding["expected"])
    assert data["parameters"][3] == {
        **data["parameters"][3],
        "name": "b2",
        "shape": [2],
        "wrong": 2,
        "right": 0,
    }
    assert json.loads(report.json("es"))["findings"][0]["message"].startswith("El gradiente de b2")
    spanish = check_gradient(loss, RIGHT, P, language="es")
    assert str(spanish).startswith("El gradiente es correcto")
    assert spanish.text(language="en").startswith("The gradient is right")
    assert report.text(ascii=True).isascii()
    assert "| b2\\[0\\] |" in report.markdown()
    assert report._repr_markdown_() == report.markdown()
    assert "<h1>The gradient is wrong</h1>" in report.html()
    assert repr(report) == "GradientReport(faulty: 20 of 20 entries checked, 2 wrong); print it"


def test_the_table_has_the_worst_entries_first():
    wrong = RIGHT["W1"].copy()
    wrong[0, 1] += 1
    wrong[2, 2] += 3
    wrong[1, 0] -= 2
    report = check_gradient(loss, {**RIGHT, "W1": wrong}, P)
    assert report["W1"].worst(3) == [(2, 2), (1, 0), (0, 1)]
    lines = [line.split()[0] for line in report.text().splitlines() if line.strip().startswith("W1[")]
    assert lines == ["W1[2,", "W1[1,", "W1[0,"]


def test_an_assertion_says_what_the_report_says():
    assert_gradient(loss, grad, P)
    with pytest.raises(
        AssertionError, match=r"The gradient is wrong\n(.*\n)+! The gradient of b2 has the opposite"
    ):
        assert_gradient(loss, {**RIGHT, "b2": -RIGHT["b2"]}, P)
    with pytest.raises(AssertionError, match="El gradiente está mal"):
        assert_gradient(loss, {**RIGHT, "b2": -RIGHT["b2"]}, P, language="es")
    with pytest.raises(AssertionError, match="The gradient cannot be judged"):
        assert_gradient(lambda w: 1e9 + 1e-12 * math.sin(w), 1.0e-12, 1.0)


def test_nothing_is_shown_that_is_not_finite():
    report = check_gradient(loss, {**RIGHT, "b1": RIGHT["b1"] * np.inf, "W1": -RIGHT["W1"]}, P)
    json.loads(report.json())
    assert "inf" in report.text()
