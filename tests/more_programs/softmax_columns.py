import numpy as np
rng = np.random.default_rng(92)
X = rng.normal(size=(3, 24))
Y = np.eye(4)[rng.integers(0, 4, 24)].T
W1 = rng.normal(size=(6, 3)) * 0.6
W2 = rng.normal(size=(4, 6)) * 0.6
def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum(axis=1, keepdims=True)
for k in range(60):
    H = np.tanh(W1 @ X)
    P = softmax(W2 @ H)
    loss = -np.sum(Y * np.log(P)) / 24
    D = (P - Y) / 24
    B = (W2.T @ D) * (1 - H ** 2)
    W2 = W2 - 0.5 * D @ H.T
    W1 = W1 - 0.5 * B @ X.T
    if k % 20 == 0:
        print(loss)
