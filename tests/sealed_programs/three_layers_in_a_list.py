import numpy as np

rng = np.random.default_rng(77)


def lrelu(z):
    return np.where(z > 0, z, 0.01 * z)


def d_lrelu(z):
    g = np.ones_like(z)
    g[z <= 0] = 0.01
    return g


def sig(z):
    return 1 / (1 + np.exp(-z))


def d_sig(z):
    return sig(z) * (1 - sig(z))


def make(sizes):
    ws, bs = [], []
    for n_in, n_out in zip(sizes, sizes[1:]):
        ws.append(rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in)))
        bs.append(rng.normal(0, 0.1, (n_out, 1)))
    return ws, bs


def feed(x, ws, bs):
    zs, acts = [], [x]
    for i, (w, b) in enumerate(zip(ws, bs)):
        z = w @ acts[-1] + b
        zs.append(z)
        acts.append(sig(z) if i == len(ws) - 1 else lrelu(z))
    return zs, acts


def backprop(zs, acts, t, ws):
    gw = [None] * len(ws)
    gb = [None] * len(ws)
    delta = (acts[-1] - t) * d_sig(zs[-1])
    gw[-1] = delta @ acts[-2].T
    gb[-1] = delta.sum(axis=1, keepdims=True)
    for back in range(2, len(ws) + 1):
        delta = (ws[-back + 1].T @ delta) * d_lrelu(zs[-back])
        gw[-back] = delta @ acts[-back - 1].T
        gb[-back] = delta.sum(axis=1, keepdims=True)
    return gw, gb


def clip(gw, gb, limit):
    norm = np.sqrt(sum((g ** 2).sum() for g in gw + gb))
    if norm > limit:
        gw = [g * limit / norm for g in gw]
        gb = [g * limit / norm for g in gb]
    return gw, gb


def fit(X, T, ws, bs, lr=0.05, epochs=500, limit=1.0):
    for epoch in range(epochs):
        zs, acts = feed(X, ws, bs)
        gw, gb = backprop(zs, acts, T, ws)
        gw, gb = clip(gw, gb, limit)
        for i in range(len(ws)):
            ws[i] -= lr * gw[i]
            bs[i] -= lr * gb[i]
        if epoch % 100 == 0:
            print(f"epoch {epoch}: sse/2 = {0.5 * ((acts[-1] - T) ** 2).sum():.3f}")


# a diagonal stripe
X = rng.uniform(-1, 1, (2, 60))
T = (np.abs(X[:1] + X[1:]) < 0.6).astype(float)
ws, bs = make([2, 9, 7, 5, 1])
fit(X, T, ws, bs)

out = feed(X, ws, bs)[1][-1]
print("inside the stripe, right:", np.mean((out > 0.5) == T))
