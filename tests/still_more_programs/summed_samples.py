"""Deep net over dict-layers; gradients are summed over the samples of an epoch."""
import numpy as np

rng = np.random.default_rng(47)


def make_layer(n_in, n_out):
    return {
        "W": rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in)),
        "b": np.full(n_out, 0.05),
        "dW": np.zeros((n_out, n_in)),
        "db": np.zeros(n_out),
    }


layers = [make_layer(4, 6), make_layer(6, 5), make_layer(5, 2)]
data = [(x, np.array([x[0] * x[1], abs(x[2])])) for x in rng.normal(size=(20, 4))]
lr = 0.05


def softsign(z):
    return z / (1 + np.abs(z))


def forward(x):
    for layer in layers[:-1]:
        layer["x"] = x
        layer["z"] = layer["W"] @ x + layer["b"]
        x = softsign(layer["z"])
    layers[-1]["x"] = x
    return layers[-1]["W"] @ x + layers[-1]["b"]


def backward(delta):
    for i in range(len(layers) - 1, 0, -1):
        layer = layers[i]
        layer["dW"] += np.outer(delta, layer["x"])
        layer["db"] += delta
        delta = (layer["W"].T @ delta) / (1 + np.abs(layers[i - 1]["z"])) ** 2


def update():
    for layer in layers:
        layer["W"] = layer["W"] - lr * layer["dW"] / len(data)
        layer["b"] = layer["b"] - lr * layer["db"] / len(data)


for epoch in range(80):
    loss = 0.0
    for x, t in data:
        y = forward(x)
        loss += 0.5 * np.sum((y - t) ** 2)
        backward(y - t)
    update()
    if epoch % 20 == 0:
        print(f"epoch {epoch:2d}: mean loss {loss / len(data):.4f}")
