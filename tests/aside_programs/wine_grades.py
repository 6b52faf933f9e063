# %% [markdown]
# # Grading wine
# Four lab values in, the panel's grade (0..1) out. Percent script, I run it in the editor.

# %%
import numpy as np

rng = np.random.default_rng(2005)

# %% made-up lab values, the real ones are not mine to share
n = 96
alcohol = rng.normal(10.5, 1.0, n)
acidity = rng.normal(0.5, 0.15, n)
sulphates = rng.normal(0.65, 0.12, n)
sugar = rng.exponential(2.0, n)
raw = np.c_[alcohol, acidity, sulphates, sugar]
score = 0.9 * (alcohol - 10.5) - 3 * (acidity - 0.4) ** 2 - 2 * acidity + 2 * sulphates
grade = 1 / (1 + np.exp(-score))
grade = np.clip(grade + rng.normal(0, 0.02, n), 0.01, 0.99)[:, None]

x = (raw - raw.mean(0)) / raw.std(0)

# %%
hidden = 7
w1 = rng.normal(0, 0.5, (4, hidden))
b1 = np.zeros((1, hidden))
w2 = rng.normal(0, 0.5, (hidden, 1))
b2 = np.zeros((1, 1))


# %%
def logistic(v):
    return 1 / (1 + np.exp(-v))


def grad(x, grade):
    a1 = np.tanh(x @ w1 + b1)
    a2 = logistic(a1 @ w2 + b2)
    n = x.shape[0]
    # grades are like probabilities so cross-entropy is fine for them
    loss = -np.mean(grade * np.log(a2) + (1 - grade) * np.log(1 - a2))

    d2 = (a2 - grade) / n
    dw2 = a1.T @ d2
    db2 = d2.sum(axis=0, keepdims=True)
    d1 = (d2 @ w2.T) * (1 - a1**2)
    dw1 = x.T @ d1
    db1 = dw1.sum(axis=0, keepdims=True)
    return loss, dw1, db1, dw2, db2


# %%
lr = 0.4
history = []
for i in range(800):
    loss, dw1, db1, dw2, db2 = grad(x, grade)
    history.append(loss)
    w1 = w1 - lr * dw1
    b1 = b1 - lr * db1
    w2 = w2 - lr * dw2
    b_2 = b2 - lr * db2
    if (i + 1) % 100 == 0:
        print(i + 1, round(loss, 5))

# %%
a2 = logistic(np.tanh(x @ w1 + b1) @ w2 + b2)
print("mean abs. error of the grade:", np.abs(a2 - grade).mean().round(4))
print("correlation:", np.corrcoef(a2.ravel(), grade.ravel())[0, 1].round(4))

# %%
for i in rng.choice(n, 5, replace=False):
    print(f"alcohol {alcohol[i]:.1f}  panel {grade[i, 0]:.2f}  net {a2[i, 0]:.2f}")
