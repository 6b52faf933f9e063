import numpy as np


def softmax(s):
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


rng = np.random.RandomState(61)
kinds = rng.randint(0, 3, 36)
X = np.array([[2.0, -1.0, -1.0], [-1.0, 2.0, -1.0], [-1.0, -1.0, 2.0]])[:, kinds] + rng.randn(3, 36)
Y = np.eye(3)[:, kinds]  # one-hot, one column a sample

U = rng.randn(6, 3) * 0.4
u = np.zeros((6, 1))
V = rng.randn(3, 6) * 0.4
v = np.zeros((3, 1))

for it in range(200):
    Z = U @ X + u
    H = np.maximum(Z, 0)
    P = softmax(V @ H + v)
    loss = -np.sum(Y * np.log(P + 1e-12)) / 36

    D = (P - Y) / 36
    B = (V.T @ D) * (Z > 0)
    V -= 0.5 * D @ H.T
    v -= 0.5 * D.sum(axis=1, keepdims=True)
    U -= 0.5 * B @ X.T
    u -= 0.5 * B.sum(axis=1, keepdims=True)
    if it % 50 == 0:
        print(it, "loss", loss, "hits", np.mean(P.argmax(axis=0) == kinds))
