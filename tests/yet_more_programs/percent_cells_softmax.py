# %% [markdown]
# Three classes of points

# %%
import numpy as np
rng = np.random.default_rng(3)

# %%
points = np.concatenate([rng.normal(m, 0.6, (15, 2)) for m in ((0, 0), (2, 0), (0, 2))])
classes = np.repeat([0, 1, 2], 15)
onehot = (classes[:, None] == np.arange(3)).astype(float)

# %%
V = rng.normal(size=(2, 7)) * 0.6
a = np.zeros((1, 7))
U = rng.normal(size=(7, 3)) * 0.6
c = np.zeros((1, 3))

# %%
def softmax(scores):
    shifted = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return shifted / np.sum(shifted, axis=1, keepdims=True)

# %%
for it in range(220):
    hidden = np.tanh(points @ V + a)
    probs = softmax(hidden @ U + c)
    xent = -np.sum(onehot * np.log(probs)) / 45
    err = (probs - onehot) / 45
    grad_U = hidden.T @ err
    grad_c = err.sum(axis=0, keepdims=True)
    err_h = err @ U.T * (1.0 - hidden ** 2)
    grad_V = points.T @ err_h
    grad_a = err_h.sum(axis=0, keepdims=True)
    for param, grad in ((V, grad_V), (a, grad_a), (U, grad_U), (c, grad_c)):
        param -= 0.6 * grad
    if it % 50 == 0:
        print(it, xent, (probs.argmax(axis=1) == classes).mean())
