import numpy as np
def init(sizes, seed):
    rng = np.random.RandomState(seed)
    return {f"W{l}": rng.randn(sizes[l], sizes[l - 1]) / np.sqrt(sizes[l - 1]) for l in range(1, len(sizes))} | {
        f"b{l}": np.zeros((sizes[l], 1)) for l in range(1, len(sizes))}
def forward(x, p):
    cache = {"A0": x}
    for l in (1, 2):
        cache[f"Z{l}"] = p[f"W{l}"] @ cache[f"A{l - 1}"] + p[f"b{l}"]
        cache[f"A{l}"] = np.tanh(cache[f"Z{l}"])
    cache["Z3"] = p["W3"] @ cache["A2"] + p["b3"]
    return 1 / (1 + np.exp(-cache["Z3"])), cache
def cost(out, y):
    return -np.mean(y * np.log(out) + (1 - y) * np.log(1 - out))
def backward(out, y, cache, p):
    m, grads = y.shape[1], {}
    dz = out - y
    for l in (3, 2, 1):
        grads[f"W{l}"] = dz @ cache[f"A{l - 1}"].T / m
        grads[f"b{l}"] = np.sum(dz, axis=1, keepdims=True) / m
        if l > 1:
            dz = (p[f"W{l}"].T @ dz) * (1 - np.square(cache[f"A{l - 1}"]))
    return grads
rng = np.random.RandomState(9)
x = rng.randn(2, 50)
y = ((x[:1] * x[1:]) > 0).astype(float)
p = init([2, 5, 4, 1], 6)
for it in range(300):
    out, cache = forward(x, p)
    grads = backward(out, y, cache, p)
    for key in grads:
        p[key] = p[key] - 0.9 * grads[key]
    if it % 100 == 0:
        print("cost", cost(out, y))
