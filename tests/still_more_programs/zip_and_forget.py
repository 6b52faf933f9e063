import numpy as np

np.random.seed(7)

layer_sizes = [4, 8, 8, 2]
weights = [np.random.normal(0, 1 / np.sqrt(a), (a, b)) for a, b in zip(layer_sizes, layer_sizes[1:])]
biases = [np.zeros(b) for b in layer_sizes[1:]]

X = np.random.normal(size=(30, 4))
targets = np.column_stack((X[:, 0] * X[:, 1], X[:, 2] - X[:, 3]))

act = [np.tanh, np.tanh, lambda z: z]
act_prime = [lambda a: 1 - a * a, lambda a: 1 - a * a, lambda a: 1.0]


def forward(x):
    outs = [x]
    for f, W, b in zip(act, weights, biases):
        outs.append(f(outs[-1] @ W + b))
    return outs


def backward(outs, t):
    grads_w, grads_b = [], []
    err = (outs[-1] - t) / len(t)
    for k in reversed(range(len(weights))):
        delta = err * act_prime[k](outs[k + 1])
        grads_w.insert(0, outs[k].T @ delta)
        grads_b.insert(0, delta.sum(axis=0))
        err = delta @ weights[k].T
    return grads_w, grads_b


def train(epochs, lr):
    for epoch in range(epochs):
        outs = forward(X)
        if epoch % 50 == 0:
            print("epoch", epoch, "loss", 0.5 * np.sum((outs[-1] - targets) ** 2) / len(X))
        grads_w, grads_b = backward(outs, targets)
        for W, dW in zip(weights, grads_w):
            W = W - lr * dW
        for b, db in zip(biases, grads_b):
            b -= lr * db


if __name__ == "__main__":
    train(200, 0.1)
    print(forward(X[:2])[-1])
    print(targets[:2])
