# %% [markdown]
# # Exercise sheet 6: two spirals
# ReLU network 2-16-16-1, logistic output, elastic-net penalty, RMSProp in mini-batches.

# %%
import numpy as np
import matplotlib.pyplot as plt

rng = np.random.default_rng(66)


def spiral(n, turn):
    t = np.sqrt(rng.random(n)) * 2 * np.pi
    r = t / (2 * np.pi)
    xy = np.stack([r * np.cos(t + turn), r * np.sin(t + turn)], axis=1)
    return xy + 0.02 * rng.standard_normal((n, 2))


points = np.concatenate([spiral(60, 0), spiral(60, np.pi)])
arm = np.repeat([0.0, 1.0], 60)[:, np.newaxis]

# %%
plt.scatter(points[:, 0], points[:, 1], c=arm[:, 0])
plt.axis("equal")
plt.show()

# %%
sizes = [2, 16, 16, 1]
W = [rng.standard_normal((i, o)) * np.sqrt(2 / i) for i, o in zip(sizes[:-1], sizes[1:])]
B = [np.full((1, o), 0.01) for o in sizes[1:]]
l1, l2 = 1e-3, 2e-3


def forward(x):
    acts = [x]
    for w, b in zip(W[:-1], B[:-1]):
        acts.append(np.clip(acts[-1] @ w + b, 0, None))
    logit = acts[-1] @ W[-1] + B[-1]
    return acts, 1 / (1 + np.exp(-logit))


def penalty():
    return sum(l1 * np.abs(w).sum() + l2 * np.square(w).sum() for w in W)


# %%
def gradients(x, t):
    acts, p = forward(x)
    delta = (p - t) / x.shape[0]
    gW, gB = [], []
    for layer in range(len(W) - 1, -1, -1):
        gW.insert(0, acts[layer].T @ delta + l1 * np.sign(W[layer]) + 2 * l2 * W[layer])
        gB.insert(0, delta.sum(axis=0, keepdims=True))
        if layer > 0:
            delta = delta @ W[layer].T * np.sign(acts[layer])
    return gW, gB


# %%
cacheW = [np.zeros_like(w) for w in W]
cacheB = [np.zeros_like(b) for b in B]
eta, decay, eps = 0.004, 0.95, 1e-7
for epoch in range(150):
    order = rng.permutation(len(points))
    for first in range(0, len(points), 30):
        rows = order[first:first + 30]
        gW, gB = gradients(points[rows], arm[rows])
        for k in range(len(W)):
            cacheW[k] = decay * cacheW[k] + (1 - decay) * gW[k] ** 2
            cacheB[k] = decay * cacheB[k] + (1 - decay) * gB[k] ** 2
            W[k] -= eta * gW[k] / (np.sqrt(cacheW[k]) + eps)
            B[k] -= eta * gB[k] / (np.sqrt(cacheB[k]) + eps)
    if epoch % 25 == 0:
        p = forward(points)[1]
        ce = -np.mean(np.log(np.where(arm == 1, p, 1 - p)))
        print(epoch, "cross-entropy", ce.round(4), "with penalty", (ce + penalty()).round(4))

# %%
print("training accuracy", np.mean((forward(points)[1] > 0.5) == arm))
