import numpy as np
np.random.seed(29)
data = [(np.random.rand(3), np.random.rand(2)) for _ in range(6)]
W = np.random.randn(4, 3)
V = np.random.randn(2, 4)
grad_W = np.zeros_like(W)
grad_V = np.zeros_like(V)
for epoch in range(40):
    loss = 0.0
    for x, t in data:
        h = 1 / (1 + np.exp(-W @ x))
        y = V @ h
        loss += 0.5 * np.sum((y - t) ** 2)
        d = y - t
        grad_V += np.outer(d, h)
        grad_W += np.outer((V.T @ d) * h * (1 - h), x)
    W = W - 0.02 * grad_W
    V = V - 0.02 * grad_V
    if epoch % 10 == 0:
        print(epoch, loss)
