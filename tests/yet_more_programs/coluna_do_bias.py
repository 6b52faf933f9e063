import numpy as np
rng = np.random.default_rng(45)
X = np.c_[np.ones(18), rng.normal(size=(18, 3))]
D = rng.random((18, 2))
W1 = rng.normal(size=(4, 5))
W2 = rng.normal(size=(6, 2))
f = lambda s: 1 / (1 + np.exp(-s))
for k in range(250):
    H = f(X @ W1)
    Hb = np.c_[np.ones(18), H]
    Y = f(Hb @ W2)
    E = 0.5 * np.sum((Y - D) ** 2)
    dY = (Y - D) * Y * (1 - Y)
    dH = (dY @ W2.T)[:, :-1] * H * (1 - H)
    W2 -= 0.2 * Hb.T @ dY
    W1 -= 0.2 * X.T @ dH
    if k % 50 == 0:
        print(k, E)
