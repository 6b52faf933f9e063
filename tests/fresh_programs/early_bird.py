# How many birds at the feeder? Hours since sunrise, temperature, wind -> count (scaled).
# float32 everywhere, gradient clipping, stops when the validation loss gets no better.
import numpy as np

rng = np.random.default_rng(99)
n = 160
hours = rng.uniform(0, 12, n)
temp = rng.uniform(-5, 25, n)
wind = rng.gamma(2.0, 3.0, n)
birds = 20 * np.exp(-hours / 4) + 0.3 * np.maximum(0, 15 - temp) - 0.5 * wind + rng.normal(0, 1, n)

X = np.stack([hours, temp, wind], axis=1).astype(np.float32)
X = (X - X.mean(0)) / X.std(0)
y = ((birds - birds.mean()) / birds.std()).astype(np.float32)[:, None]

split = int(0.75 * n)
perm = rng.permutation(n)
X_tr, y_tr = X[perm[:split]], y[perm[:split]]
X_va, y_va = X[perm[split:]], y[perm[split:]]


def he(rows, cols):
    return (rng.standard_normal((rows, cols)) * np.sqrt(1.0 / rows)).astype(np.float32)


P = [he(3, 12), np.zeros(12, np.float32), he(12, 6), np.zeros(6, np.float32), he(6, 1), np.zeros(1, np.float32)]


def predict(P, X):
    h1 = np.tanh(X @ P[0] + P[1])
    h2 = np.tanh(h1 @ P[2] + P[3])
    return h1, h2, h2 @ P[4] + P[5]


lr = np.float32(0.08)
max_norm = 0.5
patience, waited = 20, 0
best, best_P = np.inf, None
for epoch in range(500):
    h1, h2, out = predict(P, X_tr)
    d3 = (2.0 / len(y_tr)) * (out - y_tr)
    d2 = (d3 @ P[4].T) * (1 - h2 * h2)
    d1 = (d2 @ P[2].T) * (1 - h1 * h1)
    G = [X_tr.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]

    norm = np.sqrt(sum(float((g * g).sum()) for g in G))
    if norm > max_norm:
        G = [g * np.float32(max_norm / norm) for g in G]
    for p, g in zip(P, G):
        p -= lr * g

    val = float(np.mean((predict(P, X_va)[2] - y_va) ** 2))
    if val < best - 1e-5:
        best, best_P, waited = val, [p.copy() for p in P], 0
    else:
        waited += 1
        if waited >= patience:
            print("stopped at epoch", epoch)
            break
    if epoch % 50 == 0:
        train = float(np.mean((out - y_tr) ** 2))
        print(f"{epoch:4d} train {train:.4f} val {val:.4f} |g| {norm:.3f}")

print("best validation mse", best)
