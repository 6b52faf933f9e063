"""pizarra check: steps that are made of the targets, where the error was meant, and what only looks like one."""

import pytest

from pizarra.program import check_program

pytestmark = pytest.mark.slow  # each runs a program

LINEAR = """\
import numpy as np
rng = np.random.default_rng(41)
X, T = rng.normal(size=(30, 4)), rng.normal(size=(30, 2))
A, a = rng.normal(size=(4, 3)), rng.normal(size=3)
B, b = rng.normal(size=(3, 2)), rng.normal(size=2)
for k in range(9):
    H = X @ A + a
    Y = H @ B + b
    E = (Y - T) / T.size
    print("loss", np.mean((Y - T) ** 2) / 2)
    D = E @ B.T
    dB, db = H.T @ E, E.sum(axis=0)
    dA, da = X.T @ D, D.sum(axis=0)
    A -= 0.1 * dA
    a -= 0.1 * da
    B -= 0.1 * dB
    b -= 0.1 * db
"""

BESIDE = """\
import numpy as np
rng = np.random.default_rng(43)
X, T = rng.normal(size=(30, 4)), rng.normal(size=(30, 2))
W, b = rng.normal(size=(4, 2)), np.zeros((1, 2))
level, memory, noise = np.zeros((1, 4)), np.zeros((2, 2)), np.zeros((4, 2))
for k in range(9):
    level = 0.9 * level + 0.1 * X.mean(axis=0, keepdims=True)
    memory = memory + T.T @ T / 30
    noise += 0.01 * rng.normal(size=(4, 2))
    Y = (X - level) @ (W + noise) + b
    E = (Y - T) / 30
    print("loss", 0.5 * np.sum((Y - T) ** 2) / 30)
    W = W - 0.1 * ((X - level).T @ E)
    b = b - 0.1 * E.sum(axis=0, keepdims=True)
print(memory)
"""


def said(report):
    return {(f.finding.fault, f.source.strip()) for f in report.findings}


def test_a_hidden_error_of_targets_alone_is_told_though_its_step_knows_nothing_of_the_weights(written):
    assert check_program(written(LINEAR)).verdict == "correct"
    for of in ("T", "T / T.size"):
        line = f"D = ({of}) @ B.T"
        report = check_program(written(LINEAR.replace("D = E @ B.T", line)))
        assert said(report) == {("wrong-layers-delta", line)}


def test_a_step_of_targets_alone_is_told_in_one_layer_too_and_beside_another_mistake(written):
    assert check_program(written(BESIDE)).verdict == "correct"
    line = "W = W - 0.1 * ((X - level).T @ T / 30)"
    wrong = BESIDE.replace("W = W - 0.1 * ((X - level).T @ E)", line)
    assert said(check_program(written(wrong))) == {("wrong-layers-delta", line)}
    bias = "b = b + 0.1 * E.sum(axis=0, keepdims=True)"
    wrong = wrong.replace("b = b - 0.1 * E.sum(axis=0, keepdims=True)", bias)
    report = check_program(written(wrong))
    assert ("wrong-layers-delta", line) in said(report)


ADAM = """\
import numpy as np
rng = np.random.default_rng(47)
X, T = rng.normal(size=(30, 4)), rng.normal(size=(30, 2))
P = [rng.normal(size=(4, 5)), rng.normal(size=5), rng.normal(size=(5, 2)), rng.normal(size=2)]
M, S = [np.zeros_like(p) for p in P], [np.zeros_like(p) for p in P]
for k in range(1, 10):
    Z = X @ P[0] + P[1]
    H = np.maximum(Z, 0)
    E = H @ P[2] + P[3] - T
    print("loss", 0.5 * np.mean(E ** 2))
    C = E / E.size
    D = (C @ P[2].T) * (Z > 0)
    G = [X.T @ D, D.sum(axis=0), H.T @ C, C.sum(axis=0)]
    for i in range(4):
        M[i] = 0.9 * M[i] + 0.1 * G[i]
        S[i] = 0.99 * S[i] + 0.01 * G[i] ** 2
        P[i] = P[i] - 0.01 * (M[i] / (1 - 0.9 ** k)) / (np.sqrt(S[i] / (1 - 0.99 ** k)) + 1e-8)
"""


def test_through_an_optimizer_what_was_meant_is_as_large_as_the_other_gradients_are(written):
    assert check_program(written(ADAM)).verdict == "correct"
    line = "D = (T @ P[2].T) * (Z > 0)"
    report = check_program(written(ADAM.replace("D = (C @ P[2].T) * (Z > 0)", line)))
    assert said(report) == {("wrong-layers-delta", line)}
