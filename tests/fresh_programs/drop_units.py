# %% [markdown]
# # Dropout from scratch
# Blog post draft. Three layers, relu + dropout on the first, tanh on the second, one sigmoid output.

# %%
import numpy as np

np.random.seed(1)

# %% data: is the point between two ellipsoids (5 dimensions)
m = 120
X = np.random.randn(m, 5)
r = np.sqrt((X ** 2 * [1, .5, 2, 1, .3]).sum(axis=1, keepdims=True))
Y = ((r > 1.4) & (r < 2.4)).astype(float)
print("share of ones:", Y.mean())

# %%
sizes = [5, 12, 8, 1]
params = {}
for l in range(1, len(sizes)):
    params["W" + str(l)] = np.random.randn(sizes[l - 1], sizes[l]) * np.sqrt(2 / sizes[l - 1])
    params["b" + str(l)] = np.zeros((1, sizes[l]))
keep_prob = 0.7


# %%
def forward(X, params, train=True):
    cache = {}
    cache["Z1"] = X @ params["W1"] + params["b1"]
    cache["A1"] = np.maximum(0, cache["Z1"])
    if train:
        cache["D1"] = np.random.rand(*cache["A1"].shape) < keep_prob
        cache["A1"] = cache["A1"] * cache["D1"] / keep_prob
    cache["A2"] = np.tanh(cache["A1"] @ params["W2"] + params["b2"])
    cache["A3"] = 1 / (1 + np.exp(-(cache["A2"] @ params["W3"] + params["b3"])))
    return cache["A3"], cache


def compute_loss(A3, Y):
    return -np.mean(Y * np.log(A3) + (1 - Y) * np.log(1 - A3))


def backward(X, Y, params, cache):
    m = X.shape[0]
    grads = {}
    dZ3 = cache["A3"] - Y
    grads["dW3"] = cache["A2"].T @ dZ3 / m
    grads["db3"] = dZ3.sum(axis=0, keepdims=True) / m

    dZ2 = dZ3 @ params["W3"].T * (1 - cache["A2"] ** 2)
    grads["dW2"] = cache["A1"].T @ dZ2 / m
    grads["db2"] = dZ2.sum(axis=0, keepdims=True) / m

    dA1 = dZ2 @ params["W2"].T
    dA1 = dA1 * cache["D1"]
    dZ1 = dA1 * (cache["Z1"] > 0)
    grads["dW1"] = X.T @ dZ1 / m
    grads["db1"] = grads["dW1"].sum(axis=0, keepdims=True)
    return grads


def update(params, grads, learning_rate):
    for key in params:
        params[key] -= learning_rate * grads["d" + key]
    return params


# %% train
lr = 0.3
for it in range(400):
    A3, cache = forward(X, params)
    loss = compute_loss(A3, Y)
    grads = backward(X, Y, params, cache)
    params = update(params, grads, lr)
    if it % 100 == 0:
        print(f"iteration {it:4d}  loss {loss:.4f}")

# %% without dropout now
A3, _ = forward(X, params, train=False)
print("train loss %.3f, accuracy %.3f" % (compute_loss(A3, Y), ((A3 > .5) == Y).mean()))
