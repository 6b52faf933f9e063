import numpy as np
rng = np.random.default_rng(90)
X = rng.normal(size=(5, 20))
T = rng.normal(size=(1, 20))
W1 = rng.normal(size=(5, 5)) * 0.5
W2 = rng.normal(size=(1, 5)) * 0.5
for k in range(100):
    A = np.tanh(W1 @ X)
    Y = W2 @ A
    J = np.sum((Y - T) ** 2) / 20
    dY = 2 * (Y - T) / 20
    dZ = W2.T @ dY * (1 - A ** 2)
    dW2 = dY @ A.T
    dW1 = X @ dZ.T
    W2 = W2 - 0.1 * dW2
    W1 = W1 - 0.1 * dW1
    if k % 25 == 0:
        print(k, J)
