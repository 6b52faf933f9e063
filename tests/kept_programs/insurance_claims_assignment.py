import numpy as np

# Assignment 2 (insurance): predict the size of a claim.
# "Use a robust loss, because a few claims are enormous."

rng = np.random.default_rng(55)
n = 100
car_age = rng.uniform(0, 15, n)
driver_age = rng.uniform(18, 80, n)
km = rng.uniform(2, 40, n)
claim = 0.3 * car_age + 0.05 * km + 4 * np.exp(-(driver_age - 18) / 10)
claim += rng.normal(0, 0.3, n)
claim[::17] += 12.0

X = np.column_stack([car_age / 7.5 - 1, driver_age / 40 - 1.2, km / 20 - 1])
y = claim.reshape(n, 1)

DELTA = 1.5


def huber_loss(pred, y):
    r = pred - y
    small = np.abs(r) <= DELTA
    return np.mean(np.where(small, 0.5 * r ** 2, DELTA * (np.abs(r) - 0.5 * DELTA)))


def leaky(z):
    return np.where(z > 0, z, 0.1 * z)


def leaky_d(z):
    return np.where(z > 0, 1.0, 0.1)


def init(n_in, n_h, n_out):
    W1 = rng.normal(size=(n_in, n_h)) * np.sqrt(2 / n_in)
    b1 = np.zeros(n_h)
    W2 = rng.normal(size=(n_h, n_out)) * np.sqrt(2 / n_h)
    b2 = np.zeros(n_out)
    return W1, b1, W2, b2


W1, b1, W2, b2 = init(3, 9, 1)
alpha = 0.02

for it in range(500):
    z1 = X @ W1 + b1
    a1 = leaky(z1)
    pred = a1 @ W2 + b2
    loss = huber_loss(pred, y)

    # gradients
    dpred = (pred - y) / n
    dW2 = a1.T @ dpred
    db2 = dpred.sum(axis=0)
    da1 = dpred @ W2.T
    dz1 = da1 * leaky_d(z1)
    dW1 = X.T @ dz1
    db1 = dz1.sum(axis=0)

    # descent
    W1 -= alpha * dW1
    b1 -= alpha * db1
    W2 -= alpha * dW2
    b1 -= alpha * db2

    if it % 100 == 0:
        print(f"{it:4d}  huber loss {loss:.4f}")

print("biggest misses:", np.sort(np.abs(leaky(X @ W1 + b1) @ W2 + b2 - y)[:, 0])[-5:].round(1))
