# %% [markdown]
# # What does a penalty do to the weights?
# Many features, few of them matter. The first layer gets an L1 penalty (to throw features away),
# the second an L2 penalty (to keep it small).

# %%
import numpy as np

rng = np.random.default_rng(11)
N, D, H = 80, 7, 5
X = rng.normal(size=(N, D))
# only features 0 and 3 matter
y = (np.sin(1.5 * X[:, 0]) + 0.5 * X[:, 3] ** 2).reshape(-1, 1)
y = y + 0.1 * rng.normal(size=y.shape)

# %% settings
lam1 = 0.02
lam2 = 0.01
lr = 0.1
epochs = 800

# %% weights
W1 = 0.5 * rng.normal(size=(D, H))
b1 = np.zeros(H)
W2 = 0.5 * rng.normal(size=(H, 1))
b2 = np.zeros(1)


# %%
def predict(X):
    H1 = np.tanh(X @ W1 + b1)
    return H1, H1 @ W2 + b2


def objective(X, y):
    """The mean squared error with both penalties, halved where that is handy."""
    fit = 0.5 * np.mean((predict(X)[1] - y) ** 2)
    return fit + lam1 * np.sum(np.abs(W1)) + 0.5 * lam2 * np.sum(W2**2)


# %% training
history = []
for epoch in range(epochs):
    H1, out = predict(X)
    err = (out - y) / N

    gW2 = H1.T @ err
    gb2 = err.sum(axis=0)
    back = err @ W2.T
    back *= 1 - H1 * H1
    gW1 = X.T @ back
    gb1 = back.sum(axis=0)

    gW1 += lam1 * np.abs(W1)
    gW2 += lam2 * W2

    W1 -= lr * gW1
    b1 -= lr * gb1
    W2 -= lr * gW2
    b2 -= lr * gb2

    history.append(objective(X, y))
    if epoch % 100 == 0:
        print(epoch, round(history[-1], 5))

# %% which features are left?
size = np.abs(W1).sum(axis=1)
for number, s in enumerate(size):
    print(f"feature {number}: {s:.3f} " + "#" * int(10 * s))
