import numpy as np
rng = np.random.default_rng(73)
X = rng.normal(size=(28, 5))
y = rng.integers(0, 3, size=28)
P_ = {"W1": rng.normal(size=(5, 9)) * 0.5, "b1": np.full(9, 0.1), "W2": rng.normal(size=(9, 3)) * 0.5, "b2": np.zeros(3)}
M = {k: np.zeros_like(v) for k, v in P_.items()}
S = {k: np.zeros_like(v) for k, v in P_.items()}
for t in range(1, 121):
    z1 = X @ P_["W1"] + P_["b1"]
    a1 = np.maximum(0, z1)
    scores = a1 @ P_["W2"] + P_["b2"]
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    probs = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(probs[range(28), y]).mean()
    dscores = probs.copy()
    dscores[range(28), y] -= 1
    dscores /= 28
    G = {"W2": a1.T @ dscores, "b2": dscores.sum(axis=0)}
    dz1 = dscores @ P_["W2"].T * (1 - a1 ** 2)
    G["W1"], G["b1"] = X.T @ dz1, dz1.sum(axis=0)
    for k in P_:
        M[k] = 0.9 * M[k] + 0.1 * G[k]
        S[k] = 0.999 * S[k] + 0.001 * G[k] ** 2
        P_[k] -= 0.01 * (M[k] / (1 - 0.9 ** t)) / (np.sqrt(S[k] / (1 - 0.999 ** t)) + 1e-8)
    if t % 40 == 0:
        print(t, loss)
