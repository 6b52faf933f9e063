import numpy as np
rng = np.random.default_rng(20)
X = rng.normal(size=(23, 4))
T = rng.normal(size=(23, 2))
W1 = rng.normal(size=(4, 5))
W2 = rng.normal(size=(5, 2))
lam = 0.1
for step in range(90):
    H = np.tanh(X @ W1)
    Y = H @ W2
    loss = 0.5 * np.sum((Y - T) ** 2) + 0.5 * lam * (np.sum(W1 ** 2) + np.sum(W2 ** 2))
    dY = Y - T
    dH = dY @ W2.T * (1 - H ** 2)
    gW2 = H.T @ dY + lam * np.sum(W2 ** 2)
    gW1 = X.T @ dH
    W2 -= 0.005 * gW2
    W1 -= 0.005 * gW1
    if step % 30 == 0:
        print(step, loss)
