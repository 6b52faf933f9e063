import numpy as np
np.random.seed(18)
X = np.random.randn(16, 2)
y = (X[:, :1] > 0.2).astype(float)
w1, w2 = np.random.randn(2, 4), np.random.randn(4, 1)
b1, b2 = np.zeros((1, 4)), np.zeros((1, 1))
lr = 0.1
for epoch in range(500):
    hidden = np.tanh(X @ w1 + b1)
    out = 1 / (1 + np.exp(-(hidden @ w2 + b2)))
    mse = np.mean((out - y) ** 2)
    delta_out = 2 * (out - y) / len(X)
    grad_w2 = hidden.T @ delta_out
    grad_b2 = delta_out.sum(axis=0, keepdims=True)
    delta_hidden = (delta_out @ w2.T) * (1 - hidden ** 2)
    grad_w1 = X.T @ delta_hidden
    grad_b1 = delta_hidden.sum(axis=0, keepdims=True)
    w2 -= lr * grad_w2
    b2 -= lr * grad_b2
    w1 -= lr * grad_w1
    b1 -= lr * grad_b1
    if epoch % 100 == 0:
        print(f"epoch {epoch} mse {mse:.4f}")
