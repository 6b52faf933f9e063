import numpy as np
rng = np.random.default_rng(31)
X = rng.uniform(-2, 2, (40, 2))
T = np.stack([X[:, 0] ** 2, X[:, 0] * X[:, 1]], axis=1)
theta = {"A": rng.normal(size=(2, 9)) * 0.5, "a": np.zeros(9), "B": rng.normal(size=(9, 2)) * 0.3, "b": np.zeros(2)}
first = {k: np.zeros_like(v) for k, v in theta.items()}
second = {k: np.zeros_like(v) for k, v in theta.items()}
for k in range(1, 201):
    H = np.tanh(X @ theta["A"] + theta["a"])
    Y = H @ theta["B"] + theta["b"]
    loss = np.mean((Y - T) ** 2)
    dY = 2 * (Y - T) / T.size
    dZ = dY @ theta["B"].T * (1 - H * H)
    grad = {"A": X.T @ dZ, "a": dZ.sum(0), "B": H.T @ dY, "b": dY.sum(0)}
    for name in theta:
        first[name] = 0.9 * first[name] + 0.1 * grad[name]
        second[name] = 0.999 * second[name] + 0.001 * grad[name] ** 2
        m, v = first[name] / (1 - 0.9 ** k), second[name] / (1 - 0.999 ** k)
        theta[name] = theta[name] - 0.02 * m / (np.sqrt(v) + 1e-8)
    if k % 50 == 0:
        print(k, loss)
