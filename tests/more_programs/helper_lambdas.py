import numpy as np
ACT = {
    "tanh": (lambda z: np.tanh(z), lambda z: 1 - np.tanh(z) ** 2),
    "linear": (lambda z: z, lambda z: np.ones_like(z)),
}
rng = np.random.default_rng(101)
layers = [
    {"w": rng.normal(size=(2, 6)) * 0.7, "b": np.zeros(6), "f": "tanh"},
    {"w": rng.normal(size=(6, 1)) * 0.7, "b": np.zeros(1), "f": "linear"},
]
X = rng.uniform(-1, 1, size=(27, 2))
Y = (X ** 2).sum(axis=1, keepdims=True)
def run(x):
    for layer in layers:
        layer["in"] = x
        layer["z"] = x @ layer["w"] + layer["b"]
        x = ACT[layer["f"]][0](layer["z"])
    return x
for epoch in range(100):
    out = run(X)
    loss = ((out - Y) ** 2).sum() / (2 * len(X))
    grad = (out - Y) / len(X)
    for layer in layers[::-1]:
        grad = grad * ACT[layer["f"]][1](layer["z"])
        layer["gw"] = layer["in"].T @ grad
        layer["gb"] = grad.sum(axis=0)
        grad = grad @ layer["w"].T
    for layer in layers:
        layer["w"] = layer["w"] - 0.2 * layer["gw"]
        layer["b"] = layer["b"] - 0.2 * layer["gb"]
    if epoch % 25 == 0:
        print(epoch, loss)
