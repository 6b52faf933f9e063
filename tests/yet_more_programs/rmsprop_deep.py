import numpy as np
rng = np.random.default_rng(100)
X = rng.normal(size=(36, 6))
T = np.stack([np.sin(X[:, 0]), X[:, 1] * X[:, 2]], axis=1)
dims = [6, 10, 9, 8, 2]
W = [rng.normal(0, np.sqrt(2 / a), (a, b)) for a, b in zip(dims, dims[1:])]
B = [np.zeros(b) for b in dims[1:]]
sW = [np.zeros_like(w) for w in W]
sB = [np.zeros_like(b) for b in B]
for it in range(200):
    acts = [X]
    for k, (w, b) in enumerate(zip(W, B)):
        z = acts[-1] @ w + b
        acts.append(np.maximum(z, 0) if k < 3 else z)
    loss = 0.5 * np.mean(np.sum((acts[-1] - T) ** 2, axis=1))
    delta = (acts[-1] - T) / len(X)
    gW, gB = [None] * 4, [None] * 4
    for k in (3, 2, 1, 0):
        gW[k] = acts[k].T @ delta
        gB[k] = delta.sum(axis=0)
        if k:
            delta = (delta @ W[k].T) * (acts[k] > 0)
    for k in range(4):
        sW[k] = 0.9 * sW[k] + 0.1 * gW[k] ** 2
        sB[k] = 0.9 * sB[k] + 0.1 * gB[k] ** 2
        W[k] = W[k] - 0.005 * gW[k] / (np.sqrt(sW[k]) + 1e-8)
        B[k] = B[k] - 0.005 * gB[k] / (np.sqrt(sB[k]) + 1e-8)
    if it % 50 == 0:
        print(it, loss)
