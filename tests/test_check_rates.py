"""pizarra check: mistakes that stand beside another one, which explains what both of them do together."""

import pytest

from pizarra.program import check_program

pytestmark = pytest.mark.slow  # each runs a program, some of them several times


def said(report):
    return {(f.finding.fault, f.source.strip()) for f in report.findings}


LISTS = """\
import math, random
random.seed(4)
points = [([1, 0.5], [1, 0]), ([0.2, 1], [0, 1]), ([1, 1], [1, 1])]
pace = 0.4
A = [[random.uniform(-1, 1) for i in range(2)] for j in range(3)]
a = [random.uniform(-1, 1) for j in range(3)]
B = [[random.uniform(-1, 1) for j in range(3)] for k in range(2)]
b = [random.uniform(-1, 1) for k in range(2)]
def s(x):
    return 1 / (1 + math.exp(-x))
for turn in range(100):
    loss = 0
    for x, t in points:
        h = [s(sum(A[j][i] * x[i] for i in range(2)) + a[j]) for j in range(3)]
        y = [s(sum(B[k][j] * h[j] for j in range(3)) + b[k]) for k in range(2)]
        d = []
        for k in range(2):
            loss += 0.5 * (y[k] - t[k]) ** 2
            d.append((y[k] - t[k]) * y[k] * (1 - y[k]))
        e = []
        for j in range(3):
            back = 0
            for k in range(2):
                back += d[k] * B[k][j]
            e.append(back * h[j] * (1 - h[j]))
        for k in range(2):
            for j in range(3):
                B[k][j] -= pace * d[k] * h[j]
            b[k] -= pace * d[k]
        for j in range(3):
            for i in range(2):
                A[j][i] -= pace * e[j] * x[i]
            a[j] -= pace * e[j]
    print(loss)
"""


def test_a_rate_beside_a_sum_that_was_replaced_is_told(written):
    assert check_program(written(LISTS)).verdict == "correct"
    replaced = LISTS.replace("back += d", "back = d")
    assert said(check_program(written(replaced))) == {("missing-paths", "back = d[k] * B[k][j]")}
    both = replaced.replace("e.append(back", "e.append(pace * back")
    assert said(check_program(written(both))) == {
        ("missing-paths", "back = d[k] * B[k][j]"),
        ("rate-inside-delta", "e.append(pace * back * h[j] * (1 - h[j]))"),
    }


MATRICES = """\
import numpy as np
rng = np.random.default_rng(31)
X, T = rng.normal(size=(20, 3)), rng.uniform(size=(20, 2))
A, a, B, b = rng.normal(size=(3, 4)), np.zeros(4), rng.normal(size=(4, 2)), np.zeros(2)
rate = 0.03
for k in range(30):
    h = 1 / (1 + np.exp(-(X @ A + a)))
    y = 1 / (1 + np.exp(-(h @ B + b)))
    print(0.5 * np.sum((y - T) ** 2))
    d = (y - T) * y * (1 - y)
    e = d @ B.T * h * (1 - h)
    B -= rate * h.T @ d
    b -= rate * d.sum(axis=0)
    A -= rate * X.T @ e
    a -= rate * e.sum(axis=0)
"""
BACK = "e = d @ B.T * h * (1 - h)"


@pytest.mark.parametrize(
    ("wrong", "scaled"),
    [
        ("e = d @ B.T * h", "e = rate * (d @ B.T) * h"),
        ("e = d @ B.T * (1 - h)", "e = d @ B.T * (1 - h) * rate"),
        ("e = d[:, :1] @ B.T[:1] * h * (1 - h)", "e = rate * d[:, :1] @ B.T[:1] * h * (1 - h)"),
    ],
)
def test_a_rate_beside_a_wrong_cotangent_is_told(written, wrong, scaled):
    alone = said(check_program(written(MATRICES.replace(BACK, wrong))))
    assert {line for _, line in alone} == {wrong}
    assert "rate-inside-delta" not in {name for name, _ in alone}
    both = said(check_program(written(MATRICES.replace(BACK, scaled))))
    assert ("rate-inside-delta", scaled) in both
    assert {line for _, line in both} == {scaled}


def test_a_rate_in_every_cotangent_is_one_of_the_rate(written):
    every = MATRICES.replace("d = (y - T)", "d = rate * (y - T)")
    assert check_program(written(every)).verdict == "correct"
    wrong = every.replace(BACK, "e = d @ B.T * (1 - h)")
    assert said(check_program(written(wrong))) == {("derivative-incomplete", "e = d @ B.T * (1 - h)")}


DROPPED = """\
import numpy as np
rng = np.random.default_rng(12)
X, labels = rng.normal(size=(30, 4)), rng.integers(0, 3, 30)
A, a, B, b = rng.normal(size=(4, 7)), np.zeros(7), rng.normal(size=(7, 3)), np.zeros(3)
kept = 0.7
for k in range(40):
    z = X @ A + a
    mask = rng.random(z.shape) < kept
    h = np.maximum(z, 0) * mask / kept
    p = np.exp(h @ B + b)
    p = p / p.sum(axis=1, keepdims=True)
    d = (p - np.eye(3)[labels]) / 30
    e = d @ B.T
    e = e * mask / kept
    e = e * (z > 0)
    gA, ga = X.T @ e, e.sum(axis=0)
    gB, gb = h.T @ d, d.sum(axis=0)
    A -= 0.1 * gA
    a -= 0.1 * ga
    B -= 0.1 * gB
    b -= 0.1 * gb
"""
MEANS = DROPPED.replace("e.sum(axis=0)", "e.mean(axis=0)").replace("d.sum(axis=0)", "d.mean(axis=0)")


def test_a_scale_left_out_on_the_way_back_beside_means_for_sums_is_told(written):
    assert check_program(written(DROPPED)).verdict == "correct"
    scale = ("dropout-scale-mismatch", "e = e * mask")
    means = {
        ("bias-mean-weights-sum", "gA, ga = X.T @ e, e.mean(axis=0)"),
        ("bias-mean-weights-sum", "gB, gb = h.T @ d, d.mean(axis=0)"),
    }
    assert said(check_program(written(DROPPED.replace("e * mask / kept", "e * mask")))) == {scale}
    assert said(check_program(written(MEANS))) == means
    assert said(check_program(written(MEANS.replace("e * mask / kept", "e * mask")))) == {scale, *means}
    once = MEANS.replace("e.mean(axis=0)", "e.sum(axis=0)").replace("e * mask / kept", "e * mask")
    assert said(check_program(written(once))) == {
        scale,
        ("bias-mean-weights-sum", "gB, gb = h.T @ d, d.mean(axis=0)"),
    }


def test_a_scale_on_the_way_back_alone_is_told_where_most_steps_have_it(written):
    deeper = DROPPED.replace("A, a, B", "C, c = rng.normal(size=(4, 4)), np.zeros(4)\nA, a, B")
    deeper = deeper.replace("z = X @ A + a", "q = np.tanh(X @ C + c)\n    z = q @ A + a")
    deeper = deeper.replace("gA, ga = X.T @ e,", "f = e @ A.T * (1 - q ** 2)\n    gA, ga = q.T @ e,")
    deeper += "    C -= 0.1 * X.T @ f\n    c -= 0.1 * f.sum(axis=0)\n"
    assert check_program(written(deeper)).verdict == "correct"
    wrong = said(check_program(written(deeper.replace("e * mask / kept", "e * mask"))))
    assert wrong == {("dropout-scale-mismatch", "e = e * mask")}


TWO_HIDDEN = """\
import numpy as np
rng = np.random.default_rng(5)
X, T = rng.normal(size=(30, 2)), rng.normal(size=(30, 1))
P = {"A": rng.normal(size=(2, 5)), "a": np.zeros(5), "B": rng.normal(size=(5, 5)), "b": np.zeros(5)}
P |= {"C": rng.normal(size=(5, 1)), "c": np.zeros(1)}
pull = 0.01
for k in range(60):
    h = np.tanh(X @ P["A"] + P["a"])
    g = np.tanh(h @ P["B"] + P["b"])
    y = g @ P["C"] + P["c"]
    print(np.mean((y - T) ** 2) + pull / 2 * sum(np.sum(P[n] ** 2) for n in "ABC"))
    d = 2 * (y - T) / 30
    e = d @ P["C"].T * (1 - g ** 2)
    f = e @ P["B"].T * (1 - h ** 2)
    G = {"a": f.sum(0), "b": e.sum(0), "c": d.sum(0)}
    G["A"] = X.T @ f
    G["B"] = h.T @ e
    G["C"] = g.T @ d
    for n in "ABC":
        G[n] = G[n] + pull * P[n]
    for n in P:
        P[n] = P[n] - 0.05 * G[n]
"""


@pytest.mark.parametrize("penalty", ["pull / 2 * np.sum(P[n] ** 2)", "pull * P[n] ** 2"])
@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("h.T @ e", "g.T @ e", "own-activation-instead-of-input"),
        ("h.T @ e", "(h.T @ e).T", "transposed-gradient"),
    ],
)
def test_a_wrong_gradient_beside_a_wrong_penalty_is_told(written, penalty, right, wrong, fault):
    assert check_program(written(TWO_HIDDEN)).verdict == "correct"
    pulled = ("regulariser-gradient", f"G[n] = G[n] + {penalty}")
    text = TWO_HIDDEN.replace("pull * P[n]\n", f"{penalty}\n")
    assert said(check_program(written(text))) == {pulled}
    assert said(check_program(written(text.replace(right, wrong)))) == {pulled, (fault, f'G["B"] = {wrong}')}


# Each of what is trained has a rate of its own, and the gradient stands on the line of the update.
BUMPS = """\
import numpy as np
rng = np.random.default_rng(101)
X = rng.uniform(-2, 2, (60, 2))
y = X[:, 0] * np.exp(-(X ** 2).sum(1)) * 3
places, width = rng.uniform(-2, 2, (7, 2)), np.full(7, -0.2)
high, base = rng.normal(0, 0.3, 7), np.zeros(1)
for k in range(90):
    off = X[:, None, :] - places[None]
    q = (off ** 2).sum(-1) * np.exp(-2 * width)
    phi = np.exp(-q / 2)
    r = phi @ high + base - y
    if k % 30 == 0:
        print(k, (r ** 2).mean())
    r = r / 60
    up = r[:, None] * high * phi
    places -= 0.1 * np.einsum("nk,nkd->kd", up, off) * np.exp(-2 * width)[:, None]
    width -= 0.05 * (up * q).sum(0)
    high -= 0.3 * r @ phi
    base -= 0.3 * r.sum(keepdims=True)
"""


def test_rates_that_differ_where_each_is_on_its_own_line_are_no_factor_on_the_way(written):
    assert check_program(written(BUMPS)).verdict == "correct"
    evenly = BUMPS.replace("places -= 0.1", "places -= 0.3").replace("width -= 0.05", "width -= 0.3")
    assert check_program(written(evenly)).verdict == "correct"
    for more in ("/ 60", "* 0.05"):
        wrong = check_program(written(BUMPS.replace("* high * phi", f"* high * phi {more}")))
        assert [(one.finding.fault, one.line) for one in wrong.findings] == [("rate-inside-delta", 15)]
    wrong = check_program(written(BUMPS.replace("(up * q)", "-(up * q)")))
    assert [one.finding.fault for one in wrong.findings] == ["sign-flipped"]


def test_places_that_begin_at_samples_are_trained(written):
    begun = BUMPS.replace("rng.uniform(-2, 2, (7, 2))", "X[rng.choice(60, 7, replace=False)].copy()")
    for right in (begun, begun.replace(".copy()", "")):
        assert check_program(written(right)).verdict == "correct"
    assert check_program(written(begun.replace("off) *", "off) /"))).verdict != "correct"
