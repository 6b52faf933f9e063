"""pizarra check: mistakes that meet in one line, updates that are another's, and arrays of another pass."""

import pytest

from pizarra.program import check_program

pytestmark = pytest.mark.slow  # each runs a program, some of them several times

DEEP = """\
import numpy as np
rng = np.random.default_rng(6)
X, T = rng.normal(size=(24, 3)), rng.uniform(size=(24, 2))
sizes = [3, 5, 5, 2]
W = [rng.normal(size=(a, b)) * 0.6 for a, b in zip(sizes, sizes[1:])]
B = [rng.normal(size=b) * 0.2 for b in sizes[1:]]
def bend(z):
    return np.tanh(z)
def slope(z):
    return 1 - np.tanh(z) ** 2
for k in range(40):
    zs, hs = [], [X]
    for w, b in zip(W, B):
        zs.append(hs[-1] @ w + b)
        hs.append(bend(zs[-1]))
    print(0.5 * np.sum((hs[-1] - T) ** 2))
    error = hs[-1] - T
    gW, gB = [None] * 3, [None] * 3
    for i in (2, 1, 0):
        delta = error * slope(zs[i])
        gW[i], gB[i] = hs[i].T @ delta, delta.sum(0)
        error = delta @ W[i].T
    for i in range(3):
        W[i] = W[i] - 0.02 * gW[i]
        B[i] = B[i] - 0.02 * gB[i]
"""


def said(report):
    return {(f.finding.fault, f.source.strip()) for f in report.findings}


def test_the_two_halves_of_a_cotangent_are_told_apart(written):
    assert check_program(written(DEEP)).verdict == "correct"
    both = DEEP.replace("1 - np.tanh(z) ** 2", "np.tanh(z)").replace("error = delta @", "error = error @")
    assert said(check_program(written(both))) == {
        ("derivative-returns-the-value", "return np.tanh(z)"),
        ("error-passed-back-instead-of-delta", "error = error @ W[i].T"),
    }


def test_an_activation_that_was_written_over_is_told(written):
    text = """\
import numpy as np
rng = np.random.default_rng(7)
X, t = rng.normal(size=(30, 3)), (rng.random((30, 1)) > 0.5) * 1.0
A, B = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
for k in range(50):
    h = np.tanh(X @ A)
    y = 1 / (1 + np.exp(-(h @ B)))
    print(0.5 * np.sum((y - t) ** 2))
    error = y
    error -= t
    d = error * y * (1 - y)
    e = d @ B.T * (1 - h ** 2)
    B -= 0.05 * h.T @ d
    A -= 0.05 * X.T @ e
"""
    assert said(check_program(written(text))) == {("in-place-aliasing", "error -= t")}
    assert check_program(written(text.replace("error = y\n", "error = y.copy()\n"))).verdict == "correct"


FLAT = """\
import numpy as np
rng = np.random.default_rng(9)
X, T = rng.normal(size=(32, 3)), rng.normal(size=(32, 1))
A, a, B, b = rng.normal(size=(3, 4)), np.zeros(4), rng.normal(size=(4, 1)), np.zeros(1)
first = np.tanh(X[24:] @ A + a)
print(first.shape)
for k in range(60):
    for s in range(0, 32, 8):
        x, t = X[s:s + 8], T[s:s + 8]
        h = np.tanh(x @ A + a)
        y = h @ B + b
        print(np.mean((y - t) ** 2))
        d = 2 * (y - t) / len(x)
        e = d @ B.T * (1 - h ** 2)
        B -= 0.05 * h.T @ d
        b -= 0.05 * d.sum(axis=0)
        A -= 0.05 * x.T @ e
        a -= 0.05 * e.sum(axis=0)
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("b -= 0.05 * d.sum(axis=0)", "a -= 0.05 * d.sum(axis=0)", "wrong-parameter-updated"),
        (
            "b -= 0.05 * d.sum(axis=0)",
            "b -= 0.05 * (h.T @ d).sum(axis=0)",
            "bias-gradient-from-weight-gradient",
        ),
        ("b -= 0.05 * d.sum(axis=0)", "b -= 0.05 * d.mean(axis=0)", "bias-mean-weights-sum"),
        ("e = d @ B.T * (1 - h ** 2)", "e = d @ B.T * (1 - first ** 2)", "stale-or-undefined-variable"),
        ("A -= 0.05 * x.T @ e", "A -= 0.05 * X[8:16].T @ e", "wrong-sample-or-target"),
        ("A -= 0.05 * x.T @ e", "A -= 0.05 * x.T @ d", "wrong-layers-delta"),
        ("x, t = X[s:s + 8], T[s:s + 8]", "x, t = X[s:s + 8], T[24 - s:32 - s]", "wrong-sample-or-target"),
    ],
)
def test_what_is_another_parameters_passes_or_samples_is_told(written, old, new, fault):
    assert check_program(written(FLAT)).verdict == "correct"
    assert FLAT.count(old) == 1
    assert said(check_program(written(FLAT.replace(old, new)))) == {(fault, new)}


def test_rows_of_a_table_may_repeat_as_targets(written):
    text = """\
import numpy as np
rng = np.random.default_rng(10)
X, labels = rng.normal(size=(40, 3)), rng.integers(0, 3, 40)
Y = np.eye(3)[labels]
A, B = rng.normal(size=(3, 5)), rng.normal(size=(5, 3))
for k in range(30):
    order = rng.permutation(40)
    for s in range(0, 40, 8):
        x = X[order[s:s + 8]]
        t = Y[order[s:s + 8]]
        h = np.tanh(x @ A)
        z = h @ B
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        print(-np.mean(np.sum(t * np.log(p), axis=1)))
        d = (p - t) / len(x)
        e = d @ B.T * (1 - h ** 2)
        B -= 0.2 * h.T @ d
        A -= 0.2 * x.T @ e
"""
    assert check_program(written(text)).verdict == "correct"
    wrong = text.replace("t = Y[order[s:s + 8]]", "t = Y[s:s + 8]")
    assert said(check_program(written(wrong))) == {("wrong-sample-or-target", "t = Y[s:s + 8]")}


def test_sums_that_go_on_are_told_beside_what_is_wrong_in_the_first_round(written):
    text = """\
import numpy as np
rng = np.random.default_rng(8)
X, T = rng.normal(size=(24, 3)), rng.random(size=(24, 2))
A, B, C = rng.normal(size=(5, 3)), rng.normal(size=(5, 5)), rng.normal(size=(2, 5))
s = lambda z: 1 / (1 + np.exp(-z))
gA, gB, gC = np.zeros_like(A), np.zeros_like(B), np.zeros_like(C)
for k in range(20):
    for batch in range(0, 24, 6):
        for x, t in zip(X[batch:batch + 6], T[batch:batch + 6]):
            h = s(A @ x)
            g = s(B @ h)
            y = s(C @ g)
            d = y - t
            e = C.T @ d * g * (1 - g)
            f = B.T @ e * h * (1 - h)
            gC += np.outer(d, g)
            gB += np.outer(e, h)
            gA += np.outer(e, x)
        A = A - 0.1 * gA
        B = B - 0.1 * gB
        C = C - 0.1 * gC
"""
    found = check_program(written(text)).findings
    told = sorted((one.line, one.finding.fault) for one in found)
    assert told == [(6, "accumulator-not-reset"), (18, "wrong-layers-delta")]
    reset = text.replace("        for x, t", "        gA, gB, gC = 0 * gA, 0 * gB, 0 * gC\n        for x, t")
    assert [one.finding.fault for one in check_program(written(reset)).findings] == ["wrong-layers-delta"]


# Three layers of one width, as people write them first: nothing but names keeps the layers apart.
WIDE = """\
import numpy as np
rng = np.random.default_rng(21)
X, T = rng.normal(size=(20, 4)), rng.normal(size=(20, 4))
A, B, C = (rng.normal(scale=0.6, size=(4, 4)) for k in range(3))
b = rng.normal(size=4)
for k in range(60):
    h = np.tanh(X @ A)
    g = np.tanh(h @ B + b)
    y = g @ C
    print(0.5 * np.sum((y - T) ** 2))
    d = y - T
    above = d @ C.T
    e = above * (1 - g ** 2)
    f = (e @ B.T) * (1 - h ** 2)
    C = C - 0.01 * g.T @ d
    B = B - 0.01 * h.T @ e
    b = b - 0.01 * e.sum(axis=0)
    A = A - 0.01 * X.T @ f
"""


def test_an_update_of_other_weights_is_told_beside_a_wrong_gradient_and_a_wrong_base(written):
    assert check_program(written(WIDE)).verdict == "correct"
    changes = {
        "f = (e @ B.T) * (1 - h ** 2)": (
            "error-passed-back-instead-of-delta",
            "f = (above @ B.T) * (1 - h ** 2)",
        ),
        "B = B - 0.01 * h.T @ e": ("wrong-parameter-updated", "A = A - 0.01 * h.T @ e"),
    }
    wrong = WIDE
    for right, (_, other) in changes.items():
        wrong = wrong.replace(right, other)
    assert said(check_program(written(wrong))) == set(changes.values())
    based = ("wrong-base-in-update", "a = b - 0.01 * f.sum(axis=0)")
    biased = wrong.replace("X @ A)", "X @ A + a)").replace("b = rng", "a = rng.normal(size=4)\nb = rng")
    biased += f"    {based[1]}\n"
    assert said(check_program(written(biased))) == {based, *changes.values()}


def test_a_mask_that_a_function_leaves_out_by_giving_back_what_it_was_given_is_said_there(written):
    text = """\
import numpy as np
rng = np.random.default_rng(22)
X, T = rng.normal(size=(30, 3)), rng.normal(size=(30, 2))
class Linear:
    def __init__(self, n, m):
        self.W = rng.normal(size=(n, m))
    def forward(self, x):
        self.x = x
        return x @ self.W
    def backward(self, g):
        self.g = self.x.T @ g
        return g @ self.W.T
    def step(self):
        self.W -= 0.003 * self.g
class Bend:
    def forward(self, x):
        self.a = np.tanh(x)
        return self.a
    def backward(self, g):
        return g * (1 - self.a ** 2)
    def step(self):
        pass
class Drop:
    def forward(self, x):
        self.mask = (rng.random(x.shape) < 0.7) / 0.7
        return x * self.mask
    def backward(self, g):
        return g * self.mask
    def step(self):
        pass
layers = [Linear(3, 6), Bend(), Drop(), Linear(6, 2)]
for k in range(50):
    y = X
    for layer in layers:
        y = layer.forward(y)
    print(0.5 * np.sum((y - T) ** 2))
    g = y - T
    for layer in layers[::-1]:
        g = layer.backward(g)
    for layer in layers:
        layer.step()
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("return g * self.mask", "return g")))
    assert said(report) == {("dropout-mask-missing-backward", "return g")}


def test_an_error_of_before_a_loop_is_out_of_date_where_the_loop_takes_it(written):
    text = """\
import numpy as np
rng = np.random.default_rng(23)
X, T = rng.normal(size=(15, 3)), rng.normal(size=(15, 1))
A, B = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
h = np.tanh(X @ A)
error = h @ B - T
e = error @ B.T * (1 - h ** 2)
B = B - 0.02 * h.T @ error
A = A - 0.02 * X.T @ e
for k in range(60):
    h = np.tanh(X @ A)
    off = h @ B - T
    print(np.mean(off ** 2))
    d = 1.0 * off
    e = d @ B.T * (1 - h ** 2)
    B = B - 0.02 * h.T @ d
    A = A - 0.02 * X.T @ e
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("d = 1.0 * off", "d = 1.0 * error")))
    assert said(report) == {("stale-or-undefined-variable", "d = 1.0 * error")}


def test_samples_with_a_column_of_ones_are_held_against_their_targets(written):
    text = """\
import numpy as np
rng = np.random.default_rng(24)
X, T = rng.normal(size=(40, 3)), rng.normal(size=(40, 1))
A, B = rng.normal(size=(4, 5)), rng.normal(size=(6, 1))
def ones(M):
    return np.hstack([np.ones((len(M), 1)), M])
for k in range(30):
    order = rng.permutation(40)
    for s in range(0, 40, 8):
        some = order[s:s + 8]
        x = ones(X[some])
        t = T[some]
        g = np.tanh(x @ A)
        h = ones(g)
        d = h @ B - t
        print(np.sum(d ** 2) / 2)
        e = (d @ B.T)[:, 1:] * (1 - g ** 2)
        B -= 0.02 * h.T @ d
        A -= 0.02 * x.T @ e
"""
    assert check_program(written(text)).verdict == "correct"
    wrong = text.replace("t = T[some]", "t = T[s:s + 8]")
    assert said(check_program(written(wrong))) == {("wrong-sample-or-target", "t = T[s:s + 8]")}


def test_entries_that_a_function_writes_into_what_it_is_given_are_told(written):
    text = """\
import numpy as np
rng = np.random.default_rng(6)
X, T = rng.normal(size=(2, 20)), rng.normal(size=(1, 20))
A, B = rng.normal(size=(5, 2)), rng.normal(size=(1, 5))
def elu(z):
    low = z < 0
    z[low] = np.exp(z[low]) - 1
    return z
def slope(z):
    return np.where(z < 0, np.exp(z), 1.0)
def both(x):
    z = A @ x
    h = elu(z)
    return z, h, B @ h
for k in range(60):
    z, h, o = both(X)
    print(0.5 * np.sum((o - T) ** 2))
    d = (o - T) / 20
    e = B.T @ d * slope(z)
    B = B - 0.1 * d @ h.T
    A = A - 0.1 * e @ X.T
"""
    assert said(check_program(written(text))) == {("in-place-aliasing", "z[low] = np.exp(z[low]) - 1")}
    assert check_program(
        written(text.replace("elu(z)\n    return", "elu(z.copy())\n    return"))
    ).verdict == ("correct")
    taken = check_program(
        written(text.replace("elu(z)\n", "elu(z.copy())\n").replace("slope(z)\n", "slope(h)\n"))
    )
    assert {fault for fault, _ in said(taken)} == {"derivative-at-activation"}


def test_targets_that_were_filled_one_by_one_belong_to_their_samples(written):
    text = """\
import numpy as np
rng = np.random.default_rng(7)
kinds = rng.integers(0, 3, 30)
X = rng.normal(size=(3, 4))[kinds] + 0.1 * rng.normal(size=(30, 4))
T = np.zeros((30, 3))
for i in range(30):
    T[i, kinds[i]] = 1
A, B = rng.normal(size=(5, 4)), rng.normal(size=(3, 5))
for k in range(20):
    for n, i in enumerate(rng.permutation(30)):
        x = X[i]
        t = T[i]
        h = np.tanh(A @ x)
        e = np.exp(B @ h)
        d = e / e.sum() - t
        f = B.T @ d * (1 - h * h)
        B -= 0.1 * np.outer(d, h)
        A -= 0.1 * np.outer(f, x)
"""
    assert check_program(written(text)).verdict == "correct"
    assert said(check_program(written(text.replace("t = T[i]", "t = T[n]")))) == {
        ("wrong-sample-or-target", "t = T[n]")
    }


def test_a_layer_that_gives_back_its_pre_activation_is_told_beside_a_missing_penalty(written):
    text = """\
import numpy as np
rng = np.random.default_rng(25)
X, T = rng.normal(size=(6, 3)), rng.normal(size=(6, 1))
class Layer:
    def __init__(self, n, m):
        self.W = rng.normal(size=(m, n)) / np.sqrt(n)
        self.b = np.zeros(m)
    def forward(self, x):
        self.x = x
        self.z = self.W @ x + self.b
        self.a = np.tanh(self.z)
        return self.a
    def backward(self, g):
        d = g * (1 - self.a ** 2)
        self.gW += np.outer(d, self.x)
        self.gb += d
        return self.W.T @ d
class Last(Layer):
    def forward(self, x):
        self.x = x
        return self.W @ x + self.b
    def backward(self, g):
        self.gW += np.outer(g, self.x)
        self.gb += g
        return self.W.T @ g
layers = [Layer(3, 5), Layer(5, 4), Last(4, 1)]
for epoch in range(30):
    loss = 0.0
    for layer in layers:
        layer.gW, layer.gb = np.zeros(layer.W.shape), np.zeros(layer.b.shape)
    for x, t in zip(X, T):
        y = x
        for layer in layers:
            y = layer.forward(y)
        loss += 0.5 * np.sum((y - t) ** 2)
        g = y - t
        for layer in layers[::-1]:
            g = layer.backward(g)
    print(loss / len(X) + 0.01 * sum(np.sum(layer.W ** 2) for layer in layers))
    for layer in layers:
        layer.W -= 0.1 * (layer.gW / len(X) + 0.02 * layer.W)
        layer.b -= 0.1 * layer.gb / len(X)
"""
    assert check_program(written(text)).verdict == "correct"
    text = text.replace("return self.a", "return self.z").replace(" + 0.02 * layer.W)", ")")
    faults = {(f.finding.fault, f.source.strip()) for f in check_program(written(text)).findings}
    assert ("pre-activation-where-activation-belongs", "return self.z") in faults
    assert {fault for fault, _ in faults} == {
        "pre-activation-where-activation-belongs",
        "regulariser-gradient-missing",
    }


THREE = """\
import numpy as np
rng = np.random.default_rng(11)
X = rng.uniform(-1, 1, (2, 60))
c = (X[0] > 0) + 2 * (X[1] > 0)
T = (c == np.arange(4)[:, None]).astype(float)
U, u = rng.normal(size=(5, 2)), np.zeros((5, 1))
V, v = rng.normal(size=(5, 5)) / 2, np.zeros((5, 1))
W, w = rng.normal(size=(4, 5)) / 2, np.zeros((4, 1))
rate = 0.3
def predict(X):
    a = np.tanh(U @ X + u)
    b = np.tanh(V @ a + v)
    e = np.exp(W @ b + w)
    return a, b, e / e.sum(axis=0, keepdims=True)
for step in range(100):
    a, b, p = predict(X)
    d3 = (p - T) / 60
    d2 = W.T @ d3 * (1 - b ** 2)
    d1 = V.T @ d2 * (1 - a ** 2)
    U -= rate * d1 @ X.T
    V -= rate * d2 @ a.T
    W -= rate * d3 @ b.T
    u, v, w = [x - rate * d.sum(axis=1, keepdims=True) for x, d in ((u, d1), (v, d2), (w, d3))]
    print(-(T * np.log(predict(X)[-1])).sum() / 60)
"""


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([], []),
        # Most steps have the rate twice: it comes in where the others have it once.
        ([("d2 = W.T", "d2 = rate * W.T")], [("rate-inside-delta", "d2 = r")]),
        # Nothing is right by any loss: the one that is shown says which is meant, whatever its target is made by.
        (
            [("sum(axis=0", "sum(axis=1"), ("d2 @ a.T", "a @ d2.T")],
            [("softmax-wrong-axis", "return"), ("transposed-gradient", "V -= r")],
        ),
    ],
)
def test_a_network_of_three_layers_in_columns_is_read(written, changes, told):
    text = THREE
    for old, new in changes:
        text = text.replace(old, new, 1)
    report = check_program(written(text))
    assert [(f.finding.fault, f.source.strip()[:6]) for f in report.findings] == told


def test_a_bias_that_is_summed_of_its_weights_is_told_though_it_is_a_multiple(written):
    text = """\
import numpy as np
rng = np.random.default_rng(3)
X = np.array([[1, 1, 1, -1, 1], [-1, 1, 1, 1, 1], [1, -1, -1, -1, -1], [1, 1, -1, 1, -1.0]])
T = rng.normal(size=(4, 2))
W, b, V, c = rng.normal(size=(4, 5)), np.zeros(4), rng.normal(size=(2, 4)), np.zeros(2)
for step in range(30):
    for x, t in zip(X, T):
        h = np.tanh(W @ x + b)
        d = V @ h + c - t
        e = V.T @ d * (1 - h * h)
        gW = np.outer(e, x)
        gb = gW.sum(axis=1)
        V -= 0.1 * np.outer(d, h)
        c -= 0.1 * d
        W -= 0.1 * gW
        b -= 0.1 * gb
"""
    report = check_program(written(text))
    assert [(f.finding.fault, f.line) for f in report.findings] == [
        ("bias-gradient-from-weight-gradient", 12)
    ]
    assert check_program(written(text.replace("gW.sum(axis=1)", "e"))).verdict == "correct"


def test_sums_that_go_on_and_a_loop_that_ends_too_early_are_told_together(written):
    text = """\
import numpy as np
rng = np.random.default_rng(26)
data = [(x, x[:1] * x[1:2]) for x in rng.normal(size=(8, 3))]
layers = [{"W": rng.normal(size=(m, n)), "dW": np.zeros((m, n))} for n, m in ((3, 5), (5, 4), (4, 1))]
def ahead(x):
    for layer in layers[:-1]:
        layer["x"] = x
        x = np.tanh(layer["W"] @ x)
    layers[-1]["x"] = x
    return layers[-1]["W"] @ x
def back(d):
    for k in range(len(layers) - 1, -1, -1):
        layer = layers[k]
        layer["dW"] += np.outer(d, layer["x"])
        d = (layer["W"].T @ d) * (1 - layer["x"] ** 2)
for epoch in range(40):
    for layer in layers:
        layer["dW"] = np.zeros(layer["W"].shape)
    loss = 0.0
    for x, t in data:
        y = ahead(x)
        loss += 0.5 * np.sum((y - t) ** 2)
        back(y - t)
    print(loss)
    for layer in layers:
        layer["W"] = layer["W"] - 0.02 * layer["dW"]
"""
    assert check_program(written(text)).verdict == "correct"
    loop = "for k in range(len(layers) - 1, 0, -1):"
    early = text.replace("for k in range(len(layers) - 1, -1, -1):", loop)
    reset = '    for layer in layers:\n        layer["dW"] = np.zeros(layer["W"].shape)\n'
    assert early.count(reset) == 1
    assert said(check_program(written(early.replace(reset, "")))) == {
        ("delta-never-propagated", loop),
        ("accumulator-not-reset", 'layer["dW"] += np.outer(d, layer["x"])'),
    }


def test_a_slope_that_is_right_at_another_call_is_wrong_where_it_is_called(written):
    text = """\
import numpy as np
rng = np.random.default_rng(27)
X, T = rng.normal(size=(20, 3)), (rng.random((20, 2)) > 0.5) * 1.0
A, B = rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
def slope(a):
    return a * (1 - a)
for k in range(50):
    h = np.tanh(X @ A)
    y = 1 / (1 + np.exp(-(h @ B)))
    print(0.5 * np.sum((y - T) ** 2))
    d = (y - T) * slope(y)
    e = d @ B.T * (1 - h ** 2)
    B -= 0.05 * h.T @ d
    A -= 0.05 * X.T @ e
"""
    assert check_program(written(text)).verdict == "correct"
    wrong = "e = d @ B.T * slope(h)"
    report = check_program(written(text.replace("e = d @ B.T * (1 - h ** 2)", wrong)))
    assert said(report) == {("wrong-activations-derivative", wrong)}


@pytest.mark.parametrize("first", ["s(np.tanh(X @ A) @ B)", "s(np.tanh(X @ A) @ (B + 0.5))"])
def test_a_slope_of_a_prediction_of_before_the_loop_is_out_of_date(written, first):
    text = f"""\
import numpy as np
rng = np.random.default_rng(28)
X, T = rng.normal(size=(20, 3)), (rng.random((20, 1)) > 0.5) * 1.0
A, B = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
def s(v):
    return 1 / (1 + np.exp(-v))
before = {first}
print(before.mean())
for k in range(50):
    h = np.tanh(X @ A)
    y = s(h @ B)
    print(0.5 * np.sum((y - T) ** 2))
    d = (y - T) * y * (1 - y)
    e = d @ B.T * (1 - h ** 2)
    B = B - 0.3 * h.T @ d
    A = A - 0.3 * X.T @ e
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("y * (1 - y)", "before * (1 - before)")))
    assert said(report) == {("stale-or-undefined-variable", "d = (y - T) * before * (1 - before)")}


# The slope is wrong below, so that nothing there is right; beside it, a bias's step goes to another one.
ELSEWHERE = """\
import numpy as np
rng = np.random.default_rng(4)
X, T = rng.normal(size=(3, 30)), rng.normal(size=(2, 30))
net = [(rng.normal(size=(q, p)), rng.normal(size=(q, 1))) for p, q in [(3, 5), (5, 5), (5, 2)]]
def leaky(z):
    return np.where(z > 0, z, 0.1 * z)
def slope(z):
    return np.where(z > 0, SLOPE, 0.1)
for k in range(80):
    (W1, b1), (W2, b2), (W3, b3) = net
    z1 = W1 @ X + b1
    z2 = W2 @ leaky(z1) + b2
    y = W3 @ leaky(z2) + b3
    print(((y - T) ** 2).mean() / 2)
    d3 = (y - T) / T.size
    d2 = W3.T @ d3 * slope(z2)
    d1 = W2.T @ d2 * slope(z1)
    s = [d.sum(1, keepdims=True) for d in (d1, d2, d3)]
    net = [
        (W1 - 0.1 * d1 @ X.T, b1 - 0.1 * s[0]),
        (W2 - 0.1 * d2 @ leaky(z1).T, BASE - 0.1 * s[1]),
        (W3 - 0.1 * d3 @ leaky(z2).T, b3 - 0.1 * s[2]),
    ]
"""
TWICE = """\
import numpy as np
rng = np.random.default_rng(4)
X, T = rng.normal(size=(30, 3)), rng.normal(size=(30, 1))
W, b, V, c = rng.normal(size=(3, 6)), rng.normal(size=(1, 6)), rng.normal(size=(6, 1)), np.zeros((1, 1))
for k in range(80):
    z = X @ W + b
    h = np.where(z > 0, z, 0.1 * z)
    y = h @ V + c
    print(((y - T) ** 2).mean() / 2)
    d = (y - T) / 30
    e = d @ V.T * np.where(z > 0, SLOPE, 0.1)
    V = V - 0.1 * h.T @ d
    BASE = BASE - 0.1 * d.sum(0, keepdims=True)
    W = W - 0.1 * X.T @ e
    b = b - 0.1 * e.sum(0, keepdims=True)
"""


@pytest.mark.parametrize("slope", ["1.0", "z"])
def test_a_step_that_goes_elsewhere_is_told_beside_another_mistake(written, slope):
    also = [] if slope == "1.0" else [("derivative-returns-the-value", 8)]
    report = check_program(written(ELSEWHERE.replace("SLOPE", slope).replace("BASE", "b1")))
    assert sorted((f.finding.fault, f.line) for f in report.findings) == [*also, ("wrong-base-in-update", 21)]
    text = TWICE.replace("SLOPE", slope)
    report = check_program(written(text.replace("BASE", "b")))
    faults = {(f.finding.fault, f.line) for f in report.findings if f.line != 11}
    assert faults == {("wrong-parameter-updated", 13)}, report.text()
    if slope == "1.0":
        assert (
            check_program(written(ELSEWHERE.replace("SLOPE", "1.0").replace("BASE", "b2"))).verdict
            == "correct"
        )
        assert check_program(written(text.replace("BASE", "c"))).verdict == "correct"


# The activation is made in the place of the sum, under a name of its own.
SWISH = """\
import numpy as np
rng = np.random.default_rng(4)
X, T = rng.normal(size=(3, 30)), rng.normal(size=(1, 30))
W, V = rng.normal(size=(6, 3)), rng.normal(size=(1, 6))
def s(z):
    return 1 / (1 + np.exp(-z))
def slope(z):
    return s(z) + z * s(z) * (1 - s(z))
for k in range(80):
    Z = W @ X
    H = Z.copy()
    H *= s(Z)
    E = (V @ H - T) / 30
    D = V.T @ E * slope(Z)
    V, W = V - 0.1 * E @ H.T, W - 0.1 * D @ X.T
"""


def test_what_is_written_over_under_another_name_is_told_where_that_is_done(written):
    assert check_program(written(SWISH)).verdict == "correct"
    report = check_program(written(SWISH.replace(".copy()", "")))
    assert [(f.finding.fault, f.line) for f in report.findings] == [("in-place-aliasing", 12)], report.text()


# What the network is to learn is simulated, step by step: a speed that changes by what it is itself.
SPRING = """\
import numpy as np
rng = np.random.default_rng(4)
def swing(at, speed, k):
    for _ in range(20):
        force = -k * at - 0.4 * speed
        speed = speed + 0.02 * force
        at = at + 0.02 * speed
    return at, speed
at, speed, k = rng.uniform(-1, 1, 30), rng.uniform(-1, 1, 30), rng.uniform(1, 8, 30)
X, T = np.column_stack([at, speed, k]), np.column_stack(swing(at, speed, k))
W, V = rng.normal(size=(3, 6)), rng.normal(size=(6, 2))
for i in range(80):
    h = np.tanh(X @ W)
    d = (h @ V - T) / 30
    print((d ** 2).sum())
    e = d @ V.T * (1 - h * h)
    V -= 0.1 * h.T @ d
    W -= 0.1 * X.T @ e
print(swing(0.5, 0.0, 4.5))
"""


def test_what_is_simulated_is_not_trained(written):
    report = check_program(written(SPRING))
    assert report.verdict == "correct", report.text()


# Two towers of the same weights, whose results meet; the loss, of a forward pass of its own, keeps logarithms finite.
TOWERS = """\
import numpy as np
rng = np.random.default_rng(4)
A, B = rng.normal(size=(30, 4)), rng.normal(size=(30, 4))
t = (A[:, 0] * B[:, 0] > 0).astype(float)
W, v, c = rng.normal(size=(4, 6)), rng.normal(size=6), 0.1
def out():
    f, g = np.tanh(A @ W), np.tanh(B @ W)
    return f, g, 1 / (1 + np.exp(-((f * g) @ v + c)))
def loss():
    y = out()[2]
    return -np.mean(t * np.log(y + 1e-12) + (1 - t) * np.log(1 - y + 1e-12))
for k in range(80):
    if k % 20 == 0:
        print(loss())
    f, g, y = out()
    d = (y - t) / 30
    e = np.outer(d, v) * g * (1 - f ** 2)
    s = np.outer(d, v) * f * (1 - g ** 2)
    step = A.T @ e + B.T @ s
    W, v, c = W - 0.8 * step, v - 0.8 * (f * g).T @ d, c - 0.8 * d.sum()
"""


def test_weights_that_are_used_twice_have_two_paths(written):
    assert check_program(written(TOWERS)).verdict == "correct"
    report = check_program(written(TOWERS.replace(" + B.T @ s", "")))
    assert [(f.finding.fault, f.line) for f in report.findings] == [("missing-paths", 19)], report.text()


IN_TURN = """\
import numpy as np
rng = np.random.default_rng(12)
X = rng.uniform(-2, 2, (30, 2))
t = np.sin(X[:, :1]) * X[:, 1:]
A, a, B, b = rng.normal(size=(2, 7)), np.zeros(7), rng.normal(size=(7, 1)), np.zeros(1)
for turn in range(80):
    h = np.tanh(X @ A + a)
    d = (h @ B + b - t) / 30
    if turn % 2:
        e = d @ B.T * (1 - h ** 2)
        A -= 0.2 * X.T @ e
        a -= 0.2 * e.sum(axis=0)
    else:
        B -= 0.2 * h.T @ d
        b -= 0.2 * d.sum(axis=0)
"""
AGAINST = """\
import numpy as np
rng = np.random.default_rng(6)
A, a, B = rng.normal(size=(2, 5)), np.zeros(5), rng.normal(size=(5, 1))
C, c, D = rng.normal(size=(1, 6)), np.zeros(6), rng.normal(size=(6, 1))
def make(z):
    h = np.tanh(z @ A + a)
    return h, h @ B
def tell(x):
    h = np.tanh(x @ C + c)
    return h, 1 / (1 + np.exp(-h @ D))
for turn in range(60):
    x = np.vstack([rng.normal(2, 1, (20, 1)), make(rng.normal(size=(20, 2)))[1]])
    h, p = tell(x)
    d = (p - np.repeat([[1.0], [0.0]], 20, axis=0)) / 20
    e = d @ D.T * (1 - h ** 2)
    D = D - 0.1 * h.T @ d
    C, c = C - 0.1 * x.T @ e, c - 0.1 * e.sum(axis=0)
    z = rng.normal(size=(20, 2))
    g, x = make(z)
    h, p = tell(x)
    d = (p - 1) / 20
    dx = (d @ D.T * (1 - h ** 2)) @ C.T
    e = dx @ B.T * (1 - g ** 2)
    B = B - 0.1 * g.T @ dx
    A, a = A - 0.1 * z.T @ e, a - 0.1 * e.sum(axis=0)
"""


@pytest.mark.parametrize(
    ("text", "line"), [(IN_TURN, 10), (AGAINST, 23)], ids=["every other round", "one against the other"]
)
def test_layers_may_be_trained_in_turn_each_by_a_forward_pass_of_its_own(written, text, line):
    assert check_program(written(text)).verdict == "correct"
    slope = "(1 - h ** 2)" if line == 10 else "(1 - g ** 2)"
    report = check_program(written(text.replace(slope, slope.replace(" ** 2", ""))))
    assert [(f.line, f.finding.fault) for f in report.findings] == [(line, "derivative-incomplete")], (
        report.text()
    )


KEPT_BODY = """\
import numpy as np
rng = np.random.default_rng(8)
X = rng.normal(size=(40, 3))
P, Q = (np.eye(n)[rng.integers(0, n, 40)] for n in (3, 2))
W, b = rng.normal(size=(3, 6)), np.zeros(6)
V, c = rng.normal(size=(6, 3)), np.zeros(3)
U, a = rng.normal(size=(6, 2)), np.zeros(2)
def shares(s):
    e = np.exp(s - s.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)
for k in range(50):
    h = np.tanh(X @ W + b)
    d = (shares(h @ V + c) - P) / 40
    e = (d @ V.T) * (1 - h ** 2)
    V -= 0.5 * h.T @ d
    c -= 0.5 * d.sum(0)
    W -= 0.5 * X.T @ e
    b -= 0.5 * e.sum(0)
for k in range(50):
    h = np.tanh(X @ W + b)
    g = (shares(h @ U + a) - Q) / 40
    U -= 0.5 * h.T @ g
    a -= 0.5 * g.sum(0)
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("(1 - h ** 2)", "(1 - h)", "derivative-incomplete"),
        ("a -= 0.5 * g.sum(0)", "a -= 0.5 * g.sum()", "bias-summed-over-units-too"),
        ("a -= 0.5 * g.sum(0)", "a += 0.5 * g.sum(0)", "sign-flipped"),
    ],
)
def test_a_head_that_learns_after_its_body_is_a_network_of_its_own(written, old, new, fault):
    assert check_program(written(KEPT_BODY)).verdict == "correct"
    found = check_program(written(KEPT_BODY.replace(old, new))).findings
    assert [(f.finding.fault, new in f.source) for f in found] == [(fault, True)]


BY_LAST_PASS = """\
import numpy as np
rng = np.random.default_rng(14)
X = rng.normal(size=(60, 2))
t = (np.sum(X ** 2, axis=1, keepdims=True) > 1.2) * 1.0
W, b, V, c = rng.normal(size=(2, 6)), rng.normal(size=6), rng.normal(size=(6, 1)), np.zeros(1)
def squash(z):
    return 1 / (1 + np.exp(-z))
h = np.tanh(X @ W + b)
y = squash(h @ V + c)
for k in range(200):
    # begin
    d = (y - t) * y * (1 - y) / 60
    e = d @ V.T * (1 - h ** 2)
    V -= 0.5 * h.T @ d
    c -= 0.5 * d.sum(axis=0)
    # middle
    W -= 0.5 * X.T @ e
    b -= 0.5 * e.sum(axis=0)
    # end
    if k % 50 == 0:
        print(k, np.mean((y - t) ** 2))
"""
HIDDEN, GIVEN = "h = np.tanh(X @ W + b)", "y = squash(h @ V + c)"


@pytest.mark.parametrize(
    ("begin", "middle", "end", "line"),
    [
        ("", "", f"{HIDDEN}; {GIVEN}", None),
        (HIDDEN, "", f"{HIDDEN}; {GIVEN}", None),
        (f"{HIDDEN}; {GIVEN}", "", "y = squash(np.tanh(X @ W + b) @ V + c)", None),
        (HIDDEN, "", GIVEN, 12),
        ("", "", GIVEN, 12),
        ("", f"{HIDDEN}; {GIVEN}", "", 12),
        (GIVEN, "", "", 11),
        (GIVEN, HIDDEN, "", 11),
    ],
)
def test_a_forward_pass_serves_the_next_round_only_if_nothing_is_updated_after_it(
    written, begin, middle, end, line
):
    text = BY_LAST_PASS
    for place, instead in (("# begin", begin), ("# middle", middle), ("# end", end)):
        text = text.replace(place, instead or place)
    found = [(f.line, f.finding.fault) for f in check_program(written(text)).findings]
    assert found == ([] if line is None else [(line, "stale-or-undefined-variable")])


SQUARE_LAYERS = """\
import numpy as np
rng = np.random.default_rng(12)
X, T = rng.normal(size=(30, 3)), rng.uniform(size=(30, 2))
A, B, C = [rng.normal(size=s) * 0.7 for s in ((3, 5), (5, 5), (5, 2))]
for k in range(40):
    u = X @ A
    h = np.tanh(u)
    v = h @ B
    g = np.tanh(v)
    w = g @ C
    print(0.5 * np.sum((w - T) ** 2))
    dw = w - T
    dv = (dw @ C.T) * (1 - np.tanh(v) ** 2)
    du = (dv @ B.T) * (1 - np.tanh(u) ** 2)
    dC = g.T @ dw
    dB = h.T @ dv
    dA = X.T @ du
    C -= 0.01 * dC
    B -= 0.01 * dB
    A -= 0.01 * dA
"""


def test_a_gradient_turned_is_told_beside_a_wrong_forward_pass(written):
    assert check_program(written(SQUARE_LAYERS)).verdict == "correct"
    turned = SQUARE_LAYERS.replace("dB = h.T @ dv", "dB = dv.T @ h")
    assert said(check_program(written(turned))) == {("transposed-gradient", "dB = dv.T @ h")}
    both = turned.replace("w = g @ C", "w = v @ C")
    assert said(check_program(written(both))) == {
        ("pre-activation-where-activation-belongs", "w = v @ C"),
        ("transposed-gradient", "dB = dv.T @ h"),
    }


ENTRY_BY_ENTRY = """\
import numpy as np
rng = np.random.default_rng(3)
X, T = rng.uniform(size=(8, 3)), rng.uniform(size=(8, 2))
A, B = rng.normal(size=(3, 3)), rng.normal(size=(3, 2))
a = np.zeros(3)
rate = 0.5
for k in range(40):
    loss = 0
    for x, t in zip(X, T):
        h, y, d, e = np.zeros(3), np.zeros(2), np.zeros(2), np.zeros(3)
        for j in range(3):
            z = a[j]
            for i in range(3):
                z += x[i] * A[i, j]
            h[j] = np.tanh(z)
        for m in range(2):
            z = 0
            for j in range(3):
                z += h[j] * B[j, m]
            y[m] = 1 / (1 + np.exp(-z))
            loss += 0.5 * (y[m] - t[m]) ** 2
            d[m] = (y[m] - t[m]) * y[m] * (1 - y[m])
        for j in range(3):
            s = 0
            for m in range(2):
                s += d[m] * B[j, m]
            e[j] = s * (1 - h[j] ** 2)
        for j in range(3):
            for m in range(2):
                B[j, m] -= rate * d[m] * h[j]
        for i in range(3):
            for j in range(3):
                A[i, j] -= rate * e[j] * x[i]
        for j in range(3):
            a[j] -= rate * e[j]
    print(loss)
"""


@pytest.mark.parametrize("line", ["rate * e[i] * x[j]", "x[j] * e[i] * rate", "rate * x[j] * e[i]"])
def test_exchanged_indices_of_single_weights_are_a_gradient_turned(written, line):
    turned = ENTRY_BY_ENTRY.replace("rate * e[j] * x[i]", line)
    wrong = ("transposed-gradient", f"A[i, j] -= {line}")
    assert said(check_program(written(turned))) == {wrong}


def test_exchanged_indices_are_told_beside_a_sum_passed_back_in_part(written):
    both = ENTRY_BY_ENTRY.replace("e[j] * x[i]", "e[i] * x[j]").replace("s += d[m]", "s = d[m]")
    assert said(check_program(written(both))) == {
        ("transposed-gradient", "A[i, j] -= rate * e[i] * x[j]"),
        ("missing-paths", "s = d[m] * B[j, m]"),
    }


def test_indices_in_another_order_are_right(written):
    assert check_program(written(ENTRY_BY_ENTRY)).verdict == "correct"
    other = ENTRY_BY_ENTRY.replace("A[i, j]", "A[j, i]")
    assert check_program(written(other)).verdict == "correct"


def test_the_error_that_is_divided_first_is_passed_back_in_the_place_of_the_delta(written):
    text = SQUARE_LAYERS.replace("    w = g @ C", "    w = 1 / (1 + np.exp(-(g @ C)))")
    text = text.replace("0.5 * np.sum((w - T) ** 2)", "0.5 * np.sum((w - T) ** 2) / 30")
    text = text.replace("dw = w - T", "error = w - T; dw = error * w * (1 - w) / 30")
    assert check_program(written(text)).verdict == "correct"
    wrong = text.replace("(dw @ C.T)", "(error / 30 @ C.T)")
    found = said(check_program(written(wrong)))
    assert {fault for fault, _ in found} == {"error-passed-back-instead-of-delta"}


# A hidden layer's cotangent summed up in loops, term by term, one sample at a time.
LOOPED = """\
import numpy as np
rng = np.random.default_rng(8)
X, T = rng.normal(size=(20, 3)), rng.random(size=(20, 3))
V, W = rng.normal(size=(4, 3)), rng.normal(size=(3, 4))
h, o, d, e = np.zeros(4), np.zeros(3), np.zeros(3), np.zeros(4)
def forward(x):
    for j in range(4):
        h[j] = np.tanh(sum(V[j, i] * x[i] for i in range(3)))
    for k in range(3):
        o[k] = sum(W[k, j] * h[j] for j in range(4))
def backward(t):
    for k in range(3):
        d[k] = o[k] - t[k]
    for j in range(4):
        total = 0
        for k in range(3):
            total += d[k] * W[k, j]
        e[j] = total * (1 - h[j] ** 2)
def step(x):
    for k in range(3):
        for j in range(4):
            W[k, j] -= 0.1 * d[k] * h[j]
    for j in range(4):
        for i in range(3):
            V[j, i] -= 0.1 * e[j] * x[i]
for _ in range(30):
    for x, t in zip(X, T):
        forward(x)
        print(0.5 * np.sum((o - t) ** 2))
        backward(t)
        step(x)
"""


def test_a_sum_that_is_replaced_term_by_term_is_told_where_that_is_done(written):
    assert check_program(written(LOOPED)).verdict == "correct"
    replaced = check_program(written(LOOPED.replace("total += d", "total = d")))
    assert said(replaced) == {("missing-paths", "total = d[k] * W[k, j]")}
    shorter = check_program(
        written(
            LOOPED.replace("for k in range(3):\n            total", "for k in range(2):\n            total")
        )
    )
    assert {fault for fault, _ in said(shorter)} == {"missing-paths"}
    assert said(shorter) != {("missing-paths", "total = d[k] * W[k, j]")}


# A bend that writes into what it is given, under another name than that by which the slope takes it.
BENT = """\
import numpy as np
rng = np.random.default_rng(4)
X, T = rng.normal(size=(30, 3)), rng.random(size=(30, 1))
A, B = rng.normal(size=(3, 5)), rng.normal(size=(5, 1))
def elu(v):
    v = v.copy()
    low = v < 0
    v[low] = np.exp(v[low]) - 1
    return v
def slope(v):
    return np.where(v < 0, np.exp(v), 1.0)
for k in range(60):
    z1 = X @ A
    a1 = elu(z1)
    o = 1 / (1 + np.exp(-(a1 @ B)))
    error = o - T
    print(0.5 * np.mean(error**2))
    d = error * o * (1 - o)
    e = (d @ B.T) * slope(z1)
    B -= 0.1 * a1.T @ d / 30
    A -= 0.1 * X.T @ e / 30
"""


def test_what_is_changed_in_its_place_is_told_there_whatever_it_is_called(written):
    assert check_program(written(BENT)).verdict == "correct"
    changed = ("in-place-aliasing", "v[low] = np.exp(v[low]) - 1")
    over = BENT.replace("    v = v.copy()\n", "")
    assert said(check_program(written(over))) == {changed}
    both = check_program(written(over.replace("(d @ B.T)", "(error @ B.T)")))
    assert {fault for fault, _ in said(both)} == {"in-place-aliasing", "error-passed-back-instead-of-delta"}
    assert changed in said(both)
    taken = check_program(written(BENT.replace("slope(z1)", "slope(a1)")))
    assert {fault for fault, _ in said(taken)} == {"derivative-at-activation"}


# Rows of a list that a loop has named before the training: the last one of them goes by that name from then on.
ROWS = """\
from math import tanh
from random import Random
dice = Random(5)
raw = [(3, 1, 7), (4, 6, 1), (9, 2, 4), (6, 8, 3), (2, 5, 8), (8, 7, 2)]
rows = []
for a, b, c in raw:
    x = [(a - 2) / 7, (b - 1) / 7]
    rows.append((x, c / 8))
V = [[dice.gauss(0, 0.8) for j in range(3)] for i in range(2)]
c = [dice.gauss(0, 0.2) for j in range(3)]
U = [dice.gauss(0, 0.8) for j in range(3)]
def ahead(given):
    h = []
    for j in range(3):
        s = c[j]
        for i in range(2):
            s += given[i] * V[i][j]
        h.append(tanh(s))
    return h, sum(h[j] * U[j] for j in range(3))
for epoch in range(60):
    total = 0
    for row, t in rows:
        h, y = ahead(row)
        off = y - t
        total += off * off
        blame = [off * U[j] * (1 - h[j] ** 2) for j in range(3)]
        for j in range(3):
            U[j] -= 0.1 * off * h[j]
        for j in range(3):
            for i in range(2):
                V[i][j] -= 0.1 * blame[j] * row[i]
            c[j] -= 0.1 * blame[j]
    print(total)
"""


@pytest.mark.parametrize(
    ("given", "before", "after", "fault"),
    [
        ("x[i]", "", "", "stale-or-undefined-variable"),
        ("last[i]", "last = rows[-1][0]\n", "        last = row\n", "stale-or-undefined-variable"),
        ("rows[0][0][i]", "", "", "wrong-sample-or-target"),
        ("h[i]", "", "", "own-activation-instead-of-input"),
    ],
)
def test_another_row_than_the_one_that_went_in_is_told_where_weights_are_single_numbers(
    written, given, before, after, fault
):
    text = ROWS.replace("for epoch", before + "for epoch").replace(
        "    print(total)", after + "    print(total)"
    )
    assert check_program(written(text)).verdict == "correct"
    told = said(check_program(written(text.replace("blame[j] * row[i]", f"blame[j] * {given}"))))
    assert told == {(fault, f"V[i][j] -= 0.1 * blame[j] * {given}")}


# Two layers of one size, so that the bias of one may take the step of the other.
TAKEN = """\
import numpy as np
rng = np.random.default_rng(17)
X, T = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
A, B, C = rng.normal(size=(3, 4)), rng.normal(size=(4, 4)), rng.normal(size=(4, 2))
p, q, r = np.zeros(4), np.zeros(4), np.zeros(2)
for k in range(40):
    h = np.tanh(X @ A + p)
    g = np.tanh(h @ B + q)
    y = g @ C + r
    print(0.5 * np.sum((y - T) ** 2))
    d = y - T
    e = d @ C.T * (1 - g**2)
    f = e @ B.T * (1 - h**2)
    C = C - 0.01 * g.T @ d
    r = r - 0.01 * d.sum(0)
    B = B - 0.01 * h.T @ e
    q = q - 0.01 * e.sum(0)
    A = A - 0.01 * X.T @ f
    p = p - 0.01 * f.sum(0)
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("p = p - 0.01 * f.sum(0)", "q = q - 0.01 * f.sum(0)"),
        ("q = q - 0.01 * e.sum(0)", "p = p - 0.01 * e.sum(0)"),
    ],
)
def test_a_step_of_another_bias_is_told_beside_a_wrong_slope_above_both(written, old, new):
    assert check_program(written(TAKEN)).verdict == "correct"
    slope = TAKEN.replace("(1 - g**2)", "(1 - np.tanh(g) ** 2)")
    wrong = ("derivative-at-activation", "e = d @ C.T * (1 - np.tanh(g) ** 2)")
    assert said(check_program(written(slope))) == {wrong}
    both = said(check_program(written(slope.replace(old, new))))
    assert both == {wrong, ("wrong-parameter-updated", new)}
    never = said(check_program(written(slope.replace("    p = p - 0.01 * f.sum(0)\n", ""))))
    assert never == {wrong, ("bias-never-updated", "p, q, r = np.zeros(4), np.zeros(4), np.zeros(2)")}


# A penalty that only the way back shows, beside an error that is passed back unbent and means for sums.
PULLED = """\
import numpy as np
rng = np.random.default_rng(21)
X, T = rng.uniform(-1, 1, size=(40, 2)), rng.uniform(-0.9, 0.9, size=(40, 1))
layers = [[rng.normal(size=s) * 0.7, np.zeros((1, s[1]))] for s in ((2, 8), (8, 6), (6, 1))]
def outputs():
    a = [X]
    for W, b in layers:
        a.append(np.tanh(a[-1] @ W + b))
    return a
for k in range(60):
    a = outputs()
    g, steps = a[-1] - T, []
    for (W, b), x, y in zip(layers[::-1], a[-2::-1], a[:0:-1]):
        d = g * (1 - y**2)
        dW = x.T @ d + 0.04 * W
        db = d.sum(axis=0, keepdims=True)
        g = d @ W.T
        steps.append((dW, db))
    for layer, (dW, db) in zip(layers[::-1], steps):
        layer[0] -= 0.01 * dW
        layer[1] -= 0.01 * db
    print(0.5 * np.sum((outputs()[-1] - T) ** 2) + 0.02 * sum(np.sum(W**2) for W, _ in layers))
"""


def test_a_wrong_penalty_is_told_beside_others(written):
    assert check_program(written(PULLED)).verdict == "correct"
    changes = {
        "dW = x.T @ d + 0.04 * W": ("dW = x.T @ d + 0.04 * W**2 / 2", "regulariser-gradient"),
        "g = d @ W.T": ("g = g @ W.T", "error-passed-back-instead-of-delta"),
        "db = d.sum(": ("db = d.mean(", "bias-mean-weights-sum"),
    }
    text = PULLED
    for old, (new, _) in changes.items():
        text = text.replace(old, new)
    assert {fault for fault, _ in said(check_program(written(text)))} == {
        fault for _, fault in changes.values()
    }
    assert ("regulariser-gradient", "dW = x.T @ d + 0.04 * W**2 / 2") in said(check_program(written(text)))


# A straight line before the training leaves its predictions under a name; the targets are a row where they are turned.
BEFORE = """\
import numpy as np
rng = np.random.default_rng(2)
X = rng.normal(size=(30, 3))
T = np.sin(X[:, :1]) + X[:, 1:2]
line = X @ np.linalg.lstsq(X, T, rcond=None)[0]
print(np.mean((line - T) ** 2))
A, a = rng.normal(size=(3, 5)), np.zeros((1, 5))
B, b = rng.normal(size=(5, 1)), np.zeros((1, 1))
for k in range(60):
    h = np.tanh(X @ A + a)
    y = h @ B + b
    e = y - T
    print(np.mean(e**2))
    d = 2 * (y - T) / 30
    f = d @ B.T * (1 - h**2)
    B = B - 0.1 * h.T @ d
    b = b - 0.1 * d.sum(0, keepdims=True)
    A = A - 0.1 * X.T @ f
    a = a - 0.1 * f.sum(0, keepdims=True)
"""


def test_an_error_of_what_the_program_had_before_the_training_is_stale(written):
    assert check_program(written(BEFORE)).verdict == "correct"
    stale = BEFORE.replace("2 * (y - T) / 30", "2 * (line - T) / 30")
    assert said(check_program(written(stale))) == {("stale-or-undefined-variable", "d = 2 * (line - T) / 30")}
    other = BEFORE.replace("2 * (y - T) / 30", "2 * (line - h[:, :1]) / 30")
    assert not any(f.finding.fault.startswith("stale") for f in check_program(written(other)).findings)


def test_what_is_stored_under_another_name_is_told_beside_a_row_of_targets(written):
    text = BEFORE.replace("d = 2 * (y - T) / 30", "d = 2 * e.mean(1, keepdims=True) / 30")
    assert check_program(written(text)).verdict == "correct"
    row = text.replace("e = y - T", "e = y - T.T")
    assert said(check_program(written(row))) == {("target-broadcast", "e = y - T.T")}
    both = said(check_program(written(row.replace("    A = A -", "    a_ = A -"))))
    assert both == {
        ("target-broadcast", "e = y - T.T"),
        ("update-stored-under-another-name", "a_ = A - 0.1 * X.T @ f"),
    }


# Bits that are drawn anew in each round; what is asked for are the bits as they are, or as they were before.
DRAWN_ANEW = """\
import numpy as np
rng = np.random.default_rng(12)
A, a = rng.normal(size=(6, 9)), np.zeros(9)
B, b = rng.normal(size=(9, 6)), np.zeros(6)
for k in range(200):
    bits = rng.integers(0, 2, (15, 6))
    wanted = np.zeros((15, 6))
    wanted[:, 2:] = bits[:, :-2]
    h = np.tanh((2 * bits - 1) @ A + a)
    p = 1 / (1 + np.exp(-(h @ B + b)))
    if k % 50 == 0:
        print(-np.mean(wanted * np.log(p) + (1 - wanted) * np.log(1 - p)))
    d = (p - wanted) / 15
    e = d @ B.T * (1 - h * h)
    B -= 0.4 * h.T @ d
    b -= 0.4 * d.sum(0)
    A -= 0.4 * (2 * bits - 1).T @ e
    a -= 0.4 * e.sum(0)
"""


def test_data_that_are_drawn_anew_are_no_targets_at_random(written):
    itself = DRAWN_ANEW.replace("wanted[:, 2:] = bits[:, :-2]", "wanted[:] = bits")
    handed = DRAWN_ANEW.replace("wanted[:, 2:] = bits[:, :-2]", "wanted = bits")
    for right in (DRAWN_ANEW, itself, handed):
        assert check_program(written(right)).verdict == "correct"
        wrong = check_program(written(right.replace("(p - wanted)", "(p - rng.random((15, 6)))")))
        assert ("wrong-sample-or-target", 13) in {(one.finding.fault, one.line) for one in wrong.findings}
    wrong = check_program(written(itself.replace("(1 - h * h)", "(1 - h)")))
    assert [one.line for one in wrong.findings] == [14]


# The same, where the slope takes what was changed out of a list or a dictionary.
@pytest.mark.parametrize(
    ("kept", "slope"),
    [
        ("zs = []\n    zs.append(z1)", "slope(zs[0])"),
        ("kept = {}\n    kept['pre'] = z1", 'slope(kept["pre"])'),
    ],
)
def test_what_is_changed_in_its_place_is_told_where_it_is_kept_too(written, kept, slope):
    text = BENT.replace("z1 = X @ A\n", f"z1 = X @ A\n    {kept}\n").replace("slope(z1)", slope)
    assert check_program(written(text)).verdict == "correct"
    over = check_program(written(text.replace("    v = v.copy()\n", "")))
    assert said(over) == {("in-place-aliasing", "v[low] = np.exp(v[low]) - 1")}


def test_what_is_changed_in_its_place_is_told_where_a_limit_is_set_to_it(written):
    here = "a1 = z1.copy()\n    low = z1 < 0\n    a1[low] = np.exp(a1[low]) - 1"
    slope = "np.where(z1 > 0, 1, np.exp(np.minimum(z1, 0)))"
    text = BENT.replace("a1 = elu(z1)", here).replace("slope(z1)", slope)
    assert check_program(written(text)).verdict == "correct"
    over = check_program(written(text.replace("z1.copy()", "z1")))
    assert said(over) == {("in-place-aliasing", "a1[low] = np.exp(a1[low]) - 1")}
