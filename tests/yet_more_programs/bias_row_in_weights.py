import numpy as np
rng = np.random.default_rng(9)
X = rng.normal(size=(20, 2))
Y = (X[:, 0] ** 2 + X[:, 1] ** 2 < 1.2).astype(float)[:, None]
A = rng.normal(size=(3, 5))
B = rng.normal(size=(6, 1))

def ones(M):
    return np.hstack([np.ones((len(M), 1)), M])

def logistic(v):
    return 1 / (1 + np.exp(-v))

for sweep in range(400):
    X1 = ones(X)
    H = logistic(X1 @ A)
    H1 = ones(H)
    out = logistic(H1 @ B)
    sse = 0.5 * ((out - Y) ** 2).sum()
    back2 = (out - Y) * out * (1 - out)
    back1 = (back2 @ B[1:].T) * H * (1 - H)
    B -= 0.3 * H1.T @ back2
    A -= 0.3 * X1.T @ back1
    if sweep % 100 == 0:
        print(sweep, sse)
