# %% [markdown]
# # Exercise 11: how long until the kettle boils?
# Some of the stopwatch readings are nonsense, so the sheet asks for the Huber loss.

# %%
import numpy as np

gen = np.random.default_rng(77)
litres = gen.uniform(0.3, 1.8, 90)
start = gen.uniform(4, 40, 90)
kilowatt = gen.choice([1.5, 2.0, 2.4, 3.0], 90)
seconds = 4.19 * litres * (100 - start) / kilowatt
seconds[gen.random(90) < 0.08] *= 3  # forgot to stop the watch

features = np.stack([litres - 1, start / 20 - 1, kilowatt - 2.2], axis=1)
target = seconds / 100


# %%
def elu(z, alpha=1.0):
    return np.where(z > 0, z, alpha * (np.exp(np.minimum(z, 0)) - 1))


def elu_slope(z, alpha=1.0):
    return np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0)))


def huber(r, d=1.0):
    a = abs(r)
    return np.where(a <= d, 0.5 * r * r, d * (a - 0.5 * d))


def huber_slope(r, d=1.0):
    return np.clip(r, -d, d)


# %%
theta = {
    "A": gen.normal(size=(3, 8)) * 0.6,
    "a": np.zeros(8),
    "B": gen.normal(size=(8, 6)) * 0.4,
    "b": np.zeros(6),
    "c": gen.normal(size=6) * 0.4,
    "d": 0.0,
}


def predict(x):
    u = x @ theta["A"] + theta["a"]
    v = elu(u) @ theta["B"] + theta["b"]
    return u, v, elu(v) @ theta["c"] + theta["d"]


def gradient(x, y):
    u, v, out = predict(x)
    e = huber_slope(out - y) / len(y)
    g = {"c": elu(v).T @ e, "d": e.sum()}
    gv = np.outer(e, theta["c"]) * elu_slope(v)
    g["B"], g["b"] = elu(u).T @ gv, gv.sum(axis=0)
    gu = gv @ theta["B"].T * elu_slope(u)
    g["A"], g["a"] = x.T @ gu, gu.sum(axis=0)
    return g


# %%
seen = {k: 0.0 for k in theta}
for k in range(800):
    g = gradient(features, target)
    rate = 0.1 / (1 + 0.002 * k)
    for name in theta:
        seen[name] = seen[name] + g[name] ** 2
        theta[name] = theta[name] - rate * g[name] / (np.sqrt(seen[name]) + 1e-7)
    if k % 200 == 0:
        res = predict(features)[2] - target
        print(k, "huber", huber(res).mean().round(4), " mae", abs(res).mean().round(3))

# %%
_, _, final = predict(features)
print("median miss in seconds:", np.median(abs(final - target)) * 100)
