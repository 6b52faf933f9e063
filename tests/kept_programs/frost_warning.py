# %% [markdown]
# # Will there be frost tonight?
# Evening readings from my garden station. Trained with dropout, stopped early on the validation days.

# %%
import numpy as np

rng = np.random.default_rng(44)
days = 140
temp = rng.normal(5, 3, days)
humid = rng.uniform(0.4, 1.0, days)
cloud = rng.uniform(0, 1, days)
press = rng.normal(1013, 8, days)
score = temp + 5 * cloud + 3 * humid - 0.05 * (press - 1013) - 7 + rng.normal(0, 0.7, days)
frost = (score < 0).astype(float)

X = np.column_stack([temp, humid, cloud, press])
X = (X - X.mean(0)) / X.std(0)
Xtr, ttr = X[:100], frost[:100]
Xva, tva = X[100:], frost[100:]
print(Xtr.shape, ttr.shape, "frost on", int(frost.sum()), "days")

# %%
W1 = rng.normal(size=(4, 14)) * 0.6
b1 = np.zeros(14)
w2 = rng.normal(size=14) * 0.4      # one output, so a vector is enough
b2 = 0.0
p_drop = 0.25


def sigmoid(s):
    return 1 / (1 + np.exp(-s))


def bce(q, t):
    q = np.clip(q, 1e-9, 1 - 1e-9)
    return -np.mean(t * np.log(q) + (1 - t) * np.log(1 - q))


def predict(x):
    return sigmoid(np.maximum(x @ W1 + b1, 0) @ w2 + b2)


# %%
best = np.inf
best_weights = (W1.copy(), b1.copy(), w2.copy(), b2)
waiting = 0
lr = 0.2
for epoch in range(1000):
    # dropout only while training, scaled so that the mean stays the same
    z = Xtr @ W1 + b1
    drop = (rng.random(z.shape) > p_drop) / (1 - p_drop)
    h = np.maximum(z, 0) * drop
    q = sigmoid(h @ w2 + b2)

    g = (q - ttr) / len(ttr)
    gh = np.outer(g, w2)
    gh *= drop
    gh[z <= 0] = 0

    w2 = w2 - lr * (h.T @ g)
    b2 = b2 - lr * g.sum()
    W1 = W1 - lr * (Xtr.T @ gh)
    b1 = b1 - lr * gh.sum(axis=0)

    val = bce(predict(Xva), tva)
    if val < best:
        best, waiting = val, 0
        best_weights = (W1.copy(), b1.copy(), w2.copy(), b2)
    else:
        waiting += 1
        if waiting > 60:
            print("stopped at epoch", epoch)
            break
    if epoch % 50 == 0:
        print(f"{epoch:4d}  train {bce(q, ttr):.4f}  validation {val:.4f}")

# %%
W1, b1, w2, b2 = best_weights
hits = np.mean((predict(Xva) > 0.5) == (tva == 1))
print(f"best validation loss {best:.4f}, right on {hits:.0%} of the nights")
