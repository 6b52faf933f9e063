"""pizarra check: how parameters are kept and moved, and what of that once was taken for a mistake."""

import pytest

from pizarra.program import check_program

pytestmark = pytest.mark.slow  # each runs a program, some of them several times

# All parameters in one vector; the penalty leaves out the column of the biases, which is put to 0 in a copy.
COPIES = """\
import numpy as np
rng = np.random.default_rng(8)
X, Y = np.c_[rng.normal(size=(20, 3)), np.ones(20)], rng.normal(size=(20, 1))
theta = rng.normal(scale=0.5, size=26)
for k in range(60):
    W, V = theta[:20].reshape(5, 4), theta[20:].reshape(1, 6)
    h = np.c_[np.tanh(X @ W.T), np.ones(20)]
    y = h @ V.T
    print(np.mean((y - Y) ** 2) / 2 + 0.01 * (np.sum(W[:, :-1] ** 2) + np.sum(V[:, :-1] ** 2)))
    d = (y - Y) / 20
    e = (d @ V * (1 - h ** 2))[:, :-1]
    R, S = W.copy(), V.copy()
    R[:, -1] = 0
    S[:, -1] = 0
    theta = theta - 0.1 * np.concatenate([(e.T @ X + 0.02 * R).ravel(), (d.T @ h + 0.02 * S).ravel()])
"""


def test_what_is_put_into_a_copy_is_nothing_to_the_original(written):
    assert check_program(written(COPIES)).verdict == "correct"
    report = check_program(written(COPIES.replace("(1 - h ** 2)", "(1 - h)")))
    assert [(f.finding.fault, f.line) for f in report.findings] == [("derivative-incomplete", 11)]


# The gradient is taken where the velocity would lead, and so depends on the velocity as on a parameter.
AHEAD = """\
import numpy as np
rng = np.random.default_rng(3)
X = rng.normal(size=(30, 3))
Y = np.sin(X[:, :1]) + X[:, 1:2]
P = [rng.normal(size=(3, 5)), np.zeros((1, 5)), rng.normal(size=(5, 1)), np.zeros((1, 1))]
V = [np.zeros_like(p) for p in P]
def grads(W, b, U, c):
    h = np.tanh(X @ W + b)
    e = (h @ U + c - Y) / len(X)
    d = e @ U.T * (1 - h ** 2)
    return X.T @ d, d.sum(0, keepdims=True), h.T @ e, e.sum(0, keepdims=True)
def loss(W, b, U, c):
    return np.mean((np.tanh(X @ W + b) @ U + c - Y) ** 2)
for k in range(100):
BODY
    if k % 10 == 0:
        print(loss(*P))
"""
VELOCITIES = {
    "lists": """\
    G = grads(*[p + 0.9 * v for p, v in zip(P, V)])
    V = [0.9 * v - 0.1 * g for v, g in zip(V, G)]
    P = [p + v for p, v in zip(P, V)]
""",
    "in place": """\
    G = grads(*[p + 0.8 * v for p, v in zip(P, V)])
    for p, v, g in zip(P, V, G):
        v *= 0.8
        v -= 0.1 * g
        p += v
""",
    "with the rate outside": """\
    G = grads(*[p - 0.1 * 0.3 * v for p, v in zip(P, V)])
    for i in range(4):
        V[i] = 0.3 * V[i] + G[i]
        P[i] = P[i] - 0.1 * V[i]
""",
}


@pytest.mark.parametrize("body", VELOCITIES.values(), ids=VELOCITIES)
def test_a_gradient_may_be_taken_where_the_velocity_leads(written, body):
    text = AHEAD.replace("BODY\n", body)
    report = check_program(written(text))
    assert report.verdict == "correct", report.text()
    wrong = check_program(written(text.replace("(1 - h ** 2)", "(1 - h)")))
    assert [(f.finding.fault, f.line) for f in wrong.findings] == [("derivative-incomplete", 10)]


def test_what_is_learned_on_top_of_fixed_weights_is_a_parameter(written):
    body = """\
    V = [v - 0.1 * g for v, g in zip(V, grads(*[p + v for p, v in zip(P, V)]))]
"""
    text = AHEAD.replace("BODY\n", body).replace("loss(*P)", "loss(*[p + v for p, v in zip(P, V)])")
    report = check_program(written(text))
    assert report.verdict == "correct", report.text()


# ELU, with a 1 taken away: what that is computed of is compared with nothing.
AMONG = """\
import numpy as np
rng = np.random.default_rng(8)
x, y = rng.normal(size=(3, 20)), rng.normal(size=(2, 20))
theta = rng.normal(scale=0.5, size=26)
for k in range(60):
    W, b = theta[:12].reshape(4, 3), theta[12:16].reshape(4, 1)
    V, c = theta[16:24].reshape(2, 4), theta[24:].reshape(2, 1)
    z = W @ x + b
    h = np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)
    d = (V @ h + c - y) / 20
    print(np.sum((V @ h + c - y) ** 2) / 40)
    e = V.T @ d * np.where(h > 0, 1, h + 1)
    theta = theta - 0.1 * np.concatenate([(e @ x.T).ravel(), e.sum(1), (d @ h.T).ravel(), d.sum(1)])
"""


def test_a_bias_among_all_parameters_meets_more_samples_than_it_has_units(written):
    assert check_program(written(AMONG)).verdict == "correct"
    report = check_program(written(AMONG.replace("h + 1)", "h)")))
    assert [f.line for f in report.findings] == [12], report.text()


# Samples are put in another order before their targets are made of whole numbers, as rows of the unit matrix.
UNITS = """\
import numpy as np
rng = np.random.default_rng(8)
kind = np.repeat(np.arange(3), 10)
X = (rng.normal(size=(30, 4)) + kind[:, None]).T
order = rng.permutation(30)
X, kind = X[:, order], kind[order]
T = np.eye(3)[kind].T
W, b, V, c = rng.normal(size=(5, 4)), np.zeros((5, 1)), rng.normal(size=(3, 5)), np.zeros((3, 1))
for epoch in range(40):
    for s in range(0, 30, 6):
        x, t = X[:, s:s + 6], T[:, s:s + 6]
        h = np.tanh(W @ x + b)
        p = np.exp(V @ h + c)
        p = p / p.sum(axis=0)
        d = (p - t) / 6
        e = V.T @ d * (1 - h ** 2)
        V = V - 0.1 * d @ h.T
        c = c - 0.1 * d.sum(1, keepdims=True)
        W = W - 0.1 * e @ x.T
        b = b - 0.1 * e.sum(1, keepdims=True)
"""


def test_targets_made_after_samples_were_shuffled_belong_to_them(written):
    report = check_program(written(UNITS))
    assert report.verdict == "correct", report.text()
    early = UNITS.replace("T = np.eye(3)[kind].T\n", "").replace("order =", "T = np.eye(3)[kind].T\norder =")
    report = check_program(written(early))
    assert [f.finding.fault for f in report.findings] == ["wrong-sample-or-target"], report.text()


# The slope of a function that all layers use has the other sign: the last layer goes uphill, the one below not.
TURNED = """\
import numpy as np
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])
def bend(x, slope=False):
    if slope:
        return x * (x - 1)
    return 1 / (1 + np.exp(-x))
rng = np.random.default_rng(1)
A, B = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
for _ in range(50):
    h = bend(X @ A)
    o = bend(h @ B)
    d = (y - o) * bend(o, slope=True)
    e = d @ B.T * bend(h, slope=True)
    B += h.T @ d
    A += X.T @ e
"""


def test_a_slope_of_the_other_sign_is_the_line_of_all_that_it_turns(written):
    report = check_program(written(TURNED))
    (found,) = report.findings
    assert (found.finding.fault, found.source) == ("sign-flipped", "return x * (x - 1)")


# What a mask leaves out is made up for on the way back alone, on a line of its own.
MADE_UP = """\
import numpy as np
rng = np.random.default_rng(0)
X, labels = rng.random((40, 6)), np.eye(3)[rng.integers(0, 3, 40)]
W, V = rng.normal(size=(6, 5)), rng.normal(size=(5, 3))
keep = 0.8
for _ in range(30):
    z = X @ W
    a = np.maximum(0, z)
    mask = (rng.random(a.shape) < keep).astype(int)
    a = a * mask
    E = np.exp(a @ V)
    Y = E / E.sum(axis=1, keepdims=True)
    loss = np.mean(-np.sum(labels * np.log(Y), axis=1))
    d = (Y - labels) / 40
    e = (d @ V.T) * mask
    e = e / keep
    V = V - 0.3 * a.T @ d
    W = W - 0.3 * X.T @ (e * (z > 0))
"""


def test_what_is_made_up_for_on_the_way_back_alone_is_a_matter_of_the_mask(written):
    report = check_program(written(MADE_UP))
    (found,) = report.findings
    assert (found.finding.fault, found.source) == ("dropout-scale-mismatch", "e = e / keep")


DECAY_FIRST = """\
import numpy as np
rng = np.random.default_rng(4)
X = rng.normal(size=(40, 3))
y = (X[:, :1] * X[:, 1:2] > 0).astype(float)
W, b, V = rng.normal(size=(3, 6)), np.zeros(6), rng.normal(size=(6, 1))
all_ = [W, b, V]
means, squares = ([np.zeros_like(p) for p in all_] for _ in range(2))
for k in range(1, 60):
    h = np.tanh(X @ W + b)
    d = (1 / (1 + np.exp(-h @ V)) - y) / 40
    e = d @ V.T * (1 - h ** 2)
    rate = 0.01 * np.sqrt(1 - 0.99 ** k) / (1 - 0.9 ** k)
    for p, m, s, g in zip(all_, means, squares, (X.T @ e, e.sum(0), h.T @ d)):
        if p.ndim > 1:
            p *= 1 - 0.01 * 0.05
        m += (1 - 0.9) * (g - m)
        s += (1 - 0.99) * (g ** 2 - s)
        p -= rate * m / (np.sqrt(s) + 1e-8)
"""


def test_a_decay_that_comes_long_before_its_step_is_a_part_of_it(written):
    assert check_program(written(DECAY_FIRST)).verdict == "correct"
    for old, new, fault in (
        ("(1 - h ** 2)", "(1 - h)", "derivative-incomplete"),
        ("/ 40\n    e = d @", "/ 40\n    e = -d @", "sign-flipped"),
    ):
        found = check_program(written(DECAY_FIRST.replace(old, new))).findings
        assert [(f.finding.fault, "e = " in f.source) for f in found] == [(fault, True)]


# What is simulated before the training: each state is made of the numbers that are added to it, and none is trained.
SIMULATED = """\
import numpy as np
rng = np.random.default_rng(6)
angle, speed, level = 1.0, 0.0, 5.0
rain = rng.gamma(0.6, 4.0, 90)
way, flow = [], np.zeros(90)
for k in range(90):
    speed -= 0.2 * np.sin(angle)
    angle += 0.2 * speed
    way.append(angle)
    level += rain[k]
    flow[k] = 0.1 * level
    level -= flow[k]
X = np.array([[way[k], way[k + 1], rain[k]] for k in range(80)])
T = np.array([[way[k + 2], flow[k]] for k in range(80)])
V, c = rng.normal(size=(3, 6)), np.zeros(6)
U, d = rng.normal(size=(6, 2)), np.zeros(2)
for epoch in range(60):
    h = np.tanh(X @ V + c)
    y = h @ U + d
    print(np.mean((y - T) ** 2))
    e = (y - T) / 80
    f = e @ U.T * (1 - h**2)
    U -= 0.1 * h.T @ e
    d -= 0.1 * e.sum(0)
    V -= 0.1 * X.T @ f
    c -= 0.1 * f.sum(0)
"""


def test_what_is_made_of_what_is_added_to_it_is_not_trained(written):
    assert check_program(written(SIMULATED)).verdict == "correct"
    report = check_program(written(SIMULATED.replace("f = e @ U.T * (1 - h**2)", "f = e @ U.T * (1 - h)")))
    assert [(f.finding.fault, f.line) for f in report.findings] == [("derivative-incomplete", 22)]
    # A gradient to which its own weights are added is no step of the weights.
    decays = SIMULATED.replace("    U -= 0.1 * h.T @ e\n", "    g = h.T @ e\n    g += U\n    U -= 0.1 * g\n")
    assert check_program(written(decays)).verdict == "correct"


PULLED = """\
import numpy as np
rng = np.random.default_rng(7)
X, T = rng.normal(size=(30, 3)), rng.normal(size=(30, 1))
A, a, B, b = rng.normal(size=(3, 5)) * 0.5, np.zeros(5), rng.normal(size=(5, 1)) * 0.5, np.zeros(1)
vA = np.zeros_like(A)
pull = 0.8
for k in range(40):
    h = np.tanh(X @ A + a)
    y = h @ B + b
    print(np.sum((y - T) ** 2) / 60 + pull / 60 * (np.sum(A ** 2) + np.sum(B ** 2)))
    d = y - T
    gB, gb = 1 / 30 * (h.T @ d + pull * B), 1 / 30 * d.sum(axis=0)
    e = d @ B.T * (1 - h ** 2)
    gA, ga = 1 / 30 * (X.T @ e + pull * A), 1 / 30 * e.sum(axis=0)
    A, a, B, b = A - 0.1 * gA, a - 0.1 * ga, B - 0.1 * gB, b - 0.1 * gb
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pull = 0.8", "pull = 1.0"),
        ("0.1 * g", "0.6 * g"),
        ("A - 0.1 * gA", "A - 0.1 * vA"),
        ("gA, ga = 1 / 30 * (X.T @ e + pull * A), ", "gA = X.T @ e; gA += pull * A; gA /= 30; ga = "),
    ],
)
def test_a_strong_penalty_in_a_gradient_is_no_update(written, old, new):
    text = PULLED.replace(old, new).replace("    A, a, B", "    vA = 0.9 * vA + gA\n    A, a, B")
    assert check_program(written(text)).verdict == "correct"
    wrong = text.replace("(h.T @ d + pull * B)", "(h.T @ d + pull * B ** 2)")
    report = check_program(written(wrong))
    assert [f.finding.fault for f in report.findings] == ["regulariser-gradient"]


DECAYED = """\
import numpy as np
rng = np.random.default_rng(7)
X, T = rng.normal(size=(30, 3)), rng.normal(size=(30, 1))
A, B = rng.normal(size=(3, 5)) * 0.5, rng.normal(size=(5, 1)) * 0.5
for k in range(40):
    h = np.tanh(X @ A)
    print(np.sum((h @ B - T) ** 2) / 60)
    d = (h @ B - T) / 30
    e = d @ B.T * (1 - h ** 2)
    before = A
    A = 0.98 * A - 0.1 * X.T @ e
    B = B * 0.98 - 0.1 * h.T @ d
    print(np.sum((before - 0.5 * A) ** 2))
"""


def test_a_decay_is_an_update_whatever_is_done_with_the_weights_of_before(written):
    assert check_program(written(DECAYED)).verdict == "correct"
    report = check_program(written(DECAYED.replace("e = d @ B.T", "e = d @ -B.T")))
    assert [f.finding.fault for f in report.findings] == ["sign-flipped"]


# Some weights are moved a little and back, one by one, for difference quotients; the training has a penalty of them.
TRIED = """\
import numpy as np
rng = np.random.default_rng(5)
X = rng.normal(size=(24, 3))
T = (X[:, :1] * X[:, 1:2] > 0) * 1.0
weights = {"A": rng.normal(size=(3, 6)) * 0.7, "B": rng.normal(size=(6, 1)) * 0.7}
lam, h = 0.05, 1e-5
def loss():
    p = 1 / (1 + np.exp(-np.tanh(X @ weights["A"]) @ weights["B"]))
    data = -np.sum(T * np.log(p) + (1 - T) * np.log(1 - p))
    return data + lam / 2 * (np.sum(weights["A"] ** 2) + np.sum(weights["B"] ** 2))
def slopes():
    a = np.tanh(X @ weights["A"])
    e = 1 / (1 + np.exp(-a @ weights["B"])) - T
    d = e @ weights["B"].T * (1 - a * a)
    return {"A": X.T @ d + lam * weights["A"], "B": a.T @ e + lam * weights["B"]}
g = slopes()
for k in weights:
    row = weights[k].reshape(-1)
    for i in range(2):
        old = row[i]
        row[i] = old + h
        more = loss()
        row[i] = old - h
        less = loss()
        row[i] = old
        print(k, i, (more - less) / (2 * h), g[k].reshape(-1)[i])
for epoch in range(100):
    g = slopes()
    for k in weights:
        weights[k] -= 0.02 * g[k]
    if epoch % 20 == 0:
        print(loss())
"""


@pytest.mark.parametrize("used", [True, False], ids=["used before", "used afterwards"])
def test_what_weights_are_tried_with_is_nothing_that_a_velocity_moves(written, used):
    text = TRIED if used else TRIED.replace("g = slopes()\n", "", 1).replace(", g[k].reshape(-1)[i])", ")")
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("(1 - a * a)", "(1 - a)")))
    assert [(f.finding.fault, f.line) for f in report.findings] == [("derivative-incomplete", 14)]


# A bias that begins where the mean of the targets is, which is computed of them.
AT_THE_MEAN = """\
import numpy as np
rng = np.random.default_rng(5)
X = rng.normal(size=(50, 3))
t = (X[:, :1] * X[:, 1:2] > -0.3) * 1.0
A, a, B = rng.normal(size=(3, 6)), np.zeros(6), 0.5 * rng.normal(size=(6, 1))
b = np.log(t.mean(0) / (1 - t.mean(0)))
for k in range(60):
    h = np.tanh(X @ A + a)
    p = 1 / (1 + np.exp(-(h @ B + b)))
    d = (p - t) / 50
    e = d @ B.T * (1 - h * h)
    B -= 0.7 * h.T @ d
    b -= 0.7 * d.sum(0)
    A -= 0.7 * X.T @ e
    a -= 0.7 * e.sum(0)
    if k % 20 == 0:
        p = 1 / (1 + np.exp(-(np.tanh(X @ A + a) @ B + b)))
        print(k, -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p)))
"""

# What comes back past one block after another goes on with its own sum, too, and is no parameter.
PAST_BLOCKS = """\
import numpy as np
rng = np.random.default_rng(6)
X = rng.normal(size=(30, 4))
t = np.sin(X[:, :1])
W = [0.3 * rng.normal(size=(4, 4)) for _ in range(4)]
v = rng.normal(size=(4, 1))
for k in range(60):
    x, kept = X, []
    for w in W:
        h = np.tanh(x @ w)
        kept.append((x, h))
        x = x + h
    y = x @ v
    if k % 20 == 0:
        print(k, np.mean((y - t) ** 2) / 2)
    d = (y - t) / 30
    g = d @ v.T
    v = v - 0.2 * x.T @ d
    for n in (3, 2, 1, 0):
        x, h = kept[n]
        e = g * (1 - h * h)
        g = g + e @ W[n].T
        W[n] = W[n] - 0.2 * x.T @ e
"""


def test_a_bias_that_begins_at_the_mean_of_the_targets_is_trained(written):
    single = AT_THE_MEAN.replace(
        "np.log(t.mean(0) / (1 - t.mean(0)))", "np.array([np.log(t.sum() / (50 - t.sum()))])"
    )
    again = AT_THE_MEAN.replace("b -= 0.7 * d", "b = b - 0.7 * d")
    for right in (AT_THE_MEAN, single, again, PAST_BLOCKS):
        assert check_program(written(right)).verdict == "correct"
    for right in (AT_THE_MEAN, single, again):
        wrong = check_program(written(right.replace("d.sum(0)", "d.mean(0)")))
        assert [(one.finding.fault, one.line) for one in wrong.findings] == [("bias-mean-weights-sum", 13)]
    wrong = check_program(written(PAST_BLOCKS.replace("g * (1 - h * h)", "g * (1 - h)")))
    assert [one.line for one in wrong.findings] == [21]


# The gradient of a table of vectors begins with its penalty, and has rows of it added where they belong.
FROM_A_PENALTY = """\
import numpy as np
rng = np.random.default_rng(55)
who, what = rng.integers(0, 8, 60), rng.integers(0, 6, 60)
T = np.sin(who + 2.0 * what)
P, Q = rng.normal(0, 0.5, (8, 3)), rng.normal(0, 0.5, (6, 3))
W, b, v = rng.normal(0, 0.5, (6, 7)), np.zeros(7), rng.normal(0, 0.5, 7)
pull = 1e-3
for k in range(90):
    rows = rng.permutation(60)[:20]
    i, j = who[rows], what[rows]
    x = np.concatenate([P[i], Q[j]], axis=1)
    h = np.tanh(x @ W + b)
    d = (T[rows] - h @ v) / 20
    if k % 30 == 0:
        print(k, np.sum(d ** 2))
    e = d[:, None] * v * (1 - h * h)
    gx = e @ W.T
    gP, gQ = -pull * P, -pull * Q
    np.add.at(gP, i, gx[:, :3])
    np.add.at(gQ, j, gx[:, 3:])
    W = W + 0.2 * x.T @ e
    b = b + 0.2 * e.sum(axis=0)
    v = v + 0.2 * d @ h
    P, Q = P + 0.2 * gP, Q + 0.2 * gQ
"""


def test_a_gradient_that_begins_with_the_penalty_of_a_table_is_no_update_of_it(written):
    for right in (FROM_A_PENALTY, FROM_A_PENALTY.replace("-pull * P, -pull * Q", "-0.01 * P, -0.01 * Q")):
        assert check_program(written(right)).verdict == "correct"
        wrong = check_program(written(right.replace("(1 - h * h)", "(1 - x[:, :1] ** 2)")))
        assert [one.line for one in wrong.findings] == [16]
        wrong = check_program(written(right.replace("gx[:, 3:])", "gx[:, :3])")))
        assert [one.line for one in wrong.findings] == [20]


# No delta reaches the first layer: what its weights are moved by is a penalty alone, and no step in itself.
BY_A_PENALTY_ALONE = """\
import numpy as np
np.random.seed(16)
lam, rate = 0.001, 0.1
X = np.random.randn(40, 4)
X = (X - X.mean(0)) / X.std(0)
T = np.eye(3)[np.argmax(X[:, :3], axis=1)]
sizes = [4, 9, 7, 3]
W = [np.random.randn(m, n) * 0.5 for m, n in zip(sizes, sizes[1:])]
b = [np.zeros((1, n)) for n in sizes[1:]]
for k in range(100):
    acts = [X]
    for l in range(2):
        acts.append(np.tanh(acts[l] @ W[l] + b[l]))
    e = np.exp(acts[2] @ W[2] + b[2])
    acts.append(e / e.sum(axis=1, keepdims=True))
    back = [np.zeros_like(a) for a in acts]
    back[3] = (acts[3] - T) / 40
    for l in range(2, 1, -1):
        back[l] = (back[l + 1] @ W[l].T) * (1 - acts[l] ** 2)
    for l in range(3):
        dW = acts[l].T @ back[l + 1]
        dW += 0.5 * lam * np.sum(W[l] ** 2)
        W[l] -= rate * dW
        b[l] -= rate * back[l + 1].sum(axis=0, keepdims=True)
    if k % 20 == 0:
        print(-np.mean(np.sum(T * np.log(acts[3]), axis=1)) + 0.5 * lam * sum(np.sum(w ** 2) for w in W))
"""


def test_what_goes_on_after_a_step_that_was_none_is_what_it_was(written):
    found = check_program(written(BY_A_PENALTY_ALONE)).findings
    assert {one.finding.fault for one in found} == {
        "bias-summed-over-units-too",
        "delta-never-propagated",
        "regulariser-gradient",
    }


# What is done is worth what a copy of the network from before says; what is not done has no error.
WORTH = """\
import numpy as np
rng = np.random.default_rng(90)
seen = [(rng.normal(size=3), rng.integers(4), rng.normal(), rng.normal(size=3)) for _ in range(80)]
A, a = 0.5 * rng.normal(size=(3, 8)), np.zeros(8)
B, b = 0.5 * rng.normal(size=(8, 4)), np.zeros(4)
def worth(x, A, a, B, b):
    h = np.tanh(x @ A + a)
    return h, h @ B + b
kept = [w.copy() for w in (A, a, B, b)]
for k in range(200):
    few = [seen[n] for n in rng.integers(0, 80, 16)]
    x, done, paid, after = (np.array(one) for one in zip(*few))
    best = paid + 0.9 * worth(after, *kept)[1].max(axis=1)
    h, q = worth(x, A, a, B, b)
    due = q.copy()
    due[np.arange(16), done] = best
    d = (q - due) / 16
    e = d @ B.T * (1 - h * h)
    B -= 0.1 * h.T @ d
    b -= 0.1 * d.sum(0)
    A -= 0.1 * x.T @ e
    a -= 0.1 * e.sum(0)
    if k % 50 == 49:
        kept = [w.copy() for w in (A, a, B, b)]
        print(k, np.abs(q - due).max())
"""


def test_a_later_round_tells_a_copy_from_what_it_was_copied_of(written):
    for right in (WORTH, WORTH.replace("q - due", "due - q").replace("-= ", "+= ")):
        assert check_program(written(right)).verdict == "correct"
    assert check_program(written(WORTH.replace("(1 - h * h)", "(1 - h)"))).verdict != "correct"
