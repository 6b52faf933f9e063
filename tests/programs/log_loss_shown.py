import numpy as np

rng = np.random.default_rng(8)
x = rng.standard_normal((70, 3))
t = (x @ np.array([1.0, -2.0, 0.5]) + 0.3 * rng.standard_normal(70) > 0).astype(float)[:, None]

params = [
    rng.standard_normal((3, 6)) * 0.6,
    np.full(6, 0.05),
    rng.standard_normal((6, 1)) * 0.6,
    np.zeros(1),
]


def predict(params, x):
    w1, b1, w2, b2 = params
    h = np.maximum(x @ w1 + b1, 0)
    return h, 1 / (1 + np.exp(-(h @ w2 + b2)))


def log_loss(p, t):
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))


def gradients(params, x, t):
    w2 = params[2]
    h, p = predict(params, x)
    delta = (p - t) * p * (1 - p) / len(t)
    back = (delta @ w2.T) * (h > 0)
    return [x.T @ back, back.sum(0), h.T @ delta, delta.sum(0)]


for it in range(400):
    if it % 100 == 0:
        print("log loss", log_loss(predict(params, x)[1], t))
    for k, grad in enumerate(gradients(params, x, t)):
        params[k] = params[k] - 0.8 * grad
