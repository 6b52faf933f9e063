import numpy as np
from functools import partial

print_ = partial(print, flush=True)
rng = np.random.default_rng(86)

xs = np.linspace(-1, 1, 41).reshape(-1, 1)
ys = np.exp(-4 * xs**2) * np.cos(9 * xs)

omega = 3.0
theta = dict(
    a=rng.uniform(-1, 1, (1, 16)),
    p=rng.uniform(-np.pi, np.pi, (1, 16)),
    c=rng.normal(0, 0.3, (16, 1)),
    m=np.zeros((1, 1)),
)


def model(x, a, p, c, m):
    phase = omega * x @ a + p
    wave = np.sin(phase)
    return phase, wave, wave @ c + m


def loss_and_grads(x, y, a, p, c, m):
    phase, wave, out = model(x, a, p, c, m)
    r = out - y
    loss = 0.5 * (r * r).mean()
    r = r / r.size
    back = (r @ c.T) * np.cos(phase)
    return loss, dict(
        a=omega * x.T @ back,
        p=back.sum(axis=0, keepdims=True),
        c=wave.T @ r,
        m=r.sum(keepdims=True),
    )


for k in range(400):
    value, g = loss_and_grads(xs, ys, **theta)
    theta = {name: theta[name] - 0.3 * g[name] for name in theta}
    if not k % 100:
        print_(k, value)
