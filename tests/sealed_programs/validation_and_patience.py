"""
Predict how many bikes are rented in an hour.
Stops when the validation error has not gone down for PATIENCE epochs.
"""
import numpy as np

MAX_EPOCHS = 2000
PATIENCE = 40

np.random.seed(99)

# made-up data: temperature, rain, weekend, hour (as a cosine)
n = 160
temp = np.random.uniform(-5, 32, n)
rain = np.random.binomial(1, 0.3, n)
weekend = np.random.binomial(1, 2 / 7, n)
hour = np.cos(np.random.uniform(0, 2 * np.pi, n))
bikes = 80 + 6 * temp - 0.12 * temp ** 2 - 50 * rain - 40 * hour * (1 - weekend) + 10 * np.random.randn(n)

x_all = np.array([temp / 20, rain, weekend, hour]).T
y_all = (bikes[:, None] - bikes.mean()) / bikes.std()

shuffled = np.random.permutation(n)
tr, va = shuffled[:120], shuffled[120:]
x_tr, y_tr = x_all[tr], y_all[tr]
x_va, y_va = x_all[va], y_all[va]


def elu(z):
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def elu_slope(z):
    return np.where(z > 0, 1.0, np.exp(np.minimum(z, 0)))


def predict(x, w):
    return elu(x @ w[0] + w[1]) @ w[2] + w[3]


def mse(p, t):
    return ((p - t) ** 2).mean()


weights = [np.random.randn(4, 10) * 0.5, np.zeros((1, 10)), np.random.randn(10, 1) * 0.3, np.zeros((1, 1))]
best, best_score, waited = weights, np.inf, 0
lr = 0.05

for epoch in range(MAX_EPOCHS):
    z = x_tr @ weights[0] + weights[1]
    h = elu(z)
    p = h @ weights[2] + weights[3]

    d_p = 2 * (p - y_tr) / y_tr.size
    d_z = (d_p @ weights[2].T) * elu_slope(z)
    grads = [
        x_tr.T @ d_z,
        d_z.sum(0, keepdims=True),
        h.T @ d_p,
        d_p.sum(0, keepdims=True),
    ]
    weights = [w - lr * g for w, g in zip(weights, grads)]

    score = mse(predict(x_va, weights), y_va)
    if score < best_score - 1e-5:
        best, best_score, waited = [w.copy() for w in weights], score, 0
    else:
        waited += 1
        if waited > PATIENCE:
            print("no better for", PATIENCE, "epochs, stopping at", epoch)
            break
    if epoch % 100 == 0:
        print(f"epoch {epoch:4d}  train {mse(p, y_tr):.4f}  validation {score:.4f}")

weights = best
print("best validation mse:", best_score)
print("typical error in bikes:", np.sqrt(mse(predict(x_va, weights), y_va)) * bikes.std())
