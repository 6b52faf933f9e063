import numpy as np
rng = np.random.default_rng(55)
x = rng.normal(size=(21, 2))
t = np.cos(x.sum(axis=1, keepdims=True))
p = {"w1": rng.normal(size=(2, 9)), "b1": np.zeros(9), "w2": rng.normal(size=(9, 1)) * 0.3, "b2": np.zeros(1)}
vel = {k: np.zeros_like(v) for k, v in p.items()}
for it in range(200):
    h = np.tanh(x @ p["w1"] + p["b1"])
    y = h @ p["w2"] + p["b2"]
    mse = np.mean((y - t) ** 2)
    dy = 2.0 / len(x) * (y - t)
    dh = dy @ p["w2"].T * (1 - h ** 2)
    g = {"w1": x.T @ dh, "b1": dh.sum(axis=0), "w2": h.T @ dy, "b2": dy.sum(axis=0)}
    for k in p:
        g[k] = np.clip(g[k], -50, 50)
        vel[k] = 0.8 * vel[k] + g[k]
        p[k] -= 0.03 * vel[k]
    if it % 50 == 0:
        print(it, mse)
