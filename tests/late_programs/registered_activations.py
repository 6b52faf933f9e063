import functools

import numpy as np

ACTIVATIONS = {}


def activation(derivative):
    """Register a function together with its derivative, which gets the value of the function (not z)."""

    def wrap(f):
        ACTIVATIONS[f.__name__] = (f, derivative)

        @functools.wraps(f)
        def inner(z):
            return f(np.asarray(z))

        return inner

    return wrap


@activation(derivative=lambda a: 1 - a**2)
def tanh(z):
    return np.tanh(z)


@activation(derivative=lambda a: a * (1 - a))
def logistic(z):
    return 1 / (1 + np.exp(-z))


@activation(derivative=lambda a: np.where(a > 0, 1.0, 0.1))
def leaky(z):
    return np.where(z > 0, z, 0.1 * z)


@activation(derivative=lambda a: np.ones_like(a))
def identity(z):
    return z


def network(sizes, names, seed=0):
    """Give two closures, one that predicts and one that learns from a batch; the weights live in here."""
    rng = np.random.default_rng(seed)
    weights = [rng.normal(0, 1 / np.sqrt(m), (m, n)) for m, n in zip(sizes, sizes[1:])]
    biases = [rng.normal(0, 0.1, n) for n in sizes[1:]]

    def run(x):
        values = [x]
        for w, b, name in zip(weights, biases, names):
            values.append(ACTIVATIONS[name][0](values[-1] @ w + b))
        return values

    def predict(x):
        return run(x)[-1]

    def learn(x, t, rate):
        values = run(x)
        error = t - values[-1]
        correction = error
        for i in reversed(range(len(weights))):
            slope = ACTIVATIONS[names[i]][1]
            correction = correction * slope(values[i + 1])
            below = correction @ weights[i].T
            weights[i] += rate * values[i].T @ correction
            biases[i] += rate * correction.sum(axis=0)
            correction = below
        return float((error**2).sum())

    predict.weights, predict.biases = weights, biases
    return predict, learn


# three gates at once: and, or, xor
inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
targets = np.array([[0, 0, 0], [0, 1, 1], [0, 1, 1], [1, 1, 0]], dtype=float)

predict, learn = network([2, 5, 4, 3], ["tanh", "leaky", "logistic"], seed=4)
EPOCHS = 2000
for epoch in range(EPOCHS):
    loss = learn(inputs, targets, rate=0.3)
    if epoch % 400 == 0:
        print("epoch", epoch, "sum of squares", loss)

print(np.round(predict(inputs), 2))
