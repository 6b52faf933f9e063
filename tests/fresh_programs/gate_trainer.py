# train a deep-ish net on gates with 3 bits:  out = [parity, majority]
import numpy as np

np.random.seed(12)

X = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)], dtype=float)
parity = X.sum(axis=1) % 2
majority = (X.sum(axis=1) >= 2) * 1.0
Y = np.stack([parity, majority], axis=1)

layer_sizes = [3, 8, 6, 2]
L = len(layer_sizes) - 1


def relu(x):
    return np.where(x > 0, x, 0)


def relu_deriv(x):
    return np.where(x > 0, x, 0)


def sigm(x):
    return 1 / (1 + np.exp(-x))


def sigm_deriv(x):
    return sigm(x) * (1 - sigm(x))


W = []
B = []
for i in range(L):
    W.append(np.random.randn(layer_sizes[i], layer_sizes[i + 1]) * 0.8)
    B.append(np.random.uniform(0, 0.3, layer_sizes[i + 1]))
act = [relu, relu, sigm]
act_deriv = [relu_deriv, relu_deriv, sigm_deriv]


def forward(x):
    zs = []
    activations = [x]
    for l in range(L):
        z = activations[l].dot(W[l]) + B[l]
        zs.append(z)
        activations.append(act[l](z))
    return zs, activations


lr = 0.1
for epoch in range(1500):
    zs, activations = forward(X)
    loss = np.sum((activations[-1] - Y) ** 2) / 2
    dW = [None] * L
    dB = [None] * L
    error = activations[-1] - Y
    for l in reversed(range(L)):
        delta = error * act_deriv[l](zs[l])
        dW[l] = activations[l].T.dot(delta)
        dB[l] = delta.sum(axis=0)
        error = error.dot(W[l].T)
    for l in range(L):
        W[l] = W[l] - lr * dW[l]
        B[l] = B[l] - lr * dB[l]
    if epoch % 300 == 0:
        print(f"epoch {epoch}, loss {loss:.4f}")

print("bits  parity majority")
for x, o in zip(X, forward(X)[1][-1]):
    print(x.astype(int), o.round(2))
