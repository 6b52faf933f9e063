import numpy as np
rng = np.random.default_rng(19)
X = rng.normal(size=(17, 4))
T = rng.normal(size=(17, 2))
theta = {
    "W": rng.normal(size=(4, 6)) * 0.5,
    "b": np.zeros(6),
    "V": rng.normal(size=(6, 2)) * 0.5,
    "skip": rng.normal(size=(4, 2)) * 0.5,
    "c": np.zeros(2),
}

def run(theta):
    cache = {"z": X @ theta["W"] + theta["b"]}
    cache["h"] = np.maximum(0.0, cache["z"])
    cache["y"] = cache["h"] @ theta["V"] + X @ theta["skip"] + theta["c"]
    return cache

for step in range(120):
    cache = run(theta)
    loss = ((cache["y"] - T) ** 2).sum() / (2 * len(X))
    grads = {}
    dy = (cache["y"] - T) / len(X)
    grads["c"] = dy.sum(axis=0)
    grads["skip"] = X.T @ dy
    grads["V"] = cache["h"].T @ dy
    dz = (dy @ theta["V"].T) * (cache["z"] > 0)
    grads["W"] = X.T @ dz
    grads["b"] = dz.sum(axis=0)
    for key in theta:
        theta[key] -= 0.1 * grads[key]
    if step % 40 == 0:
        print(step, loss)
