"""Programs whose parameters have other shapes than most: vectors of all, several heads, velocities looked ahead by."""

import pytest

from pizarra.program import check_program

pytestmark = pytest.mark.slow  # each runs a program, some of them several times


@pytest.fixture
def checked(tmp_path):
    """Give what checks a program's text, and says which fault is on which line."""

    def check(text):
        path = tmp_path / "program.py"
        path.write_text(text, encoding="utf-8")
        report = check_program(path)
        return report.verdict, [(found.finding.fault, found.line) for found in report.findings]

    return check


# Nesterov's momentum: the gradient is taken where the velocity leads to.
AHEAD = """\
import numpy as np
rng = np.random.default_rng(6)
X, T = rng.normal(size=(40, 3)), rng.normal(size=(40, 2))
p = {"W": rng.normal(size=(3, 5)), "b": np.zeros(5), "V": rng.normal(size=(5, 2)), "c": np.zeros(2)}
v = {k: np.zeros_like(a) for k, a in p.items()}
def forward(p):
    h = np.tanh(X @ p["W"] + p["b"])
    return h, h @ p["V"] + p["c"]
for step in range(60):
    ahead = {k: p[k] + 0.9 * v[k] for k in p}
    h, y = forward(ahead)
    d = (y - T) / 40
    e = d @ ahead["V"].T * (1 - h * h)
    g = {"W": X.T @ e, "b": e.sum(0), "V": h.T @ d, "c": d.sum(0)}
    for k in p:
        STEP
    if step % 20 == 0:
        print(((forward(p)[1] - T) ** 2).sum() / 80)
"""
MOVES = (
    "v[k] = 0.9 * v[k] - 0.05 * g[k]; p[k] = p[k] + v[k]",
    "v[k] *= 0.9; v[k] -= 0.05 * g[k]; p[k] += v[k]",
)


@pytest.mark.parametrize("move", MOVES)
def test_a_velocity_that_the_gradient_looks_ahead_by_is_no_parameter(checked, move):
    text = AHEAD.replace("STEP", move)
    assert checked(text) == ("correct", [])
    assert checked(text.replace("(1 - h * h)", "(1 - h)")) == ("faulty", [("derivative-incomplete", 13)])


def test_a_velocity_that_keeps_all_is_a_sum_that_goes_on(checked):
    text = AHEAD.replace("STEP", MOVES[0].replace("0.9 * ", ""))
    assert checked(text) == ("faulty", [("accumulator-not-reset", 5)])


# The parameters themselves are moved to where the velocity leads, and back, or stay there.
THERE_AND_BACK = """\
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
for k in range(100):
    BEFORE
    G = grads(*P)
    BACK
    for i in range(4):
        AFTER
    if k % 10 == 0:
        print(np.mean((np.tanh(X @ P[0] + P[1]) @ P[2] + P[3] - Y) ** 2))
"""
PLACES = {
    "in place": (
        "for i in range(4): P[i] += 0.9 * V[i]",
        "for i in range(4): P[i] -= 0.9 * V[i]",
        "V[i] = 0.9 * V[i] - 0.05 * G[i]; P[i] += V[i]",
    ),
    "by new arrays": (
        "for i in range(4): P[i] = P[i] - 0.05 * 0.9 * V[i]",
        "for i in range(4): P[i] = P[i] + 0.05 * 0.9 * V[i]",
        "V[i] = 0.9 * V[i] + G[i]; P[i] = P[i] - 0.05 * V[i]",
    ),
    "by one line": (
        "for p, v in zip(P, V): v *= 0.9; p += v",
        "pass",
        "P[i] -= V[i]; V[i] -= 0.05 * G[i]; P[i] += V[i]",
    ),
    "from a copy": (
        "saved = [p.copy() for p in P]; [np.add(p, 0.9 * v, out=p) for p, v in zip(P, V)]",
        "for p, s in zip(P, saved): p[...] = s",
        "V[i] = 0.9 * V[i] - 0.05 * G[i]; P[i] += V[i]",
    ),
    "not at all": (
        "for p, v in zip(P, V): p += 0.9 * v",
        "pass",
        "V[i] = 0.9 * V[i] - 0.05 * G[i]; P[i] -= 0.05 * G[i]",
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_parameter_that_a_velocity_moves_for_a_while_is_the_same_parameter(checked, place):
    text = THERE_AND_BACK
    for mark, line in zip(("BEFORE", "BACK", "AFTER"), PLACES[place], strict=True):
        text = text.replace(mark, line)
    assert checked(text) == ("correct", [])
    assert checked(text.replace("(1 - h ** 2)", "(1 - h)")) == ("faulty", [("derivative-incomplete", 10)])


# A likelihood that is made greater, and weights that are pulled to zero evenly, which nothing shows.
LIKELIHOOD = """\
import numpy as np
rng = np.random.default_rng(3)
X, Y = rng.normal(size=(12, 40)), np.eye(3)[:, rng.integers(0, 3, 40)]
W, b = rng.normal(0, 0.4, (6, 12)), np.zeros((6, 1))
V, c = rng.normal(0, 0.4, (3, 6)), np.zeros((3, 1))
for k in range(80):
    H = np.tanh(W @ X + b)
    e = np.exp(V @ H + c)
    P = e / e.sum(0)
    print(np.sum(Y * np.log(P)))
    R = Y - P
    Q = (V.T @ R) * (1 - H * H)
    W = W + 0.02 * (Q @ X.T - 2 * np.sign(W))
    b = b + 0.02 * Q.sum(1).reshape(-1, 1)
    V = V + 0.02 * (R @ H.T)
    c = c + 0.02 * R.sum(1).reshape(-1, 1)
"""


def test_a_likelihood_goes_uphill_and_weights_are_pulled_to_zero_evenly(checked):
    assert checked(LIKELIHOOD) == ("correct", [])
    assert checked(LIKELIHOOD.replace("V = V + 0.02", "V = V - 0.02")) == ("faulty", [("sign-flipped", 15)])
    wrong = LIKELIHOOD.replace("(1 - H * H)", "(1 - H)")
    assert checked(wrong) == ("faulty", [("derivative-incomplete", 12)])
    downhill = LIKELIHOOD.replace(" + 0.02 * (Q @ X.T - 2", " - 0.02 * (Q @ X.T + 2").replace(
        "+ 0.02", "- 0.02"
    )
    assert checked(downhill)[0] == "faulty"


def test_a_pull_that_the_loss_shows_has_the_size_that_it_shows(checked):
    shown = LIKELIHOOD.replace("print(", "print(2 * np.abs(W).sum() - ")
    assert checked(shown) == ("correct", [])
    twice = shown.replace("- 2 * np.sign", "- 4 * np.sign")
    assert checked(twice) == ("faulty", [("regulariser-gradient", 13)])


# Two heads, whose loss is worked out after the step, of the right class of each sample alone.
HEADS = """\
import numpy as np
rng = np.random.default_rng(5)
X = rng.normal(size=(4, 60))
late, wet = np.cos(X[0]), (X[1] + 0.3 * X[2] > 0.2) * 1.0
W, b = rng.normal(0, 0.5, (7, 4)), np.zeros((7, 1))
u, v = rng.normal(0, 0.3, (1, 7)), rng.normal(0, 0.3, (1, 7))
def forward():
    h = np.tanh(W @ X + b)
    return h, u @ h, 1 / (1 + np.exp(-v @ h))
for k in range(60):
    h, r, q = forward()
    er = 2 * (r - late) / 60
    eq = 0.5 * (q - wet) / 60
    dz = (u.T @ er + v.T @ eq) * (1 - h * h)
    u, v = u - 0.3 * er @ h.T, v - 0.3 * eq @ h.T
    W, b = W - 0.3 * dz @ X.T, b - 0.3 * dz.sum(1, keepdims=True)
    if k % 20 == 0:
        _, r, q = forward()
        one, two = np.mean((r - late) ** 2), -np.mean(np.log(np.where(wet == 1, q, 1 - q)))
        print(one, two, one + 0.5 * two)
"""


def test_a_loss_that_picks_by_classes_is_found_after_the_step(checked):
    assert checked(HEADS) == ("correct", [])
    assert checked(HEADS.replace("v.T @ eq", "u.T @ eq")) == ("faulty", [("wrong-weights", 14)])


# Two heads whose losses are shown one by one, or one of them, or none; the gradients are those of a sum of them.
APART = """\
import numpy as np
rng = np.random.default_rng(4)
X = rng.normal(size=(60, 4))
price = X @ rng.normal(size=(4, 1)) + 0.1 * rng.normal(size=(60, 1))
kind = (X[:, 0] + X[:, 1] > 0).astype(int) + (X[:, 2] > 0.5)
W, b = rng.normal(0, 0.5, (4, 8)), np.zeros(8)
U, c = rng.normal(0, 0.5, (8, 1)), np.zeros(1)
V, e = rng.normal(0, 0.5, (8, 3)), np.zeros(3)
for epoch in range(300):
    h = np.tanh(X @ W + b)
    r = h @ U + c
    s = np.exp(h @ V + e)
    p = s / s.sum(axis=1, keepdims=True)
    SHOWN
    dr = SHARE * (r - price) / 60
    ds = (p - np.eye(3)[kind]) / 60
    dz = (dr @ U.T + ds @ V.T) * (1 - h ** 2)
    W, b = W - 0.1 * X.T @ dz, b - 0.1 * dz.sum(axis=0)
    U, c = U - 0.1 * h.T @ dr, c - 0.1 * dr.sum(axis=0)
    V, e = V - 0.1 * h.T @ ds, e - 0.1 * ds.sum(axis=0)
"""
REPORTS = (
    "print(np.mean((r - price) ** 2), -np.mean(np.log(p[np.arange(60), kind])))",
    "print(np.mean((r - price) ** 2), np.mean(p.argmax(axis=1) == kind))",
    "pass",
)


@pytest.mark.parametrize("shown", REPORTS)
@pytest.mark.parametrize("share", ["1.4", "2"])
def test_the_losses_of_two_heads_need_not_be_added_up(checked, shown, share):
    text = APART.replace("SHOWN", shown).replace("SHARE", share)
    assert checked(text) == ("correct", [])
    assert checked(text.replace("(1 - h ** 2)", "(1 - h)")) == ("faulty", [("derivative-incomplete", 17)])
    assert checked(text.replace(" + ds @ V.T", "")) == ("faulty", [("missing-paths", 17)])


def test_the_share_of_a_head_is_held_against_the_sum_where_that_is_shown(checked):
    both = "print(np.mean((r - price) ** 2) - np.mean(np.log(p[np.arange(60), kind])))"
    text = APART.replace("SHOWN", both)
    assert checked(text.replace("SHARE", "2")) == ("correct", [])
    assert checked(text.replace("SHARE", "1.4"))[0] == "faulty"


# A loss that is the trace of the errors' products, as slides write it; what goes back is one error too early.
TRACE = """\
import numpy as np
rng = np.random.default_rng(8)
A, T = rng.uniform(-1, 1, (3, 50)), rng.integers(0, 2, (2, 50)) * 1.0
W, b = rng.normal(size=(6, 3)), rng.normal(size=(6, 1))
U, d = rng.normal(size=(6, 6)), rng.normal(size=(6, 1))
V, c = rng.normal(size=(2, 6)), rng.normal(size=(2, 1))
s = lambda Z: 1 / (1 + np.exp(-Z))
losses = []
for k in range(50):
    B = s(W @ A + b)
    C = s(U @ B + d)
    Y = s(V @ C + c)
    E = Y - T
    losses.append(np.trace(E @ E.T) / 2)
    D3 = E * Y * (1 - Y)
    D2 = V.T @ D3 * C * (1 - C)
    D1 = U.T @ D2 * B * (1 - B)
    V, c = V - 0.05 * D3 @ C.T, c - 0.05 * D3.sum(1, keepdims=True)
    U, d = U - 0.05 * D2 @ B.T, d - 0.05 * D2.sum(1, keepdims=True)
    W, b = W - 0.05 * D1 @ A.T, b - 0.05 * D1.sum(1, keepdims=True)
"""


def test_a_trace_is_a_sum(checked):
    assert checked(TRACE) == ("correct", [])
    wrong = checked(TRACE.replace("(E @ E.T)", "(np.dot(E, E.T))").replace("V.T @ D3", "V.T @ E"))
    assert wrong == ("faulty", [("error-passed-back-instead-of-delta", 16)])


# Units whose values are worked out in the place of what their slope is to be taken at.
IN_PLACE = """\
import numpy as np
rng = np.random.default_rng(18)
X = rng.uniform(-1.5, 1.5, (2, 60))
T = np.exp(-X[:1] ** 2) * X[1:]
sigma = lambda z: 1 / (1 + np.exp(-z))
def slope(z):
    s = sigma(z)
    return s + z * s * (1 - s)
def swish(z):
    a = z
    a *= sigma(z)
    return a
def forward(W, b, V, c):
    Z = W @ X + b
    H = swish(Z.copy())
    return Z, H, V @ H + c
W, b, V, c = rng.normal(size=(7, 2)), np.zeros((7, 1)), rng.normal(size=(1, 7)), np.zeros((1, 1))
for k in range(60):
    Z, H, Y = forward(W, b, V, c)
    E = (Y - T) / 60
    D = V.T @ E * slope(Z)
    W, b = W - 0.1 * D @ X.T, b - 0.1 * D.sum(1, keepdims=True)
    V, c = V - 0.1 * E @ H.T, c - 0.1 * E.sum(1, keepdims=True)
"""


def test_what_is_changed_in_its_place_is_told_where_it_is_changed(checked):
    assert checked(IN_PLACE) == ("correct", [])
    handed = IN_PLACE.replace("Z.copy()", "Z")
    assert checked(handed) == ("faulty", [("in-place-aliasing", 15)])
    here = IN_PLACE.replace("H = swish(Z.copy())", "H = Z; H *= sigma(Z)")
    assert checked(here) == ("faulty", [("in-place-aliasing", 15)])


# One vector of all parameters, which a function takes apart and puts its gradients together for.
VECTOR = """\
import numpy as np
rng = np.random.default_rng(7)
X, T = rng.normal(size=(40, 3)), rng.normal(size=(40, 2))
shapes = [(3, 5), (5,), (5, 2), (2,)]
ends = np.cumsum([int(np.prod(s)) for s in shapes])
def unpack(p):
    return [part.reshape(s) for part, s in zip(np.split(p, ends[:-1]), shapes)]
def gradient(p):
    W, b, V, c = unpack(p)
    h = np.tanh(X @ W + b)
    y = h @ V + c
    print(((y - T) ** 2).sum() / 80)
    d = (y - T) / 40
    e = d @ V.T * (1 - h * h)
    gW, gb, gV, gc = X.T @ e, e.sum(0), h.T @ d, d.sum(0)
    return np.concatenate([gW.ravel(), gb, gV.ravel(), gc])
p = rng.normal(0, 0.5, ends[-1])
m, s = np.zeros_like(p), np.zeros_like(p)
for k in range(1, 60):
    g = gradient(p)
    STEP
"""
PLAIN = "p -= 0.1 * g"
ADAM = (
    "m = 0.9 * m + 0.1 * g; s = 0.999 * s + 0.001 * g ** 2; "
    "p = p - 0.01 * (m / (1 - 0.9 ** k)) / (np.sqrt(s / (1 - 0.999 ** k)) + 1e-8)"
)


@pytest.mark.parametrize("step", [PLAIN, ADAM])
def test_a_vector_of_all_parameters_is_judged_part_by_part(checked, step):
    text = VECTOR.replace("STEP", step)
    assert checked(text) == ("correct", [])
    slope = text.replace("(1 - h * h)", "(1 - h)")
    assert checked(slope) == ("faulty", [("derivative-incomplete", 14)])
    verdict, found = checked(slope.replace("h.T @ d", "-h.T @ d"))
    assert verdict == "faulty"
    assert sorted(found) == [("derivative-incomplete", 14), ("sign-flipped", 15)]
    assert checked(text.replace("e.sum(0)", "e.mean(0)")) == ("faulty", [("bias-mean-weights-sum", 15)])


def test_a_gradient_that_is_laid_out_column_by_column_is_transposed(checked):
    text = VECTOR.replace("STEP", PLAIN)
    assert checked(text.replace("gW.ravel()", "gW.T.ravel()")) == ("faulty", [("transposed-gradient", 15)])


# Weights whose last column belongs to a column of ones, which a penalty leaves out.
COLUMN = """\
import numpy as np
rng = np.random.default_rng(11)
X, y = rng.normal(size=(50, 3)), rng.integers(0, 2, (50, 1)) * 1.0
ones = lambda A: np.c_[A, np.ones(len(A))]
s = lambda z: 1 / (1 + np.exp(-z))
W, V = rng.normal(0, 0.7, (6, 4)), rng.normal(0, 0.7, (1, 7))
A = ones(X)
for k in range(50):
    H = ones(s(A @ W.T))
    p = s(H @ V.T)
    fit = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    print(fit + 0.02 * ((W[:, :-1] ** 2).sum() + (V[:, :-1] ** 2).sum()))
    d = (p - y) / 50
    e = (d @ V * H * (1 - H))[:, :-1]
    P, Q = W.copy(), V.copy()
    P[:, -1] = 0
    Q[:, -1] = 0
    gV = d.T @ H + 0.04 * Q
    gW = e.T @ A + 0.04 * P
    V, W = V - 0.5 * gV, W - 0.5 * gW
"""


@pytest.mark.parametrize("wrong", ["W", "P ** 2", "np.abs(P)"])
def test_a_penalty_that_leaves_out_a_column_is_told(checked, wrong):
    assert checked(COLUMN) == ("correct", [])
    assert checked(COLUMN.replace("0.04 * P", f"0.04 * {wrong}")) == (
        "faulty",
        [("regulariser-gradient", 19)],
    )
