# %% [markdown]
# Softmax regression on iris

# %%
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

# %%
iris = load_iris()
X = (iris.data - iris.data.mean(0)) / iris.data.std(0)
X_train, X_test, y_train, y_test = train_test_split(X, iris.target, test_size=0.3, random_state=0)
Y = np.eye(3)[y_train]


# %%
def softmax(z):
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


# %%
W = 0.01 * np.random.default_rng(0).standard_normal((4, 3))
b = np.zeros(3)
lam, lr = 1e-2, 0.5
losses = []
for i in range(300):
    P = softmax(X_train @ W + b)
    loss = -np.mean(np.sum(Y * np.log(P), axis=1)) + lam / 2 * np.sum(W * W)
    losses.append(loss)
    G = (P - Y) / len(X_train)
    W -= lr * (X_train.T @ G + lam * W)
    b -= lr * G.sum(axis=0)

# %%
plt.plot(losses)
plt.xlabel("iteration")
plt.ylabel("loss")
plt.show()

# %%
print("test accuracy:", np.mean(softmax(X_test @ W + b).argmax(axis=1) == y_test))
