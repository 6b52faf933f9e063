import numpy as np
rng = np.random.default_rng(23)
X = rng.normal(size=(3, 22))
T = rng.normal(size=(2, 22))
W1 = rng.normal(size=(5, 3))
b1 = np.zeros((5, 1))
W2 = rng.normal(size=(2, 5))
b2 = np.zeros((2, 1))
alpha = 0.01
for it in range(150):
    A1 = 1 / (1 + np.exp(-(W1 @ X + b1)))
    Y = W2 @ A1 + b2
    J = 0.5 * np.sum((Y - T) ** 2)
    dY = Y - T
    W2 = W2 - alpha * dY @ A1.T
    b2 = b2 - alpha * dY.sum(axis=1, keepdims=True)
    dZ1 = (W2.T @ dY) * A1 * (1 - A1)
    W1 = W1 - alpha * dZ1 @ X.T
    b1 = b1 - alpha * dZ1.sum(axis=1, keepdims=True)
    if it % 50 == 0:
        print(it, J)
