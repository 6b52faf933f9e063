# %% [markdown]
# Herons at the weir: how many will stand there at dawn?
# Huber loss because of that one Tuesday with 41 herons.

# %%
import numpy as np

rng = np.random.default_rng(123)

n = 120
water = rng.normal(0, 1, n)         # level, standardised
temp = rng.normal(0, 1, n)
month = rng.integers(0, 12, n)
features = np.column_stack([water, temp, np.sin(month / 12 * 2 * np.pi), np.cos(month / 12 * 2 * np.pi)])
herons = 6 - 2 * water + 1.5 * np.sin(month / 12 * 2 * np.pi) * temp + rng.normal(0, 0.7, n)
herons[17] = 41
target = (herons - 6) / 3

# %% train / validation
cut = int(0.75 * n)
order = rng.permutation(n)
tr, va = order[:cut], order[cut:]
Xt, yt = features[tr], target[tr].reshape(-1, 1)
Xv, yv = features[va], target[va].reshape(-1, 1)
print(Xt.shape, yt.shape, Xv.shape, yv.shape)

# %%
delta = 1.0


def huber(r):
    small = np.abs(r) <= delta
    return np.where(small, 0.5 * r ** 2, delta * (np.abs(r) - 0.5 * delta))


def init(nin, nhid):
    return [
        rng.normal(0, np.sqrt(2 / nin), (nin, nhid)),
        np.full((1, nhid), 0.01),
        rng.normal(0, np.sqrt(2 / nhid), (nhid, 1)),
        np.zeros((1, 1)),
    ]


def fwd(theta, X):
    W1, b1, W2, b2 = theta
    z = X @ W1 + b1
    h = np.maximum(z, 0)
    return z, h, h @ W2 + b2


def bwd(theta, X, y):
    W1, b1, W2, b2 = theta
    z, h, out = fwd(theta, X)
    r = out - y
    g = np.clip(r, -delta, delta) / len(X)      # slope of huber
    gh = g @ W2.T
    gh[z <= 0] = 0
    return [X.T @ gh, gh.sum(axis=0, keepdims=True), h.T @ g, g.sum(axis=0, keepdims=True)]


def clip_all(grads, most):
    size = np.sqrt(sum((g ** 2).sum() for g in grads))
    if size > most:
        grads = [g * most / size for g in grads]
    return grads


# %%
theta = init(4, 12)
best, best_theta, waited = np.inf, None, 0
patience = 40
for epoch in range(500):
    grads = clip_all(bwd(theta, Xt, yt), 0.5)
    theta = [p - 0.2 * g for p, g in zip(theta, grads)]

    v = huber(fwd(theta, Xv)[2] - yv).mean()
    if v < best - 1e-5:
        best, best_theta, waited = v, [p.copy() for p in theta], 0
    else:
        waited += 1
    if epoch % 50 == 0:
        t = huber(fwd(theta, Xt)[2] - yt).mean()
        print(f"{epoch:4d}  train {t:.4f}  valid {v:.4f}")
    if waited >= patience:
        print("no better for", patience, "epochs, stopping at", epoch)
        break

# %%
if best_theta is not None:
    err = fwd(best_theta, Xv)[2] - yv
    print("valid: mean herons off", round(3 * float(np.abs(err).mean()), 2))
