# %% [markdown]
# # Digits, but small
# Five 5x4 glyphs with noise stand in for MNIST.

# %%
import numpy as np

np.random.seed(0)

# %%
glyphs = np.random.rand(5, 20) > 0.5
n_train = 400
y_train = np.random.randint(5, size=n_train)
x_train = glyphs[y_train].astype(float)
x_train += np.random.normal(0, 0.4, x_train.shape)
x_train -= x_train.mean()

# %%
def init(fan_in, fan_out):
    return np.random.randn(fan_in, fan_out) * np.sqrt(2.0 / fan_in)

w_1, b_1 = init(20, 18), np.zeros(18)
w_2, b_2 = init(18, 5), np.zeros(5)

# %% training
bs = 40
lr = 0.1
for epoch in range(12):
    perm = np.random.permutation(n_train)
    running = 0.0
    for i in range(0, n_train, bs):
        xb = x_train[perm[i:i + bs]]
        yb = y_train[perm[i:i + bs]]

        h = np.maximum(xb @ w_1 + b_1, 0)
        logits = h @ w_2 + b_2
        logits -= logits.max(axis=1, keepdims=True)
        p = np.exp(logits)
        p /= p.sum(axis=1, keepdims=True)
        running += -np.log(p[np.arange(len(yb)), yb]).sum()

        p[np.arange(len(yb)), yb] -= 1
        p /= len(yb)
        dh = p @ w_2.T
        dh *= h > 0
        w_2 -= lr * h.T @ p
        b_2 -= lr * p.sum(axis=0)
        w_1 -= lr * xb.T @ dh
        b_1 -= lr * dh.sum(axis=0)
    print("epoch", epoch + 1, "loss", round(running / n_train, 4))

# %%
final = (np.maximum(x_train @ w_1 + b_1, 0) @ w_2 + b_2).argmax(axis=1)
confusion = np.zeros((5, 5), dtype=int)
np.add.at(confusion, (y_train, final), 1)
print(confusion)
