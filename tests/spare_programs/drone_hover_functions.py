# Learn how much throttle a little drone needs to hover.
# Follows the "write it functional" chapter: no classes, a table of activations,
# a state that goes in and a new state that comes out.
import numpy as np
import matplotlib.pyplot as plt

SEED = 12
LR = 0.02
DECAY = 0.995


def relu(z):
    return np.maximum(0, z)


def relu_prime(z):
    return (z > 0).astype(float)


def leaky(z, a=0.1):
    return np.where(z > 0, z, a * z)


def leaky_prime(z, a=0.1):
    return np.where(z > 0, z, a)


def linear(z):
    return z


def linear_prime(z):
    return np.ones_like(z)


TABLE = {
    "relu": (relu, relu_prime),
    "leaky": (leaky, leaky_prime),
    "linear": (linear, linear_prime),
}


def make_flights(rng, n):
    """battery volts, payload in grams, air density, wind -> throttle in percent"""
    volts = rng.uniform(10.5, 12.6, n)
    load = rng.uniform(0, 400, n)
    rho = rng.normal(1.2, 0.05, n)
    wind = rng.gamma(2, 1.5, n)
    throttle = 45 + 0.06 * load - 6 * (volts - 11.5) - 40 * (rho - 1.2) + 0.3 * wind ** 1.5
    x = np.stack([(volts - 11.5) / 0.6, (load - 200) / 115, (rho - 1.2) / 0.05, (wind - 3) / 2], axis=1)
    return x, ((throttle - 57) / 9)[:, None]


def new_state(rng, sizes, names):
    return [
        {"W": rng.normal(0, 1 / np.sqrt(i), (i, o)), "b": np.zeros((1, o)), "act": name}
        for i, o, name in zip(sizes, sizes[1:], names)
    ]


def forward(state, x):
    trail = []
    for layer in state:
        f, _ = TABLE[layer["act"]]
        z = x @ layer["W"] + layer["b"]
        trail.append((x, z))
        x = f(z)
    return x, trail


def backward(state, trail, grad):
    grads = []
    for layer, (x, z) in zip(reversed(state), reversed(trail)):
        _, slope = TABLE[layer["act"]]
        grad = grad * slope(z)
        grads.insert(0, {"W": x.T @ grad, "b": grad.sum(axis=0, keepdims=True)})
        grad = grad @ layer["W"].T
    return grads


def improved(state, grads, lr):
    return [
        {"W": s["W"] - lr * g["W"], "b": s["b"] - lr * g["b"], "act": s["act"]}
        for s, g in zip(state, grads)
    ]


rng = np.random.default_rng(SEED)
x_train, y_train = make_flights(rng, 100)
x_test, y_test = make_flights(rng, 30)
state = new_state(rng, [4, 10, 6, 1], ["leaky", "leaky", "linear"])
lr = LR
curve = []
for step in range(400):
    out, trail = forward(state, x_train)
    residual = out - y_train
    curve.append(float(np.mean(residual ** 2)))
    grads = backward(state, trail, 2 * residual / len(residual))
    state = improved(state, grads, lr)
    lr *= DECAY
    if step % 100 == 0:
        test_out = forward(state, x_test)[0]
        print(f"{step:3d}  train {curve[-1]:.4f}  test {np.mean((test_out - y_test) ** 2):.4f}  lr {lr:.4f}")

plt.plot(curve)
plt.yscale("log")
plt.xlabel("step")
plt.savefig("hover.png")
