import numpy as np

# Linear regression by gradient descent
rng = np.random.default_rng(40)
X = rng.normal(size=(40, 3))
y = (X @ np.array([1.5, -2.0, 0.7]) + 0.3 + 0.1 * rng.normal(size=40)).reshape(-1, 1)

w = np.zeros(3)
b = 0.0
lr = 0.1

for i in range(300):
    y_hat = X @ w + b
    diff = y_hat - y
    mse = np.mean(diff**2)

    grad_w = 2 * (X.T @ diff).mean(axis=1) / len(X)
    grad_b = 2 * diff.mean()

    w = w - lr * grad_w
    b = b - lr * grad_b
    if i % 100 == 0:
        print(f"iter {i}: mse {mse:.4f}")

print("w =", w, "b =", b)
