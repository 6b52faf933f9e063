import numpy as np
rng = np.random.default_rng(47)
X = rng.normal(size=(30, 3))
Y = rng.normal(size=(30, 1)) * 0.5
A = rng.normal(size=(3, 4)) * 0.6
B = rng.normal(size=(4, 1)) * 0.6
a0 = np.zeros(4)
b0 = np.zeros(1)
for k in range(180):
    Z = X @ A + a0
    H = np.log1p(np.exp(Z))
    S = H @ B + b0
    cout = 0.5 * np.sum((S - Y) ** 2) / len(X)
    dS = (S - Y) / len(X)
    dZ = (dS @ B.T) / (1 + np.exp(-Z))
    B -= 0.2 * (H.T @ dS)
    b0 -= 0.2 * dS.sum(axis=0)
    A -= 0.2 * (X.T @ dZ)
    a0 -= 0.2 * dZ.sum(axis=0)
    if k % 60 == 0:
        print(k, cout)
