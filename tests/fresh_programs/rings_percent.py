# %% [markdown]
# # Three rings
# One inside the other, so a straight line is of no use. Any depth, leaky ReLU, RMSProp, clipping by the norm.

# %%
import numpy as np
import matplotlib.pyplot as plt

rng = np.random.default_rng(77)

# %%
per_ring = 50
radius = np.repeat([0.5, 1.2, 2.0], per_ring) + 0.12 * rng.standard_normal(3 * per_ring)
angle = rng.uniform(0, 2 * np.pi, 3 * per_ring)
X = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
y = np.repeat([0, 1, 2], per_ring)
plt.scatter(*X.T, c=y)

# %%
sizes = (2, 16, 12, 3)
depth = len(sizes) - 1
params = {}
for l in range(1, depth + 1):
    params["W%d" % l] = rng.standard_normal((sizes[l - 1], sizes[l])) * np.sqrt(2 / sizes[l - 1])
    params["b%d" % l] = np.zeros((1, sizes[l]))
sq = {k: np.zeros_like(v) for k, v in params.items()}
print({k: v.shape for k, v in params.items()})

LEAK = 0.05
lr, rho, eps = 0.005, 0.9, 1e-8
max_norm = 1.0


# %%
def forward(x):
    acts = [x]
    for l in range(1, depth):
        z = acts[-1] @ params["W%d" % l] + params["b%d" % l]
        acts.append(np.maximum(z, LEAK * z))
    z = acts[-1] @ params["W%d" % depth] + params["b%d" % depth]
    z -= z.max(axis=1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=1, keepdims=True)
    return acts, z


def gradients(acts, probs, y):
    grads = {}
    delta = probs.copy()
    delta[np.arange(len(y)), y] -= 1
    delta /= len(y)
    for l in range(depth, 0, -1):
        grads["W%d" % l] = acts[l - 1].T @ delta
        grads["b%d" % l] = delta.sum(axis=0, keepdims=True)
        if l > 1:
            delta = delta @ params["W%d" % l].T
            # the sign of the activation is the sign of z, so z need not be kept
            delta *= np.where(acts[l - 1] > 0, 1.0, LEAK)
    return grads


def clip(grads):
    norm = np.sqrt(sum((g ** 2).sum() for g in grads.values()))
    if norm > max_norm:
        for g in grads.values():
            g *= max_norm / norm
    return norm


# %%
norms = []
for epoch in range(250):
    acts, probs = forward(X)
    loss = -np.log(probs[np.arange(len(y)), y]).mean()
    grads = gradients(acts, probs, y)
    norms.append(clip(grads))
    for k, g in grads.items():
        sq[k] = rho * sq[k] + (1 - rho) * g ** 2
        params[k] -= lr * g / np.sqrt(sq[k] + eps)
    if epoch % 50 == 0:
        print(f"{epoch:3d}  loss {loss:.4f}  norm {norms[-1]:.2f}  acc {(probs.argmax(1) == y).mean():.2f}")

# %%
plt.figure()
plt.plot(norms)
plt.title("norm of the gradient before clipping")
plt.show()
