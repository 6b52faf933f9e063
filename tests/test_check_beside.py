"""pizarra check: mistakes that stand beside another one, each of which is told alone."""

import pytest

from pizarra.program import check_program

pytestmark = pytest.mark.slow  # each runs a program, some of them several times

THREE = """\
import numpy as np
rng = np.random.default_rng(31)
X, T = rng.normal(size=(40, 3)), rng.normal(size=(40, 1))
A, a = rng.normal(size=(3, 5)), rng.normal(size=5)
B, b = rng.normal(size=(5, 5)), rng.normal(size=5)
C, c = rng.normal(size=(5, 1)), rng.normal(size=1)
for k in range(12):
    u = np.tanh(X @ A + a)
    s = u @ B + b
    v = np.tanh(s)
    p = v @ C + c
    print(0.5 * np.sum((p - T) ** 2))
    e = p - T
    gC, gc = v.T @ e, e.sum(0)
    f = e @ C.T * (1 - v ** 2)
    gB, gb = u.T @ f, f.sum(0)
    g = f @ B.T * (1 - u ** 2)
    gA, ga = X.T @ g, g.sum(0)
    A -= 0.001 * gA
    a -= 0.001 * ga
    B -= 0.001 * gB
    b -= 0.001 * gb
    C -= 0.001 * gC
    c -= 0.001 * gc
"""


def said(report):
    return {(f.finding.fault, f.source.strip()) for f in report.findings}


def changed(text, *changes):
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def test_an_update_of_another_parameter_is_told_beside_another_mistake(written):
    assert check_program(written(THREE)).verdict == "correct"
    ahead = ("p = v @ C", "p = s @ C")
    for old, new in (
        ("c -= 0.001 * gc", "b -= 0.001 * gc"),
        ("b -= 0.001 * gb", "a -= 0.001 * gb"),
        ("C -= 0.001 * gC", "B -= 0.001 * gC"),
    ):
        assert said(check_program(written(changed(THREE, ahead, (old, new))))) == {
            ("pre-activation-where-activation-belongs", "p = s @ C + c"),
            ("wrong-parameter-updated", new),
        }
    first = changed(THREE, ("1 - v ** 2", "1 - u ** 2"), ("    a -= 0.001 * ga\n", ""))
    first = changed(first, ("    A -=", "    b -= 0.001 * ga\n    A -="))  # before the parameter's own
    assert said(check_program(written(first))) == {
        ("wrong-layers-delta", "f = e @ C.T * (1 - u ** 2)"),
        ("wrong-parameter-updated", "b -= 0.001 * ga"),
    }


BATCHES = """\
import numpy as np
rng = np.random.default_rng(32)
X, T = rng.normal(size=(24, 3)), rng.random((24, 2))
W, a = rng.normal(size=(3, 4)), np.zeros(4)
V, b = rng.normal(size=(4, 2)), np.zeros(2)
for epoch in range(6):
    whole = 0.0
    for s in range(0, 24, 8):
        x, t = X[s:s + 8], T[s:s + 8]
        h = np.tanh(x @ W + a)
        p = 1 / (1 + np.exp(-(h @ V + b)))
        whole += 0.5 * np.sum((p - t) ** 2)
        d = (p - t) * p * (1 - p)
        g = d @ V.T * (1 - h ** 2)
        V -= 0.2 * h.T @ d
        b -= 0.2 * d.sum(0)
        W -= 0.2 * x.T @ g
        a -= 0.2 * g.sum(0)
    print(whole)
"""


def test_a_loss_that_is_summed_up_over_batches_says_nothing_of_what_nobody_took(written):
    assert check_program(written(BATCHES)).verdict == "correct"
    slope = ("p * (1 - p)", "(1 - p ** 2)")
    for old, new in (
        ("b -= 0.2 * d.sum(0)", "newer = b - 0.2 * d.sum(0)"),
        ("W -= 0.2 * x.T @ g", "newer = W - 0.2 * x.T @ g"),
    ):
        kept = ("update-stored-under-another-name", new)
        assert said(check_program(written(changed(BATCHES, (old, new))))) == {kept}
        both = check_program(written(changed(BATCHES, slope, (old, new))))
        assert said(both) == {("wrong-activations-derivative", "d = (p - t) * (1 - p ** 2)"), kept}


def test_an_activation_that_the_next_layer_does_not_take_is_told_beside_a_wrong_way_back(written):
    ahead = ("p = v @ C", "p = s @ C")
    given = ("pre-activation-where-activation-belongs", "p = s @ C + c")
    for old, new, fault in (
        ("e @ C.T * (1 - v ** 2)", "e @ C.T", "wrong-activations-derivative"),
        ("f = e @ C.T *", "f = 0.001 * e @ C.T *", "rate-inside-delta"),
        ("gB, gb = u.T @ f", "gB, gb = v.T @ f", "own-activation-instead-of-input"),
    ):
        text = changed(THREE, ahead, (old, new))
        line = next(line.strip() for line in text.splitlines() if new in line)
        assert said(check_program(written(text))) == {given, (fault, line)}
    # Where the error comes back wrong as far as that layer, its own step is wrong by both.
    early = changed(THREE, ("s = u @ B + b", "s = r @ B + b"), ("(1 - v ** 2)", "(1 - v)"))
    early = changed(early, ("    u = np.tanh(X @ A + a)\n", "    r = X @ A + a\n    u = np.tanh(r)\n"))
    assert said(check_program(written(early))) == {
        ("pre-activation-where-activation-belongs", "s = r @ B + b"),
        ("derivative-incomplete", "f = e @ C.T * (1 - v)"),
    }
    # What is computed and left alone on both ways is no mistake.
    linear = changed(THREE, ahead, ("e @ C.T * (1 - v ** 2)", "e @ C.T"), ("v.T @ e", "s.T @ e"))
    assert check_program(written(linear)).verdict == "correct"


SHARES = """\
import numpy as np
rng = np.random.default_rng(33)
X, T = rng.normal(size=(30, 3)), np.eye(4)[rng.integers(0, 4, 30)]
def shares(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
A, a = rng.normal(size=(3, 5)), np.zeros(5)
B, b = rng.normal(size=(5, 4)), np.zeros(4)
for k in range(12):
    few = rng.permutation(30)[:10]
    x, t = X[few], T[few]
    h = np.tanh(x @ A + a)
    p = shares(h @ B + b)
    d = (p - t) / 10
    g = d @ B.T * (1 - h ** 2)
    gA = x.T @ g
    B, b = B - 0.3 * h.T @ d, b - 0.3 * d.sum(0)
    A, a = A - 0.3 * gA, a - 0.3 * g.sum(0)
print(-np.sum(T * np.log(shares(np.tanh(X @ A + a) @ B + b))))
"""


def test_a_softmax_along_the_wrong_axis_is_told_beside_another_mistake(written):
    assert check_program(written(SHARES)).verdict == "correct"
    axis = ("e.sum(axis=1", "e.sum(axis=0")
    first = ("softmax-wrong-axis", "return e / e.sum(axis=0, keepdims=True)")
    assert said(check_program(written(changed(SHARES, axis)))) == {first}
    for old, new, fault in (
        ("(1 - h ** 2)", "(h > 0)", "wrong-activations-derivative"),
        ("x.T @ g\n", "x.T @ g / 10\n", "bias-mean-weights-sum"),
        ("* (1 - h ** 2)", "", "wrong-activations-derivative"),
    ):
        text = changed(SHARES, axis, (old, new))
        place = "gA = " if "x.T" in old else "g = "
        line = next(line.strip() for line in text.splitlines() if line.strip().startswith(place))
        assert said(check_program(written(text))) == {first, (fault, line)}


def test_a_sign_is_told_beside_what_makes_one_number_of_many(written):
    text = """\
import numpy as np
rng = np.random.default_rng(35)
X, T = rng.normal(size=(9, 3)), rng.normal(size=(9, 4))
W, a = rng.normal(size=(4, 3)), rng.normal(size=4)
V, b = rng.normal(size=(4, 4)), rng.normal(size=4)
for k in range(3):
    for x, t in zip(X, T):
        h = 1 / (1 + np.exp(-(W @ x + a)))
        e = V @ h + b - t
        print(0.5 * np.sum(e ** 2))
        gV = np.outer(e, h)
        g = V.T @ e * h * (1 - h)
        V -= 0.02 * gV
        b -= 0.02 * e
        W -= 0.02 * np.outer(g, x)
        a -= 0.02 * g
"""
    one = changed(text, ("np.outer(e, h)", "np.dot(e, h)"))
    inner = ("inner-instead-of-outer-product", "gV = np.dot(e, h)")
    assert said(check_program(written(one))) == {inner}
    both = changed(one, ("V -= 0.02", "V += 0.02"))
    assert said(check_program(written(both))) == {inner, ("sign-flipped", "V += 0.02 * gV")}


FIRST_ALONE = """\
import numpy as np
rng = np.random.default_rng(34)
X, T = rng.normal(size=(20, 3)), rng.random((20, 2))
W, a = rng.normal(size=(3, 4)), np.zeros((1, 4))
V, b = rng.normal(size=(4, 2)), np.zeros((1, 2))
def back():
    h = np.tanh(X @ W + a)
    e = h @ V + b - T
    g = e @ V.T * (1 - h ** 2)
    return e, X.T @ g, g.sum(0), h.T @ e, e.sum(0)
e, gW, ga, gV, gb = back()
W = W - 0.01 * gW
a = a - 0.01 * ga
V = V - 0.01 * gV
b = b - 0.01 * gb
for k in range(30):
    h = np.tanh(X @ W + a)
    e = h @ V + b - T
    print(0.5 * np.sum(e ** 2))
    g = e @ V.T * (1 - h ** 2)
    V = V - 0.01 * h.T @ e
    b = b - 0.01 * e.sum(0)
    W = W - 0.01 * X.T @ g
    a = a - 0.01 * g.sum(0)
"""


def test_what_the_loop_leaves_alone_after_a_first_step_of_all_is_told(written):
    assert check_program(written(FIRST_ALONE)).verdict == "correct"
    bias, weights = "    a = a - 0.01 * g.sum(0)\n", "    W = W - 0.01 * X.T @ g\n"
    for old, new, fault in (
        (bias, "", ("bias-never-updated", "W, a = rng.normal(size=(3, 4)), np.zeros((1, 4))")),
        (weights, "", ("weights-never-updated", "W, a = rng.normal(size=(3, 4)), np.zeros((1, 4))")),
        (
            bias,
            bias.replace("a = a", "newer = a"),
            ("update-stored-under-another-name", "newer = a - 0.01 * g.sum(0)"),
        ),
    ):
        text = changed(FIRST_ALONE, (old, new))
        assert said(check_program(written(text))) == {fault}
        slope = text.replace("    g = e @ V.T * (1 - h ** 2)\n    V", "    g = e @ V.T * (1 - h)\n    V")
        if old == bias:
            wrong = ("derivative-incomplete", "g = e @ V.T * (1 - h)")
            assert said(check_program(written(slope))) == {fault, wrong}
    # A loop that trains the last layer alone is meant to.
    head = changed(FIRST_ALONE, (bias, ""), (weights, ""))
    assert check_program(written(head)).verdict == "correct"


def test_a_rate_in_a_delta_is_none_of_the_outputs(written):
    half = BATCHES.replace("0.2 *", "0.5 *")
    bias = ("d.sum(0)", "(h.T @ d).sum(0)")
    inside = changed(half, ("g = d @ V.T", "g = 0.5 * d @ V.T"))
    line = ("rate-inside-delta", "g = 0.5 * d @ V.T * (1 - h ** 2)")
    assert said(check_program(written(inside))) == {line}
    assert said(check_program(written(changed(inside, bias)))) == {
        line,
        ("bias-gradient-from-weight-gradient", "b -= 0.5 * (h.T @ d).sum(0)"),
    }


# A function gives four arrays and the prediction; each is taken by its name, in another function.
GIVEN = """\
import numpy as np
rng = np.random.default_rng(21)
X = rng.normal(size=(40, 3))
T = (X[:, :1] * X[:, 1:2] > 0) * 1.0
A, B, C = rng.normal(size=(3, 6)), rng.normal(size=(6, 4)), rng.normal(size=(4, 1))
def ahead():
    u = X @ A
    g = np.tanh(u)
    v = g @ B
    h = np.tanh(v)
    return u, v, g, h, 1 / (1 + np.exp(-h @ C))
def back():
    u, v, g, h, p = ahead()
    d = (p - T) / len(X)
    e = d @ C.T / np.cosh(v) ** 2
    f = e @ B.T / np.cosh(u) ** 2
    return X.T @ f, g.T @ e, h.T @ d
for k in range(60):
    a, b, c = back()
    A, B, C = A - 0.3 * a, B - 0.3 * b, C - 0.3 * c
    p = ahead()[-1]
    print(-np.mean(T * np.log(p) + (1 - T) * np.log(1 - p)))
"""


@pytest.mark.parametrize(
    ("line", "returned"),
    [
        ("g, h, u, v, p = ahead()", "return u, v, g, h, 1"),
        ("g, u, h, v, p = ahead()", "return u, g, v, h, 1"),
    ],
    ids=["halves", "neighbours"],
)
def test_results_that_are_exchanged_in_pairs_are_one_mistake(written, line, returned):
    assert check_program(written(GIVEN)).verdict == "correct"
    wrong = GIVEN.replace("u, v, g, h, p = ahead()", line).replace("return u, v, g, h, 1", returned)
    report = check_program(written(wrong))
    assert [(f.finding.fault, f.source.strip()) for f in report.findings] == [
        ("results-unpacked-in-the-wrong-order", line)
    ]
